import type { TransactionRow } from '../../contracts/inspection.js';
import type { Tx } from '../kernel/database.js';
import { type Filters, findTransactions, type Sort } from './search.js';

const columns: readonly (readonly [string, (row: TransactionRow) => string | number])[] = [
  ['order', (row) => row.id],
  ['created_at', (row) => row.createdAt],
  ['state', (row) => row.state],
  ['price_vnd', (row) => row.priceVnd],
  ['paid_vnd', (row) => row.paidVnd],
  ['refunded_vnd', (row) => row.refundedVnd],
  ['purpose', (row) => row.purpose],
  ['licence', (row) => row.licence],
  ['provenance_basis', (row) => row.basis],
  ['personal_origin', (row) => row.origin],
  ['dataset', (row) => row.dataset.id],
  ['title_vi', (row) => row.dataset.titleVi],
  ['title_en', (row) => row.dataset.titleEn],
  ['provider', (row) => row.provider.id],
  ['provider_name', (row) => row.provider.nameVi],
  ['buyer', (row) => row.buyer.id],
  ['buyer_name', (row) => row.buyer.nameVi],
];

/** A byte-order mark, by which spreadsheets know UTF-8, and the names of the columns. */
export const csvHead = `\ufeff${line(columns.map(([name]) => name))}`;

/** Transactions as lines of CSV (RFC 4180). Pure. */
export function csvLines(rows: readonly TransactionRow[]): string {
  return rows.map((row) => line(columns.map(([, of]) => of(row)))).join('');
}

const pageSize = 1000;

/** The whole result of a search as CSV, read a thousand rows at a time. */
export async function* csvOf(tx: Tx, filters: Filters, sort: Sort): AsyncGenerator<string> {
  yield csvHead;
  for (let last: string | null = null; ; ) {
    const rows: TransactionRow[] = await findTransactions(tx, filters, { sort, last, limit: pageSize });
    yield csvLines(rows);
    last = rows.at(-1)?.id ?? null;
    if (rows.length < pageSize) return;
  }
}

function line(cells: readonly (string | number)[]): string {
  return `${cells.map(cell).join(',')}\r\n`;
}

/** What a spreadsheet would run as a formula is given as text: an apostrophe comes before it. Numbers are numbers. */
function cell(value: string | number): string {
  if (typeof value === 'number') return String(value);
  const text = /^\s*[=+\-@＝＋－＠]|^[\t\r\n]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
