import type { Dialect } from './dialect.js';
import { literal, quoted } from './sql.js';

/** How a column of text becomes typed: its DuckDB type, and the expression that turns the text `v` into it, or fails. */
export type Typed = { name: string; type: string; expression: string; form: Form };
/** The form in which values are written. */
export type Form = keyof typeof forms | 'text' | 'empty';

type Test = { type: string; fits: (v: string) => string; cast: (v: string) => string };
const wholly = (v: string, pattern: string) => `regexp_full_match(${v}, ${literal(pattern)})`;
/** Only what is written in the form is parsed: a value that cannot be is slow to refuse. */
const both = (written: string, parsed: string) => `case when ${written} then ${parsed} else false end`;
const parsed = (v: string, pattern: string) => `try_strptime(${v}, ${literal(pattern)}) is not null`;
/** Fails unless the value is written as the type writes it: `007` and `1.5` are no whole numbers. */
const orFail = (condition: string, v: string, value: string) =>
  `case when ${condition} then ${value} when ${v} is not null then error('untyped') end`;
const vnNumber = '[-+]?(?:[1-9]\\d{0,2}(?:\\.\\d{3})+|0|[1-9]\\d*)(?:,\\d+)?';
const enNumber = '[-+]?(?:[1-9]\\d{0,2}(?:,\\d{3})+|0|[1-9]\\d*)(?:\\.\\d+)?';
const plainNumber = '[-+]?(?:(?:0|[1-9]\\d*)(?:\\.\\d*)?|\\.\\d+)(?:[eE][-+]?\\d+)?';
const strptime = (pattern: string) => (v: string) => `strptime(${v}, ${literal(pattern)})`;
const day = (pattern: string, written: string): Test => ({
  type: 'DATE',
  fits: (v) => both(wholly(v, written), parsed(v, pattern)),
  cast: (v) => `${strptime(pattern)(v)}::date`,
});
const moment = (pattern: string, written: string): Test => ({
  type: 'TIMESTAMP',
  fits: (v) => both(wholly(v, written), parsed(v, pattern)),
  cast: strptime(pattern),
});
const isoDay = '\\d{4}-\\d{2}-\\d{2}';

/** Forms in the order in which they are tried; the first that fits every value is the column's. */
export const forms = {
  boolean: {
    type: 'BOOLEAN',
    fits: (v) => `lower(${v}) in ('true', 'false')`,
    cast: (v) => orFail(`lower(${v}) in ('true', 'false')`, v, `${v}::boolean`),
  },
  whole: {
    type: 'BIGINT',
    fits: (v) => wholly(v, '-?(?:0|[1-9]\\d{0,17})'),
    cast: (v) => orFail(`${v}::bigint::varchar = ${v}`, v, `${v}::bigint`),
  },
  plain: {
    type: 'DOUBLE',
    fits: (v) => wholly(v, plainNumber),
    cast: (v) =>
      `case when starts_with(${v}, '0') and length(${v}) > 1 and substr(${v}, 2, 1) not in ('.', 'e', 'E') then error('untyped') else ${v}::double end`,
  },
  vnWhole: {
    type: 'BIGINT',
    fits: (v) => wholly(v, '[-+]?(?:[1-9]\\d{0,2}(?:\\.\\d{3})+|0|[1-9]\\d*)'),
    cast: (v) =>
      orFail(wholly(v, '[-+]?(?:[1-9]\\d{0,2}(?:\\.\\d{3})+|0|[1-9]\\d*)'), v, `replace(${v}, '.', '')::bigint`),
  },
  vn: {
    type: 'DOUBLE',
    fits: (v) => wholly(v, vnNumber),
    cast: (v) => orFail(wholly(v, vnNumber), v, `replace(replace(${v}, '.', ''), ',', '.')::double`),
  },
  en: {
    type: 'DOUBLE',
    fits: (v) => wholly(v, enNumber),
    cast: (v) => orFail(wholly(v, enNumber), v, `replace(${v}, ',', '')::double`),
  },
  isoDay: {
    type: 'DATE',
    fits: (v) => both(wholly(v, isoDay), `try_cast(${v} as date) is not null`),
    cast: (v) => orFail(`length(${v}) = 10`, v, `${v}::date`),
  },
  dayMonth: day('%d/%m/%Y', '\\d{1,2}/\\d{1,2}/\\d{4}'),
  monthDay: day('%m/%d/%Y', '\\d{1,2}/\\d{1,2}/\\d{4}'),
  dayMonthHyphen: day('%d-%m-%Y', '\\d{1,2}-\\d{1,2}-\\d{4}'),
  dayMonthDot: day('%d.%m.%Y', '\\d{1,2}\\.\\d{1,2}\\.\\d{4}'),
  yearSlash: day('%Y/%m/%d', '\\d{4}/\\d{1,2}/\\d{1,2}'),
  zoned: {
    type: 'TIMESTAMP WITH TIME ZONE',
    fits: (v) =>
      both(
        wholly(v, `${isoDay}[T ]\\d{2}:\\d{2}(?::\\d{2}(?:\\.\\d+)?)?(?:Z|[-+]\\d{2}:?\\d{2})`),
        `try_cast(${v} as timestamptz) is not null`,
      ),
    cast: (v) => orFail(`length(${v}) > 16 and ${wholly(v, '.*(?:Z|[-+]\\d{2}:?\\d{2})')}`, v, `${v}::timestamptz`),
  },
  isoMoment: {
    type: 'TIMESTAMP',
    fits: (v) =>
      both(wholly(v, `${isoDay}[T ]\\d{2}:\\d{2}(?::\\d{2}(?:\\.\\d+)?)?`), `try_cast(${v} as timestamp) is not null`),
    cast: (v) =>
      orFail(
        `length(${v}) > 10 and not ends_with(${v}, 'Z') and not contains(substr(${v}, 12), '+') and not contains(substr(${v}, 12), '-')`,
        v,
        `${v}::timestamp`,
      ),
  },
  dayMonthMinute: moment('%d/%m/%Y %H:%M', '\\d{1,2}/\\d{1,2}/\\d{4} \\d{1,2}:\\d{2}'),
  dayMonthSecond: moment('%d/%m/%Y %H:%M:%S', '\\d{1,2}/\\d{1,2}/\\d{4} \\d{1,2}:\\d{2}:\\d{2}'),
  monthDayMinute: moment('%m/%d/%Y %H:%M', '\\d{1,2}/\\d{1,2}/\\d{4} \\d{1,2}:\\d{2}'),
  time: {
    type: 'TIME',
    fits: (v) => both(wholly(v, '\\d{2}:\\d{2}:\\d{2}'), `try_cast(${v} as time) is not null`),
    cast: (v) => orFail(`length(${v}) = 8`, v, `${v}::time`),
  },
} as const satisfies Record<string, Test>;
type FormName = keyof typeof forms;
const names = Object.keys(forms) as FormName[];

