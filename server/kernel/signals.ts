import type { Log } from './log.js';

type Stop = () => Promise<void>;

/** What a process has opened, and how it is closed again when a signal asks for it. */
export type Life = {
  /** Waits for what is being opened and remembers how to close it; never comes back once the process is stopping. */
  open<T>(opening: T | Promise<T>, close: (opened: T) => Promise<void>): Promise<T>;
  stopping(): boolean;
};

/**
 * The first SIGINT or SIGTERM closes calmly, last opened first, and ends with exit code 0; also in the middle of a start,
 * which is let come to its next step. The second one ends the process at once.
 */
export function liveUntilSignal(log: Log): Life {
  const stops: Stop[] = [];
  let opening: Promise<unknown> = Promise.resolve();
  let stopping = false;

  async function stopAll(): Promise<void> {
    // A start that fails is told by whoever started it.
    await opening.catch(() => {});
    for (const stop of stops.splice(0).reverse()) await stop();
  }
  const onSignal = (signal: NodeJS.Signals) => {
    if (stopping) process.exit(1);
    stopping = true;
    log.info({ signal }, 'Stopping: requests and jobs under way are finished first.');
    stopAll().then(
      () => process.exit(0),
      (error) => {
        log.fatal({ err: error }, 'Stopping failed.');
        process.exit(1);
      },
    );
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);

  return {
    async open(begun, close) {
      const opened = Promise.resolve(begun).then((one) => {
        stops.push(() => close(one));
        return one;
      });
      opening = opened;
      const one = await opened;
      if (stopping) await new Promise(() => {});
      return one;
    },
    stopping: () => stopping,
  };
}
