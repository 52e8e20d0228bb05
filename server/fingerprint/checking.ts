import type { FileFormat } from '../../contracts/catalogue.js';
import type { LeakCheckView } from '../../contracts/fingerprint.js';
import { notFound, Problem } from '../../contracts/problems.js';
import { record } from '../audit/record.js';
import { datasetSubject } from '../catalogue/subjects.js';
import { DataFiles, Datasets } from '../catalogue/tables.js';
import { organisationRefs } from '../identity/organisations.js';
import { type Actor, has, type MemberActor } from '../kernel/actor.js';
import { now } from '../kernel/clock.js';
import { type Database, insertRow, rowsById, type Tx } from '../kernel/database.js';
import { QueryFault, QueryTimeout } from '../kernel/duckdb-query.js';
import { newId } from '../kernel/ids.js';
import type { Kernel } from '../kernel/kernel.js';
import type { Storage, Stored } from '../kernel/storage.js';
import { votesOf } from './copies.js';
import { verdictOf } from './detecting.js';
import { secretOf } from './secrets.js';
import { type LeakCheck, LeakChecks, MarkedCopies, type MarkedCopy, Markings } from './tables.js';
import { falseAccusation, type Verdict } from './tardos.js';

/**
 * Checks a suspect copy, kept in the store, against all copies that were delivered of the dataset. Throws 404 for another's
 * dataset, 422 where no marked copy was ever delivered or the suspect cannot be read.
 */
export async function checkLeak(
  { db, storage, markingSealer }: Pick<Kernel, 'db' | 'storage' | 'markingSealer'>,
  actor: MemberActor,
  datasetId: string,
  suspect: Stored & { name: string; format: FileFormat },
): Promise<LeakCheck> {
  const dataset = await ownDataset(db.read, actor, datasetId);
  const marking = await db.read.findOneBy(Markings, { datasetId });
  const copies = await db.read.find(MarkedCopies, { where: { datasetId }, order: { id: 'DESC' } });
  if (!marking || copies.length === 0) {
    const [vi, en] = ['Chưa có bản có dấu nào được giao.', 'No marked copy of this dataset was ever delivered.'];
    throw new Problem('rule-broken', { vi, en });
  }
  const buyers = [...new Set(copies.map(({ buyerId }) => buyerId))];
  const secret = secretOf(markingSealer, marking);
  const verdict = await storage
    .withLocalFile(suspect.sha256, (path) => best(db, storage, secret, copies, buyers, { ...suspect, path }))
    .catch((error: unknown) => {
      if (!(error instanceof QueryFault || error instanceof QueryTimeout)) throw error;
      throw new Problem('unreadable-file', {
        vi: 'Không đọc được tệp nghi vấn, hoặc các cột không khớp với bản gốc.',
        en: 'The suspect file cannot be read, or its columns do not fit the original.',
      });
    });
  const row: LeakCheck = {
    ...{ id: newId('lkc'), datasetId, organisationId: actor.organisationId, askedBy: actor.memberId },
    ...{ fileName: suspect.name, sha256: suspect.sha256, named: verdict?.named ?? [], at: now() },
    threshold: verdict && Number.isFinite(verdict.threshold) ? verdict.threshold : null,
    ...{ positions: verdict?.positions ?? 0, buyers: buyers.length },
  };
  await db.transaction(async (tx) => {
    await insertRow(tx, LeakChecks, row);
    const data = { checkId: row.id, sha256: row.sha256, named: row.named.length, positions: row.positions };
    const about = [...datasetSubject.about(dataset), ...row.named.map(({ buyer }) => buyer)];
    await record(tx, actor, { type: 'fingerprint.checked', data }, { kind: 'dataset', id: datasetId }, about);
  });
  return row;
}

type Suspect = { path: string; format: FileFormat };

/** The verdict by the file of the dataset that the suspect has most in common with. */
async function best(
  db: Database,
  storage: Storage,
  secret: string,
  copies: readonly MarkedCopy[],
  buyers: readonly string[],
  suspect: Suspect,
): Promise<Verdict | null> {
  const newest = new Map<string, MarkedCopy>();
  for (const copy of copies) if (!newest.has(copy.fileId)) newest.set(copy.fileId, copy);
  const files = await rowsById(db.read, DataFiles, [...newest.keys()]);
  let found: Verdict | null = null;
  for (const [fileId, { terms }] of [...newest].slice(0, 20)) {
    const file = files.get(fileId);
    if (!file) continue;
    const verdict = verdictOf(secret, buyers, await votesOf(storage, file, suspect, terms, secret));
    if (!found || verdict.positions > found.positions) found = verdict;
  }
  return found;
}

async function ownDataset(tx: Tx, actor: Actor, id: string) {
  const dataset = await tx.findOneBy(Datasets, { id });
  const own = actor.kind === 'member' && dataset?.providerId === actor.organisationId;
  if (!dataset || !(own || has(actor, 'regulator'))) throw notFound(datasetSubject.lifecycle.name);
  return dataset;
}

/** Checks of a dataset, for its provider and the regulator. */
export async function leakChecks(tx: Tx, actor: Actor, datasetId: string): Promise<LeakCheckView[]> {
  await ownDataset(tx, actor, datasetId);
  return await leakCheckViews(tx, await tx.find(LeakChecks, { where: { datasetId }, order: { id: 'DESC' }, take: 50 }));
}

export async function leakCheckViews(tx: Tx, rows: readonly LeakCheck[]): Promise<LeakCheckView[]> {
  const organisations = await organisationRefs(
    tx,
    rows.flatMap(({ named }) => named.map(({ buyer }) => buyer)),
  );
  return rows.map(({ id, fileName, sha256, at, named, threshold, positions, buyers }) => ({
    ...{ id, fileName, sha256, threshold, positions, buyers, falseAccusation, at: at.toISOString() },
    named: named.flatMap(({ buyer, score }) => {
      const organisation = organisations.get(buyer);
      return organisation ? [{ organisation, score }] : [];
    }),
  }));
}
