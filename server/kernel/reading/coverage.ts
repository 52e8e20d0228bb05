import { fold } from '../../../contracts/fold.js';
import type { Coverage } from '../../../contracts/measured.js';
import { provinceByCode, provinceByName } from '../../../contracts/scheme/province-names.js';

type Rows = (sql: string) => Promise<Record<string, unknown>[]>;
type Column = { name: string; type: string; distinct: number; min: string | null; max: string | null };

const asked = 400;
const nameHint = /\b(tinh|thanh pho|province|provinces|city|tinh thanh|dia phuong|khu vuc|region)\b/;
const codeHint = /\b(ma tinh|matinh|ma tp|province code|province id|ma dia phuong|ma don vi)\b/;

function heading(name: string): string {
  return fold(name)
    .replaceAll(/[^a-z0-9]+/g, ' ')
    .trim();
}

/**
 * Rows by province of today, when most of the column’s different values are names of provinces, or two-digit codes under a
 * heading that says so. Reads the table `grouped` of the column’s values.
 */
export async function provincesOf(rows: Rows, column: Column): Promise<Coverage['provinces']> {
  const [least, most] = [2, asked];
  if (column.distinct < least || column.distinct > most) return null;
  const text = column.type === 'VARCHAR';
  const title = heading(column.name);
  if (!text && !(codeHint.test(title) && /INT$|INTEGER$/.test(column.type))) return null;
  const values = await rows('select v::varchar as v, n from grouped where v is not null');
  const read = codeHint.test(title) ? provinceByCode : provinceByName;
  const found = values.map(({ v, n }) => ({ code: read(String(v)), n: Number(n) }));
  const known = found.filter((one) => one.code !== null);
  if (known.length < least || known.length < values.length * (nameHint.test(title) ? 0.5 : 0.8)) return null;
  const byCode: Record<string, number> = {};
  for (const { code, n } of known) if (code) byCode[code] = (byCode[code] ?? 0) + n;
  const unknown = found.filter((one) => one.code === null).reduce((sum, one) => sum + one.n, 0);
  return { column: column.name, rows: byCode, unknown };
}

/** Rows by year, month or day, whichever tells most in at most 60 steps, of a column of days or of years. */
export async function periodsOf(rows: Rows, column: Column): Promise<Coverage['periods']> {
  if (column.distinct === 0) return null;
  if (/^(DATE|TIMESTAMP)/.test(column.type)) {
    for (const [unit, form] of [
      ['day', '%Y-%m-%d'],
      ['month', '%Y-%m'],
      ['year', '%Y'],
    ] as const) {
      const found = await rows(
        `select strftime(v::timestamp, '${form}') as at, sum(n) as n from grouped where v is not null group by 1 order by 1 limit 61`,
      );
      if (found.length > 60 && unit !== 'year') continue;
      return { column: column.name, unit, bins: binsOf(found.slice(0, 60)) };
    }
  }
  const years = /\b(nam|year|yr)\b/.test(heading(column.name)) && /INT$|INTEGER$/.test(column.type);
  if (!years || Number(column.min) < 1800 || Number(column.max) > 2200 || column.distinct > 60) return null;
  const found = await rows('select v::varchar as at, n from grouped where v is not null order by v');
  return { column: column.name, unit: 'year', bins: binsOf(found) };
}

function binsOf(found: readonly Record<string, unknown>[]) {
  return found.map(({ at, n }) => ({ from: String(at), n: Number(n) }));
}
