import { z } from 'zod';
import {
  allowedAction,
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
});
export type RequestView = z.infer<typeof requestView>;

export const requestInput = z.strictObject({
  offerId: id('off'),
  purpose,
  statement: text(30, 5000),
  project: text(2, 300),
});
export type RequestInput = z.infer<typeof requestInput>;

/** A party’s signature under the hash of the frozen document. */
export const signatureView = z.strictObject({
  party: z.enum(['provider', 'buyer']),
  organisation: organisationRef,
  /** Name shown to both parties; null where the offer’s own rule signed. */
  signer: z.string().nullable(),
  method: z.enum(['session', 'standing-offer']),
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
export const requestCard = requestView.omit({ timeline: true });
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
    summary: 'Send a returned request again, changed',
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
    summary: 'Approve and sign, return, decline or withdraw an access request',
    roles: ['buyer', 'provider'],
    scope: 'session',
    idempotent: true,
    params: requestParams,
    body: transitionBody(actionsOf(requestLifecycle)),
    response: requestView,
    problems: ['transition-refused', 'rule-broken', 'four-eyes'],
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
    summary: 'Accept and sign: binds the buyer to exactly the document with this hash, and places the order',
    roles: ['buyer'],
    scope: 'session',
    verified: true,
    idempotent: true,
    status: 201,
    params: agreementParams,
    body: z.strictObject({ sha256, accept: z.literal(true) }),
    response: agreementView,
    problems: ['transition-refused', 'conflict'],
  }),
  transitionAgreement: operation({
    method: 'POST',
    path: '/agreements/:id/transitions',
    tag,
    summary: 'Refuse to sign',
    roles: ['buyer'],
    scope: 'session',
    idempotent: true,
    params: agreementParams,
    body: transitionBody(actionsOf(agreementLifecycle)),
    response: agreementView,
    problems: ['transition-refused'],
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
