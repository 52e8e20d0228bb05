import type { BodyOf, QueryOf } from '../../contracts/operation.js';
import { notFound, Problem } from '../../contracts/problems.js';
import { mostEndpoints, mostReplayed, testType, wants, type webhookOperations } from '../../contracts/webhooks.js';
import { record } from '../audit/record.js';
import type { MemberActor } from '../kernel/actor.js';
import { day, hour, now } from '../kernel/clock.js';
import { decodeCursor } from '../kernel/cursor.js';
import { insertRow, lockRow, type Tx, updateRow } from '../kernel/database.js';
import { newId } from '../kernel/ids.js';
import type { Sealer } from '../kernel/sealing.js';
import { tell } from '../notifications/telling.js';
import { faultOf, type Reach } from './addresses.js';
import { newWebhookSecret } from './secrets.js';
import { WebhookDeliveries, type WebhookDelivery, type WebhookEndpoint, WebhookEndpoints } from './tables.js';

type Operations = typeof webhookOperations;
type Change = 'added' | 'changed' | 'rotated' | 'removed';

/** Adds an endpoint; the secret is given once. What happened before it is sent only by a replay. */
export async function addEndpoint(
  tx: Tx,
  actor: MemberActor,
  input: BodyOf<Operations['addWebhook']>,
  { reach, sealer }: { reach: Reach; sealer: Sealer },
): Promise<{ endpoint: WebhookEndpoint; secret: string }> {
  requireReachable(input.url, reach);
  await tx.query('select 1 from organisations where id = $1 for update', [actor.organisationId]);
  if ((await tx.countBy(WebhookEndpoints, { organisationId: actor.organisationId })) >= mostEndpoints) {
    throw new Problem('rule-broken', {
      vi: `Mỗi tổ chức có tối đa ${mostEndpoints} địa chỉ nhận; hãy xóa bớt.`,
      en: `An organisation has at most ${mostEndpoints} endpoints; remove one first.`,
    });
  }
  const id = newId('whk');
  const secret = newWebhookSecret();
  const endpoint: WebhookEndpoint = {
    ...{ id, organisationId: actor.organisationId, url: input.url, description: input.description },
    ...{ types: [...new Set(input.types)], secret: sealer.seal(secret, id), oldSecret: null, oldSecretUntil: null },
    ...{ createdBy: actor.memberId, createdAt: now(), failingSince: null, disabledAt: null, disabledWhy: null },
  };
  await insertRow(tx, WebhookEndpoints, endpoint);
  await keep(tx, actor, 'added', endpoint);
  return { endpoint, secret };
}

/** The own endpoint, locked; 404 for one of somebody else. */
export async function ownEndpoint(tx: Tx, actor: MemberActor, id: string): Promise<WebhookEndpoint> {
  const row = await lockRow(tx, WebhookEndpoints, id);
  if (!row || row.organisationId !== actor.organisationId) throw notFound({ vi: 'địa chỉ nhận', en: 'endpoint' });
  return row;
}

export async function editEndpoint(
  tx: Tx,
  actor: MemberActor,
  id: string,
  { enabled, ...input }: BodyOf<Operations['editWebhook']>,
  reach: Reach,
): Promise<WebhookEndpoint> {
  const row = await ownEndpoint(tx, actor, id);
  const set: Partial<WebhookEndpoint> = {};
  if (input.url !== undefined) {
    requireReachable(input.url, reach);
    set.url = input.url;
  }
  if (input.description !== undefined) set.description = input.description;
  if (input.types !== undefined) set.types = [...new Set(input.types)];
  if (enabled === true) Object.assign(set, { disabledAt: null, disabledWhy: null, failingSince: null });
  if (enabled === false && row.disabledAt === null) Object.assign(set, { disabledAt: now(), disabledWhy: 'member' });
  if (Object.keys(set).length === 0) return row;
  await updateRow(tx, WebhookEndpoints, id, set);
  if (enabled === false) await giveUpWaiting(tx, id);
  await keep(tx, actor, 'changed', row);
  return { ...row, ...set };
}

/** What waits for an endpoint that is off is not sent of itself when it is on again: a replay brings it. */
export async function giveUpWaiting(tx: Tx, endpointId: string): Promise<void> {
  await tx.query('update webhook_deliveries set next_at = null where endpoint_id = $1 and next_at is not null', [
    endpointId,
  ]);
}

export async function removeEndpoint(tx: Tx, actor: MemberActor, id: string): Promise<void> {
  const row = await ownEndpoint(tx, actor, id);
  await tx.delete(WebhookEndpoints, { id });
  await keep(tx, actor, 'removed', row);
}

/** A new secret; the earlier one signs beside it until the overlap ends. */
export async function rotateSecret(
  tx: Tx,
  actor: MemberActor,
  id: string,
  overlapHours: number,
  sealer: Sealer,
): Promise<{ endpoint: WebhookEndpoint; secret: string }> {
  const row = await ownEndpoint(tx, actor, id);
  const secret = newWebhookSecret();
  const overlaps = overlapHours > 0;
  const set = {
    secret: sealer.seal(secret, id),
    oldSecret: overlaps ? row.secret : null,
    oldSecretUntil: overlaps ? new Date(now().getTime() + overlapHours * hour) : null,
  };
  await updateRow(tx, WebhookEndpoints, id, set);
  await keep(tx, actor, 'rotated', row);
  return { endpoint: { ...row, ...set }, secret };
}

export async function sendTest(tx: Tx, actor: MemberActor, id: string): Promise<WebhookDelivery> {
  const row = await ownEndpoint(tx, actor, id);
  requireOn(row);
  const messageId = newId('whd');
  const delivery: WebhookDelivery = {
    ...{ id: messageId, endpointId: id, eventId: null, messageId, type: testType, createdAt: now(), nextAt: now() },
    ...{ claimedUntil: null, tried: 0, deliveredAt: null, attempts: [] },
  };
  await insertRow(tx, WebhookDeliveries, delivery);
  return delivery;
}

