import type { Log } from './log.js';

/** Work that is done again and again, whether or not anybody asks. */
export type Sweep = {
  name: string;
  everyMs: number;
  /** Runs at the start too: its pace is slower than some processes live. */
  atOnce?: true;
  run: () => Promise<unknown>;
};

/** Runs every sweep at its pace; a failed one is told and tried again. Stopping waits for what runs. */
export function startSweeps(sweeps: readonly Sweep[], log: Log): { stop(): Promise<void> } {
  const running = new Map<string, Promise<void>>();
  const sweep = ({ name, run }: Sweep) => {
    if (running.has(name)) return;
    const one = run()
      .then(() => {})
      .catch((error) => log.error({ err: error, sweep: name }, 'A sweep failed; the next one tries again.'))
      .finally(() => running.delete(name));
    running.set(name, one);
  };
  const timers = sweeps.map((one) => setInterval(() => sweep(one), one.everyMs));
  for (const one of sweeps.filter(({ atOnce }) => atOnce)) sweep(one);
  return {
    async stop() {
      for (const timer of timers) clearInterval(timer);
      await Promise.all(running.values());
    },
  };
}
