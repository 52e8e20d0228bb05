import { incidentLifecycle } from '../../contracts/lifecycles/incident.js';
import { questionLifecycle } from '../../contracts/lifecycles/question.js';
import { takedownLifecycle } from '../../contracts/lifecycles/takedown.js';
import { subject } from '../lifecycle/advance.js';
import { Incidents, Questions, Takedowns } from './tables.js';

/** Supervision goes on under a freeze: an organisation that is frozen still answers. */
const unstopped = () => [];

export const questionSubject = subject(
  questionLifecycle,
  Questions,
  (row) => [row.id, row.subjectId, row.organisationId],
  unstopped,
);
export const takedownSubject = subject(
  takedownLifecycle,
  Takedowns,
  (row) => [row.id, row.datasetId, row.requestedBy],
  unstopped,
);
export const incidentSubject = subject(
  incidentLifecycle,
  Incidents,
  (row) => [row.id, row.organisationId, ...(row.datasetId === null ? [] : [row.datasetId])],
  unstopped,
);
