import { EntitySchema } from 'typeorm';
import { big, count, json, moment, primaryId, reference, text } from '../kernel/columns.js';

/** One attempt to pay an order through a hosted checkout. */
export type Payment = {
  id: string;
  orderId: string;
  /** What the checkout asks for: price and VAT, by the rate of the day it was opened. */
  amountVnd: number;
  vatPercent: number | null;
  vatVnd: number;
  checkoutSession: string;
  checkoutUrl: string;
  paymentIntent: string | null;
  state: 'open' | 'succeeded' | 'expired';
  createdAt: Date;
  paidAt: Date | null;
};
export const Payments = new EntitySchema<Payment>({
  name: 'payments',
  columns: {
    id: primaryId,
    orderId: reference('orders'),
    amountVnd: big(),
    vatPercent: count({ nullable: true }),
    vatVnd: big({ default: 0 }),
    checkoutSession: text({ unique: true }),
    checkoutUrl: text(),
    paymentIntent: text({ nullable: true, unique: true }),
    state: text(),
    createdAt: moment(),
    paidAt: moment({ nullable: true }),
  },
  indices: [{ name: 'payments_order', columns: ['orderId'] }],
});

/**
 * Money on its way back. `part` and `whole` are of the order's price, `misfit` is a payment that fitted no order, `retry`
 * sends again what came back, in the place of the refund it `retries`.
 */
export type Refund = {
  id: string;
  paymentId: string;
  orderId: string;
  kind: 'part' | 'whole' | 'misfit' | 'retry';
  /** Why there is a refund, as a business fact, e.g. `misfit:pay_…`: asked for once. */
  fact: string;
  retries: string | null;
  amountVnd: number;
  reason: string;
  stripeRefund: string | null;
  /** Asked for; taken by the payment provider; come back from the buyer's bank; not needed, as the bank paid first. */
  state: 'pending' | 'succeeded' | 'failed' | 'dropped';
  failure: string | null;
  createdAt: Date;
};
export const Refunds = new EntitySchema<Refund>({
  name: 'refunds',
  columns: {
    id: primaryId,
    paymentId: reference('payments'),
    orderId: reference('orders'),
    kind: text(),
    fact: text({ unique: true }),
    retries: reference('refunds', { nullable: true, unique: true }),
    amountVnd: big(),
    reason: text(),
    stripeRefund: text({ nullable: true, unique: true }),
    state: text(),
    failure: text({ nullable: true }),
    createdAt: moment(),
  },
  checks: [{ name: 'refunds_amount', expression: 'amount_vnd > 0' }],
  indices: [
    { name: 'refunds_order', columns: ['orderId'] },
    { name: 'refunds_payment', columns: ['paymentId'] },
    { name: 'refunds_state', columns: ['state', 'id'] },
  ],
});

/** A buyer's complaint at the bank (Stripe's dispute) about a payment, as it was when last looked at. */
export type Chargeback = {
  id: string;
  stripeDispute: string;
  paymentId: string;
  orderId: string;
  amountVnd: number;
  /** The bank's reason, and where it stands, in Stripe's words. */
  reason: string;
  status: string;
  withdrawnVnd: number;
  reinstatedVnd: number;
  /** Until when the bank takes evidence. */
  dueBy: Date | null;
  answeredAt: Date | null;
  createdAt: Date;
};
export const Chargebacks = new EntitySchema<Chargeback>({
  name: 'chargebacks',
  columns: {
    id: primaryId,
    stripeDispute: text({ unique: true }),
    paymentId: reference('payments'),
    orderId: reference('orders'),
    amountVnd: big(),
    reason: text(),
    status: text(),
    withdrawnVnd: big({ default: 0 }),
    reinstatedVnd: big({ default: 0 }),
    dueBy: moment({ nullable: true }),
    answeredAt: moment({ nullable: true }),
    createdAt: moment(),
  },
  indices: [{ name: 'chargebacks_order', columns: ['orderId'] }],
});

/** An event of the payment provider, stored once by its id. */
export type WebhookEvent = { id: string; type: string; objectId: string; receivedAt: Date; body: unknown };
export const WebhookEvents = new EntitySchema<WebhookEvent>({
  name: 'webhook_events',
  columns: { id: primaryId, type: text(), objectId: text(), receivedAt: moment(), body: json() },
});

/** One posting: `amountVnd` from one account to another. Written once per `key`, never changed. */
export type Posting = {
  id: string;
  /** The business fact, e.g. `payment:pay_…`: a fact is posted once. */
  key: string;
  fromAccount: string;
  toAccount: string;
  amountVnd: number;
  orderId: string | null;
  at: Date;
  /** Its place in the ledger, given by the database. */
  seq?: number;
};
export const Postings = new EntitySchema<Posting>({
  name: 'postings',
  columns: {
    id: primaryId,
    key: text(),
    fromAccount: text(),
    toAccount: text(),
    amountVnd: big(),
    orderId: reference('orders', { nullable: true }),
    at: moment(),
    seq: big({ unique: true, given: true }),
  },
  uniques: [{ name: 'postings_fact', columns: ['key', 'fromAccount', 'toAccount'] }],
  checks: [{ name: 'postings_amount', expression: `amount_vnd > 0 and from_account <> to_account` }],
  indices: [
    { name: 'postings_from', columns: ['fromAccount', 'seq'] },
    { name: 'postings_to', columns: ['toAccount', 'seq'] },
    { name: 'postings_order', columns: ['orderId'] },
  ],
});

/** The balance of an account by all postings up to a place: a short cut for reading, derived and derivable again. */
export type AccountBalance = { account: string; balanceVnd: number; upto: number };
export const AccountBalances = new EntitySchema<AccountBalance>({
  name: 'account_balances',
  columns: { account: primaryId, balanceVnd: big(), upto: big() },
});
