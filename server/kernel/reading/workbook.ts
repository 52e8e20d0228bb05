import { once } from 'node:events';
import { createReadStream, createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import ExcelJS from 'exceljs';
import { columnNames } from './dialect.js';

/** One sheet of a workbook as comma-separated text in UTF-8. */
export type Sheet = { name: string; path: string; rows: number; titleRows: number; noteRows: number };

/** Rows above the heading that may be a title. */
const lookedAt = 40;

/**
 * Writes every sheet that holds a table as CSV, row by row; `most` bytes at most in all. The heading is the first row that
 * is as full as the table is wide: titles above it are left out, and so are notes below the table that fill one cell.
 */
export async function sheetsAsCsv(from: string, place: (index: number) => string, most: number): Promise<Sheet[]> {
  const reader = new ExcelJS.stream.xlsx.WorkbookReader(createReadStream(from), {
    worksheets: 'emit',
    sharedStrings: 'cache',
    styles: 'cache',
    hyperlinks: 'ignore',
    entries: 'ignore',
  });
  const sheets: Sheet[] = [];
  let written = 0;
  for await (const worksheet of reader) {
    const path = place(sheets.length);
    const name = String((worksheet as unknown as { name?: string }).name ?? `Sheet${sheets.length + 1}`);
    const table = new Table(path, (bytes) => {
      written += bytes;
      if (written > most) throw new Error(`The workbook holds more than ${Math.round(most / 1024 / 1024)} MB of text.`);
    });
    for await (const row of worksheet) await table.take(cellsOf(row));
    const found = await table.end();
    if (found.rows > 0) sheets.push({ name, path, ...found });
  }
  if (sheets.length === 0) throw new Error('The workbook has no sheet with a heading and rows.');
  return sheets;
}

function cellsOf(row: ExcelJS.Row): string[] {
  const values = row.values as unknown[];
  return Array.from({ length: Math.max(0, values.length - 1) }, (_, index) => textOf(values[index + 1]));
}

/** The value of a cell as text: days in ISO form, the result of a formula, a rich text without its styles. */
export function textOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (value instanceof Date) {
    const iso = value.toISOString();
    return iso.endsWith('T00:00:00.000Z') ? iso.slice(0, 10) : iso.slice(0, 19).replace('T', ' ');
  }
  if (typeof value !== 'object') return String(value).normalize('NFC').trim();
  const cell = value as { richText?: { text: string }[]; result?: unknown; text?: unknown; error?: string };
  if (cell.error !== undefined) return '';
  if (cell.richText) return textOf(cell.richText.map((one) => one.text).join(''));
  if (cell.text !== undefined) return textOf(cell.text);
  return textOf(cell.result);
}

const filled = (cells: readonly string[]) => cells.filter((cell) => cell !== '').length;

/** Finds the heading among the first rows, then writes what follows. */
class Table {
  #head: string[][] | null = [];
  #held: string[][] = [];
  #width = 0;
  #rows = 0;
  #titleRows = 0;
  readonly #out;

  constructor(
    path: string,
    private readonly count: (bytes: number) => void,
  ) {
    this.#out = createWriteStream(path, { mode: 0o600 });
  }

  async take(cells: string[]): Promise<void> {
    if (filled(cells) === 0) return;
    if (this.#head) {
      this.#head.push(cells);
      if (this.#head.length >= lookedAt) await this.#begin();
      return;
    }
    await this.#row(cells);
  }

  async #begin(): Promise<void> {
    const head = this.#head ?? [];
    this.#head = null;
    const widest = Math.max(0, ...head.map(filled));
    const at = head.findIndex((cells) => filled(cells) >= Math.max(widest > 1 ? 2 : 1, Math.ceil(widest * 0.7)));
    if (at < 0) return;
    this.#titleRows = at;
    const heading = head[at] ?? [];
    this.#width = Math.max(heading.length, ...head.slice(at + 1).map((cells) => lastFilled(cells)));
    await this.#write(columnNames(Array.from({ length: this.#width }, (_, index) => heading[index] ?? '')));
    for (const cells of head.slice(at + 1)) await this.#row(cells);
  }

  /** A row that fills one cell may be a note at the end: it is kept back until another row follows. */
  async #row(cells: string[]): Promise<void> {
    if (this.#width > 2 && filled(cells) === 1 && (cells[0] ?? '') !== '') {
      this.#held.push(cells);
      return;
    }
    for (const held of this.#held.splice(0)) await this.#data(held);
    await this.#data(cells);
  }

  async #data(cells: string[]): Promise<void> {
    if (lastFilled(cells) > this.#width) {
      throw new Error(
        `Row ${this.#rows + this.#titleRows + 2} of the sheet has cells beyond the ${this.#width} columns of its heading.`,
      );
    }
    this.#rows += 1;
    await this.#write(Array.from({ length: this.#width }, (_, index) => cells[index] ?? ''));
  }

  async #write(cells: readonly string[]): Promise<void> {
    const line = `${cells.map((cell) => (/[",\n\r]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',')}\n`;
    this.count(Buffer.byteLength(line));
    if (!this.#out.write(line)) await once(this.#out, 'drain');
  }

  async end(): Promise<{ rows: number; titleRows: number; noteRows: number }> {
    if (this.#head) await this.#begin();
    this.#out.end();
    await finished(this.#out);
    return { rows: this.#rows, titleRows: this.#titleRows, noteRows: this.#held.length };
  }
}

function lastFilled(cells: readonly string[]): number {
  return cells.findLastIndex((cell) => cell !== '') + 1;
}
