import { accepted, optionalText } from '../params.js';

const TEXTS = [
  'access_activity_log',
  'billing_address',
  'cancellation_policy_disclosure',
  'cancellation_rebuttal',
  'customer_email_address',
  'customer_name',
  'customer_purchase_ip',
  'duplicate_charge_explanation',
  'duplicate_charge_id',
  'product_description',
  'refund_policy_disclosure',
  'refund_refusal_explanation',
  'service_date',
  'shipping_address',
  'shipping_carrier',
  'shipping_date',
  'shipping_tracking_number',
  'uncategorized_text',
];

/** Ids of uploaded files. */
const FILES = [
  'cancellation_policy',
  'customer_communication',
  'customer_signature',
  'duplicate_charge_documentation',
  'receipt',
  'refund_policy',
  'service_documentation',
  'shipping_documentation',
  'uncategorized_file',
];

/** Every kind of evidence Stripe takes. 150,000 characters in all; the stand-in looks at each alone. */
export const evidenceShape = {
  ...Object.fromEntries([...TEXTS, ...FILES].map((name) => [name, optionalText(20_000)])),
  enhanced_evidence: accepted,
};

export const emptyEvidence: Record<string, unknown> = {
  ...Object.fromEntries([...TEXTS, ...FILES].map((name) => [name, null])),
  enhanced_evidence: {},
};
