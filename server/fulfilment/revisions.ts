import type { DeliveredFile } from '../../contracts/fulfilment.js';
import { notFound } from '../../contracts/problems.js';
import { Revisions } from '../catalogue/tables.js';
import { rowsById, type Tx } from '../kernel/database.js';
import { Deliveries, type Entitlement, FollowedRevisions } from './tables.js';

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
  const first = await tx.findOneByOrFail(Deliveries, { id: entitlement.deliveryId });
  const later = await tx.findBy(FollowedRevisions, { entitlementId: entitlement.id });
  const all = [
    { ...first, revisionId: entitlement.revisionId },
    ...later.map(({ id, revisionId, manifestSha256, files, deliveredAt }) => ({
      ...{ id, revisionId, manifestSha256, files, deliveredAt },
    })),
  ];
  const revisions = await rowsById(
    tx,
    Revisions,
    all.map((one) => one.revisionId),
  );
  return all
    .map(({ id, revisionId, manifestSha256, files, deliveredAt }) => {
      const revision = revisions.get(revisionId);
      if (!revision) throw new Error(`${revisionId} is gone.`);
      const { number, state, publishedAt, createdAt } = revision;
      return {
        ...{ deliveryId: id, revisionId, number, state, publishedAt: publishedAt ?? createdAt },
        ...{ manifestSha256, files, deliveredAt },
      };
    })
    .sort((a, b) => a.number - b.number);
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
