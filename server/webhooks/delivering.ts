import { testType } from '../../contracts/webhooks.js';
import { record } from '../audit/record.js';
import { AuditEvents } from '../audit/tables.js';
import { organisationRefs } from '../identity/organisations.js';
import { system } from '../kernel/actor.js';
import { minute, now } from '../kernel/clock.js';
import { type Database, lockRow, type Tx, updateRow } from '../kernel/database.js';
import type { Sealer } from '../kernel/sealing.js';
import { tell } from '../notifications/telling.js';
import type { Reach } from './addresses.js';
import { giveUpWaiting } from './endpoints.js';
import { feedEventView, placeOf } from './feed.js';
import { post, type Sent } from './post.js';
import { nextAttempt, patience, retryAfter, verdictOn } from './schedule.js';
import { signatures } from './secrets.js';
import { WebhookDeliveries, type WebhookDelivery, type WebhookEndpoint, WebhookEndpoints } from './tables.js';

export type Delivering = { db: Database; sealer: Sealer; reach: Reach; agent: string };

/** After this a process that took a message has died. */
const lease = 2 * minute;
/** One slow receiver must not hold up the others. */
const perEndpoint = 4;

/** Takes up to `most` messages that are due, at most four of one endpoint, for this process alone. */
export async function claimDue(db: Database, most: number): Promise<WebhookDelivery[]> {
  const claimed: [{ id: string }[], number] = await db.read.query(
    `update webhook_deliveries set claimed_until = $2 where id in (
       select due.id from webhook_deliveries due join (
         select id, row_number() over (partition by endpoint_id order by next_at, id)
                    + (select count(*) from webhook_deliveries busy
                        where busy.endpoint_id = one.endpoint_id and busy.claimed_until > $1) as nth
           from webhook_deliveries one
          where next_at <= $1 and (claimed_until is null or claimed_until <= $1)) ranked
         on ranked.id = due.id and ranked.nth <= $4
       where due.next_at <= $1 and (due.claimed_until is null or due.claimed_until <= $1)
       order by due.next_at, due.id limit $3 for update of due skip locked)
     returning id`,
    [now(), new Date(now().getTime() + lease), most, perEndpoint],
  );
  const ids = claimed[0].map((row) => row.id);
  if (ids.length === 0) return [];
  return await db.read.createQueryBuilder(WebhookDeliveries, 'one').where('one.id = any (:ids)', { ids }).getMany();
}

/** Sends one claimed message, outside any transaction, and writes what came of it. */
export async function deliver(of: Delivering, delivery: WebhookDelivery): Promise<void> {
  const endpoint = await of.db.read.findOneBy(WebhookEndpoints, { id: delivery.endpointId });
  if (!endpoint || endpoint.disabledAt !== null) return await letGo(of.db, delivery.id);
  const body = await bodyOf(of.db.read, endpoint, delivery);
  const began = performance.now();
  const at = now();
  const seconds = Math.floor(at.getTime() / 1000);
  const sent = await post(
    {
      url: endpoint.url,
      headers: {
        'Content-Type': 'application/json',
        'User-Agent': of.agent,
        'webhook-id': delivery.messageId,
        'webhook-timestamp': String(seconds),
        'webhook-signature': signatures(secretsOf(endpoint, of.sealer), delivery.messageId, seconds, body),
      },
      body,
    },
    of.reach,
  );
  const ms = Math.round(performance.now() - began);
  await of.db.transaction((tx) => writeResult(tx, delivery.id, sent, { at, ms }));
}

async function letGo(db: Database, id: string): Promise<void> {
  await db.read.query('update webhook_deliveries set next_at = null, claimed_until = null where id = $1', [id]);
}

/** The secrets that sign now: the present one, and the earlier one while they overlap. */
function secretsOf({ id, secret, oldSecret, oldSecretUntil }: WebhookEndpoint, sealer: Sealer): string[] {
  const both = oldSecret !== null && oldSecretUntil !== null && oldSecretUntil > now() ? [secret, oldSecret] : [secret];
  return both.map((one) => sealer.open(one, id));
}

