import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { call, keyOf } from '../api';
import { useT } from '../i18n';
import { paths } from '../paths';
import { useSession } from '../session';

/** The way to the notifications, with how many are unread; asked again every minute while the page is looked at. */
export function Bell() {
  const t = useT();
  const { member } = useSession();
  const unread = useQuery({
    queryKey: keyOf('countUnread', {}),
    queryFn: () => call('countUnread', {}),
    refetchInterval: 60_000,
    enabled: member !== null,
  });
  if (!member) return null;
  const count = unread.data?.unread ?? 0;
  const label =
    count === 0
      ? t({ vi: 'Thông báo', en: 'Notifications' })
      : t({ vi: `Thông báo: ${count} chưa đọc`, en: `Notifications: ${count} unread` });
  return (
    <Link className="button quiet bell" to={paths.notifications()} aria-label={label} title={label}>
      <svg width="18" height="18" viewBox="0 0 20 20" aria-hidden="true">
        <path
          d="M10 2.5a5 5 0 0 0-5 5c0 4.2-1.6 5.6-2 6.5h14c-.4-.9-2-2.3-2-6.5a5 5 0 0 0-5-5zM8.2 16.5a1.9 1.9 0 0 0 3.6 0"
          fill="none"
          stroke="currentColor"
          strokeWidth="1.6"
          strokeLinejoin="round"
          strokeLinecap="round"
        />
      </svg>
      {count > 0 ? <span aria-hidden="true">{count > 99 ? '99+' : count}</span> : null}
    </Link>
  );
}
