import type { OrganisationRef } from '../../contracts/common.js';
import type { MoneyView } from '../../contracts/payouts.js';
import { monthsUpTo, spanOf } from '../../contracts/periods.js';
import { notFound } from '../../contracts/problems.js';
import { organisationRefs } from '../identity/organisations.js';
import { type MemberActor, seesEverything } from '../kernel/actor.js';
import { now } from '../kernel/clock.js';
import type { Tx } from '../kernel/database.js';
import { payable, reserve, transit } from '../payments/accounts.js';
import { balanceOf } from '../payments/ledger.js';
import { PayoutAccounts } from './tables.js';

const name = { vi: 'bên bán', en: 'provider' };

/** The provider that the actor may look at: its own organisation, or any for operator and regulator. Throws 404. */
export async function providerFor(tx: Tx, actor: MemberActor, asked: string | undefined): Promise<OrganisationRef> {
  const id = asked ?? actor.organisationId;
  if (id !== actor.organisationId && !seesEverything(actor)) throw notFound(name);
  const ref = (await organisationRefs(tx, [id])).get(id);
  if (!ref) throw notFound(name);
  return ref;
}

/** Where a provider's money stands, all of it from the ledger. */
export async function moneyOf(tx: Tx, actor: MemberActor, provider: OrganisationRef): Promise<MoneyView> {
  const account = await tx.findOneBy(PayoutAccounts, { providerId: provider.id });
  const own = provider.id === actor.organisationId && actor.capabilities.includes('provider');
  return {
    provider,
    account: {
      transfers: account?.transfersStatus ?? 'none',
      payouts: account?.payoutsStatus ?? 'none',
      requirements: account?.requirements ?? [],
      readAt: account?.readAt?.toISOString() ?? null,
    },
    bank:
      account?.bankBin && account.bankNumber && account.bankHolder
        ? {
            ...{ bin: account.bankBin, last4: account.bankNumber.slice(-4), holder: account.bankHolder },
            changedAt: account.bankChangedAt?.toISOString() ?? null,
          }
        : null,
    heldVnd: await heldFor(tx, provider.id),
    availableVnd: await balanceOf(tx, payable(provider.id)),
    reserveVnd: await balanceOf(tx, reserve(provider.id)),
    transitVnd: await balanceOf(tx, transit(provider.id)),
    paidVnd: await paidTo(tx, provider.id),
    months: await monthsOf(tx, provider.id),
    canManage: own && actor.verified && actor.role === 'admin' && actor.scopes === null,
  };
}

async function heldFor(tx: Tx, providerId: string): Promise<number> {
  const [row]: { sum: string }[] = await tx.query(
    `select coalesce(sum(case when p.to_account = 'held:' || o.id then p.amount_vnd else -p.amount_vnd end), 0) as sum
       from orders o join postings p on p.order_id = o.id
        and (p.to_account = 'held:' || o.id or p.from_account = 'held:' || o.id)
      where o.provider_id = $1`,
    [providerId],
  );
  return Number(row?.sum ?? 0);
}

async function paidTo(tx: Tx, providerId: string): Promise<number> {
  const [row]: { sum: string }[] = await tx.query(
    `select coalesce(sum(case when from_account = $1 then amount_vnd else -amount_vnd end), 0) as sum
       from postings where (from_account = $1 and to_account like 'outside:%')
          or (to_account = $1 and from_account like 'outside:%')`,
    [transit(providerId)],
  );
  return Number(row?.sum ?? 0);
}

/** Earned, taken back and paid out in each of the last twelve months. */
async function monthsOf(tx: Tx, providerId: string): Promise<MoneyView['months']> {
  const months = monthsUpTo(now(), 12);
  const rows: { month: string; earned: string; taken: string; paid: string }[] = await tx.query(
    `select to_char(at at time zone 'UTC' + interval '7 hours', 'YYYY-MM') as month,
            sum(case when to_account = $1 then amount_vnd else 0 end) as earned,
            sum(case when from_account = $1 then amount_vnd else 0 end) as taken,
            sum(case when from_account = $2 then amount_vnd when to_account = $2 then -amount_vnd else 0 end) as paid
       from postings
      where (to_account in ($1, $2) or from_account in ($1, $2)) and at >= $3
        and key not like 'transfer:%' and key not like 'reversal:%' and key not like 'offset:%'
        and key not like 'reserve%'
      group by 1`,
    [payable(providerId), transit(providerId), spanOf(months[0] ?? '').from],
  );
  const known = new Map(rows.map((row) => [row.month, row]));
  return months.map((month) => {
    const row = known.get(month);
    return {
      month,
      ...{ earnedVnd: Number(row?.earned ?? 0), takenVnd: Number(row?.taken ?? 0), paidVnd: Number(row?.paid ?? 0) },
    };
  });
}
