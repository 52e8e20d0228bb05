import { z } from 'zod';
import {
  allowedAction,
  bilingual,
  id,
  moment,
  organisationRef,
  page,
  pageQuery,
  text,
  transitionBody,
  vnd,
} from './common.js';
import { moneyCaseLifecycle } from './lifecycles/money-case.js';
import { payoutLifecycle } from './lifecycles/payout.js';
import { actionsOf, statesOf } from './lifecycles.js';
import { operation } from './operation.js';

/** đồng; below zero where it was taken. */
const amount = z.number().int();
const rail = z.enum(['card', 'bank']);
/** A calendar month of UTC+7. */
export const month = z
  .string()
  .regex(/^20\d\d-(0[1-9]|1[0-2])$/)
  .meta({ examples: ['2026-11'] });

export const capabilityStatuses = ['none', 'pending', 'restricted', 'unsupported', 'rejected', 'active'] as const;
const capabilityStatus = z.enum(capabilityStatuses);

/** Where money stands between a buyer's payment and the provider's bank account. */
export const moneyView = z.strictObject({
  provider: organisationRef,
  account: z.strictObject({
    transfers: capabilityStatus,
    payouts: capabilityStatus,
    /** What Stripe still wants to know. */
    requirements: z.array(z.string()),
    readAt: moment.nullable(),
  }),
  bank: z
    .strictObject({ bin: z.string(), last4: z.string(), holder: z.string(), changedAt: moment.nullable() })
    .nullable(),
  /** Paid by buyers and not yet released, of orders of this provider. */
  heldVnd: vnd,
  /** Released and not yet handed on; below zero the provider owes it. */
  availableVnd: amount,
  /** Kept back of what was released, for a while. */
  reserveVnd: vnd,
  /** Handed on, and not yet in the provider's bank account. */
  transitVnd: amount,
  /** Arrived in all. */
  paidVnd: amount,
  /** The last twelve months, oldest first. */
  months: z.array(z.strictObject({ month, earnedVnd: amount, takenVnd: amount, paidVnd: amount })),
  /** The signed-in member may open the account and change the bank account. */
  canManage: z.boolean(),
});
export type MoneyView = z.infer<typeof moneyView>;

export const payoutView = z.strictObject({
  id: id('pyo'),
  provider: organisationRef,
  rail,
  amountVnd: vnd,
  attempt: z.number().int(),
  state: z.enum(statesOf(payoutLifecycle)),
  stateSince: moment,
  stateReason: z.string().nullable(),
  reference: z.string().nullable(),
  /** The bank account of a payout by hand; its number whole for operators, who type it into their bank. */
  bank: z
    .strictObject({ bin: z.string(), number: z.string(), holder: z.string(), changedAt: moment.nullable() })
    .nullable(),
  arrivalOn: z.iso.date().nullable(),
  createdAt: moment,
  lines: z.array(z.strictObject({ orderId: id('ord'), title: bilingual, amountVnd: amount })),
  actions: z.array(allowedAction),
});
export type PayoutView = z.infer<typeof payoutView>;

export const statementKinds = [
  'sale',
  'refund',
  'refund-failed',
  'chargeback',
  'reinstated',
  'payout',
  'payout-returned',
  'reserve',
  'reserve-released',
  'other',
] as const;
export type StatementKind = (typeof statementKinds)[number];
export const statementKindNames: Record<StatementKind, { vi: string; en: string }> = {
  sale: { vi: 'Bán dữ liệu', en: 'Sale' },
  refund: { vi: 'Hoàn tiền cho bên mua', en: 'Refund to the buyer' },
  'refund-failed': { vi: 'Hoàn tiền không thành', en: 'Refund that failed' },
  chargeback: { vi: 'Bồi hoàn thẻ', en: 'Chargeback' },
  reinstated: { vi: 'Hoàn lại khoản bồi hoàn', en: 'Chargeback given back' },
  payout: { vi: 'Chi trả', en: 'Payout' },
  'payout-returned': { vi: 'Chi trả bị trả lại', en: 'Payout that came back' },
  reserve: { vi: 'Giữ dự phòng', en: 'Kept back as reserve' },
  'reserve-released': { vi: 'Trả lại khoản dự phòng', en: 'Reserve given back' },
  other: { vi: 'Khoản khác', en: 'Other' },
};

