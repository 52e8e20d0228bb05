import {
  channel,
  kindNames,
  kindOf,
  type NotificationSettings,
  type NotificationView,
  type notificationOperations,
} from '../../contracts/notifications.js';
import type { BodyOf, QueryOf } from '../../contracts/operation.js';
import { notFound, Problem } from '../../contracts/problems.js';
import type { MemberActor } from '../kernel/actor.js';
import { day, now } from '../kernel/clock.js';
import { decodeCursor } from '../kernel/cursor.js';
import { lockRow, type Tx, updateRow } from '../kernel/database.js';
import { MailLanguages, type Notification, NotificationPreferences, Notifications } from './tables.js';

/** The member's own, newest first, one more than asked for. */
export async function findNotifications(
  tx: Tx,
  { memberId }: MemberActor,
  { cursor, limit, state }: QueryOf<typeof notificationOperations.listNotifications>,
): Promise<Notification[]> {
  const query = tx
    .createQueryBuilder(Notifications, 'one')
    .where('one.memberId = :memberId', { memberId })
    .orderBy('one.id', 'DESC')
    .limit(limit + 1);
  const after = decodeCursor(cursor, 1);
  if (after) query.andWhere('one.id < :after', { after: after[0] });
  if (state === 'unread') query.andWhere('one.readAt is null');
  return await query.getMany();
}

export async function countUnread(tx: Tx, memberId: string): Promise<{ unread: number }> {
  const [row]: { unread: string }[] = await tx.query(
    'select count(*) as unread from notifications where member_id = $1 and read_at is null',
    [memberId],
  );
  return { unread: Number(row?.unread ?? 0) };
}

/** Marks an own notification as read; 404 for one of somebody else. */
export async function readOne(tx: Tx, { memberId }: MemberActor, id: string): Promise<Notification> {
  const row = await lockRow(tx, Notifications, id);
  if (!row || row.memberId !== memberId) throw notFound({ vi: 'thông báo', en: 'notification' });
  const readAt = row.readAt ?? now();
  await updateRow(tx, Notifications, id, { readAt });
  return { ...row, readAt };
}

/** Marks everything up to a notification as read: what came while the reader looked stays unread. */
export async function readUpTo(tx: Tx, { memberId }: MemberActor, upTo: string): Promise<void> {
  await tx.query('update notifications set read_at = $1 where member_id = $2 and id <= $3 and read_at is null', [
    now(),
    memberId,
    upTo,
  ]);
}

export async function settingsOf(tx: Tx, { memberId }: MemberActor): Promise<NotificationSettings> {
  const chosen = await tx.findBy(NotificationPreferences, { memberId });
  const language = await tx.findOneBy(MailLanguages, { memberId });
  return {
    language: language?.language ?? null,
    kinds: kindNames.map((kind) => {
      const { mandatory = false, usually, name, hint } = kindOf(kind);
      const own = mandatory ? undefined : chosen.find((one) => one.kind === kind)?.channel;
      return { kind, channel: own ?? usually, mandatory, name, hint };
    }),
  };
}

/** Writes the choices that are named; refuses to silence a mandatory kind, and then writes nothing. */
export async function choose(
  tx: Tx,
  { memberId }: MemberActor,
  { language, kinds }: BodyOf<typeof notificationOperations.setNotificationSettings>,
): Promise<void> {
  const forced = kinds.findIndex((one) => kindOf(one.kind).mandatory && one.channel !== kindOf(one.kind).usually);
  if (forced >= 0) refuseSilence(forced);
  for (const one of kinds.filter(({ kind }) => !kindOf(kind).mandatory)) {
    await tx.upsert(NotificationPreferences, { memberId, ...one }, ['memberId', 'kind']);
  }
  if (language === null) await tx.delete(MailLanguages, { memberId });
  else if (language !== undefined) await tx.upsert(MailLanguages, { memberId, language }, ['memberId']);
}

function refuseSilence(index: number): never {
  throw new Problem(
    'rule-broken',
    {
      vi: 'Thông báo về bảo mật, giám sát và tranh chấp luôn được gửi bằng thư.',
      en: 'Notices of security, supervision and disputes always come by mail.',
    },
    {
      errors: [
        {
          pointer: `/kinds/${index}/channel`,
          detail: `must be ${channel.options[0]}`,
          detailVi: `phải là ${channel.options[0]}`,
        },
      ],
    },
  );
}

/** Forgets what was read 90 days ago, and everything after 400 days. The record of events stays. */
export async function forgetNotifications(tx: Tx): Promise<void> {
  const before = (days: number) => new Date(now().getTime() - days * day);
  await tx.query('delete from notifications where read_at < $1 or created_at < $2', [before(90), before(400)]);
}

export function notificationView(row: Notification): NotificationView {
  const { id, kind, title, text, path } = row;
  const subject = row.subjectKind && row.subjectId ? { kind: row.subjectKind, id: row.subjectId } : null;
  return {
    ...{ id, kind, title, text, path, subject },
    at: row.createdAt.toISOString(),
    readAt: row.readAt?.toISOString() ?? null,
  };
}
