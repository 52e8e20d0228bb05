import { Link, useSearchParams } from 'react-router';
import { kindOf, type NotificationView } from '../../contracts/notifications';
import { useAct } from '../api';
import { dateTime } from '../format';
import { useT } from '../i18n';
import { More } from '../parts/more';
import { paths } from '../paths';
import { Badge, Button, Empty, PageHead, Problem } from '../ui/parts';

export default function Notifications() {
  const t = useT();
  const [search, setSearch] = useSearchParams();
  const state = search.get('state') === 'unread' ? 'unread' : 'all';
  const readAll = useAct('readAllNotifications');
  const empty =
    state === 'unread' ? (
      <Empty title={{ vi: 'Bạn đã đọc hết', en: 'You have read everything' }}>
        <Button onClick={() => setSearch({})}>{t({ vi: 'Xem mọi thông báo', en: 'Show all' })}</Button>
      </Empty>
    ) : (
      <Empty title={{ vi: 'Chưa có thông báo nào', en: 'There are no notifications yet' }}>
        <p>
          {t({
            vi: 'Khi yêu cầu, đơn hàng hay quyền truy cập của tổ chức có thay đổi, bạn sẽ thấy ở đây.',
            en: 'When a request, an order or an access of your organisation changes, you will see it here.',
          })}
        </p>
      </Empty>
    );
  return (
    <>
      <PageHead title={t({ vi: 'Thông báo', en: 'Notifications' })}>
        <Button onClick={() => setSearch(state === 'unread' ? {} : { state: 'unread' })}>
          {state === 'unread' ? t({ vi: 'Tất cả', en: 'All' }) : t({ vi: 'Chưa đọc', en: 'Unread' })}
        </Button>
        <Link className="button" to={paths.notificationSettings()}>
          {t({ vi: 'Cách nhận', en: 'Preferences' })}
        </Link>
      </PageHead>
      <More id="listNotifications" given={{ query: { state } }} empty={empty}>
        {(items) => (
          <div className="stack">
            {items.some((one) => one.readAt === null) ? (
              <div>
                <Button
                  small
                  pending={readAll.pending}
                  onClick={() => void readAll.run({ body: { upTo: items[0]?.id ?? '' } }).catch(() => null)}
                >
                  {t({ vi: 'Đánh dấu đã đọc tất cả', en: 'Mark all as read' })}
                </Button>
                <Problem problem={readAll.problem} />
              </div>
            ) : null}
            <ul className="list">
              {items.map((one) => (
                <Told key={one.id} one={one} />
              ))}
            </ul>
          </div>
        )}
      </More>
    </>
  );
}

function Told({ one }: { one: NotificationView }) {
  const t = useT();
  const read = useAct('readNotification');
  const unread = one.readAt === null;
  const mark = () => void read.run({ params: { id: one.id } }).catch(() => null);
  return (
    <li className={unread ? 'entry unread' : 'entry'}>
      <h2>
        {one.path === null ? (
          t(one.title)
        ) : (
          <Link to={one.path} onClick={() => (unread ? mark() : null)}>
            {t(one.title)}
          </Link>
        )}
      </h2>
      <p className="note-text">{t(one.text)}</p>
      <div className="row">
        <Badge>{t(kindOf(one.kind).name)}</Badge>
        <span className="faint">{dateTime(one.at)}</span>
        {unread ? (
          <Button
            small
            kind="quiet"
            pending={read.pending}
            onClick={mark}
            label={t({ vi: `Đã đọc: ${one.title.vi}`, en: `Mark as read: ${one.title.en}` })}
          >
            {t({ vi: 'Đã đọc', en: 'Mark as read' })}
          </Button>
        ) : null}
      </div>
    </li>
  );
}
