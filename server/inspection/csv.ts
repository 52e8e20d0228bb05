import type { TransactionRow } from '../../contracts/inspection.js';
import { csvLine, csvMark } from '../kernel/csv.js';
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

/** The names of the columns. */
export const csvHead = `${csvMark}${csvLine(columns.map(([name]) => name))}`;

/** Transactions as lines of CSV (RFC 4180). Pure. */
export function csvLines(rows: readonly TransactionRow[]): string {
  return rows.map((row) => csvLine(columns.map(([, of]) => of(row)))).join('');
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
