import assert from 'node:assert/strict';
import type { Browser, Page } from 'playwright-core';
import { vietnamDay } from '../../contracts/vietnam-day.js';
import { now } from '../../server/kernel/clock.js';
import { held, payable, transit } from '../../server/payments/accounts.js';
import { reconcileWithStripe } from '../../server/payouts/reconcile.js';
import { openBrowser } from '../chromium.js';
import { feesInForce } from '../money.js';
import { beyond, onboarded } from '../payouts.js';
import { deliveredOrder, listedDataset } from '../stories.js';
import { openWorld, type World } from '../world.js';
import { picture, type Visitor, visit } from './visitor.js';

describe('The money pages', () => {
  let world: World;
  let browser: Browser;
  const visitors: Visitor[] = [];
  before(async () => {
    browser = await openBrowser();
    world = await openWorld();
  });
  after(async () => {
    await browser?.close();
    await world?.close();
  });
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await picture(visitors, 'money');
  });

  it('show the same totals as the ledger, as Stripe’s balance and as the sum of invoices', async () => {
    const provider = await world.organisation('provider');
    const operator = await world.organisation('operator');
    await feesInForce(world, operator);
    const { offer } = await listedDataset(world, provider, { priceVnd: 2_000_000, autoApprove: ['research'] });
    const account = await onboarded(world, provider);
    const orders: string[] = [];
    for (let number = 0; number < 3; number += 1) {
      const buyer = await world.organisation('buyer');
      const { orderId } = await deliveredOrder(world, provider, buyer, offer);
      orders.push(orderId);
      if (number > 0) await buyer.call('transitionOrder', { params: { id: orderId }, body: { action: 'accept' } });
      await world.settle();
    }
    const refund = { amountVnd: 300_000, reason: 'Thiếu một trạm đo' };
    await provider.call('giveRefund', { params: { id: orders[2] ?? '' }, body: refund });
    await world.settle();
    await reconcileWithStripe(world.context.kernel, world.context.stripe);

    const ledger = await balances(world);
    const providerId = provider.organisationId;
    const here = ledger.get(held(orders[0] ?? '')) ?? 0;
    const [available, under] = [ledger.get(payable(providerId)) ?? 0, ledger.get(transit(providerId)) ?? 0];
    assert.ok(here > 0 && under > 0);

    const [seller, desk] = [await visit(browser, world, provider), await visit(browser, world, operator)];
    visitors.push(seller, desk);
    await seller.go('/provider/money');
    const tiles = await amounts(seller.page, '.tile .big-number');
    assert.deepEqual(tiles, [here, available, under, 0], 'held, available, in transit, paid out: the ledger');
    const money = await provider.call('getMoney', {});
    assert.deepEqual(tiles, [money.heldVnd, money.availableVnd, money.transitVnd, money.paidVnd], 'the API');

    const { stripe } = beyond(world);
    assert.equal(total(await stripe.balance.retrieve({}, { stripeAccount: account })), under, 'the account at Stripe');
    const [invoices] = await world.sql<{ sum: string }>(
      'select sum(case when seller_id = $1 then total_vnd else -total_vnd end) from invoices where $1 in (seller_id, buyer_id)',
      [providerId],
    );
    const all = tiles.reduce((sum, one) => sum + one, 0);
    assert.equal(Number(invoices?.sum), all, 'what was invoiced, less what was credited and the fees');

    const { lines } = await provider.call('getStatement', { params: { month: thisMonth() } });
    for (const { sale, amountVnd } of lines) {
      if (!sale) continue;
      const { priceVnd, vatVnd, feeVnd, feeVatVnd } = sale;
      assert.equal(priceVnd + vatVnd - feeVnd - feeVatVnd, amountVnd, 'a line adds up, also after a refund');
    }

    await desk.go('/operator/money');
    await desk.page.locator('table').waitFor();
    const said = await desk.page.locator('main .faint', { hasText: 'đang giữ' }).first().innerText();
    const whole = (prefix: string) =>
      [...ledger].filter(([name]) => name.startsWith(prefix)).reduce((sum, [, vnd]) => sum + vnd, 0);
    assert.deepEqual(said.match(/[-−]?\d{1,3}(?:\.\d{3})*(?=\s?₫)/g)?.map(plain), [
      whole('held:'),
      whole('payable:'),
      whole('transit:'),
      whole('reserve:'),
    ]);
    const cells = await amounts(desk.page, 'tbody td.number:nth-child(3), tbody td.number:nth-child(4)');
    const [atStripe, inLedger] = [0, 1].map((side) => cells.filter((_, index) => index % 2 === side));
    assert.deepEqual(atStripe, inLedger, 'Stripe beside the ledger, type by type');
    // What is Stripe's own fee is no participant's money.
    const [own] = await world.sql<{ fees: string }>('select sum(fee_vnd) as fees from balance_entries');
    const outside = -(ledger.get('outside:card') ?? 0);
    const handed = -[...ledger].filter(([name]) => name.startsWith('transit:')).reduce((sum, [, vnd]) => sum + vnd, 0);
    assert.equal(total(await stripe.balance.retrieve()) + Number(own?.fees), outside + handed, 'the balance at Stripe');
    assert.deepEqual(
      visitors.flatMap((one) => one.faults),
      [],
    );
    await world.assertClean();
  }).timeout(240_000);
});

const thisMonth = () => vietnamDay(now()).slice(0, 7);

type Balance = { available: { amount: number }[]; pending: { amount: number }[] };
const total = ({ available, pending }: Balance) => [...available, ...pending].reduce((sum, row) => sum + row.amount, 0);

/** `1.234.567` as a number. */
const plain = (text: string) => Number(text.replaceAll('.', '').replace('−', '-'));

async function amounts(page: Page, selector: string): Promise<number[]> {
  const texts = await page.locator(selector).allInnerTexts();
  return texts.map((text) => plain(/[-−]?\d{1,3}(?:\.\d{3})*/.exec(text)?.[0] ?? ''));
}

/** What stands on every account. */
async function balances(world: World): Promise<Map<string, number>> {
  const rows = await world.sql<{ account: string; sum: string }>(
    `select account, sum(amount) from (select to_account as account, amount_vnd as amount from postings
       union all select from_account, -amount_vnd from postings) as moves group by account`,
  );
  return new Map(rows.map((row) => [row.account, Number(row.sum)]));
}
