import { record } from '../audit/record.js';
import { system } from '../kernel/actor.js';
import { type Database, lockRow } from '../kernel/database.js';
import type { Kernel } from '../kernel/kernel.js';
import type { Handlers } from '../kernel/queue.js';
import { advance } from '../lifecycle/advance.js';
import { orderSubject } from '../ordering/subjects.js';
import { Orders } from '../ordering/tables.js';
import { held, payable } from './accounts.js';
import { applyPayment, applyStripeEvent } from './apply.js';
import { balanceOf, post } from './ledger.js';
import { refundOrder, refundPayment } from './refunds.js';
import type { StripeGate } from './stripe.js';
import { Payments } from './tables.js';

type Mine = 'apply-stripe-event' | 'refund-order' | 'refund-payment' | 'settle-order' | 'close-checkout';

export function paymentJobs(kernel: Kernel, stripe: StripeGate): Pick<Handlers, Mine> {
  const { db } = kernel;
  return {
    'apply-stripe-event': ({ eventId }) => applyStripeEvent(kernel, stripe, eventId),
    'refund-order': ({ id }) => refundOrder(db, stripe, id),
    'refund-payment': ({ id }) => refundPayment(db, stripe, id),
    'settle-order': ({ id }) => settleOrder(db, id),
    'close-checkout': ({ id }) => closeCheckouts(kernel, stripe, id),
  };
}

/** Releases what is held for an accepted order to its provider. */
async function settleOrder(db: Database, id: string): Promise<void> {
  await db.transaction(async (tx) => {
    const order = await lockRow(tx, Orders, id);
    if (order?.state !== 'accepted') return;
    const amountVnd = order.priceVnd;
    if (amountVnd > 0) {
      const there = await balanceOf(tx, held(id));
      if (there < amountVnd) throw new Error(`Of ${amountVnd} ₫ for ${id} only ${there} ₫ are held.`);
      await post(tx, `release:${id}`, id, [{ from: held(id), to: payable(order.providerId), amountVnd }]);
      const event = { type: 'funds.released', data: { amountVnd } } as const;
      await record(tx, system, event, { kind: 'order', id }, orderSubject.about(order));
    }
    await advance(tx, orderSubject, id, 'settle', system);
  });
}

/** Closes the checkouts of an order that was cancelled or expired; what was paid meanwhile is entered, and goes back. */
async function closeCheckouts(kernel: Kernel, stripe: StripeGate, id: string): Promise<void> {
  const { db } = kernel;
  for (const payment of await db.read.findBy(Payments, { orderId: id, state: 'open' })) {
    const state = await stripe.expireCheckout(payment.checkoutSession);
    if (state.paid) await applyPayment(kernel, state);
    else await db.read.update(Payments, { id: payment.id, state: 'open' }, { state: 'expired' });
  }
}
