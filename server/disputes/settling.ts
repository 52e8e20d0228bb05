import type { DisputeOutcome } from '../../contracts/disputes.js';
import type { ActionOf } from '../../contracts/lifecycle.js';
import type { disputeLifecycle } from '../../contracts/lifecycles/dispute.js';
import { notFound, Problem } from '../../contracts/problems.js';
import { record } from '../audit/record.js';
import type { Actor, MemberActor } from '../kernel/actor.js';
import { has } from '../kernel/actor.js';
import { now } from '../kernel/clock.js';
import { insertRow, lockRow, type Tx, updateRow } from '../kernel/database.js';
import { sha256 } from '../kernel/hash.js';
import { newId } from '../kernel/ids.js';
import { notice } from '../kernel/notices.js';
import { advance } from '../lifecycle/advance.js';
import { Orders } from '../ordering/tables.js';
import { isClosed } from '../payments/chargebacks.js';
import { isAboutPayment } from '../payments/direct/answering.js';
import { Chargebacks } from '../payments/tables.js';
import { workingDaysAfter } from './calendar.js';
import { endStates, leftOf, lockDispute, requireWithin } from './policy.js';
import { disputeSubject } from './subjects.js';
import { type Dispute, DisputeMessages, DisputeProposals } from './tables.js';

/** How long the parties may answer a request for evidence, and appeal against a decision, in working days. */
export const evidenceWithin = 5;
export const appealWithin = 5;

/** Acknowledges, asks for evidence, appeals or withdraws. */
export async function moveDispute(
  tx: Tx,
  actor: MemberActor,
  id: string,
  action: ActionOf<typeof disputeLifecycle>,
  reason: string | undefined,
): Promise<Dispute> {
  const set =
    action === 'acknowledge'
      ? { acknowledgedBy: actor.memberId }
      : action === 'ask-evidence'
        ? { evidenceDueAt: await workingDaysAfter(tx, now(), evidenceWithin) }
        : action === 'appeal'
          ? { outcome: null, refundVnd: null, decidedBy: null }
          : {};
  return await advance(tx, disputeSubject, id, action, actor, { reason, set });
}

/** Writes in the thread, while the dispute is open. */
export async function writeMessage(tx: Tx, actor: MemberActor, id: string, text: string): Promise<Dispute> {
  const dispute = await lockDispute(tx, actor, id);
  requireMember(actor);
  if (endStates.includes(dispute.state)) {
    throw new Problem('transition-refused', {
      vi: 'Tranh chấp đã kết thúc; không viết thêm được.',
      en: 'The dispute has ended; nothing more can be written.',
    });
  }
  const { organisationId, displayName: memberName } = actor;
  const row = { id: newId('dsm'), disputeId: id, organisationId, memberName, text, at: now() };
  await insertRow(tx, DisputeMessages, row);
  const event = { type: 'dispute.message', data: { disputeId: id, textSha256: sha256(text) } } as const;
  await record(tx, actor, event, { kind: 'dispute', id }, disputeSubject.about(dispute));
  await notice(tx, id);
  return dispute;
}

/** A party says how it would settle; its or the other's open proposal is replaced. */
export async function proposeSettlement(
  tx: Tx,
  actor: MemberActor,
  id: string,
  { refundVnd, text }: { refundVnd: number; text: string },
): Promise<Dispute> {
  const dispute = await lockDispute(tx, actor, id);
  await refuseWhileAtBank(tx, dispute);
  await refuseAboutPayment(tx, dispute);
  await requireWithin(tx, dispute.orderId, refundVnd, '/refundVnd');
  const moved = await advance(tx, disputeSubject, id, 'propose', actor);
  await tx.update(DisputeProposals, { disputeId: id, standing: 'open' }, { standing: 'replaced' });
  const { organisationId } = actor;
  const row = {
    id: newId('dpr'),
    disputeId: id,
    organisationId,
    refundVnd,
    text,
    standing: 'open' as const,
    at: now(),
  };
  await insertRow(tx, DisputeProposals, row);
  const data = { proposalId: row.id, refundVnd, textSha256: sha256(text) };
  await record(tx, actor, { type: 'dispute.proposed', data }, { kind: 'dispute', id }, disputeSubject.about(dispute));
  return moved;
}

/** The other party's answer. Accepting settles the dispute; declining leaves it to further evidence. */
export async function answerProposal(
  tx: Tx,
  actor: MemberActor,
  id: string,
  proposalId: string,
  { accept, reason }: { accept: boolean; reason?: string | undefined },
): Promise<Dispute> {
  const dispute = await lockDispute(tx, actor, id);
  const proposal = await lockRow(tx, DisputeProposals, proposalId);
  if (!proposal || proposal.disputeId !== id) throw notFound({ vi: 'đề xuất', en: 'proposal' });
  if (proposal.organisationId === actor.organisationId) {
    throw new Problem('conflict', {
      vi: 'Đây là đề xuất của chính bạn; bên kia trả lời.',
      en: 'This is your own proposal; the other party answers it.',
    });
  }
  if (proposal.standing !== 'open') {
    throw new Problem('conflict', {
      vi: 'Đề xuất này không còn để ngỏ; hãy tải lại trang.',
      en: 'This proposal is not open any more; load the page again.',
    });
  }
  await updateRow(tx, DisputeProposals, proposalId, { standing: accept ? 'accepted' : 'declined' });
  if (!accept) return await advance(tx, disputeSubject, id, 'decline-proposal', actor, { reason });
  await refuseWhileAtBank(tx, dispute);
  await requireWithin(tx, dispute.orderId, proposal.refundVnd, '/accept');
  const leftVnd = await leftOf(tx, dispute.orderId);
  const outcome = outcomeOf(proposal.refundVnd, leftVnd);
  return await settle(
    tx,
    actor,
    id,
    'agree',
    { outcome, refundVnd: proposal.refundVnd, decidedBy: 'agreement' },
    reason,
  );
}

