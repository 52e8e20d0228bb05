import type { Log } from './log.js';

/** Work that is done again and again, whether or not anybody asks. */
export type Sweep = { name: string; everyMs: number; run: () => Promise<unknown> };

/** Runs every sweep at its pace; a failed one is told and tried again. Stopping waits for what runs. */
export function startSweeps(sweeps: readonly Sweep[], log: Log): { stop(): Promise<void> } {
  const running = new Map<string, Promise<void>>();
  const timers = sweeps.map(({ name, everyMs, run }) =>
    setInterval(() => {
      if (running.has(name)) return;
      const one = run()
        .then(() => {})
        .catch((error) => log.error({ err: error, sweep: name }, 'A sweep failed; the next one tries again.'))
        .finally(() => running.delete(name));
      running.set(name, one);
    }, everyMs),
  );
  return {
    async stop() {
      for (const timer of timers) clearInterval(timer);
      await Promise.all(running.values());
    },
  };
}
