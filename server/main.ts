import { createApp, listen } from './app.js';
import { readConfig, WrongConfiguration } from './config.js';
import { type Context, openContext } from './context.js';
import { loadDemo } from './demo/load.js';
import { createFirstOrganisation } from './identity/first-organisation.js';
import { createLog } from './kernel/log.js';
import { startWorker } from './worker.js';

const roles = ['all', 'web', 'worker', 'migrate', 'create-organisation'] as const;
type Role = (typeof roles)[number];

/** Starts this process in a role and stays until a signal; the first signal stops calmly, the second at once. */
async function main(): Promise<void> {
  const role = (process.argv[2] ?? 'all') as Role;
  if (!roles.includes(role)) throw new WrongConfiguration(`There is no role “${role}”. Roles: ${roles.join(', ')}.`);
  const config = readConfig();
  const log = createLog(config.logLevel);
  const context = await openContext(config, log);
  if (context.migrated.length > 0)
    log.info({ migrations: context.migrated }, 'The database schema was brought up to date.');

  if (role === 'migrate' || role === 'create-organisation') {
    try {
      if (role === 'create-organisation') await createFirstOrganisation(context.kernel, process.argv.slice(3));
    } finally {
      await context.close();
    }
    return;
  }

  const stops: (() => Promise<void>)[] = [() => context.close()];
  if (role !== 'web') {
    const worker = startWorker(context);
    stops.unshift(() => worker.stop());
  }
  if (role !== 'worker') {
    const server = await listen(createApp(context), config.port, config.host);
    stops.unshift(() => server.close());
    log.info({ port: server.port }, `Datasan serves ${config.publicUrl}`);
  }
  stopOnSignals(stops, log);
  if (role === 'all' && config.demoData) await showDemo(context, `http://127.0.0.1:${config.port}`);
}

async function showDemo(context: Context, origin: string): Promise<void> {
  for (const line of await loadDemo(context, origin)) process.stdout.write(`${line}\n`);
}

function stopOnSignals(stops: (() => Promise<void>)[], log: ReturnType<typeof createLog>): void {
  let stopping = false;
  const stop = (signal: NodeJS.Signals) => {
    if (stopping) process.exit(1);
    stopping = true;
    log.info({ signal }, 'Stopping: requests and jobs under way are finished first.');
    (async () => {
      for (const one of stops) await one();
      process.exit(0);
    })().catch((error) => {
      log.fatal({ err: error }, 'Stopping failed.');
      process.exit(1);
    });
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
}

main().catch((error: unknown) => {
  const message =
    error instanceof WrongConfiguration ? error.message : error instanceof Error ? error.stack : String(error);
  process.stderr.write(`${message}\n`);
  process.exit(1);
});
