import { nudgeDisputes } from '../../server/disputes/carrying-out.js';
import type { JobName } from '../../server/jobs.js';
import { hour, shiftClock } from '../../server/kernel/clock.js';
import { Outbox } from '../../server/kernel/tables.js';
import { nudgeOrders } from '../../server/ordering/nudges.js';
import { takeBalances } from '../../server/payments/balances.js';
import { reconcilePayments } from '../../server/payments/reconcile.js';
import { nudgeRefunds } from '../../server/payments/refunds.js';
import { reconcileWithStripe } from '../../server/payouts/reconcile.js';
import { payoutRound } from '../../server/payouts/rounds.js';
import { handlersOf } from '../../server/worker.js';
import type { Ground } from './ground.js';
import { Death, lifeOf } from './mortal.js';
import { as, each, nextLife, type Run } from './run.js';

/** Who is told of what is no money: left out, so that more histories are lived in the same time. */
const beside = /^(notify-|mail-|send-note|issue-receipt)/;
/** Attempts before a queue gives a job up. */
const attempts = 10;

type Row = { id: string; name: JobName; payload: { id?: string; eventId?: string } };

/** Hands out what the outbox holds (or some of it), at least once, until it is empty: a job whose process dies is done by the next one. */
export async function work(
  ground: Ground,
  runs: readonly Run[],
  only: (name: JobName) => boolean = () => true,
): Promise<void> {
  const { sql } = ground.world;
  const tried = new Map<string, number>();
  for (;;) {
    const all = await sql<Row>('select id, name, payload from outbox order by id limit 500');
    const rows = all.filter(({ name }) => only(name));
    if (rows.length === 0) return;
    const whose = await owners(ground, runs, rows);
    const ended: string[] = [];
    await each(rows, async (row) => {
      const { id, name, payload } = row;
      const run = whose.get(row);
      const waits = name === 'fulfil-order' && run?.history.story.undelivered;
      if (beside.test(name) || waits) return void ended.push(id);
      try {
        const context = { ...ground.world.context, ...as(ground, nextLife(run)) };
        await handlersOf(context)[name](payload as never, { attempt: 1, attempts });
        ended.push(id);
      } catch (error) {
        if (error instanceof Death) return;
        tried.set(id, (tried.get(id) ?? 0) + 1);
        if ((tried.get(id) ?? 0) >= attempts)
          throw new Error(`${name} ${JSON.stringify(payload)} failed for good.`, { cause: error });
      }
    });
    if (ended.length > 0) await ground.world.context.kernel.db.read.delete(Outbox, ended);
  }
}

/** For whose history a job works, so that its deaths strike there. */
async function owners(
  { world }: Ground,
  runs: readonly Run[],
  rows: readonly Row[],
): Promise<Map<Row, Run | undefined>> {
  const known = new Map<string, Run>();
  for (const run of runs) {
    known.set(run.orderId, run).set(run.providerId, run);
    for (const { news } of run.coming) if ('id' in news) known.set(news.id, run);
  }
  const of = ({ payload }: Row) => payload.eventId ?? payload.id ?? '';
  const foreign = rows.map(of).filter((id) => !known.has(id));
  const found = await world.sql<{ id: string; order_id: string }>(
    `select id, order_id from refunds where id = any($1) union all select id, order_id from chargebacks where id = any($1)
     union all select id, order_id from disputes where id = any($1)`,
    [foreign],
  );
  const orders = new Map(found.map((one) => [one.id, one.order_id]));
  return new Map(rows.map((row) => [row, known.get(of(row)) ?? known.get(orders.get(of(row)) ?? '')]));
}

let ahead = 0;

/** An hour later everything that looks for what was lost has looked: the first round dies somewhere, the second does not. */
export async function reconcile(ground: Ground, runs: readonly Run[]): Promise<void> {
  await work(ground, runs);
  const deaths = runs.flatMap(({ history }) => history.deaths);
  for (const diesAt of [37 * (deaths[0] ?? 0), 0]) {
    ahead += hour + 1;
    shiftClock(ahead);
    const { kernel, stripe } = as(ground, lifeOf(diesAt));
    try {
      while ((await reconcilePayments(kernel, stripe)) > 0);
      await reconcileWithStripe(kernel, stripe);
      await work(ground, runs);
      await nudgeOrders(kernel);
      await nudgeRefunds(kernel);
      await nudgeDisputes(kernel.db, kernel.clocks);
      await takeBalances(kernel.db);
      if (runs.some(({ history }) => history.story.account)) await payoutRound(kernel, stripe);
    } catch (error) {
      if (!(error instanceof Death)) throw error;
    }
    await work(ground, runs);
  }
}
