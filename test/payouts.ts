import assert from 'node:assert/strict';
import Stripe from 'stripe';
import type { OfferView } from '../contracts/licensing.js';
import { system } from '../server/kernel/actor.js';
import { now, shiftClock } from '../server/kernel/clock.js';
import { newId } from '../server/kernel/ids.js';
import { advance } from '../server/lifecycle/advance.js';
import { priceOf } from '../server/ordering/money.js';
import { orderSubject } from '../server/ordering/subjects.js';
import { Orders } from '../server/ordering/tables.js';
import { held, outsideBank, payable } from '../server/payments/accounts.js';
import { post } from '../server/payments/ledger.js';
import { payoutRound } from '../server/payouts/rounds.js';
import type { Person } from './person.js';
import { purchase } from './stories.js';
import type { World } from './world.js';

export const good = '000123456789';
/** A bank account that sends everything back. */
export const closed = '000111111116';

/** The stand-in of a world, as banks and time act on it. */
export type Beyond = {
  stripe: Stripe;
  deed(path: string, params?: Record<string, string>, account?: string): Promise<Record<string, unknown>>;
  /** Lets Stripe's time go on, and the exchange's with it. */
  days(count: number, settle?: boolean): Promise<void>;
};

export function beyond(world: World): Beyond {
  const origin = world.context.stripeSandbox;
  assert.ok(origin);
  const key = 'sk_test_datasan_local_sandbox';
  const { hostname, port } = new URL(origin);
  const stripe = new Stripe(key, { host: hostname, port, protocol: 'http', telemetry: false, maxNetworkRetries: 0 });
  let ahead = 0;
  const deed: Beyond['deed'] = async (path, params = {}, account) => {
    const answer = await fetch(`${origin}/stand-in/${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, ...(account ? { 'stripe-account': account } : {}) },
      body: new URLSearchParams(params),
    });
    const body = (await answer.json()) as Record<string, unknown>;
    assert.ok(answer.ok, `${path}: ${JSON.stringify(body)}`);
    return body;
  };
  return {
    stripe,
    deed,
    async days(count, settle = true) {
      await deed('advance', { seconds: String(count * 86_400) });
      ahead += count * 86_400_000;
      shiftClock(ahead);
      if (settle) await world.settle();
    },
  };
}

/** A provider goes through Stripe's forms, as a browser would. Gives its account at Stripe. */
export async function onboarded(world: World, provider: Person, bank = good): Promise<string> {
  const { url } = await provider.call('startPayoutOnboarding', {});
  const forms = new URL(url);
  const origin = world.context.stripeSandbox;
  const path = forms.pathname.replace('/sandbox/stripe', '');
  const answer = await fetch(`${origin}${path}`, {
    method: 'POST',
    body: new URLSearchParams({ account_number: bank }),
    redirect: 'manual',
  });
  assert.equal(answer.status, 303);
  assert.match(answer.headers.get('location') ?? '', /\/provider\/money\?stripe=back$/);
  await world.settle();
  const [row] = await world.sql<{ stripe_account: string }>(
    'select stripe_account from payout_accounts where provider_id = $1',
    [provider.organisationId],
  );
  return row?.stripe_account ?? '';
}

/** One round of the sweep that pays providers out, and what comes of it. */
export async function round(world: World): Promise<void> {
  await payoutRound(world.context.kernel, world.context.stripe);
  await world.settle();
}

/** A purchase that the buyer paid by bank transfer, delivered. */
export async function paidByBank(world: World, provider: Person, buyer: Person, offer: OfferView): Promise<string> {
  const { orderId } = await purchase(provider, buyer, offer.id);
  await world.context.kernel.db.transaction(async (tx) => {
    const order = await tx.findOneByOrFail(Orders, { id: orderId });
    const { vatPercent, vatVnd, totalVnd } = priceOf(order);
    const movement = { from: outsideBank, to: held(orderId), amountVnd: totalVnd };
    await post(tx, `payment:${newId('pay')}`, orderId, [movement]);
    const accessDueBy = new Date(now().getTime() + 86_400_000);
    await advance(tx, orderSubject, orderId, 'pay', system, { set: { accessDueBy, vatPercent, vatVnd } });
  });
  await world.settle();
  return orderId;
}

/** A refund after the release: given by its provider, or, of money that came by bank, as its desk enters it. */
export async function refunded(world: World, by: Person | null, orderId: string, amountVnd: number): Promise<void> {
  if (by) await by.call('giveRefund', { params: { id: orderId }, body: { amountVnd, reason: 'Thiếu một trạm đo' } });
  else {
    await world.context.kernel.db.transaction(async (tx) => {
      const { providerId } = await tx.findOneByOrFail(Orders, { id: orderId });
      const movement = { from: payable(providerId), to: outsideBank, amountVnd };
      await post(tx, `refund:${newId('rfd')}`, orderId, [movement]);
    });
  }
  await world.settle();
}
