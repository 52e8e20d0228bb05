import { system } from '../kernel/actor.js';
import { type Clocks, now } from '../kernel/clock.js';
import { type Database, lockRow, type Tx } from '../kernel/database.js';
import { enqueue } from '../kernel/outbox.js';
import { advance } from '../lifecycle/advance.js';
import { requireNotFrozen } from '../lifecycle/holds.js';
import { orderSubject } from '../ordering/subjects.js';
import { type Order, Orders } from '../ordering/tables.js';
import { correctForChargeback, isClosed, yieldToBank } from '../payments/chargebacks.js';
import { endPaymentDispute, isAboutPayment } from '../payments/direct/answering.js';
import { askRefund } from '../payments/refunds.js';
import { Chargebacks } from '../payments/tables.js';
import { disputeOf } from './opening.js';
import { endStates, leftOf } from './policy.js';
import { settle } from './settling.js';
import { disputeSubject } from './subjects.js';
import { type Dispute, Disputes } from './tables.js';

/** Does what a dispute ended with: pays back, or lets the order go on from where it was interrupted. Once. */
export async function carryOut(db: Database, clocks: Clocks, id: string): Promise<void> {
  const { orderId } = await db.read.findOneByOrFail(Disputes, { id });
  await db.transaction(async (tx) => {
    const order = await lockRow(tx, Orders, orderId);
    const dispute = await lockRow(tx, Disputes, id);
    if (order?.state !== 'disputed' || !dispute || !endStates.includes(dispute.state)) return;
    await requireNotFrozen(tx, disputeSubject.about(dispute));
    // What ended first must not end what was opened since, nor what the bank still looks at.
    const chargebacks = await tx.findBy(Chargebacks, { orderId });
    if (chargebacks.some((one) => !isClosed(one.status))) return;
    if (isAboutPayment(order)) {
      await endPaymentDispute(tx, clocks, order, dispute.outcome === 'payment_found');
      return;
    }
    const leftVnd = await leftOf(tx, orderId);
    const reason = dispute.stateReason ?? undefined;
    if (dispute.outcome === 'refund_whole') {
      const action = leftVnd === 0 && order.refundedVnd > 0 ? 'lose-chargeback' : 'uphold';
      await advance(tx, orderSubject, orderId, action, system, { reason });
      return;
    }
    if (dispute.outcome === 'refund_part' && dispute.decidedBy !== 'bank') {
      const amountVnd = Math.min(dispute.refundVnd ?? 0, leftVnd);
      const why = reason ?? 'Thỏa thuận giải quyết tranh chấp. / Settlement of the dispute.';
      if (amountVnd > 0) await askRefund(tx, system, order, { amountVnd, reason: why });
    }
    await resume(tx, order, clocks);
  });
}

/** From where the dispute interrupted it; the time for the delivery starts anew. */
async function resume(tx: Tx, order: Order, clocks: Clocks): Promise<void> {
  const from = order.disputedFrom;
  if (from === 'settled') await advance(tx, orderSubject, order.id, 'resume-settled', system);
  else if (from === 'delivered' || from === 'accepted')
    await advance(tx, orderSubject, order.id, 'resume-accepted', system);
  else {
    const accessDueBy = new Date(now().getTime() + clocks['undelivered-refund']);
    await advance(tx, orderSubject, order.id, 'resume-fulfilment', system, { set: { accessDueBy } });
  }
}

/**
 * Carries what has become of a complaint at the buyer's bank into the dispute over its order: opens one, and closes it
 * with the bank's conclusion. The order goes on only when no complaint about it is open.
 */
export async function followBank(db: Database, chargebackId: string): Promise<void> {
  const found = await db.read.findOneByOrFail(Chargebacks, { id: chargebackId });
  await db.transaction(async (tx) => {
    const order = await lockRow(tx, Orders, found.orderId);
    const chargeback = await tx.findOneByOrFail(Chargebacks, { id: chargebackId });
    if (!order) throw new Error(`${found.orderId} is complained about and does not exist.`);
    const dispute = await disputeOf(tx, order, chargeback);
    if (!isClosed(chargeback.status)) return;
    const takenVnd = chargeback.withdrawnVnd - chargeback.reinstatedVnd;
    if (takenVnd > 0) await correctForChargeback(tx, order, chargeback);
    await yieldToBank(tx, order, chargeback);
    if (endStates.includes(dispute.state)) return;
    const whole = takenVnd > 0 && (await leftOf(tx, order.id)) === 0;
    const outcome = takenVnd === 0 ? 'dismiss' : whole ? 'refund_whole' : 'refund_part';
    const reason = `Ngân hàng kết luận / The bank concluded: ${chargeback.status}.`;
    await settle(tx, system, dispute.id, 'close-by-bank', { outcome, refundVnd: takenVnd, decidedBy: 'bank' }, reason);
  });
}

/** Ended disputes whose order still stands: the job that carries them out was lost. */
export async function nudgeDisputes(db: Database, clocks: Clocks): Promise<number> {
  const until = new Date(now().getTime() - clocks['fulfilment-stall']);
  const rows: Pick<Dispute, 'id'>[] = await db.read.query(
    `select d.id from disputes d join orders o on o.id = d.order_id
      where o.state = 'disputed' and d.state in ('resolved', 'withdrawn') and d.state_since < $1 and d.state_since >= o.state_since
      order by d.id limit 100`,
    [until],
  );
  for (const { id } of rows) await db.transaction((tx) => enqueue(tx, 'carry-out-dispute', { id }));
  return rows.length;
}
