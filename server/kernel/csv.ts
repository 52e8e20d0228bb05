/** A byte-order mark, by which spreadsheets know UTF-8. */
export const csvMark = '\ufeff';

/** One line of CSV (RFC 4180). Pure. */
export function csvLine(cells: readonly (string | number)[]): string {
  return `${cells.map(cell).join(',')}\r\n`;
}

/** What a spreadsheet would run as a formula is given as text: an apostrophe comes before it. Numbers are numbers. */
function cell(value: string | number): string {
  if (typeof value === 'number') return String(value);
  const text = /^\s*[=+\-@＝＋－＠]|^[\t\r\n]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
