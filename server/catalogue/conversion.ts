import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { now } from '../kernel/clock.js';
import { type Database, insertRow, type Tx, violatedConstraint } from '../kernel/database.js';
import { convertFile } from '../kernel/duckdb.js';
import type { Kernel } from '../kernel/kernel.js';
import { clearProgress, reportProgress } from '../kernel/progress.js';
import { revisionFiles } from './revisions.js';
import { type DataFile, type ParquetTable, ParquetTables } from './tables.js';

/**
 * Makes typed Parquet of every file of a revision that has none yet. Parts are kept under their own hash and a table is
 * written in one piece: whoever dies half-way begins the file anew, and two at once make the same.
 */
export async function convertRevision(kernel: Kernel, revisionId: string): Promise<void> {
  const { db } = kernel;
  const made = await parquetTables(db.read, revisionId);
  const files = (await revisionFiles(db.read, revisionId)).filter(({ id }) => !made.some((one) => one.fileId === id));
  for (const [index, file] of files.entries()) {
    await reportProgress(db, revisionId, index / files.length, file.name);
    await convertOne(kernel, file);
  }
  await clearProgress(db.read, revisionId);
}

/** The tables of a revision, in the order of its files’ names. */
export async function parquetTables(tx: Tx, revisionId: string): Promise<ParquetTable[]> {
  return await tx.find(ParquetTables, { where: { revisionId }, order: { fileId: 'ASC' } });
}

async function convertOne({ db, storage }: Kernel, { id, revisionId, sha256, format }: DataFile): Promise<void> {
  const table = await storage.withLocalFile(sha256, (path) =>
    convertFile({ path, format }, async ({ columns, parts }, folder) => {
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
