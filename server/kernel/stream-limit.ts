import { Problem } from '../../contracts/problems.js';

/** How many pages one person may watch at once, in each web process. */
export const streamsPerWatcher = 20;
/** Seconds after which a page may have been closed. */
const waitFor = 10;

export type StreamLimit = {
  /** Runs a stream of `watcher` (a member's id, or the address of somebody unknown); throws 429 when too many are open. */
  within(watcher: string, run: () => Promise<void>): Promise<void>;
};

/** Counts open streams of this process: each holds a connection and reads the database at every change. */
export function createStreamLimit(most = streamsPerWatcher): StreamLimit {
  const open = new Map<string, number>();
  const count = (watcher: string, by: 1 | -1) => {
    const now = (open.get(watcher) ?? 0) + by;
    if (now === 0) open.delete(watcher);
    else open.set(watcher, now);
  };
  return {
    async within(watcher, run) {
      if ((open.get(watcher) ?? 0) >= most) {
        throw new Problem(
          'too-many-requests',
          {
            vi: `Bạn đang mở quá ${most} trang theo dõi trực tiếp; hãy đóng bớt.`,
            en: `More than ${most} live pages are open; close some.`,
          },
          { retryAfter: waitFor },
        );
      }
      count(watcher, 1);
      try {
        await run();
      } finally {
        count(watcher, -1);
      }
    },
  };
}
