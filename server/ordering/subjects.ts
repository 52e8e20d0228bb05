import { agreementLifecycle } from '../../contracts/lifecycles/agreement.js';
import { orderLifecycle } from '../../contracts/lifecycles/order.js';
import { requestLifecycle } from '../../contracts/lifecycles/request.js';
import { subject } from '../lifecycle/advance.js';
import { AccessRequests, Agreements, Orders } from './tables.js';

export const requestSubject = subject(requestLifecycle, AccessRequests, (row) => [
  row.id,
  row.datasetId,
  row.offerId,
  row.providerId,
  row.buyerId,
]);
export const agreementSubject = subject(agreementLifecycle, Agreements, (row) => [
  row.id,
  row.requestId,
  row.datasetId,
  row.providerId,
  row.buyerId,
]);
export const orderSubject = subject(orderLifecycle, Orders, (row) => [
  row.id,
  row.requestId,
  row.agreementId,
  row.datasetId,
  row.providerId,
  row.buyerId,
]);
