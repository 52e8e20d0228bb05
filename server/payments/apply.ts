import { lineAt } from '../../contracts/money.js';
import { record } from '../audit/record.js';
import { invoiceData } from '../invoicing/issuing.js';
import { system } from '../kernel/actor.js';
import { now } from '../kernel/clock.js';
import { insertRow, lockRow, type Tx, updateRow } from '../kernel/database.js';
import { newId } from '../kernel/ids.js';
import type { Kernel } from '../kernel/kernel.js';
import { advance } from '../lifecycle/advance.js';
import { priceOf } from '../ordering/money.js';
import { orderSubject } from '../ordering/subjects.js';
import { type Order, Orders } from '../ordering/tables.js';
import { held, outsideCard } from './accounts.js';
import { followChargeback } from './chargebacks.js';
import { closeOthers } from './close-others.js';
import { post } from './ledger.js';
import { followRefund } from './paying-back.js';
import { refundMisfit } from './refunds.js';
import type { CheckoutState, StripeGate } from './stripe.js';
import { type Payment, Payments, WebhookEvents } from './tables.js';

/** Types of events that change something here; Stripe has many more. */
export const applied = /^(checkout\.session\.(completed|expired|async_payment_succeeded)|refund\.|charge\.dispute\.)/;

const paidTypes = ['checkout.session.completed', 'checkout.session.async_payment_succeeded'];

/**
 * Applies one stored event. Its payload is not trusted beyond the object's id: the checkout is read from Stripe again,
 * outside any transaction. Events of other types, repeated or late ones change nothing.
 */
export async function applyStripeEvent(kernel: Kernel, stripe: StripeGate, eventId: string): Promise<void> {
  const event = await kernel.db.read.findOneByOrFail(WebhookEvents, { id: eventId });
  if (event.type === 'checkout.session.expired') {
    await kernel.db.read.update(Payments, { checkoutSession: event.objectId, state: 'open' }, { state: 'expired' });
    return;
  }
  if (event.type.startsWith('refund.')) return await followRefund(kernel, await stripe.readRefund(event.objectId));
  if (event.type.startsWith('charge.dispute.')) {
    const state = await stripe.readChargeback(event.objectId);
    // A complaint may be heard of before the payment it is about.
    if (state.paymentIntent !== null) await enterMissed(kernel, stripe, state.paymentIntent);
    return await followChargeback(kernel, state);
  }
  if (!paidTypes.includes(event.type)) return;
  const checkout = await stripe.readCheckout(event.objectId);
  if (checkout.paid) await applyPayment(kernel, checkout);
}

/** Enters a paid checkout: payment, ledger and order in one transaction, once however often it is asked. */
export async function applyPayment({ db, clocks, log }: Kernel, checkout: CheckoutState): Promise<void> {
  const { orderId, paymentIntent } = checkout;
  if (orderId === null || paymentIntent === null) {
    log.error({ checkout: checkout.id }, 'A paid checkout names no order; look at it in Stripe.');
    return;
  }
  await db.transaction(async (tx) => {
    const order = await lockRow(tx, Orders, orderId);
    if (!order) {
      log.error({ checkout: checkout.id, orderId }, 'A paid checkout names an order that does not exist.');
      return;
    }
    const payment = await paymentOf(tx, order, checkout);
    if (payment.state === 'succeeded') return;
    await updateRow(tx, Payments, payment.id, {
      state: 'succeeded',
      paymentIntent,
      amountVnd: checkout.amountVnd,
      paidAt: now(),
    });
    await post(tx, `payment:${payment.id}`, orderId, [
      { from: outsideCard, to: held(orderId), amountVnd: checkout.amountVnd },
    ]);
    const data = { paymentId: payment.id, paymentIntent, amountVnd: checkout.amountVnd };
    await record(
      tx,
      system,
      { type: 'payment.received', data },
      { kind: 'order', id: orderId },
      orderSubject.about(order),
    );
    const { vatPercent, vatVnd } = payment;
    const right = checkout.currency === 'vnd' && checkout.amountVnd === order.priceVnd + vatVnd;
    if (right && order.state === 'awaiting_payment') {
      const accessDueBy = new Date(now().getTime() + clocks['undelivered-refund']);
      await advance(tx, orderSubject, orderId, 'pay', system, { set: { accessDueBy, vatPercent, vatVnd } });
      await invoiceData(tx, order, lineAt(order.priceVnd, order.vatClass, vatPercent), `payment:${payment.id}`);
      await closeOthers(tx, orderId);
      return;
    }
    // Paid a second time, after the order ended, or a wrong amount: the money goes back, on the record.
    log.warn(
      { orderId, paymentId: payment.id, state: order.state },
      'A payment does not fit its order and is refunded.',
    );
    await refundMisfit(tx, order, payment);
  });
}

/** Enters a payment at Stripe that the exchange does not know yet, as its event would have entered it. */
export async function enterMissed(kernel: Kernel, stripe: StripeGate, paymentIntent: string): Promise<void> {
  if (await kernel.db.read.existsBy(Payments, { paymentIntent })) return;
  const id = await stripe.connect.checkoutOf(paymentIntent);
  const checkout = id === null ? null : await stripe.readCheckout(id);
  if (checkout?.paid) await applyPayment(kernel, checkout);
}

async function paymentOf(tx: Tx, order: Order, checkout: CheckoutState): Promise<Payment> {
  const known = await tx.findOneBy(Payments, { checkoutSession: checkout.id });
  if (known) return known;
  const { vatPercent, vatVnd } = priceOf(order);
  const payment: Payment = {
    id: newId('pay'),
    orderId: order.id,
    amountVnd: checkout.amountVnd,
    vatPercent,
    vatVnd,
    rail: 'card',
    checkoutSession: checkout.id,
    checkoutUrl: checkout.url ?? '',
    paymentIntent: null,
    state: 'open',
    createdAt: now(),
    paidAt: null,
  };
  await insertRow(tx, Payments, payment);
  return payment;
}
