import { open } from 'node:fs/promises';
import { parse } from 'csv-parse/sync';

/** How a delimited text is written, and its columns. */
export type Dialect = { delimiter: ',' | ';' | '\t' | '|'; names: string[]; header: boolean };

const delimiters = [',', ';', '\t', '|'] as const;
const headBytes = 256 * 1024;

/** Reads the dialect off the head of a UTF-8 file. */
export async function dialectOf(path: string): Promise<Dialect> {
  const file = await open(path);
  try {
    const buffer = Buffer.alloc(headBytes);
    const { bytesRead } = await file.read(buffer, 0, headBytes, 0);
    const text = buffer.subarray(0, bytesRead).toString('utf8');
    return dialectIn(bytesRead < headBytes ? text : text.slice(0, text.lastIndexOf('\n') + 1) || text);
  } finally {
    await file.close();
  }
}

/** The delimiter that cuts most lines of the text into the same number of fields, more than one. Pure. */
export function dialectIn(text: string): Dialect {
  const tried = delimiters.map((delimiter) => ({ delimiter, rows: rowsOf(text, delimiter) }));
  const scored = tried.map(({ delimiter, rows }) => {
    const width = rows[0]?.length ?? 0;
    const alike = rows.filter((row) => row.length === width).length / Math.max(1, rows.length);
    return { delimiter, rows, score: width > 1 ? alike * (1 + Math.log(width)) : 0 };
  });
  const best = scored.reduce((all, one) => (one.score > all.score ? one : all));
  const first = best.rows[0] ?? [];
  const header = isHeader(first, best.rows.slice(1, 200));
  return {
    delimiter: best.delimiter,
    header,
    names: columnNames(header ? first : first.map(() => '')),
  };
}

function rowsOf(text: string, delimiter: string): string[][] {
  try {
    return parse(text, {
      delimiter,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      skip_records_with_error: true,
      to: 500,
    }) as string[][];
  } catch {
    // A quote that is open where the head ends: whole lines tell as much.
    return text
      .split(/\r?\n/)
      .slice(0, 200)
      .filter((line) => line !== '')
      .map((line) => line.split(delimiter));
  }
}

const amount = /^[-+]?[\d.,]+([eE][-+]?\d+)?$/;

/** A first line of nothing but numbers is a row, unless the columns are named by numbers such as years. */
function isHeader(first: readonly string[], rest: readonly (readonly string[])[]): boolean {
  if (first.length === 0) return true;
  if (!first.every((cell) => amount.test(cell.trim()))) return true;
  if (rest.length === 0) return true;
  return first.length > 1 && first.every((cell) => /^(19|20)\d\d$/.test(cell.trim()));
}

/** Names as columns can have them: trimmed, composed, none empty, none twice (whatever the case). Pure. */
export function columnNames(cells: readonly string[]): string[] {
  const taken = new Set<string>();
  return cells.map((cell, index) => {
    const base = cell.normalize('NFC').replaceAll(/\s+/g, ' ').trim().slice(0, 200) || `column_${index + 1}`;
    let name = base;
    for (let nth = 2; taken.has(name.toLowerCase()); nth += 1) name = `${base}_${nth}`;
    taken.add(name.toLowerCase());
    return name;
  });
}
