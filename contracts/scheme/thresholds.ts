import type { Bilingual } from '../common.js';
import type { ImportanceClass } from './classes.js';

type Source = { source: string; confidence: 'S1' | 'S2' | 'DES'; since: string };

/** From how many people on undisclosed data is important or core (Decision 20/2025/QĐ-TTg). Rows are dated; the law changes them. */
export type HeadCount = Source & {
  of: 'basic' | 'sensitive';
  class: Exclude<ImportanceClass, 'other'>;
  from: number;
};
const decision20 = 'Decision 20/2025/QĐ-TTg, lists of core and important data';
export const headCounts: readonly HeadCount[] = [
  { of: 'basic', class: 'important', from: 100_000, source: decision20, confidence: 'S2', since: '2025-07-01' },
  { of: 'basic', class: 'core', from: 1_000_000, source: decision20, confidence: 'S2', since: '2025-07-01' },
  { of: 'sensitive', class: 'important', from: 10_000, source: decision20, confidence: 'S2', since: '2025-07-01' },
  { of: 'sensitive', class: 'core', from: 100_000, source: decision20, confidence: 'S2', since: '2025-07-01' },
];

const rank: Record<ImportanceClass, number> = { other: 0, important: 1, core: 2 };
/** Whether the first class is weaker than the second. Pure. */
export function weaker(one: ImportanceClass, other: ImportanceClass): boolean {
  return rank[one] < rank[other];
}

/** The class that the head-counts give on a day; what is public elsewhere already does not count. Pure. */
export function proposedClass(
  counts: { subjectsBasic: number | null; subjectsSensitive: number | null; disclosed: boolean },
  today: string,
): ImportanceClass {
  if (counts.disclosed) return 'other';
  const people = { basic: counts.subjectsBasic ?? 0, sensitive: counts.subjectsSensitive ?? 0 };
  const reached = headCounts.filter((row) => row.since <= today && people[row.of] >= row.from);
  if (reached.some((row) => row.class === 'core')) return 'core';
  return reached.length > 0 ? 'important' : 'other';
}

/** What de-identified data must reach over its quasi-identifiers. No text of the scheme names a number. */
export const anonymityLimits = {
  /** Rows that share every quasi-identifier; below it the listing is blocked. */
  leastK: 5,
  /** Different values of every other column among such rows; below it the reviewer is told. */
  leastL: 2,
  source: 'practice of statistical offices; the April 2026 draft and the final decree name none',
  confidence: 'DES',
} as const;

/** Length of texts below which nothing has been said. */
export const leastText = { description: 50, provenance: 20, limitations: 20, part: 10, deidentification: 50 } as const;

/** Working days and months of the gate; no text that could be read names them. */
export const gateClocks = {
  reviewDays: { length: 5, unit: 'working days', source: 'time to decide on a listing', confidence: 'DES' },
  reverifyMonths: {
    length: 12,
    unit: 'months',
    source: 'participants are looked at again (scheme P7)',
    confidence: 'DES',
  },
  certificateWarningDays: { length: 30, unit: 'days', source: 'warning before a certificate ends', confidence: 'DES' },
} as const;

/** Formats that a machine reads (Decree 314/2026, Art. 17); a scan or a PDF is documentation, never the data. */
export const machineReadable: readonly string[] = [
  ...['csv', 'tsv', 'json', 'ndjson', 'jsonl', 'xml', 'parquet', 'xlsx', 'geojson', 'gpkg', 'rdf', 'gtfs', 'api'],
];

/** What a provider declares at submission of every listing (Law on Data, Art. 42(3)). */
export const declarations = {
  harmless: {
    vi: 'Dữ liệu không gây hại cho quốc phòng, an ninh, đối ngoại, cơ yếu.',
    en: 'The data does no harm to defence, security, foreign affairs or cipher work.',
  },
  consented: {
    vi: 'Chủ thể dữ liệu đã đồng ý, hoặc luật cho phép không cần đồng ý.',
    en: 'The data subjects have consented, or the law does not ask for it.',
  },
  unbarred: {
    vi: 'Không luật nào cấm giao dịch dữ liệu này.',
    en: 'No law bars this data from being traded.',
  },
} as const satisfies Record<string, Bilingual>;
export const declarationCodes = Object.keys(declarations) as [
  keyof typeof declarations,
  ...(keyof typeof declarations)[],
];
