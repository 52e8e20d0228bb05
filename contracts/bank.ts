import { z } from 'zod';
import {
  allowedAction,
  type Bilingual,
  id,
  moment,
  organisationRef,
  page,
  pageQuery,
  text,
  transitionBody,
  vnd,
} from './common.js';
import { bankLineLifecycle } from './lifecycles/bank-line.js';
import { repaymentLifecycle } from './lifecycles/repayment.js';
import { actionsOf, statesOf } from './lifecycles.js';
import { operation } from './operation.js';

/** The account that buyers pay into. */
export const bankAccount = z.strictObject({
  /** The bank's name as people know it. */
  bank: z.string(),
  /** Its identification number of six digits. */
  bin: z.string(),
  number: z.string(),
  holder: z.string(),
});
export type BankAccount = z.infer<typeof bankAccount>;

/** What a buyer needs to pay an order by transfer, and how much of it has come in. */
export const transferView = z.strictObject({
  paymentId: id('pay'),
  orderId: id('ord'),
  state: z.enum(['open', 'succeeded', 'expired']),
  account: bankAccount,
  /** Belongs into the content of the transfer. */
  reference: z.string(),
  totalVnd: vnd,
  receivedVnd: vnd,
  missingVnd: vnd,
  /** When the order ends unpaid; null once it no longer waits. */
  dueAt: moment.nullable(),
  /** The VietQR code for what is missing, as text and as a picture (SVG); null when nothing is to be paid. */
  qr: z.strictObject({ payload: z.string(), svg: z.string() }).nullable(),
  /** What came in too much or too late and goes back. */
  returns: z.array(z.strictObject({ id: id('rpm'), amountVnd: vnd, state: z.enum(statesOf(repaymentLifecycle)) })),
});
export type TransferView = z.infer<typeof transferView>;

/** One movement on the exchange's account, as its bank told it. Money that left is negative. */
export const bankLineView = z.strictObject({
  id: id('bln'),
  statementId: id('bst'),
  bankReference: z.string(),
  bookedOn: z.iso.date(),
  amountVnd: z.number().int(),
  content: z.string(),
  counterparty: z.string().nullable(),
  state: z.enum(statesOf(bankLineLifecycle)),
  orderId: id('ord').nullable(),
  buyer: organisationRef.nullable(),
  /** How much of it pays the order; the rest goes back. */
  creditedVnd: vnd,
  /** Who proposed the match: somebody else confirms it. */
  proposedBy: z.string().nullable(),
  actions: z.array(allowedAction),
});
export type BankLineView = z.infer<typeof bankLineView>;

export const repaymentCauses = ['surplus', 'late', 'ended', 'refund', 'unknown'] as const;
export type RepaymentCause = (typeof repaymentCauses)[number];
export const repaymentCauseNames: Record<RepaymentCause, Bilingual> = {
  surplus: { vi: 'Chuyển thừa', en: 'Paid too much' },
  late: { vi: 'Đến khi đơn không còn chờ tiền', en: 'Came when the order no longer waited' },
  ended: { vi: 'Đơn kết thúc khi mới trả một phần', en: 'The order ended half paid' },
  refund: { vi: 'Hoàn tiền đơn hàng', en: 'Refund of the order' },
  unknown: { vi: 'Không thuộc đơn nào', en: 'Belongs to no order' },
};

export const repaymentView = z.strictObject({
  id: id('rpm'),
  amountVnd: vnd,
  cause: z.enum(repaymentCauses),
  state: z.enum(statesOf(repaymentLifecycle)),
  stateReason: z.string().nullable(),
  orderId: id('ord').nullable(),
  buyer: organisationRef.nullable(),
  /** From whom the money came: the lines that it goes back for. */
  from: z.array(z.strictObject({ lineId: id('bln'), bankReference: z.string(), counterparty: z.string().nullable() })),
  /** The bank's number of the transfer that sent it back. */
  sentReference: z.string().nullable(),
  reportedBy: z.string().nullable(),
  createdAt: moment,
  actions: z.array(allowedAction),
  /** Whether the reader may report it as sent. */
  canReport: z.boolean(),
});
export type RepaymentView = z.infer<typeof repaymentView>;

export const bankStatementView = z.strictObject({
  id: id('bst'),
  name: z.string(),
  importedBy: z.string(),
  importedAt: moment,
  /** Lines that were new, and lines that an earlier statement had brought. */
  fresh: z.number().int(),
  known: z.number().int(),
});
export type BankStatementView = z.infer<typeof bankStatementView>;

