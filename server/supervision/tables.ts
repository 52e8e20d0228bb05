import { EntitySchema } from 'typeorm';
import type { IncidentReport } from '../../contracts/supervision.js';
import { json, moment, primaryId, reference, type Stateful, stateColumns, text } from '../kernel/columns.js';

/** A regulator's question to one party. */
export type Question = Stateful & {
  subjectKind: string;
  subjectId: string;
  organisationId: string;
  /** The regulator that asks. */
  askedBy: string;
  dueAt: Date;
  createdAt: Date;
};
export const Questions = new EntitySchema<Question>({
  name: 'questions',
  columns: {
    id: primaryId,
    subjectKind: text(),
    subjectId: text(),
    organisationId: reference('organisations'),
    askedBy: reference('organisations'),
    dueAt: moment(),
    createdAt: moment(),
    ...stateColumns,
  },
  indices: [{ name: 'questions_organisation', columns: ['organisationId', 'id'] }],
});

/** One entry of a question's thread, of either side; written once. */
export type Answer = {
  id: string;
  questionId: string;
  organisationId: string;
  memberName: string;
  text: string;
  at: Date;
};
export const Answers = new EntitySchema<Answer>({
  name: 'answers',
  columns: {
    id: primaryId,
    questionId: reference('questions'),
    organisationId: reference('organisations'),
    memberName: text(),
    text: text(),
    at: moment(),
  },
  indices: [{ name: 'answers_question', columns: ['questionId', 'id'] }],
});

/** An authority's request to take a dataset down. */
export type Takedown = Stateful & {
  datasetId: string;
  revisionId: string | null;
  requestedBy: string;
  ground: string;
  statement: string;
  receivedAt: Date;
  dueAt: Date;
  holdId: string | null;
};
export const Takedowns = new EntitySchema<Takedown>({
  name: 'takedowns',
  columns: {
    id: primaryId,
    datasetId: reference('datasets'),
    revisionId: reference('revisions', { nullable: true }),
    requestedBy: reference('organisations'),
    ground: text(),
    statement: text(),
    receivedAt: moment(),
    dueAt: moment(),
    holdId: reference('holds', { nullable: true }),
    ...stateColumns,
  },
});

/** An entry of the register of incidents. */
export type Incident = Stateful & {
  /** Whose data it concerns. */
  organisationId: string;
  openedBy: string;
  datasetId: string | null;
  report: IncidentReport;
  detectedAt: Date;
  dueAt: Date;
  sentAt: Date | null;
  createdAt: Date;
};
export const Incidents = new EntitySchema<Incident>({
  name: 'incidents',
  columns: {
    id: primaryId,
    organisationId: reference('organisations'),
    openedBy: reference('organisations'),
    datasetId: reference('datasets', { nullable: true }),
    report: json(),
    detectedAt: moment(),
    dueAt: moment(),
    sentAt: moment({ nullable: true }),
    createdAt: moment(),
    ...stateColumns,
  },
  indices: [{ name: 'incidents_organisation', columns: ['organisationId', 'id'] }],
});

/** An organisation that an incident concerns; told once. */
export type IncidentNotice = {
  id: string;
  incidentId: string;
  organisationId: string;
  askedAt: Date;
  toldAt: Date | null;
};
export const IncidentNotices = new EntitySchema<IncidentNotice>({
  name: 'incident_notices',
  columns: {
    id: primaryId,
    incidentId: reference('incidents'),
    organisationId: reference('organisations'),
    askedAt: moment(),
    toldAt: moment({ nullable: true }),
  },
  uniques: [{ name: 'incident_notices_once', columns: ['incidentId', 'organisationId'] }],
});
