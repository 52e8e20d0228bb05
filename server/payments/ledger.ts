import { now } from '../kernel/clock.js';
import { insertRows, type Tx } from '../kernel/database.js';
import { newId } from '../kernel/ids.js';
import { enqueue } from '../kernel/outbox.js';
import { type Posting, Postings } from './tables.js';

/** A movement of whole đồng from one account to another: it cannot be unbalanced. */
export type Movement = { from: string; to: string; amountVnd: number };

/**
 * Posts a business fact, e.g. `payment:pay_…`, once: the same fact again does nothing. The only writer of `postings`;
 * a correction is a new fact. Throws when the fact was posted with other movements.
 */
export async function post(tx: Tx, key: string, orderId: string | null, movements: readonly Movement[]): Promise<void> {
  const earlier = await tx.findBy(Postings, { key });
  if (earlier.length > 0) {
    if (sameMovements(earlier, movements)) return;
    throw new Error(`The fact ${key} was posted before with other movements.`);
  }
  const rows = movements.map(({ from, to, amountVnd }): Posting => {
    if (!Number.isSafeInteger(amountVnd) || amountVnd <= 0)
      throw new Error(`${key}: ${amountVnd} is no amount to post.`);
    return { id: newId('pst'), key, fromAccount: from, toAccount: to, amountVnd, orderId, at: now() };
  });
  await insertRows(tx, Postings, rows);
  for (const id of touched(key, movements))
    await enqueue(tx, 'pay-provider', { id, ...(orderId === null ? {} : { orderId }) });
}

/** Providers whose dues a fact changes, other than by paying them: the ledger itself asks that they be paid, or pay back. */
function touched(key: string, movements: readonly Movement[]): Set<string> {
  if (/^(transfer|reversal|offset|reserve):/.test(key)) return new Set();
  const accounts = movements.flatMap(({ from, to }) => [from, to]);
  return new Set(accounts.flatMap((one) => /^payable:(org_[0-9a-z]{26})$/.exec(one)?.[1] ?? []));
}

function sameMovements(rows: readonly Posting[], movements: readonly Movement[]): boolean {
  const line = (from: string, to: string, amountVnd: number) => `${from}>${to}:${amountVnd}`;
  const posted = rows.map((row) => line(row.fromAccount, row.toAccount, row.amountVnd)).sort();
  const wanted = movements.map((one) => line(one.from, one.to, one.amountVnd)).sort();
  return posted.join() === wanted.join();
}

/**
 * What stands on an account, in đồng: all that came in less all that went out. The last snapshot, and what was posted since;
 * the cost is that of the postings since, however many there were before.
 */
export async function balanceOf(tx: Tx, account: string): Promise<number> {
  const [row]: { balance: string }[] = await tx.query(
    `with kept as (
       select coalesce(max(balance_vnd), 0) as balance, coalesce(max(upto), 0) as upto
         from account_balances where account = $1)
     select balance
          + coalesce((select sum(amount_vnd) from postings where to_account = $1 and seq > upto), 0)
          - coalesce((select sum(amount_vnd) from postings where from_account = $1 and seq > upto), 0) as balance
       from kept`,
    [account],
  );
  return Number(row?.balance ?? 0);
}

/** Whether a business fact was posted. */
export async function isPosted(tx: Tx, key: string): Promise<boolean> {
  return await tx.existsBy(Postings, { key });
}

/** What the facts of an order whose keys begin with `prefix` have taken from an account, less what they gave it. */
export async function takenFrom(tx: Tx, orderId: string, prefix: string, account: string): Promise<number> {
  const lines = (await postingsOf(tx, orderId)).filter((one) => one.key.startsWith(prefix));
  const sum = (of: readonly Posting[]) => of.reduce((total, one) => total + one.amountVnd, 0);
  return (
    sum(lines.filter((one) => one.fromAccount === account)) - sum(lines.filter((one) => one.toAccount === account))
  );
}

/** Postings of an order, oldest first. */
export async function postingsOf(tx: Tx, orderId: string): Promise<Posting[]> {
  return await tx.find(Postings, { where: { orderId }, order: { id: 'ASC' } });
}
