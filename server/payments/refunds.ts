import { record } from '../audit/record.js';
import { correctInvoice } from '../invoicing/issuing.js';
import { system } from '../kernel/actor.js';
import { now } from '../kernel/clock.js';
import { type Database, insertRow, lockRow, type Tx, updateRow } from '../kernel/database.js';
import { newId } from '../kernel/ids.js';
import { advance } from '../lifecycle/advance.js';
import { requireNotFrozen } from '../lifecycle/holds.js';
import { orderSubject } from '../ordering/subjects.js';
import { type Order, Orders } from '../ordering/tables.js';
import { held, outsideCard, owedBack } from './accounts.js';
import { oweBack } from './bank/owing.js';
import { balanceOf, post } from './ledger.js';
import type { Rails } from './rail.js';
import { type Payment, Payments, type Refund, Refunds } from './tables.js';

/**
 * Pays back what was paid for an order in `refunding` and completes the refund, unless people have to send the money: then
 * it completes when they have. A free order has nothing to pay back.
 */
export async function refundOrder(db: Database, rails: Rails, orderId: string): Promise<void> {
  const order = await db.read.findOneBy(Orders, { id: orderId });
  if (order?.state !== 'refunding') return;
  await requireNotFrozen(db.read, orderSubject.about(order));
  const payments = await db.read.findBy(Payments, { orderId, state: 'succeeded' });
  const refunds = new Map<Payment, string | null>();
  for (const payment of payments) refunds.set(payment, await rails[payment.rail].refund(payment));
  await db.transaction(async (tx) => {
    const locked = await lockRow(tx, Orders, orderId);
    if (locked?.state !== 'refunding') return;
    for (const [payment, stripeRefund] of refunds) {
      await enterRefund(tx, locked, payment, stripeRefund, locked.stateReason ?? 'The delivery did not come in time.');
    }
    const left = await balanceOf(tx, held(orderId));
    if (left !== 0) throw new Error(`After the refund of ${orderId} ${left} ₫ are still held.`);
    await completeOrder(tx, orderId);
  });
}

/** Pays back a payment that no order wanted: a second one, a late one, a wrong amount. */
export async function refundPayment(db: Database, rails: Rails, paymentId: string): Promise<void> {
  const payment = await db.read.findOneBy(Payments, { id: paymentId, state: 'succeeded' });
  if (!payment || (await db.read.findOneBy(Refunds, { paymentId }))) return;
  const wanted = await db.read.findOneByOrFail(Orders, { id: payment.orderId });
  await requireNotFrozen(db.read, orderSubject.about(wanted));
  const stripeRefund = await rails[payment.rail].refund(payment);
  await db.transaction(async (tx) => {
    const order = await lockRow(tx, Orders, payment.orderId);
    if (order) await enterRefund(tx, order, payment, stripeRefund, 'The payment did not fit the order.');
  });
}

/** An order is refunded when none of its refunds still waits to be sent. */
async function completeOrder(tx: Tx, orderId: string): Promise<void> {
  if (await tx.existsBy(Refunds, { orderId, state: 'pending' })) return;
  await advance(tx, orderSubject, orderId, 'complete-refund', system);
}

/** People have sent the money of a refund: it is complete now, and so may be the order, which the caller has locked. */
export async function completeRefund(tx: Tx, order: Order, refundId: string): Promise<void> {
  const refund = await lockRow(tx, Refunds, refundId);
  if (refund?.state !== 'pending') throw new Error(`The refund ${refundId} does not wait to be sent.`);
  await updateRow(tx, Refunds, refundId, { state: 'succeeded' });
  await tellRefund(tx, order, refund);
  if (order.state === 'refunding') await completeOrder(tx, order.id);
}

/** Refund row, ledger and record together; a payment is refunded once, and not while its order is frozen. */
async function enterRefund(
  tx: Tx,
  order: Order,
  payment: Payment,
  stripeRefund: string | null,
  reason: string,
): Promise<void> {
  await requireNotFrozen(tx, orderSubject.about(order));
  if (await tx.findOneBy(Refunds, { paymentId: payment.id })) return;
  const { amountVnd, rail } = payment;
  const byPeople = stripeRefund === null;
  const refund: Refund = {
    ...{ id: newId('rfd'), paymentId: payment.id, orderId: order.id, amountVnd, rail, reason, stripeRefund },
    state: byPeople ? 'pending' : 'succeeded',
    createdAt: now(),
  };
  await insertRow(tx, Refunds, refund);
  const to = byPeople ? owedBack(order.id) : outsideCard;
  await post(tx, `refund:${refund.id}`, order.id, [{ from: held(order.id), to, amountVnd }]);
  if (byPeople) await oweBack(tx, { order, amountVnd, cause: 'refund', refundId: refund.id });
  else await tellRefund(tx, order, refund);
}

/** The money has left: on the record, and off the invoice. */
async function tellRefund(tx: Tx, order: Order, { id, paymentId, amountVnd, reason }: Refund): Promise<void> {
  const data = { refundId: id, paymentId, amountVnd };
  await record(tx, system, { type: 'refund.made', data }, { kind: 'order', id: order.id }, orderSubject.about(order));
  await correctInvoice(tx, order, { of: `payment:${paymentId}`, fact: `refund:${id}`, amountVnd, reason });
}
