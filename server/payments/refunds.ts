import type { QueryOf } from '../../contracts/operation.js';
import type { paymentOperations } from '../../contracts/payments.js';
import { notFound, Problem } from '../../contracts/problems.js';
import { record } from '../audit/record.js';
import { type Actor, type MemberActor, system } from '../kernel/actor.js';
import { now } from '../kernel/clock.js';
import { decodeCursor } from '../kernel/cursor.js';
import { type Database, insertRow, lockRow, type Tx } from '../kernel/database.js';
import { newId } from '../kernel/ids.js';
import type { Kernel } from '../kernel/kernel.js';
import { enqueue } from '../kernel/outbox.js';
import { advance, rolesOn } from '../lifecycle/advance.js';
import { notFrozen, requireNotFrozen } from '../lifecycle/holds.js';
import { orderSubject } from '../ordering/subjects.js';
import { type Order, Orders } from '../ordering/tables.js';
import { held } from './accounts.js';
import { balanceOf } from './ledger.js';
import { Chargebacks, type Payment, Payments, type Refund, Refunds } from './tables.js';

/** States in which a part of the price may go back without anything else being decided. */
export const refundingStates: readonly string[] = ['delivered', 'accepted', 'settled'];

/**
 * What may still go back of each payment for an order: paid, less asked for as refund, less taken by the buyer's bank.
 * A refund that failed still counts: it is sent again in its own place.
 */
export async function refundable(tx: Tx, orderId: string): Promise<{ payment: Payment; leftVnd: number }[]> {
  const payments = await tx.find(Payments, { where: { orderId, state: 'succeeded' }, order: { id: 'ASC' } });
  const refunds = (await tx.findBy(Refunds, { orderId })).filter(
    (one) => one.kind !== 'retry' && one.state !== 'dropped',
  );
  const chargebacks = await tx.findBy(Chargebacks, { orderId });
  return payments.map((payment) => {
    const asked = sum(refunds.filter((one) => one.paymentId === payment.id).map((one) => one.amountVnd));
    const charged = chargebacks.filter((one) => one.paymentId === payment.id);
    const taken = sum(charged.map((one) => one.withdrawnVnd - one.reinstatedVnd));
    return { payment, leftVnd: payment.amountVnd - asked - taken };
  });
}

/**
 * Gives a part of an order's price back, or all that is left of it, which also ends the access. By the provider or the
 * operator; throws 404, 403, 409 in a wrong state, 422 for more than is left.
 */
export async function giveRefund(
  tx: Tx,
  actor: MemberActor,
  orderId: string,
  { amountVnd, reason }: { amountVnd: number; reason: string },
): Promise<void> {
  const order = await lockRow(tx, Orders, orderId);
  const roles = order ? rolesOn(orderSubject.lifecycle, order, actor) : [];
  if (!order || roles.length === 0) throw notFound(orderSubject.lifecycle.name);
  if (!roles.includes('provider') && !roles.includes('operator')) {
    throw new Problem('role-required', {
      vi: 'Chỉ bên bán hoặc đơn vị vận hành được hoàn tiền.',
      en: 'Only the provider or the operator may refund.',
    });
  }
  const leftVnd = sum((await refundable(tx, orderId)).map((one) => one.leftVnd));
  if (amountVnd > leftVnd) throw tooMuch(leftVnd);
  if (amountVnd === leftVnd) {
    await advance(tx, orderSubject, orderId, 'refund', actor, { reason });
    return;
  }
  if (!refundingStates.includes(order.state)) {
    throw new Problem(
      'transition-refused',
      {
        vi: 'Chỉ hoàn một phần khi dữ liệu đã được giao và đơn hàng không có tranh chấp.',
        en: 'A part is refunded only after the delivery, and not while a dispute is open.',
      },
      { state: order.state },
    );
  }
  await askRefund(tx, actor, order, { amountVnd, reason });
}

/** Asks for refunds of an order's payments that come to `amountVnd`; a job sends each. The order is locked. */
export async function askRefund(
  tx: Tx,
  actor: Actor,
  order: Order,
  { amountVnd, reason, kind = 'part' }: { amountVnd: number; reason: string; kind?: 'part' | 'whole' },
): Promise<void> {
  await requireNotFrozen(tx, orderSubject.about(order));
  let wanted = amountVnd;
  for (const { payment, leftVnd } of await refundable(tx, order.id)) {
    const part = Math.min(wanted, leftVnd);
    wanted -= part;
    if (part > 0) {
      const { id: paymentId, rail } = payment;
      await ask(tx, actor, order, { kind, paymentId, rail, amountVnd: part, reason });
    }
  }
  if (wanted > 0) throw tooMuch(amountVnd - wanted);
}

/** Sends everything that is left of a `refunding` order back, and completes it when nothing is on its way any more. */
export async function refundOrder(db: Database, orderId: string): Promise<void> {
  await db.transaction(async (tx) => {
    const order = await lockRow(tx, Orders, orderId);
    if (order?.state !== 'refunding') return;
    const leftVnd = sum((await refundable(tx, orderId)).map((one) => one.leftVnd));
    const reason = order.stateReason ?? 'Dữ liệu không được giao đúng hạn. / The delivery did not come in time.';
    // Those that were asked for before: their job may be lost. A new one brings its own.
    const earlier = await tx.findBy(Refunds, { orderId, state: 'pending' });
    if (leftVnd > 0) await askRefund(tx, system, order, { amountVnd: leftVnd, reason, kind: 'whole' });
    for (const { id } of earlier) await enqueue(tx, 'make-refund', { id });
    await completeRefund(tx, order);
  });
}

