import assert from 'node:assert/strict';
import fc from 'fast-check';
import { takeBalances } from '../../server/payments/balances.js';
import { balanceOf, type Movement, post } from '../../server/payments/ledger.js';
import { listedDataset, purchase } from '../stories.js';
import { openWorld, type World } from '../world.js';

describe('The ledger', () => {
  let world: World;
  let orderId: string;
  before(async () => {
    world = await openWorld();
    const [provider, buyer] = [await world.organisation('provider'), await world.organisation('buyer')];
    const { offer } = await listedDataset(world, provider, { priceVnd: 1_000_000 });
    ({ orderId } = await purchase(provider, buyer, offer.id));
  });
  after(() => world?.close());
  afterEach(() => world.assertClean());

  const db = () => world.context.kernel.db;
  const posted = (key: string, ...movements: Movement[]) => db().transaction((tx) => post(tx, key, orderId, movements));
  /** What an account holds, from its first posting on. */
  const derived = async (account: string) => {
    const [row] = await world.sql<{ sum: string | null }>(
      `select sum(case when to_account = $1 then amount_vnd else -amount_vnd end) from postings
        where to_account = $1 or from_account = $1`,
      [account],
    );
    return Number(row?.sum ?? 0);
  };

  it('refuses, in the database, that more goes out of held money than came in', async () => {
    await posted('in:1', { from: 'outside:card', to: 'held:a', amountVnd: 100 });
    await assert.rejects(
      posted('out:1', { from: 'held:a', to: 'payable:x', amountVnd: 101 }),
      /more went out of held:a/,
    );
    await assert.rejects(
      posted(
        'out:2',
        { from: 'held:a', to: 'payable:x', amountVnd: 60 },
        { from: 'held:a', to: 'fee:o', amountVnd: 41 },
      ),
      /more went out of held:a/,
    );
    // The order of movements within a fact does not matter: it is judged when the transaction ends.
    await posted(
      'out:3',
      { from: 'held:b', to: 'fee:o', amountVnd: 5 },
      { from: 'held:a', to: 'held:b', amountVnd: 5 },
    );
    assert.equal(await balanceOf(db().read, 'held:a'), 95);
    assert.equal(await balanceOf(db().read, 'held:b'), 0);
  });

  it('ten at once that each take half: two come through', async () => {
    await posted('in:2', { from: 'outside:card', to: 'held:c', amountVnd: 100 });
    const tries = Array.from({ length: 10 }, (_, number) =>
      posted(`half:${number}`, { from: 'held:c', to: 'payable:x', amountVnd: 50 }),
    );
    const done = (await Promise.allSettled(tries)).filter((one) => one.status === 'fulfilled');
    assert.equal(done.length, 2);
    assert.equal(await balanceOf(db().read, 'held:c'), 0);
  });

  it('is written once: no posting changes, and none is from an account to itself or of nothing', async () => {
    await assert.rejects(world.sql('update postings set amount_vnd = 1'), /written once/);
    await assert.rejects(posted('self', { from: 'payable:x', to: 'payable:x', amountVnd: 1 }), /postings_amount/);
    await assert.rejects(posted('nothing', { from: 'payable:x', to: 'fee:o', amountVnd: 0 }), /no amount/);
  });

  it('reads the same balance with a snapshot at any moment, and without', async () => {
    const accounts = ['outside:card', 'payable:p', 'payable:q', 'fee:o', 'vat:o'];
    const step = fc.oneof(
      { arbitrary: fc.constant('snapshot' as const), weight: 1 },
      {
        arbitrary: fc.tuple(
          fc.shuffledSubarray(accounts, { minLength: 2, maxLength: 2 }),
          fc.integer({ min: 1, max: 999 }),
        ),
        weight: 4,
      },
    );
    let fact = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
        for (const one of steps) {
          if (one === 'snapshot') await takeBalances(db());
          else {
            const [[from = '', to = ''], amountVnd] = one;
            fact += 1;
            await posted(`any:${fact}`, { from, to, amountVnd });
          }
        }
        for (const account of accounts)
          assert.equal(await balanceOf(db().read, account), await derived(account), account);
      }),
      { numRuns: 25 },
    );
    assert.ok((await world.count('account_balances')) >= accounts.length);
  });

  it('a snapshot taken while others post misses none of what they post', async () => {
    const many = Array.from({ length: 40 }, (_, number) =>
      number % 8 === 7
        ? takeBalances(db())
        : posted(`busy:${number}`, { from: 'outside:card', to: 'payable:busy', amountVnd: 1 }),
    );
    await Promise.all(many);
    await takeBalances(db());
    assert.equal(await balanceOf(db().read, 'payable:busy'), 35);
    const [kept] = await world.sql<{ balance_vnd: string }>(
      `select balance_vnd from account_balances where account = 'payable:busy'`,
    );
    assert.equal(Number(kept?.balance_vnd), 35);
  });
});
