import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { projectRoot } from '../server/kernel/project.js';
import { until } from './stories.js';

/** The real program in a process of its own. */
export type Program = {
  pid: number;
  /** What it has printed so far, logs included. */
  output(): string;
  alive(): boolean;
  /** Sends a signal and waits for the end; gives the exit code, null after a kill. */
  end(signal: NodeJS.Signals): Promise<number | null>;
  /** Sends a signal and does not wait. */
  signal(signal: NodeJS.Signals): void;
  ended: Promise<number | null>;
};

const running = new Set<ChildProcess>();

/** Starts `main.js` in a role, with this environment and nothing of the suite's own. */
export function startProgram(role: string, env: Record<string, string>, args: readonly string[] = []): Program {
  return startScript('dist/server/main.js', env, [role, ...args]);
}

/** The same with a compiled file below the project. */
export function startScript(script: string, env: Record<string, string>, args: readonly string[] = []): Program {
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn(process.execPath, [join(projectRoot, script), ...args], {
    cwd: projectRoot,
    env: { PATH, HOME, DEMO_DATA: 'none', LOG_LEVEL: 'info', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (part: string) => {
      printed += part;
    });
  }
  const ended = once(child, 'exit').then(([code]) => {
    running.delete(child);
    return code as number | null;
  });
  return {
    pid: child.pid ?? 0,
    output: () => printed,
    alive: () => child.exitCode === null && child.signalCode === null,
    async end(signal) {
      child.kill(signal);
      return await ended;
    },
    signal: (signal) => void child.kill(signal),
    ended,
  };
}

/** Waits until the program at this address says that it is ready. */
export async function ready(program: Program, url: string): Promise<void> {
  await until(`${url} is ready`, async () => {
    if (!program.alive()) throw new Error(`The program ended: ${program.output()}`);
    return await fetch(`${url}/readyz`).then(
      (reply) => reply.ok,
      () => false,
    );
  });
}

/** Ends with force whatever a failed test has left running. */
export async function endPrograms(): Promise<void> {
  for (const child of running) {
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
}
