import { z } from 'zod';
import { id, moment, page, pageQuery, text, vnd } from './common.js';
import { operation } from './operation.js';

/** Ways money comes in and goes back; `direct` goes from buyer to provider, and the exchange only notes it. */
export const railNames = ['card', 'bank', 'direct'] as const;
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
  /** Of the price in part or whole, of a payment that fitted no order, or sent again in the place of one that came back. */
  kind: z.enum(['part', 'whole', 'misfit', 'retry']),
  retries: id('rfd').nullable(),
  reason: z.string(),
  /** Asked for; taken by the payment provider; come back from the buyer's bank; not needed, as the bank paid first. */
  state: z.enum(['pending', 'succeeded', 'failed', 'dropped']),
  /** Why it came back, in the payment provider's word. */
  failure: z.string().nullable(),
  createdAt: moment,
});
export type RefundView = z.infer<typeof refundView>;
export const refundItem = refundView.extend({
  orderId: id('ord'),
  /** It came back and was not sent again. */
  open: z.boolean(),
});
export type RefundItem = z.infer<typeof refundItem>;
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
  /** What can still go back to the buyer. */
  leftVnd: vnd,
  /** The signed-in member may give a part of it, or all, back now. */
  mayRefund: z.boolean(),
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
  giveRefund: operation({
    method: 'POST',
    path: '/orders/:id/refunds',
    tag,
    summary: 'Give a part of the price back, before or after the release; giving all of it back also ends the access',
    roles: ['provider', 'operator'],
    scope: 'session',
    idempotent: true,
    status: 202,
    params,
    body: z.strictObject({ amountVnd: vnd.min(1), reason: text(3, 2000) }),
    response: orderPaymentsView,
    problems: ['transition-refused', 'rule-broken'],
  }),
  listRefunds: operation({
    method: 'GET',
    path: '/refunds',
    tag,
    summary: 'Refunds of all orders, newest first; `failed`: those that came back',
    roles: ['operator', 'regulator'],
    query: z.strictObject({ ...pageQuery, state: z.enum(['pending', 'succeeded', 'failed']).optional() }),
    response: page(refundItem),
  }),
  retryRefund: operation({
    method: 'POST',
    path: '/refunds/:id/retries',
    tag,
    summary: 'Send a refund that came back once more',
    roles: ['operator'],
    scope: 'session',
    idempotent: true,
    status: 202,
    params: z.strictObject({ id: id('rfd') }),
    response: refundItem,
    problems: ['transition-refused'],
  }),
};
