import type { Road, UsageView } from '../../contracts/access.js';
import { vietnamDay } from '../../contracts/vietnam-day.js';
import type { Actor } from '../kernel/actor.js';
import { hour, now } from '../kernel/clock.js';
import type { Tx } from '../kernel/database.js';
import type { Used } from './rulings.js';
import type { Entitlement } from './tables.js';

/** Adds to what a member read today (by Viet Nam’s calendar) by one road. */
export async function countUse(
  tx: Tx,
  entitlementId: string,
  memberId: string,
  road: Road,
  more: { calls: number; bytes: number },
): Promise<void> {
  await tx.query(
    `insert into access_uses (entitlement_id, day, road, member_id, calls, bytes, last_at)
     values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (entitlement_id, day, road, member_id) do update set last_at = excluded.last_at,
       calls = access_uses.calls + excluded.calls, bytes = access_uses.bytes + excluded.bytes`,
    [entitlementId, vietnamDay(now()), road, memberId, more.calls, more.bytes, now()],
  );
}

/** Viet Nam is UTC+7, the whole year. */
const zone = 7 * hour;

/** First day of the month of a moment, and of the one after it, by the calendar of Viet Nam. Pure. */
export function monthOf(at: Date): { from: string; next: Date } {
  const there = new Date(at.getTime() + zone);
  const [year, month] = [there.getUTCFullYear(), there.getUTCMonth()];
  return {
    from: new Date(Date.UTC(year, month, 1)).toISOString().slice(0, 10),
    next: new Date(Date.UTC(year, month + 1, 1) - zone),
  };
}

/** What was read in the present period of the quota; nothing is summed where there is none. */
export async function usedIn(tx: Tx, { id, quota }: Pick<Entitlement, 'id' | 'quota'>): Promise<Used> {
  if (!quota) return { calls: 0, bytes: 0, resetsAt: null };
  const month = quota.per === 'month' ? monthOf(now()) : null;
  const [row]: [{ calls: string; bytes: string }] = await tx.query(
    `select coalesce(sum(calls), 0) as calls, coalesce(sum(bytes), 0) as bytes from access_uses
      where entitlement_id = $1 and day >= $2`,
    [id, month?.from ?? '1970-01-01'],
  );
  return { calls: Number(row.calls), bytes: Number(row.bytes), resetsAt: month?.next ?? null };
}

type Row = {
  day: string;
  road: Road;
  member_id: string;
  display_name: string;
  calls: number;
  bytes: string;
  last_at: Date;
};

/** What was read, by day, road and member. The buyer sees its members’ names; the others tell them apart by number. */
export async function usageView(tx: Tx, entitlement: Entitlement, actor: Actor): Promise<UsageView> {
  const rows: Row[] = await tx.query(
    `select u.day::text, u.road, u.member_id, m.display_name, u.calls, u.bytes, u.last_at
       from access_uses u join members m on m.id = u.member_id
      where u.entitlement_id = $1 order by u.day desc, u.last_at desc limit 400`,
    [entitlement.id],
  );
  const own = actor.kind === 'member' && actor.organisationId === entitlement.buyerId;
  const numbers = new Map<string, number>();
  for (const { member_id } of [...rows].sort((a, b) => a.member_id.localeCompare(b.member_id))) {
    if (!numbers.has(member_id)) numbers.set(member_id, numbers.size + 1);
  }
  const masked = (row: Row) => `#${numbers.get(row.member_id)}`;
  return {
    items: rows.map((row) => ({
      day: row.day,
      road: row.road,
      who: own ? row.display_name : masked(row),
      calls: row.calls,
      bytes: Number(row.bytes),
      lastAt: row.last_at.toISOString(),
    })),
  };
}
