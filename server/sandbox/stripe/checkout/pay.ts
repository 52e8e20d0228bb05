import { type Cause, emit } from '../emit.js';
import { newId } from '../ids.js';
import type { CardRecord, CheckoutSession, PaymentIntent } from '../objects.js';
import { createCharge, type Decline } from '../resources/charges.js';
import { expireSession } from '../resources/checkout-sessions.js';
import { createPaymentIntent } from '../resources/payment-intents.js';
import type { Sandbox } from '../sandbox.js';
import type { DeclineCode, TypedCard } from './cards.js';

export type DeclineReason = DeclineCode | 'authentication_failed';
export type Outcome =
  | { result: 'paid' | 'expired' | 'asks_3ds'; session: CheckoutSession }
  | { result: 'declined'; session: CheckoutSession; reason: DeclineReason };

const DECLINES: Record<DeclineCode, Decline> = {
  generic_decline: {
    code: 'card_declined',
    decline_code: 'generic_decline',
    message: 'Your card was declined.',
  },
  insufficient_funds: {
    code: 'card_declined',
    decline_code: 'insufficient_funds',
    message: 'Your card has insufficient funds.',
  },
  test_mode_live_card: {
    code: 'card_declined',
    decline_code: 'test_mode_live_card',
    message: 'Your card was declined. Your request was in test mode, but used a non test card.',
  },
};

/**
 * Runs `work` on the session if it is still open, in one transaction. A session that is paid stays paid: two tabs or a
 * double click reach the same end and charge once. One whose time is over expires here.
 */
function whileOpen(
  { store, now }: Sandbox,
  sessionId: string,
  work: (cause: Cause, session: CheckoutSession) => Outcome,
): Outcome | undefined {
  return store.transaction((tx) => {
    const session = tx.get('checkout.session', sessionId);
    if (!session) return undefined;
    if (session.status === 'complete') return { result: 'paid', session };
    const cause = { tx, now: now(), request: { id: null, idempotency_key: null } };
    if (session.status === 'expired') return { result: 'expired', session };
    if (session.expires_at <= cause.now) return { result: 'expired', session: expireSession(cause, session) };
    return work(cause, session);
  });
}

/** The session as it stands now: `undefined` if there is none, and never overdue. */
export function openSession(sandbox: Sandbox, sessionId: string): CheckoutSession | undefined {
  return whileOpen(sandbox, sessionId, (_cause, session) => ({ result: 'asks_3ds', session }))?.session;
}

/** One press of Pay with a card that reads well. */
export function pay(sandbox: Sandbox, sessionId: string, typed: TypedCard): Outcome | undefined {
  return whileOpen(sandbox, sessionId, (cause, session) => {
    const { behaviour, ...shown } = typed;
    const card = cause.tx.put({ ...shown, id: newId('pm'), object: 'sandbox.card' });
    const intent = { ...intentOf(cause, session), payment_method: card.id, last_payment_error: null };
    const withIntent = cause.tx.put({ ...session, payment_intent: intent.id });
    if (behaviour === 'pays') return { result: 'paid', session: complete(cause, withIntent, intent, card) };
    if (behaviour === 'asks_3ds') {
      const asking = cause.tx.put({
        ...intent,
        status: 'requires_action',
        next_action: {
          type: 'redirect_to_url',
          redirect_to_url: { return_url: session.url, url: `${session.url}/3ds` },
        },
      });
      emit(cause, 'payment_intent.requires_action', asking);
      return { result: 'asks_3ds', session: withIntent };
    }
    const decline = DECLINES[behaviour];
    const charge = createCharge(cause, intent, card, decline);
    failIntent(cause, { ...intent, latest_charge: charge.id }, decline);
    return { result: 'declined', session: withIntent, reason: behaviour };
  });
}

/** The answer of the 3-D Secure page. Without a pending question nothing happens. */
export function finishAuthentication(sandbox: Sandbox, sessionId: string, passed: boolean): Outcome | undefined {
  return whileOpen(sandbox, sessionId, (cause, session) => {
    const intent = pendingAuthentication(cause.tx, session);
    const card = intent?.payment_method ? cause.tx.get('sandbox.card', intent.payment_method) : undefined;
    if (!intent || !card) return { result: 'declined', session, reason: 'authentication_failed' };
    if (passed) return { result: 'paid', session: complete(cause, session, intent, card) };
    failIntent(cause, intent, {
      code: 'payment_intent_authentication_failure',
      message: 'The provided PaymentMethod has failed authentication.',
    });
    return { result: 'declined', session, reason: 'authentication_failed' };
  });
}

export function pendingAuthentication(
  reader: Pick<Cause['tx'], 'get'>,
  session: CheckoutSession,
): PaymentIntent | undefined {
  const intent = session.payment_intent ? reader.get('payment_intent', session.payment_intent) : undefined;
  return intent?.status === 'requires_action' ? intent : undefined;
}

function intentOf(cause: Cause, session: CheckoutSession): PaymentIntent {
  const known = session.payment_intent ? cause.tx.get('payment_intent', session.payment_intent) : undefined;
  if (known) return known;
  const details = cause.tx.get('sandbox.session_details', session.id);
  if (!details) throw new Error(`The stand-in has no details of ${session.id}.`);
  return createPaymentIntent(cause, session, details);
}

function complete(cause: Cause, session: CheckoutSession, intent: PaymentIntent, card: CardRecord): CheckoutSession {
  const charge = createCharge(cause, intent, card, null);
  const succeeded = cause.tx.put({
    ...intent,
    amount_received: intent.amount,
    last_payment_error: null,
    latest_charge: charge.id,
    next_action: null,
    status: 'succeeded',
  });
  emit(cause, 'payment_intent.succeeded', succeeded);
  const details = {
    address: null,
    business_name: null,
    email: session.customer_email,
    individual_name: null,
    name: card.name,
    phone: null,
    tax_exempt: 'none',
    tax_ids: [],
  };
  const paid = cause.tx.put({
    ...session,
    customer_details: details,
    payment_status: 'paid',
    status: 'complete',
    url: null,
  });
  emit(cause, 'checkout.session.completed', paid);
  return paid;
}

function failIntent(
  cause: Cause,
  intent: PaymentIntent,
  error: Omit<Decline, 'decline_code'> & { decline_code?: string },
) {
  const failed = cause.tx.put({
    ...intent,
    last_payment_error: { type: 'card_error', ...error },
    next_action: null,
    payment_method: null,
    status: 'requires_payment_method',
  });
  emit(cause, 'payment_intent.payment_failed', failed);
}
