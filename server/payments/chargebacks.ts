import { record } from '../audit/record.js';
import { correctFee, correctInvoice } from '../invoicing/issuing.js';
import { system } from '../kernel/actor.js';
import { now } from '../kernel/clock.js';
import { insertRow, lockRow, type Tx, updateRow } from '../kernel/database.js';
import { newId } from '../kernel/ids.js';
import type { Kernel } from '../kernel/kernel.js';
import { enqueue } from '../kernel/outbox.js';
import { advance, amend } from '../lifecycle/advance.js';
import { orderSubject } from '../ordering/subjects.js';
import { type Order, Orders } from '../ordering/tables.js';
import { fee, outsideCard, vat } from './accounts.js';
import { post, takenFrom } from './ledger.js';
import { completeRefund, refundable } from './refunds.js';
import { drawReserve } from './reserves.js';
import { shareOf } from './shares.js';
import type { ChargebackState } from './stripe.js';
import { type Chargeback, Chargebacks, type Payment, Payments, Refunds } from './tables.js';

/** The bank has decided, or let it rest. */
export const isClosed = (status: string) => ['won', 'lost', 'warning_closed', 'prevented'].includes(status);

/**
 * Takes over what has become of a complaint at the buyer's bank: money that was withdrawn or given back, and where it
 * stands. Read from Stripe as it is now, so that events may come twice, late, in any order, or not at all. The money has
 * moved at the bank whatever is frozen here: it is entered in any case.
 */
export async function followChargeback(kernel: Kernel, state: ChargebackState): Promise<void> {
  const { db, log } = kernel;
  const payment = state.paymentIntent && (await db.read.findOneBy(Payments, { paymentIntent: state.paymentIntent }));
  if (!payment) {
    log.warn({ dispute: state.id }, 'Stripe tells of a dispute over a payment that the exchange does not know.');
    return;
  }
  await db.transaction(async (tx) => {
    const order = await lockRow(tx, Orders, payment.orderId);
    if (!order) throw new Error(`${payment.id} is for an order that does not exist.`);
    const chargeback = await known(tx, order, payment, state);
    const about = orderSubject.about(order);
    const moved = chargeback.status !== state.status;
    const disputed = stops(state, chargeback) ? await interrupt(tx, order) : order;
    const taken = await enterWithdrawal(tx, disputed, chargeback, state);
    await enterReturn(tx, taken, chargeback, state);
    const { status, withdrawnVnd, reinstatedVnd, dueBy } = state;
    await updateRow(tx, Chargebacks, chargeback.id, { status, withdrawnVnd, reinstatedVnd, dueBy });
    if (!moved) return;
    const data = { chargebackId: chargeback.id, status, amountVnd: state.amountVnd };
    await record(tx, system, { type: 'chargeback.moved', data }, { kind: 'order', id: order.id }, about);
    await enqueue(tx, 'follow-chargeback', { id: chargeback.id });
  });
}

async function known(tx: Tx, order: Order, payment: Payment, state: ChargebackState): Promise<Chargeback> {
  const found = await tx.findOneBy(Chargebacks, { stripeDispute: state.id });
  if (found) return found;
  const row: Chargeback = {
    ...{ id: newId('cbk'), stripeDispute: state.id, paymentId: payment.id, orderId: order.id },
    ...{ amountVnd: state.amountVnd, reason: state.reason, status: '', withdrawnVnd: 0, reinstatedVnd: 0 },
    ...{ dueBy: state.dueBy, answeredAt: null, createdAt: now() },
  };
  await insertRow(tx, Chargebacks, row);
  return row;
}

/**
 * An open complaint stops the order where it stands: nothing is released or delivered until it is decided. So does one that is
 * heard of only when it is lost: what follows from that is decided in the dispute over it.
 */
function stops({ status, withdrawnVnd, reinstatedVnd }: ChargebackState, known: Chargeback): boolean {
  return !isClosed(status) || (known.status === '' && withdrawnVnd > reinstatedVnd);
}

async function interrupt(tx: Tx, order: Order): Promise<Order> {
  if (!['paid', 'fulfilling', 'stuck', 'delivered', 'accepted', 'settled'].includes(order.state)) return order;
  return await advance(tx, orderSubject, order.id, 'dispute', system, { set: { disputedFrom: order.state } });
}

