import { EntitySchema } from 'typeorm';
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

/** Where a provider's money goes: an account at Stripe as Stripe last described it, and a bank account for other rails. */
export type PayoutAccount = {
  id: string;
  providerId: string;
  stripeAccount: string | null;
  /** Stripe's own word on `stripe_balance.stripe_transfers`; `none` before there is an account. */
  transfersStatus: 'none' | 'pending' | 'restricted' | 'unsupported' | 'rejected' | 'active';
  payoutsStatus: PayoutAccount['transfersStatus'];
  /** What Stripe still wants to know. */
  requirements: string[];
  readAt: Date | null;
  bankBin: string | null;
  bankNumber: string | null;
  bankHolder: string | null;
  bankChangedAt: Date | null;
  createdAt: Date;
};
export const PayoutAccounts = new EntitySchema<PayoutAccount>({
  name: 'payout_accounts',
  columns: {
    id: primaryId,
    providerId: reference('organisations', { unique: true }),
    stripeAccount: text({ nullable: true, unique: true }),
    transfersStatus: text(),
    payoutsStatus: text(),
    requirements: json(),
    readAt: moment({ nullable: true }),
    bankBin: text({ nullable: true }),
    bankNumber: text({ nullable: true }),
    bankHolder: text({ nullable: true }),
    bankChangedAt: moment({ nullable: true }),
    createdAt: moment(),
  },
});

export type Rail = 'card' | 'bank';
type Step = 'pending' | 'made' | 'refused';

/** Released money of one order on its way from `payable:` to `transit:`. Written before Stripe is asked; its id is the key. */
export type Transfer = {
  id: string;
  providerId: string;
  orderId: string;
  rail: Rail;
  amountVnd: number;
  stripeAccount: string | null;
  stripeTransfer: string | null;
  status: Step;
  failure: string | null;
  createdAt: Date;
  madeAt: Date | null;
};
export const Transfers = new EntitySchema<Transfer>({
  name: 'transfers',
  columns: {
    id: primaryId,
    providerId: reference('organisations'),
    orderId: reference('orders'),
    rail: text(),
    amountVnd: big(),
    stripeAccount: text({ nullable: true }),
    stripeTransfer: text({ nullable: true, unique: true }),
    status: text(),
    failure: text({ nullable: true }),
    createdAt: moment(),
    madeAt: moment({ nullable: true }),
  },
  checks: [{ name: 'transfers_amount', expression: `amount_vnd > 0` }],
  indices: [
    { name: 'transfers_provider', columns: ['providerId', 'id'] },
    { name: 'transfers_order', columns: ['orderId'] },
    { name: 'transfers_pending', columns: ['providerId'], where: `status = 'pending'`, synchronize: false },
    { name: 'transfers_by_bank', columns: ['providerId'], where: `rail = 'bank'`, synchronize: false },
  ],
});

/** Part of a transfer taken back, because a refund or a chargeback took it from `payable:`. */
export type Reversal = {
  id: string;
  transferId: string;
  providerId: string;
  orderId: string;
  amountVnd: number;
  stripeReversal: string | null;
  status: Step;
  failure: string | null;
  createdAt: Date;
  madeAt: Date | null;
};
export const Reversals = new EntitySchema<Reversal>({
  name: 'reversals',
  columns: {
    id: primaryId,
    transferId: reference('transfers'),
    providerId: reference('organisations'),
    orderId: reference('orders'),
    amountVnd: big(),
    stripeReversal: text({ nullable: true, unique: true }),
    status: text(),
    failure: text({ nullable: true }),
    createdAt: moment(),
    madeAt: moment({ nullable: true }),
  },
  checks: [{ name: 'reversals_amount', expression: `amount_vnd > 0` }],
  indices: [
    { name: 'reversals_provider', columns: ['providerId', 'id'] },
    { name: 'reversals_transfer', columns: ['transferId'] },
    { name: 'reversals_pending', columns: ['providerId'], where: `status = 'pending'`, synchronize: false },
  ],
});

