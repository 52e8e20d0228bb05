import pg from 'pg';
import { runningTransaction, type Tx } from './database.js';
import type { Log } from './log.js';

const channel = 'datasan_notice';

/** What each running transaction has told already: the database would tell it once anyway. */
const told = new WeakMap<object, Set<string>>();

/** Tells every process, when the transaction commits, that the subject (an id, or `outbox`) has changed. */
export async function notice(tx: Tx, subject: string): Promise<void> {
  const running = runningTransaction(tx);
  if (running) {
    const earlier = told.get(running) ?? new Set();
    if (earlier.has(subject)) return;
    told.set(running, earlier.add(subject));
  }
  await tx.query('select pg_notify($1, $2)', [channel, subject]);
}

export type Notices = {
  /** Calls `heard` whenever the subject changes; the result stops that. */
  on(subject: string, heard: () => void): () => void;
  close(): Promise<void>;
};

/** Listens on one connection of its own; reconnects, and then wakes everybody, since something may have been missed. */
export async function openNotices(url: string, log: Log): Promise<Notices> {
  const listeners = new Map<string, Set<() => void>>();
  let closed = false;
  let client: pg.Client | null = null;

  const wake = (subject: string) => {
    for (const heard of listeners.get(subject) ?? []) heard();
  };
  const connect = async () => {
    const fresh = new pg.Client({ connectionString: url, keepAlive: true, application_name: 'datasan-notices' });
    fresh.on('notification', (message) => wake(message.payload ?? ''));
    fresh.on('error', (error) => {
      log.warn({ reason: error.message }, 'The notice connection was lost; reconnecting.');
      retry();
    });
    await fresh.connect();
    await fresh.query(`listen ${channel}`);
    client = fresh;
  };
  const retry = () => {
    client = null;
    if (closed) return;
    setTimeout(() => {
      if (closed) return;
      connect().then(
        () => [...listeners.keys()].forEach(wake),
        () => retry(),
      );
    }, 500).unref();
  };
  await connect();

  return {
    on(subject, heard) {
      const set = listeners.get(subject) ?? new Set();
      listeners.set(subject, set.add(heard));
      return () => {
        set.delete(heard);
        if (set.size === 0) listeners.delete(subject);
      };
    },
    async close() {
      closed = true;
      await client?.end();
    },
  };
}
