import { type Measured, measure } from '../../contracts/measured.js';
import type { FileProfile } from '../kernel/duckdb.js';

/** A longer cell of a sample is cut: a sample is a glimpse, and one cell may hold megabytes. */
const longestCell = 2000;

/** Text that PostgreSQL keeps: NUL and halves of surrogate pairs, which a file may hold, become U+FFFD. Pure. */
export function storableText(text: string): string {
  return text.replace(/\0|[\ud800-\udfff]/gu, '\ufffd');
}

/** The profile as it is kept and shown: storable text, and no cell over its length. Pure. */
export function storableProfile<P extends FileProfile>(profile: P): P {
  const orNull = (text: string | null) => (text === null ? null : storableText(text));
  return {
    ...profile,
    columns: profile.columns.map((column) => ({
      ...column,
      name: storableText(column.name),
      type: storableText(column.type),
      min: orNull(column.min),
      max: orNull(column.max),
      top: column.top.map(({ value, n }) => ({ value: storableText(value), n })),
    })),
    personal: profile.personal.map((found) => ({
      ...found,
      column: storableText(found.column),
      examples: found.examples.map(storableText),
    })),
    sample: profile.sample.map((row) =>
      Object.fromEntries(Object.entries(row).map(([name, value]) => [storableText(name), cell(value)])),
    ),
  };
}

/** What is counted over all files of a revision, with the score of a day (`YYYY-MM-DD`). Pure. */
export function measureRevision(profiles: readonly FileProfile[], promised: string | null, at: Date): Measured {
  const today = at.toISOString().slice(0, 10);
  const sum = (of: (profile: FileProfile) => number) => profiles.reduce((all, one) => all + of(one), 0);
  const days = profiles
    .flatMap((profile) => profile.columns)
    .filter((column) => /^(DATE|TIMESTAMP)/.test(column.type) && column.max !== null)
    .map((column) => (column.max ?? '').slice(0, 10))
    .filter((day) => /^\d{4}-\d{2}-\d{2}$/.test(day) && day <= today)
    .sort();
  const facts = {
    rows: sum((one) => one.rows),
    cells: sum((one) => one.rows * one.columns.length),
    nulls: sum((one) => one.columns.reduce((all, column) => all + column.nulls, 0)),
    duplicates: sum((one) => one.duplicates),
    newest: days.at(-1) ?? null,
  };
  return { ...facts, ...measure(facts, promised, today), measuredAt: at.toISOString() };
}

/** Numbers, truth values and short text stay what they are; a large or nested value becomes its beginning as text. */
function cell(value: unknown): unknown {
  if (typeof value === 'string') return shortened(value);
  if (typeof value !== 'object' || value === null) return value;
  const text = JSON.stringify(value);
  const escaped = /\\u(0000|d[89a-f])/i.test(text);
  return text.length > longestCell || escaped ? shortened(text) : value;
}

function shortened(text: string): string {
  return storableText(text.length > longestCell ? `${text.slice(0, longestCell)}…` : text);
}
