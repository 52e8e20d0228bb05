import type { HaltedOrder, QueueView } from '../../contracts/operations.js';
import { logStanding, witnessStanding } from '../audit/log.js';
import { now } from '../kernel/clock.js';
import type { Tx } from '../kernel/database.js';
import type { Kernel } from '../kernel/kernel.js';
import { Outbox } from '../kernel/tables.js';
import { standingStill } from '../ordering/nudges.js';

/** Queued, running and failed jobs, the orders that do not move, and how the log is. */
export async function readQueue({ db, queue, clocks }: Kernel): Promise<QueueView> {
  const halted = await haltedOrders(db.read, clocks['fulfilment-stall']);
  return { outbox: await db.read.count(Outbox), ...(await queue.counts()), halted, log: await readLog(db.read) };
}

async function readLog(tx: Tx): Promise<QueueView['log']> {
  const witnesses = (await witnessStanding(tx)).map(({ cosignedAt, ...one }) => {
    return { ...one, cosignedAt: cosignedAt?.toISOString() ?? null };
  });
  return { ...(await logStanding(tx)), witnesses };
}

/** How many paid orders do not move. */
export async function countHalted(tx: Tx, patienceMs: number): Promise<number> {
  const [row]: [{ n: number }] = await tx.query(
    `select count(*)::int as n from orders where state = 'stuck' or (${standingStill})`,
    [since(patienceMs)],
  );
  return row.n;
}

async function haltedOrders(tx: Tx, patienceMs: number): Promise<HaltedOrder[]> {
  const rows: { id: string; state: string; state_since: Date; failure: string | null }[] = await tx.query(
    `select id, state, state_since,
       (select data ->> 'reason' from audit_events
         where subject_id = orders.id and type = 'delivery.failed' order by id desc limit 1) as failure
     from orders where state = 'stuck' or (${standingStill}) order by state_since limit 100`,
    [since(patienceMs)],
  );
  return rows.map(({ id, state, state_since, failure }) => ({
    id,
    state,
    stateSince: state_since.toISOString(),
    failure,
  }));
}

const since = (patienceMs: number) => new Date(now().getTime() - patienceMs);
