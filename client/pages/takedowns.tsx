import { Link } from 'react-router';
import { legalGrounds } from '../../contracts/scheme/pilot-2026';
import type { TakedownView } from '../../contracts/supervision';
import { useAct } from '../api';
import { dateTime } from '../format';
import { useT, useTitle } from '../i18n';
import { Actions } from '../parts/actions';
import { Countdown } from '../parts/clock';
import { More } from '../parts/more';
import { State } from '../parts/state';
import { SupervisionNav } from '../parts/supervision-nav';
import { paths } from '../paths';
import { Callout, Empty, PageHead } from '../ui/parts';

export default function Takedowns() {
  const t = useT();
  return (
    <>
      <PageHead
        title={t({ vi: 'Yêu cầu gỡ bỏ', en: 'Take-down requests' })}
        lead={t({
          vi: 'Đơn vị vận hành gỡ bỏ hoặc trả lời trong 24 giờ kể từ khi nhận. Gỡ bỏ chặn truy cập và lưu giữ chứng cứ.',
          en: 'The operator takes down or answers within 24 hours. Taking down stops access and keeps the evidence.',
        })}
      />
      <SupervisionNav />
      <More
        id="listTakedowns"
        given={{ query: {} }}
        empty={<Empty title={{ vi: 'Không có yêu cầu nào', en: 'There is no request' }} />}
      >
        {(items) => (
          <ul className="list">
            {items.map((one) => (
              <Takedown key={one.id} takedown={one} />
            ))}
          </ul>
        )}
      </More>
    </>
  );
}

function Takedown({ takedown }: { takedown: TakedownView }) {
  const t = useT();
  const title = useTitle();
  const move = useAct('transitionTakedown');
  const waits = takedown.state === 'requested' || takedown.state === 'overdue';
  return (
    <li className="entry">
      <div className="row">
        <h2>
          <Link to={paths.dataset(takedown.dataset.id)}>{title(takedown.dataset)}</Link>
        </h2>
        <State of="takedown" state={takedown.state} />
      </div>
      <div className="meta">
        <span>{title(takedown.requestedBy)}</span>
        <span>
          {t({ vi: 'nhận', en: 'received' })} {dateTime(takedown.receivedAt)}
        </span>
        <span>
          {t({ vi: 'hạn', en: 'due' })} <Countdown due={takedown.dueAt} done={!waits} />
        </span>
        {takedown.revisionNumber === null ? null : (
          <span>
            {t({ vi: 'phiên bản', en: 'revision' })} {takedown.revisionNumber}
          </span>
        )}
      </div>
      <p>{t(legalGrounds[takedown.ground])}</p>
      <p className="soft">{takedown.statement}</p>
      {takedown.stateReason ? <Callout>{takedown.stateReason}</Callout> : null}
      <Actions
        actions={takedown.actions}
        run={(action, reason) =>
          move.run({
            params: { id: takedown.id },
            body: { action: action as 'comply', ...(reason ? { reason } : {}) },
          })
        }
      />
    </li>
  );
}
