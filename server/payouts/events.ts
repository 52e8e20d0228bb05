import type { Kernel } from '../kernel/kernel.js';
import type { StripeGate } from '../payments/stripe.js';
import { WebhookEvents } from '../payments/tables.js';
import { refreshAccount } from './accounts.js';
import { applyPayout } from './payouts.js';
import { PayoutAccounts } from './tables.js';

/** Applies a stored event about a connected account: what it is about is read again; the rest of it is not trusted. */
export async function applyAccountEvent(kernel: Kernel, stripe: StripeGate, eventId: string): Promise<void> {
  const { read } = kernel.db;
  const event = await read.findOneByOrFail(WebhookEvents, { id: eventId });
  const { account } = event.body as { account?: string };
  if (event.type.startsWith('payout.')) {
    // Without an account it is a payout of the exchange's own.
    if (account) await applyPayout(kernel, stripe, event.objectId, account);
    return;
  }
  const known = await read.findOneBy(PayoutAccounts, { stripeAccount: account ?? event.objectId });
  if (known) await refreshAccount(kernel, stripe, known.providerId);
}
