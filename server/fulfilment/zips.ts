import { finished } from 'node:stream/promises';
import type { Request, Response } from 'express';
import type { Bilingual } from '../../contracts/common.js';
import type { DeliveredFile } from '../../contracts/fulfilment.js';
import { Problem } from '../../contracts/problems.js';
import { record } from '../audit/record.js';
import { Datasets } from '../catalogue/tables.js';
import type { MemberActor } from '../kernel/actor.js';
import { lockRow, type Tx } from '../kernel/database.js';
import { ReaderGone } from '../kernel/fair-streams.js';
import type { Kernel } from '../kernel/kernel.js';
import { storedZip } from '../kernel/zip.js';
import { requireNotFrozen } from '../lifecycle/holds.js';
import { boughtBy, mayAccess, recordRefusal, refusalOf, watchAccess } from './access.js';
import { disposition } from './downloads.js';
import { type DeliveredRevision, deliveredRevision } from './revisions.js';
import { entitlementSubject } from './subjects.js';
import { Entitlements } from './tables.js';
import { countUse } from './uses.js';

/**
 * Everything that was delivered, as one archive: stored, not compressed, streamed as it is made, its length known beforehand.
 * Counted, recorded and cut like any download.
 */
export async function sendZip(
  kernel: Kernel,
  actor: MemberActor,
  { id, revision }: { id: string; revision?: number | undefined },
  req: Request,
  res: Response,
): Promise<void> {
  const { db, storage, streams } = kernel;
  const entitlement = await boughtBy(db.read, actor.organisationId, id);
  const delivery = await deliveredRevision(db.read, entitlement, revision);
  const dataset = await db.read.findOneByOrFail(Datasets, { id: entitlement.datasetId });
  const name = `${dataset.titleVi} (${delivery.number}).zip`.replaceAll('/', '-');
  const { memberId } = actor;
  const { revisionId } = delivery;
  const decision = await mayAccess(db.read, entitlement, { memberId, revisionId, needs: { calls: 1, bytes: 0 } });
  if (!decision.allowed) {
    await recordRefusal(db, actor, entitlement, name, decision.sentence);
    throw refusalOf(decision, entitlement);
  }
  const zip = await storedZip(
    delivery.files.map((file) => ({
      ...{ path: file.name, bytes: file.bytes },
      open: () => storage.open(file.sha256),
    })),
    delivery.deliveredAt,
  );
  res.set({
    'Cache-Control': 'private, no-store',
    'Content-Disposition': disposition(name),
    'Content-Length': String(zip.bytes),
    'Content-Type': 'application/zip',
    'X-Content-Type-Options': 'nosniff',
  });
  if (req.method === 'HEAD') {
    zip.stream.destroy();
    res.end();
    return;
  }
  const watch = watchAccess(kernel, id, memberId);
  try {
    await db.transaction((tx) => count(tx, actor, id, delivery));
    await streams.pass(res, zip.stream, id, watch.ended);
  } catch (error) {
    if (error instanceof Problem) throw error;
    if (watch.ended.aborted) await recordRefusal(db, actor, entitlement, name, watch.ended.reason as Bilingual);
    else if (!(error instanceof ReaderGone)) throw error;
  } finally {
    watch.stop();
    zip.stream.destroy();
    await finished(zip.stream).catch(() => {});
  }
}

const sizeOf = (files: readonly DeliveredFile[]) => files.reduce((sum, file) => sum + file.bytes, 0);

/** Counts the archive as one call, and every file in it on the record. */
async function count(tx: Tx, actor: MemberActor, id: string, { revisionId, files }: DeliveredRevision): Promise<void> {
  const entitlement = await lockRow(tx, Entitlements, id);
  if (!entitlement) throw new Error(`${id} is gone.`);
  const { memberId } = actor;
  const needs = { calls: 1, bytes: sizeOf(files) };
  const decision = await mayAccess(tx, entitlement, { memberId, revisionId, needs });
  if (!decision.allowed) throw refusalOf(decision, entitlement);
  await requireNotFrozen(tx, entitlementSubject.stoppedBy(entitlement));
  await countUse(tx, id, memberId, 'zip', needs);
  for (const { name, sha256, bytes } of files) {
    const event = { type: 'file.downloaded', data: { name, sha256, from: 0, bytes } } as const;
    await record(tx, actor, event, { kind: 'entitlement', id }, entitlementSubject.about(entitlement));
  }
}
