import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A table of the process: its internal name, the SELECT of the exchange's own that it stands for, and the files that this reads. */
export type QueryView = { name: string; paths: readonly string[]; sql: string };

/** What the process may use. `addressSpace` in bytes is the kernel's limit, which no query can pass by. */
export type QueryLimits = { timeoutMs: number; memory: string; threads: number; addressSpace: number };

/** What goes to the process, and what comes back. */
export type Ask =
  | { n: number; open: { views: readonly QueryView[]; scratch: string; memory: string; threads: number } }
  | { n: number; sql: string; values: string[] };
export type Reply = { n: number; cpuMs: number } & ({ rows: Record<string, unknown>[] } | { fault: string });

/** The engine refused a statement. Its message may carry values of the data: it is for the server's log, not for people. */
export class QueryFault extends Error {}
/** The time was over; the process has been ended. */
export class QueryTimeout extends Error {}
/** The process ended by itself: out of memory, or killed. */
export class QueryDied extends Error {}

export type QueryProcess = {
  /** The only folder it can write to; gone when it ends. */
  scratch: string;
  /** Runs one statement of the exchange's own; values are bound as text. */
  rows(sql: string, values?: string[]): Promise<Record<string, unknown>[]>;
  /** CPU time used so far, in milliseconds. */
  cpuMs(): number;
};

const child = fileURLToPath(new URL('./duckdb-query-child.js', import.meta.url));
const graceMs = 500;
let prlimit: boolean | undefined;

/**
 * Opens a process over the given tables, read only, and ends it when `use` is done, whatever happens. Throws
 * `QueryTimeout`, `QueryDied`, or `QueryFault` where the engine refuses.
 */
export async function withQueryProcess<T>(
  views: readonly QueryView[],
  limits: QueryLimits,
  use: (process: QueryProcess) => Promise<T>,
): Promise<T> {
  const scratch = await mkdtemp(join(tmpdir(), 'datasan-query-'));
  const running = start(limits);
  const talk = conversation(running, limits.timeoutMs);
  try {
    await talk.ask({ open: { views, scratch, memory: limits.memory, threads: limits.threads } });
    return await use({
      scratch,
      rows: (sql, values = []) => talk.ask({ sql, values }),
      cpuMs: () => talk.cpuMs(),
    });
  } finally {
    talk.end();
    await ended(running);
    await rm(scratch, { recursive: true, force: true });
  }
}

function start({ addressSpace, timeoutMs, threads }: QueryLimits): ChildProcess {
  const node = [process.execPath, '--max-old-space-size=128', child];
  prlimit ??= process.platform === 'linux' && spawnSync('prlimit', ['--version']).status === 0;
  const [command, ...args] = prlimit
    ? [
        'prlimit',
        `--as=${addressSpace}`,
        '--core=0',
        '--nofile=256',
        `--cpu=${Math.ceil(timeoutMs / 1000) * threads}`,
        ...node,
      ]
    : node;
  return spawn(command as string, args, { env: {}, stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
}

type Waiting = { resolve: (rows: Record<string, unknown>[]) => void; reject: (error: Error) => void };
type Question = { open: Extract<Ask, { open: object }>['open'] } | { sql: string; values: string[] };

/** Questions and answers by number; when the time is over the engine is interrupted, and soon after that killed. */
function conversation(running: ChildProcess, timeoutMs: number) {
  const waiting = new Map<number, Waiting>();
  let [last, cpu] = [0, 0];
  let fate: Error | null = null;
  const fail = (error: Error) => {
    fate ??= error;
    for (const one of waiting.values()) one.reject(fate);
    waiting.clear();
  };
  let [over, kill]: [boolean, NodeJS.Timeout | undefined] = [false, undefined];
  const late = () => new QueryTimeout('The time for an answer is over.');
  const timer = setTimeout(() => {
    over = true;
    if (running.connected) running.send({ interrupt: true });
    kill = setTimeout(() => fail(late()), graceMs);
  }, timeoutMs);
  running.once('error', fail);
  running.once('exit', (code, signal) => fail(new QueryDied(`The query process ended (${code ?? signal}).`)));
  running.on('message', (reply: Reply) => {
    const one = waiting.get(reply.n);
    waiting.delete(reply.n);
    cpu = reply.cpuMs;
    if ('rows' in reply) one?.resolve(reply.rows);
    else one?.reject(over ? late() : new QueryFault(reply.fault));
  });
  return {
    cpuMs: () => cpu,
    ask: (question: Question) =>
      new Promise<Record<string, unknown>[]>((resolve, reject) => {
        if (fate) return reject(fate);
        const n = ++last;
        waiting.set(n, { resolve, reject });
        running.send({ ...question, n } as Ask, (error) => {
          if (error) fail(new QueryDied('The query process is gone.'));
        });
      }),
    end() {
      clearTimeout(timer);
      clearTimeout(kill);
      running.removeAllListeners('message');
      if (running.exitCode === null && running.signalCode === null) running.kill('SIGKILL');
    },
  };
}

async function ended(running: ChildProcess): Promise<void> {
  if (running.exitCode !== null || running.signalCode !== null || running.pid === undefined) return;
  await new Promise((resolve) => running.once('exit', resolve));
}
