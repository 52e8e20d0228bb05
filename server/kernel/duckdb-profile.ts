import type { ColumnFacts, FileProfile } from './duckdb.js';
import { isNested, type Reading, type Source } from './duckdb-reading.js';
import { scanColumn, scanMacros } from './duckdb-scan.js';
import { periodsOf, provincesOf } from './reading/coverage.js';
import { quoted } from './reading/sql.js';

/**
 * Exact counts over all rows of a table, how its values lie, personal data in it, and its first rows. Each column is grouped
 * once, and every question is put to its different values. Runs in the child.
 */
export async function profile(reading: Reading, { source, columns }: Source): Promise<FileProfile> {
  const { rows, tell, task } = reading;
  const [counted] = await rows(`select count(*) as n from ${source}`);
  const n = Number(counted?.n ?? 0);
  if (task.scan) for (const macro of scanMacros) await rows(macro);
  const found: ColumnFacts[] = [];
  const personal: FileProfile['personal'] = [];
  const coverage: FileProfile['coverage'] = { provinces: null, periods: null };
  for (const [index, column] of columns.entries()) {
    const name = quoted(column.name);
    const value = isNested(column.type) ? `to_json(${name})::varchar` : name;
    await rows(`create or replace temp table grouped as select ${value} as v, count(*) as n from ${source} group by 1`);
    const facts = await columnFacts(rows, column);
    found.push(facts);
    coverage.provinces ??= await provincesOf(rows, facts);
    coverage.periods ??= await periodsOf(rows, facts);
    if (task.scan) personal.push(...(await scanColumn(rows, column)));
    tell(0.3 + (0.65 * (index + 1)) / columns.length, column.name);
  }
  await rows('drop table if exists grouped');
  const sample = await rows(`select * from ${source} limit 20`);
  return {
    rows: n,
    duplicates: await duplicates(rows, source, columns, n),
    columns: found,
    coverage,
    sample,
    personal,
  };
}

/** Rows that repeat another one, by a 64-bit hash of all their values. */
async function duplicates(
  rows: Reading['rows'],
  source: string,
  columns: Source['columns'],
  n: number,
): Promise<number> {
  const values = columns.map(({ name, type }) => (isNested(type) ? `to_json(${quoted(name)})::varchar` : quoted(name)));
  const [row] = await rows(`select count(distinct hash(${values.join(', ')})) as n from ${source}`);
  return n - Number(row?.n ?? 0);
}

const steps = 20;
const numeric = /^(U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|DOUBLE|FLOAT|DECIMAL.*)$/;
const temporal = /^(DATE|TIMESTAMP.*)$/;

async function columnFacts(rows: Reading['rows'], column: { name: string; type: string }): Promise<ColumnFacts> {
  const mean = numeric.test(column.type) ? 'sum(v::double * n) / sum(n) filter (where v is not null)' : 'null';
  const [facts] = await rows(
    `select coalesce(sum(n) filter (where v is null), 0) as nulls, count(v) as different, sum(n) as n,
            min(v)::varchar as least, max(v)::varchar as most, ${mean} as mean from grouped`,
  );
  const number = facts?.mean === null || facts?.mean === undefined ? null : Number(facts.mean);
  return {
    ...column,
    nulls: Number(facts?.nulls ?? 0),
    distinct: Number(facts?.different ?? 0),
    min: short(facts?.least),
    max: short(facts?.most),
    mean: number !== null && Number.isFinite(number) ? number : null,
    bins: await binsOf(rows, column.type),
    top: await topOf(rows),
  };
}

/** How numbers, days or moments lie between the least and the greatest, in steps of equal width. */
async function binsOf(rows: Reading['rows'], type: string): Promise<ColumnFacts['bins']> {
  if (!numeric.test(type) && !temporal.test(type)) return null;
  const as = numeric.test(type) ? 'v::double' : 'epoch(v::timestamp)';
  const back = (x: string) =>
    numeric.test(type) ? `(${x})::varchar` : `strftime(make_timestamp(((${x}) * 1e6)::bigint), '%Y-%m-%d')`;
  const found = await rows(
    `with numbers as (select ${as} as x, n from grouped where v is not null and isfinite(${as})),
          ends as (select min(x) as a, max(x) as b, greatest((max(x) - min(x)) / ${steps}, 1e-300) as w from numbers),
          binned as (select least(floor((x - a) / w), ${steps - 1})::integer as place, sum(n) as n from numbers, ends group by 1)
     select place, n, ${back('a + place * w')} as low, ${back('case when a = b then b else a + (place + 1) * w end')} as high
       from binned, ends order by place`,
  );
  return found.map((row) => ({ from: String(row.low), to: String(row.high), n: Number(row.n) }));
}

/** The values that stand in most rows, and in more than one. */
async function topOf(rows: Reading['rows']): Promise<ColumnFacts['top']> {
  const found = await rows(
    `select v::varchar as v, n from grouped where v is not null and n > 1 order by n desc, v::varchar limit 10`,
  );
  return found.map((row) => ({ value: short(row.v) ?? '', n: Number(row.n) }));
}

function short(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  const text = String(value);
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}
