import { type Cause, emit } from '../emit.js';
import type { Resource } from '../endpoints.js';
import { noSuch } from '../errors.js';
import { newId } from '../ids.js';
import { listPage, pageShape } from '../lists.js';
import type { CheckoutSession, PaymentIntent, SessionDetails } from '../objects.js';
import { notSimulated } from '../params.js';

/** The intent of a session, made when its hosted page is first submitted, as Stripe does. */
export function createPaymentIntent(cause: Cause, session: CheckoutSession, details: SessionDetails): PaymentIntent {
  const id = newId('pi');
  const data = details.payment_intent_data;
  const intent = cause.tx.put({
    id,
    object: 'payment_intent',
    allowed_payment_method_types: null,
    amount: session.amount_total,
    amount_capturable: 0,
    amount_received: 0,
    application: null,
    application_fee_amount: null,
    automatic_payment_methods: null,
    canceled_at: null,
    cancellation_reason: null,
    capture_method: 'automatic_async',
    client_secret: `${id}_secret_${newId('x').slice(2)}`,
    confirmation_method: 'automatic',
    created: cause.now,
    currency: session.currency,
    customer: null,
    customer_account: null,
    description: data.description,
    excluded_payment_method_types: null,
    last_payment_error: null,
    latest_charge: null,
    livemode: false,
    managed_payments: null,
    metadata: data.metadata,
    next_action: null,
    on_behalf_of: null,
    payment_method: null,
    payment_method_configuration_details: null,
    payment_method_options: { card: { request_three_d_secure: 'automatic' } },
    payment_method_types: ['card'],
    payment_record: null,
    processing: null,
    receipt_email: data.receipt_email,
    review: null,
    setup_future_usage: null,
    shipping: null,
    source: null,
    statement_descriptor: data.statement_descriptor,
    statement_descriptor_suffix: data.statement_descriptor_suffix,
    status: 'requires_payment_method',
    transfer_data: null,
    transfer_group: data.transfer_group,
  });
  emit(cause, 'payment_intent.created', intent);
  return intent;
}

/** Ends an unpaid intent with its expired session. */
export function cancelPaymentIntent(cause: Cause, intent: PaymentIntent): void {
  const canceled = cause.tx.put({
    ...intent,
    canceled_at: cause.now,
    cancellation_reason: 'expired',
    next_action: null,
    status: 'canceled',
  });
  emit(cause, 'payment_intent.canceled', canceled);
}

export const paymentIntents: Resource<'payment_intent'> = {
  kind: 'payment_intent',
  view: { expandable: { latest_charge: ['charge'], customer: [], payment_method: [], review: [] } },
  mount({ get }) {
    get(
      '/payment_intents',
      { ...pageShape, customer: notSimulated, customer_account: notSimulated },
      (reader, params) => listPage(reader.all('payment_intent'), params, '/v1/payment_intents'),
    );

    get('/payment_intents/:id', {}, (reader, _params, id) => {
      const intent = reader.get('payment_intent', id);
      if (!intent) throw noSuch('payment_intent', id, 'intent', 404);
      return intent;
    });
  },
};
