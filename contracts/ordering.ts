import { z } from 'zod';
import {
  allowedAction,
  type Bilingual,
  bilingual,
  id,
  moment,
  organisationRef,
  page,
  pageQuery,
  progress,
  sha256,
  text,
  transitionBody,
  vnd,
} from './common.js';
import { purposes } from './licences/policy.js';
import { clauseChange, terms } from './licences/terms.js';
import { licenceSummary, offerView } from './licensing.js';
import { agreementLifecycle } from './lifecycles/agreement.js';
import { orderLifecycle } from './lifecycles/order.js';
import { requestLifecycle } from './lifecycles/request.js';
import { actionsOf, statesOf } from './lifecycles.js';
import { feeTerms, orderMoney, paidMoney } from './money.js';
import { operation } from './operation.js';

const purpose = z.enum(purposes);

/** One entry of a timeline: what happened, when, by which party. */
export const timelineEntry = z.strictObject({
  /** The event on the record; its proof is at `/events/:id/proof`. */
  eventId: id('evt'),
  at: moment,
  type: z.string(),
  sentence: bilingual,
  organisation: organisationRef.nullable(),
  reason: z.string().nullable(),
  /** What the event carries, as it is in the log (people’s own words are there as salted hashes). */
  subject: z.strictObject({ kind: z.string(), id: z.string() }),
  data: z.record(z.string(), z.unknown()),
});
export type TimelineEntry = z.infer<typeof timelineEntry>;

/** What becomes of the data when access ends. */
export const endings = ['delete', 'keep_results', 'keep'] as const;
export const endingLabels: Record<(typeof endings)[number], Bilingual> = {
  delete: { vi: 'Xóa mọi bản và xác nhận', en: 'Every copy is deleted, and that confirmed' },
  keep_results: { vi: 'Xóa dữ liệu, giữ kết quả', en: 'The data is deleted, results are kept' },
  keep: { vi: 'Giữ bản đã nhận theo giấy phép', en: 'Copies are kept, as the licence permits' },
};
/** Grounds on which data of personal origin may be processed (Law 91/2025, as the parties state it). */
export const lawfulBases = ['consent', 'contract', 'legal_duty', 'public_task', 'deidentified', 'other'] as const;
export const lawfulBasisLabels: Record<(typeof lawfulBases)[number], Bilingual> = {
  consent: { vi: 'Sự đồng ý của chủ thể dữ liệu', en: 'Consent of the data subjects' },
  contract: { vi: 'Thực hiện hợp đồng', en: 'Performance of a contract' },
  legal_duty: { vi: 'Nghĩa vụ theo luật', en: 'A legal duty' },
  public_task: { vi: 'Nhiệm vụ công', en: 'A public task' },
  deidentified: { vi: 'Dữ liệu đã khử nhận dạng', en: 'De-identified data only' },
  other: { vi: 'Căn cứ khác, nêu trong phần trình bày', en: 'Another, said in the statement' },
};

/** One version of the terms. Round 0 is what the buyer asked for under the offer. */
export const roundView = z.strictObject({
  number: z.number().int(),
  party: z.enum(['provider', 'buyer']),
  /** Who wrote it; to the other side the organisation alone. */
  writer: z.string().nullable(),
  note: z.string().nullable(),
  terms,
  /** SHA-256 of the canonical terms with request and number: what a signature of this round binds to. */
  sha256,
  /** What it changes against the round before. */
  changes: z.array(clauseChange),
  createdAt: moment,
});
export type RoundView = z.infer<typeof roundView>;

export const attachmentView = z.strictObject({
  ...{ id: id('att'), name: z.string(), bytes: z.number().int(), sha256, mediaType: z.string() },
  createdAt: moment,
});
export type AttachmentView = z.infer<typeof attachmentView>;

const datasetRef = z.strictObject({ id: id('ds'), titleVi: z.string(), titleEn: z.string() });

