import type { DeliveredFile } from '../../contracts/fulfilment.js';
import { canonicalJson } from '../kernel/hash.js';

export type DataPart = { name: string; format: string; bytes: number; sha256: string };

const mediaTypes: Record<string, string> = {
  csv: 'text/csv; charset=utf-8',
  json: 'application/json',
  parquet: 'application/vnd.apache.parquet',
};

/** A provider's file as it is delivered: under `data/`, byte for byte. */
export function dataFile(file: DataPart): DeliveredFile {
  return {
    name: `data/${file.name}`,
    role: 'data',
    mediaType: mediaTypes[file.format] ?? 'application/octet-stream',
    bytes: file.bytes,
    sha256: file.sha256,
  };
}

/** The manifest: what was delivered for which order under which agreement. The same input gives the same bytes. */
export function manifestText(
  order: { id: string; agreementId: string; agreementSha256: string; datasetId: string; revisionId: string },
  files: readonly DeliveredFile[],
): string {
  return canonicalJson({ kind: 'datasan.manifest/1', order, files });
}

type Column = { file: string; name: string; type: string; descriptionVi: string; descriptionEn: string; unit: string };

/** The data dictionary as CSV (RFC 4180). */
export function dictionaryCsv(columns: readonly Column[]): string {
  const cell = (value: string) => (/[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value);
  const line = (cells: readonly string[]) => `${cells.map(cell).join(',')}\r\n`;
  return (
    line(['file', 'column', 'type', 'description_vi', 'description_en', 'unit']) +
    columns.map((one) => line([one.file, one.name, one.type, one.descriptionVi, one.descriptionEn, one.unit])).join('')
  );
}
