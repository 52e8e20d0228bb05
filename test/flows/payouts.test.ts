import assert from 'node:assert/strict';
import type { OfferView } from '../../contracts/licensing.js';
import { periodsOf } from '../../contracts/periods.js';
import { now } from '../../server/kernel/clock.js';
import { payable, transit } from '../../server/payments/accounts.js';
import { balanceOf } from '../../server/payments/ledger.js';
import type { StripeGate } from '../../server/payments/stripe.js';
import { payProvider } from '../../server/payouts/paying.js';
import { sendPayout } from '../../server/payouts/payouts.js';
import { payoutRound } from '../../server/payouts/rounds.js';
import { handlersOf } from '../../server/worker.js';
import { type Beyond, beyond, closed, good, onboarded, paidByBank, refunded, round } from '../payouts.js';
import type { Person } from '../person.js';
import { deliveredOrder, listedDataset } from '../stories.js';
import { openWorld, type World } from '../world.js';

const priceVnd = 1_000_000;
/** Without a fee schedule the provider is paid the price and its VAT. */
const net = 1_100_000;

describe('Payouts', () => {
  let world: World;
  let stripe: Beyond;
  let provider: Person;
  let buyer: Person;
  let offer: OfferView;
  let account: string;
  before(async () => {
    world = await openWorld();
    stripe = beyond(world);
    provider = await world.organisation('provider');
    buyer = await world.organisation('buyer');
    ({ offer } = await listedDataset(world, provider, { priceVnd }));
  });
  after(() => world?.close());
  afterEach(() => world.assertClean());

  const on = (name: string) => balanceOf(world.context.kernel.db.read, name);
  const due = (who = provider) => on(payable(who.organisationId));
  const moving = (who = provider) => on(transit(who.organisationId));
  const accept = async (orderId: string) => {
    await buyer.call('transitionOrder', { params: { id: orderId }, body: { action: 'accept' } });
    await world.settle();
  };
  const settled = async (of = offer, seller = provider) => {
    const { orderId } = await deliveredOrder(world, seller, buyer, of);
    await accept(orderId);
    return orderId;
  };
  const transfersOf = async (orderId: string) => (await stripe.stripe.transfers.list({ transfer_group: orderId })).data;
  const payoutsOf = async (who: Person) => (await who.call('listPayouts', {})).items;
  const connected = async (id: string) => {
    const { available, pending } = await stripe.stripe.balance.retrieve({}, { stripeAccount: id });
    return [...available, ...pending].reduce((sum, row) => sum + row.amount, 0);
  };

  /** Stripe is asked, and then the process dies. */
  function dying(step: 'transfer' | 'reverse' | 'payOut' | 'createAccount'): StripeGate {
    const gate = world.context.stripe;
    const deadly = async (given: never) => {
      await (gate.connect[step] as (given: never) => Promise<unknown>)(given);
      throw new Error('Killed.');
    };
    return { ...gate, connect: { ...gate.connect, [step]: deadly } };
  }

  let first: string;
  it('what is released waits while the provider has no account, and is handed on when it becomes ready', async () => {
    first = await settled();
    assert.deepEqual([await due(), await moving()], [net, 0]);
    assert.equal((await provider.call('getMoney', {})).account.transfers, 'none');
    const member = await world.colleague(provider, 'member');
    await member.refused('startPayoutOnboarding', {}, 'role-required');
    await buyer.refused('startPayoutOnboarding', {}, 'role-required');
    const { url } = await provider.call('startPayoutOnboarding', {});
    assert.match(url, /\/c\/onboard\/link_/);
    const waiting = await provider.call('refreshPayoutAccount', {});
    assert.equal(waiting.account.transfers, 'restricted');
    assert.ok(waiting.account.requirements.length > 0);
    assert.deepEqual([await due(), await moving()], [net, 0]);

    account = await onboarded(world, provider);
    assert.equal(await world.count('payout_accounts'), 1);
    assert.equal((await stripe.stripe.v2.core.accounts.list()).data.length, 1, 'asked twice, opened once');
    assert.deepEqual([await due(), await moving()], [0, net]);
    const [transfer] = await transfersOf(first);
    assert.deepEqual([transfer?.amount, transfer?.destination], [net, account]);
    assert.ok(transfer?.source_transaction);
    const money = await provider.call('getMoney', {});
    assert.deepEqual([money.account.transfers, money.account.requirements], ['active', []]);
    assert.deepEqual([money.heldVnd, money.availableVnd, money.transitVnd, money.paidVnd], [0, 0, net, 0]);
  });

  it('a transfer is made once: by jobs that run together, and by one that dies between Stripe and the database', async () => {
    const { orderId } = await deliveredOrder(world, provider, buyer, offer);
    await world.stopWork();
    await buyer.call('transitionOrder', { params: { id: orderId }, body: { action: 'accept' } });
    await handlersOf(world.context)['settle-order']({ id: orderId }, {} as never);
    const { kernel, stripe: gate } = world.context;
    await assert.rejects(payProvider(kernel, dying('transfer'), provider.organisationId), /Killed/);
    assert.equal((await transfersOf(orderId)).length, 1);
    assert.equal(await due(), net, 'the database knows nothing of it yet');
    // Stripe forgets a key after a day.
    await stripe.deed('advance', { seconds: String(2 * 86_400) });
    await Promise.all([1, 2, 3].map(() => payProvider(kernel, gate, provider.organisationId)));
    world.startWork();
    await world.settle();
    assert.equal((await transfersOf(orderId)).length, 1);
    assert.deepEqual([await due(), await moving()], [0, 2 * net]);
  });

  it('what has become available is paid out, and every payout says what it is made of', async () => {
    await round(world);
    assert.deepEqual(await payoutsOf(provider), [], 'nothing is available yet');
    await stripe.days(8);
    await round(world);
    await round(world);
    const [payout, ...more] = await payoutsOf(provider);
    assert.ok(payout);
    assert.equal(more.length, 0, 'two rounds, one payout');
    assert.deepEqual([payout.amountVnd, payout.state, payout.lines.length], [2 * net, 'pending', 2]);
    assert.equal(await connected(account), 0);
    assert.equal(await moving(), 2 * net, 'it is on its way until it arrives');
    await stripe.days(4);
    const [arrived] = await payoutsOf(provider);
    assert.equal(arrived?.state, 'paid');
    assert.ok(arrived?.arrivalOn);
    assert.equal(await moving(), 0);
    assert.equal((await provider.call('getMoney', {})).paidVnd, 2 * net);
    const stranger = await world.organisation('provider');
    assert.deepEqual(await payoutsOf(stranger), []);
    await stranger.refused('transitionPayout', { params: { id: payout.id }, body: { action: 'retry' } }, 'not-found');
    await stranger.refused('getMoney', { query: { provider: provider.organisationId } }, 'not-found');
  });

  it('a payout that arrived and came back is on its way again, and a retry pays it', async () => {
    const [paid] = await payoutsOf(provider);
    assert.ok(paid);
    const [row] = await world.sql<{ stripe_payout: string }>('select stripe_payout from payouts');
    await failAtStripe(account, row?.stripe_payout ?? '');
    const [failed] = await payoutsOf(provider);
    assert.deepEqual([failed?.state, await moving()], ['failed', 2 * net]);
    assert.match(failed?.stateReason ?? '', /account_closed/);
    await round(world);
    assert.equal((await payoutsOf(provider)).length, 1, 'nothing new is paid out while it is not mended');
    const retry = { params: { id: paid.id }, body: { action: 'retry' as const } };
    await buyer.refused('transitionPayout', retry, 'role-required');
    await provider.call('transitionPayout', retry);
    await provider.refused('transitionPayout', retry, 'transition-refused');
    await world.settle();
    await stripe.days(4);
    const [again] = await payoutsOf(provider);
    assert.deepEqual([again?.state, again?.attempt, again?.amountVnd], ['paid', 2, 2 * net]);
    assert.equal(await moving(), 0);
    const facts = await world.sql<{ key: string }>(`select key from postings where key like 'payout%' order by seq`);
    assert.deepEqual(
      facts.map(({ key }) => key),
      [`payout:${paid.id}`, `payout-failed:${paid.id}`, `payout:${paid.id}:2`],
    );
  });

  async function failAtStripe(stripeAccount: string, id: string): Promise<void> {
    await stripe.deed(`payouts/${id}/fail`, { code: 'account_closed' }, stripeAccount);
    await world.settle();
  }

  it('a bank that refuses fails the payout with its reason; with another account in Stripe’s forms it arrives', async () => {
    const unlucky = await world.organisation('provider');
    const { offer: other } = await listedDataset(world, unlucky, { priceVnd });
    await onboarded(world, unlucky, closed);
    await settled(other, unlucky);
    await stripe.days(8);
    await round(world);
    await stripe.days(4);
    const [failed] = await payoutsOf(unlucky);
    assert.deepEqual([failed?.state, failed?.actions.map((one) => one.action)], ['failed', ['retry']]);
    assert.match(failed?.stateReason ?? '', /no_account/);
    assert.deepEqual([await moving(unlucky), await due(unlucky)], [net, 0]);
    await onboarded(world, unlucky, good);
    await unlucky.call('transitionPayout', { params: { id: failed?.id ?? '' }, body: { action: 'retry' } });
    await world.settle();
    await stripe.days(4);
    assert.equal((await payoutsOf(unlucky))[0]?.state, 'paid');
    assert.equal(await moving(unlucky), 0);
  });

  it('a refund after the release takes the transfer back as far as the account still has it', async () => {
    const orderId = await settled();
    await refunded(world, provider, orderId, 300_000);
    assert.deepEqual([await due(), await moving()], [0, net - 300_000]);
    const [transfer] = await transfersOf(orderId);
    assert.equal(transfer?.amount_reversed, 300_000);
    assert.equal(await connected(account), net - 300_000);
    const { kernel, stripe: gate } = world.context;
    await payProvider(kernel, gate, provider.organisationId);
    assert.equal((await transfersOf(orderId))[0]?.amount_reversed, 300_000, 'asked again, taken once');
    await stripe.days(8);
    await round(world);
    await stripe.days(4);
    assert.deepEqual([await moving(), await connected(account)], [0, 0]);
    const [payout] = await payoutsOf(provider);
    assert.deepEqual([payout?.amountVnd, payout?.lines[0]?.amountVnd], [net - 300_000, net - 300_000]);
  });

  it('a reversal and a payout are made once too, wherever their job dies', async () => {
    const orderId = await settled();
    const { kernel, stripe: gate } = world.context;
    await world.stopWork();
    await provider.call('giveRefund', { params: { id: orderId }, body: { amountVnd: 100_000, reason: 'Thiếu tệp' } });
    const [refund] = await world.sql<{ id: string }>(`select id from refunds where order_id = $1`, [orderId]);
    await handlersOf(world.context)['make-refund']({ id: refund?.id ?? '' }, {} as never);
    assert.equal(await due(), -100_000);
    await assert.rejects(payProvider(kernel, dying('reverse'), provider.organisationId), /Killed/);
    await stripe.days(8, false);
    await payProvider(kernel, gate, provider.organisationId);
    assert.deepEqual([(await transfersOf(orderId))[0]?.amount_reversed, await due()], [100_000, 0]);

    await payoutRound(kernel, gate);
    const [payout] = await payoutsOf(provider);
    assert.ok(payout);
    await assert.rejects(sendPayout(kernel, dying('payOut'), payout.id), /Killed/);
    await stripe.days(2, false);
    await sendPayout(kernel, gate, payout.id);
    world.startWork();
    await world.settle();
    const { data } = await stripe.stripe.payouts.list({}, { stripeAccount: account });
    assert.equal(data.filter((one) => one.metadata?.payout_id === payout.id).length, 1);
    await stripe.days(4);
    await round(world);
    assert.deepEqual([(await payoutsOf(provider))[0]?.state, await moving(), await connected(account)], ['paid', 0, 0]);
  });

  it('what was paid out already becomes a debt, for all to see, and is set off against the next release', async () => {
    await refunded(world, provider, first, 500_000);
    assert.deepEqual([await due(), await moving()], [-500_000, 0]);
    assert.equal((await provider.call('getMoney', {})).availableVnd, -500_000);
    const operator = await world.organisation('operator');
    const { debts } = await operator.call('getMoneyDesk', {});
    assert.deepEqual(
      debts.map((one) => [one.provider.id, one.debtVnd]),
      [[provider.organisationId, 500_000]],
    );
    const next = await settled();
    assert.deepEqual([await due(), await moving()], [0, net - 500_000]);
    assert.equal((await transfersOf(next))[0]?.amount, net - 500_000);
    assert.equal(await on(`offset:${provider.organisationId}`), 0);
    const later = await settled();
    assert.equal((await transfersOf(later))[0]?.amount, net, 'it is set off once');
    assert.equal(await connected(account), 2 * net - 500_000);
  });

  it('an account that Stripe restricts gets nothing, even where its event was lost, until it is ready again', async () => {
    await stripe.deed(`accounts/${account}/restrict`);
    await world.settle();
    assert.equal((await provider.call('getMoney', {})).account.transfers, 'restricted');
    await world.sql(`update payout_accounts set transfers_status = 'active' where stripe_account = $1`, [account]);
    const before = await moving();
    const orderId = await settled();
    assert.deepEqual([await due(), await moving()], [net, before]);
    assert.equal((await provider.call('getMoney', {})).account.transfers, 'restricted');
    assert.equal(await world.count('money_cases'), 0);
    await onboarded(world, provider);
    assert.deepEqual([await due(), await moving()], [0, before + net]);
    assert.equal((await transfersOf(orderId)).length, 1);
  });

  it('money of a frozen order waits, and goes on when the freeze is lifted', async () => {
    const regulator = await world.organisation('regulator');
    const { orderId } = await deliveredOrder(world, provider, buyer, offer);
    await world.stopWork();
    await buyer.call('transitionOrder', { params: { id: orderId }, body: { action: 'accept' } });
    await handlersOf(world.context)['settle-order']({ id: orderId }, {} as never);
    const { id } = await regulator.call('placeHold', {
      body: { subjectId: orderId, freezes: true, ground: 'ND314_5', reason: 'Kiểm tra giao dịch' },
    });
    world.startWork();
    await world.settle();
    assert.equal(await due(), net);
    assert.equal(await world.count(`waiting_jobs where name = 'pay-provider'`), 1);
    await regulator.call('liftHold', { params: { id }, body: { reason: 'Đã làm rõ giao dịch' } });
    await world.settle();
    assert.equal(await due(), 0);
    assert.equal((await transfersOf(orderId)).length, 1);
  });

  it('money that came by bank is paid out by hand: one operator sends it, another confirms', async () => {
    const seller = await world.organisation('provider');
    const { offer: other } = await listedDataset(world, seller, { priceVnd });
    const orderId = await paidByBank(world, seller, buyer, other);
    await accept(orderId);
    assert.deepEqual([await due(seller), await moving(seller)], [0, net]);
    const operator = await world.organisation('operator');
    const second = await world.colleague(operator, 'member');
    const [waiting] = (await operator.call('listPayouts', { query: { rail: 'bank', state: 'pending' } })).items;
    assert.ok(waiting);
    assert.deepEqual([waiting.amountVnd, waiting.bank, waiting.lines[0]?.orderId], [net, null, orderId]);
    const params = { id: waiting.id };
    const body = { reference: 'FT26330001', amountVnd: net, number: '0123456789' };
    await operator.refused('sendBankPayout', { params, body }, 'rule-broken');
    await seller.refused('sendBankPayout', { params, body }, 'role-required');
    const bank = { bin: '970400', number: '0123456789', holder: 'TO CHUC THU' };
    assert.equal((await seller.call('setPayoutBank', { body: bank })).bank?.last4, '6789');
    await operator.refused('sendBankPayout', { params, body: { ...body, amountVnd: 1 } }, 'rule-broken');
    const sent = await operator.call('sendBankPayout', { params, body });
    assert.deepEqual(
      [sent.state, sent.reference, sent.actions.map((one) => one.action)],
      ['in_transit', 'FT26330001', ['return']],
    );
    assert.equal((await payoutsOf(seller))[0]?.bank?.number, '…6789');
    const confirm = { params, body: { action: 'confirm' as const } };
    await operator.refused('transitionPayout', confirm, 'four-eyes');
    await seller.refused('transitionPayout', confirm, 'role-required');
    assert.equal((await second.call('transitionPayout', confirm)).state, 'paid');
    assert.deepEqual([await moving(seller), (await seller.call('getMoney', {})).paidVnd], [0, net]);
    await second.call('transitionPayout', { params, body: { action: 'return', reason: 'Sai tên người hưởng' } });
    assert.equal(await moving(seller), net);
    await seller.call('transitionPayout', { params, body: { action: 'retry' } });
    await operator.call('sendBankPayout', { params, body: { ...body, reference: 'FT26330002' } });
    await second.call('transitionPayout', confirm);
    assert.equal(await moving(seller), 0);
  });

  it('a payout by hand that was not sent yet shrinks with a refund', async () => {
    const seller = await world.organisation('provider');
    const { offer: other } = await listedDataset(world, seller, { priceVnd });
    const [one, two] = [await paidByBank(world, seller, buyer, other), await paidByBank(world, seller, buyer, other)];
    await accept(one);
    await accept(two);
    const [whole] = await payoutsOf(seller);
    assert.equal(whole?.amountVnd, 2 * net);
    await refunded(world, null, one, 400_000);
    const [less, ...more] = await payoutsOf(seller);
    assert.deepEqual([less?.id, less?.amountVnd, more.length], [whole?.id, 2 * net - 400_000, 0]);
    assert.deepEqual([await due(seller), await moving(seller)], [0, 2 * net - 400_000]);
    await refunded(world, null, one, net - 400_000);
    await refunded(world, null, two, net);
    assert.equal((await payoutsOf(seller))[0]?.state, 'cancelled');
    assert.deepEqual([await due(seller), await moving(seller)], [0, 0]);
  });

  it('the statement explains the month: its lines add up to the ledger, and come as CSV and PDF', async () => {
    const month = periodsOf(now()).month;
    const statement = await provider.call('getStatement', { params: { month } });
    const { openingVnd, earnedVnd, takenVnd, paidVnd, closingVnd } = statement;
    assert.equal(openingVnd + earnedVnd - takenVnd - paidVnd, closingVnd);
    assert.equal(closingVnd, (await due()) + (await moving()));
    for (const line of statement.lines.filter((one) => one.kind === 'sale')) {
      const { priceVnd: price, vatVnd, feeVnd, feeVatVnd } = line.sale ?? assert.fail('a sale has its parts');
      assert.equal(price + vatVnd - feeVnd - feeVatVnd, line.amountVnd);
    }
    const paid = statement.lines.filter((one) => one.kind === 'payout');
    assert.ok(paid.length > 0);
    for (const line of paid) {
      assert.equal(
        line.parts.reduce((sum, part) => sum + part.amountVnd, 0),
        line.amountVnd,
      );
    }
    const money = await provider.call('getMoney', {});
    const shown = money.months.find((one) => one.month === month);
    assert.deepEqual([shown?.earnedVnd, shown?.takenVnd, shown?.paidVnd], [earnedVnd, takenVnd, paidVnd]);
    const csv = await provider.agent.get(`/api/v1/money/statements/${month}/file?format=csv`);
    assert.equal(csv.status, 200);
    const last = csv.text.trim().split('\r\n').at(-1)?.split(',');
    assert.deepEqual([last?.[1], Number(last?.[9])], ['closing', closingVnd]);
    const pdf = await provider.agent.get(`/api/v1/money/statements/${month}/file?format=pdf&language=en`).buffer(true);
    assert.equal(pdf.status, 200);
    assert.equal((pdf.body as Buffer).subarray(0, 5).toString(), '%PDF-');
    await buyer.refused('getStatement', { params: { month } }, 'role-required');
  });
});
