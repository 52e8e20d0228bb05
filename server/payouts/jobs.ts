import type { Kernel } from '../kernel/kernel.js';
import type { Handlers } from '../kernel/queue.js';
import type { StripeGate } from '../payments/stripe.js';
import { applyAccountEvent } from './events.js';
import { payProvider } from './paying.js';
import { sendPayout } from './payouts.js';

type Mine = 'pay-provider' | 'send-payout' | 'apply-account-event';

export function payoutJobs(kernel: Kernel, stripe: StripeGate): Pick<Handlers, Mine> {
  return {
    'pay-provider': ({ id, orderId }) => payProvider(kernel, stripe, id, orderId),
    'send-payout': ({ id }) => sendPayout(kernel, stripe, id),
    'apply-account-event': ({ eventId }) => applyAccountEvent(kernel, stripe, eventId),
  };
}
