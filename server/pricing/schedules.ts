import type { ActionOf } from '../../contracts/lifecycle.js';
import type { feeScheduleLifecycle } from '../../contracts/lifecycles/fee-schedule.js';
import type { FeeTerms } from '../../contracts/money.js';
import type { BodyOf } from '../../contracts/operation.js';
import type { pricingOperations } from '../../contracts/pricing.js';
import { Problem } from '../../contracts/problems.js';
import { vietnamDay } from '../../contracts/vietnam-day.js';
import type { MemberActor } from '../kernel/actor.js';
import { now } from '../kernel/clock.js';
import type { Tx } from '../kernel/database.js';
import { newId } from '../kernel/ids.js';
import { advance, begin } from '../lifecycle/advance.js';
import { feeScheduleSubject } from './subjects.js';
import { type FeeSchedule, FeeSchedules } from './tables.js';

type Input = BodyOf<typeof pricingOperations.proposeFees>;

/** The fee that an agreement made now takes over, and who takes it; null where the exchange has put none in force. */
export async function feesInForce(tx: Tx): Promise<{ terms: FeeTerms; operatorId: string } | null> {
  const schedules = await tx.findBy(FeeSchedules, { state: 'approved' });
  const row = inForce(schedules, vietnamDay(now()));
  return row ? { terms: termsOf(row), operatorId: row.operatorId } : null;
}

/** The schedule of a day: the approved one with the latest beginning; of two with the same, the later version. Pure. */
export function inForce(schedules: readonly FeeSchedule[], today: string): FeeSchedule | null {
  const begun = schedules.filter((row) => row.state === 'approved' && row.validFrom <= today);
  const later = (a: FeeSchedule, b: FeeSchedule) =>
    a.validFrom === b.validFrom ? a.number > b.number : a.validFrom > b.validFrom;
  return begun.reduce<FeeSchedule | null>((best, row) => (best && later(best, row) ? best : row), null);
}

export function termsOf(row: FeeSchedule): FeeTerms {
  const { number: version, percentBp, fixedVnd, minVnd, maxVnd, vatClass } = row;
  return { version, percentBp, fixedVnd, minVnd, maxVnd, vatClass };
}

/** Proposes the next version. It takes effect on a day to come; only the exchange's first may begin today. */
export async function proposeFees(tx: Tx, actor: MemberActor, input: Input): Promise<FeeSchedule> {
  await lockSchedules(tx);
  await requireToCome(tx, input.validFrom);
  if (input.maxVnd !== null && input.maxVnd < input.minVnd) {
    const vi = 'Mức tối đa phải không nhỏ hơn mức tối thiểu.';
    const en = 'The greatest fee must not be below the least.';
    throw new Problem('rule-broken', { vi, en }, { errors: [{ pointer: '/maxVnd', detail: en, detailVi: vi }] });
  }
  const last = await tx.findOne(FeeSchedules, { where: {}, order: { number: 'DESC' } });
  return await begin(
    tx,
    feeScheduleSubject,
    'propose',
    {
      id: newId('fee'),
      number: (last?.number ?? 0) + 1,
      ...input,
      operatorId: actor.organisationId,
      submittedBy: actor.memberId,
      createdAt: now(),
    },
    actor,
  );
}

/** A second person's approval, or the end of a proposal. What is approved too late is not approved. */
export async function decideFees(
  tx: Tx,
  actor: MemberActor,
  id: string,
  action: ActionOf<typeof feeScheduleLifecycle>,
  reason: string | undefined,
): Promise<FeeSchedule> {
  await lockSchedules(tx);
  if (action === 'approve') {
    const proposed = await tx.findOneBy(FeeSchedules, { id });
    if (proposed?.state === 'proposed') await requireToCome(tx, proposed.validFrom);
  }
  return await advance(tx, feeScheduleSubject, id, action, actor, { reason });
}

/** One change of the fees at a time. */
async function lockSchedules(tx: Tx): Promise<void> {
  await tx.query('lock table fee_schedules in share row exclusive mode');
}

async function requireToCome(tx: Tx, validFrom: string): Promise<void> {
  const today = vietnamDay(now());
  const first = (await tx.findOneBy(FeeSchedules, { state: 'approved' })) === null;
  if (first ? validFrom >= today : validFrom > today) return;
  const vi = first ? 'Ngày áp dụng không được ở quá khứ.' : 'Biểu phí mới chỉ áp dụng từ một ngày sau hôm nay.';
  const en = first ? 'The first day must not lie in the past.' : 'New fees apply only from a day after today.';
  throw new Problem('rule-broken', { vi, en }, { errors: [{ pointer: '/validFrom', detail: en, detailVi: vi }] });
}
