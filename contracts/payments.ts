import { z } from 'zod';
import { id, moment, vnd } from './common.js';
import { operation } from './operation.js';

/** Ways money comes in and goes back. */
export const railNames = ['card', 'bank'] as const;
export const railName = z.enum(railNames);
export type RailName = z.infer<typeof railName>;

export const paymentView = z.strictObject({
  id: id('pay'),
  orderId: id('ord'),
  amountVnd: vnd,
  rail: railName,
  /** Names of the object at the payment provider; of a bank transfer the first is its reference. */
  checkoutSession: z.string(),
  paymentIntent: z.string().nullable(),
  state: z.enum(['open', 'succeeded', 'expired']),
  createdAt: moment,
  paidAt: moment.nullable(),
});
export const refundView = z.strictObject({
  id: id('rfd'),
  paymentId: id('pay'),
  rail: railName,
  amountVnd: vnd,
  reason: z.string(),
  state: z.enum(['pending', 'succeeded', 'failed']),
  createdAt: moment,
});
/** One posting of the double-entry ledger: `amountVnd` moved `from` one account `to` another. */
export const postingView = z.strictObject({
  key: z.string(),
  from: z.string(),
  to: z.string(),
  amountVnd: vnd,
  at: moment,
});
export const orderPaymentsView = z.strictObject({
  payments: z.array(paymentView),
  refunds: z.array(refundView),
  /** For the operator and the regulator; empty for others. */
  postings: z.array(postingView),
});
export type OrderPaymentsView = z.infer<typeof orderPaymentsView>;

const tag = 'payments';
const params = z.strictObject({ id: id('ord') });
export const paymentOperations = {
  startCheckout: operation({
    method: 'POST',
    path: '/orders/:id/checkouts',
    tag,
    summary: 'Start, or come back to, the hosted checkout of an order; answers with its address',
    roles: ['buyer'],
    scope: 'session',
    verified: true,
    idempotent: true,
    status: 201,
    params,
    response: z.strictObject({ url: z.url() }),
    problems: ['transition-refused', 'conflict', 'payment-provider'],
  }),
  getOrderPayments: operation({
    method: 'GET',
    path: '/orders/:id/payments',
    tag,
    summary: 'Payments and refunds of an order',
    roles: ['buyer', 'provider', 'operator', 'regulator'],
    params,
    response: orderPaymentsView,
  }),
};
