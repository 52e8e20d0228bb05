import type { TimelineEntry } from '../../contracts/ordering';
import { dateTime } from '../format';
import { useT, useTitle } from '../i18n';
import { ProofState, shownEntry } from './proof-state';

/** What happened so far, oldest first, with the party, the reason and the state of its proof. */
export function Timeline({ entries }: { entries: readonly TimelineEntry[] }) {
  const t = useT();
  const title = useTitle();
  return (
    <ol className="timeline">
      {entries.map((entry) => (
        <li key={entry.eventId}>
          <div>{t(entry.sentence)}</div>
          <div className="meta">
            <time dateTime={entry.at}>{dateTime(entry.at)}</time>
            <span>{entry.organisation ? title(entry.organisation) : t({ vi: 'Hệ thống', en: 'The exchange' })}</span>
          </div>
          <ProofState event={shownEntry(entry)} />
          {entry.reason ? <div className="soft">{entry.reason}</div> : null}
        </li>
      ))}
    </ol>
  );
}
