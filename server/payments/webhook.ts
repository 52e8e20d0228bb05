import type { RequestHandler } from 'express';
import { Problem } from '../../contracts/problems.js';
import { now } from '../kernel/clock.js';
import { insertRow, violatedConstraint } from '../kernel/database.js';
import type { Kernel } from '../kernel/kernel.js';
import { enqueue } from '../kernel/outbox.js';
import type { StripeGate } from './stripe.js';
import { WebhookEvents } from './tables.js';

/** Takes a signed event: verifies the raw bytes first, stores the id once, enqueues, answers. It knows no business. */
export function stripeWebhook({ db }: Kernel, stripe: StripeGate): RequestHandler {
  return async (req, res) => {
    const event = verified(stripe, req.body, req.get('Stripe-Signature') ?? '');
    const objectId = (event.data.object as { id?: string }).id ?? '';
    try {
      await db.transaction(async (tx) => {
        await insertRow(tx, WebhookEvents, {
          id: event.id,
          type: event.type,
          objectId,
          receivedAt: now(),
          body: event,
        });
        await enqueue(tx, 'apply-stripe-event', { eventId: event.id });
      });
    } catch (error) {
      // Delivered before: Stripe sends at least once, and once is enough.
      if (violatedConstraint(error) !== 'webhook_events_pkey') throw error;
    }
    res.json({ received: true });
  };
}

function verified(stripe: StripeGate, body: unknown, signature: string) {
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
