import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { closeSync, openSync } from 'node:fs';
import { access, mkdir, readdir, readFile, readlink, rename, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { basename, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { type Binaries, findBinaries, runToEnd } from './postgres-binaries.js';

export type EmbeddedPostgres = {
  url: string;
  /** Leaves the server; the last process that leaves stops it. */
  stop(): Promise<void>;
};

type Options = { dataDir: string; log: (message: string) => void };
const patience = 60_000;

/**
 * Starts PostgreSQL 18 on a free port of 127.0.0.1 with its cluster in `dataDir`, or joins the server that already runs
 * there. It survives a kill -9 of this process and is joined at the next start; a half-made cluster, a stale pid file or
 * an orphan backend of a crash is waited for or healed. Throws one clear sentence where there is no server for the platform.
 */
export async function startEmbeddedPostgres(options: Options): Promise<EmbeddedPostgres> {
  const { dataDir } = options;
  await mkdir(join(dataDir, 'users'), { recursive: true, mode: 0o700 });
  const binaries = await findBinaries(dataDir);
  return await withLock(dataDir, async () => {
    const password = await ownPassword(dataDir);
    await makeCluster(binaries, dataDir, options.log);
    const port = (await joinRunning(dataDir, password)) ?? (await launch(binaries, dataDir, password, options.log));
    await ensureDatabase(port, password);
    await writeFile(join(dataDir, 'users', String(process.pid)), '');
    return { url: addressOf(port, password, 'datasan'), stop: () => leave(dataDir) };
  });
}

function addressOf(port: number, password: string, database: string): string {
  return `postgres://postgres:${password}@127.0.0.1:${port}/${database}`;
}

/** One process at a time starts, joins or stops the server. A lock whose holder is dead is taken over. */
async function withLock<T>(dataDir: string, work: () => Promise<T>): Promise<T> {
  const lock = join(dataDir, 'lock');
  const deadline = Date.now() + patience;
  for (;;) {
    try {
      await writeFile(lock, String(process.pid), { flag: 'wx' });
      break;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      const holder = Number(await readFile(lock, 'utf8').catch(() => ''));
      if (holder !== process.pid && holder > 0 && !isAlive(holder)) await rm(lock, { force: true });
      if (Date.now() > deadline) throw new Error(`Another process (${holder}) holds ${lock} and does not let go.`);
      await pause(50);
    }
  }
  try {
    return await work();
  } finally {
    await rm(lock, { force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

async function exists(path: string): Promise<boolean> {
  return await access(path).then(
    () => true,
    () => false,
  );
}

async function ownPassword(dataDir: string): Promise<string> {
  const path = join(dataDir, 'password');
  if (!(await exists(path))) await writeFile(path, randomBytes(24).toString('hex'), { mode: 0o600 });
  return (await readFile(path, 'utf8')).trim();
}

/** Makes the cluster beside its place and moves it there when it is whole. */
async function makeCluster(binaries: Binaries, dataDir: string, log: Options['log']): Promise<void> {
  const cluster = join(dataDir, 'cluster');
  if (await exists(join(cluster, 'PG_VERSION'))) return;
  log('Making a new PostgreSQL cluster.');
  const fresh = join(dataDir, 'cluster.new');
  await rm(fresh, { recursive: true, force: true });
  await rm(cluster, { recursive: true, force: true });
  await mkdir(fresh, { mode: 0o700 });
  await binaries.give(dataDir);
  await binaries.give(fresh);
  await binaries.give(join(dataDir, 'password'));
  await runToEnd(binaries, 'initdb', [
    ...['-D', fresh, '-U', 'postgres', '-A', 'scram-sha-256', `--pwfile=${join(dataDir, 'password')}`],
    ...['--encoding=UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--no-locale'],
  ]);
  await rename(fresh, cluster);
}

/** The port of the server that runs on this cluster; null when none does. Removes a pid file that names a stranger. */
async function joinRunning(dataDir: string, password: string): Promise<number | null> {
  const running = await readPidFile(dataDir);
  if (!running || !isAlive(running.pid)) return null;
  if (process.platform === 'linux') {
    const program = await readlink(`/proc/${running.pid}/exe`).catch(() => '');
    if (basename(program) !== 'postgres') {
      await rm(join(dataDir, 'cluster', 'postmaster.pid'), { force: true });
      return null;
    }
  }
  const deadline = Date.now() + 10_000;
  while (Date.now() < deadline && isAlive(running.pid)) {
    if (await answers(running.port, password)) return running.port;
    await pause(100);
  }
  return null;
}

async function readPidFile(dataDir: string): Promise<{ pid: number; port: number } | null> {
  const text = await readFile(join(dataDir, 'cluster', 'postmaster.pid'), 'utf8').catch(() => '');
  const lines = text.split('\n');
  const pid = Number(lines[0]);
  const port = Number(lines[3]);
  return pid > 0 && port > 0 ? { pid, port } : null;
}

async function answers(port: number, password: string): Promise<boolean> {
  const client = new pg.Client({
    connectionString: addressOf(port, password, 'postgres'),
    connectionTimeoutMillis: 2000,
  });
  try {
    await client.connect();
    await client.query('select 1');
    return true;
  } catch {
    // Not up yet, or not ours: the caller asks again or gives up.
    return false;
  } finally {
    await client.end().catch(() => {});
  }
}

/** Starts the server and waits until it answers; orphans of a crash may hold the cluster for some seconds. */
async function launch(binaries: Binaries, dataDir: string, password: string, log: Options['log']): Promise<number> {
  const deadline = Date.now() + patience;
  for (;;) {
    const port = await freePort();
    const logFile = join(dataDir, 'server.log');
    const descriptor = openSync(logFile, 'w', 0o600);
    const [command, args] = binaries.command('postgres', [
      ...['-D', join(dataDir, 'cluster'), '-p', String(port), '-k', ''],
      ...['-c', 'listen_addresses=127.0.0.1', '-c', 'max_connections=200'],
    ]);
    const child = spawn(command, args, {
      detached: true,
      stdio: ['ignore', descriptor, descriptor],
      ...binaries.identity,
    });
    closeSync(descriptor);
    const ended = watchEnd(child);
    while (!ended() && Date.now() < deadline) {
      if (await answers(port, password)) {
        child.unref();
        return port;
      }
      await pause(30);
    }
    const said = (await readFile(logFile, 'utf8').catch(() => '')).trim();
    if (Date.now() >= deadline) throw new Error(`The embedded PostgreSQL does not start: ${said.slice(-1500)}`);
    log('PostgreSQL is not free yet; trying again.');
    await pause(250);
    if (!/shared memory|lock file|already in use|Address in use/i.test(said)) {
      throw new Error(`The embedded PostgreSQL does not start: ${said.slice(-1500)}`);
    }
  }
}

function watchEnd(child: ChildProcess): () => boolean {
  let ended = false;
  child.once('error', () => {
    ended = true;
  });
  child.once('exit', () => {
    ended = true;
  });
  return () => ended;
}

async function freePort(): Promise<number> {
  return await new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() =>
        address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}

async function ensureDatabase(port: number, password: string): Promise<void> {
  const client = new pg.Client({ connectionString: addressOf(port, password, 'postgres') });
  await client.connect();
  try {
    const found = await client.query(`select 1 from pg_database where datname = 'datasan'`);
    if (found.rowCount === 0) await client.query('create database datasan');
  } finally {
    await client.end();
  }
}

async function leave(dataDir: string): Promise<void> {
  await withLock(dataDir, async () => {
    const users = join(dataDir, 'users');
    await rm(join(users, String(process.pid)), { force: true });
    for (const user of await readdir(users)) {
      if (isAlive(Number(user))) return;
      await rm(join(users, user), { force: true });
    }
    const running = await readPidFile(dataDir);
    if (!running || !isAlive(running.pid)) return;
    process.kill(running.pid, 'SIGINT');
    const deadline = Date.now() + patience;
    while (isAlive(running.pid)) {
      if (Date.now() > deadline) throw new Error(`PostgreSQL (${running.pid}) does not stop.`);
      await pause(20);
    }
  });
}
