import { onboard, restrict } from './accounts/onboard.js';
import type { Endpoints } from './endpoints.js';
import { noSuch, refused } from './errors.js';
import { flag, integer, oneOf, required, text } from './params.js';
import { decideDispute, escalateDispute, openDispute } from './resources/dispute-steps.js';
import { attempt, failIntent } from './resources/intent-attempts.js';
import { endPayout, payoutNamed, sendPayout } from './resources/payouts.js';
import { failRefund, settleRefund } from './resources/refunds.js';

const REASONS = oneOf(
  'credit_not_processed',
  'duplicate',
  'fraudulent',
  'general',
  'product_not_received',
  'product_unacceptable',
  'unrecognized',
);

/**
 * What Stripe has no call for because banks, card holders and time do it. Mounted at `/stand-in`; keys, answers and
 * errors are those of `/v1`.
 */
export function mountStandIn({ post }: Endpoints): void {
  post('/charges/:id/dispute', { reason: REASONS, inquiry: flag, amount: integer(1) }, (cause, params, id) => {
    const charge = cause.tx.get('charge', id);
    if (!charge) throw noSuch('charge', id, 'id', 404);
    const { reason = 'fraudulent', inquiry = false, amount } = params;
    return openDispute(cause, charge, { reason, inquiry, ...(amount ? { amount } : {}) });
  });
  const endings = { win: 'won', lose: 'lost' } as const;
  for (const [verb, outcome] of Object.entries(endings)) {
    post(`/disputes/:id/${verb}`, {}, (cause, _params, id) => decideDispute(cause, id, outcome));
  }
  post('/disputes/:id/escalate', {}, (cause, _params, id) => escalateDispute(cause, id));

  post('/refunds/:id/fail', { reason: text() }, (cause, { reason }, id) => failRefund(cause, id, reason));
  post('/refunds/:id/succeed', {}, (cause, _params, id) => {
    settleRefund(cause, id);
    return cause.tx.get('refund', id) ?? refused(`There is no refund ${id}.`);
  });

  post('/payouts/:id/pay', {}, (cause, _params, id) => {
    sendPayout(cause, id);
    return endPayout(cause, id);
  });
  post(
    '/payouts/:id/fail',
    { code: oneOf('account_closed', 'could_not_process', 'no_account') },
    (cause, params, id) => {
      payoutNamed(cause.tx, id);
      return endPayout(cause, id, params.code ?? 'could_not_process');
    },
  );

  post('/payment_intents/:id/authenticate', { outcome: required(oneOf('complete', 'fail')) }, (cause, params, id) => {
    const intent = cause.tx.get('payment_intent', id);
    const method = intent?.payment_method ? cause.tx.get('payment_method', intent.payment_method) : undefined;
    if (intent?.status !== 'requires_action' || !method) throw refused(`${id} does not wait for authentication.`);
    if (params.outcome === 'complete') return attempt(cause, intent, method, { authenticated: true }).intent;
    return failIntent(cause, intent, authenticationFailed, method);
  });

  post('/accounts/:id/onboard', { account_number: text(34) }, (cause, params, id) =>
    onboard(cause, id, params.account_number ?? '000123456789'),
  );
  post('/accounts/:id/restrict', {}, (cause, _params, id) => restrict(cause, id));
}

export const authenticationFailed = {
  code: 'payment_intent_authentication_failure',
  message: 'The provided PaymentMethod has failed authentication.',
};
