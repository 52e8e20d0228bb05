import assert from 'node:assert/strict';
import { vietnamDay } from '../contracts/vietnam-day.js';
import { now } from '../server/kernel/clock.js';
import type { Person } from './person.js';
import { until } from './stories.js';
import type { World } from './world.js';

/** A fee of 5 % and 10.000 ₫ with 10 % VAT, from today. */
export async function feesInForce(world: World, operator: Person): Promise<void> {
  const second = await world.colleague(operator, 'member');
  const terms = { percentBp: 500, fixedVnd: 10_000, minVnd: 0, maxVnd: null, vatClass: '10' as const };
  const { id } = await operator.call('proposeFees', { body: { ...terms, validFrom: vietnamDay(now()) } });
  await second.call('transitionFees', { params: { id }, body: { action: 'approve' } });
}

/** What the bank or the buyer's bank does at Stripe's stand-in, and every event of it applied. */
export async function deed(world: World, path: string, params: Record<string, string> = {}): Promise<{ id: string }> {
  const before = await world.count('webhook_events');
  const answer = await fetch(`${world.context.stripeSandbox}/stand-in/${path}`, {
    method: 'POST',
    headers: { authorization: 'Bearer sk_test_datasan_local_sandbox' },
    body: new URLSearchParams(params),
  });
  const body = (await answer.json()) as { id: string };
  assert.ok(answer.ok, `${path}: ${JSON.stringify(body)}`);
  await until(`the events of ${path}`, async () => (await world.count('webhook_events')) > before);
  await quiet(world);
  return body;
}

/** Every event that Stripe's stand-in has sent has come in and was applied. */
export async function quiet(world: World): Promise<void> {
  for (let before = -1; ; ) {
    await world.settle();
    const after = await world.count('webhook_events');
    if (after === before) return;
    before = after;
    await new Promise((done) => setTimeout(done, 120));
  }
}

/** The charge at Stripe by which an order was paid. */
export async function chargeOf(world: World, orderId: string): Promise<string> {
  const [row] = await world.sql<{ intent: string }>(
    `select payment_intent as intent from payments where order_id = $1 and state = 'succeeded'`,
    [orderId],
  );
  const answer = await fetch(`${world.context.stripeSandbox}/v1/payment_intents/${row?.intent}`, {
    headers: { authorization: 'Bearer sk_test_datasan_local_sandbox' },
  });
  return ((await answer.json()) as { latest_charge: string }).latest_charge;
}

/** What stands on every account that has to do with an order and its parties, without zeros. */
export async function accounts(world: World, ...like: string[]): Promise<Record<string, number>> {
  const rows = await world.sql<{ account: string; balance: string }>(
    `select account, sum(amount) as balance from (
       select to_account as account, amount_vnd as amount from postings
       union all select from_account, -amount_vnd from postings) as lines
      where account = any ($1) group by account having sum(amount) <> 0`,
    [like],
  );
  return Object.fromEntries(rows.map((row) => [row.account, Number(row.balance)]));
}