function outcomeOf(refundVnd: number, leftVnd: number): DisputeOutcome {
  if (refundVnd === 0) return 'dismiss';
  return refundVnd === leftVnd ? 'refund_whole' : 'refund_part';
}

/** The operator's decision, open to appeal; or the regulator's on appeal, which is the last. */
export async function decideDispute(
  tx: Tx,
  actor: MemberActor,
  id: string,
  decision: { outcome: DisputeOutcome; refundVnd?: number | undefined; reason: string },
): Promise<Dispute> {
  const dispute = await lockDispute(tx, actor, id);
  await refuseWhileAtBank(tx, dispute);
  const refundVnd = await amountOf(tx, dispute, decision);
  const { outcome, reason } = decision;
  if (has(actor, 'regulator')) {
    return await settle(tx, actor, id, 'rule', { outcome, refundVnd, decidedBy: 'regulator' }, reason);
  }
  const appealDueAt = await workingDaysAfter(tx, now(), appealWithin);
  return await settle(tx, actor, id, 'decide', { outcome, refundVnd, decidedBy: 'operator', appealDueAt }, reason);
}

/** `refundVnd` is for a part only, and is one: more than nothing and less than all that is left. */
async function amountOf(
  tx: Tx,
  { orderId }: Dispute,
  { outcome, refundVnd }: { outcome: DisputeOutcome; refundVnd?: number | undefined },
): Promise<number> {
  const aboutPayment = isAboutPayment(await tx.findOneByOrFail(Orders, { id: orderId }));
  if (aboutPayment !== (outcome === 'payment_found' || outcome === 'payment_missing')) throw wrongOutcome(aboutPayment);
  const leftVnd = await leftOf(tx, orderId);
  if (aboutPayment || outcome === 'dismiss') return 0;
  if (outcome === 'refund_whole') return leftVnd;
  if (refundVnd !== undefined && refundVnd > 0 && refundVnd < leftVnd) return refundVnd;
  const en = `A refund in part is between 1 ₫ and ${leftVnd - 1} ₫.`;
  const vi = `Hoàn một phần phải từ 1 ₫ đến ${leftVnd - 1} ₫.`;
  throw new Problem('rule-broken', { vi, en }, { errors: [{ pointer: '/refundVnd', detail: en, detailVi: vi }] });
}

type Settled = { outcome: DisputeOutcome; refundVnd: number; decidedBy: string; appealDueAt?: Date };

/** Moves the dispute with its outcome, on the record. */
export async function settle(
  tx: Tx,
  actor: Actor,
  id: string,
  action: 'agree' | 'decide' | 'rule' | 'close-by-bank' | 'close-as-paid',
  settled: Settled,
  reason?: string | undefined,
): Promise<Dispute> {
  const row = await advance(tx, disputeSubject, id, action, actor, { reason, set: settled });
  const { outcome, refundVnd, decidedBy } = settled;
  const event = { type: 'dispute.settled', data: { outcome, refundVnd, decidedBy } } as const;
  await record(tx, actor, event, { kind: 'dispute', id }, disputeSubject.about(row));
  return row;
}

/** Over a payment there is nothing to share: it was made or not. */
async function refuseAboutPayment(tx: Tx, { orderId }: Dispute): Promise<void> {
  if (!isAboutPayment(await tx.findOneByOrFail(Orders, { id: orderId }))) return;
  throw new Problem('conflict', {
    vi: 'Tranh chấp về một khoản tiền không có đề xuất: bên bán xác nhận đã nhận, bên mua rút, hoặc đơn vị vận hành quyết định.',
    en: 'A dispute over a payment takes no proposals: the provider confirms it, the buyer withdraws, or the operator decides.',
  });
}

function wrongOutcome(aboutPayment: boolean): Problem {
  const en = aboutPayment
    ? 'This dispute is over a payment: decide whether it was made (payment_found) or not (payment_missing).'
    : 'This dispute is not over a payment that the provider denies: decide on a refund.';
  const vi = aboutPayment
    ? 'Tranh chấp này về một khoản tiền: quyết định là đã thanh toán (payment_found) hay chưa (payment_missing).'
    : 'Tranh chấp này không về một khoản tiền chưa được xác nhận: hãy quyết định về hoàn tiền.';
  return new Problem('rule-broken', { vi, en }, { errors: [{ pointer: '/outcome', detail: en, detailVi: vi }] });
}

/** While the buyer's bank looks at it, the bank decides: what is paid twice is not got back. */
async function refuseWhileAtBank(tx: Tx, { chargebackId }: Dispute): Promise<void> {
  const chargeback = chargebackId === null ? null : await tx.findOneBy(Chargebacks, { id: chargebackId });
  if (!chargeback || isClosed(chargeback.status)) return;
  throw new Problem('conflict', {
    vi: 'Ngân hàng của bên mua đang xem xét; hãy gửi chứng cứ cho ngân hàng và chờ kết luận.',
    en: "The buyer's bank is looking at it; send it your evidence and wait for its conclusion.",
  });
}

function requireMember(actor: MemberActor): void {
  if (actor.role !== 'viewer') return;
  throw new Problem('role-required', { vi: 'Tài khoản của bạn chỉ được xem.', en: 'Your account may only look.' });
}
