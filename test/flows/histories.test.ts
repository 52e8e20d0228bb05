import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { Session } from 'node:inspector';
import fc from 'fast-check';
import type { End } from '../histories/ends.js';
import { type Ground, openGround } from '../histories/ground.js';
import { type History, history, sameEnd, undisturbed } from '../histories/history.js';
import { live } from '../histories/living.js';
import { stories } from '../histories/stories.js';

import pg from 'pg';
const counts = new Map<string, number>();
const orig = pg.Client.prototype.query;
(pg.Client.prototype as any).query = function (this: any, ...a: any[]) { const t = String(a[0]?.text ?? a[0]).replace(/\s+/g, ' ').slice(0, 110); counts.set(t, (counts.get(t) ?? 0) + 1); return (orig as any).apply(this, a); };
export const dump = (n: number) => { const all = [...counts].sort((x, y) => y[1] - x[1]); console.log('TOTAL', all.reduce((s, x) => s + x[1], 0) / n); for (const [k, v] of all.slice(0, 45)) console.log((v / n).toFixed(1), k); counts.clear(); };
const count = Number(process.env.HISTORIES ?? 2000);

describe('Whatever comes twice, late, never, or dies', () => {
  let ground: Ground;
  const ends = new Map<string, End>();
  before(async () => {
    ground = await openGround();
    if (process.env.PROF) { const ses = new Session(); ses.connect(); ses.post('Profiler.enable', () => ses.post('Profiler.start')); (globalThis as any).ses = ses; }
  });
  after(() => ground?.close());
  after(() => { if (process.env.PROF) (globalThis as any).ses.post('Profiler.stop', (_e: any, r: any) => writeFileSync('/tmp/money.cpuprofile', JSON.stringify(r.profile))); });

  it('the undisturbed end of every story is known', async () => {
    const all = stories.flatMap((story) => [19_999, 1_250_000].map((priceVnd) => undisturbed({ story, priceVnd })));
    counts.clear(); const t = Date.now();
    const found = await live(ground, all);
    console.log(all.length, 'in', Date.now() - t); dump(all.length);
    all.forEach((one, index) => void ends.set(sameEnd(one), found[index] as End));
    for (const [name, end] of ends) if (process.env.SHOW) console.log(name, JSON.stringify(end));
  });

  it(`${count} histories end as if nothing had happened`, async () => {
    const batch = 100;
    const t = Date.now();
    await fc.assert(
      fc.asyncProperty(fc.array(history, { minLength: batch, maxLength: batch }), async (histories: History[]) => {
        const found = await live(ground, histories);
        histories.forEach((one, index) => assert.deepEqual(found[index], ends.get(sameEnd(one)), sameEnd(one)));
      }),
      { numRuns: Math.ceil(count / batch), endOnFailure: true },
    );
    console.log(count, 'in', Date.now() - t);
  });
});
