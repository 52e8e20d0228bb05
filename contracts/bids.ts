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
import { purpose } from './licensing.js';
import { bidLifecycle } from './lifecycles/bid.js';
import { actionsOf, statesOf } from './lifecycles.js';
import { operation } from './operation.js';
import { sectorCodes } from './scheme/pilot-2026.js';

/** What a bid says at least: what data, for what, and which rights (Decree 314/2026, Art. 8(1)). */
export const bidInput = z.strictObject({
  title: text(5, 200),
  /** Content, level of detail, needed columns. */
  description: text(30, 5000),
  sector: z.enum(sectorCodes),
  periodFrom: z.iso.date().nullable(),
  periodTo: z.iso.date().nullable(),
  /** Scope: territory, population. */
  scope: text(2, 500),
  /** Form and way of delivery. */
  delivery: text(2, 500),
  /** Quality and technical needs. */
  quality: text(2, 2000),
  purpose,
  purposeText: text(20, 2000),
  /** Wanted rights: how long, and other conditions. */
  months: z.number().int().min(1).max(120).nullable(),
  rights: text(2, 2000),
  /** What the buyer would pay, in whole đồng before VAT; null = open. */
  budgetVnd: vnd.nullable(),
  /** The last day on which answers are taken, in UTC+7. */
  closesOn: z.iso.date(),
});
export type BidInput = z.infer<typeof bidInput>;

export const bidCard = z.strictObject({
  id: id('bid'),
  title: z.string(),
  sector: z.string(),
  buyer: organisationRef,
  state: z.enum(statesOf(bidLifecycle)),
  purpose,
  budgetVnd: vnd.nullable(),
  closesOn: z.iso.date(),
  answers: z.number().int(),
  createdAt: moment,
});
export type BidCard = z.infer<typeof bidCard>;

export const bidView = bidInput.extend(bidCard.shape).extend({
  stateReason: z.string().nullable(),
  version: z.number().int(),
  /** What keeps it from being published; told to its buyer and the operator. */
  findings: z.array(z.strictObject({ code: z.string(), sentence: bilingual })),
  /** Datasets that providers answered with, oldest first. */
  answered: z.array(
    z.strictObject({
      id: id('ban'),
      dataset: z.strictObject({ id: id('ds'), titleVi: z.string(), titleEn: z.string() }),
      provider: organisationRef,
      note: z.string(),
      createdAt: moment,
      /** The buyer chose it. */
      chosen: z.boolean(),
    }),
  ),
  own: z.boolean(),
  canAnswer: z.boolean(),
  canChoose: z.boolean(),
  actions: z.array(allowedAction),
});
export type BidView = z.infer<typeof bidView>;

const tag = 'bids';
const params = z.strictObject({ id: id('bid') });
export const bidOperations = {
  listBids: operation({
    method: 'GET',
    path: '/bids',
    tag,
    summary: 'Bids that are open, newest first; also matched and closed ones',
    roles: 'anyone',
    query: z.strictObject({
      ...pageQuery,
      state: z.enum(['open', 'matched', 'closed']).default('open'),
      sector: z.enum(sectorCodes).optional(),
    }),
    response: page(bidCard),
  }),
  listOwnBids: operation({
    method: 'GET',
    path: '/buyer/bids',
    tag,
    summary: 'Bids of the own organisation in every state, newest first',
    roles: ['buyer'],
    query: z.strictObject(pageQuery),
    response: page(bidCard),
  }),
  listBidQueue: operation({
    method: 'GET',
    path: '/operator/bids',
    tag,
    summary: 'Bids that wait for moderation, newest first',
    roles: ['operator'],
    query: z.strictObject(pageQuery),
    response: page(bidCard),
  }),
  createBid: operation({
    method: 'POST',
    path: '/bids',
    tag,
    summary: 'Write a bid as a draft',
    roles: ['buyer'],
    verified: true,
    status: 201,
    body: bidInput,
    response: bidView,
    problems: ['rule-broken'],
  }),
  editBid: operation({
    method: 'PATCH',
    path: '/bids/:id',
    tag,
    summary: 'Edit a draft or a returned bid',
    roles: ['buyer'],
    ifMatch: true,
    params,
    body: bidInput.partial(),
    response: bidView,
    problems: ['transition-refused', 'rule-broken'],
  }),
  getBid: operation({
    method: 'GET',
    path: '/bids/:id',
    tag,
    summary: 'One bid with its answers',
    roles: 'anyone',
    params,
    response: bidView,
  }),
  transitionBid: operation({
    method: 'POST',
    path: '/bids/:id/transitions',
    tag,
    summary: 'Submit, publish, return, reject or close a bid',
    roles: ['buyer', 'operator'],
    idempotent: true,
    params,
    body: transitionBody(actionsOf(bidLifecycle)),
    response: bidView,
    problems: ['transition-refused', 'rule-broken'],
  }),
  answerBid: operation({
    method: 'POST',
    path: '/bids/:id/answers',
    tag,
    summary: 'Answer an open bid with an own listed dataset',
    roles: ['provider'],
    verified: true,
    idempotent: true,
    params,
    body: z.strictObject({ datasetId: id('ds'), note: text(0, 2000).default('') }),
    response: bidView,
    problems: ['transition-refused', 'conflict'],
  }),
  matchBid: operation({
    method: 'POST',
    path: '/bids/:id/match',
    tag,
    summary: 'Choose one of the answers; access is then requested under its offers as ever',
    roles: ['buyer'],
    verified: true,
    idempotent: true,
    params,
    body: z.strictObject({ answerId: id('ban') }),
    response: bidView,
    problems: ['transition-refused'],
  }),
};
