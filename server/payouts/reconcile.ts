import { record } from '../audit/record.js';
import { system } from '../kernel/actor.js';
import { minute, now } from '../kernel/clock.js';
import type { Tx } from '../kernel/database.js';
import type { Kernel } from '../kernel/kernel.js';
import { enterMissed } from '../payments/apply.js';
import type { StripeGate } from '../payments/stripe.js';
import type { BalanceLine } from '../payments/stripe-connect.js';
import { concerns, keepEvent } from '../payments/webhook.js';
import { closeCase, type Difference, openCase } from './cases.js';
import { factOf, rules, sumsByType } from './facts.js';
import { BalanceEntries, type BalanceEntry, MoneyCases, MoneyCursors } from './tables.js';

/** An event, or a fact, has this long to arrive by itself. */
const patience = 10 * minute;
const settled = () => new Date(now().getTime() - patience);

/**
 * Compares the ledger with Stripe: events that were lost are applied as if they had come, every line of the balance is
 * looked for in the ledger and every fact in the balance. What differs becomes a case; nothing is corrected here.
 */
export async function reconcileWithStripe(kernel: Kernel, stripe: StripeGate): Promise<void> {
  await recoverEvents(kernel, stripe);
  await readBalance(kernel, stripe);
  await matchEntries(kernel, stripe);
  await matchFacts(kernel);
  await compareSums(kernel, stripe);
  await kernel.db.transaction((tx) => moveCursor(tx, 'compared', now().toISOString()));
}

/** Finds events that never came, and has them applied by the same jobs. Gives how many. */
export async function recoverEvents({ db, log }: Kernel, stripe: StripeGate): Promise<number> {
  let found = 0;
  for (let cursor = await cursorOf(db.read, 'events'); ; ) {
    const events = await stripe.connect.events(cursor);
    const due = events.slice(0, events.findIndex((one) => one.at > settled()) >>> 0);
    for (const { at: _, ...event } of due) {
      if (!concerns(event.type) || !(await keepEvent(db, event))) continue;
      found += 1;
      log.warn({ event: event.id, type: event.type }, 'An event of Stripe had been lost and was found.');
      const data = { eventId: event.id, type: event.type };
      await db.transaction((tx) =>
        record(tx, system, { type: 'event.recovered', data }, { kind: 'stripe-event', id: event.id }, []),
      );
    }
    const last = due.at(-1);
    if (last) await db.transaction((tx) => moveCursor(tx, 'events', last.id));
    if (!last || due.length < events.length) return found;
    cursor = last.id;
  }
}

/** Copies the lines of Stripe's balance that are new, page by page; after a kill it goes on where it was. */
async function readBalance({ db }: Kernel, stripe: StripeGate): Promise<void> {
  for (let cursor = await cursorOf(db.read, 'balance'); ; ) {
    const lines = await stripe.connect.balanceLines(cursor);
    const last = lines.at(-1);
    if (!last) return;
    await db.transaction(async (tx) => {
      for (const line of lines) {
        await tx.createQueryBuilder().insert().into(BalanceEntries).values(entryOf(line)).orIgnore().execute();
      }
      await moveCursor(tx, 'balance', last.id);
    });
    cursor = last.id;
  }
}

function entryOf({ id, type, source, amountVnd, feeVnd, netVnd, at, paymentIntent }: BalanceLine): BalanceEntry {
  const kind = { payment: 'charge', payment_refund: 'refund', payment_failure_refund: 'refund_failure' }[type] ?? type;
  // The ledger knows a charge by its payment.
  const known = kind === 'charge' ? (paymentIntent ?? source) : source;
  return { ...{ id, type: kind, source: known, amountVnd, feeVnd, netVnd, at, seenAt: now() }, fact: null };
}

/** Looks for every line that has no fact yet; a payment that was missed is entered as its event would have entered it. */
async function matchEntries(kernel: Kernel, stripe: StripeGate): Promise<void> {
  const { db, log } = kernel;
  const types = Object.keys(rules);
  const open = await db.read
    .createQueryBuilder(BalanceEntries, 'entry')
    .where('entry.fact is null and entry.type in (:...types)', { types })
    .orderBy('entry.at')
    .addOrderBy('entry.id')
    .limit(1000)
    .getMany();
  for (const entry of open) {
    try {
      if (await db.transaction((tx) => match(tx, entry))) continue;
      if (entry.at > settled()) continue;
      if (entry.type === 'charge' && entry.source !== null) await enterMissed(kernel, stripe, entry.source);
      await db.transaction(async (tx) => {
        if (!(await match(tx, entry))) await openCase(tx, differenceOf(entry, 0, null));
      });
    } catch (error) {
      log.warn({ err: error, entry: entry.id }, 'A line of Stripe’s balance could not be compared.');
    }
  }
}

