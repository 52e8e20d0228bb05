import { Problem } from '../../contracts/problems.js';
import { type JobName, type JobPayload, jobs } from '../jobs.js';
import { now } from '../kernel/clock.js';
import type { Database, Tx } from '../kernel/database.js';
import { canonicalJson } from '../kernel/hash.js';
import { enqueue } from '../kernel/outbox.js';
import type { Handlers } from '../kernel/queue.js';
import { requireNotFrozen } from './holds.js';
import { Holds, WaitingJobs } from './tables.js';

type Handler = (payload: never, run: never) => Promise<void>;

/**
 * The same handlers, but that a job which meets a freeze waits for it to be lifted: it leaves the queue without having
 * spent an attempt, and comes back by itself.
 */
export function waitWhileFrozen(db: Database, handlers: Handlers): Handlers {
  const wrapped = Object.entries(handlers).map(([name, handler]) => [
    name,
    async (payload: never, run: never) => {
      try {
        await (handler as Handler)(payload, run);
      } catch (error) {
        if (!(error instanceof Problem) || error.code !== 'frozen') throw error;
        await db.transaction((tx) => lay(tx, String(error.extra.holdId), name as JobName, payload));
      }
    },
  ]);
  return Object.fromEntries(wrapped) as Handlers;
}

/** Lays a job beside its hold, or asks for it again at once when the hold has just been lifted. */
async function lay<N extends JobName>(tx: Tx, holdId: string, name: N, payload: JobPayload<N>): Promise<void> {
  const hold = await tx.findOneByOrFail(Holds, { id: holdId });
  const stands = await requireNotFrozen(tx, hold.stops).then(
    () => false,
    (error: unknown) => {
      if (error instanceof Problem && error.extra.holdId === holdId) return true;
      if (error instanceof Problem && error.code === 'frozen') return false;
      throw error;
    },
  );
  if (!stands) return await enqueue(tx, name, payload);
  await tx
    .createQueryBuilder()
    .insert()
    .into(WaitingJobs)
    .values({ holdId, name, key: canonicalJson(payload), payload: payload as object, since: now() })
    .orIgnore()
    .execute();
}

/** Asks again for every job that waited for the hold, in the order of their coming. */
export async function wakeJobs(tx: Tx, holdId: string): Promise<number> {
  const rows = await tx.find(WaitingJobs, { where: { holdId }, order: { since: 'ASC', name: 'ASC' } });
  for (const row of rows) {
    const name = row.name as JobName;
    await enqueue(tx, name, jobs[name].payload.parse(row.payload) as never);
  }
  await tx.delete(WaitingJobs, { holdId });
  return rows.length;
}
