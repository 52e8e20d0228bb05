import type { DeliveryView, EntitlementView } from '../../contracts/fulfilment.js';
import { datasetRefs } from '../catalogue/datasets.js';
import { Revisions } from '../catalogue/tables.js';
import { organisationRefs } from '../identity/organisations.js';
import type { Actor } from '../kernel/actor.js';
import { rowsById, type Tx } from '../kernel/database.js';
import { allowedActions } from '../lifecycle/advance.js';
import { entitlementSubject } from './subjects.js';
import { Deliveries, type Entitlement, Entitlements, Receipts } from './tables.js';

type Usage = { downloads: number; bytes: number; last: Date | null };

/** How often and how much was downloaded under each entitlement, and when last. */
async function usageOf(tx: Tx, ids: readonly string[]): Promise<Map<string, Usage>> {
  const rows: { entitlement_id: string; downloads: string; bytes: string; last: Date }[] = await tx.query(
    `select entitlement_id, count(*) as downloads, sum(bytes) as bytes, max(at) as last
       from downloads where entitlement_id = any ($1) group by entitlement_id`,
    [ids],
  );
  return new Map(
    rows.map((row) => [
      row.entitlement_id,
      { downloads: Number(row.downloads), bytes: Number(row.bytes), last: row.last },
    ]),
  );
}

export async function entitlementViews(tx: Tx, rows: readonly Entitlement[], actor: Actor): Promise<EntitlementView[]> {
  if (rows.length === 0) return [];
  const organisations = await organisationRefs(
    tx,
    rows.flatMap((row) => [row.providerId, row.buyerId]),
  );
  const datasets = await datasetRefs(
    tx,
    rows.map((row) => row.datasetId),
  );
  const revisions = await rowsById(
    tx,
    Revisions,
    rows.map((row) => row.revisionId),
  );
  const deliveries = await rowsById(
    tx,
    Deliveries,
    rows.map((row) => row.deliveryId),
  );
  const usage = await usageOf(
    tx,
    rows.map((row) => row.id),
  );
  return rows.map((row) => {
    const provider = organisations.get(row.providerId);
    const buyer = organisations.get(row.buyerId);
    const dataset = datasets.get(row.datasetId);
    const revision = revisions.get(row.revisionId);
    const delivery = deliveries.get(row.deliveryId);
    if (!provider || !buyer || !dataset || !revision || !delivery) throw new Error(`${row.id} refers to nothing.`);
    const used = usage.get(row.id);
    const { id, orderId, agreementId, stateReason, version } = row;
    return {
      ...{ id, orderId, agreementId, stateReason, version, dataset, provider, buyer },
      revisionNumber: revision.number,
      state: row.state as EntitlementView['state'],
      startsAt: row.startsAt.toISOString(),
      expiresAt: row.expiresAt?.toISOString() ?? null,
      files: delivery.files,
      downloads: used?.downloads ?? 0,
      bytesDownloaded: used?.bytes ?? 0,
      lastDownloadAt: used?.last?.toISOString() ?? null,
      actions: allowedActions(entitlementSubject, row, actor),
    };
  });
}

export async function deliveryOfOrder(tx: Tx, orderId: string): Promise<DeliveryView> {
  const delivery = await tx.findOneBy(Deliveries, { orderId });
  const entitlement = await tx.findOneBy(Entitlements, { orderId });
  const receipt = await tx.findOneBy(Receipts, { orderId });
  return {
    delivery: delivery && {
      id: delivery.id,
      manifestSha256: delivery.manifestSha256,
      files: delivery.files,
      deliveredAt: delivery.deliveredAt.toISOString(),
    },
    entitlementId: entitlement?.id ?? null,
    receipt: receipt && {
      id: receipt.id,
      manifestSha256: receipt.manifestSha256,
      acceptedBy: receipt.acceptedBy,
      issuedAt: receipt.issuedAt.toISOString(),
    },
  };
}
