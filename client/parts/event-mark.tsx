import { number } from '../format';
import { useT } from '../i18n';

/** Where a part of a file stands in the log, with its proof; the place for whatever verifies the proof here. */
export function EventMark({ eventId, index }: { eventId: string | null; index: number | null }) {
  const t = useT();
  if (eventId === null) return null;
  return (
    <span className="event-mark" data-event={eventId}>
      {index === null ? (
        t({ vi: 'đang vào sổ', en: 'entering the log' })
      ) : (
        <a href={`/api/v1/events/${eventId}/proof`} download title={eventId}>
          {t({ vi: 'sổ', en: 'log' })} #{number(index)}
        </a>
      )}
    </span>
  );
}
