import { Link } from 'react-router';
import { useT, useTitle } from '../i18n';
import { Countdown } from '../parts/clock';
import { More } from '../parts/more';
import { State } from '../parts/state';
import { SupervisionNav } from '../parts/supervision-nav';
import { paths } from '../paths';
import { Empty, PageHead } from '../ui/parts';

export default function Incidents() {
  const t = useT();
  const title = useTitle();
  return (
    <>
      <PageHead
        title={t({ vi: 'Sổ đăng ký sự cố', en: 'Register of incidents' })}
        lead={t({
          vi: 'Thông báo vi phạm gửi trong 72 giờ từ khi phát hiện; hệ thống nhắc sau 24, 48 và 66 giờ.',
          en: 'A breach is notified within 72 hours of its detection; alerts come after 24, 48 and 66 hours.',
        })}
      >
        <Link className="button primary" to={paths.newIncident()}>
          {t({ vi: 'Ghi nhận sự cố', en: 'Enter an incident' })}
        </Link>
      </PageHead>
      <SupervisionNav />
      <More
        id="listIncidents"
        given={{ query: {} }}
        empty={<Empty title={{ vi: 'Chưa có sự cố nào', en: 'There is no incident' }} />}
      >
        {(items) => (
          <table className="table cards">
            <thead>
              <tr>
                <th scope="col">{t({ vi: 'Sự cố', en: 'Incident' })}</th>
                <th scope="col">{t({ vi: 'Dữ liệu của', en: 'Data of' })}</th>
                <th scope="col">{t({ vi: 'Hạn 72 giờ', en: 'The 72 hours' })}</th>
                <th scope="col">{t({ vi: 'Trạng thái', en: 'State' })}</th>
              </tr>
            </thead>
            <tbody>
              {items.map((one) => (
                <tr key={one.id}>
                  <td>
                    <Link to={paths.incident(one.id)}>{one.report.title}</Link>
                  </td>
                  <td data-label={t({ vi: 'Dữ liệu của', en: 'Data of' })}>{title(one.organisation)}</td>
                  <td data-label={t({ vi: 'Hạn 72 giờ', en: 'The 72 hours' })}>
                    <Countdown due={one.dueAt} done={one.sentAt !== null} />
                  </td>
                  <td data-label={t({ vi: 'Trạng thái', en: 'State' })}>
                    <State of="incident" state={one.state} />
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
