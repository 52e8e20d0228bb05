import { takeBalances } from '../server/payments/balances.js';
import { balanceOf } from '../server/payments/ledger.js';
import type { World } from '../test/world.js';
import { median } from './median.js';

const sizes = [10_000, 1_000_000];
const rounds = 200;
const busy = 'payable:org_busy';

/** Reading the balance of an account through which ten thousand and a million postings have gone, with and without snapshots. */
export async function ledger(world: World): Promise<string[]> {
  const { db } = world.context.kernel;
  const lines: string[] = [];
  const times: { kept: number; whole: number }[] = [];
  let posted = 0;
  for (const size of sizes) {
    await world.sql(
      `insert into postings (id, key, from_account, to_account, amount_vnd, order_id, at)
       select 'pst_bench' || n, 'bench:' || n, 'outside:card', $3, 1 + n % 1000, null, now()
         from generate_series($1::int + 1, $2::int) n`,
      [posted, size, busy],
    );
    posted = size;
    await world.sql('analyze postings');
    const started = performance.now();
    await takeBalances(db);
    const taking = performance.now() - started;
    const kept = await timed(rounds, () => balanceOf(db.read, busy));
    const whole = await timed(5, () =>
      world.sql('select sum(amount_vnd) from postings where to_account = $1 or from_account = $1', [busy]),
    );
    times.push({ kept, whole });
    lines.push(
      `balance among ${size} postings: ${kept.toFixed(2)} ms by snapshot, ${whole.toFixed(1)} ms by adding all up; the snapshot took ${taking.toFixed(0)} ms`,
    );
  }
  const [few, many] = times;
  const ratio = (of: 'kept' | 'whole') => ((many?.[of] ?? Number.NaN) / (few?.[of] ?? Number.NaN)).toFixed(1);
  lines.push(
    `  ratio of times for 100 times the postings: ${ratio('kept')} by snapshot, ${ratio('whole')} without (medians)`,
  );
  return lines;
}

async function timed(rounds: number, work: () => Promise<unknown>): Promise<number> {
  const measured: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const started = performance.now();
    await work();
    measured.push(performance.now() - started);
  }
  return median(measured);
}
