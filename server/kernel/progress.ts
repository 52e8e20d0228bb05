import type { Progress } from '../../contracts/common.js';
import { now, second } from './clock.js';
import type { Database, Tx } from './database.js';
import { notice } from './notices.js';
import { ProgressRows } from './tables.js';

/** Asked in the transaction of a report: whether the work goes on, until that transaction ends. */
type Underway = (tx: Tx) => Promise<boolean>;

/** Says how far work is (`fraction` 0…1), and which step it is at; what comes too quickly is left out. */
export type Tell = ((fraction: number, step: string) => void) & {
  /** Waits for the report under way. */
  done(): Promise<void>;
};

/**
 * Reports of one run of work on a subject, at most four a second, one at a time; screens that watch it hear of them.
 * `underway` is asked in the report's transaction and locks the subject: a run that was overtaken by another, and reports
 * after the work is done and its progress forgotten, leaves nothing.
 */
export function progressOf(db: Database, subjectId: string, underway: Underway): Tell {
  let last = 0;
  let report: Promise<void> | null = null;
  const tell = (fraction: number, step: string) => {
    if (report || Date.now() - last < second / 4) return;
    last = Date.now();
    // A lost report of progress is no reason to stop the work.
    report = reportProgress(db, subjectId, Math.min(1, fraction), step, underway)
      .catch(() => {})
      .finally(() => {
        report = null;
      });
  };
  return Object.assign(tell, { done: async () => void (await report) });
}

async function reportProgress(
  db: Database,
  subjectId: string,
  fraction: number,
  step: string,
  underway: Underway,
): Promise<void> {
  await db.transaction(async (tx) => {
    if (!(await underway(tx))) return;
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
