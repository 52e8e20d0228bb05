import type { Suggestion } from '../../contracts/evaluation.js';
import type { Dictionary, StoredProfile } from '../catalogue/tables.js';
import type { Schema } from './expressions.js';

export type Suggested = { name: string; schema: Schema; profile: StoredProfile | null };
type Column = {
  name: string;
  sql: string;
  kind: string;
  distinct: number;
  nulls: number;
  min: number;
  max: number;
  label: Label;
};
type Label = { vi: string; en: string };

const most = 10;
const fewCategories = 30;

/** Up to ten questions that the tables invite, from profile and dictionary; each of them can be asked as it stands. Pure. */
export function suggestionsFor(tables: readonly Suggested[], dictionary: Dictionary): Suggestion[] {
  const lists = tables.map((table) => ofTable(table, dictionary));
  const suggestions: Suggestion[] = [];
  for (let at = 0; suggestions.length < most && lists.some((list) => at < list.length); at += 1) {
    suggestions.push(...lists.flatMap((list) => list.slice(at, at + 1)));
  }
  return suggestions.slice(0, most);
}

function ofTable({ name, schema, profile }: Suggested, dictionary: Dictionary): Suggestion[] {
  if (!profile || profile.rows === 0) return [];
  const columns = profile.columns.flatMap((one): Column[] => {
    const found = schema.get(one.name);
    if (!found || one.nulls >= profile.rows) return [];
    const said = dictionary[one.name]?.description;
    const label = { vi: said?.vi || one.name, en: said?.en || one.name };
    const [min, max] = [Number(one.min), Number(one.max)];
    return [{ name: one.name, ...found, distinct: one.distinct, nulls: one.nulls, min, max, label }];
  });
  const grouped = (one: Column) =>
    one.distinct > 1 && one.distinct <= fewCategories && one.distinct * 10 <= profile.rows;
  const categories = columns.filter((one) => (one.kind === 'text' || one.kind === 'boolean') && grouped(one));
  const measures = columns.filter(
    (one) => one.kind === 'number' && one.distinct > 12 && one.max > one.min && !isIdentifier(one, profile.rows),
  );
  const times = columns.filter((one) => (one.kind === 'date' || one.kind === 'timestamp') && one.distinct > 1);
  const from = `FROM ${quoted(name)}`;
  const [time, category] = [times[0], categories[0]];
  const perTime = time ? timeStep(profile, time) : null;
  return [
    ...categories.slice(0, 2).map((one) => counts(from, one)),
    ...(time && perTime && (time.distinct < profile.rows || !measures[0]) ? [series(from, time, perTime)] : []),
    ...(time && perTime && measures[0] ? [averageSeries(from, time, perTime, measures[0])] : []),
    ...measures.slice(0, 2).map((one) => histogram(from, one)),
    ...(category ? measures.slice(0, 2).map((one) => averages(from, category, one)) : []),
    ...[nullShares(from, columns)].filter((one) => one !== null),
    ...measures.slice(0, 1).map((one) => spread(from, one)),
    ...categories.slice(2, 4).map((one) => counts(from, one)),
    ...measures.slice(2, 5).map((one) => histogram(from, one)),
    ...measures.slice(1, 4).map((one) => spread(from, one)),
    sizes(from, columns),
    ...columns.slice(0, 6).map((one) => presence(from, one)),
  ].slice(0, most);
}

/** Whole numbers that are nearly all different are names of rows. */
function isIdentifier({ name, distinct }: Column, rows: number): boolean {
  return distinct * 2 > rows && /(^|_|\b)(id|code|ma|key|no|stt)(_|\b|$)/i.test(name);
}

function counts(from: string, { sql, label }: Column): Suggestion {
  return {
    title: { vi: `Số dòng theo ${label.vi}`, en: `Rows by ${label.en}` },
    sql: `SELECT ${sql}, count(*) AS rows_counted\n${from}\nGROUP BY ${sql}\nORDER BY rows_counted DESC`,
    chart: 'bars',
  };
}

/** A round step that cuts the range into about twelve. */
export function stepOf(min: number, max: number): number {
  const rough = (max - min) / 12;
  const power = 10 ** Math.floor(Math.log10(rough));
  return [1, 2, 5, 10].map((one) => one * power).find((one) => one >= rough) ?? rough;
}

