import type { FileProfile } from './duckdb.js';
import { isNested, quoted, type Reading, type Source } from './duckdb-reading.js';
import { scan } from './duckdb-scan.js';

/** Exact counts over all rows of a table, personal data in it, and its first rows. Runs in the child. */
export async function profile(reading: Reading, { source, columns }: Source): Promise<FileProfile> {
  const { rows, tell, task } = reading;
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
    tell(0.3 + (0.35 * (index + 1)) / columns.length, column.name);
  }
  const personal = task.scan
    ? await scan(reading, { source, columns }, (fraction) => tell(0.7 + 0.28 * fraction, 'personal data'))
    : [];
  const sample = await rows(`select * from ${source} limit 20`);
  return { rows: Number(counted?.n ?? 0), columns: found, sample, personal };
}

function short(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  const text = String(value);
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}