/** What people write where a value is missing. Read as missing only in columns that are otherwise numbers, days or truth values. */
export const missing = ['NA', 'N/A', 'n/a', 'NULL', 'null', 'NaN', 'nan', 'None', '-', '--', '..', '...', '…', '#N/A'];
const missingList = `(${missing.map(literal).join(', ')})`;

/** SQL that counts, over rows of text columns, how many values fit each form. */
export function countForms(columns: readonly string[], source: string): string {
  const facts = columns.flatMap((name, index) => {
    const v = quoted(name);
    const said = `${v} <> '' and ${v} not in ${missingList}`;
    return [
      `count(*) filter (where ${said}) as n_${index}`,
      `count(*) filter (where ${v} in ${missingList}) as missing_${index}`,
      `count(*) filter (where ${said} and contains(${v}, ',') and not ${wholly(v, enNumber)}) as comma_${index}`,
      `count(*) filter (where ${wholly(v, '[-+]?\\d{1,3}(?:\\.\\d{3}){2,}')}) as dots_${index}`,
      ...names.map((form, nth) => `count(*) filter (where ${said} and ${forms[form].fits(v)}) as f_${index}_${nth}`),
    ];
  });
  const trimmed = columns.map((name) => `trim(${quoted(name)}) as ${quoted(name)}`);
  return `select ${facts.join(', ')} from (select ${trimmed.join(', ')} from ${source})`;
}

/** SQL that counts, over all rows, the values that do not fit the form their column was given. */
export function countMisfits(typed: readonly Typed[], source: string): string {
  const facts = typed.map(({ name, form }, index) => {
    if (form === 'text' || form === 'empty') return `0 as bad_${index}`;
    const v = `trim(${quoted(name)})`;
    return `count(*) filter (where ${v} <> '' and not (${forms[form].fits(v)})) as bad_${index}`;
  });
  return `select ${facts.join(', ')} from ${source}`;
}

/** The form of each column from what was counted. Pure. */
export function decide(
  columns: readonly string[],
  counted: Record<string, unknown>,
  { delimiter }: Pick<Dialect, 'delimiter'>,
): Typed[] {
  const count = (key: string) => Number(counted[key] ?? 0);
  const fits = (index: number, form: FormName) =>
    count(`n_${index}`) > 0 && count(`f_${index}_${names.indexOf(form)}`) === count(`n_${index}`);
  // One column whose commas can only be decimal tells how the others are to be read.
  const commas = columns.some((_, index) => count(`comma_${index}`) > 0 && fits(index, 'vn'));
  return columns.map((name, index) => {
    const form = formOf(index);
    const v = `trim(${quoted(name)})`;
    if (form === 'text' || form === 'empty') return { name, type: 'VARCHAR', expression: quoted(name), form };
    const value = count(`missing_${index}`) > 0 ? `nullif_missing(${v})` : `nullif(${v}, '')`;
    return { name, type: forms[form].type, expression: forms[form].cast(value), form };
  });

  function formOf(index: number): Form {
    if (count(`n_${index}`) === 0) return 'empty';
    if (count(`dots_${index}`) > 0 || commas) {
      const plainWhole = fits(index, 'whole');
      if (!plainWhole && fits(index, 'vnWhole')) return 'vnWhole';
    }
    const found = names.find((form) => fits(index, form) && !(form === 'vnWhole'));
    if (found === 'vn' && fits(index, 'en') && delimiter === ',' && !commas) return 'en';
    return found ?? 'text';
  }
}

/** A value of null where people wrote that there is none. To be made once per connection. */
export const typingMacros = [
  `create macro nullif_missing(v) as case when v = '' or v in ${missingList} then null else v end`,
];
