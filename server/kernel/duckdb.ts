import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Bin, Coverage, TopValue } from '../../contracts/measured.js';
import type { Anonymity } from '../../contracts/scheme/findings.js';
import type { PersonalFinding } from '../../contracts/scheme/personal-data.js';
import { minute } from './clock.js';
import type { Encoding } from './reading/encoding.js';
import type { UnpackLimits } from './reading/packed.js';

export type FileFormat = 'csv' | 'json' | 'ndjson' | 'parquet' | 'xlsx' | 'geojson';
/** Exact counts over all rows; `min`, `max` and values as text. */
export type ColumnFacts = {
  name: string;
  type: string;
  nulls: number;
  distinct: number;
  min: string | null;
  max: string | null;
  /** Of numbers. */
  mean: number | null;
  /** Of numbers, days and moments. */
  bins: Bin[] | null;
  top: TopValue[];
};
export type FileProfile = {
  rows: number;
  /** Rows that repeat another one. */
  duplicates: number;
  columns: ColumnFacts[];
  coverage: Coverage;
  /** At most the first 20 rows, as JSON values. */
  sample: Record<string, unknown>[];
  /** Personal data that was found, over all rows. */
  personal: PersonalFinding[];
};

/** The file is not what it claims to be. The message may be shown to its provider. */
export class UnreadableFile extends Error {}

/** One Parquet file of a converted table: its name in the scratch folder, and what Delta calls its statistics. */
export type ConvertedPart = { name: string; rows: number; stats: PartStats };
/** Least and greatest value and number of nulls by column; a column whose values are not told is left out. */
export type PartStats = {
  numRecords: number;
  minValues: Record<string, number | string>;
  maxValues: Record<string, number | string>;
  nullCount: Record<string, number>;
};
/** A file as typed Parquet. `type` is the column's type in a Spark schema. */
export type Conversion = { columns: { name: string; type: string }[]; parts: ConvertedPart[] };

/** How a file was written, as far as reading it told. */
export type Written = {
  encoding: Encoding | null;
  delimiter: string | null;
  header: boolean | null;
  sheet: { name: string; titleRows: number; noteRows: number; others: string[] } | null;
};
/** A file's profile, and its typed Parquet by its name in the scratch folder; null when the file is that Parquet itself. */
export type Ingested = FileProfile & { written: Written; table: string | null };
/** Files out of an archive or a workbook, by their place in the scratch folder, and names that were left out. */
export type Unpacked = {
  members: { name: string; file: string }[];
  left: string[];
  /** What `datapackage.json` in the archive says. */
  dataPackage: Record<string, unknown> | null;
};

/** What the child does, and what it gives. */
type Results = { ingest: Ingested; convert: Conversion; unpack: Unpacked; anonymity: Anonymity };
export type ChildTask = {
  kind: keyof Results;
  path: string;
  format: FileFormat;
  scratch: string;
  scan: boolean;
  memoryMb: number;
  limits: UnpackLimits;
  /** Quasi-identifiers, for `anonymity`. */
  columns?: string[];
};
export type ChildResult = Results[keyof Results];
export type ChildAnswer =
  | { progress: { fraction: number; step: string } }
  | { result: ChildResult }
  | { fault: string };

type Options = {
  path: string;
  format: FileFormat;
  /** Looks for personal data in every row; default yes. */
  scan?: boolean;
  /** What the engine may hold in memory. */
  memoryMb?: number;
  limits?: UnpackLimits;
  onProgress?: (fraction: number, step: string) => void;
  timeoutMs?: number;
  columns?: string[];
};

/** DuckDB’s own memory limit can be passed by; the limit of the address space cannot. */
const addressSpace = 6_000_000_000;
const child = fileURLToPath(new URL('./duckdb-child.js', import.meta.url));

/** What packed files may unfold to, where nobody says otherwise. */
export const unpackLimits: UnpackLimits = { bytes: 20 * 1024 ** 3, entries: 500 };
export const defaultMemoryMb = 700;

/**
 * Makes typed Parquet of a file and profiles it, in a process of its own: a hostile file can end that process, not this one.
 * `use` is given the folder with the Parquet, which is gone afterwards. Throws `UnreadableFile` for a file that is not of its
 * format; any other failure is ours and may be tried again.
 */
