import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import fc from 'fast-check';
import { shiftClock } from '../../server/kernel/clock.js';
import { endsOf } from '../histories/ends.js';
import { type Ground, openGround } from '../histories/ground.js';
import { undisturbed } from '../histories/history.js';
import { begin, doActs, live, newsOf } from '../histories/living.js';
import type { Run } from '../histories/run.js';
import { stories } from '../histories/stories.js';
import { reconcile } from '../histories/working.js';
import { beyond } from '../payouts.js';
import { endPrograms, type Program, startProgram } from '../programs.js';

const told = [
  ...[
    'is paid and delivered',
    'is paid and accepted',
    'is refunded in part after it was accepted',
    'is refunded whole',
  ],
  ...['is complained about, for the buyer', 'is handed on'],
];

/** When, in milliseconds after the last time, both the web and the worker are killed: ten processes in all. */
const killing = fc.array(fc.integer({ min: 50, max: 900 }), { minLength: 5, maxLength: 5 });

describe('The real web and worker, killed with kill -9 while money moves', () => {
  let ground: Ground;
  before(async () => {
    ground = await openGround();
  });
  after(() => ground?.close());
  afterEach(() => endPrograms());

  it('twelve orders end as if nobody had died', async () => {
    const histories = stories
      .filter(({ name }) => told.includes(name))
      .map((story) => undisturbed({ story, priceVnd: 1_250_000 }));
    assert.equal(histories.length, told.length);
    const wanted = await live(ground, histories);
    shiftClock(0);
    const { config, stripeSandbox } = ground.world.context;
    const env = {
      ...{ DATABASE_URL: config.databaseUrl ?? '', DATA_DIR: config.dataDir, PORT: String(config.port) },
      ...{ STRIPE_SANDBOX_PORT: new URL(stripeSandbox ?? '').port, QUEUE_LOCK_SECONDS: '1', TIMER_SECONDS: '0.5' },
    };
    const seed = Number(process.env.SEED ?? Date.now() % 1_000_000);
    const [pauses = []] = fc.sample(killing, { seed, numRuns: 1 });
    await ground.openDoor();
    const runs = await begin(ground, [...histories, ...histories]);
    let killed = 0;
    let programs = start(env);
    const acting = allActs(runs, () => killed === 2 * pauses.length);
    for (const after of pauses) {
      await pause(after);
      killed += (await Promise.all(programs.map((one) => one.end('SIGKILL')))).filter((code) => code === null).length;
      programs = start(env);
      // Until it works, there is nothing to kill.
      while (!programs.every((one) => one.output().includes('"msg"'))) await pause(20);
    }
    assert.equal(killed, 10);
    await acting;
    await Promise.all(programs.map((one) => one.end('SIGTERM')));
    await reconcile(ground, runs);
    const ends = await endsOf(ground, runs);
    for (const [index, end] of ends.entries())
      assert.deepEqual(end, wanted[index % told.length], `SEED=${seed}: ${runs[index]?.history.story.name}`);
    await ground.assertWhole();
  }).timeout(600_000);

  const start = (env: Record<string, string>): Program[] => ['web', 'worker'].map((role) => startProgram(role, env));

  /** Buyers, operators and banks do what their stories say, as soon as they can. */
  async function allActs(runs: readonly Run[], calm: () => boolean): Promise<void> {
    const stripe = beyond(ground.world);
    const news = newsOf(ground, runs);
    const phases = Math.max(...runs.map(({ history }) => history.story.phases.length));
    const patience = Date.now() + 500_000;
    for (let phase = 0; phase < phases; phase += 1) {
      while ((await doActs(ground, stripe, runs, phase, news)).length > 0) {
        if (Date.now() > patience) throw new Error('The orders stand still.');
        await pause(100);
      }
    }
    while (!calm()) await pause(50);
  }
});
