import { z } from 'zod';
import { auditEventView } from './audit.js';
import { id } from './common.js';
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
  money: orderPaymentsView,
  delivery: deliveryView,
  entitlement: entitlementView.nullable(),
  events: z.array(auditEventView),
});
export type OrderFileView = z.infer<typeof orderFileView>;

/** The operator’s look at queued work. */
export const queueView = z.strictObject({
  outbox: z.number().int(),
  waiting: z.number().int(),
  active: z.number().int(),
  delayed: z.number().int(),
  failed: z.array(z.strictObject({ id: z.string(), name: z.string(), reason: z.string(), attempts: z.number().int() })),
});
export type QueueView = z.infer<typeof queueView>;

const tag = 'operations';
export const operationsOperations = {
  getOrderFile: operation({
    method: 'GET',
    path: '/orders/:id/file',
    tag,
    summary: 'The whole file of an order; the look-up itself is recorded',
    roles: ['regulator', 'operator'],
    params: z.strictObject({ id: id('ord') }),
    response: orderFileView,
  }),
  getQueue: operation({
    method: 'GET',
    path: '/operator/queue',
    tag,
    summary: 'Queued, running and failed jobs',
    roles: ['operator'],
    response: queueView,
  }),
};
