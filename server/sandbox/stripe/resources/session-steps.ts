import { type Cause, emit } from '../emit.js';
import type { CheckoutSession, PaymentIntent, PaymentMethod } from '../objects.js';
import { createPaymentIntent } from './payment-intent-create.js';

/** The intent of a session, made when its hosted page is first submitted, as Stripe does. */
export function intentOf(cause: Cause, session: CheckoutSession): PaymentIntent {
  const known = session.payment_intent ? cause.tx.get('payment_intent', session.payment_intent) : undefined;
  if (known) return known;
  const details = cause.tx.get('sandbox.session_details', session.id);
  if (!details) throw new Error(`The stand-in has no details of ${session.id}.`);
  return createPaymentIntent(cause, {
    ...details.payment_intent_data,
    amount: session.amount_total,
    currency: session.currency,
    capture_method: 'automatic_async',
    customer: (session.customer ?? null) as string | null,
  });
}

/** The buyer is done: paid, or a debit is under way. */
export function completeSession(
  cause: Cause,
  session: CheckoutSession,
  intent: PaymentIntent,
  method: PaymentMethod | undefined,
): CheckoutSession {
  const details = {
    address: null,
    business_name: null,
    email: session.customer_email ?? method?.billing_details.email ?? null,
    individual_name: null,
    name: method?.billing_details.name ?? null,
    phone: null,
    tax_exempt: 'none',
    tax_ids: [],
  };
  const complete = cause.tx.put({
    ...session,
    customer_details: details,
    payment_intent: intent.id,
    payment_status: intent.status === 'succeeded' ? ('paid' as const) : ('unpaid' as const),
    status: 'complete' as const,
    url: null,
  });
  emit(cause, 'checkout.session.completed', complete);
  return complete;
}

/** The debit of a completed session has come or failed. */
export function finishSession(cause: Cause, intent: PaymentIntent): void {
  const [session] = cause.tx.find('checkout.session', 'payment_intent', intent.id);
  if (!session) return;
  if (intent.status !== 'succeeded') {
    emit(cause, 'checkout.session.async_payment_failed', session);
    return;
  }
  const paid = cause.tx.put({ ...session, payment_status: 'paid' as const });
  emit(cause, 'checkout.session.async_payment_succeeded', paid);
}