/** Joins a line to its fact. A fact with another amount is one difference, and stays one until persons close it. */
async function match(tx: Tx, entry: BalanceEntry): Promise<boolean> {
  const fact = await factOf(tx, entry);
  if (!fact) return false;
  if (fact.ledgerVnd !== entry.amountVnd) {
    await openCase(tx, differenceOf(entry, fact.ledgerVnd, await orderOf(tx, fact.key)));
  } else await closeCase(tx, entry.type, entry.source ?? entry.id);
  await tx.update(BalanceEntries, { id: entry.id }, { fact: fact.key });
  await closeCase(tx, 'not-at-stripe', fact.key);
  return true;
}

function differenceOf(entry: BalanceEntry, expectedVnd: number, orderId: string | null): Difference {
  return { kind: entry.type, object: entry.source ?? entry.id, expectedVnd, foundVnd: entry.amountVnd, orderId };
}

async function orderOf(tx: Tx, key: string): Promise<string | null> {
  const [row]: { order_id: string | null }[] = await tx.query('select order_id from postings where key = $1', [key]);
  return row?.order_id ?? null;
}

/** Facts that claim money moved at Stripe and that no line of its balance bears out. */
async function matchFacts({ db }: Kernel): Promise<void> {
  const facts: { key: string; order_id: string | null; sum: string }[] = await db.read.query(
    `select key, min(order_id) as order_id, sum(amount_vnd) as sum from postings p
      where at < $1 and seq > $2
        and (from_account = 'outside:card' or to_account = 'outside:card' or key like 'transfer:%' or key like 'reversal:%')
        and key not like 'payout%'
        and not exists (select 1 from balance_entries e where e.fact = p.key)
        and not exists (select 1 from transfers t where t.rail = 'bank'
              and (p.key = 'transfer:' || t.id or p.key in (select 'reversal:' || r.id from reversals r where r.transfer_id = t.id)))
      group by key order by min(seq) limit 1000`,
    [settled(), Number((await cursorOf(db.read, 'facts')) ?? 0)],
  );
  for (const { key, order_id: orderId, sum } of facts) {
    const found = { kind: 'not-at-stripe', object: key, expectedVnd: Number(sum), foundVnd: 0, orderId };
    await db.transaction((tx) => openCase(tx, found));
  }
  // Facts that are borne out are not read again: the next comparison begins at the oldest that is not.
  await db.transaction(async (tx) => {
    const [row]: { upto: string | null }[] = await tx.query(
      `select least((select min(seq) - 1 from postings where key = $1),
                    (select max(seq) from postings where at < $2)) as upto`,
      [facts[0]?.key ?? '', settled()],
    );
    if (row?.upto) await moveCursor(tx, 'facts', row.upto);
  });
}

/** The sums of every type, and the balance itself: what no single line shows. */
async function compareSums({ db }: Kernel, stripe: StripeGate): Promise<void> {
  for (const { type, stripeVnd, ledgerVnd } of await sumsByType(db.read, settled())) {
    const known = await explained(db.read, type);
    await db.transaction((tx) => differ(tx, `sum:${type}`, 'stripe', ledgerVnd + known, stripeVnd));
  }
  const { availableVnd, pendingVnd } = await stripe.connect.balance(null);
  const [row]: { sum: string }[] = await db.read.query('select coalesce(sum(net_vnd), 0) as sum from balance_entries');
  const lines = Number(row?.sum ?? 0);
  // Lines that came between the two readings are seen the next time.
  const fresh = await stripe.connect.balanceLines(await cursorOf(db.read, 'balance'));
  if (fresh.length > 0) return;
  await db.transaction((tx) => differ(tx, 'balance', 'stripe', lines, availableVnd + pendingVnd));
}

/** What single differences of a type come to: they have cases of their own. */
async function explained(tx: Tx, type: string): Promise<number> {
  const cases = await tx.findBy(MoneyCases, [{ kind: type }, { kind: 'not-at-stripe' }]);
  const pattern = rules[type]?.pattern ?? /^$/;
  const counted = cases.filter((one) => one.state !== 'closed' || one.submittedBy !== null);
  return counted
    .filter((one) => one.kind === type || pattern.test(one.object))
    .reduce(
      (sum, one) => sum + (one.kind === type ? one.foundVnd - one.expectedVnd : -signed(type, one.expectedVnd)),
      0,
    );
}

const signed = (type: string, amount: number) =>
  ['charge', 'refund_failure', 'transfer_refund'].includes(type) ? amount : -amount;

export async function differ(
  tx: Tx,
  kind: string,
  object: string,
  expectedVnd: number,
  foundVnd: number,
): Promise<void> {
  if (expectedVnd === foundVnd) return await closeCase(tx, kind, object);
  await openCase(tx, { kind, object, expectedVnd, foundVnd, orderId: null });
}

export async function cursorOf(tx: Tx, name: string): Promise<string | null> {
  return (await tx.findOneBy(MoneyCursors, { name }))?.value ?? null;
}

async function moveCursor(tx: Tx, name: string, value: string): Promise<void> {
  await tx.upsert(MoneyCursors, { name, value, at: now() }, ['name']);
}
