import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { startEmbeddedPostgres } from '../server/kernel/embedded-postgres.js';
import { freePort } from './ports.js';
import { runFiles } from './workers.js';

const here = fileURLToPath(new URL('.', import.meta.url));

/** What is lived in the thousands, for minutes: only when it is asked for. */
const long = /^long/;

/** Test files below this folder whose path holds one of the words given; all but the long ones without words. */
async function testFiles(words: readonly string[]): Promise<string[]> {
  const found = await readdir(here, { recursive: true });
  return found
    .filter(
      (path) =>
        path.endsWith('.test.js') &&
        (words.length === 0 ? !long.test(path) : words.some((word) => path.includes(word))),
    )
    .sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1))
    .map((path) => join(here, path));
}

/** Quick ones first: a broken rule is heard of in seconds. The longest follow, so that none of them is left for the end. */
function rank(path: string): number {
  return /^(browser|flows.demo)/.test(path) ? 1 : /^(flows|third-party)/.test(path) ? 2 : 0;
}

/** A Redis or Valkey of the machine on a free port, keeping nothing on disk; null where neither is installed. */
async function startRedis(): Promise<{ url: string; process: ChildProcess } | null> {
  const program = ['redis-server', 'valkey-server'].find((name) => spawnSync(name, ['--version']).status === 0);
  if (!program) return null;
  const port = await freePort();
  const server = spawn(
    program,
    ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--databases', '1024'],
    { stdio: 'ignore' },
  );
  await pause(300);
  return { url: `redis://127.0.0.1:${port}`, process: server };
}

/** What the suite keeps is gone at its end: it need not survive a loss of power, and is not written through to the disk. */
async function withoutSafeguards(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    for (const setting of ['fsync', 'synchronous_commit', 'full_page_writes']) {
      await client.query(`alter system set ${setting} = off`);
    }
    await client.query('select pg_reload_conf()');
  } finally {
    await client.end();
  }
}

/** Runs the suite on a PostgreSQL of its own in a temporary folder, and leaves nothing behind. */
async function main(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'datasan-test-'));
  const postgres = await startEmbeddedPostgres({ dataDir: join(folder, 'postgres'), log: () => {} });
  await withoutSafeguards(postgres.url);
  const redis = await startRedis();
  const cleanUp = async () => {
    redis?.process.kill();
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void cleanUp().finally(() => process.exit(1)));
  }
  if (!redis) process.stdout.write('No redis-server or valkey-server here: the queue is tested on PostgreSQL alone.\n');
  const env = { TEST_DATABASE_URL: postgres.url, ...(redis ? { TEST_REDIS_URL: redis.url } : {}) };
  try {
    const files = await testFiles(process.argv.slice(2));
    const began = Date.now();
    // One more than there are cores: much of a test is waiting.
    const { passed, failures } = await runFiles(files, env, Math.min(6, availableParallelism() + 1));
    for (const failure of failures) process.stdout.write(`\n${failure}\n`);
    const minutes = ((Date.now() - began) / 60_000).toFixed(1);
    process.stdout.write(`\n${passed} passed, ${failures.length} failed in ${minutes} minutes\n`);
    if (failures.length > 0 || passed === 0) process.exitCode = 1;
  } finally {
    await cleanUp();
  }
}

await main();
