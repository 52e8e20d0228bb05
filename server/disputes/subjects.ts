import { disputeLifecycle } from '../../contracts/lifecycles/dispute.js';
import { subject } from '../lifecycle/advance.js';
import { Disputes } from './tables.js';

/** A dispute stands still while its order, dataset or a party is frozen: it moves money and rights. */
export const disputeSubject = subject(disputeLifecycle, Disputes, (row) => [
  row.id,
  row.orderId,
  row.datasetId,
  row.providerId,
  row.buyerId,
]);
