import { createHmac } from 'node:crypto';
import type { MarkingTerms } from '../../contracts/fingerprint.js';
import { length } from './tardos.js';

/** A column as it is read: `text` where the file's own text is kept and its type is only what the text means. */
export type TypedColumn = { name: string; type: string; text?: boolean };

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;
const literal = (text: string) => `'${text.replaceAll("'", "''")}'`;

type Kind = 'whole' | 'fraction' | 'date' | 'timestamp';
/** How a column of a DuckDB type can be shifted; null for one that cannot. */
export function kindOf(type: string): Kind | null {
  if (/^U?(BIG|SMALL|TINY)?INT(EGER)?$/.test(type) || type === 'UINTEGER') return 'whole';
  if (/^(DOUBLE|FLOAT|DECIMAL)/.test(type)) return 'fraction';
  if (type === 'DATE') return 'date';
  return /^TIMESTAMP/.test(type) ? 'timestamp' : null;
}

/** HMAC-SHA-256 (RFC 2104) of a text, in SQL, as 64 hex digits. The key is the column’s own, derived from the secret. */
function hmac(secret: string, purpose: string, message: string): string {
  const key = Buffer.alloc(64);
  createHmac('sha256', secret).update(`cells/${purpose}`).digest().copy(key);
  const pad = (byte: number) => {
    const hex = Buffer.from(key.map((one) => one ^ byte)).toString('hex');
    return `'${hex.replace(/../g, (two) => `\\x${two}`)}'::blob`;
  };
  return `sha256(${pad(0x5c)} || unhex(sha256(${pad(0x36)} || encode(${message}))))`;
}

/** The value of a column as what it means, whether it is read typed or as text. */
function meaningOf({ name, type, text }: TypedColumn): string {
  return text ? `try_cast(${quoted(name)} as ${type})` : quoted(name);
}

/** A row's name: its key columns as text. The same in the original and in every copy; `types` are the original's. */
export function rowKey(keys: readonly TypedColumn[]): string {
  return keys.map((key) => `coalesce(${meaningOf(key)}::varchar, '')`).join(' || chr(31) || ');
}

/** Of each marked column the position of its bit (`at…`) and which way a one goes (`up…`). */
export function cells(secret: string, terms: MarkingTerms, key: string): string {
  return terms.columns
    .map(({ name }, at) => {
      const bits = `('0x' || substr(h${at}, 1, 8))::bigint`;
      return `${hmac(secret, name, key)} as h${at}, ${bits} % ${length} as at${at}, (${bits} // ${length}) % 2 = 1 as up${at}`;
    })
    .join(', ');
}

/** The value of a column as a number in the unit its tolerance is stated in: days of a date, seconds of a moment. */
export function numberOf(column: TypedColumn): string {
  const value = meaningOf(column);
  switch (kindOf(column.type)) {
    case 'date':
      return `(${value} - date '1970-01-01')::double`;
    case 'timestamp':
      return `epoch_us(${value})::double / 1e6`;
    default:
      return `${value}::double`;
  }
}

/** The shifted value as it is written. Text keeps its digits; text of a form that would not come back the same stays as it is. */
function shifted(column: TypedColumn, by: string, tolerance: number): string {
  const [name, value] = [quoted(column.name), meaningOf(column)];
  const places = /e-(\d+)$/.exec(String(tolerance))?.[1] ?? String((String(tolerance).split('.')[1] ?? '').length);
  switch (kindOf(column.type)) {
    case 'date': {
      const moved = `(${value} + (${by})::integer)`;
      return column.text
        ? `case when regexp_full_match(${name}, '\\d{4}-\\d\\d-\\d\\d') then ${moved}::varchar else ${name} end`
        : moved;
    }
    case 'timestamp': {
      const moved = `(${value} + to_microseconds((${by} * 1e6)::bigint))`;
      const form = `regexp_full_match(${name}, '\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d')`;
      return column.text ? `case when ${form} then strftime(${moved}, '%Y-%m-%d %H:%M:%S') else ${name} end` : moved;
    }
    case 'whole': {
      const moved = `(${value} + (${by})::bigint)`;
      return column.text ? `${moved}::varchar` : `${moved}::${column.type}`;
    }
    default: {
      if (!column.text) return `round(${value}::double + ${by}, 12)::${column.type}`;
      return `round(${value}::double + ${by}, greatest(length(split_part(${name}, '.', 2)), ${places})::integer)::varchar`;
    }
  }
}

