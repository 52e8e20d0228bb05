import { z } from 'zod';
import { moment } from './common.js';

/** Counts of a column’s values in steps of equal width; `from` and `to` as text, `to` excluded but in the last step. */
export const bin = z.strictObject({ from: z.string(), to: z.string(), n: z.number().int() });
export type Bin = z.infer<typeof bin>;
export const topValue = z.strictObject({ value: z.string(), n: z.number().int() });
export type TopValue = z.infer<typeof topValue>;

/** Rows by province of today (two-digit code), and by period. */
export const coverage = z.strictObject({
  provinces: z
    .strictObject({ column: z.string(), rows: z.record(z.string(), z.number().int()), unknown: z.number().int() })
    .nullable(),
  periods: z
    .strictObject({
      column: z.string(),
      unit: z.enum(['year', 'month', 'day']),
      bins: z.array(z.strictObject({ from: z.string(), n: z.number().int() })),
    })
    .nullable(),
});
export type Coverage = z.infer<typeof coverage>;

export const qualityParts = ['completeness', 'uniqueness', 'timeliness'] as const;
export type QualityPart = (typeof qualityParts)[number];
/** The formula of the score: each part from 0 to 1, with its weight; a part that cannot be measured is left out of both sums. */
export const qualityWeights: Record<QualityPart, number> = { completeness: 50, uniqueness: 25, timeliness: 25 };
export const qualityPartNames: Record<QualityPart, { vi: string; en: string; how: { vi: string; en: string } }> = {
  completeness: {
    vi: 'Đầy đủ',
    en: 'Completeness',
    how: { vi: '1 − số ô trống / tổng số ô', en: '1 − empty cells / all cells' },
  },
  uniqueness: {
    vi: 'Không trùng lặp',
    en: 'Uniqueness',
    how: { vi: '1 − số dòng trùng / tổng số dòng', en: '1 − repeated rows / all rows' },
  },
  timeliness: {
    vi: 'Kịp thời',
    en: 'Timeliness',
    how: {
      vi: '1 khi ngày mới nhất trong dữ liệu cách không quá 2 kỳ cập nhật đã hứa, giảm đều về 0 ở kỳ thứ 6',
      en: '1 while the newest day in the data is at most 2 promised periods old, falling to 0 at the sixth',
    },
  },
};

export const measured = z.strictObject({
  rows: z.number().int(),
  cells: z.number().int(),
  nulls: z.number().int(),
  duplicates: z.number().int(),
  /** The newest day in any column of days or moments, not later than the day of measuring; null where there is none. */
  newest: z.iso.date().nullable(),
  parts: z.strictObject({
    completeness: z.number().nullable(),
    uniqueness: z.number().nullable(),
    timeliness: z.number().nullable(),
  }),
  score: z.number().int().nullable(),
  measuredAt: moment,
});
export type Measured = z.infer<typeof measured>;

/** Days of one period that a provider may promise; none for what is never, or not regularly, renewed. */
const periodDays: Readonly<Record<string, number>> = { yearly: 365, quarterly: 92, monthly: 31, weekly: 7, daily: 1 };

type Facts = Pick<Measured, 'rows' | 'cells' | 'nulls' | 'duplicates' | 'newest'>;

/** Parts and score of what was counted, on a day. Pure. */
export function measure(facts: Facts, promised: string | null, today: string): Pick<Measured, 'parts' | 'score'> {
  const { rows, cells, nulls, duplicates, newest } = facts;
  const period = promised === null ? undefined : periodDays[promised];
  const age = newest === null ? null : (Date.parse(today) - Date.parse(newest)) / 86_400_000;
  const parts = {
    completeness: cells === 0 ? null : 1 - nulls / cells,
    uniqueness: rows === 0 ? null : 1 - duplicates / rows,
    timeliness: period === undefined || age === null ? null : clamp(1 - (age / period - 2) / 4),
  };
  return { parts, score: scoreOf(parts) };
}

/** The weighted mean of the parts that were measured, 0…100; null when none was. Pure. */
export function scoreOf(parts: Measured['parts']): number | null {
  const told = qualityParts.flatMap((part) => {
    const value = parts[part];
    return value === null ? [] : [{ value, weight: qualityWeights[part] }];
  });
  const weight = told.reduce((sum, one) => sum + one.weight, 0);
  if (weight === 0) return null;
  return Math.round((100 * told.reduce((sum, one) => sum + one.value * one.weight, 0)) / weight);
}

function clamp(value: number): number {
  return Math.min(1, Math.max(0, value));
}

/** A value stands in at least this many rows before its bare text is shown to those who have no access (own choice). */
export const floorOfShown = 5;