/** `{ type, timestamp, data }` of Standard Webhooks; `data` is the event as in the feed. */
async function bodyOf(tx: Tx, endpoint: WebhookEndpoint, delivery: WebhookDelivery): Promise<string> {
  const { organisationId } = endpoint;
  if (delivery.eventId === null) {
    const data = { endpointId: endpoint.id, organisationId };
    return JSON.stringify({ type: testType, timestamp: delivery.createdAt.toISOString(), data });
  }
  const event = await tx.findOneByOrFail(AuditEvents, { id: delivery.eventId });
  const place = await placeOf(tx, organisationId, event.id);
  const refs = await organisationRefs(tx, event.actorOrganisationId ? [event.actorOrganisationId] : []);
  const data = feedEventView({ place, event }, organisationId, refs);
  return JSON.stringify({ type: event.type, timestamp: event.at.toISOString(), data });
}

/** Attempts kept of a message: those of a schedule and of some replays. */
const attemptsKept = 20;

async function writeResult(tx: Tx, id: string, sent: Sent, { at, ms }: { at: Date; ms: number }): Promise<void> {
  const row = await lockRow(tx, WebhookDeliveries, id);
  const endpoint = row && (await lockRow(tx, WebhookEndpoints, row.endpointId));
  if (!row || !endpoint) return;
  const verdict = verdictOn(sent.status);
  const tried = row.tried + 1;
  const attempt = { at: at.toISOString(), ms, status: sent.status, fault: sent.fault };
  const again = verdict === 'refused' ? nextAttempt(tried, retryAfter(sent.retryAfter)) : null;
  await updateRow(tx, WebhookDeliveries, id, {
    tried,
    claimedUntil: null,
    nextAt: endpoint.disabledAt === null ? again : null,
    deliveredAt: verdict === 'taken' ? now() : null,
    attempts: [...row.attempts, attempt].slice(-attemptsKept),
  });
  if (endpoint.disabledAt !== null) return;
  if (verdict === 'taken') {
    if (endpoint.failingSince) await updateRow(tx, WebhookEndpoints, endpoint.id, { failingSince: null });
    return;
  }
  const failingSince = endpoint.failingSince ?? at;
  if (!endpoint.failingSince) await updateRow(tx, WebhookEndpoints, endpoint.id, { failingSince });
  const failing = now().getTime() - failingSince.getTime() >= patience;
  if (verdict === 'gone' || failing) await switchOff(tx, endpoint, verdict === 'gone' ? 'gone' : 'failing');
}

const reasons = {
  gone: { vi: 'máy chủ trả lời 410 (không còn)', en: 'the server answered 410 (gone)' },
  failing: { vi: 'không nhận được gì trong 5 ngày', en: 'nothing was taken for five days' },
};

/** Nothing more is sent; the organisation is told, and can switch it on and replay. */
async function switchOff(tx: Tx, endpoint: WebhookEndpoint, why: keyof typeof reasons): Promise<void> {
  const { id, organisationId, url } = endpoint;
  await updateRow(tx, WebhookEndpoints, id, { disabledAt: now(), disabledWhy: why });
  await giveUpWaiting(tx, id);
  const subject = { kind: 'organisation', id: organisationId };
  await record(tx, system, { type: 'webhook.switched-off', data: { endpointId: id, cause: why } }, subject);
  const { origin } = new URL(url);
  await tell(tx, {
    ...{ kind: 'webhook', subject, organisationIds: [organisationId], audience: 'admins' },
    note: {
      title: { vi: `Webhook đã tắt: ${origin}`, en: `Webhook switched off: ${origin}` },
      text: {
        vi: `Sàn không gửi sự kiện đến ${origin} (${id}) nữa: ${reasons[why].vi}. Sửa máy chủ, bật lại, rồi gửi lại những gì đã lỡ.`,
        en: `Events are no longer sent to ${origin} (${id}): ${reasons[why].en}. Mend the server, switch it on, then replay what was missed.`,
      },
      path: '/webhooks',
    },
  });
}
