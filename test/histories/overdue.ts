import { minute, now, shiftClock } from '../../server/kernel/clock.js';
import type { Stateful } from '../../server/kernel/columns.js';
import { Outbox } from '../../server/kernel/tables.js';
import type { Subject } from '../../server/lifecycle/advance.js';
import { runTimers } from '../../server/lifecycle/timers.js';
import { nudgeOrders } from '../../server/ordering/nudges.js';
import { orderSubject } from '../../server/ordering/subjects.js';
import { nudgeRefunds } from '../../server/payments/refunds.js';
import { handlersOf } from '../../server/worker.js';
import { beyond } from '../payouts.js';
import { type End, endsOf } from './ends.js';
import type { Ground } from './ground.js';
import type { History } from './history.js';
import { begin, bring, doActs, newsOf } from './living.js';
import { Death, lifeOf } from './mortal.js';
import { as, each, type Run } from './run.js';
import { work } from './working.js';

/**
 * Paid orders whose worker dies, the n-th at its n-th step, and takes its jobs with it: nothing asks for them again but time.
 * The timers die too, and so do the first refunds. Gives how they ended when the configured times were over.
 */
export async function overdue(ground: Ground, histories: readonly History[]): Promise<End[]> {
  const { kernel } = ground.world.context;
  const runs = await begin(ground, histories);
  const news = newsOf(ground, runs);
  await doActs(ground, beyond(ground.world), runs, 0, news);
  await bring(ground, runs, 0, (name) => name !== 'fulfil-order');
  await lose(ground, runs);
  const start = now().getTime() - Date.now();
  const later = (milliseconds: number) => shiftClock(start + milliseconds);
  later(kernel.clocks['undelivered-refund'] + minute);
  for (const diesAt of [2, 7, 40, 200, 0]) {
    const mortal = as(ground, lifeOf(diesAt)).kernel;
    await runTimers(mortal.db, [orderSubject as unknown as Subject<Stateful>], mortal.clocks).catch(unlessDead);
  }
  await lose(ground, runs);
  // What was lost with its queue is asked for again once the time of a standstill is over, twice for refund and refunds.
  for (let round = 1; round <= 2; round += 1) {
    later(kernel.clocks['undelivered-refund'] + round * (kernel.clocks['fulfilment-stall'] + minute));
    await nudgeOrders(kernel);
    await nudgeRefunds(kernel);
    await work(ground, runs);
  }
  return await endsOf(ground, runs);
}

/** Each job runs once, dies at a step of its own, and is gone. */
async function lose(ground: Ground, runs: readonly Run[]): Promise<void> {
  const place = new Map(runs.map((run, index) => [run.orderId, index + 1]));
  const { db } = ground.world.context.kernel;
  const rows = await db.read.find(Outbox);
  await each(rows, async ({ name, payload }) => {
    const life = lifeOf(place.get((payload as { id?: string }).id ?? '') ?? 0);
    const context = { ...ground.world.context, ...as(ground, life) };
    await handlersOf(context)
      [name as 'fulfil-order'](payload as never, { attempt: 1, attempts: 1 })
      .catch(unlessDead);
  });
  await db.read.deleteAll(Outbox);
}

function unlessDead(error: unknown): void {
  if (!(error instanceof Death)) throw error;
}
