import { type Cause, emit } from '../emit.js';
import { later } from '../later.js';
import type { Charge, PaymentError, PaymentIntent, PaymentMethod } from '../objects.js';
import type { Behaviour, DeclineCode } from '../test-cards.js';
import { createCharge, type Decline, settleCharge } from './charges.js';
import { openDispute } from './dispute-steps.js';
import { warnOfFraud } from './fraud-warnings.js';
import { finishSession } from './session-steps.js';

const DEBIT_TAKES_SECONDS = 3 * 24 * 60 * 60;

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

export type Attempted = { intent: PaymentIntent; charge?: Charge; declined?: DeclineCode };

/** Tries to take the intent's amount; `authenticated` once 3-D Secure was passed. Tells every event but the session's. */
export function attempt(
  cause: Cause,
  before: PaymentIntent,
  method: PaymentMethod,
  options: { authenticated?: boolean; nextAction?: unknown } = {},
): Attempted {
  const behaviour = method._behaviour as Behaviour;
  const intent: PaymentIntent = { ...before, payment_method: method.id, last_payment_error: null, next_action: null };
  if (behaviour === 'asks_3ds' && !options.authenticated) {
    const next_action = options.nextAction ?? {
      type: 'use_stripe_sdk',
      use_stripe_sdk: { type: 'three_d_secure_redirect' },
    };
    const asking = cause.tx.put({ ...intent, status: 'requires_action' as const, next_action });
    emit(cause, 'payment_intent.requires_action', asking);
    return { intent: asking };
  }
  if (behaviour in DECLINES) {
    const decline = DECLINES[behaviour as DeclineCode];
    const charge = createCharge(cause, intent, method, { decline });
    const failed = failIntent(cause, { ...intent, latest_charge: charge.id }, decline, method);
    return { intent: failed, charge, declined: behaviour as DeclineCode };
  }
  if (behaviour === 'pays_later' || behaviour === 'fails_later') {
    const charge = createCharge(cause, intent, method, { pending: true });
    const processing = cause.tx.put({ ...intent, latest_charge: charge.id, status: 'processing' as const });
    emit(cause, 'payment_intent.processing', processing);
    later(cause, DEBIT_TAKES_SECONDS, 'settle_intent', intent.id);
    return { intent: processing, charge };
  }
  if (intent.capture_method === 'manual') {
    const charge = createCharge(cause, intent, method, { uncaptured: true });
    const held = { latest_charge: charge.id, amount_capturable: intent.amount, status: 'requires_capture' as const };
    const waiting = cause.tx.put({ ...intent, ...held });
    emit(cause, 'payment_intent.amount_capturable_updated', waiting);
    return { intent: waiting, charge };
  }
  const charge = createCharge(cause, intent, method, {});
  return { intent: succeedIntent(cause, intent, charge), charge };
}

/** The money is there; what the card's owner does next begins here too. */
export function succeedIntent(cause: Cause, intent: PaymentIntent, charge: Charge): PaymentIntent {
  const succeeded = cause.tx.put({
    ...intent,
    amount_capturable: 0,
    amount_received: charge.amount_captured,
    last_payment_error: null,
    latest_charge: charge.id,
    next_action: null,
    status: 'succeeded' as const,
  });
  emit(cause, 'payment_intent.succeeded', succeeded);
  if (charge._behaviour === 'disputes') openDispute(cause, charge, { reason: 'fraudulent', inquiry: false });
  if (charge._behaviour === 'misses_goods') {
    openDispute(cause, charge, { reason: 'product_not_received', inquiry: false });
  }
  if (charge._behaviour === 'inquires') openDispute(cause, charge, { reason: 'fraudulent', inquiry: true });
  if (charge._behaviour === 'warns_of_fraud') warnOfFraud(cause, charge);
  return succeeded;
}

/** The attempt failed and another way of paying may be tried. */
export function failIntent(
  cause: Cause,
  intent: PaymentIntent,
  error: Omit<PaymentError, 'type'>,
  method?: PaymentMethod,
): PaymentIntent {
  const { code, decline_code, message } = error;
  const failed = cause.tx.put({
    ...intent,
    last_payment_error: {
      ...(decline_code ? { charge: intent.latest_charge ?? '' } : {}),
      code,
      ...(decline_code ? { decline_code } : {}),
      doc_url: `https://stripe.com/docs/error-codes/${code.replaceAll('_', '-')}`,
      message,
      ...(method ? { payment_method: method } : {}),
      type: 'card_error' as const,
    },
    next_action: null,
    payment_method: null,
    status: 'requires_payment_method' as const,
  });
  emit(cause, 'payment_intent.payment_failed', failed);
  return failed;
}

/** The bank has answered a debit that was under way. */
export function settleIntent(cause: Cause, id: string): void {
  const intent = cause.tx.get('payment_intent', id);
  const charge = intent?.latest_charge ? cause.tx.get('charge', intent.latest_charge) : undefined;
  const method = intent?.payment_method ? cause.tx.get('payment_method', intent.payment_method) : undefined;
  if (intent?.status !== 'processing' || !charge) return;
  const paid = charge._behaviour !== 'fails_later';
  const failure = { code: 'payment_intent_payment_attempt_failed', message: 'The payment failed.' };
  const settled = settleCharge(cause, charge, paid ? null : failure);
  const now = paid ? succeedIntent(cause, intent, settled) : failIntent(cause, intent, failure, method);
  finishSession(cause, now);
}
