import { lineAt } from '../../../contracts/money.js';
import { notFound, Problem } from '../../../contracts/problems.js';
import { record } from '../../audit/record.js';
import { invoiceData } from '../../invoicing/issuing.js';
import type { Actor, MemberActor } from '../../kernel/actor.js';
import { system } from '../../kernel/actor.js';
import { type Clocks, now } from '../../kernel/clock.js';
import { lockRow, type Tx, updateRow } from '../../kernel/database.js';
import { enqueue } from '../../kernel/outbox.js';
import { advance, rolesOn } from '../../lifecycle/advance.js';
import { requireNotFrozen } from '../../lifecycle/holds.js';
import { orderSubject } from '../../ordering/subjects.js';
import { type Order, Orders } from '../../ordering/tables.js';
import { closeOthers } from '../close-others.js';
import { type DirectStatement, DirectStatements, Payments } from '../tables.js';

/** Whether a dispute over the order is about a payment that the provider does not confirm. */
export const isAboutPayment = (order: Pick<Order, 'disputedFrom'>) => order.disputedFrom === 'payment_stated';

/**
 * The provider's answer. Money that came pays the order and starts its delivery, also when that is said during the dispute over
 * it; money that did not opens one. Throws 404, 403, 409 in another state, 422 for a denial without a reason, 423 while frozen.
 */
export async function answerDirect(
  tx: Tx,
  clocks: Clocks,
  actor: MemberActor,
  orderId: string,
  { received, reason }: { received: boolean; reason?: string | undefined },
): Promise<void> {
  const order = await lockRow(tx, Orders, orderId);
  const roles = order ? rolesOn(orderSubject.lifecycle, order, actor) : [];
  if (!order || !roles.includes('provider')) throw notFound(orderSubject.lifecycle.name);
  await requireNotFrozen(tx, orderSubject.about(order));
  if (actor.role === 'viewer') {
    throw new Problem('role-required', { vi: 'Tài khoản của bạn chỉ được xem.', en: 'Your account may only look.' });
  }
  const disputed = order.state === 'disputed' && isAboutPayment(order);
  if (order.state !== 'payment_stated' && !(disputed && received)) throw notWaiting(order.state);
  if (received && disputed) {
    await answered(tx, actor, order, 'confirmed', null);
    // What ends the dispute also pays the order.
    await enqueue(tx, 'payment-found', { id: orderId });
    return;
  }
  if (received) {
    await answered(tx, actor, order, 'confirmed', null);
    await enterDirect(tx, clocks, order, 'pay', actor);
    return;
  }
  if (reason === undefined) {
    const vi = 'Hãy nêu vì sao bạn không thấy khoản tiền này, ví dụ đã kiểm tra sao kê đến ngày nào.';
    const en = 'Say why you do not find this money, e.g. up to which day you looked at your statements.';
    throw new Problem('rule-broken', { vi, en }, { errors: [{ pointer: '/reason', detail: en, detailVi: vi }] });
  }
  await answered(tx, actor, order, 'denied', reason);
  await advance(tx, orderSubject, orderId, 'deny-payment', actor, { reason, set: { disputedFrom: 'payment_stated' } });
}

/** The last statement of an order, which the provider answers, or null. */
export async function lastStatement(tx: Tx, orderId: string): Promise<DirectStatement | null> {
  return await tx.findOne(DirectStatements, { where: { orderId }, order: { id: 'DESC' } });
}

async function answered(
  tx: Tx,
  actor: Actor,
  order: Order,
  answer: NonNullable<DirectStatement['answer']>,
  reason: string | null,
): Promise<void> {
  const statement = await lastStatement(tx, order.id);
  if (!statement) throw new Error(`${order.id} waits for an answer to nothing.`);
  const answeredBy = actor.kind === 'member' ? actor.memberId : null;
  await updateRow(tx, DirectStatements, statement.id, { answer, answeredBy, answeredAt: now(), reason });
  const data = { statementId: statement.id, answer };
  const event = { type: 'direct-payment.answered', data } as const;
  await record(tx, actor, event, { kind: 'order', id: order.id }, orderSubject.about(order));
}

/**
 * Enters a direct payment as received: payment, order, invoice and record in one transaction. Nothing stands in the ledger: the
 * exchange has no money of it. The order is locked.
 */
export async function enterDirect(
  tx: Tx,
  clocks: Clocks,
  order: Order,
  action: 'pay' | 'resume-fulfilment',
  actor: Actor,
): Promise<void> {
  const payment = await tx.findOneByOrFail(Payments, { orderId: order.id, rail: 'direct' });
  const { vatPercent, vatVnd, amountVnd } = payment;
  await updateRow(tx, Payments, payment.id, { state: 'succeeded', paidAt: now() });
  const event = { type: 'direct-payment.received', data: { paymentId: payment.id, amountVnd } } as const;
  await record(tx, actor, event, { kind: 'order', id: order.id }, orderSubject.about(order));
  const accessDueBy = new Date(now().getTime() + clocks['undelivered-refund']);
  await advance(tx, orderSubject, order.id, action, system, { set: { accessDueBy, vatPercent, vatVnd } });
  await invoiceData(tx, order, lineAt(order.priceVnd, order.vatClass, vatPercent), `payment:${payment.id}`);
  await closeOthers(tx, order.id);
}

/** How a dispute over a payment ended: paid after all, or not, and then the order waits for payment again. The order is locked. */
export async function endPaymentDispute(tx: Tx, clocks: Clocks, order: Order, found: boolean): Promise<void> {
  const statement = await lastStatement(tx, order.id);
  if (statement?.answer !== 'confirmed') await answered(tx, system, order, found ? 'found' : 'not_found', null);
  if (found) await enterDirect(tx, clocks, order, 'resume-fulfilment', system);
  else await advance(tx, orderSubject, order.id, 'resume-payment', system);
}

function notWaiting(state: string): Problem {
  const vi = 'Đơn hàng này không chờ bên bán xác nhận tiền.';
  const en = 'This order does not wait for the provider to confirm a payment.';
  return new Problem('transition-refused', { vi, en }, { state });
}
