import { type Cause, emit } from '../emit.js';
import type { Resource } from '../endpoints.js';
import { invalidParameter, noSuch, refused, StripeError } from '../errors.js';
import { listPage, matching, pageShape } from '../lists.js';
import { knownCurrency } from '../money.js';
import type { PaymentIntent } from '../objects.js';
import { changedMetadata, integer, metadataChange, oneOf, optionalText, text } from '../params.js';
import type { Reader } from '../store.js';
import { methodNamed } from '../typed-method.js';
import { captureCharge } from './charges.js';
import { attempt, succeedIntent } from './intent-attempts.js';
import { createPaymentIntent } from './payment-intent-create.js';
import { confirming, createShape, describing, unsupported } from './payment-intent-params.js';

function intentNamed(reader: Reader, id: string): PaymentIntent {
  const intent = reader.get('payment_intent', id);
  if (!intent) throw noSuch('payment_intent', id, 'intent', 404);
  return intent;
}

/** An intent is asked for something its state does not allow. */
function unexpectedState(intent: PaymentIntent, verb: string): StripeError {
  const message = `This PaymentIntent could not be ${verb} because it has a status of ${intent.status}.`;
  const body = { type: 'invalid_request_error', code: 'payment_intent_unexpected_state', message } as const;
  return new StripeError(400, { ...body, payment_intent: intent }, true);
}

/** One try with a way of paying; a refusal of the card is a 402 that leaves its traces. */
function confirm(
  cause: Cause,
  intent: PaymentIntent,
  given: { payment_method?: string | undefined; return_url?: string | undefined },
) {
  const named = given.payment_method ?? intent.payment_method;
  if (!['requires_payment_method', 'requires_confirmation'].includes(intent.status))
    throw unexpectedState(intent, 'confirmed');
  if (!named) {
    const message = 'You cannot confirm this PaymentIntent because it’s missing a payment method.';
    throw refused(message, 'payment_intent_unexpected_state', 'payment_method');
  }
  const method = methodNamed(cause, named, 'payment_method');
  const { return_url } = given;
  const redirect = return_url && {
    type: 'redirect_to_url',
    redirect_to_url: { return_url, url: `https://hooks.stripe.com/3d_secure_2/${intent.id}` },
  };
  const { intent: tried, declined } = attempt(cause, intent, method, redirect ? { nextAction: redirect } : {});
  if (!declined) return tried;
  const error = tried.last_payment_error;
  return new StripeError(
    402,
    { ...error, type: 'card_error', message: error?.message ?? '', payment_intent: tried },
    true,
  );
}

/** Ends an intent that is not paid; what a card had promised is given back. */
export function cancelPaymentIntent(cause: Cause, intent: PaymentIntent, reason: string | null): PaymentIntent {
  const charge = intent.latest_charge ? cause.tx.get('charge', intent.latest_charge) : undefined;
  if (charge && intent.status === 'requires_capture') {
    const freed = cause.tx.put({ ...charge, amount_refunded: charge.amount, refunded: true });
    emit(cause, 'charge.refunded', freed, charge);
  }
  const canceled = cause.tx.put({
    ...intent,
    amount_capturable: 0,
    canceled_at: cause.now,
    cancellation_reason: reason,
    next_action: null,
    status: 'canceled' as const,
  });
  emit(cause, 'payment_intent.canceled', canceled);
  return canceled;
}

