import { readFile, stat } from 'node:fs/promises';
import type { ChildTask, Unpacked } from '../duckdb.js';
import { isBeside, unzip } from './packed.js';

const data = /\.(csv|tsv|txt|json|ndjson|jsonl|geojson|parquet|xlsx)(\.gz)?$/i;

/** Unfolds an archive to its data files, or a workbook to the sheets beyond its first. Runs in the child. */
export async function unpack(task: ChildTask): Promise<Unpacked> {
  const { path, scratch, limits } = task;
  if (task.format === 'xlsx') {
    const { sheetsAsCsv } = await import('./workbook.js');
    const sheets = await sheetsAsCsv(path, (index) => `${scratch}/sheet-${index}.csv`, limits.bytes);
    return {
      members: sheets.slice(1).map(({ name, path: file }) => ({ name, file: file.slice(scratch.length + 1) })),
      left: [],
      dataPackage: null,
    };
  }
  const wanted = (name: string) => data.test(name) && !isBeside(name);
  const { members: all, left } = await unzip(path, (index) => `${scratch}/member-${index}`, limits, wanted);
  const described = all.find(({ name }) => /(^|\/)datapackage\.json$/i.test(name));
  const members = all.filter((one) => one !== described);
  const filled = [];
  for (const member of members) if ((await stat(member.path)).size > 0) filled.push(member);
  if (filled.length === 0) throw new Error('The archive holds no data file (CSV, JSON, Parquet, XLSX or GeoJSON).');
  return {
    members: filled.map(({ name, path: file }) => ({ name, file: file.slice(scratch.length + 1) })),
    left,
    dataPackage: described ? await objectIn(described.path) : null,
  };
}

const largestPackage = 1024 * 1024;

/** The JSON object in a small file; null where there is none. */
async function objectIn(path: string): Promise<Record<string, unknown> | null> {
  if ((await stat(path)).size > largestPackage) return null;
  try {
    const found: unknown = JSON.parse(await readFile(path, 'utf8'));
    return typeof found === 'object' && found !== null && !Array.isArray(found) ? { ...found } : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
