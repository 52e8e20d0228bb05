import { z } from 'zod';
import { auditEventView } from './audit.js';
import { id, moment } from './common.js';
import { deliveryView, entitlementView } from './fulfilment.js';
import { organisationView } from './identity.js';
import { operation } from './operation.js';
import { agreementView, orderView, requestView } from './ordering.js';
import { orderPaymentsView } from './payments.js';

/** Everything the exchange holds on one order, in one answer. */
export const orderFileView = z.strictObject({
  order: orderView,
  request: requestView,
  agreement: agreementView,
  provider: organisationView,
  buyer: organisationView,
  money: orderPaymentsView.omit({ leftVnd: true, mayRefund: true }),
  delivery: deliveryView,
  entitlement: entitlementView.nullable(),
  events: z.array(auditEventView),
});
export type OrderFileView = z.infer<typeof orderFileView>;

/** A paid order that does not move: stuck after its last attempt, or standing still though no job of it has failed. */
export const haltedOrder = z.strictObject({
  id: id('ord'),
  state: z.string(),
  stateSince: moment,
  /** What went wrong in the last attempt to deliver; null when no attempt has failed. */
  failure: z.string().nullable(),
});
export type HaltedOrder = z.infer<typeof haltedOrder>;

/** How far somebody outside has followed the log: what it cosigned last, and why it has not cosigned since. */
export const witnessView = z.strictObject({
  name: z.string(),
  url: z.string(),
  /** Entries under the newest checkpoint it cosigned; 0 before the first. */
  size: z.number().int(),
  cosignedAt: moment.nullable(),
  /** Requests that have failed since. */
  failures: z.number().int(),
  error: z.string().nullable(),
});

/** The operator’s look at queued work and at the log. */
export const queueView = z.strictObject({
  outbox: z.number().int(),
  waiting: z.number().int(),
  active: z.number().int(),
  delayed: z.number().int(),
  failed: z.array(z.strictObject({ id: z.string(), name: z.string(), reason: z.string(), attempts: z.number().int() })),
  halted: z.array(haltedOrder),
  log: z.strictObject({
    size: z.number().int(),
    /** Events that wait for their place. */
    waiting: z.number().int(),
    /** Why nothing is signed at present; null when all is well. */
    fault: z.string().nullable(),
    witnesses: z.array(witnessView),
  }),
});
export type QueueView = z.infer<typeof queueView>;

const tag = 'operations';
export const operationsOperations = {
  getOrderFile: operation({
    method: 'GET',
    path: '/orders/:id/file',
    tag,
    summary: 'The whole file of an order for the operator; the look-up itself is recorded',
    roles: ['operator'],
    verified: true,
    params: z.strictObject({ id: id('ord') }),
    response: orderFileView,
  }),
  getQueue: operation({
    method: 'GET',
    path: '/operator/queue',
    tag,
    summary: 'Queued, running and failed jobs, the orders that do not move (at most 100), the log and its witnesses',
    roles: ['operator'],
    response: queueView,
  }),
};