export const paymentIntents: Resource<'payment_intent'> = {
  kind: 'payment_intent',
  view: {
    expandable: { latest_charge: ['charge'], customer: ['customer'], payment_method: ['payment_method'], review: [] },
  },
  mount({ get, post }) {
    post('/payment_intents', createShape, (cause, params) => {
      const { amount, currency, customer, confirm: atOnce, payment_method, payment_method_types } = params;
      const { description = null, receipt_email = null, shipping = null, transfer_group = null } = params;
      const { statement_descriptor = null, statement_descriptor_suffix = null } = params;
      const { capture_method, confirmation_method } = params;
      if (customer && !cause.tx.get('customer', customer)) throw noSuch('customer', customer, 'customer', 400);
      const created = createPaymentIntent(cause, {
        amount,
        currency: knownCurrency(currency, 'currency'),
        customer: customer ?? null,
        ...(capture_method ? { capture_method } : {}),
        ...(confirmation_method ? { confirmation_method } : {}),
        ...(payment_method_types ? { payment_method_types } : {}),
        description,
        metadata: params.metadata ?? {},
        receipt_email,
        shipping,
        statement_descriptor,
        statement_descriptor_suffix,
        transfer_group,
      });
      if (atOnce) return confirm(cause, created, params);
      if (!payment_method) return created;
      const method = methodNamed(cause, payment_method, 'payment_method');
      return cause.tx.put({ ...created, payment_method: method.id, status: 'requires_confirmation' as const });
    });

    get('/payment_intents', { ...pageShape, customer: text() }, (reader, params) => {
      const all = reader.all('payment_intent');
      return listPage(matching(all, { customer: params.customer }), params, '/v1/payment_intents');
    });
    get('/payment_intents/:id', {}, (reader, _params, id) => intentNamed(reader, id));

    const changes = {
      ...describing,
      amount: integer(1),
      description: optionalText(1000),
      metadata: metadataChange,
      payment_method: text(),
    };
    post('/payment_intents/:id', changes, (cause, { metadata: about, payment_method, amount, ...params }, id) => {
      const intent = intentNamed(cause.tx, id);
      const open = ['requires_payment_method', 'requires_confirmation', 'requires_action'].includes(intent.status);
      if (amount !== undefined && !open) throw unexpectedState(intent, 'updated');
      const method = payment_method ? methodNamed(cause, payment_method, 'payment_method').id : intent.payment_method;
      const changed = { ...intent, ...params, amount: amount ?? intent.amount, payment_method: method };
      return cause.tx.put({ ...changed, metadata: changedMetadata(intent.metadata, about) } as PaymentIntent);
    });

    post('/payment_intents/:id/confirm', confirming, (cause, params, id) =>
      confirm(cause, intentNamed(cause.tx, id), params),
    );

    const capturing = { amount_to_capture: integer(1), metadata: metadataChange, ...unsupported };
    post('/payment_intents/:id/capture', capturing, (cause, { amount_to_capture, metadata: about }, id) => {
      const intent = intentNamed(cause.tx, id);
      const charge = intent.latest_charge ? cause.tx.get('charge', intent.latest_charge) : undefined;
      if (intent.status !== 'requires_capture' || !charge) throw unexpectedState(intent, 'captured');
      const amount = amount_to_capture ?? intent.amount;
      if (amount > intent.amount_capturable) {
        const message = `The amount_to_capture is greater than the amount you can capture (${intent.amount_capturable}).`;
        throw invalidParameter('amount_too_large', 'amount_to_capture', message);
      }
      const captured = captureCharge(cause, charge, amount);
      return succeedIntent(cause, { ...intent, metadata: changedMetadata(intent.metadata, about) }, captured);
    });

    const reasons = oneOf('duplicate', 'fraudulent', 'requested_by_customer', 'abandoned');
    post('/payment_intents/:id/cancel', { cancellation_reason: reasons }, (cause, params, id) => {
      const intent = intentNamed(cause.tx, id);
      if (['succeeded', 'canceled', 'processing'].includes(intent.status)) throw unexpectedState(intent, 'canceled');
      const [session] = cause.tx.find('checkout.session', 'payment_intent', id);
      if (session?.status === 'open') {
        throw refused('You cannot cancel a PaymentIntent of an open Checkout Session: expire the session instead.');
      }
      return cancelPaymentIntent(cause, intent, params.cancellation_reason ?? null);
    });
  },
};
