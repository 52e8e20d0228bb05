import type { Aggregate, Question } from './questions.js';

/** What of an answered question is kept, to compare later ones with: which rows, in which groups, of which columns. */
export type Population = {
  table: string;
  conditions: { sql: string; column: string }[];
  keys: { sql: string; column: string; plain: boolean }[];
  /** Columns that were aggregated, as they are written. */
  columns: string[];
};
/** An answered question by its number; null is the whole table, whose size and nulls the listing tells everybody. */
export type Answered = Population & { number: number | null };

/** Counts that leave are rounded to this step, other numbers to so many digits that count. */
export const countStep = 5;
const digits = 4;
/** Where one row makes up more than this share of a sum, the sum would tell the row. */
const dominance = 0.8;

export function whereOf({ conditions }: Pick<Population, 'conditions'>): string {
  return conditions.length === 0 ? 'true' : `coalesce(${conditions.map(({ sql }) => sql).join(' and ')}, false)`;
}

/** How many rows each condition picks, how many values each key has. */
export function looks(view: string, { conditions, keys }: Question): string {
  const facts = [
    'count(*) as n',
    ...conditions.map(({ sql }, at) => `count(*) filter (where ${sql}) as m${at}`),
    ...keys.flatMap(({ sql }, at) => [`approx_count_distinct(${sql}) as d${at}`, `count(${sql}) as v${at}`]),
  ];
  return `select ${facts.join(', ')} from ${view}`;
}

/** The groups with everything that may be shown of them, rounded; `n` is the true number of rows, `extra` what is added to k. */
export function groups(view: string, question: Question, k: number, column: (name: string) => string): string {
  const { keys, aggregates } = question;
  const columns = [...new Set(aggregates.flatMap((one) => (one.column === null ? [] : [one.column])))];
  const ranked = new Set(aggregates.flatMap((one) => (one.kind === 'quantile' ? [one.column] : [])));
  const cells = keys.map((key) => `"${key.cell}"`);
  const partition = cells.length > 0 ? `partition by ${cells.join(', ')}` : '';
  const base = [
    ...keys.map((key) => `${key.sql} as "${key.cell}"`),
    ...columns.map((name, at) => `${column(name)} as x${at}`),
    'row_mark',
  ];
  const ranks = columns.flatMap((name, at) =>
    ranked.has(name)
      ? [
          `row_number() over (${partition} order by x${at} nulls last) as r${at}`,
          `count(x${at}) over (${partition}) as c${at}`,
        ]
      : [],
  );
  const place = (one: Aggregate) => columns.indexOf(one.column ?? '');
  const raw = aggregates.map((one) => `${value(one, place(one), k, question)} as "${one.cell}"`);
  const shown = aggregates.map((one) => `${rounded(one)} as "${one.cell}"`);
  const by = cells.length > 0 ? `group by ${cells.join(', ')}` : '';
  return `create or replace temp table groups as
    with base as (select ${base.join(', ')} from ${view} where ${whereOf(question)}),
    ranked as (select ${['*', ...ranks].join(', ')} from base),
    raw as (select ${[...cells, 'count(*) as n', 'coalesce(bit_xor(row_mark), 0) % 4 as extra', ...raw].join(', ')} from ranked ${by})
    select ${[...cells, 'n', 'extra', ...shown].join(', ')} from raw`;
}

