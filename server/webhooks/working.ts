import { second } from '../kernel/clock.js';
import type { Log } from '../kernel/log.js';
import { claimDue, type Delivering, deliver } from './delivering.js';
import { fillFeeds } from './feed.js';

/** Messages that one process sends at a time. */
const most = 32;

/**
 * Fills the feeds and sends what is due, about once a second, as long as the process works. Messages wait as rows, so
 * nothing is lost with a process; what it held is taken up again after two minutes. Stopping waits for those under way.
 */
export function startWebhooks(of: Delivering, log: Log, everyMs = second): { stop(): Promise<void> } {
  const sending = new Set<Promise<void>>();
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();
  const turn = async () => {
    while (!stopped && (await fillFeeds(of.db)) > 0);
    const due = stopped || sending.size >= most ? [] : await claimDue(of.db, most - sending.size);
    for (const one of due) {
      const sent = deliver(of, one)
        .catch((error) =>
          log.error({ err: error, delivery: one.id }, 'A webhook message failed inside; it is tried again.'),
        )
        .finally(() => sending.delete(sent));
      sending.add(sent);
    }
  };
  const again = () => {
    if (stopped) return;
    timer = setTimeout(() => {
      running = turn()
        .catch((error) => log.error({ err: error }, 'Filling the feeds failed; it is tried again.'))
        .finally(again);
    }, everyMs);
  };
  again();
  return {
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await running;
      await Promise.all(sending);
    },
  };
}