export async function ingestFile<T>(
  options: Options,
  use: (ingested: Ingested, folder: string) => Promise<T>,
): Promise<T> {
  return await inChild('ingest', options, use);
}

/** The profile of a file alone. */
export async function profileFile(options: Options): Promise<FileProfile> {
  return await ingestFile(options, async (profile) => profile);
}

/** Unfolds an archive, or a workbook of several sheets, in a process of its own; throws `UnreadableFile` as `ingestFile` does. */
export async function unpackFile<T>(
  options: Options,
  use: (unpacked: Unpacked, folder: string) => Promise<T>,
): Promise<T> {
  return await inChild('unpack', options, use);
}

/**
 * Converts a file to typed Parquet, in parts of some megabytes that keep the order of its rows, in a process of its own.
 * `use` is given the folder of the parts, which is gone afterwards. The same file always gives the same parts.
 */
export async function convertFile<T>(
  options: Options,
  use: (conversion: Conversion, folder: string) => Promise<T>,
): Promise<T> {
  return await inChild('convert', options, use);
}

/** Measures k-anonymity and l-diversity over some columns, in a process of its own. */
export async function measureAnonymity(options: Options & { columns: string[] }): Promise<Anonymity> {
  return await inChild('anonymity', options, async (measured) => measured);
}

async function inChild<K extends keyof Results, T>(
  kind: K,
  options: Options,
  use: (result: Results[K], folder: string) => Promise<T>,
): Promise<T> {
  await refuseEmpty(options.path);
  const scratch = await mkdtemp(join(tmpdir(), 'datasan-duckdb-'));
  const running = startChild();
  try {
    const { path, format, scan = true, memoryMb = defaultMemoryMb, limits = unpackLimits, columns = [] } = options;
    const task: ChildTask = { kind, path, format, scratch, scan, memoryMb, limits, columns };
    const result = await answerOf<Results[K]>(running, task, options);
    return await use(result, scratch);
  } finally {
    running.kill('SIGKILL');
    await rm(scratch, { recursive: true, force: true });
  }
}

/** Whether the machine has the program that limits a process; looked up once. */
let prlimit: boolean | undefined;

function startChild(): ChildProcess {
  const node = [process.execPath, '--max-old-space-size=512', child];
  prlimit ??= process.platform === 'linux' && spawnSync('prlimit', ['--version']).status === 0;
  const [command, ...args] = prlimit ? ['prlimit', `--as=${addressSpace}`, ...node] : node;
  // It is given none of this process's environment: a hostile file finds no secret there.
  return spawn(command as string, args, { env: {}, stdio: ['ignore', 'ignore', 'pipe', 'ipc'], serialization: 'json' });
}

async function answerOf<R>(running: ChildProcess, task: ChildTask, options: Options): Promise<R> {
  return await new Promise((resolve, reject) => {
    let noise = '';
    running.stderr?.on('data', (part) => {
      noise = (noise + part).slice(-2000);
    });
    const timer = setTimeout(
      () => reject(new UnreadableFile('The file took too long to read; split it, or use Parquet.')),
      options.timeoutMs ?? 60 * minute,
    );
    running.once('error', reject);
    running.once('exit', (code, signal) => {
      clearTimeout(timer);
      reject(new Error(`The process that reads a file ended (${code ?? signal}): ${noise}`));
    });
    running.on('message', (answer: ChildAnswer) => {
      if ('progress' in answer) options.onProgress?.(answer.progress.fraction, answer.progress.step);
      else if ('result' in answer) resolve(answer.result as R);
      else reject(new UnreadableFile(withoutPaths(answer.fault, task)));
      if (!('progress' in answer)) clearTimeout(timer);
    });
    running.send(task);
  });
}

/** The engine's sentence, without the places of this machine. */
function withoutPaths(fault: string, task: ChildTask): string {
  return fault.replaceAll(task.path, 'the file').replaceAll(task.scratch, 'scratch').slice(0, 500);
}

async function refuseEmpty(path: string): Promise<void> {
  if ((await stat(path)).size === 0) throw new UnreadableFile('The file is empty.');
}