const part = z.strictObject({ orderId: id('ord'), title: bilingual, amountVnd: amount });
export const statementLine = z.strictObject({
  at: moment,
  kind: z.enum(statementKinds),
  /** The fact of the ledger. */
  fact: z.string(),
  orderId: id('ord').nullable(),
  title: bilingual.nullable(),
  /** Of a sale: what the buyer paid and what the exchange took. */
  sale: z.strictObject({ priceVnd: vnd, vatVnd: vnd, feeVnd: vnd, feeVatVnd: vnd }).nullable(),
  /** What it adds to, or takes from, what the provider has with the exchange. */
  amountVnd: amount,
  /** What a payout was made of. */
  parts: z.array(part),
});
export type StatementLine = z.infer<typeof statementLine>;

export const statementView = z.strictObject({
  provider: organisationRef,
  month,
  /** What the provider had with the exchange, released or on its way, when the month began and when it ended. */
  openingVnd: amount,
  closingVnd: amount,
  earnedVnd: amount,
  takenVnd: amount,
  /** Kept back as reserve, less what was given back of it; below zero where more came back. */
  reservedVnd: amount,
  paidVnd: amount,
  lines: z.array(statementLine),
});
export type StatementView = z.infer<typeof statementView>;

export const moneyCaseView = z.strictObject({
  id: id('mcs'),
  kind: z.string(),
  object: z.string(),
  expectedVnd: amount,
  foundVnd: amount,
  orderId: id('ord').nullable(),
  state: z.enum(statesOf(moneyCaseLifecycle)),
  stateSince: moment,
  stateReason: z.string().nullable(),
  createdAt: moment,
  /** Whole days since it was found. */
  ageDays: z.number().int(),
  /** Who explained it. */
  explainedBy: z.string().nullable(),
  actions: z.array(allowedAction),
});
export type MoneyCaseView = z.infer<typeof moneyCaseView>;

export const deskView = z.strictObject({
  /** Sums of the ledger's accounts. */
  heldVnd: amount,
  payableVnd: amount,
  transitVnd: amount,
  reserveVnd: amount,
  /** Stripe's entries and the ledger's facts, by type; the difference is explained by the cases of that kind. */
  sums: z.array(z.strictObject({ type: z.string(), entries: z.number().int(), stripeVnd: amount, ledgerVnd: amount })),
  comparedAt: moment.nullable(),
  /** Providers that owe the exchange. */
  debts: z.array(z.strictObject({ provider: organisationRef, debtVnd: vnd })),
});
export type DeskView = z.infer<typeof deskView>;

/** A household or individual who sold through the exchange in a month: a line of what is to be withheld and declared for. */
export const withholdingItem = z.strictObject({
  provider: organisationRef,
  legalForm: z.string(),
  taxCode: z.string().nullable(),
  orders: z.number().int(),
  /** Prices before VAT, their VAT, and what of both has gone back since. */
  netVnd: vnd,
  vatVnd: vnd,
  refundedVnd: vnd,
});
export type WithholdingItem = z.infer<typeof withholdingItem>;

