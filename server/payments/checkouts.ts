import type { MoneyLine } from '../../contracts/money.js';
import { record } from '../audit/record.js';
import { Datasets } from '../catalogue/tables.js';
import { Members } from '../identity/tables.js';
import type { MemberActor } from '../kernel/actor.js';
import { now } from '../kernel/clock.js';
import { type Database, insertRow, lockRow } from '../kernel/database.js';
import { canonicalJson, sha256 } from '../kernel/hash.js';
import { newId } from '../kernel/ids.js';
import type { Kernel } from '../kernel/kernel.js';
import { requireNotFrozen } from '../lifecycle/holds.js';
import { priceOf } from '../ordering/money.js';
import { orderSubject } from '../ordering/subjects.js';
import { type Order, Orders } from '../ordering/tables.js';
import { requireOpenTrade } from '../ordering/trade.js';
import { applyPayment } from './apply.js';
import { alreadyPaid, requirePayable } from './payable.js';
import type { CheckoutState, NewCheckout, StripeGate } from './stripe.js';
import { type Payment, Payments } from './tables.js';

/**
 * The address of the order's hosted checkout: the one that is open, or a new one. Stripe is asked outside any
 * transaction, under a key made of the order, the attempt, the member and what the checkout says, so that two clicks make one
 * checkout and a dataset that was retitled between two attempts makes another; if two are paid, the second payment goes back.
 */
export async function startCheckout(
  kernel: Kernel,
  stripe: StripeGate,
  actor: MemberActor,
  orderId: string,
): Promise<string> {
  const { db } = kernel;
  const { publicUrl } = kernel.settings;
  const order = requirePayable(await db.read.findOneBy(Orders, { id: orderId }), actor);
  await requireNotFrozen(db.read, orderSubject.about(order));
  const attempts = await db.read.find(Payments, { where: { orderId, rail: 'card' }, order: { id: 'DESC' } });
  const last = attempts[0];
  if (last) {
    const outdated = last.amountVnd !== priceOf(order).totalVnd;
    const state = await (outdated
      ? stripe.expireCheckout(last.checkoutSession)
      : stripe.readCheckout(last.checkoutSession));
    if (state.paid) {
      // Its event is late or lost: what was paid counts now.
      await applyPayment(kernel, state);
      throw alreadyPaid();
    }
    await requireOpenTrade(db.read, order);
    if (state.open && state.url) return state.url;
    await db.read.update(Payments, { id: last.id, state: 'open' }, { state: 'expired' });
  }
  const dataset = await db.read.findOneByOrFail(Datasets, { id: order.datasetId });
  const buyer = await db.read.findOneByOrFail(Members, { id: actor.memberId });
  const price = priceOf(order);
  const input: NewCheckout = {
    orderId,
    title: dataset.titleVi,
    amountVnd: price.totalVnd,
    customerEmail: buyer.email,
    successUrl: `${publicUrl}/orders/${orderId}?paid=1`,
    cancelUrl: `${publicUrl}/orders/${orderId}?paid=0`,
  };
  const said = sha256(canonicalJson(input)).slice(0, 16);
  const state = await stripe.createCheckout(
    input,
    `${orderId}:checkout:${attempts.length + 1}:${actor.memberId}:${said}`,
  );
  return await keepCheckout(db, actor, order, price, state);
}

async function keepCheckout(
  db: Database,
  actor: MemberActor,
  order: Order,
  { vatPercent, vatVnd, totalVnd }: MoneyLine,
  state: CheckoutState,
): Promise<string> {
  return await db.transaction(async (tx) => {
    const payable = requirePayable(await lockRow(tx, Orders, order.id), actor);
    await requireNotFrozen(tx, orderSubject.about(payable));
    await requireOpenTrade(tx, payable);
    const url = state.url;
    if (url === null) throw alreadyPaid();
    // Two clicks were given the same checkout: the second finds it kept.
    const kept = await tx.findOneBy(Payments, { checkoutSession: state.id });
    if (kept) return url;
    const payment: Payment = {
      id: newId('pay'),
      orderId: order.id,
      amountVnd: totalVnd,
      vatPercent,
      vatVnd,
      rail: 'card',
      checkoutSession: state.id,
      checkoutUrl: url,
      paymentIntent: null,
      state: 'open',
      createdAt: now(),
      paidAt: null,
    };
    await insertRow(tx, Payments, payment);
    const data = { paymentId: payment.id, checkoutSession: state.id, amountVnd: totalVnd };
    await record(
      tx,
      actor,
      { type: 'checkout.started', data },
      { kind: 'order', id: order.id },
      orderSubject.about(order),
    );
    return url;
  });
}
