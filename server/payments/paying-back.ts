import { record } from '../audit/record.js';
import { correctFee, correctInvoice } from '../invoicing/issuing.js';
import { system } from '../kernel/actor.js';
import { lockRow, type Tx, updateRow } from '../kernel/database.js';
import type { Kernel } from '../kernel/kernel.js';
import { enqueue } from '../kernel/outbox.js';
import { advance, amend } from '../lifecycle/advance.js';
import { requireNotFrozen } from '../lifecycle/holds.js';
import { orderSubject } from '../ordering/subjects.js';
import { type Order, Orders } from '../ordering/tables.js';
import { held, outsideCard, owedBack } from './accounts.js';
import { isClosed } from './chargebacks.js';
import { balanceOf, post } from './ledger.js';
import { completeRefund } from './refunds.js';
import { type Share, shareOf } from './shares.js';
import type { RefundState, StripeGate } from './stripe.js';
import { Chargebacks, Payments, type Refund, Refunds } from './tables.js';

/** Sends an asked refund through Stripe and enters it. Run again, it finds what was sent and enters that. */
export async function makeRefund(kernel: Kernel, stripe: StripeGate, id: string): Promise<void> {
  const { read } = kernel.db;
  const refund = await read.findOneByOrFail(Refunds, { id });
  if (refund.state !== 'pending') return;
  const order = await read.findOneByOrFail(Orders, { id: refund.orderId });
  await requireNotFrozen(read, orderSubject.about(order));
  const payment = await read.findOneByOrFail(Payments, { id: refund.paymentId });
  if (payment.paymentIntent === null) throw new Error(`The payment ${payment.id} succeeded without a payment intent.`);
  if (refund.kind === 'retry' && (await balanceOf(read, owedBack(order.id))) < refund.amountVnd) {
    throw new Error(`For ${id} ${refund.amountVnd} ₫ are not owed back any more.`);
  }
  // While the bank has the money, Stripe refunds nothing; what becomes of the complaint asks for this again.
  const chargebacks = await read.findBy(Chargebacks, { paymentId: payment.id });
  if (chargebacks.some((one) => !isClosed(one.status) && one.withdrawnVnd > one.reinstatedVnd)) return;
  const state = await stripe.refund(payment.paymentIntent, refund.amountVnd, id);
  await kernel.db.transaction((tx) => enterRefund(tx, id, state));
}

/** Takes over what has become of a refund at Stripe, as an event tells or a comparison finds. Unknown ones change nothing. */
export async function followRefund(kernel: Kernel, state: RefundState): Promise<void> {
  const { db, log } = kernel;
  const known = await db.read.findOne(Refunds, {
    where: [{ stripeRefund: state.id }, ...(state.refundId === null ? [] : [{ id: state.refundId }])],
  });
  if (!known) {
    log.warn({ refund: state.id }, 'Stripe tells of a refund that the exchange did not make.');
    return;
  }
  await db.transaction((tx) => enterRefund(tx, known.id, state));
}

/** Refund row, ledger, invoice, order and record together, once; and what came back since. Not while the order is frozen. */
async function enterRefund(tx: Tx, id: string, state: RefundState): Promise<void> {
  const { orderId } = await tx.findOneByOrFail(Refunds, { id });
  const order = await lockRow(tx, Orders, orderId);
  const refund = await lockRow(tx, Refunds, id);
  if (!order || !refund || refund.state === 'failed') return;
  if (refund.state === 'succeeded' && !state.failed) return;
  await requireNotFrozen(tx, orderSubject.about(order));
  const sent = refund.state === 'pending' ? await enterSent(tx, order, { ...refund, stripeRefund: state.id }) : order;
  if (state.failed) await enterFailure(tx, sent, refund, state.failure ?? 'unknown');
  else await completeRefund(tx, sent);
}

async function enterSent(tx: Tx, order: Order, refund: Refund): Promise<Order> {
  const { id, paymentId, amountVnd, kind, reason, stripeRefund } = refund;
  await updateRow(tx, Refunds, id, { state: 'succeeded', stripeRefund });
  const ofPrice = kind === 'part' || kind === 'whole';
  const next = order.refundedVnd + amountVnd;
  const share: Share | null = ofPrice ? await shareOf(tx, order, next, outsideCard) : null;
  const from = kind === 'retry' ? owedBack(order.id) : held(order.id);
  await post(tx, `refund:${id}`, order.id, share?.movements ?? [{ from, to: outsideCard, amountVnd }]);
  const taken = share && share.providerVnd + share.feeNetVnd + share.feeVatVnd > 0;
  const feeBackVnd = share ? share.feeNetVnd + share.feeVatVnd : 0;
  const data = {
    ...{ refundId: id, paymentId, amountVnd },
    ...(share && taken ? { takenBackVnd: share.providerVnd, feeBackVnd } : {}),
  };
  await record(tx, system, { type: 'refund.made', data }, { kind: 'order', id: order.id }, orderSubject.about(order));
  if (!share) return order;
  const corrected = await amend(tx, orderSubject, order, { refundedVnd: next });
  await correctInvoice(tx, order, { of: `payment:${paymentId}`, fact: `refund:${id}`, amountVnd, reason });
  await correctFee(tx, order, { fact: `refund-fee:${id}`, netVnd: share.feeNetVnd, vatVnd: share.feeVatVnd, reason });
  return corrected;
}

/** The money is here again and still the buyer's: the order is open again, and the operator is told. */
async function enterFailure(tx: Tx, order: Order, refund: Refund, failure: string): Promise<void> {
  const { id, amountVnd } = refund;
  await updateRow(tx, Refunds, id, { state: 'failed', failure });
  await post(tx, `refund-failed:${id}`, order.id, [{ from: outsideCard, to: owedBack(order.id), amountVnd }]);
  const data = { refundId: id, amountVnd, failure };
  await record(tx, system, { type: 'refund.failed', data }, { kind: 'order', id: order.id }, orderSubject.about(order));
  if (order.state === 'refunded') await advance(tx, orderSubject, order.id, 'reopen-refund', system);
  await enqueue(tx, 'notify-refund-failed', { id });
}
