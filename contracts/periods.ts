import { z } from 'zod';
import type { Bilingual } from './common.js';

/** A reporting period of the calendar of UTC+7: `2026` (year), `2026-Q4` (quarter) or `2026-11` (month). */
export const period = z
  .string()
  .regex(/^20\d\d(-(0[1-9]|1[0-2])|-Q[1-4])?$/)
  .meta({ examples: ['2026-Q4'] });

export type Span = { from: Date; to: Date };

const ahead = 7 * 3_600_000;

/** From when, included, to when, not included. Throws for what is no period. */
export function spanOf(text: string): Span {
  const year = Number(text.slice(0, 4));
  const rest = text.slice(5);
  if (!period.safeParse(text).success) throw new Error(`${text} is no period.`);
  const [month, months] = rest === '' ? [0, 12] : rest.startsWith('Q') ? [3 * Number(rest[1]) - 3, 3] : [+rest - 1, 1];
  const at = (index: number) => new Date(Date.UTC(year, index, 1) - ahead);
  return { from: at(month), to: at(month + months) };
}

/** The month, quarter and year a moment lies in. */
export function periodsOf(moment: Date): { month: string; quarter: string; year: string } {
  const local = new Date(moment.getTime() + ahead);
  const [year, month] = [local.getUTCFullYear(), local.getUTCMonth()];
  return {
    month: `${year}-${String(month + 1).padStart(2, '0')}`,
    quarter: `${year}-Q${Math.floor(month / 3) + 1}`,
    year: String(year),
  };
}

/** The `count` months that end with the one the moment lies in, oldest first. */
export function monthsUpTo(moment: Date, count: number): string[] {
  const local = new Date(moment.getTime() + ahead);
  return Array.from({ length: count }, (_, index) => {
    const month = new Date(Date.UTC(local.getUTCFullYear(), local.getUTCMonth() - count + 1 + index, 1) - ahead);
    return periodsOf(month).month;
  });
}

/** The day in UTC+7 a moment lies in, `2026-11-23`. */
export function dayOf(moment: Date): string {
  return new Date(moment.getTime() + ahead).toISOString().slice(0, 10);
}

/** The hour in UTC+7 a moment lies in, `2026-11-23T14`. */
export function hourOf(moment: Date): string {
  return new Date(moment.getTime() + ahead).toISOString().slice(0, 13);
}

/** The period as people write it. */
export function periodName(text: string): Bilingual {
  const [year = '', rest = ''] = [text.slice(0, 4), text.slice(5)];
  if (rest === '') return { vi: `Năm ${year}`, en: `Year ${year}` };
  if (rest.startsWith('Q')) return { vi: `Quý ${rest[1]}/${year}`, en: `Quarter ${rest[1]}, ${year}` };
  return { vi: `Tháng ${rest}/${year}`, en: `Month ${rest}/${year}` };
}
