import { type JobName, type JobPayload, jobs } from '../jobs.js';
import { now, second } from './clock.js';
import { type Database, insertRow, type Tx } from './database.js';
import { newId } from './ids.js';
import type { Log } from './log.js';
import { type Notices, notice } from './notices.js';
import { Outbox } from './tables.js';

/** Asks for a job. The row commits with the caller's change, so neither exists without the other. */
export async function enqueue<N extends JobName>(tx: Tx, name: N, payload: JobPayload<N>): Promise<void> {
  await insertRow(tx, Outbox, {
    id: newId('job'),
    name,
    payload: jobs[name].payload.parse(payload),
    createdAt: now(),
    leasedUntil: null,
  });
  await notice(tx, 'outbox');
}

type Row = { id: string; name: JobName; payload: unknown };
export type HandOver = (job: Row) => Promise<void>;

/**
 * Hands waiting rows to the queue, oldest first, then deletes them. Rows are leased, not locked: a crash after the
 * hand-over repeats it under the same job id, which the queue drops while it still has the job; every job looks first
 * whether its work is done. Gives how many were handed over; throws the first failure after all were tried.
 */
export async function relayOnce(db: Database, handOver: HandOver, leaseMs = 10 * second): Promise<number> {
  const leased: [Row[], number] = await db.read.query(
    `update outbox set leased_until = $2
      where id in (select id from outbox where leased_until is null or leased_until < $1
                    order by id limit 100 for update skip locked)
      returning id, name, payload`,
    [now(), new Date(now().getTime() + leaseMs)],
  );
  const rows = leased[0].sort((a, b) => (a.id < b.id ? -1 : 1));
  let handed = 0;
  let failure: unknown = null;
  for (const row of rows) {
    try {
      await handOver(row);
      await db.read.delete(Outbox, { id: row.id });
      handed += 1;
    } catch (error) {
      // One that cannot be handed over stays for the next lease; those behind it do not wait for it.
      failure ??= error;
    }
  }
  if (failure !== null) throw failure;
  return handed;
}

/** Relays whenever a transaction with a job commits, and every second in case a notice was missed. */
export function startRelay(db: Database, notices: Notices, handOver: HandOver, log: Log): { stop(): Promise<void> } {
  let stopped = false;
  let running: Promise<void> | null = null;
  let again = false;
  const run = () => {
    if (stopped) return;
    if (running) {
      again = true;
      return;
    }
    running = (async () => {
      do {
        again = false;
        while (!stopped && (await relayOnce(db, handOver)) > 0);
      } while (again && !stopped);
    })()
      .catch((error) => log.error({ err: error }, 'Handing jobs to the queue failed; it is tried again.'))
      .finally(() => {
        running = null;
      });
  };
  const forget = notices.on('outbox', run);
  const timer = setInterval(run, second);
  run();
  return {
    async stop() {
      stopped = true;
      forget();
      clearInterval(timer);
      await running;
    },
  };
}