export const requestView = z.strictObject({
  id: id('req'),
  dataset: datasetRef,
  revisionNumber: z.number().int(),
  provider: organisationRef,
  buyer: organisationRef,
  offer: offerView,
  purpose,
  /** What the buyer will do with the data, in their own words. */
  statement: z.string(),
  project: z.string(),
  units: z.number().int(),
  lawfulBasis: z.enum(lawfulBases).nullable(),
  users: z.string(),
  storageCountry: z.string(),
  storage: z.string(),
  ending: z.enum(endings),
  answers: z.array(z.string()),
  attachments: z.array(attachmentView),
  renewsId: id('agr').nullable(),
  state: z.enum(statesOf(requestLifecycle)),
  stateReason: z.string().nullable(),
  agreementId: id('agr').nullable(),
  orderId: id('ord').nullable(),
  createdAt: moment,
  updatedAt: moment,
  /** When an unanswered request lapses. */
  lapsesAt: moment.nullable(),
  version: z.number().int(),
  timeline: z.array(timelineEntry),
  actions: z.array(allowedAction),
  /** Every version of the terms, round 0 first; the last stands. */
  rounds: z.array(roundView),
  /** What the standing terms change against the agreement they would renew. */
  renewalChanges: z.array(clauseChange),
  /** Files may be laid beside it, and a draft written on. */
  canEdit: z.boolean(),
  /** A counter-offer may be made now. */
  canCounter: z.boolean(),
  /** Accept and sign is possible now: the word is this party’s. */
  canAccept: z.boolean(),
});
export type RequestView = z.infer<typeof requestView>;

export const requestInput = z.strictObject({
  offerId: id('off'),
  purpose,
  statement: text(30, 5000),
  project: text(2, 300),
  units: z.number().int().min(1).max(1_000_000_000).optional(),
  lawfulBasis: z.enum(lawfulBases).nullable().default(null),
  users: text(0, 2000).default(''),
  /** ISO 3166-1 code of the country where the data is kept. */
  storageCountry: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .default('VN'),
  storage: text(0, 1000).default(''),
  ending: z.enum(endings).default('delete'),
  answers: z.array(text(0, 5000)).max(20).default([]),
  renewsId: id('agr').nullable().default(null),
});
/** A draft may lack anything but the offer. */
export const requestDraft = requestInput.partial().extend({
  statement: text(0, 5000).optional(),
  project: text(0, 300).optional(),
});
export type RequestDraft = z.infer<typeof requestDraft>;
export type RequestInput = z.infer<typeof requestInput>;

/** A party’s signature under the hash of the frozen document. */
export const signatureView = z.strictObject({
  party: z.enum(['provider', 'buyer']),
  organisation: organisationRef,
  /** Name shown to both parties; null where the offer’s own rule signed. */
  signer: z.string().nullable(),
  /** The password was asked again; only a session; or the offer’s standing rule. */
  method: z.enum(['password', 'session', 'standing-offer']),
  sha256,
  signedAt: moment,
});
export type SignatureView = z.infer<typeof signatureView>;

export const agreementView = z.strictObject({
  id: id('agr'),
  requestId: id('req'),
  orderId: id('ord').nullable(),
  dataset: datasetRef,
  provider: organisationRef,
  buyer: organisationRef,
  licence: licenceSummary,
  /** The frozen licence text, placeholders filled. */
  text: bilingual,
  purpose,
  /** Before VAT. */
  priceVnd: vnd,
  /** Price, VAT, fee and what the provider is paid, by the rates of the day the document was made. */
  money: orderMoney,
  feeTerms,
  months: z.number().int().nullable(),
  revisionNumber: z.number().int(),
  files: z.array(z.strictObject({ name: z.string(), bytes: z.number().int(), sha256 })),
  /** SHA-256 of the canonical JSON document (RFC 8785); the buyer signs exactly this. */
  sha256,
  state: z.enum(statesOf(agreementLifecycle)),
  signatures: z.array(signatureView),
  createdAt: moment,
  sealedAt: moment.nullable(),
  /** The terms as they were agreed; null in documents made before they were kept together. */
  terms: terms.nullable(),
  endsAt: moment.nullable(),
  /** Which party gave notice. */
  endedBy: z.enum(['provider', 'buyer']).nullable(),
  canGiveNotice: z.boolean(),
  canWithdrawNotice: z.boolean(),
  /** The offer under which it can be renewed; null where there is none open. */
  renewableUnder: id('off').nullable(),
  /** The signed-in member may sign now. */
  canSign: z.boolean(),
  /** How it was proposed, signed and sealed. */
  timeline: z.array(timelineEntry),
  actions: z.array(allowedAction),
});
export type AgreementView = z.infer<typeof agreementView>;

