import { z } from 'zod';
import { text } from './common.js';
import { fold } from './fold.js';

/** What a provider may say a column holds; what the profile inferred stands where nothing is said. */
export const columnKinds = {
  integer: { vi: 'Số nguyên', en: 'Whole number' },
  number: { vi: 'Số', en: 'Number' },
  text: { vi: 'Văn bản', en: 'Text' },
  code: { vi: 'Mã', en: 'Code' },
  boolean: { vi: 'Đúng/sai', en: 'True or false' },
  date: { vi: 'Ngày', en: 'Date' },
  datetime: { vi: 'Thời điểm', en: 'Date and time' },
  year: { vi: 'Năm', en: 'Year' },
  geometry: { vi: 'Hình học', en: 'Geometry' },
} as const;
export type ColumnKind = keyof typeof columnKinds;
export const columnKindCodes = Object.keys(columnKinds) as [ColumnKind, ...ColumnKind[]];

/** One value of a code list. */
export const codeEntry = z.strictObject({ value: text(1, 200), vi: text(0, 300), en: text(0, 300) });
export type CodeEntry = z.infer<typeof codeEntry>;

/** One column of a data dictionary as it is written. */
export const dictionaryEntry = z.strictObject({
  name: z.string().min(1).max(200),
  description: z.strictObject({ vi: text(0, 500), en: text(0, 500) }),
  unit: text(0, 50).nullable().default(null),
  kind: z.enum(columnKindCodes).nullable().default(null),
  codes: z.array(codeEntry).max(500).default([]),
});
export type DictionaryEntry = z.infer<typeof dictionaryEntry>;

type Facts = { name: string; type: string; distinct: number; top?: readonly { value: string }[]; min: string | null };

const knownNames: readonly (readonly [RegExp, string, string])[] = [
  [/^(date|ngay|day)$/, 'Ngày', 'Date'],
  [/^(time|thoi gian|timestamp|datetime)$/, 'Thời điểm', 'Date and time'],
  [/^(year|nam)$/, 'Năm', 'Year'],
  [/^(month|thang)$/, 'Tháng', 'Month'],
  [/^(province|tinh|tinh thanh|dia phuong)$/, 'Tỉnh, thành phố', 'Province'],
  [/^(lat|latitude|vi do|stop lat)$/, 'Vĩ độ', 'Latitude'],
  [/^(lon|lng|long|longitude|kinh do|stop lon)$/, 'Kinh độ', 'Longitude'],
  [/^(population|dan so)$/, 'Dân số', 'Population'],
  [/^(temp|temperature|nhiet do|temp max|temp min)$/, 'Nhiệt độ', 'Temperature'],
  [/^(price|gia)$/, 'Giá', 'Price'],
];
/** A unit in brackets at the end of a name, or a common ending. */
const units: readonly (readonly [RegExp, string])[] = [
  [/[([]([^)\]]{1,20})[)\]]\s*$/, '$1'],
  [/[_ ](km|kg|mm|cm|m2|ha|ug_m3|pct)$/i, '$1'],
];

/** What can be said of a column from its name and its profile: a start for the provider, never published by itself. Pure. */
export function inferEntry(column: Facts): DictionaryEntry {
  const heading = fold(column.name)
    .replaceAll(/[^a-z0-9]+/g, ' ')
    .trim();
  const known = knownNames.find(([pattern]) => pattern.test(heading));
  const unit = units.map(([pattern]) => pattern.exec(column.name)?.[1]).find(Boolean) ?? null;
  const kind = kindOf(column, heading);
  const listed = kind === 'text' && column.distinct > 0 && column.distinct <= 12 && (column.top?.length ?? 0) > 0;
  return {
    name: column.name,
    description: { vi: known?.[1] ?? '', en: known?.[2] ?? '' },
    unit: unit === 'pct' ? '%' : unit,
    kind: listed ? 'code' : kind,
    codes: listed ? (column.top ?? []).map(({ value }) => ({ value, vi: '', en: '' })) : [],
  };
}

