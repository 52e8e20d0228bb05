import { entitlementLifecycle } from '../../contracts/lifecycles/entitlement.js';
import { subject } from '../lifecycle/advance.js';
import { Entitlements } from './tables.js';

export const entitlementSubject = subject(entitlementLifecycle, Entitlements, (row) => [
  row.id,
  row.orderId,
  row.agreementId,
  row.datasetId,
  row.providerId,
  row.buyerId,
]);
