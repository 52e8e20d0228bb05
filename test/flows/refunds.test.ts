import assert from 'node:assert/strict';
import type { OfferView } from '../../contracts/licensing.js';
import { shiftClock } from '../../server/kernel/clock.js';
import { fee, held, outsideCard, owedBack, payable, vat } from '../../server/payments/accounts.js';
import { makeRefund } from '../../server/payments/paying-back.js';
import { accounts, deed, feesInForce, quiet } from '../money.js';
import type { Person } from '../person.js';
import { deliveredOrder, listedDataset, pay, purchase, refusedDownload } from '../stories.js';
import { openWorld, type World } from '../world.js';

const priceVnd = 1_000_000;
const paidVnd = 1_100_000;
/** 5 % and 10.000 ₫. */
const feeNet = 60_000;
const feeVat = 6_000;
const reason = 'Thiếu số liệu tháng 12';

describe('Refunds', () => {
  let world: World;
  let operator: Person;
  let provider: Person;
  let buyer: Person;
  let offer: OfferView;
  before(async () => {
    world = await openWorld();
    operator = await world.organisation('operator');
    await feesInForce(world, operator);
    provider = await world.organisation('provider');
    offer = (await listedDataset(world, provider, { priceVnd })).offer;
  });
  after(() => world?.close());
  beforeEach(async () => {
    buyer = await world.organisation('buyer');
  });
  afterEach(async () => {
    shiftClock(0);
    world.startWork();
    await world.assertClean();
  });

  const stateOf = async (orderId: string) => (await buyer.call('getOrder', { params: { id: orderId } })).state;
  const moneyOf = (orderId: string) => buyer.call('getOrderPayments', { params: { id: orderId } });
  const accept = async (orderId: string) => {
    await buyer.call('transitionOrder', { params: { id: orderId }, body: { action: 'accept' } });
    await world.settle();
  };
  const refund = async (who: Person, orderId: string, amountVnd: number) => {
    await who.call('giveRefund', { params: { id: orderId }, body: { amountVnd, reason } });
    await quiet(world);
  };
  const invoiced = async (orderId: string) => {
    const rows = await world.sql<{ kind: string; net: string; vat: string }>(
      `select content ->> 'kind' as kind, sum(net_vnd) as net, sum(vat_vnd) as vat from invoices where order_id = $1 group by 1`,
      [orderId],
    );
    return Object.fromEntries(rows.map((row) => [row.kind, [Number(row.net), Number(row.vat)]]));
  };

  it('a part before the release: the rest is held, access stays, and the fee shrinks with the price', async () => {
    const { orderId } = await deliveredOrder(world, provider, buyer, offer);
    await refund(provider, orderId, 110_000);
    assert.equal(await stateOf(orderId), 'delivered');
    assert.deepEqual(await accounts(world, held(orderId)), { [held(orderId)]: 990_000 });
    const before = await accounts(world, payable(provider.organisationId), fee(operator.organisationId));
    await accept(orderId);
    assert.equal(await stateOf(orderId), 'settled');
    const after = await accounts(world, payable(provider.organisationId), fee(operator.organisationId));
    const grown = (account: string) => (after[account] ?? 0) - (before[account] ?? 0);
    assert.equal(grown(fee(operator.organisationId)), 54_000);
    assert.equal(grown(payable(provider.organisationId)), 990_000 - 59_400);
    assert.deepEqual(await invoiced(orderId), { data: [900_000, 90_000], fee: [54_000, 5_400] });
    const { money } = await buyer.call('getOrder', { params: { id: orderId } });
    assert.deepEqual([money.refundedVnd, money.fee.netVnd, money.payoutVnd], [110_000, 54_000, 930_600]);
  });

  it('a part after the release: provider and fee give it back in proportion, and parts add up to the whole', async () => {
    const { orderId } = await deliveredOrder(world, provider, buyer, offer);
    await accept(orderId);
    const own = [payable(provider.organisationId), fee(operator.organisationId), vat(operator.organisationId)];
    const before = await accounts(world, ...own);
    for (const amountVnd of [333_333, 1, 99_999]) await refund(operator, orderId, amountVnd);
    assert.equal(await stateOf(orderId), 'settled');
    const between = await accounts(world, ...own, held(orderId));
    const kept = Math.floor((feeNet * (paidVnd - 433_333)) / paidVnd);
    const taken = (account: string, now: Record<string, number>) => (before[account] ?? 0) - (now[account] ?? 0);
    assert.equal(taken(fee(operator.organisationId), between), feeNet - kept);
    await refund(provider, orderId, paidVnd - 433_333);
    assert.equal(await stateOf(orderId), 'refunded');
    const end = await accounts(world, ...own, held(orderId));
    assert.equal(taken(payable(provider.organisationId), end), paidVnd - feeNet - feeVat);
    assert.equal(taken(fee(operator.organisationId), end), feeNet);
    assert.equal(taken(vat(operator.organisationId), end), feeVat);
    assert.deepEqual(await invoiced(orderId), { data: [0, 0], fee: [0, 0] });
    const { entitlementId } = await buyer.call('getDelivery', { params: { id: orderId } });
    assert.ok(entitlementId);
    await refusedDownload(buyer, entitlementId, 'access-ended');
  });

  it('all of it at once after the release, when the provider has nothing: it owes the exchange', async () => {
    const poor = await world.organisation('provider');
    const { offer: theirs } = await listedDataset(world, poor, { priceVnd });
    const { orderId } = await deliveredOrder(world, poor, buyer, theirs);
    await accept(orderId);
    await world.sql(
      `insert into postings (id, key, from_account, to_account, amount_vnd, at) values ('pst_00000000000000000000000000', 'spent', $1, 'outside:card', 1034000, now())`,
      [payable(poor.organisationId)],
    );
    await refund(operator, orderId, paidVnd);
    assert.equal(await stateOf(orderId), 'refunded');
    assert.deepEqual(await accounts(world, payable(poor.organisationId)), {
      [payable(poor.organisationId)]: -1_034_000,
    });
  });

  it('is refused for more than is left, to the buyer and to strangers, before the delivery, and under a known key twice', async () => {
    const { orderId } = await purchase(provider, buyer, offer.id);
    const ask = (amountVnd: number) => ({ params: { id: orderId }, body: { amountVnd, reason } });
    await operator.refused('giveRefund', ask(1), 'rule-broken');
    await pay(world, buyer, orderId);
    await world.settle();
    const stranger = await world.organisation('provider');
    await stranger.refused('giveRefund', ask(1), 'not-found');
    await buyer.refused('giveRefund', ask(1), 'role-required');
    const tooMuch = await provider.refused('giveRefund', ask(paidVnd + 1), 'rule-broken');
    assert.equal(tooMuch.leftVnd, paidVnd);
    assert.deepEqual(tooMuch.errors?.[0]?.pointer, '/amountVnd');
    const key = 'refund-once-and-for-all';
    for (let time = 0; time < 3; time += 1) await provider.call('giveRefund', ask(100_000), { key });
    await quiet(world);
    assert.equal((await moneyOf(orderId)).refunds.length, 1);
    const ten = await Promise.all(Array.from({ length: 10 }, () => provider.send('giveRefund', ask(300_000))));
    await quiet(world);
    assert.equal(ten.filter((one) => one.status === 202).length, 3, 'only what is left goes back');
    assert.equal((await moneyOf(orderId)).leftVnd, 100_000);
    assert.deepEqual(await accounts(world, held(orderId)), { [held(orderId)]: 100_000 });
  });

  it('a job that dies after Stripe has sent it: it is sent once and entered once', async () => {
    const { orderId } = await deliveredOrder(world, provider, buyer, offer);
    await world.stopWork();
    await provider.call('giveRefund', { params: { id: orderId }, body: { amountVnd: 50_000, reason } });
    const [row] = (await moneyOf(orderId)).refunds;
    assert.equal(row?.state, 'pending');
    const { kernel, stripe } = world.context;
    const dying = { ...kernel, db: { ...kernel.db, transaction: () => Promise.reject(new Error('killed')) } };
    await assert.rejects(makeRefund(dying, stripe, row.id), /killed/);
    assert.equal((await moneyOf(orderId)).refunds[0]?.state, 'pending');
    world.startWork();
    await makeRefund(kernel, stripe, row.id);
    await makeRefund(kernel, stripe, row.id);
    await quiet(world);
    const { refunds } = await moneyOf(orderId);
    assert.deepEqual(
      refunds.map((one) => [one.state, one.amountVnd]),
      [['succeeded', 50_000]],
    );
    assert.deepEqual(await accounts(world, held(orderId)), { [held(orderId)]: 1_050_000 });
  });

  it('one that comes back days later: the order is open again, and the operator sends it again', async () => {
    const { orderId } = await deliveredOrder(world, provider, buyer, offer);
    await operator.call('transitionOrder', { params: { id: orderId }, body: { action: 'refund', reason } });
    await quiet(world);
    assert.equal(await stateOf(orderId), 'refunded');
    const [sent] = await world.sql<{ id: string; stripe: string }>(
      'select id, stripe_refund as stripe from refunds where order_id = $1',
      [orderId],
    );
    assert.ok(sent);
    await deed(world, `refunds/${sent.stripe}/fail`, { reason: 'lost_or_stolen_card' });
    assert.equal(await stateOf(orderId), 'refunding');
    assert.deepEqual(await accounts(world, held(orderId), owedBack(orderId)), { [owedBack(orderId)]: paidVnd });
    const listed = await operator.call('listRefunds', { query: { state: 'failed' } });
    const item = listed.items.find((one) => one.id === sent.id);
    assert.deepEqual([item?.open, item?.failure], [true, 'lost_or_stolen_card']);
    await provider.refused('listRefunds', {}, 'role-required');
    await provider.refused('retryRefund', { params: { id: sent.id } }, 'role-required');
    const retry = await operator.call('retryRefund', { params: { id: sent.id } });
    await operator.refused('retryRefund', { params: { id: sent.id } }, 'transition-refused');
    await quiet(world);
    assert.equal(await stateOf(orderId), 'refunded');
    assert.deepEqual(await accounts(world, held(orderId), owedBack(orderId)), {});
    const { refunds, leftVnd } = await moneyOf(orderId);
    assert.deepEqual(
      refunds.map((one) => [one.kind, one.state]),
      [
        ['whole', 'failed'],
        ['retry', 'succeeded'],
      ],
    );
    assert.equal(leftVnd, 0);
    assert.equal(refunds[1]?.id, retry.id);
    const [outside] = await world.sql<{ sum: string }>(
      `select sum(case when to_account = $2 then amount_vnd else -amount_vnd end) as sum from postings
        where order_id = $1 and $2 in (from_account, to_account)`,
      [orderId, outsideCard],
    );
    assert.equal(Number(outside?.sum), 0, 'all that came in went out again');
  });

  it('two buyers’ money is never mixed: more than is owed back cannot leave', async () => {
    const { orderId } = await deliveredOrder(world, provider, buyer, offer);
    await assert.rejects(
      world.sql(
        `insert into postings (id, key, from_account, to_account, amount_vnd, order_id, at)
         values ('pst_00000000000000000000000001', 'wrong', $1, 'outside:card', 1, $2, now())`,
        [owedBack(orderId), orderId],
      ),
      /more went out of/,
    );
  });
});
