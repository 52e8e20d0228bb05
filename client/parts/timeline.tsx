import type { TimelineEntry } from '../../contracts/ordering';
import { dateTime } from '../format';
import { useT, useTitle } from '../i18n';

/** What happened so far, oldest first, with the party and the reason. */
export function Timeline({ entries }: { entries: readonly TimelineEntry[] }) {
  const t = useT();
  const title = useTitle();
  return (
    <ol className="timeline">
      {entries.map((entry) => (
        <li key={entry.at + entry.type}>
          <div>{t(entry.sentence)}</div>
          <div className="meta">
            <time dateTime={entry.at}>{dateTime(entry.at)}</time>
            <span>{entry.organisation ? title(entry.organisation) : t({ vi: 'Hệ thống', en: 'The exchange' })}</span>
          </div>
          {entry.reason ? <div className="soft">{entry.reason}</div> : null}
        </li>
      ))}
    </ol>
  );
}
