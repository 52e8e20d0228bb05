import type { FileProfile } from '../kernel/duckdb.js';

/** A longer cell of a sample is cut: a sample is a glimpse, and one cell may hold megabytes. */
const longestCell = 2000;

/** Text that PostgreSQL keeps: NUL and halves of surrogate pairs, which a file may hold, become U+FFFD. Pure. */
export function storableText(text: string): string {
  return text.replace(/\0|[\ud800-\udfff]/gu, '\ufffd');
}

/** The profile as it is kept and shown: storable text, and no cell over its length. Pure. */
export function storableProfile({ rows, columns, sample, personal }: FileProfile): FileProfile {
  const orNull = (text: string | null) => (text === null ? null : storableText(text));
  return {
    rows,
    columns: columns.map((column) => ({
      ...column,
      name: storableText(column.name),
      type: storableText(column.type),
      min: orNull(column.min),
      max: orNull(column.max),
    })),
    personal: personal.map((found) => ({
      ...found,
      column: storableText(found.column),
      examples: found.examples.map(storableText),
    })),
    sample: sample.map((row) =>
      Object.fromEntries(Object.entries(row).map(([name, value]) => [storableText(name), cell(value)])),
    ),
  };
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