/** Money that leaves for a provider's bank account: by Stripe, or by a bank transfer that two operators answer for. */
export type Payout = Stateful & {
  providerId: string;
  rail: Rail;
  amountVnd: number;
  /** 1, and one more with every retry. */
  attempt: number;
  stripeAccount: string | null;
  /** The payout at Stripe of the present attempt. */
  stripePayout: string | null;
  /** The bank's reference of a payout made by hand. */
  reference: string | null;
  bankBin: string | null;
  bankNumber: string | null;
  bankHolder: string | null;
  arrivalOn: string | null;
  /** Who sent it by hand: another person confirms. */
  submittedBy: string | null;
  createdAt: Date;
};
export const Payouts = new EntitySchema<Payout>({
  name: 'payouts',
  columns: {
    id: primaryId,
    providerId: reference('organisations'),
    rail: text(),
    amountVnd: big(),
    attempt: count(),
    stripeAccount: text({ nullable: true }),
    stripePayout: text({ nullable: true, unique: true }),
    reference: text({ nullable: true }),
    bankBin: text({ nullable: true }),
    bankNumber: text({ nullable: true }),
    bankHolder: text({ nullable: true }),
    arrivalOn: day({ nullable: true }),
    submittedBy: reference('members', { nullable: true }),
    createdAt: moment(),
    ...stateColumns,
  },
  indices: [
    { name: 'payouts_provider', columns: ['providerId', 'id'] },
    { name: 'payouts_state', columns: ['state', 'id'] },
  ],
});

/** How much of a transfer a payout carries; below zero where it makes up for what was taken back after an earlier payout. */
export type PayoutLine = { payoutId: string; transferId: string; amountVnd: number };
export const PayoutLines = new EntitySchema<PayoutLine>({
  name: 'payout_lines',
  columns: {
    payoutId: reference('payouts', { primary: true }),
    transferId: reference('transfers', { primary: true }),
    amountVnd: big(),
  },
  indices: [{ name: 'payout_lines_transfer', columns: ['transferId'] }],
});

/** How far a comparison has come: the last object seen at Stripe. */
export type MoneyCursor = { name: string; value: string; at: Date };
export const MoneyCursors = new EntitySchema<MoneyCursor>({
  name: 'money_cursors',
  columns: { name: primaryId, value: text(), at: moment() },
});

/** A line of the exchange's balance at Stripe, and the posting it was found to be. */
export type BalanceEntry = {
  id: string;
  type: string;
  source: string | null;
  amountVnd: number;
  feeVnd: number;
  netVnd: number;
  fact: string | null;
  at: Date;
  seenAt: Date;
};
export const BalanceEntries = new EntitySchema<BalanceEntry>({
  name: 'balance_entries',
  columns: {
    id: primaryId,
    type: text(),
    source: text({ nullable: true }),
    amountVnd: big(),
    feeVnd: big(),
    netVnd: big(),
    fact: text({ nullable: true }),
    at: moment(),
    seenAt: moment(),
  },
  indices: [
    { name: 'balance_entries_open', columns: ['id'], where: 'fact is null', synchronize: false },
    { name: 'balance_entries_fact', columns: ['fact'] },
  ],
});

/** A difference between the ledger and what is outside it. Nothing is corrected silently: a person says what it was. */
export type MoneyCase = Stateful & {
  kind: string;
  /** What differs: an id at Stripe, an account of the ledger, a type of entry. */
  object: string;
  expectedVnd: number;
  foundVnd: number;
  orderId: string | null;
  /** Who explained it. */
  submittedBy: string | null;
  createdAt: Date;
};
export const MoneyCases = new EntitySchema<MoneyCase>({
  name: 'money_cases',
  columns: {
    id: primaryId,
    kind: text(),
    object: text(),
    expectedVnd: big(),
    foundVnd: big(),
    orderId: reference('orders', { nullable: true }),
    submittedBy: reference('members', { nullable: true }),
    createdAt: moment(),
    ...stateColumns,
  },
  indices: [
    {
      name: 'money_cases_open',
      columns: ['kind', 'object'],
      unique: true,
      where: `state <> 'closed'`,
      synchronize: false,
    },
  ],
});
