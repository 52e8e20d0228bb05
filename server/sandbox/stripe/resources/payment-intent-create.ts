import { type Cause, emit } from '../emit.js';
import { newId } from '../ids.js';
import type { PaymentIntent } from '../objects.js';
import type { Metadata } from '../objects-common.js';

export type NewIntent = {
  amount: number;
  currency: string;
  capture_method?: PaymentIntent['capture_method'];
  confirmation_method?: string;
  customer?: string | null;
  description: string | null;
  metadata: Metadata;
  payment_method_types?: string[];
  receipt_email: string | null;
  shipping?: unknown;
  statement_descriptor: string | null;
  statement_descriptor_suffix: string | null;
  transfer_group: string | null;
};

export function createPaymentIntent(cause: Cause, given: NewIntent): PaymentIntent {
  const id = newId('pi');
  const types = given.payment_method_types;
  const intent = cause.tx.put({
    id,
    object: 'payment_intent',
    allowed_payment_method_types: null,
    amount: given.amount,
    amount_capturable: 0,
    amount_details: { tip: {} },
    amount_received: 0,
    application: null,
    application_fee_amount: null,
    automatic_payment_methods: types ? null : { allow_redirects: 'always', enabled: true },
    canceled_at: null,
    cancellation_reason: null,
    capture_method: given.capture_method ?? 'automatic_async',
    client_secret: `${id}_secret_${newId('x').slice(2)}`,
    confirmation_method: given.confirmation_method ?? 'automatic',
    created: cause.now,
    currency: given.currency,
    customer: given.customer ?? null,
    customer_account: null,
    description: given.description,
    excluded_payment_method_types: null,
    last_payment_error: null,
    latest_charge: null,
    livemode: false,
    managed_payments: null,
    metadata: given.metadata,
    next_action: null,
    on_behalf_of: null,
    payment_method: null,
    payment_method_configuration_details: null,
    payment_method_options: {
      card: { installments: null, mandate_options: null, network: null, request_three_d_secure: 'automatic' },
    },
    payment_method_types: types ?? ['card'],
    payment_record: null,
    processing: null,
    receipt_email: given.receipt_email,
    review: null,
    setup_future_usage: null,
    shipping: given.shipping ?? null,
    source: null,
    statement_descriptor: given.statement_descriptor,
    statement_descriptor_suffix: given.statement_descriptor_suffix,
    status: 'requires_payment_method',
    transfer_data: null,
    transfer_group: given.transfer_group,
  });
  emit(cause, 'payment_intent.created', intent);
  return intent;
}
