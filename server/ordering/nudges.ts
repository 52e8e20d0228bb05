import type { JobName } from '../jobs.js';
import { now } from '../kernel/clock.js';
import { lockRow, updateRow } from '../kernel/database.js';
import type { Kernel } from '../kernel/kernel.js';
import { enqueue } from '../kernel/outbox.js';
import { notFrozen } from '../lifecycle/holds.js';
import { Orders } from './tables.js';

/** What an order in a state waits for. Every one of these jobs looks first whether it is done already. */
const waitsFor: Record<
  string,
  readonly Extract<JobName, 'fulfil-order' | 'refund-order' | 'end-access' | 'issue-receipt' | 'settle-order'>[]
> = {
  paid: ['fulfil-order'],
  refunding: ['end-access', 'refund-order'],
  accepted: ['issue-receipt', 'settle-order'],
};

/** Orders that stand still, unfrozen, in a state only a job can end: their job failed for good, or was lost with the queue. */
export const standingStill = `state = any ('{${Object.keys(waitsFor)}}') and state_since < $1 and ${notFrozen('orders')}`;

/** Asks again for the jobs of orders that have stood still. Gives how many orders were nudged. */
export async function nudgeOrders({ db, clocks, log }: Kernel): Promise<number> {
  const until = new Date(now().getTime() - clocks['fulfilment-stall']);
  const rows: { id: string }[] = await db.read.query(
    `select id from orders where ${standingStill} and (nudged_at is null or nudged_at < $1) order by id limit 100`,
    [until],
  );
  for (const { id } of rows) {
    await db.transaction(async (tx) => {
      const order = await lockRow(tx, Orders, id);
      for (const name of waitsFor[order?.state ?? ''] ?? []) await enqueue(tx, name, { id });
      await updateRow(tx, Orders, id, { nudgedAt: now() });
    });
    log.warn({ orderId: id }, 'An order stood still; its job is asked for again.');
  }
  return rows.length;
}
