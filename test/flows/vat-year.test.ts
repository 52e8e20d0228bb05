import assert from 'node:assert/strict';
import { hour } from '../../server/kernel/clock.js';
import { held } from '../../server/payments/accounts.js';
import { balanceOf } from '../../server/payments/ledger.js';
import { reconcilePayments } from '../../server/payments/reconcile.js';
import type { Person } from '../person.js';
import { at, cards, heardOf, listedDataset, payAt, purchase } from '../stories.js';
import { openWorld, type World } from '../world.js';

/** The first moment of 2027 in Viet Nam. */
const midnight = Date.parse('2026-12-31T17:00:00.000Z');

describe('The end of the reduced VAT rate', () => {
  let world: World;
  let provider: Person;
  let buyer: Person;
  before(async () => {
    world = await openWorld();
    await moment(-2 * hour);
    [provider, buyer] = [await world.organisation('provider'), await world.organisation('buyer')];
  });
  after(() => world?.close());
  afterEach(() => world.assertClean());

  /** Lives on at so many milliseconds from the midnight. */
  const moment = (milliseconds: number) => world.later(midnight + milliseconds - Date.now());
  const offered = () => listedDataset(world, provider, { priceVnd: 1_000_000, vatClass: '8' });
  const orderOf = async (id: string) => (await buyer.call('getOrder', { params: { id } })).money.price;

  it('what is paid on the last day has 8 %, and keeps it; what is paid on the first of the year has 10 %', async () => {
    const { offer, dataset } = await offered();
    assert.deepEqual([offer.price.vatPercent, offer.price.totalVnd], [8, 1_080_000]);
    const before = await purchase(provider, buyer, offer.id);
    const { url } = await buyer.call('startCheckout', { params: { id: before.orderId } });
    assert.equal(await payAt(at(world, url), cards.good), 303);
    await heardOf(world, url);
    await world.settle();
    const signedBefore = await purchase(provider, buyer, (await offered()).offer.id);
    assert.equal((await orderOf(signedBefore.orderId)).totalVnd, 1_080_000);

    await moment(1 * hour);
    const [again] = (await buyer.call('listOffers', { params: { id: dataset.id } })).items;
    assert.deepEqual([again?.price.vatPercent, again?.price.totalVnd], [10, 1_100_000]);
    assert.deepEqual([(await orderOf(before.orderId)).vatPercent, (await orderOf(before.orderId)).firm], [8, true]);
    assert.equal((await orderOf(signedBefore.orderId)).totalVnd, 1_100_000);
    const paid = await buyer.call('startCheckout', { params: { id: signedBefore.orderId } });
    assert.equal(await payAt(at(world, paid.url), cards.good), 303);
    await heardOf(world, paid.url);
    await world.settle();
    assert.equal(await balanceOf(world.context.kernel.db.read, held(signedBefore.orderId)), 1_100_000);

    const { items } = await buyer.call('listInvoices', {});
    const shown = items.map((one) => [one.orderId, one.series, one.number, one.lines[0]?.vatPercent, one.issuedOn]);
    assert.deepEqual(shown, [
      [signedBefore.orderId, 'DS27', 1, 10, '2027-01-01'],
      [before.orderId, 'DS26', 1, 8, '2026-12-31'],
    ]);
  });

  it('a checkout opened at the old rate is closed, and the next one asks for the new', async () => {
    await moment(-1 * hour);
    const [first, other] = [(await offered()).offer, (await offered()).offer];
    const [made, left] = [await purchase(provider, buyer, first.id), await purchase(provider, buyer, other.id)];
    const [old, forgotten] = [
      await buyer.call('startCheckout', { params: { id: made.orderId } }),
      await buyer.call('startCheckout', { params: { id: left.orderId } }),
    ];
    await moment(1 * hour);
    const fresh = await buyer.call('startCheckout', { params: { id: made.orderId } });
    assert.notEqual(fresh.url, old.url);
    assert.notEqual(await payAt(at(world, old.url), cards.good), 303);
    await reconcilePayments(world.context.kernel, world.context.stripe);
    assert.notEqual(await payAt(at(world, forgotten.url), cards.good), 303, 'nobody came back, and still it is closed');
    assert.equal(await payAt(at(world, fresh.url), cards.good), 303);
    await heardOf(world, fresh.url);
    await world.settle();
    const { payments } = await buyer.call('getOrderPayments', { params: { id: made.orderId } });
    assert.deepEqual(payments.map((one) => [one.state, one.amountVnd]).sort(), [
      ['expired', 1_080_000],
      ['succeeded', 1_100_000],
    ]);
  });
});