const tag = 'payouts';
const onlyAdmin = { roles: ['provider'], scope: 'session', admin: true, verified: true } as const;
const readers = ['provider', 'operator', 'regulator'] as const;
/** The own organisation's; operator and regulator name another one's. */
const whose = { provider: id('org').optional() };
const ofPayout = z.strictObject({ id: id('pyo') });
export const payoutOperations = {
  getMoney: operation({
    method: 'GET',
    path: '/money',
    tag,
    summary: 'What a provider is held, has available, has on its way and was paid',
    roles: readers,
    query: z.strictObject(whose),
    response: moneyView,
    problems: ['not-found'],
  }),
  startPayoutOnboarding: operation({
    method: 'POST',
    path: '/money/onboarding',
    tag,
    summary: 'Open, or come back to, the account that the provider is paid on; answers with the address of its forms',
    ...onlyAdmin,
    idempotent: true,
    status: 201,
    response: z.strictObject({ url: z.url() }),
    problems: ['payment-provider', 'frozen'],
  }),
  refreshPayoutAccount: operation({
    method: 'POST',
    path: '/money/account/refresh',
    tag,
    summary: 'Read the account again at Stripe, after its forms were sent',
    roles: ['provider'],
    scope: 'session',
    verified: true,
    response: moneyView,
    problems: ['payment-provider'],
  }),
  setPayoutBank: operation({
    method: 'PUT',
    path: '/money/bank',
    tag,
    summary: 'Set the bank account for money that came by bank transfer',
    ...onlyAdmin,
    idempotent: true,
    body: z.strictObject({
      bin: z
        .string()
        .regex(/^\d{6}$/)
        .meta({ examples: ['970400'] }),
      number: z
        .string()
        .regex(/^[0-9A-Za-z]{4,19}$/)
        .meta({ examples: ['0123456789'] }),
      holder: text(2, 80),
    }),
    response: moneyView,
    problems: ['frozen'],
  }),
  getStatement: operation({
    method: 'GET',
    path: '/money/statements/:month',
    tag,
    summary: 'A month line by line: sales with fee and VAT, refunds, and what every payout was made of',
    roles: readers,
    params: z.strictObject({ month }),
    query: z.strictObject(whose),
    response: statementView,
  }),
  getStatementFile: operation({
    method: 'GET',
    path: '/money/statements/:month/file',
    tag,
    summary: 'The same as CSV or PDF (Vietnamese or English)',
    roles: readers,
    kind: 'download',
    params: z.strictObject({ month }),
    query: z.strictObject({
      ...whose,
      format: z.enum(['csv', 'pdf']).default('csv'),
      language: z.enum(['vi', 'en']).default('vi'),
    }),
  }),
  listPayouts: operation({
    method: 'GET',
    path: '/payouts',
    tag,
    summary: 'Payouts of the own organisation (operator and regulator: of all), newest first',
    roles: readers,
    query: z.strictObject({
      ...pageQuery,
      ...whose,
      state: z.enum(statesOf(payoutLifecycle)).optional(),
      rail: rail.optional(),
    }),
    response: page(payoutView),
  }),
  sendBankPayout: operation({
    method: 'POST',
    path: '/payouts/:id/send',
    tag,
    summary: 'Enter that the bank was told to pay this payout; another member of the operator confirms it',
    roles: ['operator'],
    scope: 'session',
    verified: true,
    idempotent: true,
    params: ofPayout,
    body: z.strictObject({
      reference: text(1, 80),
      /** What was sent: refused when the payout has changed meanwhile. */
      amountVnd: vnd,
      /** The account number that it was sent to. */
      number: z.string().max(19),
    }),
    response: payoutView,
    problems: ['transition-refused', 'rule-broken', 'frozen'],
  }),
  transitionPayout: operation({
    method: 'POST',
    path: '/payouts/:id/transitions',
    tag,
    summary: 'Confirm a payout by hand as a second person, enter that it came back, or try a failed one again',
    roles: ['provider', 'operator'],
    scope: 'session',
    verified: true,
    idempotent: true,
    params: ofPayout,
    body: transitionBody(actionsOf(payoutLifecycle)),
    response: payoutView,
    problems: ['transition-refused', 'four-eyes', 'rule-broken', 'frozen'],
  }),
  getMoneyDesk: operation({
    method: 'GET',
    path: '/money-desk',
    tag,
    summary: 'The whole ledger beside Stripe’s balance',
    roles: ['operator', 'regulator'],
    verified: true,
    response: deskView,
  }),
  listWithholding: operation({
    method: 'GET',
    path: '/withholding/:month',
    tag,
    summary: 'Households and individuals that sold through the exchange in a month, for the withholding report',
    roles: ['operator', 'regulator'],
    verified: true,
    params: z.strictObject({ month }),
    response: z.strictObject({ items: z.array(withholdingItem) }),
  }),
  listMoneyCases: operation({
    method: 'GET',
    path: '/money-cases',
    tag,
    summary: 'Differences between the ledger and the money outside, newest first',
    roles: ['operator', 'regulator'],
    verified: true,
    query: z.strictObject({ ...pageQuery, state: z.enum(statesOf(moneyCaseLifecycle)).optional() }),
    response: page(moneyCaseView),
  }),
  transitionMoneyCase: operation({
    method: 'POST',
    path: '/money-cases/:id/transitions',
    tag,
    summary: 'Explain a difference, or close it as a second person',
    roles: ['operator'],
    scope: 'session',
    verified: true,
    idempotent: true,
    params: z.strictObject({ id: id('mcs') }),
    body: transitionBody(actionsOf(moneyCaseLifecycle)),
    response: moneyCaseView,
    problems: ['transition-refused', 'four-eyes'],
  }),
};
