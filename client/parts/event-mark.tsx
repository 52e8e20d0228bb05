import { createContext, useContext } from 'react';
import type { AuditEventView } from '../../contracts/audit';
import { number } from '../format';
import { useT } from '../i18n';
import { ProofState, shownEvent } from './proof-state';

/** The events of the file that is open, by id: what a proof is compared with. */
export const EventsOfFile = createContext<ReadonlyMap<string, AuditEventView>>(new Map());

/** Where a part of a file stands in the log, and whether this browser has verified it there. */
export function EventMark({ eventId, index }: { eventId: string | null; index: number | null }) {
  const t = useT();
  const event = useContext(EventsOfFile).get(eventId ?? '');
  if (eventId === null) return null;
  return (
    <span className="event-mark" data-event={eventId}>
      {index === null ? t({ vi: 'đang vào sổ', en: 'entering the log' }) : `#${number(index)}`}{' '}
      {event ? <ProofState event={shownEvent(event)} /> : null}
    </span>
  );
}
