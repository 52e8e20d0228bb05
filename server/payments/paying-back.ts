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
import { fee, held, outsideCard, owedBack, payable, vat } from './accounts.js';
import { oweBack } from './bank/owing.js';
import { isClosed } from './chargebacks.js';
import { oweDirectly } from './direct/owing.js';
import { balanceOf, isPosted, post, takenFrom } from './ledger.js';
import type { Rails, SentRefund } from './rail.js';
import { completeRefund } from './refunds.js';
import { drawReserve } from './reserves.js';
import { isReleased, type Share, shareOf } from './shares.js';
import type { RefundState } from './stripe.js';
import { Chargebacks, DirectReturns, Payments, type Refund, Refunds } from './tables.js';

/**
 * Sends an asked refund on the rail it was paid on and enters it. Run again, it finds what was sent and enters that. Where people
 * have to send it, it becomes a task of theirs.
 */
export async function makeRefund(kernel: Kernel, rails: Rails, id: string): Promise<void> {
  const { read } = kernel.db;
  const refund = await read.findOneByOrFail(Refunds, { id });
  if (refund.state !== 'pending') return;
  const order = await read.findOneByOrFail(Orders, { id: refund.orderId });
  await requireNotFrozen(read, orderSubject.about(order));
  const payment = await read.findOneByOrFail(Payments, { id: refund.paymentId });
  if (refund.kind === 'retry' && (await balanceOf(read, owedBack(order.id))) < refund.amountVnd) {
    throw new Error(`For ${id} ${refund.amountVnd} ₫ are not owed back any more.`);
  }
  // While the bank has the money, Stripe refunds nothing; what becomes of the complaint asks for this again.
  const chargebacks = await read.findBy(Chargebacks, { paymentId: payment.id });
  if (chargebacks.some((one) => !isClosed(one.status) && one.withdrawnVnd > one.reinstatedVnd)) return;
  const sent = await rails[payment.rail].refund(payment, refund);
  await kernel.db.transaction((tx) => (sent ? enterRefund(tx, id, sent) : oweRefund(tx, id)));
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
async function enterRefund(tx: Tx, id: string, state: SentRefund): Promise<void> {
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
  await updateRow(tx, Refunds, refund.id, { state: 'succeeded', stripeRefund: refund.stripeRefund });
  const next = await book(tx, order, refund, outsideCard);
  await tellMade(tx, order, refund);
  return next;
}

/** The ledger, what of the price is refunded by now, and the invoices. */
async function book(tx: Tx, order: Order, refund: Refund, to: string): Promise<Order> {
  const { id, paymentId, amountVnd, kind, reason } = refund;
  const ofPrice = kind === 'part' || kind === 'whole';
  const next = order.refundedVnd + amountVnd;
  if (ofPrice && (await isReleased(tx, order.id))) await drawReserve(tx, order.id);
  const share: Share | null = ofPrice ? await shareOf(tx, order, next, to) : null;
  const from = kind === 'retry' ? owedBack(order.id) : held(order.id);
  await post(tx, `refund:${id}`, order.id, share?.movements ?? [{ from, to, amountVnd }]);
  if (!share) return order;
  const corrected = await amend(tx, orderSubject, order, { refundedVnd: next });
  await correctInvoice(tx, order, { of: `payment:${paymentId}`, fact: `refund:${id}`, amountVnd, reason });
  await correctFee(tx, order, { fact: `refund-fee:${id}`, netVnd: share.feeNetVnd, vatVnd: share.feeVatVnd, reason });
  return corrected;
}

/** The money has left for the buyer. What it took from those who had it released is told with it. */
async function tellMade(tx: Tx, order: Order, { id, paymentId, amountVnd }: Refund): Promise<void> {
  const taken = (account: string) => takenFrom(tx, order.id, `refund:${id}`, account);
  // Of a direct payment nothing is taken from the provider here: it gains its part of the fee.
  const takenBackVnd = Math.max(0, await taken(payable(order.providerId)));
  const { feeSellerId } = order;
  const feeBackVnd = feeSellerId === null ? 0 : (await taken(fee(feeSellerId))) + (await taken(vat(feeSellerId)));
  const data = {
    ...{ refundId: id, paymentId, amountVnd },
    ...(takenBackVnd + feeBackVnd > 0 ? { takenBackVnd, feeBackVnd } : {}),
  };
  await record(tx, system, { type: 'refund.made', data }, { kind: 'order', id: order.id }, orderSubject.about(order));
}

/** A refund that people have to send: the money is set aside for them, once. Not while the order is frozen. */
async function oweRefund(tx: Tx, id: string): Promise<void> {
  const { orderId } = await tx.findOneByOrFail(Refunds, { id });
  const order = await lockRow(tx, Orders, orderId);
  const refund = await lockRow(tx, Refunds, id);
  if (!order || refund?.state !== 'pending' || (await isPosted(tx, `refund:${id}`))) return;
  await requireNotFrozen(tx, orderSubject.about(order));
  if (refund.rail === 'direct') return await oweRefundDirectly(tx, order, refund);
  await book(tx, order, refund, owedBack(order.id));
  await oweBack(tx, { order, amountVnd: refund.amountVnd, cause: 'refund', refundId: id });
}

/** The same for a trade paid from hand to hand: the provider has the money, and sends it. */
async function oweRefundDirectly(tx: Tx, order: Order, refund: Refund): Promise<void> {
  const { id, amountVnd } = refund;
  if (await tx.existsBy(DirectReturns, { refundId: id })) return;
  await book(tx, order, refund, payable(order.providerId));
  await oweDirectly(tx, order.id, id, amountVnd);
  const event = { type: 'direct-refund.owed', data: { refundId: id, amountVnd } } as const;
  await record(tx, system, event, { kind: 'order', id: order.id }, orderSubject.about(order));
  await enqueue(tx, 'notify-order', { id: order.id });
}

/** Two people say that the money of a refund was sent: it is complete, and so may be the order, which the caller has locked. */
export async function enterSentByPeople(tx: Tx, order: Order, id: string): Promise<void> {
  const refund = await lockRow(tx, Refunds, id);
  if (refund?.state !== 'pending') throw new Error(`The refund ${id} does not wait to be sent.`);
  await updateRow(tx, Refunds, id, { state: 'succeeded' });
  await tellMade(tx, order, refund);
  await completeRefund(tx, order);
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
