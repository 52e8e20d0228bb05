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
import { disputeLifecycle } from './lifecycles/dispute.js';
import { actionsOf, statesOf } from './lifecycles.js';
import { operation } from './operation.js';
import { timelineEntry } from './ordering.js';

/** What a dispute may be about (scheme D1). */
export const disputeTypes = {
  quality: { vi: 'Chất lượng không như công bố', en: 'Quality below what was stated' },
  not_as_described: { vi: 'Không đúng mô tả', en: 'Not as described' },
  non_delivery: { vi: 'Không nhận được dữ liệu', en: 'Not delivered' },
  payment: { vi: 'Thanh toán', en: 'Payment' },
  misuse: { vi: 'Sử dụng sai thỏa thuận', en: 'Use against the agreement' },
  ip: { vi: 'Sở hữu trí tuệ', en: 'Intellectual property' },
  personal_data: { vi: 'Dữ liệu cá nhân', en: 'Personal data' },
  other: { vi: 'Vấn đề khác', en: 'Something else' },
} as const satisfies Record<string, Bilingual>;
type DisputeType = keyof typeof disputeTypes;
export const disputeTypeCodes = Object.keys(disputeTypes) as [DisputeType, ...DisputeType[]];

/** How a dispute may end. */
export const disputeOutcomes = {
  refund_whole: { vi: 'Hoàn toàn bộ tiền, chấm dứt truy cập', en: 'Refund in whole, access ends' },
  refund_part: { vi: 'Hoàn một phần tiền', en: 'Refund in part' },
  dismiss: { vi: 'Không hoàn tiền', en: 'No refund' },
  payment_found: { vi: 'Công nhận đã thanh toán', en: 'The payment is recognised' },
  payment_missing: { vi: 'Không tìm thấy khoản thanh toán', en: 'No payment is found' },
} as const satisfies Record<string, Bilingual>;
const outcome = z.enum(
  Object.keys(disputeOutcomes) as [keyof typeof disputeOutcomes, ...(keyof typeof disputeOutcomes)[]],
);
export type DisputeOutcome = z.infer<typeof outcome>;

/** Who ended it. */
export const disputeDeciders = {
  agreement: { vi: 'hai bên thỏa thuận', en: 'agreed by the parties' },
  operator: { vi: 'đơn vị vận hành', en: 'the operator' },
  regulator: { vi: 'cơ quan quản lý', en: 'the regulator' },
  bank: { vi: 'ngân hàng', en: 'the bank' },
} as const satisfies Record<string, Bilingual>;
const decider = z.enum(['agreement', 'operator', 'regulator', 'bank']);

/** One entry of the thread, seen by both parties, the operator and the regulator. */
export const disputeMessage = z.strictObject({
  id: id('dsm'),
  organisation: organisationRef,
  memberName: z.string(),
  text: z.string(),
  at: moment,
});

export const disputeProposal = z.strictObject({
  id: id('dpr'),
  organisation: organisationRef,
  /** What would go back to the buyer; 0: nothing. */
  refundVnd: vnd,
  text: z.string(),
  standing: z.enum(['open', 'accepted', 'declined', 'replaced']),
  at: moment,
});

/** The complaint at the buyer's bank, where there is one. */
export const chargebackView = z.strictObject({
  id: id('cbk'),
  amountVnd: vnd,
  reason: z.string(),
  status: z.string(),
  /** Taken by the bank and not given back. */
  takenVnd: vnd,
  dueBy: moment.nullable(),
  answeredAt: moment.nullable(),
});

const dispute = {
  id: id('dsp'),
  orderId: id('ord'),
  dataset: z.strictObject({ id: id('ds'), titleVi: z.string(), titleEn: z.string() }),
  provider: organisationRef,
  buyer: organisationRef,
  /** Null: the buyer's bank. */
  openedBy: organisationRef.nullable(),
  type: z.enum(disputeTypeCodes),
  /** What whoever opened it asks for. */
  wantedVnd: vnd.nullable(),
  state: z.enum(statesOf(disputeLifecycle)),
  stateReason: z.string().nullable(),
  stateSince: moment,
  createdAt: moment,
  acknowledgeDueAt: moment,
  evidenceDueAt: moment.nullable(),
  appealDueAt: moment.nullable(),
  outcome: outcome.nullable(),
  refundVnd: vnd.nullable(),
  decidedBy: decider.nullable(),
  version: z.number().int(),
  actions: z.array(allowedAction),
};
export const disputeCard = z.strictObject(dispute);
export type DisputeCard = z.infer<typeof disputeCard>;
export const disputeView = z.strictObject({
  ...dispute,
  statement: z.string(),
  chargeback: chargebackView.nullable(),
  /** What of the buyer's money can still go back. */
  leftVnd: vnd,
  messages: z.array(disputeMessage),
  proposals: z.array(disputeProposal),
  timeline: z.array(timelineEntry),
  /** What the signed-in member may do beside the actions. */
  may: z.strictObject({
    write: z.boolean(),
    propose: z.boolean(),
    /** About a payment that the provider does not confirm: what is decided is whether it was made. */
    aboutPayment: z.boolean(),
    answer: z.boolean(),
    decide: z.boolean(),
    answerBank: z.boolean(),
  }),
});
export type DisputeView = z.infer<typeof disputeView>;

