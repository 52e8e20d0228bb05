import { notFound } from '../../../contracts/problems.js';
import { record } from '../../audit/record.js';
import type { MemberActor } from '../../kernel/actor.js';
import { lockRow, type Tx } from '../../kernel/database.js';
import { notice } from '../../kernel/notices.js';
import { advance } from '../../lifecycle/advance.js';
import { requireNotFrozen } from '../../lifecycle/holds.js';
import { orderSubject } from '../../ordering/subjects.js';
import { type Order, Orders } from '../../ordering/tables.js';
import { outsideBank, owedBack } from '../accounts.js';
import { post } from '../ledger.js';
import { enterSentByPeople } from '../paying-back.js';
import { repaymentSubject } from '../subjects.js';
import { type Repayment, Repayments } from '../tables.js';

/** Reports money as sent back; it counts when a second person has confirmed it. */
export async function reportSent(tx: Tx, actor: MemberActor, id: string, sentReference: string): Promise<Repayment> {
  await lockedOrder(tx, id);
  return await advance(tx, repaymentSubject, id, 'report-sent', actor, {
    set: { sentReference, submittedBy: actor.memberId },
  });
}

/** The report was wrong: the money is still to be sent. */
export async function denySent(tx: Tx, actor: MemberActor, id: string, reason: string | undefined): Promise<Repayment> {
  return await advance(tx, repaymentSubject, id, 'deny-sent', actor, {
    ...{ reason, set: { sentReference: null, submittedBy: null } },
  });
}

/** A second person confirms: ledger, record, and the refund that waited for it. */
export async function confirmSent(tx: Tx, actor: MemberActor, id: string): Promise<Repayment> {
  const order = await lockedOrder(tx, id);
  const repayment = await advance(tx, repaymentSubject, id, 'confirm-sent', actor);
  const { amountVnd, orderId, lineId, refundId } = repayment;
  const from = owedBack(orderId ?? lineId ?? '');
  await post(tx, `repaid:${id}`, orderId, [{ from, to: outsideBank, amountVnd }]);
  if (!order) return repayment;
  const event = { type: 'bank-transfer.sent-back', data: { repaymentId: id, amountVnd } } as const;
  await record(tx, actor, event, { kind: 'order', id: order.id }, orderSubject.about(order));
  if (refundId !== null) await enterSentByPeople(tx, order, refundId);
  await notice(tx, order.id);
  return repayment;
}

/** The order the money goes back for, locked before the repayment and not frozen; null where it belongs to none. */
async function lockedOrder(tx: Tx, repaymentId: string): Promise<Order | null> {
  const repayment = await tx.findOneBy(Repayments, { id: repaymentId });
  if (!repayment) throw notFound(repaymentSubject.lifecycle.name);
  const order = repayment.orderId === null ? null : await lockRow(tx, Orders, repayment.orderId);
  if (order) await requireNotFrozen(tx, orderSubject.about(order));
  return order;
}
