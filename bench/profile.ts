import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { ingestFile } from '../server/kernel/duckdb.js';
import { median } from './median.js';

const megabytes = Number(process.env.BENCH_MB ?? 100);
const rounds = Number(process.env.BENCH_ROUNDS ?? 3);

/** A CSV of hourly measurements: days, numbers, codes, words. */
async function makeCsv(path: string): Promise<number> {
  const out = createWriteStream(path);
  const stations = ['Hà Nội', 'Đà Nẵng', 'Cần Thơ', 'Hải Phòng', 'Huế', 'Nghệ An'];
  let [bytes, rows] = [0, 0];
  const write = async (text: string) => {
    bytes += Buffer.byteLength(text);
    if (!out.write(text)) await once(out, 'drain');
  };
  await write('ma_tram,tinh,thoi_diem,pm25,nhiet_do,do_am,ghi_chu\n');
  let seed = 42;
  const random = () => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return seed / 2_147_483_648;
  };
  while (bytes < megabytes * 1024 * 1024) {
    let lines = '';
    for (let n = 0; n < 2000; n += 1, rows += 1) {
      const at = new Date(1_600_000_000_000 + rows * 60_000).toISOString().slice(0, 19).replace('T', ' ');
      lines += `T${rows % 997},${stations[rows % 6]},${at},${(random() * 180).toFixed(2)},${(15 + random() * 22).toFixed(1)},${Math.floor(random() * 100)},lô ${rows % 5000} kiểm tra ${Math.floor(random() * 1e6)}\n`;
    }
    await write(lines);
  }
  out.end();
  await once(out, 'finish');
  return rows;
}

/** DuckDB's own SUMMARIZE and COPY of the same file, each reading it once. */
async function bare(csv: string, folder: string): Promise<void> {
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  await connection.run('set threads = 2');
  await connection.runAndReadAll(`summarize select * from read_csv('${csv}')`);
  await connection.run(
    `copy (select * from read_csv('${csv}')) to '${folder}/bare.parquet' (format parquet, compression zstd)`,
  );
  connection.closeSync();
}

/** The most memory that a child of this process held so far, in MB (Linux). */
function watchMemory(): { stop(): number } {
  let most = 0;
  const look = async () => {
    const children = (await readFile(`/proc/self/task/${process.pid}/children`, 'utf8').catch(() => '')).split(' ');
    for (const pid of children.filter(Boolean)) {
      const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
      most = Math.max(most, Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024);
    }
  };
  const timer = setInterval(() => void look(), 50);
  return {
    stop: () => {
      clearInterval(timer);
      return most;
    },
  };
}

async function hashOf(path: string): Promise<string> {
  const digest = createHash('sha256');
  for await (const part of createReadStream(path, { highWaterMark: 1024 * 1024 })) digest.update(part as Buffer);
  return digest.digest('hex');
}

async function timed(work: () => Promise<void>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

/** Profile, typed Parquet, hashes of both files, with and without the scan for personal data, beside DuckDB’s own two statements. */
export async function profile(): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'datasan-bench-'));
  try {
    const csv = join(folder, 'big.csv');
    const rows = await makeCsv(csv);
    const bytes = (await stat(csv)).size;
    const ours = (scan: boolean, memoryMb: number) => async () => {
      await hashOf(csv);
      await ingestFile({ path: csv, format: 'csv', scan, memoryMb }, async ({ table }, scratch) => {
        await hashOf(join(scratch, table ?? ''));
      });
    };
    const times: Record<string, number[]> = { bare: [], plain: [], scan: [] };
    const watch = watchMemory();
    for (let round = 0; round < rounds; round += 1) {
      times.bare?.push(await timed(() => bare(csv, folder)));
      times.plain?.push(await timed(ours(false, 700)));
      times.scan?.push(await timed(ours(true, 700)));
    }
    const most = watch.stop();
    const small = watchMemory();
    await ours(true, 300)();
    const least = small.stop();
    const [base, plain, scanned] = [times.bare, times.plain, times.scan].map((one) => median(one ?? []));
    const ratio = (one: number | undefined) => ((one ?? 0) / (base ?? 1)).toFixed(2);
    return [
      `profile of ${Math.round(bytes / 1024 / 1024)} MB CSV, ${rows} rows (median of ${rounds})`,
      `  DuckDB SUMMARIZE + COPY       ${Math.round(base ?? 0)} ms`,
      `  profile + Parquet + hashes    ${Math.round(plain ?? 0)} ms   ratio ${ratio(plain)} (goal ≤ 1.25)`,
      `  … and the scan of all rows    ${Math.round(scanned ?? 0)} ms   ratio ${ratio(scanned)} (goal ≤ 3)`,
      `  memory of the reading process ${Math.round(most)} MB with 700 MB for the engine, ${Math.round(least)} MB with 300 MB`,
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
