import { notificationOperations as operations } from '../../contracts/notifications.js';
import { pageOf } from '../kernel/cursor.js';
import type { Api } from '../kernel/http.js';
import type { Kernel } from '../kernel/kernel.js';
import {
  choose,
  countUnread,
  findNotifications,
  notificationView,
  readOne,
  readUpTo,
  settingsOf,
} from './notifications.js';

/** What a member was told, and how they want to be told. Everybody sees their own alone. */
export function mountNotifications(api: Api, { db }: Kernel): void {
  api.route(operations.listNotifications, async ({ actor, query }) =>
    pageOf(await findNotifications(db.read, actor, query), query.limit, (one) => [one.id], notificationView),
  );
  api.route(operations.countUnread, ({ actor }) => countUnread(db.read, actor.memberId));
  api.route(operations.readNotification, ({ actor, params }) =>
    db.transaction(async (tx) => notificationView(await readOne(tx, actor, params.id))),
  );
  api.route(operations.readAllNotifications, ({ actor, body }) =>
    db.transaction(async (tx) => {
      await readUpTo(tx, actor, body.upTo);
      return await countUnread(tx, actor.memberId);
    }),
  );
  api.route(operations.getNotificationSettings, ({ actor }) => settingsOf(db.read, actor));
  api.route(operations.setNotificationSettings, ({ actor, body }) =>
    db.transaction(async (tx) => {
      await choose(tx, actor, body);
      return await settingsOf(tx, actor);
    }),
  );
}
