import type { Database } from '../kernel/database.js';
import type { Log } from '../kernel/log.js';
import { rememberHead } from './opening.js';
import { LogFault, sequence } from './sequencer.js';
import type { Signer } from './signer.js';

const idle = 200;
const busy = 1_000;

/**
 * Sequences as long as the process works: at once when events come after a quiet while, about once a second under load.
 * A fault of the log is written where every process sees it, and nothing is signed any more.
 */
export function startSequencing(db: Database, signer: Signer, dataDir: string, log: Log): { stop(): Promise<void> } {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();
  const turn = async () => {
    const placed = await sequenceAll(db, signer, dataDir);
    await db.read.query('update log_identity set fault = null where fault is not null');
    again(placed > 0 ? busy : idle);
  };
  const again = (wait: number) => {
    if (stopped) return;
    timer = setTimeout(() => {
      running = turn().catch(async (error) => {
        if (!(error instanceof LogFault)) {
          log.error({ err: error }, 'Sequencing the log failed; it is tried again.');
          again(busy);
          return;
        }
        log.fatal({ err: error }, 'The log disagrees with itself; nothing is signed until a person has looked.');
        await db.read.query('update log_identity set fault = $1', [error.message]);
      });
    }, wait);
  };
  again(0);
  return {
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}

/** Places everything that waits now. Gives how many events were placed. */
export async function sequenceAll(db: Database, signer: Signer, dataDir: string): Promise<number> {
  let all = 0;
  for (let placed = -1; placed !== 0; all += placed) placed = await sequence(db, signer);
  if (all > 0) await rememberHead(db, dataDir);
  return all;
}
