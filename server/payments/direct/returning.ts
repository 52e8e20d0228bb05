import { notFound, Problem } from '../../../contracts/problems.js';
import { record } from '../../audit/record.js';
import type { MemberActor } from '../../kernel/actor.js';
import { now } from '../../kernel/clock.js';
import { lockRow, type Tx } from '../../kernel/database.js';
import { notice } from '../../kernel/notices.js';
import { requireNotFrozen } from '../../lifecycle/holds.js';
import { orderSubject } from '../../ordering/subjects.js';
import { type Order, Orders } from '../../ordering/tables.js';
import { enterSentByPeople } from '../paying-back.js';
import { type DirectReturn, DirectReturns } from '../tables.js';

/** The provider says that it sent a refund; the buyer confirms that it came. Throws 404, 409, 423. */
export async function sendReturn(
  tx: Tx,
  actor: MemberActor,
  orderId: string,
  refundId: string,
  bankReference: string,
): Promise<void> {
  const { order, row } = await locked(tx, actor, orderId, refundId, 'providerId');
  if (row.receivedAt !== null || row.sentAt !== null) throw already();
  await tx.update(DirectReturns, { refundId }, { bankReference, sentBy: actor.memberId, sentAt: now() });
  const data = { refundId, amountVnd: row.amountVnd, bankReference };
  const event = { type: 'direct-refund.sent', data } as const;
  await record(tx, actor, event, { kind: 'order', id: orderId }, orderSubject.about(order));
  await notice(tx, orderId);
}

/** The buyer's word: it came, and the refund is complete; or it did not, and the provider has to send it. */
export async function receiveReturn(
  tx: Tx,
  actor: MemberActor,
  orderId: string,
  refundId: string,
  received: boolean,
): Promise<void> {
  const { order, row } = await locked(tx, actor, orderId, refundId, 'buyerId');
  // A buyer who has the money may say so even before the provider does.
  if (row.receivedAt !== null || (!received && row.sentAt === null)) throw already();
  const data = { refundId, amountVnd: row.amountVnd };
  if (!received) {
    await tx.update(DirectReturns, { refundId }, { bankReference: null, sentBy: null, sentAt: null });
    const event = { type: 'direct-refund.missed', data } as const;
    await record(tx, actor, event, { kind: 'order', id: orderId }, orderSubject.about(order));
    await notice(tx, orderId);
    return;
  }
  await tx.update(DirectReturns, { refundId }, { receivedBy: actor.memberId, receivedAt: now() });
  const event = { type: 'direct-refund.received', data } as const;
  await record(tx, actor, event, { kind: 'order', id: orderId }, orderSubject.about(order));
  await enterSentByPeople(tx, order, refundId);
  await notice(tx, orderId);
}

async function locked(
  tx: Tx,
  actor: MemberActor,
  orderId: string,
  refundId: string,
  party: 'providerId' | 'buyerId',
): Promise<{ order: Order; row: DirectReturn }> {
  const order = await lockRow(tx, Orders, orderId);
  const row = await tx.findOneBy(DirectReturns, { refundId, orderId });
  if (!order || !row || order[party] !== actor.organisationId) throw notFound({ vi: 'khoản hoàn tiền', en: 'refund' });
  await requireNotFrozen(tx, orderSubject.about(order));
  if (actor.role !== 'viewer') return { order, row };
  throw new Problem('role-required', { vi: 'Tài khoản của bạn chỉ được xem.', en: 'Your account may only look.' });
}

function already(): Problem {
  return new Problem('transition-refused', {
    vi: 'Khoản hoàn tiền này không chờ bước đó.',
    en: 'This refund does not wait for that step.',
  });
}