const desk = z.strictObject({
  account: bankAccount.nullable(),
  /** Came in and belongs to no order yet. */
  unmatchedVnd: z.number().int(),
  /** Decided to be sent back and not sent yet. */
  owedVnd: z.number().int(),
  /** The last statements, newest first. */
  statements: z.array(bankStatementView),
  /** Transfers that are awaited, newest first. */
  awaited: z.array(z.strictObject({ orderId: id('ord'), reference: z.string(), totalVnd: vnd, receivedVnd: vnd })),
});
export type BankDesk = z.infer<typeof desk>;

const tag = 'payments';
const office = { tag, scope: 'session', verified: true, idempotent: true, roles: ['operator'] } as const;
export const bankOperations = {
  startTransfer: operation({
    method: 'POST',
    path: '/orders/:id/transfers',
    tag,
    summary: 'Choose to pay an order by bank transfer; answers with account, reference and QR code',
    roles: ['buyer'],
    scope: 'session',
    verified: true,
    idempotent: true,
    status: 201,
    params: z.strictObject({ id: id('ord') }),
    response: transferView,
    problems: ['transition-refused', 'conflict', 'frozen'],
  }),
  getTransfer: operation({
    method: 'GET',
    path: '/orders/:id/transfers',
    tag,
    summary: 'The bank transfer of an order: what is to be paid, what came in, what goes back',
    roles: ['buyer', 'operator', 'regulator'],
    params: z.strictObject({ id: id('ord') }),
    response: z.strictObject({ transfer: transferView.nullable() }),
  }),
  getBankDesk: operation({
    method: 'GET',
    path: '/bank',
    tag,
    summary: 'The bank account of the exchange: what is unmatched, owed back and awaited, and the last statements',
    roles: ['operator', 'regulator'],
    verified: true,
    response: desk,
  }),
  importStatement: operation({
    ...office,
    method: 'POST',
    path: '/bank/statements',
    summary: 'Import a statement (CSV or MT940, VND only); lines known from earlier statements change nothing',
    status: 201,
    body: z.strictObject({ name: text(1, 200), content: z.string().min(1).max(480_000) }),
    response: bankStatementView,
    problems: ['rule-broken', 'too-large'],
  }),
  listBankLines: operation({
    method: 'GET',
    path: '/bank/lines',
    tag,
    summary: 'Lines of the imported statements, newest first',
    roles: ['operator', 'regulator'],
    verified: true,
    query: z.strictObject({ ...pageQuery, open: z.enum(['yes', 'no']).optional() }),
    response: page(bankLineView),
  }),
  proposeMatch: operation({
    ...office,
    method: 'POST',
    path: '/bank/lines/:id/match',
    summary: 'Propose which order an unmatched line pays; another member of the operator must confirm it',
    params: z.strictObject({ id: id('bln') }),
    /** The order's id, or the reference of its transfer. */
    body: z.strictObject({ order: text(5, 80) }),
    response: bankLineView,
    problems: ['transition-refused', 'rule-broken', 'frozen'],
  }),
  transitionBankLine: operation({
    ...office,
    method: 'POST',
    path: '/bank/lines/:id/transitions',
    summary: 'Confirm a proposed match as a second person, drop it, or send an unmatched line back to its sender',
    params: z.strictObject({ id: id('bln') }),
    body: transitionBody(actionsOf(bankLineLifecycle)),
    response: bankLineView,
    problems: ['transition-refused', 'four-eyes', 'frozen'],
  }),
  listRepayments: operation({
    method: 'GET',
    path: '/bank/repayments',
    tag,
    summary: 'Money that has to be sent back through the bank, newest first',
    roles: ['operator', 'regulator'],
    verified: true,
    query: z.strictObject({ ...pageQuery, open: z.enum(['yes', 'no']).optional() }),
    response: page(repaymentView),
  }),
  reportRepayment: operation({
    ...office,
    method: 'POST',
    path: '/bank/repayments/:id/report',
    summary: 'Report money as sent back, with the bank’s number of the transfer; another member must confirm it',
    params: z.strictObject({ id: id('rpm') }),
    body: z.strictObject({ sentReference: text(2, 80) }),
    response: repaymentView,
    problems: ['transition-refused', 'frozen'],
  }),
  transitionRepayment: operation({
    ...office,
    method: 'POST',
    path: '/bank/repayments/:id/transitions',
    summary: 'Confirm as a second person that money was sent back, or that it was not',
    params: z.strictObject({ id: id('rpm') }),
    body: transitionBody(actionsOf(repaymentLifecycle)),
    response: repaymentView,
    problems: ['transition-refused', 'four-eyes', 'frozen'],
  }),
};
