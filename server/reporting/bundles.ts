import type { BodyOf, QueryOf } from '../../contracts/operation.js';
import { notFound, Problem } from '../../contracts/problems.js';
import type { BundleView, reportingOperations } from '../../contracts/reporting.js';
import { record } from '../audit/record.js';
import { Datasets } from '../catalogue/tables.js';
import { Disputes } from '../disputes/tables.js';
import { Members, Organisations } from '../identity/tables.js';
import { has, type MemberActor, system } from '../kernel/actor.js';
import { now } from '../kernel/clock.js';
import { decodeCursor } from '../kernel/cursor.js';
import { lockRow, type Tx } from '../kernel/database.js';
import { newId } from '../kernel/ids.js';
import { readProgress } from '../kernel/progress.js';
import { begin } from '../lifecycle/advance.js';
import { Orders } from '../ordering/tables.js';
import { bundleSubject } from './subjects.js';
import { type Bundle, Bundles } from './tables.js';

type Op = typeof reportingOperations;
const name = bundleSubject.lifecycle.name;

/**
 * Asks for a bundle; a job builds it. One that is being built for the same organisation and scope is given again. That it
 * was asked for is on the record of what it is about. Throws 404 for a subject that is not there.
 */
export async function requestBundle(tx: Tx, actor: MemberActor, scope: BodyOf<Op['requestBundle']>): Promise<Bundle> {
  const { kind: scopeKind, id: scopeId } = scope;
  const table = { order: Orders, organisation: Organisations, dataset: Datasets }[scopeKind];
  const [there]: unknown[] = await tx.query(`select 1 from ${table.options.name} where id = $1`, [scopeId]);
  if (!there) throw notFound({ vi: 'đối tượng', en: 'subject' });
  const { organisationId, memberId } = actor;
  await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 8314))', [`bundle ${organisationId} ${scopeId}`]);
  const open = await tx.findOneBy(Bundles, { organisationId, scopeId, state: 'queued' });
  if (open) return open;
  const row = {
    ...{ id: newId('bnd'), organisationId, memberId, scopeKind, scopeId, withLookUps: has(actor, 'regulator') },
    ...{ sha256: null, bytes: null, events: null, createdAt: now(), expiresAt: null },
  };
  const event = { type: 'audit.bundle-requested', data: { bundleId: row.id, kind: scopeKind } } as const;
  await record(tx, actor, event, { kind: scopeKind, id: scopeId });
  return await begin(tx, bundleSubject, 'request', row, actor);
}

/** The evidence pack of a dispute: a bundle of its order, for whoever of the operator acknowledged it. Once per dispute. */
export async function requestDisputePack(tx: Tx, disputeId: string): Promise<void> {
  const dispute = await lockRow(tx, Disputes, disputeId);
  if (!dispute || dispute.acknowledgedBy === null || dispute.state === 'withdrawn') return;
  const { id: memberId, organisationId } = await tx.findOneByOrFail(Members, { id: dispute.acknowledgedBy });
  const scope = { scopeKind: 'order' as const, scopeId: dispute.orderId };
  const [made]: unknown[] = await tx.query(
    'select 1 from evidence_bundles where organisation_id = $1 and scope_id = $2 and created_at >= $3',
    [organisationId, dispute.orderId, dispute.createdAt],
  );
  if (made) return;
  const row = {
    ...{ id: newId('bnd'), organisationId, memberId, ...scope, withLookUps: false },
    ...{ sha256: null, bytes: null, events: null, createdAt: now(), expiresAt: null },
  };
  const event = { type: 'audit.bundle-requested', data: { bundleId: row.id, kind: 'order' } } as const;
  await record(tx, system, event, { kind: 'order', id: dispute.orderId });
  await begin(tx, bundleSubject, 'request', row, system);
}

/** A bundle the own organisation asked for; throws 404 for any other. */
export async function readBundle(tx: Tx, actor: MemberActor, id: string): Promise<Bundle> {
  const bundle = await tx.findOneBy(Bundles, { id });
  if (!bundle || bundle.organisationId !== actor.organisationId) throw notFound(name);
  return bundle;
}

/** Bundles of the own organisation, newest first, one more than asked for. */
export async function listBundles(tx: Tx, actor: MemberActor, query: QueryOf<Op['listBundles']>): Promise<Bundle[]> {
  const rows = tx
    .createQueryBuilder(Bundles, 'row')
    .where('row.organisationId = :own', { own: actor.organisationId })
    .orderBy('row.id', 'DESC')
    .limit(query.limit + 1);
  const after = decodeCursor(query.cursor, 1);
  if (after) rows.andWhere('row.id < :after', { after: after[0] });
  if (query.scope) rows.andWhere('row.scopeId = :scope', { scope: query.scope });
  return await rows.getMany();
}

/** Records that a bundle is fetched and gives what to send; throws 404, 409 while it is not built, 410 when it has expired. */
export async function openBundle(
  tx: Tx,
  actor: MemberActor,
  id: string,
): Promise<{ sha256: string; bytes: number; createdAt: Date }> {
  const { state, sha256, bytes, createdAt, expiresAt, ...bundle } = await readBundle(tx, actor, id);
  if (state === 'expired' || (expiresAt && expiresAt <= now())) {
    throw new Problem('link-expired', {
      vi: 'Bộ chứng cứ đã hết hạn; hãy yêu cầu lập bộ mới.',
      en: 'The bundle has expired; ask for a new one.',
    });
  }
  if (state !== 'ready' || sha256 === null || bytes === null) {
    throw new Problem('conflict', { vi: 'Bộ chứng cứ chưa lập xong.', en: 'The bundle has not been built.' });
  }
  const event = { type: 'audit.bundle-downloaded', data: { bundleId: id, sha256 } } as const;
  await record(tx, actor, event, { kind: bundle.scopeKind, id: bundle.scopeId });
  return { sha256, bytes, createdAt };
}

export async function bundleView(tx: Tx, row: Bundle): Promise<BundleView> {
  const { id, stateReason, bytes, sha256, events } = row;
  return {
    ...{ id, stateReason, bytes, sha256, events, state: row.state as BundleView['state'] },
    scope: { kind: row.scopeKind, id: row.scopeId },
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt?.toISOString() ?? null,
    progress: row.state === 'queued' ? await readProgress(tx, id) : null,
  };
}
