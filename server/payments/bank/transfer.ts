import { randomBytes } from 'node:crypto';
import { lineOn, type MoneyLine } from '../../../contracts/money.js';
import { transferReference } from '../../../contracts/transfer-reference.js';
import { vietnamDay } from '../../../contracts/vietnam-day.js';
import { record } from '../../audit/record.js';
import type { Actor } from '../../kernel/actor.js';
import { now } from '../../kernel/clock.js';
import { insertRow, type Tx } from '../../kernel/database.js';
import { newId } from '../../kernel/ids.js';
import { orderSubject } from '../../ordering/subjects.js';
import type { Order } from '../../ordering/tables.js';
import { BankLines, type Payment, Payments } from '../tables.js';

/** The newest transfer of an order, or null where nobody chose to pay by one. */
export async function transferOf(tx: Tx, orderId: string): Promise<Payment | null> {
  return await tx.findOne(Payments, { where: { orderId, rail: 'bank' }, order: { id: 'DESC' } });
}

/** The order's transfer with its reference; made on first asking. The order is locked by the caller. */
export async function openTransfer(tx: Tx, order: Order, actor: Actor): Promise<Payment> {
  const last = await transferOf(tx, order.id);
  if (last) return last;
  const price = askedOn(order, vietnamDay(now()));
  const payment: Payment = {
    id: newId('pay'),
    orderId: order.id,
    amountVnd: price.totalVnd,
    vatPercent: price.vatPercent,
    vatVnd: price.vatVnd,
    rail: 'bank',
    checkoutSession: transferReference(BigInt(`0x${randomBytes(6).toString('hex')}`) & ((1n << 44n) - 1n)),
    checkoutUrl: '',
    paymentIntent: null,
    // Money that was sent for an order which waits no longer has an attempt too, that is over.
    state: order.state === 'awaiting_payment' ? 'open' : 'expired',
    createdAt: now(),
    paidAt: null,
  };
  await insertRow(tx, Payments, payment);
  const data = { paymentId: payment.id, reference: payment.checkoutSession, amountVnd: payment.amountVnd };
  await record(
    tx,
    actor,
    { type: 'bank-transfer.opened', data },
    { kind: 'order', id: order.id },
    orderSubject.about(order),
  );
  return payment;
}

/** What the order costs when the money came on a day: the VAT rate of the day of payment counts, not that of the reading. */
export function askedOn(order: Order, day: string): MoneyLine {
  return lineOn(day, order.priceVnd, order.vatClass);
}

/** What has come in for a transfer and counts towards its order. */
export async function receivedFor(tx: Tx, paymentId: string): Promise<number> {
  return (await tx.sum(BankLines, 'creditedVnd', { paymentId, state: 'matched' })) ?? 0;
}
