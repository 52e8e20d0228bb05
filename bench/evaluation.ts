import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { projectRoot } from '../server/kernel/project.js';
import type { Person } from '../test/person.js';
import { listedDataset } from '../test/stories.js';
import type { World } from '../test/world.js';
import { median } from './median.js';

const file = join(projectRoot, 'node_modules/vega-datasets/data/flights-3m.parquet');
const sessions = 20;
const terms = { allowed: true, k: 10, queries: 50, rows: 5000, seconds: 600, days: 7 };
const questions = [
  'select origin, count(*) as n, avg(delay) from {table} group by origin order by n desc',
  'select floor(distance / 250) * 250 as miles, count(*) from {table} group by miles order by miles',
  'select avg(delay), median(delay), max(delay) from {table} where distance > 1000',
];
const mb = (bytes: number) => `${Math.round(bytes / 1024 / 1024)} MB`;

/** Memory of the server and of its query processes with no session, and while twenty organisations ask of three million rows at once. */
export async function evaluation(world: World): Promise<string[]> {
  const provider = await world.organisation('provider');
  const { dataset } = await listedDataset(world, provider, {}, file);
  await provider.call('setEvaluationSettings', { params: { id: dataset.id }, body: terms });
  await world.settle();
  const buyers: Person[] = [];
  for (let n = 0; n < sessions; n += 1) buyers.push(await world.organisation('buyer'));
  const ids: string[] = [];
  const why = { purpose: 'research' as const, statement: 'Đo bộ nhớ khi nhiều tổ chức cùng hỏi.' };
  for (const buyer of buyers) {
    ids.push((await buyer.call('openEvaluation', { body: { datasetId: dataset.id, ...why } })).id);
  }
  await world.settle();
  const [first] = ids;
  const view = await buyers[0]?.call('getEvaluation', { params: { id: first ?? '' } });
  const table = view?.tables[0]?.name ?? '';
  // Once for all, so that what is loaded on first use is not counted.
  await ask(buyers[0] as Person, first ?? '', questions[0]?.replace('{table}', table) ?? '');
  const idle = await watched(() => pause(3_000));
  const times: number[] = [];
  const busy = await watched(() =>
    Promise.all(
      buyers.map(async (buyer, at) => {
        for (const question of questions) {
          const began = performance.now();
          await ask(buyer, ids[at] ?? '', question.replace('{table}', table));
          times.push(performance.now() - began);
        }
      }),
    ),
  );
  return [
    `evaluation sessions on ${view?.tables[0]?.rows} rows, ${sessions} organisations asking ${questions.length} questions each at once:`,
    `  server, most: ${mb(idle.server)} with 0 sessions asking, ${mb(busy.server)} with ${sessions}; ratio ${(busy.server / idle.server).toFixed(2)}`,
    `  query processes: ${idle.processes} and ${busy.processes} at once at most, ${mb(busy.children)} together at most`,
    `  median time to an answer ${(median(times) / 1000).toFixed(1)} s, waiting included`,
  ];
}

async function ask(buyer: Person, id: string, sql: string): Promise<void> {
  const { query } = await buyer.call('askEvaluation', { params: { id }, body: { sql } });
  if (query.outcome !== 'answered') throw new Error(`${sql}: ${query.refusal?.detail.en}`);
}

/** The greatest memory of this process and of its query processes while `work` runs, looked at ten times a second. */
async function watched(work: () => Promise<unknown>): Promise<{ server: number; children: number; processes: number }> {
  const most = { server: 0, children: 0, processes: 0 };
  let running = true;
  const looking = (async () => {
    while (running) {
      const children = await queryProcesses();
      most.server = Math.max(most.server, process.memoryUsage.rss());
      most.children = Math.max(
        most.children,
        children.reduce((sum, bytes) => sum + bytes, 0),
      );
      most.processes = Math.max(most.processes, children.length);
      await pause(100);
    }
  })();
  await work();
  running = false;
  await looking;
  return most;
}

/** Resident bytes of each query process of this one (Linux). */
async function queryProcesses(): Promise<number[]> {
  const found: number[] = [];
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    const read = async (name: string) => await readFile(`/proc/${pid}/${name}`, 'utf8').catch(() => '');
    const status = await read('status');
    if (!status.includes(`PPid:\t${process.pid}\n`) || !(await read('cmdline')).includes('duckdb-query-child'))
      continue;
    found.push(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) * 1024);
  }
  return found;
}
