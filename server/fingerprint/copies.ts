import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import type { FileFormat } from '../../contracts/catalogue.js';
import type { MarkingTerms } from '../../contracts/fingerprint.js';
import { minute } from '../kernel/clock.js';
import { type QueryLimits, type QueryProcess, type QueryView, withQueryProcess } from '../kernel/duckdb-query.js';
import { literal } from '../kernel/reading/sql.js';
import type { Storage, Stored } from '../kernel/storage.js';
import type { Votes } from './detecting.js';
import { markedRows, type TypedColumn, votes } from './statements.js';
import { biases, codeword } from './tardos.js';

/** One thread, so that rows keep their order and the same copy always has the same bytes. */
const limits: QueryLimits = { timeoutMs: 10 * minute, memory: '700MB', threads: 1, addressSpace: 6_000_000_000 };

type Source = { sha256: string; format: FileFormat };

/** The copy of a file for one buyer, kept in the store. The same file, terms, secret and buyer always give the same bytes. */
export async function keepCopy(
  storage: Storage,
  file: Source,
  terms: MarkingTerms,
  secret: string,
  buyer: string,
): Promise<Stored> {
  return await storage.withLocalFile(file.sha256, async (path) => {
    const views = [typed('original', path, file.format), ...(file.format === 'csv' ? [asText(path)] : [])];
    const array = file.format === 'json' && (await beginsWith(path, '['));
    return await withQueryProcess(views, limits, async (running) => {
      const columns = await columnsOf(running, 'original');
      const csv = file.format === 'csv';
      const read = csv ? columns.map((one) => ({ ...one, text: true })) : columns;
      const word = codeword(secret, buyer, biases(secret));
      const rows = markedRows(csv ? 'original_text' : 'original', read, terms, secret, word);
      const target = join(running.scratch, 'marked');
      await running.rows(`copy (${rows}) to ${literal(target)} (${await written(running, path, file.format, array)})`);
      return await storage.keepStream(createReadStream(target), Number.MAX_SAFE_INTEGER);
    });
  });
}

/** What a suspect copy on this machine's disk says of a file's marks. */
export async function votesOf(
  storage: Storage,
  file: Source,
  suspect: { path: string; format: FileFormat },
  terms: MarkingTerms,
  secret: string,
): Promise<Votes[]> {
  return await storage.withLocalFile(file.sha256, (path) => {
    const views = [typed('original', path, file.format), typed('suspect', suspect.path, suspect.format)];
    return withQueryProcess(views, limits, async (running) => {
      const [columns, present] = [await columnsOf(running, 'original'), await columnsOf(running, 'suspect')];
      const rows = await running.rows(
        votes({ original: 'original', suspect: 'suspect' }, columns, present, terms, secret),
      );
      return rows.map(({ place, ones, zeros }) => ({ at: Number(place), ones: Number(ones), zeros: Number(zeros) }));
    });
  });
}

function typed(name: string, path: string, format: FileFormat): QueryView {
  return { name, paths: [path], sql: `select * from ${sourceOf(path, format)}` };
}

/** Files that copies are made of: text in UTF-8 and Parquet. All rows decide a CSV's types, and none is left out. */
function sourceOf(path: string, format: FileFormat): string {
  const file = literal(path);
  if (format === 'parquet') return `read_parquet(${file})`;
  if (format === 'csv') {
    return `read_csv(${file}, sample_size = -1, skip = 0, ignore_errors = false, strict_mode = true, max_line_size = 10000000)`;
  }
  const lines = format === 'ndjson' ? 'newline_delimited' : 'auto';
  return `read_json(${file}, format = '${lines}', maximum_object_size = 100000000, sample_size = -1)`;
}

/** The file's own text: what is not marked is written again as it was, leading zeros and all. */
function asText(path: string): QueryView {
  const sql = `select * from read_csv(${literal(path)}, all_varchar = true, skip = 0, strict_mode = true, max_line_size = 10000000)`;
  return { name: 'original_text', paths: [path], sql };
}

async function columnsOf(running: QueryProcess, view: string): Promise<TypedColumn[]> {
  const rows = await running.rows(`describe ${view}`);
  return rows.map((row) => ({ name: String(row.column_name), type: String(row.column_type) }));
}

async function written(running: QueryProcess, path: string, format: FileFormat, array: boolean): Promise<string> {
  if (format === 'parquet') return 'format parquet, compression zstd';
  if (format !== 'csv') return `format json, array ${array}`;
  const [row] = await running.rows(`select "Delimiter" as delimiter from sniff_csv(${literal(path)})`);
  return `format csv, header true, delimiter ${literal(String(row?.delimiter ?? ','))}`;
}

async function beginsWith(path: string, sign: string): Promise<boolean> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(64), 0, 64, 0);
    return buffer.subarray(0, bytesRead).toString().trimStart().startsWith(sign);
  } finally {
    await file.close();
  }
}
