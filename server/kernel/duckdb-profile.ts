import type { FileProfile } from './duckdb.js';
import { columnsOf, isNested, quoted, type Reading } from './duckdb-reading.js';
import { scan } from './duckdb-scan.js';

/** Schema, exact counts over all rows, and the first rows. Runs in the child. */
export async function profile(reading: Reading): Promise<FileProfile> {
  const { source, rows, tell } = reading;
  tell(0.02, 'reading');
  const columns = await columnsOf(reading);
  const [counted] = await rows(`select count(*) as n from ${source}`);
  const found: FileProfile['columns'] = [];
  for (const [index, column] of columns.entries()) {
    const name = quoted(column.name);
    const value = isNested(column.type) ? `to_json(${name})::varchar` : name;
    const [facts] = await rows(
      `select count(*) - count(${name}) as nulls, count(distinct ${value}) as distinct_values,
              min(${value})::varchar as least, max(${value})::varchar as most from ${source}`,
    );
    found.push({
      ...column,
      nulls: Number(facts?.nulls ?? 0),
      distinct: Number(facts?.distinct_values ?? 0),
      min: short(facts?.least),
      max: short(facts?.most),
    });
    tell(0.1 + (0.6 * (index + 1)) / columns.length, column.name);
  }
  const personal = await scan(reading, columns, (fraction) => tell(0.7 + 0.28 * fraction, 'personal data'));
  const sample = await rows(`select * from ${source} limit 20`);
  return { rows: Number(counted?.n ?? 0), columns: found, sample, personal };
}

function short(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  const text = String(value);
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}
