import type { RequestHandler } from 'express';
import { Problem } from '../../contracts/problems.js';
import { now } from '../kernel/clock.js';
import { type Database, insertRow, violatedConstraint } from '../kernel/database.js';
import type { Kernel } from '../kernel/kernel.js';
import { enqueue } from '../kernel/outbox.js';
import { applied } from './apply.js';
import type { SignedEvent, StripeGate } from './stripe.js';
import { WebhookEvents } from './tables.js';

/** Takes a signed event: verifies the raw bytes first, stores the id once, enqueues, answers. It knows no business. */
export function stripeWebhook({ db }: Kernel, stripe: StripeGate): RequestHandler {
  return async (req, res) => {
    await keepEvent(db, verified(stripe, req.body, req.get('Stripe-Signature') ?? ''));
    res.json({ received: true });
  };
}

/** Events about connected accounts go to who pays providers out; all others to who is paid. */
const ofAccounts = /^(account|capability|payout|person|v2\.core\.account)[.[]/;

/** Whether an event of this type changes anything here. */
export const concerns = (type: string) => ofAccounts.test(type) || applied.test(type);

/** Stores an event and has it applied if it concerns the exchange; false when it had been delivered before: Stripe sends at least once. */
export async function keepEvent(db: Database, { id, type, objectId, body }: SignedEvent): Promise<boolean> {
  try {
    await db.transaction(async (tx) => {
      await insertRow(tx, WebhookEvents, { id, type, objectId, receivedAt: now(), body });
      if (ofAccounts.test(type)) await enqueue(tx, 'apply-account-event', { eventId: id });
      else if (applied.test(type)) await enqueue(tx, 'apply-stripe-event', { eventId: id });
    });
    return true;
  } catch (error) {
    if (violatedConstraint(error) !== 'webhook_events_pkey') throw error;
    return false;
  }
}

function verified(stripe: StripeGate, body: unknown, signature: string): SignedEvent {
  try {
    if (!Buffer.isBuffer(body)) throw new Error('There is no body.');
    return stripe.verify(body, signature);
  } catch {
    throw new Problem('bad-signature', {
      vi: 'Sự kiện không mang chữ ký hợp lệ của Stripe.',
      en: 'The event does not carry a valid signature of Stripe.',
    });
  }
}
