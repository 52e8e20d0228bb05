import { z } from 'zod';
import {
  allowedAction,
  bilingual,
  id,
  moment,
  organisationRef,
  page,
  pageQuery,
  sha256,
  text,
  transitionBody,
} from './common.js';
import { purposes } from './licences/policy.js';
import { evaluationLifecycle } from './lifecycles/evaluation.js';
import { actionsOf, statesOf } from './lifecycles.js';
import { operation } from './operation.js';
import { evaluationBounds as bounds } from './scheme/evaluation.js';

/** Why a question is not answered. */
export const refusalCode = z.enum([
  'not-sql',
  'not-select',
  'no-export',
  'construct',
  'table',
  'column',
  'function',
  'aggregate',
  'row-values',
  'condition',
  'narrow',
  'identifying',
  'small',
  'too-close',
  'many-groups',
  'types',
  'resources',
  'budget',
]);
export type RefusalCode = z.infer<typeof refusalCode>;

const cellKind = z.enum(['number', 'text', 'date', 'timestamp', 'boolean']);

/** An answer for the screen: groups and aggregates. Counts are rounded to 5, other numbers to four digits. */
export const answer = z.strictObject({
  columns: z.array(z.strictObject({ name: z.string(), role: z.enum(['group', 'value']), kind: cellKind })),
  /** A cell is null where it would come from too few rows. */
  rows: z.array(z.array(z.union([z.string(), z.number(), z.null()]))),
  /** Groups left out, because they are too small or too near to an earlier answer. */
  dropped: z.number().int(),
});
export type Answer = z.infer<typeof answer>;

const limits = {
  k: z
    .number()
    .int()
    .min(bounds.k.least)
    .max(bounds.k.most)
    .meta({ examples: [10] }),
  queries: z.number().int().min(bounds.queries.least).max(bounds.queries.most),
  rows: z.number().int().min(bounds.rows.least).max(bounds.rows.most),
  seconds: z.number().int().min(bounds.seconds.least).max(bounds.seconds.most),
  days: z.number().int().min(bounds.days.least).max(bounds.days.most),
};

/** The provider's switch for one dataset, and what a session may take. */
export const evaluationSettings = z.strictObject({ allowed: z.boolean(), ...limits });
export type EvaluationSettings = z.infer<typeof evaluationSettings>;

/** One question with what became of it. `sql` stands in the public log only as a salted hash. */
export const evaluationQuery = z.strictObject({
  id: id('evq'),
  number: z.number().int(),
  /** For the buyer, the provider and the regulator; null for the operator. */
  sql: z.string().nullable(),
  /** SHA-256 of `salt:sql`, as the log has it; with the salt anybody who knows the text can check it. */
  commitment: sha256,
  salt: z.string().nullable(),
  outcome: z.enum(['running', 'answered', 'refused', 'failed']),
  refusal: z.strictObject({ code: refusalCode, detail: bilingual }).nullable(),
  rows: z.number().int(),
  cpuMs: z.number().int(),
  at: moment,
});
export type EvaluationQuery = z.infer<typeof evaluationQuery>;

/** A question that the data invites, to be asked with one click. */
export const suggestion = z.strictObject({
  title: bilingual,
  sql: z.string(),
  /** How the answer is drawn: bars by category, or a line over time. */
  chart: z.enum(['bars', 'line', 'none']),
});
export type Suggestion = z.infer<typeof suggestion>;

const budget = z.strictObject({ used: z.number(), of: z.number() });
export const evaluationCard = z.strictObject({
  id: id('evl'),
  dataset: z.strictObject({ id: id('ds'), titleVi: z.string(), titleEn: z.string() }),
  revisionId: id('rev'),
  revisionNumber: z.number().int(),
  provider: organisationRef,
  buyer: organisationRef,
  requestId: id('req').nullable(),
  purpose: z.enum(purposes),
  statement: z.string(),
  state: z.enum(statesOf(evaluationLifecycle)),
  stateReason: z.string().nullable(),
  k: z.number().int(),
  budget: z.strictObject({ queries: budget, rows: budget, seconds: budget }),
  openedAt: moment,
  expiresAt: moment,
  version: z.number().int(),
  actions: z.array(allowedAction),
});
export type EvaluationCard = z.infer<typeof evaluationCard>;