/** Sends one message again under its id, with a fresh schedule. */
export async function replayOne(tx: Tx, actor: MemberActor, id: string): Promise<WebhookDelivery> {
  const found = await tx.findOneBy(WebhookDeliveries, { id });
  if (!found) throw notFound({ vi: 'bản tin', en: 'message' });
  requireOn(await ownEndpoint(tx, actor, found.endpointId));
  const set = { nextAt: now(), tried: 0, deliveredAt: null };
  await updateRow(tx, WebhookDeliveries, id, set);
  return { ...found, ...set };
}

/** Sends every wanted event since a moment again, in the order of the log; gives how many. */
export async function replaySince(
  tx: Tx,
  actor: MemberActor,
  id: string,
  { since, what }: BodyOf<Operations['replayWebhook']>,
): Promise<number> {
  const row = await ownEndpoint(tx, actor, id);
  requireOn(row);
  const events: { event_id: string; type: string }[] = await tx.query(
    `select event_id, type from feed_events where organisation_id = $1 and at >= $2 order by place limit $3`,
    [actor.organisationId, since, 10 * mostReplayed],
  );
  const wanted = events.filter((one) => wants(row.types, one.type));
  if (wanted.length > mostReplayed || events.length >= 10 * mostReplayed) {
    throw new Problem('rule-broken', {
      vi: `Mỗi lần gửi lại tối đa ${mostReplayed} sự kiện; hãy chọn thời điểm muộn hơn hoặc đọc /api/v1/events.`,
      en: `At most ${mostReplayed} events are sent again at once; choose a later moment, or read /api/v1/events.`,
    });
  }
  const again: unknown[] = await tx.query(
    `with sent as (
       insert into webhook_deliveries (id, endpoint_id, event_id, message_id, type, created_at, next_at)
       select w.id, $2, w.event_id, w.event_id, w.type, $5, $5 from unnest($1::text[], $3::text[], $4::text[]) as w (id, event_id, type)
       on conflict (endpoint_id, message_id) do update
         set next_at = excluded.next_at, tried = 0, delivered_at = null
         where $6 = 'all' or webhook_deliveries.delivered_at is null
       returning 1)
     select * from sent`,
    [wanted.map(() => newId('whd')), id, wanted.map((one) => one.event_id), wanted.map((one) => one.type), now(), what],
  );
  return again.length;
}

/** Deliveries of an own endpoint, newest first, one more than asked for. */
export async function findDeliveries(
  tx: Tx,
  endpointId: string,
  { cursor, limit, state }: QueryOf<Operations['listWebhookDeliveries']>,
): Promise<WebhookDelivery[]> {
  const query = tx
    .createQueryBuilder(WebhookDeliveries, 'one')
    .where('one.endpointId = :endpointId', { endpointId })
    .orderBy('one.id', 'DESC')
    .limit(limit + 1);
  const after = decodeCursor(cursor, 1);
  if (after) query.andWhere('one.id < :after', { after: after[0] });
  if (state === 'waiting') query.andWhere('one.nextAt is not null');
  if (state === 'delivered') query.andWhere('one.nextAt is null and one.deliveredAt is not null');
  if (state === 'failed') query.andWhere('one.nextAt is null and one.deliveredAt is null');
  return await query.getMany();
}

/** Forgets messages of 30 days ago; the feed keeps the events. */
export async function forgetDeliveries(tx: Tx): Promise<void> {
  const before = new Date(now().getTime() - 30 * day);
  await tx.query('delete from webhook_deliveries where created_at < $1 and next_at is null', [before]);
}

function requireOn(row: WebhookEndpoint): void {
  if (row.disabledAt === null) return;
  throw new Problem('conflict', {
    vi: 'Địa chỉ nhận đang tắt; hãy bật lại trước.',
    en: 'The endpoint is switched off; switch it on first.',
  });
}

function requireReachable(url: string, reach: Reach): void {
  const fault = faultOf(url, reach);
  if (fault === null) return;
  throw new Problem(
    'rule-broken',
    { vi: `Địa chỉ ${fault.vi}.`, en: `The address ${fault.en}.` },
    { errors: [{ pointer: '/url', detail: fault.en, detailVi: fault.vi }] },
  );
}

const words: Record<Change, { vi: string; en: string }> = {
  added: { vi: 'Thêm địa chỉ nhận webhook', en: 'A webhook endpoint was added' },
  changed: { vi: 'Sửa địa chỉ nhận webhook', en: 'A webhook endpoint was changed' },
  rotated: { vi: 'Đổi khóa webhook', en: 'The secret of a webhook was changed' },
  removed: { vi: 'Xóa địa chỉ nhận webhook', en: 'A webhook endpoint was removed' },
};

/** Records the change, without the address: it may hold a key of the receiver. The administrators are told. */
async function keep(tx: Tx, actor: MemberActor, change: Change, row: WebhookEndpoint): Promise<void> {
  const subject = { kind: 'organisation', id: row.organisationId };
  await record(tx, actor, { type: `webhook.${change}`, data: { endpointId: row.id } }, subject);
  if (change === 'changed') return;
  const { origin } = new URL(row.url);
  await tell(tx, {
    ...{ kind: 'security', subject, organisationIds: [row.organisationId], audience: 'admins' },
    note: {
      title: words[change],
      text: {
        vi: `${words[change].vi}: ${origin} (${row.id}), bởi ${actor.displayName}.`,
        en: `${words[change].en}: ${origin} (${row.id}), by ${actor.displayName}.`,
      },
      path: '/webhooks',
    },
  });
}
