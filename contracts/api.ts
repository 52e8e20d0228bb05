import { accessOperations } from './access.js';
import { auditOperations } from './audit.js';
import { bankOperations } from './bank.js';
import { bidOperations } from './bids.js';
import { catalogueOperations } from './catalogue.js';
import { certificateOperations } from './certificates.js';
import { directOperations } from './direct.js';
import { discoveryOperations } from './discovery.js';
import { disputeOperations } from './disputes.js';
import { evaluationOperations } from './evaluation.js';
import { fingerprintOperations } from './fingerprint.js';
import { fulfilmentOperations } from './fulfilment.js';
import { gateOperations } from './gate.js';
import { harvestOperations } from './harvest.js';
import { identityOperations } from './identity.js';
import { inspectionOperations } from './inspection.js';
import { intermediaryOperations } from './intermediaries.js';
import { invoicingOperations } from './invoicing.js';
import { licensingOperations } from './licensing.js';
import { moneySettingOperations } from './money-settings.js';
import { notificationOperations } from './notifications.js';
import type { AnyOperation } from './operation.js';
import { operationsOperations } from './operations.js';
import { orderingOperations } from './ordering.js';
import { participantOperations } from './participants.js';
import { paymentOperations } from './payments.js';
import { payoutOperations } from './payouts.js';
import { pricingOperations } from './pricing.js';
import { publishingOperations } from './publishing.js';
import { reportingOperations } from './reporting.js';
import { sharingOperations } from './sharing.js';
import { supervisionOperations } from './supervision.js';
import { uploadOperations } from './uploads.js';
import { webhookOperations } from './webhooks.js';

/** Every operation of the exchange by its id. Routes, the OpenAPI document and the client's calls come from here. */
export const api = {
  ...identityOperations,
  ...catalogueOperations,
  ...discoveryOperations,
  ...publishingOperations,
  ...licensingOperations,
  ...orderingOperations,
  ...paymentOperations,
  ...pricingOperations,
  ...moneySettingOperations,
  ...directOperations,
  ...invoicingOperations,
  ...fulfilmentOperations,
  ...accessOperations,
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
  ...uploadOperations,
  ...gateOperations,
  ...intermediaryOperations,
  ...participantOperations,
  ...bidOperations,
  ...harvestOperations,
  ...webhookOperations,
  ...evaluationOperations,
  ...fingerprintOperations,
} as const satisfies Record<string, AnyOperation>;

export type Api = typeof api;
export type OperationId = keyof Api;