export const evaluationView = evaluationCard.extend({
  /** The tables are ready to be asked; they are made when the first session on a revision opens. */
  ready: z.boolean(),
  canAsk: z.boolean(),
  tables: z.array(
    z.strictObject({
      name: z.string(),
      rows: z.number().int(),
      columns: z.array(z.strictObject({ name: z.string(), kind: cellKind, description: bilingual.nullable() })),
    }),
  ),
  suggestions: z.array(suggestion),
  /** Newest first. */
  queries: z.array(evaluationQuery),
});
export type EvaluationView = z.infer<typeof evaluationView>;

const tag = 'evaluation';
const datasetParams = z.strictObject({ id: id('ds') });
const params = z.strictObject({ id: id('evl') });

export const evaluationOperations = {
  getEvaluationSettings: operation({
    method: 'GET',
    path: '/datasets/:id/evaluation',
    tag,
    summary: 'Whether a dataset can be tried before buying, and what a session may take',
    roles: 'signed-in',
    params: datasetParams,
    response: evaluationSettings,
  }),
  setEvaluationSettings: operation({
    method: 'PUT',
    path: '/datasets/:id/evaluation',
    tag,
    summary: 'Allow evaluation sessions on an own dataset, or no longer',
    roles: ['provider'],
    params: datasetParams,
    body: evaluationSettings,
    response: evaluationSettings,
    problems: ['frozen'],
  }),
  openEvaluation: operation({
    method: 'POST',
    path: '/evaluations',
    tag,
    summary: 'Open an evaluation session on a listed dataset, for a stated purpose',
    roles: ['buyer'],
    verified: true,
    idempotent: true,
    status: 201,
    body: z.strictObject({ datasetId: id('ds'), purpose: z.enum(purposes), statement: text(10, 2000) }),
    response: evaluationView,
    problems: ['rule-broken', 'conflict', 'not-found', 'frozen'],
  }),
  listEvaluations: operation({
    method: 'GET',
    path: '/evaluations',
    tag,
    summary: 'Evaluation sessions of the own organisation (operator and regulator: of all), newest first',
    roles: ['buyer', 'provider', 'operator', 'regulator'],
    query: z.strictObject({ ...pageQuery, datasetId: id('ds').optional(), requestId: id('req').optional() }),
    response: page(evaluationCard),
  }),
  getEvaluation: operation({
    method: 'GET',
    path: '/evaluations/:id',
    tag,
    summary: 'One evaluation session: tables, suggestions, what was asked, what is left of the budget',
    roles: ['buyer', 'provider', 'operator', 'regulator'],
    params,
    response: evaluationView,
  }),
  askEvaluation: operation({
    method: 'POST',
    path: '/evaluations/:id/queries',
    tag,
    summary:
      'Ask one question in SQL; the answer is for the screen and is not kept. A refusal is an answer with its reason',
    roles: ['buyer'],
    scope: 'session',
    verified: true,
    status: 201,
    params,
    body: z.strictObject({ sql: z.string().min(1).max(4000) }),
    response: z.strictObject({ query: evaluationQuery, answer: answer.nullable() }),
    problems: ['transition-refused', 'conflict', 'rule-broken', 'frozen'],
  }),
  exportEvaluation: operation({
    method: 'GET',
    path: '/evaluations/:id/export',
    tag,
    summary: 'Refused to everybody and recorded: nothing is downloaded from an evaluation session',
    roles: ['buyer', 'provider', 'operator', 'regulator'],
    params,
    kind: 'download',
    problems: ['no-export'],
  }),
  attachEvaluation: operation({
    method: 'PUT',
    path: '/evaluations/:id/request',
    tag,
    summary: 'Attach a session to an own access request on the same dataset',
    roles: ['buyer'],
    params,
    body: z.strictObject({ requestId: id('req') }),
    response: evaluationView,
    problems: ['rule-broken', 'conflict', 'frozen'],
  }),
  transitionEvaluation: operation({
    method: 'POST',
    path: '/evaluations/:id/transitions',
    tag,
    summary: 'End or stop an evaluation session',
    roles: ['buyer', 'provider', 'operator', 'regulator'],
    scope: 'session',
    idempotent: true,
    params,
    body: transitionBody(actionsOf(evaluationLifecycle)),
    response: evaluationView,
    problems: ['transition-refused'],
  }),
};
