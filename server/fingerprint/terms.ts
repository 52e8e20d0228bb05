import { randomBytes } from 'node:crypto';
import type { MarkingTerms } from '../../contracts/fingerprint.js';
import { notFound, Problem } from '../../contracts/problems.js';
import { record } from '../audit/record.js';
import { revisionFiles, submittedRevision } from '../catalogue/revisions.js';
import { datasetSubject } from '../catalogue/subjects.js';
import { type DataFile, Datasets, type StoredProfile } from '../catalogue/tables.js';
import type { MemberActor } from '../kernel/actor.js';
import { now } from '../kernel/clock.js';
import { insertRow, lockRow, type Tx } from '../kernel/database.js';
import { sha256 } from '../kernel/hash.js';
import type { Sealer } from '../kernel/sealing.js';
import { requireNotFrozen } from '../lifecycle/holds.js';
import { secretOf } from './secrets.js';
import { kindOf } from './statements.js';
import { Markings } from './tables.js';

/** What the provider states today; null where copies are exact. */
export async function markingOf(tx: Tx, datasetId: string): Promise<MarkingTerms | null> {
  return (await tx.findOneBy(Markings, { datasetId }))?.terms ?? null;
}

/**
 * Sets or ends the marking of an own dataset, for agreements made from now on. Throws 404 for another's, 422 for columns that
 * do not exist, cannot be shifted or do not tell rows apart, 423 while frozen.
 */
export async function setMarking(
  tx: Tx,
  sealer: Sealer,
  actor: MemberActor,
  datasetId: string,
  terms: MarkingTerms | null,
): Promise<MarkingTerms | null> {
  const dataset = await lockRow(tx, Datasets, datasetId);
  if (!dataset || dataset.providerId !== actor.organisationId) throw notFound(datasetSubject.lifecycle.name);
  await requireNotFrozen(tx, datasetSubject.stoppedBy(dataset));
  if (terms) await requireMarkable(tx, datasetId, terms);
  const known = await tx.findOneBy(Markings, { datasetId });
  const secret = known ? secretOf(sealer, known) : randomBytes(32).toString('hex');
  const commitment = sha256(secret);
  if (known) await tx.update(Markings, { datasetId }, { terms: terms as never, updatedAt: now() });
  else
    await insertRow(tx, Markings, {
      datasetId,
      terms,
      secret: sealer.seal(secret, datasetId),
      commitment,
      updatedAt: now(),
    });
  await record(
    tx,
    actor,
    { type: 'fingerprint.set', data: { commitment, columns: terms?.columns ?? [] } },
    { kind: 'dataset', id: datasetId },
    datasetSubject.about(dataset),
  );
  return terms;
}

async function requireMarkable(tx: Tx, datasetId: string, terms: MarkingTerms): Promise<void> {
  const revision = await submittedRevision(tx, datasetId);
  const files = revision ? await revisionFiles(tx, revision.id) : [];
  const other = files.find((one) => !copied(one));
  if (other) {
    throw broken(
      '/terms',
      `Không tạo được bản có dấu riêng của tệp ${other.name}: chỉ CSV (UTF-8), JSON, NDJSON hay Parquet không nén.`,
      `No marked copy can be made of ${other.name}: only of CSV (UTF-8), JSON, NDJSON or Parquet that is not compressed.`,
    );
  }
  const file = files.find(({ profile }) => profile && terms.keys.every((key) => has(profile, key)));
  if (!file?.profile) {
    throw broken('/terms/keys', 'Không có tệp nào có đủ các cột khóa này.', 'No file has all of these key columns.');
  }
  const { columns, rows } = file.profile;
  const [key, ...more] = terms.keys;
  const only = columns.find(({ name }) => name === key);
  if (more.length === 0 && only && only.distinct < rows) {
    throw broken(
      '/terms/keys',
      'Cột khóa phải khác nhau ở mọi dòng; hãy thêm cột.',
      'The key must differ in every row; add a column.',
    );
  }
  for (const [at, { name, tolerance }] of terms.columns.entries()) {
    const column = columns.find((one) => one.name === name);
    const kind = column ? kindOf(column.type) : null;
    const pointer = `/terms/columns/${at}`;
    if (!kind || terms.keys.includes(name)) {
      throw broken(
        `${pointer}/name`,
        `Cột ${name} không đánh dấu được: chỉ số, ngày, thời điểm, và không phải khóa.`,
        `${name} cannot be marked: numbers, dates and moments only, and no key.`,
      );
    }
    if ((kind === 'whole' || kind === 'date') && !Number.isInteger(tolerance)) {
      throw broken(
        `${pointer}/tolerance`,
        'Cột này cần mức lệch là số nguyên.',
        'This column takes a whole tolerance.',
      );
    }
  }
}

/** Whether a copy of the file can be written in the form of the file itself. */
function copied({ name, format, profile }: DataFile): boolean {
  if (name.endsWith('.gz') || format === 'xlsx' || format === 'geojson') return false;
  return (profile?.written?.encoding ?? 'utf-8') === 'utf-8';
}

/** Whether a profile has a column of the name. */
export function has({ columns }: StoredProfile, name: string): boolean {
  return columns.some((one) => one.name === name);
}

function broken(pointer: string, vi: string, en: string): Problem {
  return new Problem('rule-broken', { vi, en }, { errors: [{ pointer, detail: en, detailVi: vi }] });
}
