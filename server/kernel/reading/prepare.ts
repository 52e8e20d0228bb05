import { open, stat } from 'node:fs/promises';
import type { FileFormat } from '../duckdb.js';
import { type Dialect, dialectOf } from './dialect.js';
import { asUtf8, type Encoding, readable, textFacts } from './encoding.js';
import { gunzip, type UnpackLimits } from './packed.js';

/** A file brought into a form that the engine reads: text in UTF-8 without mark, lines of JSON, or Parquet. */
export type Prepared = {
  form: 'csv' | 'json' | 'lines' | 'parquet';
  path: string;
  encoding: Encoding | null;
  dialect: Dialect | null;
  /** Of a workbook: the sheet that was read, and rows above and below the table that were left out. */
  sheet: { name: string; titleRows: number; noteRows: number; others: string[] } | null;
};

/** Brings the file at `path` into a form that the engine reads; what it writes lies in `scratch`. */
export async function prepare(
  path: string,
  format: FileFormat,
  scratch: string,
  limits: UnpackLimits,
): Promise<Prepared> {
  const plain = await unfolded(path, `${scratch}/unfolded`, limits);
  if (format === 'parquet') return { form: 'parquet', path: plain, encoding: null, dialect: null, sheet: null };
  if (format === 'xlsx') {
    // Loaded when it is needed: most files are no workbooks, and every file is read in a process of its own.
    const { sheetsAsCsv } = await import('./workbook.js');
    const sheets = await sheetsAsCsv(plain, (index) => `${scratch}/sheet-${index}.csv`, limits.bytes);
    const [{ name, titleRows, noteRows, path: text } = sheetMissing(), ...others] = sheets;
    const sheet = { name, titleRows, noteRows, others: others.map((one) => one.name) };
    return { form: 'csv', path: text, encoding: null, dialect: await dialectOf(text), sheet };
  }
  const facts = await textFacts(plain);
  let text = plain;
  if (!readable(facts)) {
    text = `${scratch}/text`;
    await asUtf8(plain, text, facts);
  }
  const { encoding } = facts;
  if (format === 'csv') return { form: 'csv', path: text, encoding, dialect: await dialectOf(text), sheet: null };
  if (format === 'geojson' || (format === 'json' && (await isCollection(text)))) {
    const lines = `${scratch}/features`;
    const { featuresAsLines } = await import('./geojson.js');
    await featuresAsLines(text, lines);
    return { form: 'lines', path: lines, encoding, dialect: null, sheet: null };
  }
  return { form: format === 'ndjson' ? 'lines' : 'json', path: text, encoding, dialect: null, sheet: null };
}

function sheetMissing(): never {
  throw new Error('The workbook has no sheet with a heading and rows.');
}

async function head(path: string, bytes: number): Promise<Buffer> {
  const file = await open(path);
  try {
    const buffer = Buffer.alloc(bytes);
    const { bytesRead } = await file.read(buffer, 0, bytes, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

/** The content of a gzip file; any other file as it is. */
async function unfolded(path: string, to: string, limits: UnpackLimits): Promise<string> {
  const start = await head(path, 2);
  if (start.length === 0) throw new Error('The file is empty.');
  if (start[0] !== 0x1f || start[1] !== 0x8b) return path;
  await gunzip(path, to, (await stat(path)).size, limits);
  return to;
}

/** Whether a JSON text begins as a GeoJSON collection. */
async function isCollection(path: string): Promise<boolean> {
  return /^\s*\{[^[{]*"type"\s*:\s*"FeatureCollection"/.test((await head(path, 4096)).toString('utf8'));
}
