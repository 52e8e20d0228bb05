import type { DecisionCode } from '../../contracts/scheme/findings.js';
import { cuttingCodes } from '../../contracts/scheme/pilot-2026.js';
import { datasetSubject } from '../catalogue/subjects.js';
import { Datasets } from '../catalogue/tables.js';
import { entitlementSubject } from '../fulfilment/subjects.js';
import { Entitlements } from '../fulfilment/tables.js';
import type { MemberActor } from '../kernel/actor.js';
import type { Tx } from '../kernel/database.js';
import { advance } from '../lifecycle/advance.js';
import { noteFor } from '../notifications/notes.js';
import { tell } from '../notifications/telling.js';

/** Entitlements to a dataset that are in force. */
export async function liveEntitlements(tx: Tx, datasetId: string) {
  return await tx
    .createQueryBuilder(Entitlements, 'entitlement')
    .where(`entitlement.datasetId = :datasetId and entitlement.state in ('active', 'expiring')`, { datasetId })
    .orderBy('entitlement.id')
    .getMany();
}

/** Suspends access where a code says that nobody may use the data any longer; otherwise it runs to its end. */
export async function cutOff(
  tx: Tx,
  actor: MemberActor,
  datasetId: string,
  codes: readonly DecisionCode[],
  reason: string,
): Promise<number> {
  if (!codes.some((code) => cuttingCodes.includes(code))) return 0;
  const live = await liveEntitlements(tx, datasetId);
  for (const { id } of live) await advance(tx, entitlementSubject, id, 'suspend', actor, { reason });
  return live.length;
}

/** Tells everybody with access that the listing was suspended or taken off, and what becomes of their access. */
export async function tellHoldersOf(tx: Tx, id: string): Promise<void> {
  const dataset = await tx.findOneByOrFail(Datasets, { id });
  const holders = await tx.findBy(Entitlements, { datasetId: id });
  const note = noteFor(datasetSubject.lifecycle, dataset, { vi: dataset.titleVi, en: dataset.titleEn }, `/library`);
  await tell(tx, {
    kind: 'access',
    subject: { kind: 'dataset', id },
    once: `${id}:holders:${dataset.state}:${dataset.stateSince.toISOString()}`,
    organisationIds: [...new Set(holders.filter((one) => one.state !== 'expired').map((one) => one.buyerId))],
    note,
  });
}
