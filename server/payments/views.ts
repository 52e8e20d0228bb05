import type { OrderPaymentsView } from '../../contracts/payments.js';
import type { Tx } from '../kernel/database.js';
import { postingsOf } from './ledger.js';
import { Payments, Refunds } from './tables.js';

/** Payments and refunds of an order, oldest first; with the ledger's postings for those who audit. */
export async function orderMoney(tx: Tx, orderId: string, withPostings: boolean): Promise<OrderPaymentsView> {
  const payments = await tx.find(Payments, { where: { orderId }, order: { id: 'ASC' } });
  const refunds = await tx.find(Refunds, { where: { orderId }, order: { id: 'ASC' } });
  const postings = withPostings ? await postingsOf(tx, orderId) : [];
  return {
    payments: payments.map(({ id, rail, amountVnd, checkoutSession, paymentIntent, state, createdAt, paidAt }) => ({
      ...{ id, orderId, rail, amountVnd, checkoutSession, paymentIntent, state },
      createdAt: createdAt.toISOString(),
      paidAt: paidAt?.toISOString() ?? null,
    })),
    refunds: refunds.map(({ id, paymentId, rail, amountVnd, reason, state, createdAt }) => ({
      ...{ id, paymentId, rail, amountVnd, reason, state },
      createdAt: createdAt.toISOString(),
    })),
    postings: postings.map(({ key, fromAccount, toAccount, amountVnd, at }) => ({
      ...{ key, from: fromAccount, to: toAccount, amountVnd },
      at: at.toISOString(),
    })),
  };
}
