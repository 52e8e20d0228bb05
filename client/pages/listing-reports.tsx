import { Link } from 'react-router';
import { type ListingReportView, reportGrounds } from '../../contracts/gate';
import { useAct } from '../api';
import { dateTime } from '../format';
import { useT, useTitle } from '../i18n';
import { Actions } from '../parts/actions';
import { More } from '../parts/more';
import { State } from '../parts/state';
import { paths } from '../paths';
import { Badge, Callout, Empty, PageHead } from '../ui/parts';

export default function ListingReports() {
  const t = useT();
  return (
    <>
      <PageHead
        title={t({ vi: 'Báo vi phạm về niêm yết', en: 'Reports of listings' })}
        lead={t({
          vi: 'Ai cũng gửi được, không cần tài khoản. Chấp nhận một báo cáo sẽ tạm dừng niêm yết.',
          en: 'Anybody may send one, without an account. Upholding a report suspends the listing.',
        })}
      />
      <More
        id="listListingReports"
        given={{ query: {} }}
        empty={<Empty title={{ vi: 'Chưa có báo cáo nào', en: 'There is no report' }} />}
      >
        {(items) => (
          <ul className="list">
            {items.map((one) => (
              <Report key={one.id} report={one} />
            ))}
          </ul>
        )}
      </More>
    </>
  );
}

function Report({ report }: { report: ListingReportView }) {
  const t = useT();
  const title = useTitle();
  const move = useAct('transitionListingReport');
  return (
    <li className="entry stack">
      <div className="row">
        <h2>
          <Link to={paths.dataset(report.datasetId)}>{title(report)}</Link>
        </h2>
        <Badge tone="warn">{t(reportGrounds[report.ground])}</Badge>
        <State of="listing-report" state={report.state} />
      </div>
      <div className="meta">
        <span>{title(report.provider)}</span>
        <span>{dateTime(report.receivedAt)}</span>
        {report.contact ? <span>{report.contact}</span> : null}
        <code>{report.id}</code>
      </div>
      <p>{report.statement}</p>
      {report.stateReason ? <Callout>{report.stateReason}</Callout> : null}
      <Actions
        actions={report.actions}
        run={(action, reason) =>
          move.run({ params: { id: report.id }, body: { action: action as 'look', ...(reason ? { reason } : {}) } })
        }
      />
    </li>
  );
}
