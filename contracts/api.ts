import { auditOperations } from './audit.js';
import { bankOperations } from './bank.js';
import { catalogueOperations } from './catalogue.js';
import { certificateOperations } from './certificates.js';
import { disputeOperations } from './disputes.js';
import { fulfilmentOperations } from './fulfilment.js';
import { identityOperations } from './identity.js';
import { inspectionOperations } from './inspection.js';
import { invoicingOperations } from './invoicing.js';
import { licensingOperations } from './licensing.js';
import { notificationOperations } from './notifications.js';
import type { AnyOperation } from './operation.js';
import { operationsOperations } from './operations.js';
import { orderingOperations } from './ordering.js';
import { paymentOperations } from './payments.js';
import { payoutOperations } from './payouts.js';
import { pricingOperations } from './pricing.js';
import { reportingOperations } from './reporting.js';
import { sharingOperations } from './sharing.js';
import { supervisionOperations } from './supervision.js';

/** Every operation of the exchange by its id. Routes, the OpenAPI document and the client's calls come from here. */
export const api = {
  ...identityOperations,
  ...catalogueOperations,
  ...licensingOperations,
  ...orderingOperations,
  ...paymentOperations,
  ...pricingOperations,
  ...invoicingOperations,
  ...fulfilmentOperations,
  ...sharingOperations,
  ...certificateOperations,
  ...auditOperations,
  ...operationsOperations,
  ...reportingOperations,
  ...inspectionOperations,
  ...supervisionOperations,
  ...bankOperations,
  ...disputeOperations,
  ...payoutOperations,
  ...notificationOperations,
} as const satisfies Record<string, AnyOperation>;

export type Api = typeof api;
export type OperationId = keyof Api;