function histogram(from: string, { sql, label, min, max }: Column): Suggestion {
  const step = Number(stepOf(min, max).toPrecision(1));
  const bin = `floor(${sql} / ${step}) * ${step}`;
  return {
    title: { vi: `Phân bố ${label.vi}`, en: `Distribution of ${label.en}` },
    sql: `SELECT ${bin} AS from_value, count(*) AS rows_counted\n${from}\nGROUP BY ${bin}\nORDER BY from_value`,
    chart: 'bars',
  };
}

function averages(from: string, by: Column, of: Column): Suggestion {
  return {
    title: { vi: `Trung bình ${of.label.vi} theo ${by.label.vi}`, en: `Average ${of.label.en} by ${by.label.en}` },
    sql: `SELECT ${by.sql}, avg(${of.sql}) AS average, count(${of.sql}) AS values_counted\n${from}\nGROUP BY ${by.sql}\nORDER BY average DESC`,
    chart: 'bars',
  };
}

type Step = { unit: 'month' | 'year'; vi: string; en: string };
/** By month where a month has enough rows to be shown, else by year; null where even that is too fine. */
function timeStep({ rows, columns }: StoredProfile, { name }: Column): Step | null {
  const found = columns.find((one) => one.name === name);
  const years = (Date.parse(found?.max ?? '') - Date.parse(found?.min ?? '')) / (365.25 * 24 * 3600 * 1000);
  if (!(years > 0)) return null;
  if (rows / (years * 12) >= 15 && years <= 40) return { unit: 'month', vi: 'tháng', en: 'month' };
  return rows / years >= 15 ? { unit: 'year', vi: 'năm', en: 'year' } : null;
}

function series(from: string, { sql, label }: Column, { unit, vi, en }: Step): Suggestion {
  const at = `date_trunc('${unit}', ${sql})`;
  return {
    title: { vi: `Số dòng theo ${vi} (${label.vi})`, en: `Rows by ${en} (${label.en})` },
    sql: `SELECT ${at} AS from_day, count(*) AS rows_counted\n${from}\nGROUP BY ${at}\nORDER BY from_day`,
    chart: 'line',
  };
}

function averageSeries(from: string, time: Column, { unit, vi, en }: Step, of: Column): Suggestion {
  const at = `date_trunc('${unit}', ${time.sql})`;
  return {
    title: { vi: `Trung bình ${of.label.vi} theo ${vi}`, en: `Average ${of.label.en} by ${en}` },
    sql: `SELECT ${at} AS from_day, avg(${of.sql}) AS average\n${from}\nGROUP BY ${at}\nORDER BY from_day`,
    chart: 'line',
  };
}

function nullShares(from: string, columns: readonly Column[]): Suggestion | null {
  const holed = columns.filter((one) => one.nulls > 0).slice(0, 8);
  if (holed.length === 0) return null;
  const shares = holed.map(({ sql }) => `  round(100 * (1 - count(${sql}) / count(*)), 1) AS ${sql}`);
  return {
    title: { vi: 'Tỷ lệ thiếu của từng cột (%)', en: 'Missing values by column (%)' },
    sql: `SELECT\n${shares.join(',\n')}\n${from}`,
    chart: 'none',
  };
}

function spread(from: string, { sql, label }: Column): Suggestion {
  const quantile = (at: number) => `quantile_cont(${sql}, ${at})`;
  return {
    title: { vi: `Thấp, giữa, cao của ${label.vi}`, en: `Low, middle and high of ${label.en}` },
    sql: `SELECT min(${sql}) AS low, ${quantile(0.25)} AS quarter, median(${sql}) AS middle,\n  ${quantile(0.75)} AS three_quarters, max(${sql}) AS high\n${from}`,
    chart: 'none',
  };
}

function sizes(from: string, columns: readonly Column[]): Suggestion {
  const counted = columns.slice(0, 5).map(({ sql }) => `  count(DISTINCT ${sql}) AS ${sql}`);
  return {
    title: { vi: 'Số giá trị khác nhau của từng cột', en: 'Different values by column' },
    sql: `SELECT\n${counted.join(',\n')}\n${from}`,
    chart: 'none',
  };
}

function presence(from: string, { sql, label }: Column): Suggestion {
  return {
    title: { vi: `Mức đầy đủ của ${label.vi}`, en: `Completeness of ${label.en}` },
    sql: `SELECT count(*) AS rows_counted, count(${sql}) AS values_counted, count(DISTINCT ${sql}) AS different\n${from}`,
    chart: 'none',
  };
}

function quoted(name: string): string {
  return /^[a-z_][a-z0-9_]*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`;
}
