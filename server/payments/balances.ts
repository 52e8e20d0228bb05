import type { Database } from '../kernel/database.js';

/** The key of the lock that a posting takes shared (by its trigger) and a snapshot alone. */
const ledgerLock = 83142027;

/**
 * Brings the snapshots of balances up to the last posting, so that reading a balance adds up only what has come since.
 * It waits for the transactions that are posting and keeps new ones waiting for as long as it adds up: milliseconds, as only
 * what is new is read. Accounts of single orders have a handful of postings and need none. Gives how many accounts moved.
 */
export async function takeBalances(db: Database): Promise<number> {
  return await db.transaction(async (tx) => {
    await tx.query(`set local lock_timeout = '5s'`);
    await tx.query('select pg_advisory_xact_lock($1::bigint)', [ledgerLock]);
    const moved: { account: string }[] = await tx.query(
      `with since as (select coalesce(max(upto), 0) as seq from account_balances),
            fresh as (select * from postings where seq > (select seq from since)),
            moves as (
              select to_account as account, amount_vnd as amount from fresh
              union all select from_account, -amount_vnd from fresh)
       insert into account_balances (account, balance_vnd, upto)
       select account, sum(amount), (select max(seq) from fresh) from moves
        where account not like 'held:%' and account not like 'owed-back:%' group by account
       on conflict (account) do update
         set balance_vnd = account_balances.balance_vnd + excluded.balance_vnd, upto = excluded.upto
       returning account`,
    );
    return moved.length;
  });
}
