import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { now } from '../kernel/clock.js';
import { type Database, insertRow, lockRow, type Tx, violatedConstraint } from '../kernel/database.js';
import { convertFile } from '../kernel/duckdb.js';
import type { Kernel } from '../kernel/kernel.js';
import { clearProgress, progressOf } from '../kernel/progress.js';
import { revisionFiles } from './revisions.js';
import { type DataFile, type ParquetTable, ParquetTables, Revisions } from './tables.js';

/**
 * Makes typed Parquet of every file of a revision that has none yet. Parts are kept under their own hash and a table is
 * written in one piece: whoever dies half-way begins the file anew, and two at once make the same.
 */
export async function convertRevision(kernel: Kernel, revisionId: string): Promise<void> {
  const { db } = kernel;
  const made = await parquetTables(db.read, revisionId);
  const files = (await revisionFiles(db.read, revisionId)).filter(({ id }) => !made.some((one) => one.fileId === id));
  const tell = progressOf(db, revisionId, async (tx) => (await unmade(tx, revisionId)) > 0);
  for (const [index, file] of files.entries()) {
    await convertOne(kernel, file, (fraction) => tell((index + fraction) / files.length, file.name));
  }
  await tell.done();
  await clearProgress(db.read, revisionId);
}

/** How many files of a locked revision have no table yet. */
async function unmade(tx: Tx, revisionId: string): Promise<number> {
  await lockRow(tx, Revisions, revisionId);
  const [row]: [{ n: number }] = await tx.query(
    `select count(*)::int as n from files f where f.revision_id = $1
        and not exists (select 1 from parquet_tables p where p.file_id = f.id)`,
    [revisionId],
  );
  return row.n;
}

/** The tables of a revision, in the order of its files’ names. */
export async function parquetTables(tx: Tx, revisionId: string): Promise<ParquetTable[]> {
  return await tx.find(ParquetTables, { where: { revisionId }, order: { fileId: 'ASC' } });
}

async function convertOne(
  { db, storage }: Kernel,
  { id, revisionId, sha256, format, tableSha256 }: DataFile,
  onProgress: (fraction: number) => void,
): Promise<void> {
  // The typed Parquet of a profiled file is the same rows, read more quickly; files of before have none.
  const kind = tableSha256 === null ? format : 'parquet';
  const table = await storage.withLocalFile(tableSha256 ?? sha256, (path) =>
    convertFile({ path, format: kind, onProgress }, async ({ columns, parts }, folder) => {
      const kept: ParquetTable['parts'] = [];
      for (const { name, rows, stats } of parts) {
        const stored = await storage.keepStream(createReadStream(join(folder, name)), Number.MAX_SAFE_INTEGER);
        kept.push({ ...stored, rows, stats });
      }
      return { columns, parts: kept };
    }),
  );
  await keepOnce(db, { fileId: id, revisionId, ...table, madeAt: now() });
}

async function keepOnce(db: Database, table: ParquetTable): Promise<void> {
  try {
    await insertRow(db.read, ParquetTables, table);
  } catch (error) {
    if (violatedConstraint(error) !== 'parquet_tables_pkey') throw error;
  }
}
