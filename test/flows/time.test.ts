import assert from 'node:assert/strict';
import { day, hour, shiftClock } from '../../server/kernel/clock.js';
import { held, payable } from '../../server/payments/accounts.js';
import { balanceOf } from '../../server/payments/ledger.js';
import type { Person } from '../person.js';
import {
  accepting,
  at,
  cards,
  delivered,
  deliveredOrder,
  download,
  heardOf,
  listedDataset,
  payAt,
  proposal,
  purchase,
  refusedDownload,
  request,
  signing,
  withVat,
} from '../stories.js';
import { openWorld, type World } from '../world.js';

const priceVnd = 300_000;

describe('What time does by itself', () => {
  let world: World;
  let provider: Person;
  let buyer: Person;
  beforeEach(async () => {
    world = await openWorld();
    provider = await world.organisation('provider');
    buyer = await world.organisation('buyer');
  });
  afterEach(async () => {
    await world.assertClean();
    await world.close();
  });

  async function offered(terms: Parameters<typeof listedDataset>[2] = {}) {
    return (await listedDataset(world, provider, terms)).offer;
  }

  it('access is warned of thirty days before it expires, and is then refused, also before the timer has run', async () => {
    const { entitlementId } = await deliveredOrder(world, provider, buyer, await offered({ months: 3 }));
    const state = async () => (await buyer.call('getEntitlement', { params: { id: entitlementId } })).state;
    await world.later(40 * day);
    assert.equal(await state(), 'active');
    await world.later(70 * day);
    assert.equal(await state(), 'expiring');
    assert.equal((await download(buyer, entitlementId, delivered)).status, 200);

    shiftClock(93 * day);
    assert.equal(await state(), 'expiring');
    const { detailVi } = await refusedDownload(buyer, entitlementId, 'access-ended');
    assert.match(detailVi, /đã hết hạn/);
    await world.later(93 * day);
    assert.equal(await state(), 'grace');
    await refusedDownload(buyer, entitlementId, 'access-ended');
    await world.later(101 * day);
    assert.equal(await state(), 'expired');
    await refusedDownload(buyer, entitlementId, 'access-ended');
  });

  it('a delivery nobody objects to is accepted after fourteen days, and the provider is owed the money', async () => {
    const { orderId } = await deliveredOrder(world, provider, buyer, await offered({ priceVnd }));
    const params = { id: orderId };
    await world.later(13 * day);
    assert.equal((await buyer.call('getOrder', { params })).state, 'delivered');
    await world.later(14 * day + hour);
    assert.equal((await buyer.call('getOrder', { params })).state, 'settled');
    assert.equal((await buyer.call('getDelivery', { params })).receipt?.acceptedBy, 'time');
    const { read } = world.context.kernel.db;
    assert.equal(await balanceOf(read, held(orderId)), 0);
    assert.equal(await balanceOf(read, payable(provider.organisationId)), withVat(priceVnd));
  });

  it('a request nobody answers lapses after forty-five days, and another can be made', async () => {
    const offer = await offered();
    const body = { offerId: offer.id, ...request };
    const { id, lapsesAt } = await buyer.call('submitRequest', { body });
    await world.later(44 * day);
    assert.equal((await buyer.call('getRequest', { params: { id } })).state, 'submitted');
    await world.later(45 * day + hour);
    assert.ok(Date.parse(lapsesAt ?? '') < Date.now() + 45 * day + hour);
    assert.equal((await buyer.call('getRequest', { params: { id } })).state, 'lapsed');
    await provider.refused('acceptTerms', await accepting(provider, id), 'transition-refused');
    assert.notEqual((await buyer.call('submitRequest', { body })).id, id);
  });

  it('an agreement nobody signs lapses after fourteen days', async () => {
    const { agreementId, sha256 } = await proposal(provider, buyer, (await offered()).id);
    await world.later(14 * day + hour);
    assert.equal((await buyer.call('getAgreement', { params: { id: agreementId } })).state, 'lapsed');
    const sign = { params: { id: agreementId }, body: signing(sha256) };
    await buyer.refused('signAgreement', sign, 'transition-refused');
    assert.equal(await world.count('orders'), 0);
  });

  it('an order nobody pays expires after three days, and its checkout closes', async () => {
    const { orderId } = await purchase(provider, buyer, (await offered({ priceVnd })).id);
    const params = { id: orderId };
    const { url } = await buyer.call('startCheckout', { params });
    await world.later(2 * day);
    assert.equal((await buyer.call('getOrder', { params })).state, 'awaiting_payment');
    await world.later(3 * day + hour);
    assert.equal((await buyer.call('getOrder', { params })).state, 'expired');
    const { payments } = await buyer.call('getOrderPayments', { params });
    assert.deepEqual(
      payments.map((payment) => payment.state),
      ['expired'],
    );
    const checkout = await world.context.stripe.readCheckout(payments[0]?.checkoutSession ?? '');
    assert.deepEqual([checkout.open, checkout.paid], [false, false]);
    assert.equal(await payAt(at(world, url), cards.good), 410);
    await buyer.refused('startCheckout', { params }, 'transition-refused');
  });

  it('a payment that comes after the order was cancelled goes back', async () => {
    const { orderId } = await purchase(provider, buyer, (await offered({ priceVnd })).id);
    const params = { id: orderId };
    const { url } = await buyer.call('startCheckout', { params });
    await world.settle();
    await world.stopWork();
    await buyer.call('transitionOrder', { params, body: { action: 'cancel' } });
    assert.equal(await payAt(at(world, url), cards.good), 303);
    await heardOf(world, url);
    world.startWork();
    await world.settle();
    assert.equal((await buyer.call('getOrder', { params })).state, 'cancelled');
    const { payments, refunds } = await buyer.call('getOrderPayments', { params });
    assert.deepEqual(
      payments.map((payment) => payment.state),
      ['succeeded'],
    );
    assert.deepEqual(
      refunds.map((refund) => [refund.amountVnd, refund.state]),
      [[withVat(priceVnd), 'succeeded']],
    );
    assert.equal(await balanceOf(world.context.kernel.db.read, held(orderId)), 0);
    assert.equal(await world.count('deliveries'), 0);
  });
});
