import { Datasets } from '../catalogue/tables.js';
import { has, type MemberActor } from '../kernel/actor.js';
import type { Tx } from '../kernel/database.js';
import { Holds } from '../lifecycle/tables.js';
import { placeHold } from '../supervision/holds.js';

/**
 * Before the operator suspends a listing or takes it off, its files and rows are held as evidence (Decree 314/2026,
 * Art. 7(8)(d)), in a transaction of its own: a hold waits for what is under way and must hold no row. Done twice, it
 * changes nothing.
 */
export async function keepEvidence(
  tx: Tx,
  actor: MemberActor,
  id: string,
  action: string,
  reason: string,
): Promise<void> {
  if (!has(actor, 'operator') || actor.role === 'viewer' || !['suspend', 'delist'].includes(action)) return;
  const dataset = await tx.findOneBy(Datasets, { id });
  if (!dataset || !['listed', 'suspended'].includes(dataset.state)) return;
  const placed = await tx
    .createQueryBuilder(Holds, 'hold')
    .where('hold.subjectId = :id and hold.placedBy = :by and hold.liftedAt is null', { id, by: actor.organisationId })
    .getExists();
  if (placed) return;
  await placeHold(tx, actor, { subjectId: id, ground: 'ND314_7_8', reason, freezes: false }, actor.organisationId);
}
