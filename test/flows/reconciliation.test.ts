import assert from 'node:assert/strict';
import type { OfferView } from '../../contracts/licensing.js';
import { minute, shiftClock } from '../../server/kernel/clock.js';
import { outsideCard, payable, transit } from '../../server/payments/accounts.js';
import { balanceOf, post } from '../../server/payments/ledger.js';
import { reconcileWithStripe } from '../../server/payouts/reconcile.js';
import { type Beyond, beyond, onboarded, refunded, round } from '../payouts.js';
import type { Person } from '../person.js';
import { at, deliveredOrder, listedDataset, payAt, purchase, until } from '../stories.js';
import { openWorld, type World } from '../world.js';

const priceVnd = 2_000_000;
const net = 2_200_000;

describe('Reconciliation with Stripe', () => {
  let world: World;
  let stripe: Beyond;
  let provider: Person;
  let buyer: Person;
  let operator: Person;
  let offer: OfferView;
  let account: string;
  before(async () => {
    world = await openWorld();
    stripe = beyond(world);
    provider = await world.organisation('provider');
    buyer = await world.organisation('buyer');
    operator = await world.organisation('operator');
    ({ offer } = await listedDataset(world, provider, { priceVnd }));
    account = await onboarded(world, provider);
  });
  after(() => world?.close());
  afterEach(() => world.assertClean());

  const on = (name: string) => balanceOf(world.context.kernel.db.read, name);
  /** The exchange's clock goes on, past the patience of the comparison. */
  let shifted = 0;
  const wait = (minutes: number) => {
    shifted += minutes * minute;
    shiftClock(shifted);
  };
  const compare = async () => {
    wait(20);
    await reconcileWithStripe(world.context.kernel, world.context.stripe);
    await world.settle();
  };
  const cases = async () => (await operator.call('listMoneyCases', {})).items;
  const open = async () => (await cases()).filter((one) => one.state !== 'closed');
  const settled = async () => {
    const { orderId } = await deliveredOrder(world, provider, buyer, offer);
    await buyer.call('transitionOrder', { params: { id: orderId }, body: { action: 'accept' } });
    await world.settle();
    return orderId;
  };

  let orderId: string;
  it('finds every line of the balance in the ledger, and every fact in the balance', async () => {
    orderId = await settled();
    await refunded(world, provider, orderId, 200_000);
    await compare();
    assert.deepEqual(await cases(), []);
    const { sums, comparedAt } = await operator.call('getMoneyDesk', {});
    assert.ok(comparedAt);
    for (const one of sums) assert.equal(one.stripeVnd, one.ledgerVnd, one.type);
    const of = (type: string) => sums.find((one) => one.type === type)?.stripeVnd;
    assert.deepEqual(
      [of('charge'), of('refund'), of('transfer'), of('transfer_refund')],
      [net, -200_000, -net, 200_000],
    );
    const [unmatched] = await world.sql<{ count: string }>('select count(*) from balance_entries where fact is null');
    assert.equal(Number(unmatched?.count), 0);
  });

  it('what the money page says is the ledger’s, Stripe’s and the invoices’', async () => {
    const money = await provider.call('getMoney', {});
    const transitNow = await on(transit(provider.organisationId));
    assert.deepEqual([money.availableVnd, money.transitVnd], [await on(payable(provider.organisationId)), transitNow]);
    const { available, pending } = await stripe.stripe.balance.retrieve({}, { stripeAccount: account });
    assert.equal(
      [...available, ...pending].reduce((sum, row) => sum + row.amount, 0),
      transitNow,
    );
    const own = await stripe.stripe.balance.retrieve();
    const [lines] = await world.sql<{ sum: string }>('select sum(net_vnd) from balance_entries');
    assert.equal(
      [...own.available, ...own.pending].reduce((sum, row) => sum + row.amount, 0),
      Number(lines?.sum),
    );
    const [invoices] = await world.sql<{ sum: string }>(
      'select sum(case when seller_id = $1 then total_vnd else -total_vnd end) as sum from invoices where $1 in (seller_id, buyer_id)',
      [provider.organisationId],
    );
    const { earnedVnd, takenVnd } = money.months.at(-1) ?? assert.fail();
    assert.equal(Number(invoices?.sum), earnedVnd - takenVnd, 'what was sold less what the exchange charged');
  });

  it('goes on where it was, page by page, and does nothing twice', async () => {
    await settled();
    await compare();
    const before = await world.count('balance_entries');
    const cursors = await world.sql(`select name, value from money_cursors where name <> 'compared' order by name`);
    await compare();
    assert.equal(await world.count('balance_entries'), before);
    assert.deepEqual(
      await world.sql(`select name, value from money_cursors where name <> 'compared' order by name`),
      cursors,
    );
    // A comparison that died before it could remember how far it was.
    await world.sql('delete from money_cursors');
    await world.sql('update balance_entries set fact = null');
    await compare();
    assert.equal(await world.count('balance_entries'), before);
    assert.deepEqual(await cases(), []);
  });

  it('an event that never came is found at Stripe and applied like any other', async () => {
    const made = await purchase(provider, buyer, offer.id);
    const { url } = await buyer.call('startCheckout', { params: { id: made.orderId } });
    await dropping(async () => assert.equal(await payAt(at(world, url), '4242424242424242'), 303));
    const state = async () => (await buyer.call('getOrder', { params: { id: made.orderId } })).state;
    assert.equal(await state(), 'awaiting_payment');
    await compare();
    assert.equal(await state(), 'delivered');
    const [found] = await world.sql<{ count: string }>(
      `select count(*) from audit_events where type = 'event.recovered'`,
    );
    assert.ok(Number(found?.count) > 0);
    assert.deepEqual(await cases(), []);
  });

  /** What happens meanwhile is told to nobody: every webhook is answered as one that had come before. */
  async function dropping(act: () => Promise<void>): Promise<void> {
    const gate = world.context.stripe;
    const { verify } = gate;
    const [known] = await world.sql<{ id: string }>('select id from webhook_events limit 1');
    let last = Date.now();
    gate.verify = (body, signature) => {
      last = Date.now();
      return { ...verify(body, signature), id: known?.id ?? '' };
    };
    await act();
    await until('all webhooks were sent', async () => Date.now() - last > 300);
    gate.verify = verify;
  }

  it('what the buyer’s bank takes after the release is taken back, and handed on again when it is given back', async () => {
    const disputed = await settled();
    const before = await on(transit(provider.organisationId));
    const [transfer] = (await stripe.stripe.transfers.list({ transfer_group: disputed })).data;
    const charge = String(transfer?.source_transaction);
    await stripe.deed(`charges/${charge}/dispute`, { reason: 'product_not_received' });
    await heard('charge.dispute.funds_withdrawn');
    assert.deepEqual(
      [await on(payable(provider.organisationId)), await on(transit(provider.organisationId))],
      [0, before - net],
    );
    assert.equal((await stripe.stripe.transfers.retrieve(transfer?.id ?? '')).reversed, true);
    const [dispute] = (await stripe.stripe.disputes.list({ charge })).data;
    await stripe.deed(`disputes/${dispute?.id}/win`);
    await heard('charge.dispute.funds_reinstated');
    assert.equal(await on(transit(provider.organisationId)), before);
    assert.equal((await stripe.stripe.transfers.list({ transfer_group: disputed })).data.length, 2);
    await compare();
    assert.deepEqual(await cases(), []);
  });

  async function heard(type: string): Promise<void> {
    await until(type, async () => (await world.count(`webhook_events where type = '${type}'`)) > 0);
    await world.settle();
  }

  it('a payout whose events were lost is read again', async () => {
    await stripe.days(8);
    shifted += 8 * 24 * 60 * minute;
    await round(world);
    await dropping(async () => {
      await stripe.deed('advance', { seconds: String(4 * 86_400) });
    });
    wait(4 * 24 * 60);
    const states = async () => (await provider.call('listPayouts', {})).items.map((one) => one.state);
    assert.deepEqual(await states(), ['pending']);
    await round(world);
    assert.deepEqual(await states(), ['paid']);
    assert.equal(await on(transit(provider.organisationId)), 0);
    assert.deepEqual(await open(), []);
  });

  it('money that moved at Stripe alone becomes a case, which two persons explain and close', async () => {
    const intent = await stripe.stripe.paymentIntents.create({
      ...{ amount: 70_000, currency: 'vnd', confirm: true, payment_method: 'pm_card_visa' },
      automatic_payment_methods: { enabled: true, allow_redirects: 'never' },
    });
    await compare();
    await compare();
    const [found, ...more] = await cases();
    assert.ok(found);
    assert.equal(more.length, 0, 'compared twice, found once; its sum is explained by it');
    assert.deepEqual(
      [found.kind, found.object, found.expectedVnd, found.foundVnd, found.state],
      [...['charge', intent.id, 0, 70_000, 'open']],
    );
    wait(3 * 24 * 60);
    assert.equal((await cases())[0]?.ageDays, 3);
    const params = { id: found.id };
    const explain = { params, body: { action: 'explain' as const, reason: 'Giao dịch thử của vận hành' } };
    await provider.refused('transitionMoneyCase', explain, 'role-required');
    await operator.refused(
      'transitionMoneyCase',
      { params, body: { action: 'close', reason: 'Xong' } },
      'transition-refused',
    );
    await operator.call('transitionMoneyCase', explain);
    const close = { params, body: { action: 'close' as const, reason: 'Đã đối chiếu' } };
    await operator.refused('transitionMoneyCase', close, 'four-eyes');
    const second = await world.colleague(operator, 'member');
    assert.equal((await second.call('transitionMoneyCase', close)).state, 'closed');
    await compare();
    assert.deepEqual(await open(), [], 'what was explained is not found again');
    const regulator = await world.organisation('regulator');
    const [seen] = (await regulator.call('listMoneyCases', {})).items;
    assert.deepEqual([seen?.stateReason, seen?.explainedBy], ['Đã đối chiếu', null]);
    await regulator.refused('transitionMoneyCase', close, 'role-required');
  });

  it('a fact that Stripe does not bear out becomes a case, and the ledger stays as it is', async () => {
    const before = await world.count('postings');
    await world.context.kernel.db.transaction((tx) =>
      post(tx, 'refund:rfd_injected', orderId, [
        { from: payable(provider.organisationId), to: outsideCard, amountVnd: 1_234 },
      ]),
    );
    await world.settle();
    await compare();
    const found = await open();
    assert.deepEqual(
      found.map((one) => [one.kind, one.object, one.expectedVnd, one.foundVnd, one.orderId]),
      [['not-at-stripe', 'refund:rfd_injected', 1_234, 0, orderId]],
    );
    assert.equal(await world.count('postings'), before + 1, 'nothing is corrected');
  });

  it('a line whose amount differs, and a balance that does, are cases of their own; when they agree again they close', async () => {
    const [row] = await world.sql<{ id: string; source: string }>(
      `select id, source from balance_entries where type = 'transfer' order by id limit 1`,
    );
    await world.sql(
      'update balance_entries set amount_vnd = amount_vnd - 5, net_vnd = net_vnd - 5, fact = null where id = $1',
      [row?.id],
    );
    await compare();
    const kinds = (await open()).map((one) => [one.kind, one.foundVnd - one.expectedVnd]);
    assert.deepEqual(kinds.filter(([kind]) => kind !== 'not-at-stripe').sort(), [
      ['balance', 5],
      ['transfer', -5],
    ]);
    await world.sql(
      'update balance_entries set amount_vnd = amount_vnd + 5, net_vnd = net_vnd + 5, fact = null where id = $1',
      [row?.id],
    );
    await compare();
    assert.deepEqual(
      (await open()).map((one) => one.kind),
      ['not-at-stripe'],
    );
  });

  it('a provider’s account that does not have what the ledger handed on is a case', async () => {
    await settled();
    await round(world);
    assert.deepEqual(
      (await open()).map((one) => one.kind),
      ['not-at-stripe'],
    );
    await stripe.stripe.topups.create({ amount: 50_000, currency: 'vnd' });
    await stripe.stripe.transfers.create({ amount: 9_000, currency: 'vnd', destination: account });
    await round(world);
    await round(world);
    const found = (await open()).find((one) => one.kind === 'connected');
    assert.deepEqual([found?.object, (found?.foundVnd ?? 0) - (found?.expectedVnd ?? 0)], [account, 9_000]);
    await compare();
    assert.ok((await open()).some((one) => one.kind === 'transfer' && one.foundVnd === -9_000));
  });
});
