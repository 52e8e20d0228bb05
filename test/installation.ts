import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrations } from '../migrations/all.js';
import { openDatabase } from '../server/kernel/database.js';
import { startEmbeddedPostgres } from '../server/kernel/embedded-postgres.js';
import { createLog } from '../server/kernel/log.js';
import { openQueue } from '../server/kernel/queue.js';
import { tables } from '../server/tables.js';
import { freePort } from './ports.js';
import { type Stage, stageOn } from './world.js';

/** A data directory of its own with the settings of one installation, as somebody has it who only ran `npm start`. */
export type Installation = {
  env: Record<string, string>;
  url: string;
  /** The pid of its PostgreSQL, 0 when it has none. */
  postgresPid(): Promise<number>;
  /** Joins the installation's PostgreSQL while `work` runs. */
  visit<T>(work: (stage: Stage, databaseUrl: string) => Promise<T>): Promise<T>;
  remove(): Promise<void>;
};

export async function newInstallation(): Promise<Installation> {
  const folder = await mkdtemp(join(tmpdir(), 'datasan-installation-'));
  const [port, sandboxPort] = [await freePort(), await freePort()];
  const url = `http://127.0.0.1:${port}`;
  const log = createLog('silent');
  const dataDir = join(folder, 'postgres');
  return {
    env: { DATA_DIR: folder, PORT: String(port), STRIPE_SANDBOX_PORT: String(sandboxPort), QUEUE_LOCK_SECONDS: '1' },
    url,
    async postgresPid() {
      const text = await readFile(join(dataDir, 'cluster', 'postmaster.pid'), 'utf8').catch(() => '0');
      return Number(text.split('\n')[0]);
    },
    async visit(work) {
      const postgres = await startEmbeddedPostgres({ dataDir, log: () => {} });
      const db = await openDatabase({ url: postgres.url, tables, migrations, log });
      const options = { databaseUrl: postgres.url, queueUrl: undefined, lockMs: 1000, backoffMs: 20, log };
      const queue = await openQueue(options);
      try {
        return await work(stageOn({ url, publicUrl: `http://localhost:${port}`, db, queue }), postgres.url);
      } finally {
        await queue.close();
        await db.close();
        await postgres.stop();
      }
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** Whether a process of this id is there. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
