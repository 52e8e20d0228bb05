import type { Quota } from '../../contracts/access.js';
import { notFound, Problem } from '../../contracts/problems.js';
import { record } from '../audit/record.js';
import { Members } from '../identity/tables.js';
import type { MemberActor } from '../kernel/actor.js';
import { now } from '../kernel/clock.js';
import { insertRow, lockRow, type Tx } from '../kernel/database.js';
import { notice } from '../kernel/notices.js';
import { amend } from '../lifecycle/advance.js';
import { entitlementSubject } from './subjects.js';
import { type Entitlement, Entitlements, Seats } from './tables.js';

/** The own entitlement, locked; throws 404 for another’s. `side` says as whom the actor asks. */
export async function lockOwn(
  tx: Tx,
  actor: MemberActor,
  id: string,
  side: 'buyerId' | 'providerId',
): Promise<Entitlement> {
  const entitlement = await lockRow(tx, Entitlements, id);
  if (entitlement?.[side] === actor.organisationId) return entitlement;
  throw notFound(entitlementSubject.lifecycle.name);
}

/** Names a member who may read. Naming one again changes nothing; throws 409 when every seat is taken. */
export async function assignSeat(tx: Tx, actor: MemberActor, id: string, memberId: string): Promise<void> {
  const entitlement = await lockOwn(tx, actor, id, 'buyerId');
  const member = await tx.findOneBy(Members, { id: memberId, organisationId: actor.organisationId, active: true });
  if (!member) throw notFound({ vi: 'thành viên', en: 'member' });
  if (await tx.existsBy(Seats, { entitlementId: id, memberId })) return;
  const taken = await tx.countBy(Seats, { entitlementId: id });
  if (entitlement.seats !== null && taken >= entitlement.seats) {
    throw new Problem('conflict', {
      vi: `Cả ${entitlement.seats} chỗ đã được cấp; hãy thu lại một chỗ hoặc mua thêm.`,
      en: `All ${entitlement.seats} seats are taken; release one or buy more.`,
    });
  }
  await insertRow(tx, Seats, { entitlementId: id, memberId, assignedAt: now() });
  const event = { type: 'seat.assigned', data: { taken: taken + 1 } } as const;
  await record(tx, actor, event, { kind: 'entitlement', id }, entitlementSubject.about(entitlement));
  await notice(tx, id);
}

/** Takes a member’s seat; where there is none, nothing happens. */
export async function releaseSeat(tx: Tx, actor: MemberActor, id: string, memberId: string): Promise<void> {
  const entitlement = await lockOwn(tx, actor, id, 'buyerId');
  const { affected } = await tx.delete(Seats, { entitlementId: id, memberId });
  if (!affected) return;
  const taken = await tx.countBy(Seats, { entitlementId: id });
  const event = { type: 'seat.released', data: { taken } } as const;
  await record(tx, actor, event, { kind: 'entitlement', id }, entitlementSubject.about(entitlement));
  await notice(tx, id);
}

/** Gives more than was agreed; throws 422 for what would be less: the agreement is sealed. */
export async function raiseLimits(
  tx: Tx,
  actor: MemberActor,
  id: string,
  limits: { seats: number | null; quota: Quota | null },
): Promise<void> {
  const entitlement = await lockOwn(tx, actor, id, 'providerId');
  if (isLess(limits.seats, entitlement.seats) || isSmaller(limits.quota, entitlement.quota)) {
    throw new Problem('rule-broken', {
      vi: 'Thỏa thuận đã ký không cho phép giảm; chỉ nới số chỗ và hạn mức.',
      en: 'The sealed agreement does not allow less; seats and quota can only grow.',
    });
  }
  await amend(tx, entitlementSubject, entitlement, limits);
  const event = { type: 'limits.raised', data: limits } as const;
  await record(tx, actor, event, { kind: 'entitlement', id }, entitlementSubject.about(entitlement));
}

/** null is without limit. */
function isLess(next: number | null, before: number | null): boolean {
  return next !== null && (before === null || next < before);
}

/** A quota of another period cannot be compared, and so counts as smaller. Pure. */
export function isSmaller(next: Quota | null, before: Quota | null): boolean {
  if (next === null) return false;
  if (before === null || next.per !== before.per) return true;
  return isLess(next.calls ?? null, before.calls ?? null) || isLess(next.bytes ?? null, before.bytes ?? null);
}
