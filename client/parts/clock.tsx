import { useEffect, useState } from 'react';
import { dateTime } from '../format';
import { useT } from '../i18n';
import { Badge } from '../ui/parts';

const minute = 60_000;

/** What is left of a deadline, or by how much it is passed; red once it is, amber in its last quarter day. */
export function Countdown({ due, done = false }: { due: string; done?: boolean }) {
  const t = useT();
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), minute / 2);
    return () => clearInterval(timer);
  }, []);
  const minutes = Math.round((Date.parse(due) - now) / minute);
  const left = span(Math.abs(minutes));
  return (
    <span>
      <time dateTime={due}>{dateTime(due)}</time>{' '}
      {done ? null : (
        <Badge tone={minutes < 0 ? 'bad' : minutes < 6 * 60 ? 'warn' : 'info'}>
          {minutes < 0
            ? t({ vi: `quá hạn ${left.vi}`, en: `${left.en} overdue` })
            : t({ vi: `còn ${left.vi}`, en: `${left.en} left` })}
        </Badge>
      )}
    </span>
  );
}

/** By when the operator should have decided on a listing: the same clock for its provider and for the reviewers. */
export function DecisionDue({ due }: { due: string }) {
  const t = useT();
  return (
    <p>
      {t({ vi: 'Đơn vị vận hành quyết định trước', en: 'The operator decides by' })} <Countdown due={due} />
    </p>
  );
}

function span(minutes: number): { vi: string; en: string } {
  const [days, hours, rest] = [Math.floor(minutes / 1440), Math.floor((minutes % 1440) / 60), minutes % 60];
  if (days > 0) return { vi: `${days} ngày ${hours} giờ`, en: `${days} d ${hours} h` };
  return { vi: `${hours} giờ ${rest} phút`, en: `${hours} h ${rest} min` };
}
