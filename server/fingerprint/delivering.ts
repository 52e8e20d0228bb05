import type { MarkingTerms } from '../../contracts/fingerprint.js';
import { record } from '../audit/record.js';
import { datasetSubject } from '../catalogue/subjects.js';
import { type DataFile, Datasets } from '../catalogue/tables.js';
import { system } from '../kernel/actor.js';
import { now } from '../kernel/clock.js';
import { insertRow, type Tx, violatedConstraint } from '../kernel/database.js';
import { newId } from '../kernel/ids.js';
import type { Kernel } from '../kernel/kernel.js';
import { keepCopy } from './copies.js';
import { secretOf } from './secrets.js';
import { MarkedCopies, Markings } from './tables.js';
import { has } from './terms.js';

/**
 * The files as the buyer of an order gets them under the marking that the agreement states; a file without the marked columns
 * stays as it is. Each copy's hash and the commitment to the secret are on the record before anything is delivered. Twice gives the same.
 */
export async function markedFiles(
  { db, storage, markingSealer }: Pick<Kernel, 'db' | 'storage' | 'markingSealer'>,
  order: { id: string; buyerId: string; datasetId: string },
  files: readonly DataFile[],
  terms: MarkingTerms,
): Promise<DataFile[]> {
  const marking = await db.read.findOneByOrFail(Markings, { datasetId: order.datasetId });
  const secret = secretOf(markingSealer, marking);
  const copies: DataFile[] = [];
  for (const file of files) {
    const own = termsFor(file, terms);
    if (!own) {
      copies.push(file);
      continue;
    }
    const known = await db.read.findOneBy(MarkedCopies, { orderId: order.id, fileId: file.id });
    const { sha256, bytes } = known ?? (await keepCopy(storage, file, own, secret, order.buyerId));
    if (!known) await db.transaction((tx) => enter(tx, order, file, own, { sha256, bytes }, marking.commitment));
    copies.push({ ...file, sha256, bytes });
  }
  return copies;
}

/** The part of the terms that a file has columns for; null where it has none. */
export function termsFor({ profile }: DataFile, terms: MarkingTerms): MarkingTerms | null {
  if (!profile || !terms.keys.every((key) => has(profile, key))) return null;
  const columns = terms.columns.filter(({ name }) => has(profile, name));
  return columns.length === 0 ? null : { keys: terms.keys, columns };
}

async function enter(
  tx: Tx,
  order: { id: string; buyerId: string; datasetId: string },
  file: DataFile,
  terms: MarkingTerms,
  stored: { sha256: string; bytes: number },
  commitment: string,
): Promise<void> {
  const { id: orderId, buyerId, datasetId } = order;
  const row = { id: newId('mkc'), orderId, buyerId, datasetId, fileId: file.id, terms, ...stored, madeAt: now() };
  await tx.query('savepoint copy');
  try {
    await insertRow(tx, MarkedCopies, row);
  } catch (error) {
    if (violatedConstraint(error) !== 'marked_copies_one') throw error;
    await tx.query('rollback to savepoint copy');
    return;
  }
  const dataset = await tx.findOneByOrFail(Datasets, { id: datasetId });
  const data = { fileId: file.id, originalSha256: file.sha256, sha256: stored.sha256, commitment };
  const about = [...datasetSubject.about(dataset), buyerId];
  await record(tx, system, { type: 'fingerprint.marked', data }, { kind: 'order', id: orderId }, about);
}

/** Whether an order was given marked copies. */
export async function isMarked(tx: Tx, orderId: string): Promise<boolean> {
  return await tx.existsBy(MarkedCopies, { orderId });
}
