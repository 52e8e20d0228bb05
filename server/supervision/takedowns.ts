import type { ActionOf } from '../../contracts/lifecycle.js';
import type { takedownLifecycle } from '../../contracts/lifecycles/takedown.js';
import { notFound } from '../../contracts/problems.js';
import type { LegalGround } from '../../contracts/supervision.js';
import { datasetSubject } from '../catalogue/subjects.js';
import { Datasets, Revisions } from '../catalogue/tables.js';
import { has, type MemberActor } from '../kernel/actor.js';
import { type Clocks, now } from '../kernel/clock.js';
import { lockRow, type Tx } from '../kernel/database.js';
import { newId } from '../kernel/ids.js';
import { advance, begin } from '../lifecycle/advance.js';
import { Holds } from '../lifecycle/tables.js';
import { placeHold } from './holds.js';
import { takedownSubject } from './subjects.js';
import { type Takedown, Takedowns } from './tables.js';

/** Enters a request; its 24 hours run from now. */
export async function requestTakedown(
  tx: Tx,
  actor: MemberActor,
  input: { datasetId: string; revisionId?: string | undefined; ground: LegalGround; statement: string },
  clocks: Clocks,
): Promise<Takedown> {
  const { datasetId, ground, statement } = input;
  const revisionId = input.revisionId ?? null;
  if (!(await tx.existsBy(Datasets, { id: datasetId }))) throw notFound(datasetSubject.lifecycle.name);
  if (revisionId !== null && !(await tx.existsBy(Revisions, { id: revisionId, datasetId }))) {
    throw notFound({ vi: 'phiên bản', en: 'revision' });
  }
  const receivedAt = now();
  const dueAt = new Date(receivedAt.getTime() + clocks['take-down']);
  const row = { id: newId('tkd'), datasetId, revisionId, ground, statement, receivedAt, dueAt, holdId: null };
  return await begin(tx, takedownSubject, 'request', { ...row, requestedBy: actor.organisationId }, actor);
}

/**
 * First half of complying: the dataset is frozen in the name of the regulator that asked, in a transaction of its own,
 * because a freeze waits for what is under way and must hold no row meanwhile. Done twice, it changes nothing.
 */
export async function freezeForTakedown(tx: Tx, actor: MemberActor, id: string): Promise<void> {
  const takedown = await tx.findOneBy(Takedowns, { id });
  if (!takedown || !has(actor, 'operator') || !['requested', 'overdue'].includes(takedown.state)) return;
  const { datasetId: subjectId, requestedBy: placedBy, statement: reason } = takedown;
  if (await holdOf(tx, takedown)) return;
  await placeHold(tx, actor, { subjectId, ground: takedown.ground as LegalGround, reason, freezes: true }, placedBy);
}

/** Second half, or any other step: complying suspends the listing as well. */
export async function moveTakedown(
  tx: Tx,
  actor: MemberActor,
  id: string,
  action: ActionOf<typeof takedownLifecycle>,
  reason: string | undefined,
): Promise<Takedown> {
  if (action !== 'comply') return await advance(tx, takedownSubject, id, action, actor, { reason });
  const takedown = await tx.findOneBy(Takedowns, { id });
  const hold = takedown && (await holdOf(tx, takedown));
  const done = await advance(tx, takedownSubject, id, action, actor, { reason, set: { holdId: hold?.id ?? null } });
  const dataset = await lockRow(tx, Datasets, done.datasetId);
  if (dataset?.state === 'listed') await advance(tx, datasetSubject, dataset.id, 'suspend', actor, { reason });
  return done;
}

async function holdOf(tx: Tx, { datasetId: subjectId, requestedBy: placedBy }: Takedown) {
  return await tx
    .createQueryBuilder(Holds, 'hold')
    .where('hold.subjectId = :subjectId and hold.placedBy = :placedBy', { subjectId, placedBy })
    .andWhere('hold.liftedAt is null')
    .getOne();
}

/** The request; throws 404 where there is none. */
export async function readTakedown(tx: Tx, id: string): Promise<Takedown> {
  const takedown = await tx.findOneBy(Takedowns, { id });
  if (!takedown) throw notFound(takedownSubject.lifecycle.name);
  return takedown;
}
