import { refuseOtherCurrency, StatementFault, type StatementLine } from './statement-line.js';

/** `:61:` value date, entry date, sign, funds code, amount, type and references. */
const movement = /^(\d{6})(\d{4})?(R?[CD])([A-Z])?(\d{1,12},\d{0,2})[A-Z][A-Z0-9]{3}([^\n/]*)(?:\/\/([^\n]*))?/;

/** Reads a SWIFT MT940 statement; each `:61:` is a movement, the `:86:` after it its content. Throws `StatementFault`. */
export function readMt940(text: string): StatementLine[] {
  const lines: StatementLine[] = [];
  let last: StatementLine | null = null;
  for (const { tag, value, line } of fields(text)) {
    if (tag === '60F' || tag === '60M') refuseOtherCurrency(value.slice(7, 10), line);
    if (tag === '61') {
      last = movementOf(value, line);
      lines.push(last);
    } else if (tag === '86' && last) {
      Object.assign(last, described(value));
      last = null;
    }
  }
  return lines;
}

function fields(text: string): { tag: string; value: string; line: number }[] {
  const found: { tag: string; value: string; line: number }[] = [];
  for (const [index, row] of text.split('\n').entries()) {
    const start = /^:(\d{2}[A-Z]?):(.*)$/.exec(row);
    const open = found.at(-1);
    if (start) found.push({ tag: start[1] ?? '', value: start[2] ?? '', line: index + 1 });
    else if (open && !/^[-{}]/.test(row) && row.trim() !== '') open.value += `\n${row}`;
  }
  return found;
}

function movementOf(value: string, line: number): StatementLine {
  const match = movement.exec(value);
  const [, date = '', , sign = '', , amount = '', own = '', bank] = match ?? [];
  const [whole = '', rest = ''] = amount.split(',');
  const bookedOn = match && dayFrom(date);
  if (!bookedOn || Number(rest) !== 0 || Number(whole) === 0) {
    throw new StatementFault(line, 'dòng :61: không đọc được.', 'the :61: line cannot be read.');
  }
  const comesIn = sign === 'C' || sign === 'RD';
  const bankReference = (bank ?? own).trim();
  if (!bankReference) {
    throw new StatementFault(line, 'dòng :61: không có số tham chiếu.', 'the :61: line has no reference.');
  }
  return {
    bankReference,
    bookedOn,
    amountVnd: comesIn ? Number(whole) : -Number(whole),
    content: '',
    counterparty: null,
  };
}

function dayFrom(yymmdd: string): string | null {
  const [year, month, day] = [yymmdd.slice(0, 2), yymmdd.slice(2, 4), yymmdd.slice(4, 6)].map(Number);
  const date = new Date(Date.UTC(2000 + (year ?? 0), (month ?? 0) - 1, day));
  return date.getUTCMonth() === (month ?? 0) - 1 ? date.toISOString().slice(0, 10) : null;
}

/** `:86:` is free text, or subfields `?20…?29` of text and `?32`, `?33` of the other party's name. */
function described(value: string): Pick<StatementLine, 'content' | 'counterparty'> {
  const parts = value.replaceAll('\n', '').split('?');
  if (parts.length === 1) return { content: value.replaceAll('\n', ' ').trim(), counterparty: null };
  const of = (from: number, to: number) =>
    parts
      .slice(1)
      .filter((part) => Number(part.slice(0, 2)) >= from && Number(part.slice(0, 2)) <= to)
      .map((part) => part.slice(2))
      .join('');
  return { content: of(20, 29).trim(), counterparty: of(32, 33).trim() || null };
}