export const holidayView = z.strictObject({
  day: z.iso.date(),
  kind: z.enum(['off', 'working']),
  name: z.string(),
});

const tag = 'disputes';
const parties = ['buyer', 'provider', 'operator', 'regulator'] as const;
const params = z.strictObject({ id: id('dsp') });
const step = { tag, scope: 'session', idempotent: true, response: disputeView } as const;

export const disputeOperations = {
  openDispute: operation({
    ...step,
    method: 'POST',
    path: '/orders/:id/disputes',
    summary: 'Open a dispute over a delivered or settled order; nothing is released while it is open',
    roles: ['buyer', 'provider'],
    verified: true,
    status: 201,
    params: z.strictObject({ id: id('ord') }),
    body: z.strictObject({ type: z.enum(disputeTypeCodes), statement: text(20, 5000), wantedVnd: vnd.optional() }),
    problems: ['transition-refused', 'conflict', 'rule-broken'],
  }),
  listDisputes: operation({
    method: 'GET',
    path: '/disputes',
    tag,
    summary: 'Disputes of the own organisation, newest first (operator and regulator: all)',
    roles: parties,
    query: z.strictObject({
      ...pageQuery,
      state: z.enum(statesOf(disputeLifecycle)).optional(),
      order: id('ord').optional(),
    }),
    response: page(disputeCard),
  }),
  getDispute: operation({
    method: 'GET',
    path: '/disputes/:id',
    tag,
    summary: 'One dispute with its thread, proposals and timeline',
    roles: parties,
    params,
    response: disputeView,
  }),
  transitionDispute: operation({
    ...step,
    method: 'POST',
    path: '/disputes/:id/transitions',
    summary: 'Acknowledge, ask for evidence, appeal or withdraw',
    roles: ['buyer', 'provider', 'operator'],
    params,
    body: transitionBody(actionsOf(disputeLifecycle)),
    problems: ['transition-refused'],
  }),
  writeInDispute: operation({
    ...step,
    method: 'POST',
    path: '/disputes/:id/messages',
    summary: 'Write in the thread of an open dispute',
    roles: parties,
    status: 201,
    params,
    body: z.strictObject({ text: text(3, 8000) }),
    problems: ['transition-refused'],
  }),
  proposeSettlement: operation({
    ...step,
    method: 'POST',
    path: '/disputes/:id/proposals',
    summary: 'Propose how to settle; replaces the proposal that is open',
    roles: ['buyer', 'provider'],
    status: 201,
    params,
    body: z.strictObject({ refundVnd: vnd, text: text(3, 2000) }),
    problems: ['transition-refused', 'rule-broken'],
  }),
  answerProposal: operation({
    ...step,
    method: 'POST',
    path: '/disputes/:id/proposals/:proposal/answers',
    summary: 'Accept the other party’s proposal, which settles the dispute, or decline it',
    roles: ['buyer', 'provider'],
    status: 201,
    params: params.extend({ proposal: id('dpr') }),
    body: z.strictObject({ accept: z.boolean(), reason: text(3, 2000).optional() }),
    problems: ['transition-refused', 'conflict'],
  }),
  decideDispute: operation({
    ...step,
    method: 'POST',
    path: '/disputes/:id/decisions',
    summary: 'Decide: the operator, open to appeal for five working days; the regulator on appeal, for good',
    roles: ['operator', 'regulator'],
    status: 201,
    params,
    body: z.strictObject({ outcome, refundVnd: vnd.optional(), reason: text(20, 5000) }),
    problems: ['transition-refused', 'conflict', 'rule-broken'],
  }),
  answerBank: operation({
    ...step,
    method: 'POST',
    path: '/disputes/:id/bank-answers',
    summary: 'Send the exchange’s evidence to the buyer’s bank, once: agreement, delivery, downloads and a text',
    roles: ['operator'],
    status: 201,
    params,
    body: z.strictObject({ text: text(3, 8000) }),
    problems: ['transition-refused', 'conflict', 'payment-provider'],
  }),
  listHolidays: operation({
    method: 'GET',
    path: '/holidays',
    tag,
    summary: 'Days that differ from Monday to Friday, for clocks in working days',
    roles: 'anyone',
    response: z.strictObject({ items: z.array(holidayView) }),
  }),
  setHoliday: operation({
    method: 'PUT',
    path: '/holidays/:day',
    tag,
    summary:
      'Enter a day off or a day worked in exchange; `none` takes it off the calendar. Clocks that run keep their end',
    roles: ['operator'],
    scope: 'session',
    idempotent: true,
    params: z.strictObject({ day: z.iso.date() }),
    body: z.strictObject({ kind: z.enum(['off', 'working', 'none']), name: text(2, 100) }),
    response: z.strictObject({ items: z.array(holidayView) }),
  }),
};
