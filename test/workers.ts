import { fork } from 'node:child_process';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What a worker says of one file: how many tests passed, and each failure as text. */
export type Told = { passed: number; failures: string[] };

const here = fileURLToPath(new URL('.', import.meta.url));
const program = fileURLToPath(new URL('./worker.js', import.meta.url));
/** How long a worker that has nothing more to do may take to end. */
const patience = 15_000;

/**
 * Runs the files in a few processes, each taking the next when it has done one; what a file prints is shown when it is done.
 * A process that dies fails the file it ran, and one that does not end by itself has left something open.
 */
export async function runFiles(files: readonly string[], env: Record<string, string>, count: number): Promise<Told> {
  const left = [...files];
  const all: Told = { passed: 0, failures: [] };
  const numbers = Array.from({ length: Math.min(count, files.length) }, (_, number) => number);
  await Promise.all(
    numbers.map(async (number) => {
      // One that died is followed by another, which takes up what is left.
      while (left.length > 0) await runWorker(left, { ...env, TEST_WORKER: String(number) }, all);
    }),
  );
  return all;
}

async function runWorker(left: string[], env: Record<string, string>, all: Told): Promise<void> {
  const worker = fork(program, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
  let file: string | undefined;
  let printed = '';
  let resting: NodeJS.Timeout | undefined;
  for (const stream of [worker.stdout, worker.stderr])
    stream?.setEncoding('utf8').on('data', (part: string) => {
      printed += part;
    });
  const next = () => {
    file = left.shift();
    if (file !== undefined) return void worker.send(file);
    worker.disconnect();
    resting = setTimeout(() => {
      all.failures.push('A test has left something open: its process did not end.');
      worker.kill('SIGKILL');
    }, patience);
  };
  worker.on('message', (told: Told) => {
    all.passed += told.passed;
    all.failures.push(...told.failures);
    file = undefined;
    // What it printed is on its way in another pipe.
    setTimeout(() => {
      process.stdout.write(printed);
      printed = '';
      next();
    }, 50);
  });
  next();
  await new Promise<void>((resolve) => worker.once('exit', () => setTimeout(resolve, 50)));
  clearTimeout(resting);
  process.stdout.write(printed);
  if (file !== undefined)
    all.failures.push(`${relative(here, file)}: its process died (${worker.exitCode}).\n${printed}`);
}
