import { Problem } from '../../contracts/problems.js';
import { minute, now } from '../kernel/clock.js';
import type { Tx } from '../kernel/database.js';
import type { Kernel } from '../kernel/kernel.js';
import { priceOf } from '../ordering/money.js';
import { Orders } from '../ordering/tables.js';
import { cardRail } from './card.js';
import type { StripeGate } from './stripe.js';
import { type Payment, Payments } from './tables.js';

/** A checkout is looked at again when its event should long have come. */
const patience = 5 * minute;

/**
 * Asks Stripe about checkouts that still count as open: an event may have been lost. What was paid is entered as its event
 * would have entered it, once. Gives how many payments were found.
 */
export async function reconcilePayments(kernel: Kernel, stripe: StripeGate): Promise<number> {
  const { read } = kernel.db;
  const card = cardRail(kernel, stripe);
  const open = await read
    .createQueryBuilder(Payments, 'payment')
    .where(`payment.rail = 'card' and payment.state = 'open' and payment.createdAt < :until`, {
      until: new Date(now().getTime() - patience),
    })
    .orderBy('payment.id', 'DESC')
    .limit(100)
    .getMany();
  let found = 0;
  for (const payment of open) {
    try {
      const state = await card.state(payment);
      if (state === 'succeeded') found += 1;
      else if (state === 'open' && (await outdated(read, payment))) await card.close(payment);
    } catch (error) {
      // What was paid for a frozen order is entered when the freeze is lifted.
      if (error instanceof Problem && error.code === 'frozen') continue;
      kernel.log.warn({ err: error, paymentId: payment.id }, 'A checkout could not be compared with Stripe.');
    }
  }
  return found;
}

/** The VAT rate changed since it was opened: it would ask for the wrong amount. */
async function outdated(read: Tx, payment: Payment): Promise<boolean> {
  const order = await read.findOneBy(Orders, { id: payment.orderId });
  return order?.state === 'awaiting_payment' && priceOf(order).totalVnd !== payment.amountVnd;
}
