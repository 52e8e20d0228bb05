import { record } from '../audit/record.js';
import { correctInvoice } from '../invoicing/issuing.js';
import { system } from '../kernel/actor.js';
import { now } from '../kernel/clock.js';
import { type Database, insertRow, lockRow, type Tx } from '../kernel/database.js';
import { newId } from '../kernel/ids.js';
import { advance } from '../lifecycle/advance.js';
import { requireNotFrozen } from '../lifecycle/holds.js';
import { orderSubject } from '../ordering/subjects.js';
import { type Order, Orders } from '../ordering/tables.js';
import { held, outsideCard } from './accounts.js';
import { balanceOf, post } from './ledger.js';
import type { StripeGate } from './stripe.js';
import { type Payment, Payments, Refunds } from './tables.js';

/** Pays back what was paid for an order in `refunding` and completes the refund. A free order has nothing to pay back. */
export async function refundOrder(db: Database, stripe: StripeGate, orderId: string): Promise<void> {
  const order = await db.read.findOneBy(Orders, { id: orderId });
  if (order?.state !== 'refunding') return;
  await requireNotFrozen(db.read, orderSubject.about(order));
  const payments = await db.read.findBy(Payments, { orderId, state: 'succeeded' });
  const refunds = new Map<Payment, string>();
  for (const payment of payments) refunds.set(payment, await refundAtStripe(stripe, payment));
  await db.transaction(async (tx) => {
    const locked = await lockRow(tx, Orders, orderId);
    if (locked?.state !== 'refunding') return;
    for (const [payment, stripeRefund] of refunds) {
      await enterRefund(tx, locked, payment, stripeRefund, locked.stateReason ?? 'The delivery did not come in time.');
    }
    const left = await balanceOf(tx, held(orderId));
    if (left !== 0) throw new Error(`After the refund of ${orderId} ${left} ₫ are still held.`);
    await advance(tx, orderSubject, orderId, 'complete-refund', system);
  });
}

/** Pays back a payment that no order wanted: a second one, a late one, a wrong amount. */
export async function refundPayment(db: Database, stripe: StripeGate, paymentId: string): Promise<void> {
  const payment = await db.read.findOneBy(Payments, { id: paymentId, state: 'succeeded' });
  if (!payment || (await db.read.findOneBy(Refunds, { paymentId }))) return;
  const wanted = await db.read.findOneByOrFail(Orders, { id: payment.orderId });
  await requireNotFrozen(db.read, orderSubject.about(wanted));
  const stripeRefund = await refundAtStripe(stripe, payment);
  await db.transaction(async (tx) => {
    const order = await lockRow(tx, Orders, payment.orderId);
    if (order) await enterRefund(tx, order, payment, stripeRefund, 'The payment did not fit the order.');
  });
}

async function refundAtStripe(stripe: StripeGate, payment: Payment): Promise<string> {
  if (payment.paymentIntent === null) throw new Error(`The payment ${payment.id} succeeded without a payment intent.`);
  return await stripe.refund(payment.paymentIntent, payment.amountVnd, `${payment.id}:refund`);
}

/** Refund row, ledger and record together; a payment is refunded once, and not while its order is frozen. */
async function enterRefund(
  tx: Tx,
  order: Order,
  payment: Payment,
  stripeRefund: string,
  reason: string,
): Promise<void> {
  await requireNotFrozen(tx, orderSubject.about(order));
  if (await tx.findOneBy(Refunds, { paymentId: payment.id })) return;
  const { amountVnd } = payment;
  const id = newId('rfd');
  await insertRow(tx, Refunds, {
    ...{ id, paymentId: payment.id, orderId: order.id, amountVnd, reason, stripeRefund },
    state: 'succeeded',
    createdAt: now(),
  });
  await post(tx, `refund:${id}`, order.id, [{ from: held(order.id), to: outsideCard, amountVnd }]);
  const data = { refundId: id, paymentId: payment.id, amountVnd };
  await record(tx, system, { type: 'refund.made', data }, { kind: 'order', id: order.id }, orderSubject.about(order));
  await correctInvoice(tx, order, { of: `payment:${payment.id}`, fact: `refund:${id}`, amountVnd, reason });
}