const find = (columns: readonly TypedColumn[], name: string): TypedColumn => {
  const found = columns.find((one) => one.name === name);
  if (!found) throw new Error(`There is no column ${name}.`);
  return found;
};

/**
 * The rows of a table as one buyer gets them: every cell of the named columns is moved up or down by its tolerance, as the
 * buyer’s codeword says. Cells that would leave the range of their column stay, and so does every cell of another column.
 */
export function markedRows(
  source: string,
  columns: readonly TypedColumn[],
  terms: MarkingTerms,
  secret: string,
  word: string,
): string {
  const marked = terms.columns.map(({ name }) => find(columns, name));
  const bounds = marked.map((one, at) => `min(${numberOf(one)}) as least${at}, max(${numberOf(one)}) as most${at}`);
  const selected = columns.map((column) => {
    const at = marked.indexOf(column);
    const name = quoted(column.name);
    if (at < 0) return name;
    const tolerance = terms.columns[at]?.tolerance ?? 0;
    const by = `(case when (substr(${literal(word)}, at${at} + 1, 1) = '1') = up${at} then ${tolerance} else ${-tolerance} end)`;
    const value = numberOf(column);
    const within = `${value} - ${tolerance} >= least${at} and ${value} + ${tolerance} <= most${at}`;
    return `case when ${within} then ${shifted(column, by, tolerance)} else ${name} end as ${name}`;
  });
  const key = rowKey(terms.keys.map((name) => find(columns, name)));
  return `select ${selected.join(', ')} from (select *, ${cells(secret, terms, key)} from ${source}),
    (select ${bounds.join(', ')} from ${source})`;
}

/**
 * What a suspect copy says at each position, by the rows of original and suspect that have the same key, once in each: a
 * value above the original speaks for one bit, one below for the other; what is far off is no copy of this cell.
 */
export function votes(
  sources: { original: string; suspect: string },
  columns: readonly TypedColumn[],
  present: readonly TypedColumn[],
  terms: MarkingTerms,
  secret: string,
): string {
  const none = 'select 0 as place, 0 as ones, 0 as zeros where false';
  if (!terms.keys.every((name) => present.some((one) => one.name === name))) return none;
  const own = terms.keys.map((name) => find(columns, name));
  // The suspect's keys are read as the original's types, whatever the reader took them for.
  const theirs = rowKey(own.map(({ name, type }) => ({ name, type, text: true })));
  const heard = terms.columns.flatMap(({ name, tolerance }, at) => {
    const copy = present.find((one) => one.name === name);
    return copy && kindOf(copy.type) ? [{ at, tolerance, copy, column: find(columns, name) }] : [];
  });
  if (heard.length === 0) return none;
  const copies = heard.map(({ at, copy }) => `any_value(${numberOf(copy)}) as v${at}`).join(', ');
  const told = heard.map(
    ({ at, tolerance, column }) => `select at${at} as place, up${at} as up, v${at} - ${numberOf(column)} as way
      from pairs where abs(way) between ${tolerance * 0.15} and ${tolerance * 3}`,
  );
  return `with kept as (select *, ${rowKey(own)} as row_key from ${sources.original}
      qualify count(*) over (partition by row_key) = 1),
    copies as (select ${theirs} as row_key, ${copies} from ${sources.suspect} group by 1 having count(*) = 1),
    pairs as materialized (select *, ${cells(secret, terms, 'row_key')} from kept join copies using (row_key)),
    told as (${told.join(' union all ')})
    select place::integer as place, count(*) filter (where (way > 0) = up)::integer as ones,
      count(*) filter (where (way > 0) <> up)::integer as zeros from told group by place`;
}