function kindOf({ name, type, min }: Facts, heading: string): ColumnKind {
  if (/^(DATE)$/.test(type)) return 'date';
  if (/^TIMESTAMP/.test(type)) return 'datetime';
  if (type === 'BOOLEAN') return 'boolean';
  if (/INT|HUGE/.test(type)) return /\b(year|nam)\b/.test(heading) ? 'year' : 'integer';
  if (/^(DOUBLE|FLOAT|DECIMAL)/.test(type)) return 'number';
  if (name === 'geometry' && /^[A-Z]+ \(/.test(min ?? '')) return 'geometry';
  return /(^| )(ma|code|id)( |$)/.test(heading) ? 'code' : 'text';
}

const headings = ['name', 'kind', 'unit', 'description_vi', 'description_en', 'codes'] as const;

/** A dictionary as CSV: one row a column; codes as `value=tiếng Việt|English` with `;` between. Pure. */
export function dictionaryToCsv(entries: readonly DictionaryEntry[]): string {
  const cell = (value: string) => (/[",\n\r]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value);
  const rows = entries.map(({ name, kind, unit, description, codes }) => [
    name,
    kind ?? '',
    unit ?? '',
    description.vi,
    description.en,
    codes.map((one) => `${escaped(one.value)}=${escaped(one.vi)}|${escaped(one.en)}`).join(';'),
  ]);
  return `\ufeff${[headings, ...rows].map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`;
}

function escaped(value: string): string {
  return value.replaceAll(/[\\=|;]/g, (sign) => `\\${sign}`);
}

/** Reads what `dictionaryToCsv` writes, and what a spreadsheet makes of it (`;` or tab between). Throws with the row that is wrong. Pure. */
export function dictionaryFromCsv(csv: string): DictionaryEntry[] {
  const plain = csv.replace(/^\ufeff/, '').normalize('NFC');
  const first = plain.split(/\r?\n/, 1)[0] ?? '';
  const delimiter = [',', ';', '\t'].reduce((best, one) =>
    first.split(one).length > first.split(best).length ? one : best,
  );
  const [head = [], ...rows] = rowsOf(plain, delimiter);
  const at = (name: (typeof headings)[number]) => head.findIndex((one) => one.trim().toLowerCase() === name);
  if (at('name') < 0) throw new Error('name');
  return rows
    .filter((row) => row.some((cell) => cell !== ''))
    .map((row, index) => {
      const cell = (name: (typeof headings)[number]) => row[at(name)]?.trim() ?? '';
      const read = dictionaryEntry.safeParse({
        name: cell('name'),
        description: { vi: cell('description_vi'), en: cell('description_en') },
        unit: cell('unit') || null,
        kind: cell('kind') || null,
        codes: codesOf(cell('codes')),
      });
      if (!read.success) throw new Error(`${index + 2}: ${read.error.issues[0]?.path.join('.') ?? ''}`);
      return read.data;
    });
}

function codesOf(cell: string): CodeEntry[] {
  if (cell === '') return [];
  return split(cell, ';').map((one) => {
    const [value = '', labels = ''] = split(one, '=');
    const [vi = '', en = ''] = split(labels, '|');
    return { value: bare(value), vi: bare(vi), en: bare(en) };
  });
}

/** Parts between unescaped signs; what is escaped stays so. */
function split(value: string, sign: string): string[] {
  const parts = [''];
  for (let at = 0; at < value.length; at += 1) {
    const letter = value[at] ?? '';
    if (letter === '\\') parts[parts.length - 1] += letter + (value[++at] ?? '');
    else if (letter === sign) parts.push('');
    else parts[parts.length - 1] += letter;
  }
  return parts;
}

function bare(value: string): string {
  return value.replaceAll(/\\(.)/g, '$1').trim();
}

function rowsOf(csv: string, delimiter: string): string[][] {
  const rows: string[][] = [['']];
  let quoted = false;
  for (let at = 0; at < csv.length; at += 1) {
    const letter = csv[at] ?? '';
    const row = rows[rows.length - 1] ?? [];
    const last = row.length - 1;
    if (quoted && letter === '"' && csv[at + 1] === '"') {
      row[last] += '"';
      at += 1;
    } else if (letter === '"' && (quoted || row[last] === '')) quoted = !quoted;
    else if (!quoted && letter === delimiter) row.push('');
    else if (!quoted && letter === '\n') rows.push(['']);
    else if (quoted || letter !== '\r') row[last] += letter;
  }
  return rows;
}
