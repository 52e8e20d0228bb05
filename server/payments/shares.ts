import type { Tx } from '../kernel/database.js';
import { moneyOfOrder } from '../ordering/money.js';
import type { Order } from '../ordering/tables.js';
import { fee, held, payable, vat } from './accounts.js';
import { isPosted, type Movement } from './ledger.js';
import { Payments } from './tables.js';

/** What a change of `refundedVnd` takes from whom: positive is taken, negative is given. */
export type Share = {
  movements: Movement[];
  /** Of what was released: the provider's part, and the fee with its VAT. 0 while all is still held. */
  providerVnd: number;
  feeNetVnd: number;
  feeVatVnd: number;
};

/** Whether the order's money was released to those who earned it. */
export async function isReleased(tx: Tx, orderId: string): Promise<boolean> {
  return await isPosted(tx, `release:${orderId}`);
}

/** Whether the order's money went from buyer to provider, and never through the exchange. */
export async function isPaidDirectly(tx: Tx, orderId: string): Promise<boolean> {
  return await tx.existsBy(Payments, { orderId, rail: 'direct', state: 'succeeded' });
}

/**
 * Where the money comes from when `refundedVnd` of the order grows to `next` (or falls back to it), between the order and the
 * account `other`: from what is held, or, once released, from the provider and the fee in proportion. The order is locked.
 */
export async function shareOf(tx: Tx, order: Order, next: number, other: string): Promise<Share> {
  const before = moneyOfOrder(order);
  const amountVnd = next - order.refundedVnd;
  if (await isPaidDirectly(tx, order.id)) return await directShare(tx, order, next);
  if (!(await isReleased(tx, order.id))) {
    const movements = moved([[held(order.id), amountVnd]], other);
    return { movements, providerVnd: 0, feeNetVnd: 0, feeVatVnd: 0 };
  }
  const after = moneyOfOrder(order, next);
  const providerVnd = before.payoutVnd - after.payoutVnd;
  const feeNetVnd = before.fee.netVnd - after.fee.netVnd;
  const feeVatVnd = before.fee.vatVnd - after.fee.vatVnd;
  const taken: [string, number][] = [[payable(order.providerId), providerVnd]];
  if (order.feeSellerId !== null) taken.push([fee(order.feeSellerId), feeNetVnd], [vat(order.feeSellerId), feeVatVnd]);
  return { movements: moved(taken, other), providerVnd, feeNetVnd, feeVatVnd };
}

/** Of a trade paid from hand to hand the exchange gives back its fee in proportion; the provider sends the rest itself. */
async function directShare(tx: Tx, order: Order, next: number): Promise<Share> {
  if (order.feeSellerId === null || !(await isReleased(tx, order.id))) {
    return { movements: [], providerVnd: 0, feeNetVnd: 0, feeVatVnd: 0 };
  }
  const [before, after] = [moneyOfOrder(order), moneyOfOrder(order, next)];
  const feeNetVnd = before.fee.netVnd - after.fee.netVnd;
  const feeVatVnd = before.fee.vatVnd - after.fee.vatVnd;
  const taken: [string, number][] = [
    [fee(order.feeSellerId), feeNetVnd],
    [vat(order.feeSellerId), feeVatVnd],
  ];
  return { movements: moved(taken, payable(order.providerId)), providerVnd: 0, feeNetVnd, feeVatVnd };
}

function moved(taken: readonly [string, number][], other: string): Movement[] {
  return taken
    .filter(([, amountVnd]) => amountVnd !== 0)
    .map(([account, amountVnd]) =>
      amountVnd > 0 ? { from: account, to: other, amountVnd } : { from: other, to: account, amountVnd: -amountVnd },
    );
}
