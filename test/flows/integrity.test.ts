import assert from 'node:assert/strict';
import { monitorTrades } from '../../server/reporting/monitor.js';
import type { Person } from '../person.js';
import { deliveredOrder, listedDataset, purchase } from '../stories.js';
import { openWorld, type World } from '../world.js';

describe('The integrity monitor', () => {
  let world: World;
  let [operator, regulator, one, two, stranger]: Person[] = [];
  let offers: Awaited<ReturnType<typeof listedDataset>>[] = [];
  before(async () => {
    world = await openWorld();
    operator = await world.organisation('operator');
    regulator = await world.organisation('regulator');
    one = await world.organisation('provider', 'buyer');
    two = await world.organisation('provider', 'buyer');
    stranger = await world.organisation('buyer');
    offers = [
      await listedDataset(world, one, { priceVnd: 400_000, autoApprove: ['research'] }),
      await listedDataset(world, two, { priceVnd: 300_000, autoApprove: ['research'] }),
    ];
  });
  after(() => world?.close());

  const offerOf = (index: number) => (offers[index] as (typeof offers)[number]).offer;
  const flags = async () => (await (regulator as Person).call('listFlags', {})).items;

  it('finds nothing in ordinary trade', async () => {
    await deliveredOrder(world, one as Person, stranger as Person, offerOf(0));
    await deliveredOrder(world, one as Person, two as Person, offerOf(0));
    assert.equal(await monitorTrades(world.context.kernel.db), 0);
    assert.deepEqual(await flags(), []);
  });

  it('flags a sale that comes back, once, and explains it with its orders', async () => {
    const back = await deliveredOrder(world, two as Person, one as Person, offerOf(1));
    const looks = [monitorTrades(world.context.kernel.db), monitorTrades(world.context.kernel.db)];
    assert.deepEqual((await Promise.all(looks)).sort(), [0, 1], 'two that look at once raise one flag');
    assert.equal(await monitorTrades(world.context.kernel.db), 0);
    const [flag, ...more] = await flags();
    assert.deepEqual(more, []);
    assert.equal(flag?.kind, 'circular');
    assert.ok(flag?.orders.includes(back.orderId as never));
    assert.equal(flag?.orders.length, 2);
    assert.match(flag?.explanation.vi ?? '', /700\.000 ₫/);
    assert.match(flag?.explanation.en ?? '', /Trial organisation/);
    assert.deepEqual(flag?.parties.map((party) => party.id).sort(), [one?.organisationId, two?.organisationId].sort());
  });

  it('is closed by the regulator with a note, and only new trades open the flag again', async () => {
    const [flag] = await flags();
    const params = { id: flag?.id ?? '' };
    await (regulator as Person).refused('transitionFlag', { params, body: { action: 'close' } }, 'invalid-input');
    const body = { action: 'close', reason: 'Hai bên trao đổi dữ liệu khác nhau, giá theo niêm yết.' } as const;
    assert.equal((await (regulator as Person).call('transitionFlag', { params, body })).state, 'closed');
    await (regulator as Person).refused('transitionFlag', { params, body }, 'transition-refused');
    assert.equal(await monitorTrades(world.context.kernel.db), 0);
    assert.equal((await (regulator as Person).call('getFlag', { params })).state, 'closed');
    const again = await deliveredOrder(world, one as Person, two as Person, offerOf(0));
    await deliveredOrder(world, two as Person, one as Person, offerOf(1));
    assert.equal(await monitorTrades(world.context.kernel.db), 1);
    const opened = await (regulator as Person).call('getFlag', { params });
    assert.equal(opened.state, 'open');
    assert.equal(opened.note, body.reason, 'the note stays to be read');
    assert.ok(opened.orders.includes(again.orderId as never));
    assert.equal((await flags()).length, 1);
  });

  it('flags trades between related parties as soon as the relation is known', async () => {
    const body = { organisationId: one?.organisationId ?? '', otherId: stranger?.organisationId ?? '' };
    const declared = { ...body, ground: 'control', since: '2020-01-01' } as const;
    await (operator as Person).call('declareRelatedParties', { body: declared });
    assert.equal(await monitorTrades(world.context.kernel.db), 1);
    const [flag] = (await (regulator as Person).call('listFlags', { query: { kind: 'related' } })).items;
    assert.equal(flag?.orders.length, 1);
    assert.match(flag?.explanation.en ?? '', /common management or control/);
  });

  it('flags a burst of orders, paid or not', async () => {
    const free = await listedDataset(world, two as Person, { autoApprove: ['research'] });
    for (let count = 0; count < 6; count += 1) await purchase(two as Person, stranger as Person, free.offer.id);
    await world.settle();
    assert.equal(await monitorTrades(world.context.kernel.db), 1);
    const [flag] = (await (regulator as Person).call('listFlags', { query: { kind: 'burst' } })).items;
    assert.equal(flag?.orders.length, 6);
  });

  it('flags a price far from what the sector and licence fetched before', async () => {
    for (let count = 0; count < 4; count += 1) await purchase(one as Person, stranger as Person, offerOf(0).id);
    const dear = await listedDataset(world, two as Person, { priceVnd: 90_000_000, autoApprove: ['research'] });
    const { orderId } = await purchase(two as Person, stranger as Person, dear.offer.id);
    await monitorTrades(world.context.kernel.db);
    const prices = async () => (await (regulator as Person).call('listFlags', { query: { kind: 'price' } })).items;
    assert.deepEqual(await prices(), [], 'an order that nobody has paid is no price yet');
    // As if all of them had been paid; the way there is walked elsewhere.
    await world.sql(`update orders set state = 'settled' where state = 'awaiting_payment'`);
    await monitorTrades(world.context.kernel.db);
    const found = await prices();
    assert.deepEqual(
      found.map((flag) => flag.orders),
      [[orderId]],
    );
  });

  it('is the regulator’s alone, and every look is on the record', async () => {
    const [flag] = await flags();
    const params = { id: flag?.id ?? '' };
    for (const person of [operator, one, stranger] as Person[]) {
      await person.refused('listFlags', {}, 'role-required');
      await person.refused('getFlag', { params }, 'role-required');
      const body = { action: 'close', reason: 'Không có gì' } as const;
      await person.refused('transitionFlag', { params, body }, 'role-required');
    }
    const looks = async () => {
      const [row] = await world.sql<{ n: string }>(
        `select count(*) as n from audit_events where type = 'audit.flags-opened'`,
      );
      return Number(row?.n);
    };
    const before = await looks();
    await (regulator as Person).call('getFlag', { params });
    assert.equal(await looks(), before + 1);
    const leaked = await world.sql(`select 1 from audit_events where type like 'flag.%' and cardinality(about) > 1`);
    assert.deepEqual(leaked, [], 'the public log does not tell whom a flag is about');
  });

  it('leaves the house clean', () => world.assertClean());
});
