import { parse } from 'csv-parse/sync';
import { fold } from '../../../contracts/fold.js';
import { dayOf, dong, refuseOtherCurrency, StatementFault, type StatementLine } from './statement-line.js';

/** How the banks of the country head the columns, folded. */
const headings = {
  bookedOn: ['ngay giao dich', 'ngay hach toan', 'ngay', 'transaction date', 'booking date', 'date'],
  bankReference: ['so giao dich', 'ma giao dich', 'so tham chieu', 'so but toan', 'reference', 'transaction id', 'ref'],
  content: ['noi dung', 'dien giai', 'mo ta', 'description', 'details', 'remark', 'content'],
  credit: ['ghi co', 'phat sinh co', 'so tien ghi co', 'co', 'credit'],
  debit: ['ghi no', 'phat sinh no', 'so tien ghi no', 'no', 'debit'],
  amount: ['so tien', 'amount'],
  currency: ['loai tien', 'loai tien te', 'don vi tien te', 'tien te', 'currency', 'ccy'],
  counterparty: ['ten doi ung', 'nguoi chuyen', 'doi tac', 'counterparty', 'payer', 'beneficiary'],
} as const;
type Column = keyof typeof headings;

/**
 * Reads a statement in CSV (comma, semicolon or tab): the first line with a date and an amount column is the heading; what
 * stands above it is the bank's letterhead. Throws `StatementFault` for a line that cannot be understood.
 */
export function readCsvStatement(text: string): StatementLine[] {
  const rows = cells(text);
  const top = rows.findIndex(({ record }) => columnsOf(record) !== null);
  const columns = rows[top] && columnsOf(rows[top].record);
  if (!columns) {
    throw new StatementFault(
      1,
      'không thấy dòng tiêu đề với cột ngày, số giao dịch, nội dung và số tiền (hoặc ghi có, ghi nợ).',
      'there is no heading with columns for date, reference, description and amount (or credit and debit).',
    );
  }
  return rows
    .slice(top + 1)
    .filter(
      ({ record }) => dayOf(record[columns.bookedOn] ?? '') !== null || (record[columns.bankReference] ?? '') !== '',
    )
    .map(({ record, line }) => lineOf(record, columns, line));
}

type Row = { record: string[]; line: number };
type Columns = Partial<Record<Column, number>> & Record<'bookedOn' | 'bankReference' | 'content', number>;

function cells(text: string): Row[] {
  try {
    const parsed = parse(text, {
      delimiter: delimiterOf(text),
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
    }) as unknown as { record: string[]; info: { lines: number } }[];
    return parsed.map(({ record, info }) => ({ record, line: info.lines }));
  } catch (error) {
    const line = (error as { lines?: number }).lines ?? 1;
    throw new StatementFault(line, 'tệp CSV bị hỏng ở đây.', 'the CSV is broken here.');
  }
}

function delimiterOf(text: string): string {
  const counts = [',', ';', '\t'].map((one) => [one, text.split(one).length] as const);
  return counts.sort((a, b) => b[1] - a[1])[0]?.[0] ?? ',';
}

function columnsOf(record: readonly string[]): Columns | null {
  const found: Partial<Record<Column, number>> = {};
  for (const [index, cell] of record.entries()) {
    const heading = fold(cell)
      .replaceAll(/\(.*\)|[^a-z ]/g, '')
      .trim();
    for (const [column, names] of Object.entries(headings) as [Column, readonly string[]][]) {
      if (found[column] === undefined && names.includes(heading)) found[column] = index;
    }
  }
  const { bookedOn, bankReference, content } = found;
  const money = found.amount !== undefined || found.credit !== undefined;
  if (bookedOn === undefined || bankReference === undefined || content === undefined || !money) return null;
  return { ...found, bookedOn, bankReference, content };
}

function lineOf(record: readonly string[], columns: Columns, line: number): StatementLine {
  const cell = (column: Column) => record[columns[column] ?? -1] ?? '';
  const bookedOn = dayOf(cell('bookedOn'));
  if (!bookedOn) {
    throw new StatementFault(line, `“${cell('bookedOn')}” không phải một ngày.`, `“${cell('bookedOn')}” is no day.`);
  }
  if (!cell('bankReference')) {
    throw new StatementFault(line, 'thiếu số giao dịch của ngân hàng.', 'the bank’s reference is missing.');
  }
  refuseOtherCurrency(cell('currency').toUpperCase() || foreignIn(cell) || 'VND', line);
  return {
    bankReference: cell('bankReference'),
    bookedOn,
    amountVnd: amountOf(cell, line),
    content: cell('content'),
    counterparty: cell('counterparty') || null,
  };
}

/** The currency that stands in an amount itself, as in `USD 1,000` or `1.000 $`; empty for đồng. */
function foreignIn(cell: (column: Column) => string): string {
  const amounts = ['amount', 'credit', 'debit'] as const;
  const found = amounts.map((one) => /[A-Z]{3}|[$€£¥]/.exec(cell(one).toUpperCase())?.[0] ?? '');
  return found.find((one) => one !== '' && one !== 'VND') ?? '';
}

function amountOf(cell: (column: Column) => string, line: number): number {
  const side = (column: Column) => (cell(column) === '' ? 0 : dong(cell(column)));
  const [amount, credit, debit] = [side('amount'), side('credit'), side('debit')];
  if (amount !== null && credit !== null && debit !== null) {
    const value = amount + Math.abs(credit) - Math.abs(debit);
    if (value !== 0) return value;
  }
  throw new StatementFault(
    line,
    'số tiền không phải số đồng nguyên khác 0.',
    'the amount is not a whole number of đồng other than 0.',
  );
}
