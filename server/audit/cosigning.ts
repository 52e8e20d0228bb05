import { now } from '../kernel/clock.js';
import type { Database, Tx } from '../kernel/database.js';
import type { Log } from '../kernel/log.js';
import { proverOf, readHead } from './log.js';
import type { Witness } from './witness-list.js';
import { requestCosignature } from './witness-request.js';

const pace = 250;
const firstWaitMs = 1_000;
const longestWaitMs = 300_000;

/** Longer than any witness is waited for: a process that died while it asked holds nobody up for longer. */
const claim = `interval '60 seconds'`;

/**
 * Has every new checkpoint cosigned as long as the process works. Each witness is asked alone and outside transactions: one
 * that is slow, down or wrong holds up neither the log nor the others, and is asked again after ever longer waits.
 */
export function startCosigning(db: Database, witnesses: readonly Witness[], log: Log): { stop(): Promise<void> } {
  const running = new Set<Promise<void>>();
  const told = (error: unknown) => log.error({ err: error }, 'Looking after the witnesses failed; it is tried again.');
  const turn = async () => {
    for (const due of await claimDue(db.read, witnesses)) {
      const one = ask(db, due, log)
        .catch(told)
        .finally(() => running.delete(one));
      running.add(one);
    }
  };
  let turning: Promise<void> = knowWitnesses(db, witnesses).catch(told);
  const timer = setInterval(() => {
    turning = turning.then(turn).catch(told);
  }, pace);
  return {
    async stop() {
      clearInterval(timer);
      await turning;
      await Promise.all(running);
    },
  };
}

/** Keeps a row of each witness that is configured, and of no other. What a former one cosigned stays. */
async function knowWitnesses(db: Database, witnesses: readonly Witness[]): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.query('delete from log_witnesses where vkey <> all ($1)', [witnesses.map((one) => one.vkey)]);
    for (const { vkey, name, url } of witnesses) {
      await tx.query(
        `insert into log_witnesses (vkey, name, url) values ($1, $2, $3)
         on conflict (vkey) do update set url = excluded.url, next_at = clock_timestamp()`,
        [vkey, name, url],
      );
    }
  });
}

type Due = { witness: Witness; size: number; failures: number };

async function claimDue(tx: Tx, witnesses: readonly Witness[]): Promise<Due[]> {
  if (witnesses.length === 0) return [];
  const [rows]: [{ vkey: string; size: string; failures: number }[]] = await tx.query(
    `update log_witnesses set next_at = clock_timestamp() + ${claim}
      where vkey = any ($1) and next_at <= clock_timestamp() and size < (select max(size) from log_checkpoints)
      returning vkey, size, failures`,
    [witnesses.map((one) => one.vkey)],
  );
  return rows.flatMap(({ vkey, size, failures }) => {
    const witness = witnesses.find((one) => one.vkey === vkey);
    return witness ? [{ witness, size: Number(size), failures }] : [];
  });
}

/** One request for the newest checkpoint; what came of it is written down either way. */
async function ask(db: Database, { witness, size, failures }: Due, log: Log): Promise<void> {
  const head = await readHead(db.read);
  if (!head) return;
  const growth = { ...head, consistency: (from: number) => proverOf(db.read, head.size).consistency(from) };
  try {
    const { line, time } = await requestCosignature(witness, growth, size);
    await keep(db, witness, head.size, line, new Date(time * 1000));
  } catch (error) {
    const reason = reasonOf(error as Error);
    log.warn({ witness: witness.name, reason }, 'A witness did not cosign the log; it is asked again.');
    await db.read.query(
      `update log_witnesses set failures = failures + 1, error = $2,
              next_at = clock_timestamp() + $3 * interval '1 millisecond' where vkey = $1`,
      [witness.vkey, reason, Math.min(longestWaitMs, firstWaitMs * 2 ** Math.min(failures, 20))],
    );
  }
}

async function keep(db: Database, { vkey }: Witness, size: number, line: string, time: Date): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.query(
      'insert into log_cosignatures (size, vkey, line, time) values ($1, $2, $3, $4) on conflict do nothing',
      [size, vkey, line, time],
    );
    await tx.query(
      `update log_witnesses set size = greatest(size, $2), cosigned_at = $3, failures = 0, error = null,
              next_at = clock_timestamp() where vkey = $1`,
      [vkey, size, now()],
    );
  });
}

/** The cause of a failed fetch says more than the failure. */
function reasonOf(error: Error): string {
  const cause = error.cause instanceof Error ? `: ${error.cause.message}` : '';
  return `${error.message}${cause}`.slice(0, 300);
}