/** An aggregate that is computed from at least k rows, or null. Least, most and quantiles are means of k rows side by side. */
function value(one: Aggregate, at: number, k: number, { conditions, keys }: Question): string {
  if (one.kind === 'rows') return 'count(*)';
  const x =
    one.columnKind === 'number'
      ? `x${at}::double`
      : one.columnKind === 'date' || one.columnKind === 'timestamp'
        ? `epoch(x${at})`
        : `x${at}`;
  const enough = `count(x${at}) >= ${k}`;
  const spread = `max(abs(${x})) <= ${dominance} * sum(abs(${x}))`;
  const when = (condition: string, sql: string) => `case when ${condition} then ${sql} end`;
  switch (one.kind) {
    case 'count': {
      // Nulls of the whole table are in its profile, which everybody sees.
      const whole = conditions.length === 0 && keys.length === 0;
      const few = `count(*) - count(x${at}) between 1 and ${k - 1}`;
      return when(`(${enough} or count(x${at}) = 0)${whole ? '' : ` and not (${few})`}`, `count(x${at})`);
    }
    case 'distinct':
      return when(enough, `count(distinct x${at})`);
    case 'sum':
      return when(`${enough} and ${spread}`, `sum(${x})`);
    case 'avg':
      return when(`${enough} and ${spread}`, `avg(${x})`);
    case 'least':
    case 'most':
      return when(enough, extreme(one.kind === 'least' ? 'min' : 'max', x, k, one.columnKind === 'number'));
    case 'stddev':
      return when(enough, `stddev_samp(${x})`);
    case 'variance':
      return when(enough, `var_samp(${x})`);
    case 'quantile': {
      const first = `greatest(1, least(c${at} - ${k - 1}, 1 + floor(${one.at} * (c${at} - 1) - ${(k - 1) / 2})))`;
      return when(enough, `avg(${x}) filter (where r${at} between ${first} and ${first} + ${k - 1})`);
    }
  }
}

function extreme(name: 'min' | 'max', x: string, k: number, dominated: boolean): string {
  const list = `${name}(${x}, ${k})`;
  if (!dominated) return `list_avg(${list})`;
  const sizes = `list_transform(${list}, lambda v: abs(v))`;
  return `case when list_max(${sizes}) <= ${dominance} * list_sum(${sizes}) then list_avg(${list}) end`;
}

function rounded({ cell, kind, columnKind }: Aggregate): string {
  const x = `"${cell}"`;
  if (kind === 'rows' || kind === 'count') return `(round(${x} / ${countStep}.0) * ${countStep})::double`;
  if ((kind === 'least' || kind === 'most') && columnKind !== 'number') {
    const moment = `make_timestamp((${x} * 1e6)::bigint)`;
    return columnKind === 'date' ? `${moment}::date` : `date_trunc('hour', ${moment})`;
  }
  return `case when ${x} is null or isnan(${x}) or isinf(${x}) then null when ${x} = 0 then 0::double
    else round(${x}::double, ${digits - 1} - floor(log10(abs(${x})))::integer) end`;
}

/** How many rows fall under each combination of the given selections. */
export function overlaps(view: string, wheres: readonly string[]): string {
  const marks = wheres.map((where) => `case when ${where} then '1' else '0' end`);
  return `select ${marks.join(' || ')} as mark, count(*) as n from ${view} group by 1`;
}

/** Groups of the question that differ from some group of an earlier answer by fewer than k rows (from `least` on). */
export function nearby(
  view: string,
  question: Pick<Population, 'conditions'> & { keys: { sql: string }[] },
  earlier: Population,
  { k, least, column }: { k: number; least: 0 | 1; column: string | null },
): string {
  const mine = question.keys.map(({ sql }, at) => ({ sql, name: `k${at}` }));
  const theirs = earlier.keys.map(({ sql }, at) => ({ sql, name: `p${at}` }));
  const over = (keys: readonly { name: string }[]) =>
    keys.length > 0 ? `partition by ${keys.map(({ name }) => name).join(', ')}` : '';
  const selected = [...mine, ...theirs].map(({ sql, name }) => `${sql} as ${name}, `).join('');
  const grouped = [...mine, ...theirs].map(({ name }) => name).join(', ');
  const names = mine.length > 0 ? mine.map(({ name }) => name).join(', ') : '1 as one';
  const [now, then] = [whereOf(question), whereOf(earlier)];
  return `with cells as (
      select ${selected}count(*) filter (where ${now}) as mine, count(*) filter (where ${then}) as theirs,
        count(*) filter (where ${now} and ${then}) as shared
      from ${view} where (${now} or ${then})${column === null ? '' : ` and ${column} is not null`}
      ${grouped === '' ? '' : `group by ${grouped}`}),
    sized as (select *, sum(mine) over (${over(mine)}) as all_mine, sum(theirs) over (${over(theirs)}) as all_theirs from cells)
    select distinct ${names} from sized
    where shared > 0 and all_mine >= ${k} and all_theirs >= ${k}
      and all_mine + all_theirs - 2 * shared between ${least} and ${k - 1}`;
}
