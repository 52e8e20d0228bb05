import { Problem } from '../../contracts/problems.js';
import { now } from '../kernel/clock.js';
import { runningTransaction, type Tx } from '../kernel/database.js';
import { type Hold, Holds } from './tables.js';

/** First key of the advisory locks between a step and a freeze; the second is the hash of an id. */
const gate = 83_142_028;

/** Keeps freezes of these ids out until the transaction ends: a freeze comes before the step or after it. */
async function stepUnder(tx: Tx, ids: readonly string[]): Promise<void> {
  await tx.query(
    'select pg_advisory_xact_lock_shared($1, hashtext(id)) from unnest($2::text[]) as id order by hashtext(id)',
    [gate, ids],
  );
}

/** Waits for every step under way on these ids and keeps new ones out. To be taken before any row is locked. */
export async function stopSteps(tx: Tx, ids: readonly string[]): Promise<void> {
  const running = runningTransaction(tx);
  if (running) free.delete(running);
  await tx.query('select pg_advisory_xact_lock($1, hashtext(id)) from unnest($2::text[]) as id order by hashtext(id)', [
    gate,
    ids,
  ]);
}

/** Holds in force that stop one of the ids, oldest first. */
export async function holdsOn(tx: Tx, ids: readonly string[]): Promise<Hold[]> {
  return (await holdsEver(tx, ids)).filter((hold) => hold.liftedAt === null);
}

/** Holds that stop one of the ids or have done so, oldest first. */
export async function holdsEver(tx: Tx, ids: readonly string[]): Promise<Hold[]> {
  if (ids.length === 0) return [];
  return await tx
    .createQueryBuilder(Holds, 'hold')
    .where('hold.stops && array[:...ids]::text[]', { ids })
    .orderBy('hold.id')
    .getMany();
}

/** The freeze in force on one of the ids, or null; without a lock, for looking only. */
export async function freezeOn(tx: Tx, ids: readonly string[]): Promise<Hold | null> {
  return (await holdsOn(tx, ids)).find((hold) => hold.freezes) ?? null;
}

/** Ids that each running transaction has found free: its locks keep them so until it ends. */
const free = new WeakMap<object, Set<string>>();

/** Throws 423 `frozen` while one of the ids is frozen, and keeps freezes out until the transaction ends. */
export async function requireNotFrozen(tx: Tx, ids: readonly string[]): Promise<void> {
  const running = runningTransaction(tx);
  const known = (running && free.get(running)) ?? new Set<string>();
  const asked = ids.filter((id) => !known.has(id));
  if (asked.length === 0) return;
  await stepUnder(tx, asked);
  const hold = await freezeOn(tx, asked);
  if (hold) throw frozen(hold);
  if (running) free.set(running, new Set([...known, ...asked]));
}

/** Throws 423 `legal-hold` while one of the ids is held in any way: what is there is kept. */
export async function requireDeletable(tx: Tx, ids: readonly string[]): Promise<void> {
  await stepUnder(tx, ids);
  const [hold] = await holdsOn(tx, ids);
  if (!hold) return;
  throw new Problem('legal-hold', {
    vi: 'Đang có lệnh lưu giữ: không được xóa tệp hay hồ sơ cho đến khi lệnh được gỡ.',
    en: 'This is under a legal hold: nothing may be deleted until it is lifted.',
  });
}

/** Whom it concerns learns that it is frozen; the reason stands beside, for whose subject it is. */
export const frozenWords = {
  vi: 'Cơ quan quản lý đang tạm dừng; mọi bước đều chờ đến khi lệnh được gỡ.',
  en: 'The regulator has frozen this; every step waits until the freeze is lifted.',
};

function frozen(hold: Hold): Problem {
  return new Problem('frozen', frozenWords, { holdId: hold.id });
}

/** How long, in milliseconds, freezes have stood between two moments; time under several counts once. Pure. */
export function frozenTime(
  holds: readonly Pick<Hold, 'freezes' | 'placedAt' | 'liftedAt'>[],
  from: Date,
  to = now(),
): number {
  const spans = holds
    .filter((hold) => hold.freezes)
    .map(({ placedAt, liftedAt }): [number, number] => [
      Math.max(placedAt.getTime(), from.getTime()),
      Math.min(liftedAt?.getTime() ?? Number.POSITIVE_INFINITY, to.getTime()),
    ])
    .sort(([a], [b]) => a - b);
  let total = 0;
  let counted = from.getTime();
  for (const [start, end] of spans) {
    total += Math.max(0, end - Math.max(start, counted));
    counted = Math.max(counted, end);
  }
  return total;
}

/** A condition in SQL: the row of `alias`, between two parties on a dataset, is not frozen. */
export function notFrozen(alias: string): string {
  return `not exists (select 1 from holds h where h.lifted_at is null and h.freezes
    and h.stops && array[${['id', 'dataset_id', 'provider_id', 'buyer_id'].map((one) => `${alias}.${one}`).join(', ')}])`;
}
