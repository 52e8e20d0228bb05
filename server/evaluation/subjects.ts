import { evaluationLifecycle } from '../../contracts/lifecycles/evaluation.js';
import { subject } from '../lifecycle/advance.js';
import { Evaluations } from './tables.js';

export const evaluationSubject = subject(evaluationLifecycle, Evaluations, (row) => [
  row.id,
  row.datasetId,
  row.providerId,
  row.buyerId,
  ...(row.requestId === null ? [] : [row.requestId]),
]);
