import { Link } from 'react-router';
import { legalGrounds } from '../../contracts/scheme/pilot-2026';
import type { HoldView } from '../../contracts/supervision';
import { dateTime, number } from '../format';
import { useT, useTitle } from '../i18n';
import { Lift } from '../parts/holds';
import { More } from '../parts/more';
import { SubjectLink } from '../parts/subject-link';
import { SupervisionNav } from '../parts/supervision-nav';
import { paths } from '../paths';
import { Badge, Empty, PageHead } from '../ui/parts';

export default function Holds() {
  const t = useT();
  return (
    <>
      <PageHead
        title={t({ vi: 'Lệnh tạm dừng và lưu giữ', en: 'Freezes and legal holds' })}
        lead={t({
          vi: 'Tạm dừng chặn truy cập, mọi bước và mọi khoản tiền; chỉ cơ quan đã ra lệnh mới gỡ được.',
          en: 'A freeze stops access, every step and all money; only the regulator that ordered it lifts it.',
        })}
      />
      <SupervisionNav />
      <More
        id="listHolds"
        given={{ query: {} }}
        empty={
          <Empty title={{ vi: 'Chưa có lệnh nào', en: 'There is no freeze' }}>
            <Link className="button" to={paths.home()}>
              {t({ vi: 'Mở danh mục', en: 'Open the catalogue' })}
            </Link>
          </Empty>
        }
      >
        {(items) => (
          <ul className="list">
            {items.map((hold) => (
              <Hold key={hold.id} hold={hold} />
            ))}
          </ul>
        )}
      </More>
    </>
  );
}

function Hold({ hold }: { hold: HoldView }) {
  const t = useT();
  const title = useTitle();
  const lifted = hold.liftedAt !== null;
  return (
    <li className="entry">
      <div className="row">
        <h2>
          <SubjectLink subject={hold.subject} />
        </h2>
        <Badge tone={lifted ? 'neutral' : hold.freezes ? 'bad' : 'warn'}>
          {lifted
            ? t({ vi: 'Đã gỡ', en: 'Lifted' })
            : hold.freezes
              ? t({ vi: 'Đang tạm dừng', en: 'Frozen' })
              : t({ vi: 'Đang lưu giữ', en: 'Legal hold' })}
        </Badge>
      </div>
      <div className="meta">
        <span>{title(hold.placedBy)}</span>
        <span>{dateTime(hold.placedAt)}</span>
        {hold.liftedAt ? (
          <span>
            {t({ vi: 'gỡ lúc', en: 'lifted' })} {dateTime(hold.liftedAt)}
          </span>
        ) : null}
        {hold.waitingJobs > 0 ? (
          <span>
            {number(hold.waitingJobs)} {t({ vi: 'việc đang chờ', en: 'jobs wait' })}
          </span>
        ) : null}
      </div>
      <p>{t(legalGrounds[hold.ground])}</p>
      <p className="soft">{hold.reason}</p>
      {hold.liftReason ? (
        <p className="soft">
          {t({ vi: 'Lý do gỡ', en: 'Lifted because' })}: {hold.liftReason}
        </p>
      ) : null}
      {hold.canLift ? <Lift id={hold.id} /> : null}
    </li>
  );
}
