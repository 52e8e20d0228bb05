import type { DeliveredFile } from '../../contracts/fulfilment.js';
import { notFound } from '../../contracts/problems.js';
import type { Tx } from '../kernel/database.js';
import type { Entitlement } from './tables.js';

/** One revision that was delivered under an entitlement. */
export type DeliveredRevision = {
  deliveryId: string;
  revisionId: string;
  number: number;
  /** The revision’s own state: one that was revoked is read no more. */
  state: string;
  publishedAt: Date;
  manifestSha256: string;
  files: DeliveredFile[];
  deliveredAt: Date;
};

/** Every revision that was delivered under the entitlement, oldest first: the order’s own, then those that followed. */
export async function deliveredRevisions(tx: Tx, entitlement: Entitlement): Promise<DeliveredRevision[]> {
  const { id, deliveryId, revisionId } = entitlement;
  return await tx.query(
    `with delivered as (
       select id, $2::text as revision_id, manifest_sha256, files, delivered_at from deliveries where id = $1
       union all
       select id, revision_id, manifest_sha256, files, delivered_at from entitlement_revisions where entitlement_id = $3)
     select d.id as "deliveryId", d.revision_id as "revisionId", r.number, r.state,
       coalesce(r.published_at, r.created_at) as "publishedAt", d.manifest_sha256 as "manifestSha256", d.files,
       d.delivered_at as "deliveredAt"
     from delivered d join revisions r on r.id = d.revision_id order by r.number`,
    [deliveryId, revisionId, id],
  );
}

/** The one that is asked for by its number, or the newest; throws 404 for one that was not delivered. */
export async function deliveredRevision(
  tx: Tx,
  entitlement: Entitlement,
  number: number | undefined,
): Promise<DeliveredRevision> {
  const all = await deliveredRevisions(tx, entitlement);
  const found = number === undefined ? all.at(-1) : all.find((one) => one.number === number);
  if (!found) throw notFound({ vi: 'phiên bản đã giao', en: 'delivered revision' });
  return found;
}
