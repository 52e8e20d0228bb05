import { invalidParameter, refused } from '../errors.js';
import { newId } from '../ids.js';
import { currencyCodes } from '../money.js';
import type { LineItem } from '../objects.js';
import {
  accepted,
  integer,
  list,
  metadata,
  notSimulated,
  object,
  oneOf,
  type Params,
  required,
  text,
  url,
} from '../params.js';

const lineItemShape = {
  price_data: required(
    object({
      currency: required(text(3)),
      product_data: required(
        object({
          name: required(text(250)),
          description: text(),
          images: list(url),
          metadata,
          tax_code: accepted,
          tax_details: accepted,
          unit_label: accepted,
        }),
      ),
      unit_amount: required(integer(1)),
      tax_behavior: accepted,
      product: notSimulated,
      recurring: notSimulated,
      unit_amount_decimal: notSimulated,
    }),
  ),
  quantity: integer(1),
  metadata,
  adjustable_quantity: notSimulated,
  price: notSimulated,
  tax_rates: notSimulated,
};

/** Every parameter of `POST /v1/checkout/sessions` that the official SDK names. */
export const sessionShape = {
  cancel_url: url,
  client_reference_id: text(200),
  customer_email: text(800),
  expires_at: integer(0),
  integration_identifier: text(),
  line_items: required(list(object(lineItemShape))),
  locale: text(10),
  metadata,
  mode: oneOf('payment'),
  payment_intent_data: object({
    description: text(1000),
    metadata,
    receipt_email: text(800),
    statement_descriptor: text(22),
    statement_descriptor_suffix: text(22),
    transfer_group: text(),
    shipping: accepted,
    application_fee_amount: notSimulated,
    capture_method: oneOf('automatic', 'automatic_async'),
    on_behalf_of: notSimulated,
    setup_future_usage: notSimulated,
    transfer_data: notSimulated,
  }),
  submit_type: oneOf('auto', 'book', 'donate', 'pay'),
  success_url: required(url),
  ui_mode: oneOf('hosted_page'),

  adaptive_pricing: accepted,
  allowed_payment_method_types: accepted,
  billing_address_collection: accepted,
  branding_settings: accepted,
  consent_collection: accepted,
  currency: accepted,
  custom_text: accepted,
  customer_creation: accepted,
  excluded_payment_method_types: accepted,
  invoice_creation: accepted,
  name_collection: accepted,
  origin_context: accepted,
  payment_method_collection: accepted,
  payment_method_configuration: accepted,
  payment_method_data: accepted,
  payment_method_options: accepted,
  phone_number_collection: accepted,
  saved_payment_method_options: accepted,
  tax_id_collection: accepted,
  wallet_options: accepted,

  after_expiration: notSimulated,
  allow_promotion_codes: notSimulated,
  automatic_tax: notSimulated,
  custom_fields: notSimulated,
  customer: notSimulated,
  customer_account: notSimulated,
  customer_update: notSimulated,
  discounts: notSimulated,
  managed_payments: notSimulated,
  optional_items: notSimulated,
  permissions: notSimulated,
  redirect_on_completion: notSimulated,
  return_url: notSimulated,
  setup_intent_data: notSimulated,
  shipping_address_collection: notSimulated,
  shipping_options: notSimulated,
  subscription_data: notSimulated,
};

type GivenItems = Params<typeof sessionShape>['line_items'];

/** The session's items; all in one currency the stand-in knows. Amounts in the smallest unit. */
export function lineItems(given: GivenItems, now: number): LineItem[] {
  if (given.length === 0)
    throw invalidParameter('parameter_missing', 'line_items', 'Missing required param: line_items.');
  const items = given.map(({ price_data, quantity = 1, metadata: about }, index): LineItem => {
    const currency = price_data.currency.toLowerCase();
    if (!currencyCodes.includes(currency)) {
      const param = `line_items[${index}][price_data][currency]`;
      throw refused(
        `Invalid currency: ${currency}. The Stripe simulation knows ${currencyCodes.join(', ')}.`,
        undefined,
        param,
      );
    }
    const amount = price_data.unit_amount * quantity;
    if (!Number.isSafeInteger(amount)) throw refused('Amount is too large.', 'amount_too_large', 'line_items');
    return {
      id: newId('li'),
      object: 'item',
      adjustable_quantity: null,
      amount_discount: 0,
      amount_subtotal: amount,
      amount_tax: 0,
      amount_total: amount,
      currency,
      description: price_data.product_data.name,
      metadata: about ?? {},
      price: inlinePrice(price_data.unit_amount, currency, now),
      quantity,
    };
  });
  if (new Set(items.map((item) => item.currency)).size > 1) {
    throw refused('All line items must use the same currency.', undefined, 'line_items');
  }
  return items;
}

function inlinePrice(unitAmount: number, currency: string, now: number) {
  return {
    id: newId('price'),
    object: 'price',
    active: false,
    billing_scheme: 'per_unit',
    created: now,
    currency,
    custom_unit_amount: null,
    livemode: false,
    lookup_key: null,
    metadata: {},
    nickname: null,
    product: newId('prod', 14),
    recurring: null,
    tax_behavior: 'unspecified',
    tiers_mode: null,
    transform_quantity: null,
    type: 'one_time',
    unit_amount: unitAmount,
    unit_amount_decimal: String(unitAmount),
  };
}
