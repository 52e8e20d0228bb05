import type { disputeOperations } from '../../contracts/disputes.js';
import type { BodyOf } from '../../contracts/operation.js';
import { Problem } from '../../contracts/problems.js';
import { type Actor, type MemberActor, system } from '../kernel/actor.js';
import { type Clocks, now } from '../kernel/clock.js';
import { lockRow, type Tx } from '../kernel/database.js';
import { newId } from '../kernel/ids.js';
import { advance, amend, begin } from '../lifecycle/advance.js';
import { readOrder } from '../ordering/policy.js';
import { orderSubject } from '../ordering/subjects.js';
import { type Order, Orders } from '../ordering/tables.js';
import { isAboutPayment, lastStatement } from '../payments/direct/answering.js';
import type { Chargeback } from '../payments/tables.js';
import { workingDaysAfter } from './calendar.js';
import { requireWithin } from './policy.js';
import { settle } from './settling.js';
import { disputeSubject } from './subjects.js';
import { type Dispute, Disputes } from './tables.js';

/** Confirmation of a complaint's receipt, in working days (Law 19/2023, Art. 31; scheme D1). */
export const acknowledgeWithin = 3;

/**
 * Opens a dispute over a delivered or settled order: the order stands still until it ends. Throws 404 for an order of
 * others, 409 for one that is in another state or disputed already, 422 when it is too late or more is asked than was paid.
 */
export async function openDispute(
  tx: Tx,
  actor: MemberActor,
  orderId: string,
  { type, statement, wantedVnd }: BodyOf<(typeof disputeOperations)['openDispute']>,
  clocks: Clocks,
): Promise<Dispute> {
  await readOrder(tx, actor, orderId);
  const order = await lockRow(tx, Orders, orderId);
  if (!order) throw new Error(`${orderId} was there a moment ago.`);
  if (order.state === 'settled' && now().getTime() > order.stateSince.getTime() + clocks['dispute-window']) {
    throw new Problem('rule-broken', {
      vi: 'Đã quá thời hạn mở tranh chấp kể từ khi quyết toán.',
      en: 'The time to open a dispute after the settlement is over.',
    });
  }
  if (wantedVnd !== undefined) await requireWithin(tx, orderId, wantedVnd, '/wantedVnd');
  await advance(tx, orderSubject, orderId, 'dispute', actor, { set: { disputedFrom: order.state } });
  return await insert(tx, actor, order, 'open', {
    ...{ openedBy: actor.organisationId, type, statement, wantedVnd: wantedVnd ?? null, chargebackId: null },
  });
}

/** The dispute that a complaint at the bank belongs to: the one that is open over its order, or a new one. */
export async function disputeOf(tx: Tx, order: Order, chargeback: Chargeback): Promise<Dispute> {
  const own = await tx.findOneBy(Disputes, { chargebackId: chargeback.id });
  if (own) return own;
  const open = await openDisputeOf(tx, order.id);
  if (open) {
    await tx.update(Disputes, { id: open.id }, { chargebackId: chargeback.id });
    return { ...open, chargebackId: chargeback.id };
  }
  const statement = `Bên mua khiếu nại với ngân hàng phát hành thẻ. / The buyer complained to the card's bank: ${chargeback.reason}.`;
  const type = chargeback.reason === 'product_not_received' ? 'non_delivery' : 'payment';
  return await insert(tx, system, order, 'open-by-bank', {
    ...{ openedBy: null, type, statement, wantedVnd: chargeback.amountVnd, chargebackId: chargeback.id },
  });
}

/** The dispute over an order that has not ended, or null. */
export async function openDisputeOf(tx: Tx, orderId: string): Promise<Dispute | null> {
  return await tx
    .createQueryBuilder(Disputes, 'row')
    .where(`row.orderId = :orderId and row.state not in ('resolved', 'withdrawn')`, { orderId })
    .getOne();
}

/** A stated payment that the provider denies, or says nothing of: opened for the buyer, who says to have paid. Once. */
export async function openUnpaid(tx: Tx, orderId: string): Promise<void> {
  const order = await lockRow(tx, Orders, orderId);
  if (order?.state !== 'disputed' || (await openDisputeOf(tx, orderId))) return;
  // One that has ended and waits to be carried out is this one.
  const last = await tx.findOne(Disputes, { where: { orderId }, order: { id: 'DESC' } });
  if (last && last.createdAt >= order.stateSince) return;
  const statement = await lastStatement(tx, orderId);
  if (!statement) return;
  const disputed = isAboutPayment(order)
    ? order
    : await amend(tx, orderSubject, order, { disputedFrom: 'payment_stated' });
  const { bankReference, paidOn, amountVnd, answer } = statement;
  const vi = answer === 'denied' ? 'bên bán nói không nhận được' : 'bên bán không trả lời';
  const en = answer === 'denied' ? 'the provider denies it' : 'the provider does not answer';
  const said = `Bên mua khai đã trả ${amountVnd} ₫ ngày ${paidOn}, số tham chiếu ${bankReference}; ${vi}. / The buyer states to have paid ${amountVnd} ₫ on ${paidOn}, reference ${bankReference}; ${en}.`;
  await insert(tx, system, disputed, 'open-unpaid', {
    ...{ openedBy: order.buyerId, type: 'payment', statement: said, wantedVnd: null, chargebackId: null },
  });
}

/** The provider found the money after all: whatever is open over it ends, and the order is paid. */
export async function closeAsPaid(tx: Tx, orderId: string): Promise<void> {
  const order = await lockRow(tx, Orders, orderId);
  const dispute = order?.state === 'disputed' && isAboutPayment(order) ? await openDisputeOf(tx, orderId) : null;
  if (!dispute) return;
  await settle(tx, system, dispute.id, 'close-as-paid', {
    ...{ outcome: 'payment_found', refundVnd: 0, decidedBy: 'agreement' },
  });
}

type Said = Pick<Dispute, 'openedBy' | 'type' | 'statement' | 'wantedVnd' | 'chargebackId'>;

async function insert(tx: Tx, actor: Actor, order: Order, action: 'open' | 'open-by-bank' | 'open-unpaid', said: Said) {
  const { id: orderId, datasetId, providerId, buyerId } = order;
  const acknowledgeDueAt = await workingDaysAfter(tx, now(), acknowledgeWithin);
  const row = {
    ...{ id: newId('dsp'), orderId, datasetId, providerId, buyerId },
    ...said,
    ...{ acknowledgeDueAt, evidenceDueAt: null, appealDueAt: null, acknowledgedBy: null },
    ...{ outcome: null, refundVnd: null, decidedBy: null, createdAt: now() },
  };
  return await begin(tx, disputeSubject, action, row, actor);
}
