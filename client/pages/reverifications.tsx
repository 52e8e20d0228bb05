import { Link } from 'react-router';
import { useT, useTitle } from '../i18n';
import { Countdown } from '../parts/clock';
import { More } from '../parts/more';
import { paths } from '../paths';
import { Empty, PageHead } from '../ui/parts';

/** Participants to look at again: the checklist is gone through on each one's own page. */
export default function Reverifications() {
  const t = useT();
  const title = useTitle();
  return (
    <>
      <PageHead
        title={t({ vi: 'Xác minh lại', en: 'To be verified again' })}
        lead={t({
          vi: 'Tổ chức đến hạn trong 30 ngày tới hoặc đã quá hạn. Mở hồ sơ, xem lại danh sách kiểm tra rồi ghi nhận.',
          en: 'Participants due within thirty days, or overdue. Open one, go through its checklist again and record it.',
        })}
      >
        <Link className="button" to={paths.organisations()}>
          {t({ vi: 'Mọi tổ chức', en: 'All organisations' })}
        </Link>
      </PageHead>
      <More
        id="listReverifications"
        given={{ query: {} }}
        empty={<Empty title={{ vi: 'Chưa tổ chức nào đến hạn', en: 'Nobody is due' }} />}
      >
        {(items) => (
          <table className="table cards">
            <thead>
              <tr>
                <th scope="col">{t({ vi: 'Tên', en: 'Name' })}</th>
                <th scope="col">{t({ vi: 'Hạn xác minh lại', en: 'To be verified again by' })}</th>
              </tr>
            </thead>
            <tbody>
              {items.map((one) => (
                <tr key={one.id}>
                  <td>
                    <Link to={paths.organisationReview(one.id)}>{title(one)}</Link>
                  </td>
                  <td data-label={t({ vi: 'Hạn', en: 'Due' })}>
                    <Countdown due={one.reverifyAt} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </More>
    </>
  );
}
