import { record } from '../audit/record.js';
import { system } from '../kernel/actor.js';
import { day, now } from '../kernel/clock.js';
import { type Database, lockRow, type Tx } from '../kernel/database.js';
import { newId } from '../kernel/ids.js';
import { advance, amend, begin } from '../lifecycle/advance.js';
import { loadRelations } from './related-parties.js';
import { bursts } from './rules/bursts.js';
import { circularTrades } from './rules/circular.js';
import { priceOutliers } from './rules/prices.js';
import { relatedTrades } from './rules/related.js';
import type { Finding, Trade } from './rules/trades.js';
import { flagSubject } from './subjects.js';
import { Flags } from './tables.js';

/** How far back the monitor looks: a price is held against a year, and a year of findings is looked at again. */
const horizonDays = 2 * 365;

/**
 * Applies every rule to the trades and raises what is new. Idempotent: a finding is one flag by its key; a closed flag opens
 * again only when trades have come that it did not know. Gives how many flags were raised, grown or opened again.
 */
export async function monitorTrades(db: Database): Promise<number> {
  const trades = await loadTrades(db.read);
  const { relationOfTrade } = await loadRelations(
    db.read,
    trades.flatMap((one) => [one.providerId, one.buyerId]),
  );
  const findings = [
    ...circularTrades(trades),
    ...relatedTrades(trades, relationOfTrade),
    ...priceOutliers(trades),
    ...bursts(trades),
  ];
  let changed = 0;
  for (const finding of findings) changed += (await db.transaction((tx) => enter(tx, finding))) ? 1 : 0;
  return changed;
}

/** Raises the finding, or adds its new trades to the flag there is. False when all of it was known. */
async function enter(tx: Tx, { kind, key, parties, orders, during, explanation }: Finding): Promise<boolean> {
  // Two processes may look at once: one waits here until the other has entered the same finding.
  await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 8314))', [key]);
  const known = await tx.findOneBy(Flags, { key });
  if (!known) {
    const row = { id: newId('flg'), kind, key, parties, orders, during, explanation, note: null, raisedAt: now() };
    await begin(tx, flagSubject, 'raise', row, system);
    return true;
  }
  const flag = await lockRow(tx, Flags, known.id);
  if (!flag || orders.every((one) => flag.orders.includes(one))) return false;
  const all = [...flag.orders, ...orders.filter((one) => !flag.orders.includes(one))];
  const set = { orders: all, explanation };
  if (flag.state === 'closed') await advance(tx, flagSubject, flag.id, 'reopen', system, { set });
  else await amend(tx, flagSubject, flag, set);
  const event = { type: 'flag.grown', data: { trades: all.length } } as const;
  await record(tx, system, event, { kind: 'flag', id: flag.id }, flagSubject.about(flag));
  return true;
}

type Row = Omit<Trade, 'priceVnd'> & { priceVnd: string };

/** The orders of the horizon as trades, with the sector of their dataset and the licence they were agreed under. */
async function loadTrades(tx: Tx): Promise<Trade[]> {
  const rows: Row[] = await tx.query(
    `select o.id, o.dataset_id as "datasetId", d.sector, f.licence, o.provider_id as "providerId",
            o.buyer_id as "buyerId", o.price_vnd as "priceVnd", o.created_at as at,
            o.state not in ('awaiting_payment', 'cancelled', 'expired', 'refunding', 'refunded') as standing
       from orders o
       join datasets d on d.id = o.dataset_id
       join access_requests r on r.id = o.request_id
       join offers f on f.id = r.offer_id
      where o.created_at >= $1 order by o.created_at, o.id`,
    [new Date(now().getTime() - horizonDays * day)],
  );
  return rows.map((row) => ({ ...row, priceVnd: Number(row.priceVnd) }));
}
