import { Link } from 'react-router';
import type { OverrideView } from '../../contracts/gate';
import { articles } from '../../contracts/scheme/articles';
import { useAct } from '../api';
import { dateTime } from '../format';
import { useT, useTitle } from '../i18n';
import { paths } from '../paths';
import { Callout } from '../ui/parts';
import { Actions } from './actions';
import { State } from './state';

/** Findings that somebody holds to be wrong, with the argument and what was decided. */
export function OverrideList({ items }: { items: readonly OverrideView[] }) {
  const t = useT();
  const title = useTitle();
  const move = useAct('transitionOverride');
  return (
    <ul className="list">
      {items.map((one) => (
        <li key={one.id} className="entry stack">
          <div className="row">
            <Link to={paths.dataset(one.datasetId)}>{title(one)}</Link>
            <State of="override" state={one.state} />
          </div>
          <div className="meta">
            <span>{title(one.provider)}</span>
            <span>{dateTime(one.createdAt)}</span>
            <span>{t(articles[one.finding.article])}</span>
          </div>
          <p>{t(one.finding.sentence)}</p>
          <p className="soft">{one.argument}</p>
          {one.stateReason ? <Callout>{one.stateReason}</Callout> : null}
          <Actions
            actions={one.actions}
            run={(action, reason) =>
              move.run({ params: { id: one.id }, body: { action: action as 'grant', ...(reason ? { reason } : {}) } })
            }
          />
        </li>
      ))}
    </ul>
  );
}
