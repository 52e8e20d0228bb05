import { accepted, flag, list, notSimulated, object, oneOf, optionalText, text } from '../params.js';
import { PARTS } from './view-v2.js';

export const include = list(oneOf(...PARTS));
const requested = object({ requested: flag });
export const shape = {
  configuration: object({
    customer: notSimulated,
    merchant: notSimulated,
    recipient: object({
      applied: flag,
      capabilities: object({ stripe_balance: object({ stripe_transfers: requested }) }),
    }),
  }),
  contact_email: optionalText(800),
  dashboard: oneOf('express', 'full', 'none'),
  defaults: object({
    currency: text(3),
    locales: list(text()),
    profile: accepted,
    responsibilities: object({
      fees_collector: oneOf('application', 'application_custom', 'application_express', 'stripe'),
      losses_collector: oneOf('application', 'stripe'),
    }),
  }),
  display_name: optionalText(),
  identity: object({
    attestations: accepted,
    business_details: accepted,
    country: text(2),
    entity_type: oneOf('company', 'government_entity', 'individual', 'non_profit'),
    individual: accepted,
  }),
  include,
};
