import { stat } from 'node:fs/promises';
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
    };
  }
  const wanted = (name: string) => data.test(name) && !isBeside(name);
  const { members, left } = await unzip(path, (index) => `${scratch}/member-${index}`, limits, wanted);
  const filled = [];
  for (const member of members) if ((await stat(member.path)).size > 0) filled.push(member);
  if (filled.length === 0) throw new Error('The archive holds no data file (CSV, JSON, Parquet, XLSX or GeoJSON).');
  return { members: filled.map(({ name, path: file }) => ({ name, file: file.slice(scratch.length + 1) })), left };
}
