import type { Tx } from '../kernel/database.js';
import type { BalanceEntry } from './tables.js';

/** How a type of Stripe's balance entries is found in the ledger. */
type Rule = {
  /** The fact that an entry's source stands for; `$1` is the source. */
  fact: string;
  /** Keys of such facts, as a pattern; each has one posting of the account below for every movement. */
  pattern: RegExp;
  like: string;
  account: 'outside:card' | 'transit:';
};

/**
 * Types of entries that have facts in the ledger. What is not named here is the exchange's own affair with Stripe (its fees,
 * its payouts, its top-ups): it moves no participant's money and has no fact.
 */
export const rules: Readonly<Record<string, Rule>> = {
  charge: {
    fact: `select 'payment:' || id as fact from payments where payment_intent = $1`,
    pattern: /^payment:/,
    like: 'payment:%',
    account: 'outside:card',
  },
  refund: {
    fact: `select 'refund:' || id as fact from refunds where stripe_refund = $1`,
    pattern: /^refund:/,
    like: 'refund:%',
    account: 'outside:card',
  },
  refund_failure: {
    fact: `select 'refund-failed:' || id as fact from refunds where stripe_refund = $1`,
    pattern: /^refund-failed:/,
    like: 'refund-failed:%',
    account: 'outside:card',
  },
  transfer: {
    fact: `select 'transfer:' || id as fact from transfers where stripe_transfer = $1`,
    pattern: /^transfer:/,
    like: 'transfer:%',
    account: 'transit:',
  },
  transfer_refund: {
    fact: `select 'reversal:' || id as fact from reversals where stripe_reversal = $1`,
    pattern: /^reversal:/,
    like: 'reversal:%',
    account: 'transit:',
  },
  adjustment: {
    fact: `select distinct p.key as fact from chargebacks c join postings p on p.order_id = c.order_id
      where c.stripe_dispute = $1 and p.key like 'chargeback:' || c.id || ':%' order by 1`,
    pattern: /^chargeback:/,
    like: 'chargeback:%',
    account: 'outside:card',
  },
};

/** The fact of an entry and what the ledger says it came to, signed as at Stripe: what the exchange's balance gains. */
export async function factOf(
  tx: Tx,
  entry: Pick<BalanceEntry, 'type' | 'source' | 'amountVnd'>,
): Promise<{ key: string; ledgerVnd: number } | null> {
  const rule = rules[entry.type];
  if (!rule || entry.source === null) return null;
  const rows: { fact: string }[] = await tx.query(rule.fact, [entry.source]);
  let near: { key: string; ledgerVnd: number } | null = null;
  for (const { fact } of rows) {
    const ledgerVnd = await ledgerSide(tx, fact);
    // A complaint takes and may give back, more than once: each line has the fact with its own amount, at least its sign.
    if (ledgerVnd === entry.amountVnd) return { key: fact, ledgerVnd };
    if (ledgerVnd !== 0 && Math.sign(ledgerVnd) === Math.sign(entry.amountVnd)) near ??= { key: fact, ledgerVnd };
  }
  return near;
}

/** What a fact moved between the exchange's balance at Stripe and what is beyond it; 0 for one that was never posted. */
async function ledgerSide(tx: Tx, key: string): Promise<number> {
  const [row]: { sum: string }[] = await tx.query(`select ${gain} as sum from postings where key = $1`, [key]);
  return Number(row?.sum ?? 0);
}

/** Money from buyers' cards raises the balance at Stripe, money handed on to a provider's account lowers it. */
const gain = `coalesce(sum(case
  when from_account = 'outside:card' or (from_account like 'transit:%' and key like 'reversal:%') then amount_vnd
  when to_account = 'outside:card' or (to_account like 'transit:%' and key like 'transfer:%') then -amount_vnd
  else 0 end), 0)`;

export type TypeSum = { type: string; entries: number; stripeVnd: number; ledgerVnd: number };

/**
 * Entries of each type beside the facts they should be: what differs is found even if no single line does. What is younger
 * than `upTo` counts only where both sides are there: the other is still on its way.
 */
export async function sumsByType(tx: Tx, upTo: Date): Promise<TypeSum[]> {
  const sums: TypeSum[] = [];
  for (const [type, rule] of Object.entries(rules)) {
    const [stripe]: { entries: string; sum: string }[] = await tx.query(
      'select count(*) as entries, coalesce(sum(amount_vnd), 0) as sum from balance_entries where type = $1 and (at < $2 or fact is not null)',
      [type, upTo],
    );
    const [ledger]: { sum: string }[] = await tx.query(
      `select ${gain} as sum from postings p where key like $1 and (at < $2 or exists (select 1 from balance_entries e where e.fact = p.key))
        and ($3 = 'outside:card' or not exists (select 1 from transfers t
          where t.rail = 'bank' and (p.key = 'transfer:' || t.id
             or p.key in (select 'reversal:' || r.id from reversals r where r.transfer_id = t.id))))`,
      [rule.like, upTo, rule.account],
    );
    sums.push({
      type,
      entries: Number(stripe?.entries ?? 0),
      ...{ stripeVnd: Number(stripe?.sum ?? 0), ledgerVnd: Number(ledger?.sum ?? 0) },
    });
  }
  return sums;
}
