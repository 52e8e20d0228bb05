import { EntitySchema } from 'typeorm';
import type { RepaymentCause } from '../../contracts/bank.js';
import type { DirectAnswer } from '../../contracts/direct.js';
import type { RailName } from '../../contracts/payments.js';
import {
  big,
  count,
  day,
  json,
  moment,
  primaryId,
  reference,
  type Stateful,
  stateColumns,
  text,
} from '../kernel/columns.js';

/** One attempt to pay an order: through a hosted checkout, or by a transfer with a reference. */
export type Payment = {
  id: string;
  orderId: string;
  /** What the checkout asks for: price and VAT, by the rate of the day it was opened. */
  amountVnd: number;
  vatPercent: number | null;
  vatVnd: number;
  rail: RailName;
  /** What the rail knows it by: the checkout's id, or the transfer's reference. */
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
    rail: text({ default: 'card' }),
    checkoutSession: text({ unique: true }),
    checkoutUrl: text(),
    paymentIntent: text({ nullable: true, unique: true }),
    state: text(),
    createdAt: moment(),
    paidAt: moment({ nullable: true }),
  },
  checks: [{ name: 'payments_rail', expression: `rail in ('card', 'bank', 'direct')` }],
  indices: [
    { name: 'payments_order', columns: ['orderId'] },
    { name: 'payments_transfer', columns: ['orderId'], unique: true, where: `rail = 'bank' and state = 'open'` },
  ],
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
  rail: RailName;
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
    rail: text({ default: 'card' }),
    reason: text(),
    stripeRefund: text({ nullable: true, unique: true }),
    state: text(),
    failure: text({ nullable: true }),
    createdAt: moment(),
  },
  checks: [
    { name: 'refunds_amount', expression: 'amount_vnd > 0' },
    { name: 'refunds_rail', expression: `rail in ('card', 'bank', 'direct')` },
  ],
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
    // Of what was taken from providers again; partial, with a pattern.
    { name: 'postings_taken', columns: ['fromAccount', 'orderId'], synchronize: false },
  ],
});

/** The balance of an account by all postings up to a place: a short cut for reading, derived and derivable again. */
export type AccountBalance = { account: string; balanceVnd: number; upto: number };
export const AccountBalances = new EntitySchema<AccountBalance>({
  name: 'account_balances',
  columns: { account: primaryId, balanceVnd: big(), upto: big() },
});

/** A statement that was imported; its lines that were known already are not kept twice. */
export type BankStatement = {
  id: string;
  name: string;
  sha256: string;
  importedBy: string;
  importedAt: Date;
  fresh: number;
  known: number;
};
export const BankStatements = new EntitySchema<BankStatement>({
  name: 'bank_statements',
  columns: {
    id: primaryId,
    name: text(),
    sha256: text(),
    importedBy: reference('members'),
    importedAt: moment(),
    fresh: count(),
    known: count(),
  },
});

/** One movement on the exchange's account; what the bank said of it never changes. */
export type BankLine = Stateful & {
  statementId: string;
  /** Tells the same movement in two statements. */
  fingerprint: string;
  bankReference: string;
  bookedOn: string;
  amountVnd: number;
  content: string;
  counterparty: string | null;
  /** The order it is proposed for, or pays. */
  orderId: string | null;
  paymentId: string | null;
  /** How much of it pays the order; the rest is owed back. */
  creditedVnd: number;
  /** Who proposed the match. */
  submittedBy: string | null;
  createdAt: Date;
};
export const BankLines = new EntitySchema<BankLine>({
  name: 'bank_lines',
  columns: {
    id: primaryId,
    statementId: reference('bank_statements'),
    fingerprint: text({ unique: true }),
    bankReference: text(),
    bookedOn: day(),
    amountVnd: big(),
    content: text(),
    counterparty: text({ nullable: true }),
    orderId: reference('orders', { nullable: true }),
    paymentId: reference('payments', { nullable: true }),
    creditedVnd: big({ default: 0 }),
    submittedBy: reference('members', { nullable: true }),
    createdAt: moment(),
    ...stateColumns,
  },
  checks: [{ name: 'bank_lines_credited', expression: `credited_vnd between 0 and greatest(amount_vnd, 0)` }],
  indices: [
    { name: 'bank_lines_state', columns: ['state', 'id'] },
    { name: 'bank_lines_payment', columns: ['paymentId'] },
    { name: 'bank_lines_order', columns: ['orderId'] },
  ],
});

