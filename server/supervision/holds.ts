import { notFound, Problem } from '../../contracts/problems.js';
import type { LegalGround } from '../../contracts/supervision.js';
import { record } from '../audit/record.js';
import { Organisations } from '../identity/tables.js';
import type { MemberActor } from '../kernel/actor.js';
import { now } from '../kernel/clock.js';
import { decodeCursor } from '../kernel/cursor.js';
import { insertRow, lockRow, type Tx, updateRow, violatedConstraint } from '../kernel/database.js';
import { newId } from '../kernel/ids.js';
import { notice } from '../kernel/notices.js';
import { enqueue } from '../kernel/outbox.js';
import { stopSteps } from '../lifecycle/holds.js';
import { type Hold, Holds } from '../lifecycle/tables.js';
import { wakeJobs } from '../lifecycle/waiting.js';
import { findHeld, type Held } from './held.js';

export type HoldInput = { subjectId: string; ground: LegalGround; reason: string; freezes: boolean };

/**
 * Holds a subject in the name of a regulator. What is under way on it ends first; from the commit on nothing begins, in
 * any process. To be called before the transaction locks a row. Throws 409 when that regulator holds it already.
 */
export async function placeHold(tx: Tx, actor: MemberActor, input: HoldInput, placedBy: string): Promise<Hold> {
  const held = await findHeld(tx, input.subjectId);
  await stopSteps(tx, held.stops);
  await refuseRegulator(tx, held);
  const { ground, reason, freezes } = input;
  const hold: Hold = {
    ...{ id: newId('hold'), subjectKind: held.kind, subjectId: held.id, stops: held.stops },
    ...{ freezes, ground, reason, placedBy, placedAt: now(), liftedAt: null, liftReason: null },
  };
  await insertRow(tx, Holds, hold).catch((error: unknown) => {
    if (violatedConstraint(error) !== 'holds_in_force') throw error;
    throw new Problem('conflict', {
      vi: 'Cơ quan của bạn đã ra lệnh đối với đối tượng này; hãy gỡ lệnh cũ trước.',
      en: 'Your organisation holds this already; lift that hold first.',
    });
  });
  const data = { holdId: hold.id, ground, reason, effect: effectOf(hold) };
  await record(tx, actor, { type: 'hold.placed', data }, { kind: held.kind, id: held.id }, [hold.id, ...held.about]);
  await tellAll(tx, hold);
  return hold;
}

/** Lifts a hold of the own organisation: what waited for it goes back to work. Throws 403 for another's, 409 once lifted. */
export async function liftHold(tx: Tx, actor: MemberActor, id: string, reason: string): Promise<Hold> {
  const found = await tx.findOneBy(Holds, { id });
  if (!found) throw notFound({ vi: 'lệnh', en: 'hold' });
  await stopSteps(tx, found.stops);
  const hold = await lockRow(tx, Holds, id);
  if (!hold || hold.placedBy !== actor.organisationId) {
    throw new Problem('role-required', {
      vi: 'Chỉ cơ quan đã ra lệnh này được gỡ bỏ.',
      en: 'Only the organisation that imposed this may lift it.',
    });
  }
  if (hold.liftedAt !== null) {
    throw new Problem('transition-refused', { vi: 'Lệnh này đã được gỡ.', en: 'This hold has been lifted already.' });
  }
  const lifted = { liftedAt: now(), liftReason: reason };
  await updateRow(tx, Holds, id, lifted);
  const held = await findHeld(tx, hold.subjectId);
  const data = { holdId: id, reason, effect: effectOf(hold) };
  await record(tx, actor, { type: 'hold.lifted', data }, { kind: held.kind, id: held.id }, [id, ...held.about]);
  await wakeJobs(tx, id);
  await tellAll(tx, hold);
  return { ...hold, ...lifted };
}

/** Holds, newest first, one more than asked for. */
export async function listHolds(
  tx: Tx,
  query: { cursor?: string | undefined; limit: number; state?: 'in-force' | 'lifted' | undefined },
): Promise<Hold[]> {
  const rows = tx
    .createQueryBuilder(Holds, 'hold')
    .orderBy('hold.id', 'DESC')
    .limit(query.limit + 1);
  if (query.state) rows.andWhere(`hold.liftedAt is ${query.state === 'lifted' ? 'not ' : ''}null`);
  const after = decodeCursor(query.cursor, 1);
  if (after) rows.andWhere('hold.id < :after', { after: after[0] });
  return await rows.getMany();
}

/** Running downloads look again at once, screens too; the parties are told by mail. */
async function tellAll(tx: Tx, hold: Hold): Promise<void> {
  await notice(tx, 'holds');
  for (const id of hold.stops) await notice(tx, id);
  await enqueue(tx, 'notify-hold', { id: hold.id });
}

function effectOf(hold: Hold): 'freeze' | 'legal-hold' {
  return hold.freezes ? 'freeze' : 'legal-hold';
}

async function refuseRegulator(tx: Tx, held: Held): Promise<void> {
  if (held.kind !== 'organisation') return;
  const { capabilities } = await tx.findOneByOrFail(Organisations, { id: held.id });
  if (!capabilities.includes('regulator')) return;
  throw new Problem('rule-broken', {
    vi: 'Không thể tạm dừng một cơ quan quản lý.',
    en: 'A regulator cannot be frozen.',
  });
}
