import type { AuditEventView } from '../../contracts/audit';
import { dateTime, number } from '../format';
import { useT, useTitle } from '../i18n';
import { Badge } from '../ui/parts';
import { ProofState, shownEvent } from './proof-state';

type Placed = AuditEventView & { index?: number | null };

/** Audit events as a table; each opens to its data. Where their places in the log are known, they are shown. */
export function EventList({ events }: { events: readonly Placed[] }) {
  const t = useT();
  const title = useTitle();
  const kinds = {
    system: { vi: 'Hệ thống', en: 'The exchange' },
    anonymous: { vi: 'Khách', en: 'Nobody signed in' },
    member: { vi: '', en: '' },
  };
  return (
    <table className="table cards">
      <thead>
        <tr>
          <th scope="col">{t({ vi: 'Sự kiện', en: 'Event' })}</th>
          <th scope="col">{t({ vi: 'Ai', en: 'By' })}</th>
          <th scope="col">{t({ vi: 'Đối tượng', en: 'Subject' })}</th>
          <th scope="col">{t({ vi: 'Lúc', en: 'At' })}</th>
          <th scope="col">{t({ vi: 'Bằng chứng', en: 'Proof' })}</th>
        </tr>
      </thead>
      <tbody>
        {events.map((event) => (
          <tr key={event.id}>
            <td>
              <details>
                <summary>{t(event.sentence)}</summary>
                <div className="stack faint">
                  <span>
                    <Badge>{event.type}</Badge> <code>{event.id}</code>
                  </span>
                  <code>{JSON.stringify(event.data)}</code>
                  {event.actor.person ? (
                    <span>
                      {t({ vi: 'Cam kết định danh', en: 'Commitment to the person' })}:{' '}
                      <code>{event.actor.person}</code>
                    </span>
                  ) : null}
                </div>
              </details>
            </td>
            <td data-label={t({ vi: 'Ai', en: 'By' })}>
              {event.actor.organisation ? title(event.actor.organisation) : t(kinds[event.actor.kind])}
              {event.actor.role ? <span className="faint"> ({event.actor.role})</span> : null}
            </td>
            <td data-label={t({ vi: 'Đối tượng', en: 'Subject' })}>
              <code>{event.subject.id}</code>
            </td>
            <td data-label={t({ vi: 'Lúc', en: 'At' })}>
              <span>
                {dateTime(event.at)}
                {typeof event.index === 'number' ? <span className="faint"> #{number(event.index)}</span> : null}
              </span>
            </td>
            <td data-label={t({ vi: 'Bằng chứng', en: 'Proof' })}>
              <ProofState event={shownEvent(event)} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
