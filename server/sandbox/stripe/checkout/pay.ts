import { type Cause, causeOf } from '../emit.js';
import type { CheckoutSession, PaymentIntent } from '../objects.js';
import { expireSession } from '../resources/checkout-sessions.js';
import { attempt, failIntent } from '../resources/intent-attempts.js';
import { completeSession, intentOf } from '../resources/session-steps.js';
import type { Sandbox } from '../sandbox.js';
import { authenticationFailed } from '../stand-in.js';
import type { Reader } from '../store.js';
import type { DeclineCode } from '../test-cards.js';
import { storeMethod, type TypedMethod } from '../typed-method.js';

export type DeclineReason = DeclineCode | 'authentication_failed';
export type Outcome =
  | { result: 'paid' | 'expired' | 'asks_3ds'; session: CheckoutSession }
  | { result: 'declined'; session: CheckoutSession; reason: DeclineReason };

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
    const cause = causeOf(tx, now(), session._account ?? null);
    if (session.status === 'expired') return { result: 'expired', session };
    if (session.expires_at <= cause.now) return { result: 'expired', session: expireSession(cause, session) };
    return work(cause, session);
  });
}

/** The session as it stands now: `undefined` if there is none, and never overdue. */
export function openSession(sandbox: Sandbox, sessionId: string): CheckoutSession | undefined {
  return whileOpen(sandbox, sessionId, (_cause, session) => ({ result: 'asks_3ds', session }))?.session;
}

/** One press of Pay with a card or an account that reads well. */
export function pay(sandbox: Sandbox, sessionId: string, typed: TypedMethod): Outcome | undefined {
  return whileOpen(sandbox, sessionId, (cause, session) => {
    const email = session.customer_email;
    const method = storeMethod(cause, typed, email ? { email } : {});
    const before = intentOf(cause, session);
    const nextAction = {
      type: 'redirect_to_url',
      redirect_to_url: { return_url: session.url, url: `${session.url}/3ds` },
    };
    const { intent, declined } = attempt(cause, before, method, { nextAction });
    if (declined) {
      const tried = cause.tx.put({ ...session, payment_intent: intent.id });
      return { result: 'declined', session: tried, reason: declined };
    }
    if (intent.status === 'requires_action') {
      return { result: 'asks_3ds', session: cause.tx.put({ ...session, payment_intent: intent.id }) };
    }
    return { result: 'paid', session: completeSession(cause, session, intent, method) };
  });
}

/** The answer of the 3-D Secure page. Without a pending question nothing happens. */
export function finishAuthentication(sandbox: Sandbox, sessionId: string, passed: boolean): Outcome | undefined {
  return whileOpen(sandbox, sessionId, (cause, session) => {
    const intent = pendingAuthentication(cause.tx, session);
    const method = intent?.payment_method ? cause.tx.get('payment_method', intent.payment_method) : undefined;
    if (!intent || !method) return { result: 'declined', session, reason: 'authentication_failed' };
    if (passed) {
      const { intent: paid } = attempt(cause, intent, method, { authenticated: true });
      return { result: 'paid', session: completeSession(cause, session, paid, method) };
    }
    failIntent(cause, intent, authenticationFailed, method);
    return { result: 'declined', session, reason: 'authentication_failed' };
  });
}

export function pendingAuthentication(
  reader: Pick<Reader, 'get'>,
  session: CheckoutSession,
): PaymentIntent | undefined {
  const intent = session.payment_intent ? reader.get('payment_intent', session.payment_intent) : undefined;
  return intent?.status === 'requires_action' ? intent : undefined;
}
