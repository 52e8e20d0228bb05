import { day, minute, now } from '../kernel/clock.js';
import type { Database } from '../kernel/database.js';
import type { Kernel } from '../kernel/kernel.js';
import { enqueue } from '../kernel/outbox.js';
import { transit } from '../payments/accounts.js';
import type { StripeGate } from '../payments/stripe.js';
import { refreshAccount } from './accounts.js';
import { enterPayout, payOut } from './payouts.js';
import { differ } from './reconcile.js';
import { PayoutAccounts, Payouts } from './tables.js';

/** Banks send money back for some days after it arrived; older payouts are not read again. */
const lookBack = 30 * day;

/**
 * One round over every provider with money at Stripe: its account and payouts are read again, in case an event was lost;
 * what has become available is paid out; what Stripe has of it is compared with the ledger. One that fails holds up no other.
 */
export async function payoutRound(kernel: Kernel, stripe: StripeGate): Promise<void> {
  await nudge(kernel.db);
  for (const providerId of await toVisit(kernel.db)) {
    try {
      await visit(kernel, stripe, providerId);
    } catch (error) {
      kernel.log.warn({ err: error, providerId }, 'A provider’s payouts could not be looked at.');
    }
  }
}

/** Accounts that are not ready, or have money on its way, or were paid lately. */
async function toVisit({ read }: Database): Promise<string[]> {
  const rows: { provider_id: string }[] = await read.query(
    `select provider_id from payout_accounts a where stripe_account is not null and (
       transfers_status <> 'active' or payouts_status <> 'active'
       or exists (select 1 from payouts p where p.provider_id = a.provider_id and p.rail = 'card'
                   and (p.state in ('pending', 'in_transit', 'failed') or p.state_since > $1))
       or (select sum(case when to_account = 'transit:' || a.provider_id then amount_vnd else -amount_vnd end)
             from postings where to_account = 'transit:' || a.provider_id or from_account = 'transit:' || a.provider_id) <> 0)
     order by provider_id`,
    [new Date(now().getTime() - lookBack)],
  );
  return rows.map((row) => row.provider_id);
}

/** Asks again for steps whose job was lost or gave up: decided and not made, due to an account that is ready, owed. */
async function nudge(db: Database): Promise<void> {
  const until = new Date(now().getTime() - 10 * minute);
  const owing: { id: string }[] = await db.read.query(
    `select provider_id as id from transfers where status = 'pending' and created_at < $1
     union select provider_id from reversals where status = 'pending' and created_at < $1
     union select a.provider_id from account_balances b join payout_accounts a on b.account = 'payable:' || a.provider_id
            where b.balance_vnd < 0 or (b.balance_vnd > 0 and a.transfers_status = 'active')`,
    [until],
  );
  const unsent: { id: string }[] = await db.read.query(
    `select id from payouts where rail = 'card' and state = 'pending' and stripe_payout is null and state_since < $1`,
    [until],
  );
  await db.transaction(async (tx) => {
    for (const { id } of owing) await enqueue(tx, 'pay-provider', { id });
    for (const { id } of unsent) await enqueue(tx, 'send-payout', { id });
  });
}

async function visit(kernel: Kernel, stripe: StripeGate, providerId: string): Promise<void> {
  const { db } = kernel;
  await refreshAccount(kernel, stripe, providerId);
  const { stripeAccount } = await db.read.findOneByOrFail(PayoutAccounts, { providerId });
  if (stripeAccount === null) return;
  const since = new Date(now().getTime() - lookBack);
  for (const state of (await stripe.connect.listPayouts(stripeAccount, since)).reverse()) {
    const row = await db.read.findOneBy(Payouts, { stripePayout: state.id });
    if (row?.state === state.status || state.currency !== 'vnd') continue;
    await db.transaction((tx) => enterPayout(tx, state, stripeAccount));
  }
  await payOut(kernel, stripe, providerId);
  await compareAccount(kernel, stripe, providerId, stripeAccount);
}

/** What is on the way to a provider must be on its account at Stripe, or in a payout that has not arrived. */
async function compareAccount(kernel: Kernel, stripe: StripeGate, providerId: string, account: string): Promise<void> {
  const before = await onTheWay(kernel, providerId);
  const { availableVnd, pendingVnd } = await stripe.connect.balance(account);
  const after = await onTheWay(kernel, providerId);
  // Something moved meanwhile, or is between Stripe and the ledger: the next round looks again.
  if (after.moving || before.moving || before.vnd !== after.vnd) return;
  await kernel.db.transaction((tx) => differ(tx, 'connected', account, after.vnd, availableVnd + pendingVnd));
}

/** What should be on the account at Stripe by the ledger: handed on, and in no payout that Stripe has begun. */
async function onTheWay({ db }: Kernel, providerId: string): Promise<{ vnd: number; moving: boolean }> {
  const [row]: { vnd: string; moving: boolean }[] = await db.read.query(
    `select (select coalesce(sum(case when to_account = $1 then amount_vnd else -amount_vnd end), 0)
               from postings where to_account = $1 or from_account = $1)
          - (select coalesce(sum(amount_vnd), 0) from payouts where provider_id = $2
              and ((rail = 'card' and state in ('pending', 'in_transit') and stripe_payout is not null)))
          - (select coalesce(sum(t.amount_vnd), 0) from transfers t where t.provider_id = $2 and t.rail = 'bank' and t.status = 'made')
          + (select coalesce(sum(r.amount_vnd), 0) from reversals r join transfers t on t.id = r.transfer_id
              where t.provider_id = $2 and t.rail = 'bank' and r.status = 'made')
          + (select coalesce(sum(amount_vnd), 0) from payouts where provider_id = $2 and rail = 'bank' and state = 'paid') as vnd,
            exists (select 1 from transfers where provider_id = $2 and status = 'pending')
         or exists (select 1 from reversals where provider_id = $2 and status = 'pending')
         or exists (select 1 from payouts where provider_id = $2 and rail = 'card' and state = 'pending' and stripe_payout is null)
            as moving`,
    [transit(providerId), providerId],
  );
  return { vnd: Number(row?.vnd ?? 0), moving: row?.moving ?? false };
}
