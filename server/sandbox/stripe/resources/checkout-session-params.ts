import { invalidParameter, noSuch, refused } from '../errors.js';
import { newId } from '../ids.js';
import { knownCurrency } from '../money.js';
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
import type { Reader } from '../store.js';
import { newPrice } from './products.js';

const lineItemShape = {
  price: text(),
  price_data: object({
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
  quantity: integer(1),
  metadata,
  adjustable_quantity: notSimulated,
  tax_rates: notSimulated,
};

/** Every parameter of `POST /v1/checkout/sessions` that the official SDK names, and one of earlier versions. */
export const sessionShape = {
  cancel_url: url,
  client_reference_id: text(200),
  customer: text(),
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
    setup_future_usage: accepted,
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
  payment_method_types: list(text()),
  phone_number_collection: accepted,
  saved_payment_method_options: accepted,
  tax_id_collection: accepted,
  wallet_options: accepted,

  after_expiration: notSimulated,
  allow_promotion_codes: notSimulated,
  automatic_tax: notSimulated,
  custom_fields: notSimulated,
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
export function lineItems(reader: Reader, given: GivenItems, now: number): LineItem[] {
  if (given.length === 0)
    throw invalidParameter('parameter_missing', 'line_items', 'Missing required param: line_items.');
  const items = given.map((item, index): LineItem => {
    const { quantity = 1, metadata: about = {} } = item;
    const { price, description } = priceOf(reader, item, now, `line_items[${index}]`);
    const amount = price.unit_amount * quantity;
    if (!Number.isSafeInteger(amount)) throw refused('Amount is too large.', 'amount_too_large', 'line_items');
    return {
      id: newId('li'),
      object: 'item',
      adjustable_quantity: null,
      amount_discount: 0,
      amount_subtotal: amount,
      amount_tax: 0,
      amount_total: amount,
      currency: price.currency,
      description,
      metadata: about,
      price,
      quantity,
    };
  });
  if (new Set(items.map((item) => item.currency)).size > 1) {
    throw refused('All line items must use the same currency.', undefined, 'line_items');
  }
  return items;
}

/** The price that is named, or one made on the spot. */
function priceOf(reader: Reader, item: GivenItems[number], now: number, param: string) {
  const { price: named, price_data: data } = item;
  if (named) {
    const price = reader.get('price', named);
    if (!price) throw noSuch('price', named, `${param}[price]`, 400);
    const product = reader.get('product', price.product);
    return { price, description: String(product?.name ?? '') };
  }
  if (!data)
    throw invalidParameter('parameter_missing', `${param}[price_data]`, `Missing required param: ${param}[price].`);
  const currency = knownCurrency(data.currency, `${param}[price_data][currency]`);
  const product = newId('prod', 14);
  const price = newPrice(newId('price'), { currency, now, product, unitAmount: data.unit_amount, active: false });
  return { price, description: data.product_data.name };
}
