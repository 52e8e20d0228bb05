import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { End } from './ends.js';
import { type Ground, openGround } from './ground.js';
import { type History, history, permutations, prices, sameEnd, undisturbed } from './history.js';
import { live } from './living.js';
import { stories } from './stories.js';

/** How many are generated in one run, and how many of them are lived side by side. */
const count = Number(process.env.HISTORIES ?? 2_000);
const atOnce = 250;

/** The tests of the generated histories, on one ground. */
export function generated(): void {
  let ground: Ground;
  const ends = new Map<string, End>();
  before(async () => {
    ground = await openGround();
  });
  after(() => ground?.close());
  afterEach(() => ground.assertWhole());

  /** Lives them, and finds each ended as its story does when nothing goes wrong. */
  async function endAsEver(histories: readonly History[], how: string): Promise<void> {
    const found = await live(ground, histories);
    for (const [index, one] of histories.entries())
      assert.deepEqual(found[index], ends.get(sameEnd(one)), `${how}: ${JSON.stringify(one)}`);
  }

  it('every story ends in a ledger that says who has what', async () => {
    const all = stories.flatMap((story) => prices.map((priceVnd) => undisturbed({ story, priceVnd })));
    const found = await live(ground, all);
    all.forEach((one, index) => void ends.set(sameEnd(one), found[index] as End));
    for (const [name, { accounts }] of ends) assert.ok(Object.values(accounts).every(Number.isSafeInteger), name);
  }).timeout(1_800_000);

  it('every order in which the events of a lost complaint can come', async () => {
    const story = stories.find(({ name }) => name === 'is complained about and decided at once');
    assert.ok(story);
    await endAsEver(permutations(story, 4), 'permutation');
  }).timeout(1_800_000);

  it(`${count} generated histories end as if nothing had gone wrong`, async () => {
    const seed = Number(process.env.SEED ?? Date.now() % 1_000_000);
    const all = fc.sample(history, { seed, numRuns: count });
    for (let from = 0; from < count; from += atOnce) await endAsEver(all.slice(from, from + atOnce), `SEED=${seed}`);
  }).timeout(1_800_000);
}