/** The bank took the money: from what is held, or, after the release, from those who have it. */
async function enterWithdrawal(tx: Tx, order: Order, row: Chargeback, state: ChargebackState): Promise<Order> {
  const amountVnd = state.withdrawnVnd - row.withdrawnVnd;
  if (amountVnd <= 0) return order;
  await drawReserve(tx, order.id);
  const next = order.refundedVnd + amountVnd;
  const share = await shareOf(tx, order, next, outsideCard);
  await post(tx, `chargeback:${row.id}:withdrawn:${state.withdrawnVnd}`, order.id, share.movements);
  const feeBackVnd = share.feeNetVnd + share.feeVatVnd;
  const released = share.providerVnd !== 0 || feeBackVnd !== 0;
  const data = {
    ...{ chargebackId: row.id, amountVnd },
    ...(released ? { takenBackVnd: share.providerVnd, feeBackVnd } : {}),
  };
  const event = { type: 'chargeback.withdrawn', data } as const;
  await record(tx, system, event, { kind: 'order', id: order.id }, orderSubject.about(order));
  return await amend(tx, orderSubject, order, { refundedVnd: next }, 'even frozen');
}

/** The bank gave it back: those who lost it have it again. */
async function enterReturn(tx: Tx, order: Order, row: Chargeback, state: ChargebackState): Promise<void> {
  const amountVnd = state.reinstatedVnd - row.reinstatedVnd;
  if (amountVnd <= 0) return;
  const next = order.refundedVnd - amountVnd;
  const share = await shareOf(tx, order, next, outsideCard);
  await post(tx, `chargeback:${row.id}:reinstated:${state.reinstatedVnd}`, order.id, share.movements);
  const feeReturnedVnd = -(share.feeNetVnd + share.feeVatVnd);
  const released = share.providerVnd !== 0 || feeReturnedVnd !== 0;
  const data = {
    ...{ chargebackId: row.id, amountVnd },
    ...(released ? { returnedVnd: -share.providerVnd, feeReturnedVnd } : {}),
  };
  const event = { type: 'chargeback.reinstated', data } as const;
  await record(tx, system, event, { kind: 'order', id: order.id }, orderSubject.about(order));
  await amend(tx, orderSubject, order, { refundedVnd: next }, 'even frozen');
}

/** Corrects the invoices when the bank has kept the money: of the price, and of the fee as far as the ledger took it back. */
export async function correctForChargeback(tx: Tx, order: Order, row: Chargeback): Promise<void> {
  const amountVnd = row.withdrawnVnd - row.reinstatedVnd;
  const reason = `Ngân hàng của bên mua rút tiền (${row.reason}). / The buyer's bank took it back (${row.reason}).`;
  const fact = `chargeback:${row.id}`;
  await correctInvoice(tx, order, { of: `payment:${row.paymentId}`, fact, amountVnd, reason });
  if (order.feeSellerId === null) return;
  const netVnd = await takenFrom(tx, order.id, `${fact}:`, fee(order.feeSellerId));
  const vatVnd = await takenFrom(tx, order.id, `${fact}:`, vat(order.feeSellerId));
  await correctFee(tx, order, { fact: `${fact}:fee`, netVnd, vatVnd, reason });
}

/**
 * Refunds that were asked for and not yet sent: what the bank has paid back is not paid a second time; what it has not, is
 * sent now.
 */
export async function yieldToBank(tx: Tx, order: Order, { paymentId }: Chargeback): Promise<void> {
  const left = await refundable(tx, order.id);
  let overVnd = -(left.find((one) => one.payment.id === paymentId)?.leftVnd ?? 0);
  const pending = await tx.find(Refunds, { where: { paymentId, state: 'pending' }, order: { id: 'DESC' } });
  for (const refund of pending) {
    if (overVnd > 0) {
      const amountVnd = refund.amountVnd - Math.min(overVnd, refund.amountVnd);
      overVnd -= refund.amountVnd - amountVnd;
      if (amountVnd > 0) await updateRow(tx, Refunds, refund.id, { amountVnd });
      else await updateRow(tx, Refunds, refund.id, { state: 'dropped' });
      const data = { refundId: refund.id, amountVnd };
      const event = { type: 'refund.cut', data } as const;
      await record(tx, system, event, { kind: 'order', id: order.id }, orderSubject.about(order));
      if (amountVnd === 0) continue;
    }
    await enqueue(tx, 'make-refund', { id: refund.id });
  }
  await completeRefund(tx, order);
}