/** Money that people have to send back through the bank: of an order, or of a line that belongs to none. */
export type Repayment = Stateful & {
  orderId: string | null;
  lineId: string | null;
  /** The refund that is complete when it was sent. */
  refundId: string | null;
  buyerId: string | null;
  cause: RepaymentCause;
  amountVnd: number;
  /** The bank's number of the transfer that sent it. */
  sentReference: string | null;
  /** Who reported it as sent. */
  submittedBy: string | null;
  createdAt: Date;
};
export const Repayments = new EntitySchema<Repayment>({
  name: 'repayments',
  columns: {
    id: primaryId,
    orderId: reference('orders', { nullable: true }),
    lineId: reference('bank_lines', { nullable: true }),
    refundId: reference('refunds', { nullable: true, unique: true }),
    buyerId: reference('organisations', { nullable: true }),
    cause: text(),
    amountVnd: big(),
    sentReference: text({ nullable: true }),
    submittedBy: reference('members', { nullable: true }),
    createdAt: moment(),
    ...stateColumns,
  },
  checks: [
    { name: 'repayments_amount', expression: `amount_vnd > 0` },
    { name: 'repayments_whose', expression: `order_id is not null or line_id is not null` },
  ],
  indices: [
    { name: 'repayments_state', columns: ['state', 'id'] },
    { name: 'repayments_order', columns: ['orderId'] },
  ],
});

/** A part of a release that is kept back from the provider for a while; at most one an order. */
export type Reserve = Stateful & {
  orderId: string;
  providerId: string;
  amountVnd: number;
  dueAt: Date;
  createdAt: Date;
};
export const Reserves = new EntitySchema<Reserve>({
  name: 'reserves',
  columns: {
    id: primaryId,
    orderId: reference('orders', { unique: true }),
    providerId: reference('organisations'),
    amountVnd: big(),
    dueAt: moment(),
    createdAt: moment(),
    ...stateColumns,
  },
  checks: [{ name: 'reserves_amount', expression: 'amount_vnd > 0' }],
  indices: [
    { name: 'reserves_due', columns: ['state', 'dueAt'] },
    { name: 'reserves_provider', columns: ['providerId', 'id'] },
  ],
});

/** The paper of a payment from buyer to provider; it counts once a statement names it. */
export type PaymentEvidence = {
  id: string;
  orderId: string;
  name: string;
  bytes: number;
  sha256: string;
  mediaType: string;
  createdBy: string;
  createdAt: Date;
};
export const PaymentEvidences = new EntitySchema<PaymentEvidence>({
  name: 'payment_evidences',
  columns: {
    id: primaryId,
    orderId: reference('orders'),
    name: text(),
    bytes: big(),
    sha256: text(),
    mediaType: text(),
    createdBy: reference('members'),
    createdAt: moment(),
  },
  indices: [{ name: 'payment_evidences_order', columns: ['orderId'] }],
});

/** What a buyer says to have paid the provider, and the answer to it. Where it stands is the order's state. */
export type DirectStatement = {
  id: string;
  orderId: string;
  paymentId: string;
  bankReference: string;
  paidOn: string;
  amountVnd: number;
  evidenceId: string;
  statedBy: string;
  statedAt: Date;
  answer: DirectAnswer | null;
  answeredBy: string | null;
  answeredAt: Date | null;
  reason: string | null;
};
export const DirectStatements = new EntitySchema<DirectStatement>({
  name: 'direct_statements',
  columns: {
    id: primaryId,
    orderId: reference('orders'),
    paymentId: reference('payments'),
    bankReference: text(),
    paidOn: day(),
    amountVnd: big(),
    evidenceId: reference('payment_evidences', { unique: true }),
    statedBy: reference('members'),
    statedAt: moment(),
    answer: text({ nullable: true }),
    answeredBy: reference('members', { nullable: true }),
    answeredAt: moment({ nullable: true }),
    reason: text({ nullable: true }),
  },
  indices: [{ name: 'direct_statements_order', columns: ['orderId', 'id'] }],
});

/** A refund that the provider sends to the buyer by itself: two parties say that it was sent and came. */
export type DirectReturn = {
  refundId: string;
  orderId: string;
  amountVnd: number;
  bankReference: string | null;
  sentBy: string | null;
  sentAt: Date | null;
  receivedBy: string | null;
  receivedAt: Date | null;
};
export const DirectReturns = new EntitySchema<DirectReturn>({
  name: 'direct_returns',
  columns: {
    refundId: { ...reference('refunds'), primary: true },
    orderId: reference('orders'),
    amountVnd: big(),
    bankReference: text({ nullable: true }),
    sentBy: reference('members', { nullable: true }),
    sentAt: moment({ nullable: true }),
    receivedBy: reference('members', { nullable: true }),
    receivedAt: moment({ nullable: true }),
  },
  indices: [{ name: 'direct_returns_order', columns: ['orderId'] }],
});
