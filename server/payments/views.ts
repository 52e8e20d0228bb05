import type { OrderPaymentsView, RefundItem, RefundView } from '../../contracts/payments.js';
import type { Actor } from '../kernel/actor.js';
import { seesEverything } from '../kernel/actor.js';
import type { Tx } from '../kernel/database.js';
import { rolesOn } from '../lifecycle/advance.js';
import { orderSubject } from '../ordering/subjects.js';
import type { Order } from '../ordering/tables.js';
import { postingsOf } from './ledger.js';
import { refundable, refundingStates } from './refunds.js';
import { Payments, type Refund, Refunds } from './tables.js';

type OrderMoneyRows = Pick<OrderPaymentsView, 'payments' | 'refunds' | 'postings'>;

/** The same with what can still go back, and whether the actor may give it. */
export async function orderPayments(tx: Tx, actor: Actor, order: Order): Promise<OrderPaymentsView> {
  const rows = await orderMoney(tx, order.id, seesEverything(actor));
  const left = (await refundable(tx, order.id)).reduce((sum, one) => sum + one.leftVnd, 0);
  const roles = actor.kind === 'member' && actor.role !== 'viewer' ? rolesOn(orderSubject.lifecycle, order, actor) : [];
  const may = roles.includes('provider') || roles.includes('operator');
  const leftVnd = Math.max(0, left);
  return { ...rows, leftVnd, mayRefund: may && leftVnd > 0 && refundingStates.includes(order.state) };
}

/** Payments and refunds of an order, oldest first; with the ledger's postings for those who audit. */
export async function orderMoney(tx: Tx, orderId: string, withPostings: boolean): Promise<OrderMoneyRows> {
  const payments = await tx.find(Payments, { where: { orderId }, order: { id: 'ASC' } });
  const refunds = await tx.find(Refunds, { where: { orderId }, order: { id: 'ASC' } });
  const postings = withPostings ? await postingsOf(tx, orderId) : [];
  return {
    payments: payments.map(({ id, amountVnd, checkoutSession, paymentIntent, state, createdAt, paidAt }) => ({
      ...{ id, orderId, amountVnd, checkoutSession, paymentIntent, state },
      createdAt: createdAt.toISOString(),
      paidAt: paidAt?.toISOString() ?? null,
    })),
    refunds: refunds.map(refundOf),
    postings: postings.map(({ key, fromAccount, toAccount, amountVnd, at }) => ({
      ...{ key, from: fromAccount, to: toAccount, amountVnd },
      at: at.toISOString(),
    })),
  };
}

function refundOf({ id, paymentId, amountVnd, kind, retries, reason, state, failure, createdAt }: Refund): RefundView {
  return { ...{ id, paymentId, amountVnd, kind, retries, reason, state, failure }, createdAt: createdAt.toISOString() };
}

/** Refunds for the operator's list, each with whether it waits to be sent again. */
export async function refundItems(tx: Tx, rows: readonly Refund[]): Promise<RefundItem[]> {
  const failed = rows.filter((one) => one.state === 'failed').map((one) => one.id);
  const retried: { retries: string }[] = await tx.query('select retries from refunds where retries = any ($1)', [
    failed,
  ]);
  const again = new Set(retried.map((one) => one.retries));
  return rows.map((row) => ({
    ...refundOf(row),
    orderId: row.orderId,
    open: row.state === 'failed' && !again.has(row.id),
  }));
}
