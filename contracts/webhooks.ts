import { z } from 'zod';
import { auditEventView } from './audit.js';
import { id, moment, page, pageQuery, text } from './common.js';
import { operation } from './operation.js';

/**
 * An event as an organisation may see it: with its place in the log, and without the people of others. The person is a
 * salted commitment, and only of the own organisation.
 */
export const feedEvent = auditEventView.extend({ place: z.number().int() });
export type FeedEvent = z.infer<typeof feedEvent>;

/** An event type (`order.pay`), all of one subject (`order.*`), or all (`*`). */
export const typeFilter = z
  .string()
  .max(80)
  .regex(/^(\*|[a-z][a-z-]*\.(\*|[a-z][a-z-]*))$/)
  .meta({ examples: ['order.*'] });

/** Whether an event type is among those that an endpoint wants. */
export function wants(filters: readonly string[], type: string): boolean {
  return filters.some(
    (one) => one === '*' || one === type || (one.endsWith('.*') && type.startsWith(one.slice(0, -1))),
  );
}

/** The type of the message that the button “send a test” sends. */
export const testType = 'webhook.test';

/** At most so many endpoints of one organisation. */
export const mostEndpoints = 10;
/** At most so many events are sent again by one replay. */
export const mostReplayed = 10_000;

export const webhookEndpointView = z.strictObject({
  id: id('whk'),
  url: z.string(),
  description: z.string(),
  types: z.array(z.string()),
  createdAt: moment,
  /** Switched off: by a member, by the receiver's 410, or after days of failures. */
  disabled: z.strictObject({ at: moment, why: z.enum(['member', 'gone', 'failing']) }).nullable(),
  /** Since when nothing was taken; null while all is well. */
  failingSince: moment.nullable(),
  /** Until when messages carry the signature of the earlier secret too. */
  oldSecretUntil: moment.nullable(),
  waiting: z.number().int(),
});
export type WebhookEndpointView = z.infer<typeof webhookEndpointView>;

export const webhookAttempt = z.strictObject({
  at: moment,
  ms: z.number().int(),
  /** HTTP status of the answer; null without one. */
  status: z.number().int().nullable(),
  /** Why it does not count as taken; null when it does. */
  fault: z.string().nullable(),
});
export type WebhookAttempt = z.infer<typeof webhookAttempt>;

export const webhookDeliveryView = z.strictObject({
  id: id('whd'),
  endpointId: id('whk'),
  /** The header `webhook-id`: the same in every attempt and replay. */
  messageId: z.string(),
  type: z.string(),
  createdAt: moment,
  state: z.enum(['waiting', 'delivered', 'failed']),
  nextAt: moment.nullable(),
  attempts: z.array(webhookAttempt),
});
export type WebhookDeliveryView = z.infer<typeof webhookDeliveryView>;

const tag = 'webhooks';
const params = z.strictObject({ id: id('whk') });
const url = z
  .url({ protocol: /^https?$/ })
  .max(500)
  .meta({ examples: ['https://nhan-su-kien.example.vn/datasan'] });
const types = z.array(typeFilter).min(1).max(50);
const own = { tag, roles: 'signed-in', scope: 'session', admin: true } as const;
/** Shown in this answer and never again. */
const withSecret = z.strictObject({
  endpoint: webhookEndpointView,
  secret: z
    .string()
    .regex(/^whsec_/)
    .meta({ examples: ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo='] }),
});

export const webhookOperations = {
  readFeed: operation({
    method: 'GET',
    path: '/events',
    tag,
    summary: 'Events of the own organisation in the order of the log, without a gap; `nextAfter` is where to go on',
    roles: 'signed-in',
    query: z.strictObject({
      /** The place of the last event that was seen, or its id; without it, from the beginning. */
      after: z.union([z.coerce.number().int().min(-1).max(Number.MAX_SAFE_INTEGER), id('evt')]).optional(),
      limit: z.coerce.number().int().min(1).max(500).default(100),
      /** Where there is none yet, wait for one for so many seconds. */
      wait: z.coerce.number().int().min(0).max(30).default(0),
    }),
    response: z.strictObject({ items: z.array(feedEvent), nextAfter: z.number().int(), more: z.boolean() }),
    problems: ['not-found'],
  }),
  listWebhooks: operation({
    ...own,
    method: 'GET',
    path: '/webhooks',
    summary: 'Addresses that events of the own organisation are sent to',
    response: z.strictObject({ items: z.array(webhookEndpointView) }),
  }),
  addWebhook: operation({
    ...own,
    method: 'POST',
    path: '/webhooks',
    summary: 'Have events sent to an address (Standard Webhooks 1.0); the secret is shown in this answer only',
    status: 201,
    body: z.strictObject({ url, description: text(0, 200).default(''), types }),
    response: withSecret,
    problems: ['rule-broken'],
  }),
  editWebhook: operation({
    ...own,
    method: 'PATCH',
    path: '/webhooks/:id',
    summary: 'Change the address, what is sent, or switch it off and on',
    params,
    body: z.strictObject({
      url: url.optional(),
      description: text(0, 200).optional(),
      types: types.optional(),
      enabled: z.boolean().optional(),
    }),
    response: webhookEndpointView,
    problems: ['rule-broken'],
  }),
  removeWebhook: operation({
    ...own,
    method: 'DELETE',
    path: '/webhooks/:id',
    summary: 'Send nothing there any more, and forget what was sent',
    params,
    status: 204,
  }),
  rotateWebhook: operation({
    ...own,
    method: 'POST',
    path: '/webhooks/:id/secret',
    summary: 'Make a new secret; for some hours messages carry the signatures of both',
    params,
    status: 201,
    body: z.strictObject({ overlapHours: z.number().int().min(0).max(168).default(24) }),
    response: withSecret,
  }),
  testWebhook: operation({
    ...own,
    method: 'POST',
    path: '/webhooks/:id/test',
    summary: 'Send a test message now',
    params,
    status: 202,
    response: webhookDeliveryView,
    problems: ['conflict'],
  }),
  replayWebhook: operation({
    ...own,
    method: 'POST',
    path: '/webhooks/:id/replay',
    summary: 'Send every event since a moment again, or only those that were not taken',
    params,
    status: 202,
    body: z.strictObject({ since: moment, what: z.enum(['not-taken', 'all']).default('not-taken') }),
    response: z.strictObject({ replayed: z.number().int() }),
    problems: ['conflict', 'rule-broken'],
  }),
  listWebhookDeliveries: operation({
    ...own,
    method: 'GET',
    path: '/webhooks/:id/deliveries',
    summary: 'What was sent there in the last 30 days, newest first, with every attempt',
    params,
    query: z.strictObject({ ...pageQuery, state: z.enum(['waiting', 'delivered', 'failed']).optional() }),
    response: page(webhookDeliveryView),
  }),
  replayDelivery: operation({
    ...own,
    method: 'POST',
    path: '/webhook-deliveries/:id/replay',
    summary: 'Send one message again now, under its id',
    params: z.strictObject({ id: id('whd') }),
    status: 202,
    response: webhookDeliveryView,
    problems: ['conflict'],
  }),
};
