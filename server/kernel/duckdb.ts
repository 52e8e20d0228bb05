import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { PersonalFinding } from '../../contracts/scheme/personal-data.js';
import { minute } from './clock.js';

export type FileFormat = 'csv' | 'json' | 'parquet';
export type FileProfile = {
  rows: number;
  /** Exact counts over all rows; `min` and `max` as text. */
  columns: { name: string; type: string; nulls: number; distinct: number; min: string | null; max: string | null }[];
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

/** What the child does, and what it gives. */
type Results = { profile: FileProfile; convert: Conversion };
export type ChildTask = { kind: keyof Results; path: string; format: FileFormat; scratch: string };
export type ChildResult = Results[keyof Results];
export type ChildAnswer =
  | { progress: { fraction: number; step: string } }
  | { result: ChildResult }
  | { fault: string };

type Options = {
  path: string;
  format: FileFormat;
  onProgress?: (fraction: number, step: string) => void;
  timeoutMs?: number;
};

/** DuckDB’s own memory limit can be passed by; the limit of the address space cannot. */
const addressSpace = 6_000_000_000;
const child = fileURLToPath(new URL('./duckdb-child.js', import.meta.url));

/**
 * Profiles a file in a process of its own: a hostile file can end that process, not this one. Throws `UnreadableFile`
 * for a file that is not of its format; any other failure is ours and may be tried again.
 */
export async function profileFile(options: Options): Promise<FileProfile> {
  return await inChild('profile', options, async (profile) => profile);
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

async function inChild<K extends keyof Results, T>(
  kind: K,
  options: Options,
  use: (result: Results[K], folder: string) => Promise<T>,
): Promise<T> {
  await refuseEmpty(options.path);
  if (options.format !== 'parquet') await refuseBinary(options.path);
  const scratch = await mkdtemp(join(tmpdir(), 'datasan-duckdb-'));
  const running = startChild();
  try {
    const { path, format } = options;
    const result = await answerOf<Results[K]>(running, { kind, path, format, scratch }, options);
    return await use(result, scratch);
  } finally {
    running.kill('SIGKILL');
    await rm(scratch, { recursive: true, force: true });
  }
}

function startChild(): ChildProcess {
  const node = [process.execPath, '--max-old-space-size=512', child];
  const limited = process.platform === 'linux' && spawnSync('prlimit', ['--version']).status === 0;
  const [command, ...args] = limited ? ['prlimit', `--as=${addressSpace}`, ...node] : node;
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
      options.timeoutMs ?? 10 * minute,
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

async function firstBytes(path: string): Promise<Buffer> {
  const file = await open(path);
  try {
    const buffer = Buffer.alloc(64 * 1024);
    const { bytesRead } = await file.read(buffer, 0, buffer.length, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

async function refuseEmpty(path: string): Promise<void> {
  if ((await firstBytes(path)).length === 0) throw new UnreadableFile('The file is empty.');
}

async function refuseBinary(path: string): Promise<void> {
  if ((await firstBytes(path)).includes(0)) throw new UnreadableFile('The file is binary, not text in UTF-8.');
}
