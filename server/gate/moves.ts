import type { catalogueOperations } from '../../contracts/catalogue.js';
import type { BodyOf } from '../../contracts/operation.js';
import { Problem } from '../../contracts/problems.js';
import type { DecisionCode, ExchangeProfile } from '../../contracts/scheme/findings.js';
import { rolesNeeded } from '../../contracts/scheme/judge.js';
import { schemeId } from '../../contracts/scheme/pilot-2026.js';
import { record } from '../audit/record.js';
import { moveDataset } from '../catalogue/datasets.js';
import { moveRevision } from '../catalogue/revisions.js';
import { datasetSubject } from '../catalogue/subjects.js';
import { type Dataset, Datasets, type Revision } from '../catalogue/tables.js';
import { has, type MemberActor, system } from '../kernel/actor.js';
import { now } from '../kernel/clock.js';
import { type Database, insertRow, lockRow, type Tx, updateRow } from '../kernel/database.js';
import { newId } from '../kernel/ids.js';
import { enqueue } from '../kernel/outbox.js';
import { advance } from '../lifecycle/advance.js';
import { asReason, assess, refuseBlocked } from './assess.js';
import { cutOff } from './holders.js';
import { Decisions, SignOffs } from './tables.js';

type Move = BodyOf<typeof catalogueOperations.transitionDataset>;

/**
 * Moves a listing as far as the scheme lets it: nothing is submitted or listed against a finding that blocks, and what
 * needs two signatures has them. What the operator decides is kept with its codes and what the rules said then.
 */
export async function moveListing(
  tx: Tx,
  actor: MemberActor,
  id: string,
  { action, reason, codes = [] }: Move,
  exchange: ExchangeProfile,
): Promise<Dataset> {
  const before = await lockRow(tx, Datasets, id);
  if (!before) return await moveDataset(tx, actor, id, action, reason);
  if (action === 'submit') {
    const moved = await moveDataset(tx, actor, id, action, reason);
    refuseBlocked((await assess(tx, moved, exchange)).blocking);
    // The Vietnamese title stands in for an English one that nobody wrote.
    if (moved.titleEn !== '') return moved;
    await updateRow(tx, Datasets, id, { titleEn: moved.titleVi });
    return { ...moved, titleEn: moved.titleVi };
  }
  const decides = ['approve', 'return', 'reject', 'suspend', 'reinstate', 'delist'].includes(action);
  if (!decides || !has(actor, 'operator')) {
    const moved = await moveDataset(tx, actor, id, action, reason);
    // Whoever takes a listing from the shelf or brings it back, its holders hear of it.
    if (['suspend', 'reinstate', 'delist'].includes(action)) await enqueue(tx, 'notify-holders', { id });
    return moved;
  }
  const moved = await moveDataset(tx, actor, id, action, reason);
  const { findings, blocking, revision } = await assess(tx, before, exchange);
  if (action === 'approve') {
    refuseBlocked(blocking);
    await requireSignatures(tx, before);
  }
  await insertRow(tx, Decisions, {
    ...{ id: newId('dcs'), datasetId: id, action, codes, note: reason ?? '', memberId: actor.memberId },
    ...{ scheme: schemeId, findings, at: now() },
  });
  const overridden = findings.filter((one) => one.overridden).map((one) => one.key);
  const data = { decision: action, codes, scheme: schemeId, revisionId: revision?.id ?? null, overridden };
  await record(tx, actor, { type: 'dataset.decided', data }, { kind: 'dataset', id }, datasetSubject.about(before));
  if (action === 'suspend' || action === 'delist') await tellHolders(tx, actor, moved, codes, reason ?? '');
  if (action === 'reinstate') await enqueue(tx, 'notify-holders', { id });
  return moved;
}

/** Moves a revision; a further one of a listed dataset is published only past every rule, as a listing is. */
export async function moveRevisionOf(
  tx: Tx,
  actor: MemberActor,
  id: string,
  { action, reason }: BodyOf<typeof catalogueOperations.transitionRevision>,
  exchange: ExchangeProfile,
): Promise<Revision> {
  const moved = await moveRevision(tx, actor, id, action, reason);
  if (action !== 'publish') return moved;
  const dataset = await tx.findOneByOrFail(Datasets, { id: moved.datasetId });
  refuseBlocked((await assess(tx, dataset, exchange, moved)).blocking);
  return moved;
}

/** Every signature that the listing needs, of different people, under this round of review; throws 403 `four-eyes`. */
async function requireSignatures(tx: Tx, dataset: Dataset): Promise<void> {
  const needed = rolesNeeded(dataset);
  if (needed.length === 0) return;
  const signed = await tx.findBy(SignOffs, { datasetId: dataset.id, round: dataset.stateSince });
  const missing = needed.filter((role) => !signed.some((one) => one.role === role));
  if (missing.length === 0) return;
  throw new Problem('four-eyes', {
    vi: `Bộ dữ liệu này cần hai người thẩm định; còn thiếu: ${missing.map((one) => (one === 'legal' ? 'pháp lý' : 'dữ liệu')).join(', ')}.`,
    en: `This listing needs two reviewers; still missing: ${missing.join(', ')}.`,
  });
}

/** Holders hear of it; where the ground leaves no lawful use, their access stops as well. */
async function tellHolders(
  tx: Tx,
  actor: MemberActor,
  dataset: Dataset,
  codes: readonly DecisionCode[],
  reason: string,
): Promise<void> {
  await cutOff(tx, actor, dataset.id, codes, reason);
  await enqueue(tx, 'notify-holders', { id: dataset.id });
}

/** Screens a submitted dataset: to review, or back to its provider with every finding. */
export async function screenListing(db: Database, id: string, exchange: ExchangeProfile): Promise<void> {
  await db.transaction(async (tx) => {
    const dataset = await lockRow(tx, Datasets, id);
    if (dataset?.state !== 'screening') return;
    const { blocking } = await assess(tx, dataset, exchange);
    if (blocking.length === 0) await advance(tx, datasetSubject, id, 'pass-screening', system);
    else await advance(tx, datasetSubject, id, 'fail-screening', system, { reason: asReason(blocking) });
  });
}