/** Asks to send back a payment that no order wanted: a second one, a late one, a wrong amount. In the payment's transaction. */
export async function refundMisfit(tx: Tx, order: Order, payment: Payment): Promise<void> {
  const fact = `misfit:${payment.id}`;
  if (await tx.existsBy(Refunds, { fact })) return;
  const reason = 'Khoản thanh toán không khớp với đơn hàng. / The payment did not fit the order.';
  await ask(tx, system, order, {
    ...{ kind: 'misfit', paymentId: payment.id, rail: payment.rail, amountVnd: payment.amountVnd, reason, fact },
  });
}

/** Refunds, newest first, one more than asked for. */
export async function listRefunds(
  tx: Tx,
  query: QueryOf<(typeof paymentOperations)['listRefunds']>,
): Promise<Refund[]> {
  const rows = tx
    .createQueryBuilder(Refunds, 'row')
    .orderBy('row.id', 'DESC')
    .limit(query.limit + 1);
  if (query.state) rows.andWhere('row.state = :state', { state: query.state });
  const after = decodeCursor(query.cursor, 1);
  if (after) rows.andWhere('row.id < :after', { after: after[0] });
  return await rows.getMany();
}

/** Sends a refund that came back once more. By the operator; throws 404, 409 when it did not fail or was sent again. */
export async function retryRefund(tx: Tx, actor: MemberActor, id: string): Promise<Refund> {
  const found = await tx.findOneBy(Refunds, { id });
  if (!found) throw notFound({ vi: 'khoản hoàn tiền', en: 'refund' });
  const order = await lockRow(tx, Orders, found.orderId);
  const failed = await lockRow(tx, Refunds, id);
  if (!order || !failed) throw notFound({ vi: 'khoản hoàn tiền', en: 'refund' });
  await requireNotFrozen(tx, orderSubject.about(order));
  if (failed.state !== 'failed' || (await tx.existsBy(Refunds, { retries: id }))) {
    throw new Problem('transition-refused', {
      vi: 'Chỉ gửi lại khoản hoàn tiền đã bị trả về và chưa được gửi lại.',
      en: 'Only a refund that came back, and was not sent again, can be sent again.',
    });
  }
  const { paymentId, rail, amountVnd, reason } = failed;
  return await ask(tx, actor, order, {
    ...{ kind: 'retry', paymentId, rail, amountVnd, reason, fact: `retry:${id}`, retries: id },
  });
}

type Asked = Pick<Refund, 'kind' | 'paymentId' | 'rail' | 'amountVnd' | 'reason'> &
  Partial<Pick<Refund, 'fact' | 'retries'>>;

async function ask(tx: Tx, actor: Actor, order: Order, asked: Asked): Promise<Refund> {
  const id = newId('rfd');
  const refund: Refund = {
    ...{ id, orderId: order.id, fact: `asked:${id}`, retries: null },
    ...asked,
    ...{ stripeRefund: null, state: 'pending', failure: null, createdAt: now() },
  };
  await insertRow(tx, Refunds, refund);
  const data = { refundId: id, paymentId: refund.paymentId, amountVnd: refund.amountVnd, reason: refund.reason };
  await record(tx, actor, { type: 'refund.asked', data }, { kind: 'order', id: order.id }, orderSubject.about(order));
  await enqueue(tx, 'make-refund', { id });
  return refund;
}

/** Asks again for refunds whose job was lost, or failed for good. Gives how many. */
export async function nudgeRefunds({ db, clocks }: Kernel): Promise<number> {
  const until = new Date(now().getTime() - clocks['fulfilment-stall']);
  const rows: { id: string }[] = await db.read.query(
    `select r.id from refunds r join orders on orders.id = r.order_id
      where r.state = 'pending' and r.created_at < $1 and ${notFrozen('orders')} order by r.id limit 100`,
    [until],
  );
  for (const { id } of rows) await db.transaction((tx) => enqueue(tx, 'make-refund', { id }));
  return rows.length;
}

/** A refunding order is refunded when every refund of it has arrived, by itself or by another sent in its place. */
export async function completeRefund(tx: Tx, { id: orderId, state }: Order): Promise<void> {
  if (state !== 'refunding') return;
  const refunds = await tx.findBy(Refunds, { orderId });
  const replaced = new Set(refunds.map((one) => one.retries));
  const ended = ['succeeded', 'dropped'];
  const open = refunds.some((one) => !ended.includes(one.state) && !replaced.has(one.id));
  const left = sum((await refundable(tx, orderId)).map((one) => one.leftVnd));
  if (open || left !== 0) return;
  const still = await balanceOf(tx, held(orderId));
  if (still !== 0) throw new Error(`After the refund of ${orderId} ${still} ₫ are still held.`);
  await advance(tx, orderSubject, orderId, 'complete-refund', system);
}

function tooMuch(leftVnd: number): Problem {
  const en = `At most ${leftVnd} ₫ of what was paid can still go back.`;
  const vi = `Chỉ còn tối đa ${leftVnd} ₫ có thể hoàn lại.`;
  return new Problem(
    'rule-broken',
    { vi, en },
    { errors: [{ pointer: '/amountVnd', detail: en, detailVi: vi }], leftVnd },
  );
}

const sum = (amounts: readonly number[]) => amounts.reduce((total, one) => total + one, 0);
