import { lineAt, type MoneyLine } from '../../../contracts/money.js';
import { vietnamDay } from '../../../contracts/vietnam-day.js';
import { record } from '../../audit/record.js';
import { invoiceData } from '../../invoicing/issuing.js';
import { type Actor, system } from '../../kernel/actor.js';
import { type Clocks, now } from '../../kernel/clock.js';
import { type Tx, updateRow } from '../../kernel/database.js';
import { notice } from '../../kernel/notices.js';
import { advance } from '../../lifecycle/advance.js';
import { requireNotFrozen } from '../../lifecycle/holds.js';
import { orderSubject } from '../../ordering/subjects.js';
import type { Order } from '../../ordering/tables.js';
import { held, owedBack, unmatchedBank } from '../accounts.js';
import { closeOthers } from '../close-others.js';
import { type Movement, post } from '../ledger.js';
import { bankLineSubject } from '../subjects.js';
import { type BankLine, type Payment, Payments } from '../tables.js';
import { oweBack } from './owing.js';
import { askedOn, openTransfer, receivedFor } from './transfer.js';

type How = { action: 'recognise' | 'confirm'; actor: Actor; clocks: Clocks };

/**
 * Matches a line to an order, which the caller has locked: what the order still lacks is held for it, the rest is owed back,
 * and the order is paid when nothing is missing. An order that no longer waits is owed everything back. Throws 423 while it is
 * frozen, and what `advance` throws when the line was matched meanwhile.
 */
export async function credit(tx: Tx, order: Order, line: BankLine, { action, actor, clocks }: How): Promise<BankLine> {
  await requireNotFrozen(tx, orderSubject.about(order));
  const payment = await openTransfer(tx, order, actor);
  const waits = order.state === 'awaiting_payment' && payment.state === 'open';
  const price = askedOn(order, earlier(line.bookedOn, vietnamDay(now())));
  const received = await receivedFor(tx, payment.id);
  const lacking = waits ? price.totalVnd - received : 0;
  const creditedVnd = Math.max(0, Math.min(line.amountVnd, lacking));
  const back = line.amountVnd - creditedVnd;
  const matched = await advance(tx, bankLineSubject, line.id, action, actor, {
    set: { orderId: order.id, paymentId: payment.id, creditedVnd },
  });
  const movements: Movement[] = [
    { from: unmatchedBank, to: held(order.id), amountVnd: creditedVnd },
    { from: unmatchedBank, to: owedBack(order.id), amountVnd: back },
    // The rate fell after a first part had come: that part was already too much.
    { from: held(order.id), to: owedBack(order.id), amountVnd: Math.max(0, -lacking) },
  ];
  await post(
    tx,
    `match:${line.id}`,
    order.id,
    movements.filter((one) => one.amountVnd > 0),
  );
  if (creditedVnd > 0) {
    const missingVnd = lacking - creditedVnd;
    const data = { paymentId: payment.id, lineId: line.id, amountVnd: creditedVnd, missingVnd };
    await tell(tx, order, { type: 'bank-transfer.credited', data });
  }
  if (waits && creditedVnd >= lacking) await payOrder(tx, order, payment, price, clocks);
  const owed = back + Math.max(0, -lacking);
  if (owed > 0) {
    await oweBack(tx, { order, amountVnd: owed, cause: waits ? 'surplus' : 'late', lineId: line.id });
  }
  await notice(tx, order.id);
  return matched;
}

const earlier = (a: string, b: string) => (a < b ? a : b);

/** Everything is there: payment, order and invoice, as a paid checkout would have entered them. */
async function payOrder(tx: Tx, order: Order, payment: Payment, price: MoneyLine, clocks: Clocks): Promise<void> {
  const { vatPercent, vatVnd, totalVnd: amountVnd } = price;
  await updateRow(tx, Payments, payment.id, { state: 'succeeded', amountVnd, vatPercent, vatVnd, paidAt: now() });
  const data = { paymentId: payment.id, paymentIntent: payment.checkoutSession, amountVnd };
  await tell(tx, order, { type: 'payment.received', data });
  const accessDueBy = new Date(now().getTime() + clocks['undelivered-refund']);
  await advance(tx, orderSubject, order.id, 'pay', system, { set: { accessDueBy, vatPercent, vatVnd } });
  await invoiceData(tx, order, lineAt(order.priceVnd, order.vatClass, vatPercent), `payment:${payment.id}`);
  await closeOthers(tx, order.id);
}

async function tell(tx: Tx, order: Order, event: Parameters<typeof record>[2]): Promise<void> {
  await record(tx, system, event, { kind: 'order', id: order.id }, orderSubject.about(order));
}
