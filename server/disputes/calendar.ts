import { afterWorkingDays } from '../../contracts/scheme/working-days.js';
import { record } from '../audit/record.js';
import type { MemberActor } from '../kernel/actor.js';
import type { Tx } from '../kernel/database.js';
import { type Holiday, Holidays } from './tables.js';

/** The end of the n-th working day after `from`, by the exchange's calendar. */
export async function workingDaysAfter(tx: Tx, from: Date, days: number): Promise<Date> {
  const rows = await listHolidays(tx);
  return afterWorkingDays(from, days, new Map(rows.map((row) => [row.day, row.kind])));
}

/** Every day that differs from Monday to Friday, oldest first. */
export async function listHolidays(tx: Tx): Promise<Holiday[]> {
  return await tx.find(Holidays, { order: { day: 'ASC' } });
}

/** Enters, changes or takes off a day; what runs already keeps its end. */
export async function setHoliday(
  tx: Tx,
  actor: MemberActor,
  day: string,
  { kind, name }: { kind: 'off' | 'working' | 'none'; name: string },
): Promise<void> {
  if (kind === 'none') await tx.delete(Holidays, { day });
  else await tx.upsert(Holidays, { day, kind, name }, ['day']);
  await record(tx, actor, { type: 'holiday.set', data: { day, kind, name } }, { kind: 'holiday', id: day });
}
