import { datasetLifecycle } from '../../contracts/lifecycles/dataset.js';
import { revisionLifecycle } from '../../contracts/lifecycles/revision.js';
import { subject } from '../lifecycle/advance.js';
import { Datasets, Revisions } from './tables.js';

export const datasetSubject = subject(datasetLifecycle, Datasets, (row) => [row.id, row.providerId]);
export const revisionSubject = subject(revisionLifecycle, Revisions, (row) => [row.id, row.datasetId, row.providerId]);
