import { type Cause, causeOf, emit } from '../emit.js';
import type { Resource } from '../endpoints.js';
import { invalidParameter, noSuch, refused, StripeError } from '../errors.js';
import { newId } from '../ids.js';
import { listPage, matching, type Page, pageShape } from '../lists.js';
import type { CheckoutSession } from '../objects.js';
import { integer, notSimulated, oneOf, type Params, required, text } from '../params.js';
import type { Sandbox } from '../sandbox.js';
import type { Reader } from '../store.js';
import { methodNamed } from '../typed-method.js';
import { unusedFields } from './checkout-session-blank.js';
import { lineItems, sessionShape } from './checkout-session-params.js';
import { attempt } from './intent-attempts.js';
import { cancelPaymentIntent } from './payment-intents.js';
import { completeSession, intentOf } from './session-steps.js';

const MIN_LIFE_SECONDS = 30 * 60;
const MAX_LIFE_SECONDS = 24 * 60 * 60;

function createSession(cause: Cause, params: Params<typeof sessionShape>, checkoutBaseUrl: string): CheckoutSession {
  const { tx, now } = cause;
  if (params.payment_method_types && (cause.version ?? '') >= '2026') {
    const message = 'Received unknown parameter: payment_method_types';
    throw invalidParameter('parameter_unknown', 'payment_method_types', message);
  }
  const expiresAt = params.expires_at ?? now + MAX_LIFE_SECONDS;
  // One minute of grace either way: the caller's clock made the time, ours checks it.
  if (expiresAt < now + MIN_LIFE_SECONDS - 60 || expiresAt > now + MAX_LIFE_SECONDS + 60) {
    const message =
      'The `expires_at` timestamp must be between 30 minutes and 24 hours from Checkout Session creation.';
    throw refused(message, undefined, 'expires_at');
  }
  if (params.customer && !tx.get('customer', params.customer)) {
    throw noSuch('customer', params.customer, 'customer', 400);
  }
  const items = lineItems(tx, params.line_items, now);
  const total = items.reduce((sum, item) => sum + item.amount_total, 0);
  const id = newId('cs_test', 58);
  const data = params.payment_intent_data;
  tx.put({
    id,
    object: 'sandbox.session_details',
    line_items: items,
    payment_intent_data: {
      description: data?.description ?? null,
      metadata: data?.metadata ?? {},
      ...(data?.shipping ? { shipping: data.shipping } : {}),
      receipt_email: data?.receipt_email ?? params.customer_email ?? null,
      statement_descriptor: data?.statement_descriptor ?? null,
      statement_descriptor_suffix: data?.statement_descriptor_suffix ?? null,
      transfer_group: data?.transfer_group ?? null,
    },
  });
  return tx.put({
    ...unusedFields,
    id,
    object: 'checkout.session',
    amount_subtotal: total,
    amount_total: total,
    cancel_url: params.cancel_url ?? null,
    client_reference_id: params.client_reference_id ?? null,
    created: now,
    currency: items[0]?.currency ?? '',
    customer: params.customer ?? null,
    customer_email: params.customer_email ?? null,
    expires_at: expiresAt,
    integration_identifier: params.integration_identifier ?? null,
    livemode: false,
    locale: params.locale ?? null,
    metadata: params.metadata ?? {},
    mode: 'payment',
    payment_intent: null,
    payment_status: 'unpaid',
    status: 'open',
    submit_type: params.submit_type ?? null,
    success_url: params.success_url,
    ui_mode: 'hosted_page',
    url: `${checkoutBaseUrl}/c/pay/${id}`,
  });
}

/** Closes an open session unpaid; an intent it has made is cancelled with it. */
export function expireSession(cause: Cause, session: CheckoutSession): CheckoutSession {
  const expired = cause.tx.put({ ...session, status: 'expired', url: null });
  const intent = session.payment_intent ? cause.tx.get('payment_intent', session.payment_intent) : undefined;
  if (intent) cancelPaymentIntent(cause, intent, 'expired');
  emit(cause, 'checkout.session.expired', expired);
  return expired;
}

/** Expires those of `openIds` whose time is over. */
export function expireDueSessions({ store, now }: Sandbox, openIds: Iterable<string>): void {
  const time = now();
  for (const id of openIds) {
    const session = store.get('checkout.session', id);
    if (session?.status !== 'open' || session.expires_at > time) continue;
    store.transaction((tx) => expireSession(causeOf(tx, time), session));
  }
}

function sessionOf(reader: Reader, id: string): CheckoutSession {
  const session = reader.get('checkout.session', id);
  if (!session) throw noSuch('checkout.session', id, 'session', 404);
  return session;
}

function itemsOf(reader: Reader, id: string, page: Page) {
  const items = reader.get('sandbox.session_details', id)?.line_items;
  if (!items) throw noSuch('checkout.session', id, 'session', 404);
  // Items are shown in the order they were given, and pages run from the end.
  return listPage(items.toReversed(), page, `/v1/checkout/sessions/${id}/line_items`);
}

export const checkoutSessions: Resource<'checkout.session'> = {
  kind: 'checkout.session',
  view: {
    expandable: {
      payment_intent: ['payment_intent'],
      line_items: (reader, id) => itemsOf(reader, id, {}),
      customer: ['customer'],
      invoice: [],
      subscription: [],
      setup_intent: [],
    },
  },
  mount({ get, post, sandbox }) {
    post('/checkout/sessions', sessionShape, (cause, params) => createSession(cause, params, sandbox.checkoutBaseUrl));

    post('/checkout/sessions/:id/expire', {}, (cause, _params, id) => {
      const session = sessionOf(cause.tx, id);
      if (session.status === 'open') return expireSession(cause, session);
      const message = `Only Checkout Sessions with a status in ["open"] can be expired. This Checkout Session has a status of ${session.status}.`;
      throw refused(message);
    });

    const filters = {
      payment_intent: text(),
      status: oneOf('open', 'complete', 'expired'),
      customer: text(),
      customer_account: notSimulated,
      customer_details: notSimulated,
      payment_link: notSimulated,
      subscription: notSimulated,
    };
    get('/checkout/sessions', { ...pageShape, ...filters }, (reader, params) => {
      const { payment_intent, status, customer } = params;
      const found = payment_intent
        ? reader.find('checkout.session', 'payment_intent', payment_intent)
        : reader.all('checkout.session');
      return listPage(matching(found, { status, customer }), params, '/v1/checkout/sessions');
    });

    get('/checkout/sessions/:id', {}, (reader, _params, id) => sessionOf(reader, id));
    // What Stripe's hosted page itself calls, as far as the official CLI's fixtures use it.
    get('/payment_pages/:id', {}, (reader, _params, id) => sessionOf(reader, id));
    const confirming = { payment_method: required(text()), expected_amount: integer(0) };
    post('/payment_pages/:id/confirm', confirming, (cause, params, id) => {
      const session = sessionOf(cause.tx, id);
      if (session.status !== 'open') throw refused(`This Checkout Session is ${session.status}.`);
      const method = methodNamed(cause, params.payment_method, 'payment_method');
      const { intent, declined } = attempt(cause, intentOf(cause, session), method);
      if (declined)
        return new StripeError(402, { ...intent.last_payment_error, type: 'card_error', message: declined }, true);
      if (intent.status !== 'requires_action') return completeSession(cause, session, intent, method);
      return cause.tx.put({ ...session, payment_intent: intent.id });
    });
    get('/checkout/sessions/:id/line_items', pageShape, (reader, params, id) => itemsOf(reader, id, params));
  },
};
