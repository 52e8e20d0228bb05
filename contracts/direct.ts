import { z } from 'zod';
import { id, moment, sha256, text, vnd } from './common.js';
import { operation } from './operation.js';

/** How a statement of payment was answered: by the provider, or by what ended the dispute over it. */
export const directAnswers = ['confirmed', 'denied', 'found', 'not_found'] as const;
export type DirectAnswer = (typeof directAnswers)[number];

const evidence = z.strictObject({
  ...{ id: id('dev'), name: z.string(), bytes: z.number().int(), sha256, mediaType: z.string() },
});

/** What the buyer says to have paid: one line of the buyer's own bank, with its paper. */
export const directStatement = z.strictObject({
  id: id('dst'),
  bankReference: z.string(),
  paidOn: z.iso.date(),
  amountVnd: vnd,
  evidence,
  statedBy: z.string(),
  statedAt: moment,
  answer: z.enum(directAnswers).nullable(),
  answeredBy: z.string().nullable(),
  answeredAt: moment.nullable(),
  reason: z.string().nullable(),
});

/** Money that the provider has to send back to the buyer; complete when the buyer has it. */
export const directReturn = z.strictObject({
  refundId: id('rfd'),
  amountVnd: vnd,
  bankReference: z.string().nullable(),
  sentAt: moment.nullable(),
  receivedAt: moment.nullable(),
  maySend: z.boolean(),
  mayReceive: z.boolean(),
});

export const directView = z.strictObject({
  orderId: id('ord'),
  /** The provider's own account; null where it has entered none. */
  account: z.strictObject({ bin: z.string(), number: z.string(), holder: z.string() }).nullable(),
  /** Belongs into the content of the transfer. */
  reference: z.string(),
  totalVnd: vnd,
  dueAt: moment.nullable(),
  qr: z.strictObject({ payload: z.string(), svg: z.string() }).nullable(),
  statements: z.array(directStatement),
  returns: z.array(directReturn),
  /** What the signed-in member may do now. */
  mayState: z.boolean(),
  mayAnswer: z.boolean(),
});
export type DirectView = z.infer<typeof directView>;

const tag = 'payments';
const params = z.strictObject({ id: id('ord') });
const party = { tag, scope: 'session', verified: true, response: z.strictObject({ direct: directView }) } as const;
export const directOperations = {
  getDirectPayment: operation({
    method: 'GET',
    path: '/orders/:id/direct-payment',
    tag,
    summary:
      'The direct payment of an order: where the buyer pays, what it stated, what the provider said, what goes back',
    roles: ['buyer', 'provider', 'operator', 'regulator'],
    params,
    response: z.strictObject({ direct: directView.nullable() }),
  }),
  addPaymentEvidence: operation({
    method: 'POST',
    path: '/orders/:id/payment-evidence',
    tag,
    summary:
      'Upload the paper of a payment made to the provider, at most 10 MiB; it counts with the statement that names it',
    roles: ['buyer'],
    verified: true,
    kind: 'upload',
    status: 201,
    params,
    response: evidence,
    problems: ['transition-refused', 'conflict', 'unsupported-media', 'too-large'],
  }),
  getPaymentEvidence: operation({
    method: 'GET',
    path: '/orders/:id/payment-evidence/:evidenceId',
    tag,
    summary: 'The paper of a direct payment',
    roles: ['buyer', 'provider', 'operator', 'regulator'],
    kind: 'download',
    params: z.strictObject({ id: id('ord'), evidenceId: id('dev') }),
  }),
  stateDirectPayment: operation({
    ...party,
    method: 'POST',
    path: '/orders/:id/direct-payments',
    summary: 'State that the provider was paid: the bank’s reference, the day, the whole amount and the paper of it',
    roles: ['buyer'],
    idempotent: true,
    status: 201,
    params,
    body: z.strictObject({ bankReference: text(2, 80), paidOn: z.iso.date(), amountVnd: vnd, evidenceId: id('dev') }),
    problems: ['transition-refused', 'conflict', 'rule-broken', 'frozen'],
  }),
  answerDirectPayment: operation({
    ...party,
    method: 'POST',
    path: '/orders/:id/direct-payments/answers',
    summary: 'Confirm that the money came, which pays the order; or deny it, which opens a dispute',
    roles: ['provider'],
    idempotent: true,
    status: 201,
    params,
    body: z.strictObject({ received: z.boolean(), reason: text(10, 2000).optional() }),
    problems: ['transition-refused', 'rule-broken', 'frozen'],
  }),
  sendDirectReturn: operation({
    ...party,
    method: 'POST',
    path: '/orders/:id/direct-returns/:refundId/sent',
    summary: 'Say that a refund was sent to the buyer, with the bank’s reference',
    roles: ['provider'],
    idempotent: true,
    params: params.extend({ refundId: id('rfd') }),
    body: z.strictObject({ bankReference: text(2, 80) }),
    problems: ['transition-refused', 'frozen'],
  }),
  receiveDirectReturn: operation({
    ...party,
    method: 'POST',
    path: '/orders/:id/direct-returns/:refundId/received',
    summary: 'Confirm that a refund came, which completes it; or say that it did not, and the provider sends it again',
    roles: ['buyer'],
    idempotent: true,
    params: params.extend({ refundId: id('rfd') }),
    body: z.strictObject({ received: z.boolean() }),
    problems: ['transition-refused', 'frozen'],
  }),
};