export const orderView = z.strictObject({
  id: id('ord'),
  requestId: id('req'),
  agreementId: id('agr'),
  dataset: datasetRef,
  revisionId: id('rev'),
  revisionNumber: z.number().int(),
  provider: organisationRef,
  buyer: organisationRef,
  /** Before VAT. */
  priceVnd: vnd,
  money: paidMoney,
  state: z.enum(statesOf(orderLifecycle)),
  stateReason: z.string().nullable(),
  /** The buyer can start a checkout now. */
  payable: z.boolean(),
  createdAt: moment,
  stateSince: moment,
  /** When the present state ends by itself, if it does. */
  dueAt: moment.nullable(),
  progress: progress.nullable(),
  version: z.number().int(),
  timeline: z.array(timelineEntry),
  actions: z.array(allowedAction),
});
export type OrderView = z.infer<typeof orderView>;

export const orderCard = orderView.omit({ timeline: true, progress: true });
export type OrderCard = z.infer<typeof orderCard>;
export const requestCard = requestView.omit({
  ...({ timeline: true, rounds: true, renewalChanges: true, attachments: true } as const),
  ...({ canEdit: true, canCounter: true, canAccept: true } as const),
});
export type RequestCard = z.infer<typeof requestCard>;

const tag = 'ordering';
const requestParams = z.strictObject({ id: id('req') });
const agreementParams = z.strictObject({ id: id('agr') });
const orderParams = z.strictObject({ id: id('ord') });

