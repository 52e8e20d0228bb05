import type { Conversion, PartStats } from './duckdb.js';
import { isNested, type Reading, type Source, withTypes } from './duckdb-reading.js';
import { literal, quoted } from './reading/sql.js';

/** Parts that clients read at once, and that are worth skipping. */
const partSize = '32MB';
const rowsPerGroup = 122_880;
/** Delta keeps statistics of the first columns only, and none of long text. */
const columnsWithStats = 32;
const longestText = 64;

type Column = { name: string; expression: string; type: string };

/** The file as Parquet that Spark's types can say. Runs in the child, which has one thread for it: more would mix the order of the rows. */
export async function convert(reading: Reading): Promise<Conversion> {
  return await withTypes(reading, (typed) => inParts(reading, typed));
}

async function inParts(reading: Reading, typed: Source): Promise<Conversion> {
  const { rows, tell, task } = reading;
  tell(0.05, 'converting');
  const columns = typed.columns.map(({ name, type }) => ({ name, ...sparkColumn(quoted(name), type) }));
  const selected = columns.map(({ name, expression }) => `${expression} as ${quoted(name)}`).join(', ');
  await rows(
    `copy (select ${selected} from ${typed.source}) to ${literal(`${task.scratch}/parts`)}
     (format parquet, compression snappy, overwrite_or_ignore true, row_group_size ${rowsPerGroup}, file_size_bytes ${literal(partSize)})`,
  );
  tell(0.7, 'statistics');
  const listed = await rows(`select file from glob(${literal(`${task.scratch}/parts/*.parquet`)})`);
  const names = listed.map((row) => String(row.file).split('/').at(-1) ?? '').sort((a, b) => ordinal(a) - ordinal(b));
  const parts: Conversion['parts'] = [];
  for (const [index, name] of names.entries()) {
    const stats = await statistics(reading, columns, `${task.scratch}/parts/${name}`);
    parts.push({ name: `parts/${name}`, rows: stats.numRecords, stats });
    tell(0.7 + (0.3 * (index + 1)) / names.length, name);
  }
  return { columns: columns.map(({ name, type }) => ({ name, type })), parts };
}

function ordinal(name: string): number {
  return Number(/\d+/.exec(name)?.[0] ?? 0);
}

const plain: Readonly<Record<string, string>> = {
  BOOLEAN: 'boolean',
  TINYINT: 'byte',
  SMALLINT: 'short',
  INTEGER: 'integer',
  BIGINT: 'long',
  FLOAT: 'float',
  DOUBLE: 'double',
  VARCHAR: 'string',
  DATE: 'date',
  BLOB: 'binary',
  'TIMESTAMP WITH TIME ZONE': 'timestamp',
};
/** What Spark has no type for becomes the next larger one that it has. */
const widened: Readonly<Record<string, readonly [string, string]>> = {
  UTINYINT: ['smallint', 'short'],
  USMALLINT: ['integer', 'integer'],
  UINTEGER: ['bigint', 'long'],
  UBIGINT: ['decimal(20,0)', 'decimal(20,0)'],
};

/** How a DuckDB column is selected, and its type in a Spark schema. Times without a zone are taken as UTC; nested values become JSON text. */
export function sparkColumn(name: string, type: string): { expression: string; type: string } {
  const same = plain[type];
  if (same) return { expression: name, type: same };
  const wide = widened[type];
  if (wide) return { expression: `${name}::${wide[0]}`, type: wide[1] };
  if (/^DECIMAL\(\d+,\d+\)$/.test(type)) return { expression: name, type: type.toLowerCase() };
  if (/^TIMESTAMP(_\w+)?$/.test(type)) {
    return { expression: `make_timestamptz(epoch_us(${name}::timestamp))`, type: 'timestamp' };
  }
  const value = isNested(type) && type !== 'JSON' ? `to_json(${name})` : name;
  return { expression: `${value}::varchar`, type: 'string' };
}

async function statistics({ rows }: Reading, columns: readonly Column[], path: string): Promise<PartStats> {
  const told = columns.slice(0, columnsWithStats).filter(({ type }) => type !== 'binary' && type !== 'boolean');
  const facts = told.flatMap(({ name, type }, index) => [
    `count(*) - count(${quoted(name)}) as nulls_${index}`,
    `${asStat(`min(${quoted(name)})`, type)} as least_${index}`,
    `${asStat(`max(${quoted(name)})`, type)} as most_${index}`,
  ]);
  const [row = {}] = await rows(
    `select count(*) as n${facts.map((one) => `, ${one}`).join('')} from read_parquet(${literal(path)})`,
  );
  const stats: PartStats = { numRecords: Number(row.n), minValues: {}, maxValues: {}, nullCount: {} };
  for (const [index, { name, type }] of told.entries()) {
    stats.nullCount[name] = Number(row[`nulls_${index}`]);
    const [least, most] = [statValue(row[`least_${index}`], type), statValue(row[`most_${index}`], type)];
    if (least === null || most === null) continue;
    stats.minValues[name] = least;
    stats.maxValues[name] = most;
  }
  return stats;
}

function asStat(value: string, type: string): string {
  return type === 'timestamp'
    ? `strftime(make_timestamp(epoch_us(${value})), '%Y-%m-%dT%H:%M:%S.%fZ')`
    : `${value}::varchar`;
}

/** A bound that is not exact would skip rows that match: what JSON cannot say exactly is not said. */
function statValue(value: unknown, type: string): number | string | null {
  if (value === null || value === undefined) return null;
  const text = String(value);
  if (type === 'string') return text.length > longestText ? null : text;
  if (type === 'date' || type === 'timestamp') return text;
  const number = Number(text);
  if (!Number.isFinite(number)) return null;
  return type === 'float' || type === 'double' || Number.isSafeInteger(number) ? number : null;
}
