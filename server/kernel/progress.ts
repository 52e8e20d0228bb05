import type { Progress } from '../../contracts/common.js';
import { now } from './clock.js';
import type { Database, Tx } from './database.js';
import { notice } from './notices.js';
import { ProgressRows } from './tables.js';

/** Says how far the work on a subject is (`fraction` 0…1); screens that watch it hear of it at once. */
export async function reportProgress(db: Database, subjectId: string, fraction: number, step: string): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.upsert(ProgressRows, { subjectId, fraction, step, at: now() }, ['subjectId']);
    await notice(tx, subjectId);
  });
}

/** The last reported progress of a subject, or null. */
export async function readProgress(tx: Tx, subjectId: string): Promise<Progress | null> {
  const row = await tx.findOneBy(ProgressRows, { subjectId });
  return row && { fraction: row.fraction, step: row.step, at: row.at.toISOString() };
}

/** Forgets the progress of work that is done. */
export async function clearProgress(tx: Tx, subjectId: string): Promise<void> {
  await tx.delete(ProgressRows, { subjectId });
}