export const orderingOperations = {
  submitRequest: operation({
    method: 'POST',
    path: '/requests',
    tag,
    summary: 'Request access under an offer, with a purpose',
    roles: ['buyer'],
    verified: true,
    idempotent: true,
    status: 201,
    body: requestInput,
    response: requestView,
    problems: ['rule-broken', 'conflict'],
  }),
  resubmitRequest: operation({
    method: 'POST',
    path: '/requests/:id/submissions',
    tag,
    summary: 'Send a draft, or a returned request again, changed',
    roles: ['buyer'],
    verified: true,
    idempotent: true,
    params: requestParams,
    body: requestInput.omit({ offerId: true }),
    response: requestView,
    problems: ['rule-broken', 'transition-refused'],
  }),
  listRequests: operation({
    method: 'GET',
    path: '/requests',
    tag,
    summary: 'Access requests sent or received by the own organisation, newest first',
    roles: ['buyer', 'provider', 'operator', 'regulator'],
    query: z.strictObject({
      ...pageQuery,
      box: z.enum(['sent', 'received']).optional(),
      state: z.enum(statesOf(requestLifecycle)).optional(),
    }),
    response: page(requestCard),
  }),
  getRequest: operation({
    method: 'GET',
    path: '/requests/:id',
    tag,
    summary: 'One access request, with its timeline',
    roles: ['buyer', 'provider', 'operator', 'regulator'],
    params: requestParams,
    response: requestView,
  }),
  transitionRequest: operation({
    method: 'POST',
    path: '/requests/:id/transitions',
    tag,
    summary: 'Return, decline or withdraw an access request',
    roles: ['buyer', 'provider'],
    scope: 'session',
    idempotent: true,
    params: requestParams,
    body: transitionBody(actionsOf(requestLifecycle)),
    response: requestView,
    problems: ['transition-refused', 'rule-broken'],
  }),
  draftRequest: operation({
    method: 'POST',
    path: '/requests/drafts',
    tag,
    summary: 'Begin a draft of an access request; only the own organisation sees it',
    roles: ['buyer'],
    verified: true,
    idempotent: true,
    status: 201,
    body: requestDraft.extend({ offerId: id('off') }),
    response: requestView,
    problems: ['conflict'],
  }),
  editDraft: operation({
    method: 'PATCH',
    path: '/requests/:id',
    tag,
    summary: 'Save a draft or a returned request without sending it',
    roles: ['buyer'],
    verified: true,
    ifMatch: true,
    params: requestParams,
    body: requestDraft.omit({ offerId: true }),
    response: requestView,
    problems: ['transition-refused'],
  }),
  proposeRound: operation({
    method: 'POST',
    path: '/requests/:id/rounds',
    tag,
    summary: 'Make a counter-offer: other terms, for the other side to accept, counter or refuse. Binds nobody',
    roles: ['buyer', 'provider'],
    scope: 'session',
    verified: true,
    idempotent: true,
    status: 201,
    params: requestParams,
    body: z.strictObject({
      /** The hash of the standing terms that were seen. */
      seen: sha256,
      terms,
      note: text(3, 2000).optional(),
    }),
    response: requestView,
    problems: ['transition-refused', 'rule-broken', 'conflict'],
  }),
  acceptTerms: operation({
    method: 'POST',
    path: '/requests/:id/acceptances',
    tag,
    summary:
      'Accept and sign the standing terms: makes the agreement and signs it; the other party’s signature seals it',
    roles: ['buyer', 'provider'],
    scope: 'session',
    verified: true,
    idempotent: true,
    status: 201,
    params: requestParams,
    /** The hash of the terms that were seen; the account’s password, asked again. */
    body: z.strictObject({ sha256, accept: z.literal(true), password: z.string().min(1).max(500) }),
    response: requestView,
    problems: ['transition-refused', 'rule-broken', 'conflict', 'four-eyes', 'wrong-password', 'locked'],
  }),
  attachFile: operation({
    method: 'POST',
    path: '/requests/:id/attachments',
    tag,
    summary: 'Lay a file beside a draft or returned request: at most 10 of 10 MiB each; seen by the two parties',
    roles: ['buyer'],
    verified: true,
    kind: 'upload',
    status: 201,
    params: requestParams,
    response: attachmentView,
    problems: ['transition-refused', 'rule-broken', 'unsupported-media', 'too-large'],
  }),
  getAttachment: operation({
    method: 'GET',
    path: '/requests/:id/attachments/:attachmentId',
    tag,
    summary: 'A file that was laid beside a request',
    roles: ['buyer', 'provider', 'regulator'],
    kind: 'download',
    params: z.strictObject({ id: id('req'), attachmentId: id('att') }),
  }),
  removeAttachment: operation({
    method: 'DELETE',
    path: '/requests/:id/attachments/:attachmentId',
    tag,
    summary: 'Take a file away from a draft or returned request',
    roles: ['buyer'],
    verified: true,
    params: z.strictObject({ id: id('req'), attachmentId: id('att') }),
    response: z.strictObject({}),
    problems: ['transition-refused'],
  }),
  getAgreement: operation({
    method: 'GET',
    path: '/agreements/:id',
    tag,
    summary: 'An agreement: frozen terms, hash and signatures',
    roles: ['buyer', 'provider', 'operator', 'regulator'],
    params: agreementParams,
    response: agreementView,
  }),
  getAgreementDocument: operation({
    method: 'GET',
    path: '/agreements/:id/document',
    tag,
    summary: 'The canonical JSON document (RFC 8785), byte for byte as it was hashed',
    roles: ['buyer', 'provider', 'operator', 'regulator'],
    kind: 'download',
    params: agreementParams,
  }),
  signAgreement: operation({
    method: 'POST',
    path: '/agreements/:id/signatures',
    tag,
    summary:
      'Accept and sign: binds the party to exactly the document with this hash; the second signature places the order',
    roles: ['buyer', 'provider'],
    scope: 'session',
    verified: true,
    idempotent: true,
    status: 201,
    params: agreementParams,
    /** The account’s password is asked again. */
    body: z.strictObject({ sha256, accept: z.literal(true), password: z.string().min(1).max(500) }),
    response: agreementView,
    problems: ['transition-refused', 'conflict', 'wrong-password', 'locked'],
  }),
  transitionAgreement: operation({
    method: 'POST',
    path: '/agreements/:id/transitions',
    tag,
    summary: 'Refuse to sign',
    roles: ['buyer', 'provider'],
    scope: 'session',
    idempotent: true,
    params: agreementParams,
    body: transitionBody(actionsOf(agreementLifecycle)),
    response: agreementView,
    problems: ['transition-refused'],
  }),
  giveNotice: operation({
    method: 'POST',
    path: '/agreements/:id/notices',
    tag,
    summary: 'End an agreement early: access ends when the agreed days of notice have passed; the other party is told',
    roles: ['buyer', 'provider'],
    scope: 'session',
    idempotent: true,
    status: 201,
    params: agreementParams,
    body: z.strictObject({ reason: text(3, 2000) }),
    response: agreementView,
    problems: ['transition-refused'],
  }),
  withdrawNotice: operation({
    method: 'POST',
    path: '/agreements/:id/notices/withdrawals',
    tag,
    summary: 'Take back the own notice before the agreement has ended',
    roles: ['buyer', 'provider'],
    scope: 'session',
    idempotent: true,
    params: agreementParams,
    response: agreementView,
    problems: ['transition-refused'],
  }),
  getAgreementPdf: operation({
    method: 'GET',
    path: '/agreements/:id/pdf',
    tag,
    summary: 'The agreement on paper in one language, from the frozen terms, with its signatures',
    roles: ['buyer', 'provider', 'operator', 'regulator'],
    kind: 'download',
    params: agreementParams,
    query: z.strictObject({ language: z.enum(['vi', 'en']).default('vi') }),
  }),
  listOrders: operation({
    method: 'GET',
    path: '/orders',
    tag,
    summary: 'Orders of the own organisation (operator and regulator: of all), newest first',
    roles: ['buyer', 'provider', 'operator', 'regulator'],
    query: z.strictObject({
      ...pageQuery,
      role: z.enum(['buyer', 'provider']).optional(),
      state: z.enum(statesOf(orderLifecycle)).optional(),
    }),
    response: page(orderCard),
  }),
  getOrder: operation({
    method: 'GET',
    path: '/orders/:id',
    tag,
    summary: 'One order with its timeline and progress',
    roles: ['buyer', 'provider', 'operator', 'regulator'],
    params: orderParams,
    response: orderView,
  }),
  watchOrder: operation({
    method: 'GET',
    path: '/orders/:id/progress',
    tag,
    summary: 'Live state and progress of an order, as server-sent events',
    roles: ['buyer', 'provider', 'operator', 'regulator'],
    kind: 'events',
    params: orderParams,
  }),
  transitionOrder: operation({
    method: 'POST',
    path: '/orders/:id/transitions',
    tag,
    summary: 'Accept a delivery, cancel, retry or refund an order',
    roles: ['buyer', 'provider', 'operator'],
    scope: 'session',
    idempotent: true,
    params: orderParams,
    body: transitionBody(actionsOf(orderLifecycle)),
    response: orderView,
    problems: ['transition-refused'],
  }),
};
