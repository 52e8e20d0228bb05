import type { OrderMoney } from '../../contracts/money.js';
import { record } from '../audit/record.js';
import { invoiceFee } from '../invoicing/issuing.js';
import { system } from '../kernel/actor.js';
import { type Database, lockRow, type Tx } from '../kernel/database.js';
import type { Kernel } from '../kernel/kernel.js';
import type { Handlers } from '../kernel/queue.js';
import { advance } from '../lifecycle/advance.js';
import { moneyOfOrder } from '../ordering/money.js';
import { orderSubject } from '../ordering/subjects.js';
import { type Order, Orders } from '../ordering/tables.js';
import { fee, held, payable, vat } from './accounts.js';
import { applyStripeEvent } from './apply.js';
import { recogniseLine } from './bank/matching.js';
import { balanceOf, type Movement, post } from './ledger.js';
import { makeRefund } from './paying-back.js';
import type { Rails } from './rail.js';
import { railsOf } from './rails.js';
import { refundOrder } from './refunds.js';
import { keepReserve, releaseReserve } from './reserves.js';
import { isPaidDirectly } from './shares.js';
import type { StripeGate } from './stripe.js';
import { Payments } from './tables.js';

type Mine =
  | 'apply-stripe-event'
  | 'refund-order'
  | 'make-refund'
  | 'settle-order'
  | 'close-checkout'
  | 'release-reserve'
  | 'recognise-bank-line';

export function paymentJobs(kernel: Kernel, stripe: StripeGate): Pick<Handlers, Mine> {
  const { db } = kernel;
  const rails = railsOf(kernel, stripe);
  return {
    'apply-stripe-event': ({ eventId }) => applyStripeEvent(kernel, stripe, eventId),
    'refund-order': ({ id }) => refundOrder(db, id),
    'make-refund': ({ id }) => makeRefund(kernel, rails, id),
    'settle-order': ({ id }) => settleOrder(db, id),
    'release-reserve': ({ id }) => releaseReserve(db, id),
    'close-checkout': ({ id }) => closeAttempts(kernel, rails, id),
    'recognise-bank-line': ({ id }) => recogniseLine(kernel, id),
  };
}

/** Releases what is held for an accepted order: the fee and its VAT to the exchange, the rest to the provider. */
async function settleOrder(db: Database, id: string): Promise<void> {
  await db.transaction(async (tx) => {
    const order = await lockRow(tx, Orders, id);
    if (order?.state !== 'accepted') return;
    const money = moneyOfOrder(order);
    const leftVnd = money.price.totalVnd - money.refundedVnd;
    if (await isPaidDirectly(tx, id)) {
      await oweFee(tx, order, money);
    } else if (leftVnd > 0) {
      const there = await balanceOf(tx, held(id));
      if (there < leftVnd) throw new Error(`Of ${leftVnd} ₫ for ${id} only ${there} ₫ are held.`);
      await post(tx, `release:${id}`, id, release(order, money));
      const event = {
        type: 'funds.released',
        data: { amountVnd: money.payoutVnd, feeVnd: money.fee.totalVnd },
      } as const;
      await record(tx, system, event, { kind: 'order', id }, orderSubject.about(order));
      await keepReserve(tx, order, money.payoutVnd);
    }
    const { vatPercent: feeVatPercent, vatVnd: feeVatVnd } = money.fee;
    await advance(tx, orderSubject, id, 'settle', system, { set: { feeVatPercent, feeVatVnd } });
    await invoiceFee(tx, order, money.fee, `release:${id}`);
  });
}

/** A trade that was paid from hand to hand: the fee cannot be kept from money, so the provider owes it. */
async function oweFee(tx: Tx, order: Order, { fee: line }: OrderMoney): Promise<void> {
  const { id, providerId, feeSellerId } = order;
  if (feeSellerId === null || line.totalVnd === 0) return;
  const from = payable(providerId);
  const owed = [
    { from, to: fee(feeSellerId), amountVnd: line.netVnd },
    { from, to: vat(feeSellerId), amountVnd: line.vatVnd },
  ].filter((one) => one.amountVnd > 0);
  await post(tx, `release:${id}`, id, owed);
  const event = { type: 'fee.owed', data: { feeVnd: line.totalVnd } } as const;
  await record(tx, system, event, { kind: 'order', id }, orderSubject.about(order));
}

/** Where held money goes; together exactly what the buyer paid and did not get back. */
function release(order: Order, { payoutVnd, fee: line }: OrderMoney): Movement[] {
  const from = held(order.id);
  const movements = [{ from, to: payable(order.providerId), amountVnd: payoutVnd }];
  if (order.feeSellerId !== null) {
    movements.push({ from, to: fee(order.feeSellerId), amountVnd: line.netVnd });
    movements.push({ from, to: vat(order.feeSellerId), amountVnd: line.vatVnd });
  }
  return movements.filter((one) => one.amountVnd > 0);
}

/** Closes the open attempts to pay an order that was cancelled, expired or paid; what was paid meanwhile is entered, and goes back. */
async function closeAttempts({ db }: Kernel, rails: Rails, id: string): Promise<void> {
  for (const payment of await db.read.findBy(Payments, { orderId: id, state: 'open' })) {
    await rails[payment.rail].close(payment);
  }
}
