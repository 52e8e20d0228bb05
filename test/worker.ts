import { once } from 'node:events';
import Mocha from 'mocha';
import type { Told } from './workers.js';

/** Runs one file and tells what came of it. */
async function run(file: string): Promise<Told> {
  const mocha = new Mocha({ timeout: 120_000, slow: 2_000, forbidOnly: true, forbidPending: true });
  mocha.addFile(file);
  await mocha.loadFilesAsync();
  const failures: string[] = [];
  return await new Promise((resolve) => {
    const runner = mocha.run(() => resolve({ passed: runner.stats?.passes ?? 0, failures }));
    runner.on('fail', (test, error: Error) => failures.push(`${test.fullTitle()}\n${error.stack ?? error.message}`));
  });
}

// The suite sends one file after the other, and lets go when there is none left.
process.on('message', (file: string) => {
  run(file).then(
    (told) => process.send?.(told),
    (error: Error) => process.send?.({ passed: 0, failures: [`${file}\n${error.stack}`] } satisfies Told),
  );
});
await once(process, 'disconnect');
