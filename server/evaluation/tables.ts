import { EntitySchema } from 'typeorm';
import type { RefusalCode } from '../../contracts/evaluation.js';
import type { Purpose } from '../../contracts/licences/policy.js';
import {
  count,
  flag,
  json,
  moment,
  primaryId,
  reference,
  type Stateful,
  stateColumns,
  text,
} from '../kernel/columns.js';
import type { Population } from './statements.js';

/** Whether a dataset can be tried, and what a session may take; a dataset without a row cannot. */
export type EvaluationSetting = {
  datasetId: string;
  allowed: boolean;
  k: number;
  queries: number;
  rows: number;
  seconds: number;
  days: number;
  updatedAt: Date;
};
export const EvaluationSettingsTable = new EntitySchema<EvaluationSetting>({
  name: 'evaluation_settings',
  columns: {
    datasetId: { ...reference('datasets'), primary: true },
    allowed: flag(false),
    k: count(),
    queries: count(),
    rows: count(),
    seconds: count(),
    days: count(),
    updatedAt: moment(),
  },
  checks: [{ name: 'evaluation_settings_k', expression: 'k >= 10' }],
});

/** A buyer's trial of one revision; its limits are those of the day it was opened. */
export type Evaluation = Stateful & {
  datasetId: string;
  revisionId: string;
  providerId: string;
  buyerId: string;
  requestId: string | null;
  purpose: Purpose;
  statement: string;
  k: number;
  queries: number;
  rows: number;
  seconds: number;
  openedBy: string;
  openedAt: Date;
  expiresAt: Date;
};
export const Evaluations = new EntitySchema<Evaluation>({
  name: 'evaluations',
  columns: {
    id: primaryId,
    datasetId: reference('datasets'),
    revisionId: reference('revisions'),
    providerId: reference('organisations'),
    buyerId: reference('organisations'),
    requestId: reference('access_requests', { nullable: true }),
    purpose: text(),
    statement: text(),
    k: count(),
    queries: count(),
    rows: count(),
    seconds: count(),
    openedBy: reference('members'),
    openedAt: moment(),
    expiresAt: moment(),
    ...stateColumns,
  },
  checks: [{ name: 'evaluations_k', expression: 'k >= 10' }],
  indices: [
    { name: 'evaluations_provider', columns: ['providerId', 'id'] },
    { name: 'evaluations_buyer', columns: ['buyerId', 'id'] },
    { name: 'evaluations_request', columns: ['requestId'] },
    // One open session per buyer and dataset.
    {
      name: 'evaluations_open',
      columns: ['buyerId', 'datasetId'],
      unique: true,
      where: `state = 'opened'`,
      synchronize: false,
    },
  ],
});

/** One question. Written when it is asked and once more when it is over; the database refuses any other change. */
export type EvaluationQueryRow = {
  id: string;
  evaluationId: string;
  buyerId: string;
  revisionId: string;
  number: number;
  sql: string;
  salt: string;
  commitment: string;
  outcome: 'running' | 'answered' | 'refused' | 'failed';
  refusal: { code: RefusalCode; detail: { vi: string; en: string } } | null;
  /** What was answered, to compare later questions with; null where nothing was. */
  population: Population | null;
  rows: number;
  cpuMs: number;
  askedBy: string;
  at: Date;
};
export const EvaluationQueries = new EntitySchema<EvaluationQueryRow>({
  name: 'evaluation_queries',
  columns: {
    id: primaryId,
    evaluationId: reference('evaluations'),
    buyerId: reference('organisations'),
    revisionId: reference('revisions'),
    number: count(),
    sql: text(),
    salt: text(),
    commitment: text(),
    outcome: text(),
    refusal: json({ nullable: true }),
    population: json({ nullable: true }),
    rows: count(),
    cpuMs: count(),
    askedBy: reference('members'),
    at: moment(),
  },
  uniques: [{ name: 'evaluation_queries_number', columns: ['evaluationId', 'number'] }],
  indices: [
    { name: 'evaluation_queries_buyer', columns: ['buyerId', 'revisionId'] },
    // One at a time per organisation and revision: each is compared with those before it.
    {
      name: 'evaluation_queries_running',
      columns: ['buyerId', 'revisionId'],
      unique: true,
      where: `outcome = 'running'`,
      synchronize: false,
    },
  ],
});
