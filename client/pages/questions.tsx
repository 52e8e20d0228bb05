import { Link } from 'react-router';
import { useT, useTitle } from '../i18n';
import { Countdown } from '../parts/clock';
import { More } from '../parts/more';
import { State } from '../parts/state';
import { SupervisionNav } from '../parts/supervision-nav';
import { paths } from '../paths';
import { useHas } from '../session';
import { Empty, PageHead } from '../ui/parts';

export default function Questions() {
  const t = useT();
  const title = useTitle();
  const regulator = useHas('regulator');
  return (
    <>
      <PageHead
        title={t({ vi: 'Câu hỏi của cơ quan quản lý', en: 'Questions of the regulator' })}
        lead={
          regulator
            ? t({ vi: 'Đã gửi cho các bên, kèm hạn trả lời.', en: 'Sent to parties, each with a deadline.' })
            : t({
                vi: 'Chỉ tổ chức của bạn và cơ quan quản lý thấy. Trả lời muộn vẫn được ghi nhận.',
                en: 'Only your organisation and the regulator see them. A late answer still counts.',
              })
        }
      />
      <SupervisionNav />
      <More
        id="listQuestions"
        given={{ query: {} }}
        empty={
          <Empty title={{ vi: 'Không có câu hỏi nào', en: 'There is no question' }}>
            {regulator ? (
              <p>
                {t({
                  vi: 'Hỏi từ trang của đơn hàng, bộ dữ liệu hay tổ chức.',
                  en: 'Ask from the page of an order, a dataset or an organisation.',
                })}
              </p>
            ) : null}
          </Empty>
        }
      >
        {(items) => (
          <table className="table cards">
            <thead>
              <tr>
                <th scope="col">{t({ vi: 'Về', en: 'About' })}</th>
                <th scope="col">{t({ vi: 'Bên được hỏi', en: 'Asked' })}</th>
                <th scope="col">{t({ vi: 'Hạn', en: 'Due' })}</th>
                <th scope="col">{t({ vi: 'Trạng thái', en: 'State' })}</th>
              </tr>
            </thead>
            <tbody>
              {items.map((one) => (
                <tr key={one.id}>
                  <td>
                    <Link to={paths.question(one.id)}>{title(one.subject)}</Link>
                  </td>
                  <td data-label={t({ vi: 'Bên được hỏi', en: 'Asked' })}>{title(one.organisation)}</td>
                  <td data-label={t({ vi: 'Hạn', en: 'Due' })}>
                    <Countdown due={one.dueAt} done={one.state === 'answered' || one.state === 'closed'} />
                  </td>
                  <td data-label={t({ vi: 'Trạng thái', en: 'State' })}>
                    <State of="question" state={one.state} />
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
