import type { FileFormat } from '../../contracts/catalogue.js';
import { Problem } from '../../contracts/problems.js';

const formats: Readonly<Record<string, FileFormat | 'zip'>> = {
  ...{ csv: 'csv', tsv: 'csv', txt: 'csv', json: 'json', ndjson: 'ndjson', jsonl: 'ndjson' },
  ...{ geojson: 'geojson', parquet: 'parquet', xlsx: 'xlsx', zip: 'zip' },
};

/** The format that a name says, with or without `.gz` behind it. Throws 415 for one that the exchange does not take. */
export function uploadFormat(name: string): FileFormat | 'zip' {
  const lower = name.toLowerCase();
  const format = formats[lower.replace(/\.gz$/, '').split('.').at(-1) ?? ''];
  const packedTwice = lower.endsWith('.gz') && (format === 'zip' || format === 'xlsx' || format === 'parquet');
  if (format && lower.includes('.') && !packedTwice) return format;
  // Machine-readable formats only (Decree 314/2026, Art. 17): scans and office documents are no data files.
  throw new Problem(
    'unsupported-media',
    {
      vi: 'Chỉ nhận tệp dữ liệu máy đọc được: .csv, .tsv, .json, .ndjson, .geojson, .parquet, .xlsx, kể cả nén .gz hoặc .zip.',
      en: 'Only machine-readable files are taken: .csv, .tsv, .json, .ndjson, .geojson, .parquet, .xlsx, also as .gz or .zip.',
    },
    { decisionCode: 'KHONG_MAY_DOC' },
  );
}

/** Throws 422 when the first bytes of a file are not those of its format. */
export function refuseWrongContent(head: Buffer, format: FileFormat | 'zip', name: string): void {
  if (head.length > 0 && fits(head, name.toLowerCase().endsWith('.gz') ? 'gz' : format)) return;
  throw new Problem('unreadable-file', {
    vi: head.length === 0 ? `Tệp “${name}” trống.` : `Nội dung của “${name}” không phải ${format.toUpperCase()}.`,
    en: head.length === 0 ? `The file “${name}” is empty.` : `The content of “${name}” is not ${format.toUpperCase()}.`,
  });
}

function fits(head: Buffer, format: FileFormat | 'zip' | 'gz'): boolean {
  const start = head.subarray(0, 4).toString('latin1');
  if (format === 'parquet') return start === 'PAR1';
  if (format === 'zip' || format === 'xlsx') return start === 'PK\u0003\u0004';
  if (format === 'gz') return start.startsWith('\u001f\u008b');
  if (start === 'PAR1' || start.startsWith('PK\u0003\u0004') || start.startsWith('\u001f\u008b')) return false;
  return !head.includes(0) || isWide(head);
}

/** UTF-16 is the one text that has zeros: it begins with a mark, or every other byte is zero. */
function isWide(head: Buffer): boolean {
  if ((head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff)) return true;
  const zeros = [0, 0];
  for (const [place, byte] of head.entries()) if (byte === 0) zeros[place % 2] = (zeros[place % 2] ?? 0) + 1;
  const [few = 0, many = 0] = zeros.sort((a, b) => a - b);
  return many > head.length * 0.2 && few < head.length * 0.025;
}
