import type { Tx } from '../kernel/database.js';
import { held, outsideCard, payable } from '../payments/accounts.js';
import { balanceOf } from '../payments/ledger.js';
import type { Rail } from './tables.js';

/** Keeps every other step of this provider's money out until the transaction ends. */
export async function lockProvider(tx: Tx, providerId: string): Promise<void> {
  await tx.query('select pg_advisory_xact_lock(83142030, hashtext($1))', [providerId]);
}

export type Due = { orderId: string; netVnd: number; rail: Rail };

/**
 * What the ledger still owes a provider for each order, less what is on its way already; below zero the provider owes it.
 * Oldest first. The rail is the one the buyer's money came by. Of the orders named, or of all.
 */
export async function duesOf(tx: Tx, providerId: string, orderIds: readonly string[] | null = null): Promise<Due[]> {
  const account = payable(providerId);
  const of = orderIds === null ? '' : 'and order_id = any($5)';
  const rows: { order_id: string; net: string; by_card: boolean }[] = await tx.query(
    `with moves as (
       select order_id, amount_vnd as amount, seq from postings where to_account = $1 ${of}
       union all select order_id, -amount_vnd, seq from postings where from_account = $1 ${of}
       union all select order_id, -amount_vnd, null from transfers where provider_id = $2 and status = 'pending' ${of}
       union all select order_id, amount_vnd, null from reversals where provider_id = $2 and status = 'pending' ${of})
     select order_id, sum(amount) as net,
            exists (select 1 from postings p where p.order_id = moves.order_id
                      and p.from_account = $3 and p.to_account = $4 || moves.order_id) as by_card
       from moves where order_id is not null group by order_id having sum(amount) <> 0 order by min(seq), order_id`,
    [account, providerId, outsideCard, held(''), ...(orderIds === null ? [] : [orderIds])],
  );
  return rows.map((row) => ({
    orderId: row.order_id,
    netVnd: Number(row.net),
    rail: row.by_card ? 'card' : 'bank',
  }));
}

/** Orders for which something was ever taken from a provider again: only they may owe. Few, however many it has sold. */
export async function takenBack(tx: Tx, providerId: string): Promise<string[]> {
  const rows: { order_id: string }[] = await tx.query(
    `select distinct order_id from postings
      where from_account = $1 and from_account like 'payable:%' and key not like 'transfer:%' and key not like 'reserve:%' and order_id is not null`,
    [payable(providerId)],
  );
  return rows.map((row) => row.order_id);
}

/** The sum of all dues, from the balance. */
export async function dueInAll(tx: Tx, providerId: string): Promise<number> {
  const [row]: { sum: string }[] = await tx.query(
    `select (select coalesce(sum(amount_vnd), 0) from reversals where provider_id = $1 and status = 'pending')
          - (select coalesce(sum(amount_vnd), 0) from transfers where provider_id = $1 and status = 'pending') as sum`,
    [providerId],
  );
  return (await balanceOf(tx, payable(providerId))) + Number(row?.sum ?? 0);
}

export type Rest = { transferId: string; orderId: string; restVnd: number };

/** What of a provider's transfers is in no payout yet; below zero where more was taken back than was left. Oldest first. */
export async function restsOf(tx: Tx, providerId: string, rail: Rail): Promise<Rest[]> {
  const rows: { id: string; order_id: string; rest: string }[] = await tx.query(
    `select * from (
       select t.id, t.order_id, t.amount_vnd
            - coalesce((select sum(r.amount_vnd) from reversals r where r.transfer_id = t.id and r.status = 'made'), 0)
            - coalesce((select sum(l.amount_vnd) from payout_lines l where l.transfer_id = t.id), 0) as rest
         from transfers t where t.provider_id = $1 and t.rail = $2 and t.status = 'made') as rests
      where rest <> 0 order by id`,
    [providerId, rail],
  );
  return rows.map((row) => ({ transferId: row.id, orderId: row.order_id, restVnd: Number(row.rest) }));
}

/**
 * The lines of a payout of at most `upTo`: what must be made up for first, then the oldest transfers. Pure. Their sum is
 * the payout's amount; empty when nothing is left to pay.
 */
export function linesOf(rests: readonly Rest[], upTo: number): { transferId: string; amountVnd: number }[] {
  const lines = rests
    .filter((one) => one.restVnd < 0)
    .map(({ transferId, restVnd }) => ({ transferId, amountVnd: restVnd }));
  let left = upTo - lines.reduce((sum, one) => sum + one.amountVnd, 0);
  for (const { transferId, restVnd } of rests) {
    const amountVnd = Math.min(restVnd, left);
    if (amountVnd <= 0) continue;
    lines.push({ transferId, amountVnd });
    left -= amountVnd;
  }
  return lines.reduce((sum, one) => sum + one.amountVnd, 0) > 0 ? lines : [];
}
