import { offerLifecycle } from '../../contracts/lifecycles/offer.js';
import { subject } from '../lifecycle/advance.js';
import { Offers } from './tables.js';

export const offerSubject = subject(offerLifecycle, Offers, (row) => [row.id, row.datasetId, row.providerId]);
