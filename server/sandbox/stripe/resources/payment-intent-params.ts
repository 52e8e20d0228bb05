import { accepted, flag, integer, list, metadata, notSimulated, oneOf, required, text, url } from '../params.js';

export const describing = {
  description: text(1000),
  receipt_email: text(800),
  shipping: accepted,
  statement_descriptor: text(22),
  statement_descriptor_suffix: text(22),
  transfer_group: text(),
};

export const confirming = {
  payment_method: text(),
  return_url: url,
  error_on_requires_action: flag,
  mandate_data: accepted,
  off_session: accepted,
  setup_future_usage: accepted,
  use_stripe_sdk: accepted,
};

export const unsupported = {
  application_fee_amount: notSimulated,
  on_behalf_of: notSimulated,
  payment_method_data: notSimulated,
  transfer_data: notSimulated,
};

export const createShape = {
  ...describing,
  ...confirming,
  ...unsupported,
  amount: required(integer(1)),
  automatic_payment_methods: accepted,
  capture_method: oneOf('automatic', 'automatic_async', 'manual'),
  confirm: flag,
  confirmation_method: oneOf('automatic', 'manual'),
  currency: required(text(3)),
  customer: text(),
  metadata,
  payment_method_types: list(text()),
};
