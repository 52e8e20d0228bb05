import type { Bilingual, OrganisationRef } from '../../contracts/common.js';
import type { ActionOf } from '../../contracts/lifecycle.js';
import type { flagLifecycle } from '../../contracts/lifecycles/flag.js';
import type { QueryOf } from '../../contracts/operation.js';
import { notFound } from '../../contracts/problems.js';
import type { FlagView, reportingOperations } from '../../contracts/reporting.js';
import { record } from '../audit/record.js';
import type { MemberActor } from '../kernel/actor.js';
import { decodeCursor } from '../kernel/cursor.js';
import type { Tx } from '../kernel/database.js';
import { advance, allowedActions } from '../lifecycle/advance.js';
import { explain } from './rules/explain.js';
import { flagSubject } from './subjects.js';
import { type Flag, Flags } from './tables.js';

/** Flags, newest first, one more than asked for; the look-up is recorded. */
export async function listFlags(
  tx: Tx,
  actor: MemberActor,
  query: QueryOf<(typeof reportingOperations)['listFlags']>,
): Promise<Flag[]> {
  const { cursor, limit, ...filters } = query;
  await tellLook(tx, actor, filters as Record<string, string>);
  const rows = tx
    .createQueryBuilder(Flags, 'row')
    .orderBy('row.id', 'DESC')
    .limit(limit + 1);
  const after = decodeCursor(cursor, 1);
  if (after) rows.andWhere('row.id < :after', { after: after[0] });
  if (filters.state) rows.andWhere('row.state = :state', { state: filters.state });
  if (filters.kind) rows.andWhere('row.kind = :kind', { kind: filters.kind });
  return await rows.getMany();
}

/** One flag; throws 404. The look-up is recorded. */
export async function openFlag(tx: Tx, actor: MemberActor, id: string): Promise<Flag> {
  const flag = await tx.findOneBy(Flags, { id });
  if (!flag) throw notFound(flagSubject.lifecycle.name);
  await tellLook(tx, actor, { id });
  return flag;
}

async function tellLook(tx: Tx, actor: MemberActor, filters: Record<string, string>): Promise<void> {
  const subject = { kind: 'organisation', id: actor.organisationId };
  await record(tx, actor, { type: 'audit.flags-opened', data: { filters } }, subject);
}

/** Closes a flag with a note, which stays with it. */
export async function moveFlag(
  tx: Tx,
  actor: MemberActor,
  id: string,
  action: ActionOf<typeof flagLifecycle>,
  reason: string | undefined,
): Promise<Flag> {
  return await advance(tx, flagSubject, id, action, actor, { reason, set: { note: reason ?? null } });
}

export function flagView(
  flag: Flag,
  actor: MemberActor,
  nameOf: (organisationId: string) => OrganisationRef,
): FlagView {
  const { id, kind, note, orders, version } = flag;
  const words = (one: string): Bilingual => ({ vi: nameOf(one).nameVi, en: nameOf(one).nameEn });
  return {
    ...{ id, kind, note, orders, version, state: flag.state as FlagView['state'], window: flag.during },
    explanation: explain(flag.explanation, words),
    parties: flag.parties.map(nameOf),
    raisedAt: flag.raisedAt.toISOString(),
    actions: allowedActions(flagSubject, flag, actor),
  };
}
