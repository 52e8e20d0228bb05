import { createApp, listen } from './app.js';
import { publicDemo, readConfig, WrongConfiguration } from './config.js';
import { type Context, openContext } from './context.js';
import { startHeartbeat } from './demo/heartbeat.js';
import { loadDemo } from './demo/load.js';
import { createFirstOrganisation } from './identity/first-organisation.js';
import { createLog } from './kernel/log.js';
import { type Life, liveUntilSignal } from './kernel/signals.js';
import { startTidying, startWorker } from './worker.js';

const roles = ['all', 'web', 'worker', 'migrate', 'create-organisation'] as const;
type Role = (typeof roles)[number];

/** Starts this process in a role and stays until a signal. */
async function main(): Promise<void> {
  const role = (process.argv[2] ?? 'all') as Role;
  if (!roles.includes(role)) throw new WrongConfiguration(`There is no role “${role}”. Roles: ${roles.join(', ')}.`);
  const config = readConfig();
  const log = createLog(config.logLevel);
  const life = liveUntilSignal(log);
  try {
    await run(role, config, log, life);
  } catch (error) {
    // What breaks off because the process is stopping is not a failure.
    if (!life.stopping()) throw error;
  }
}

async function run(role: Role, config: ReturnType<typeof readConfig>, log: ReturnType<typeof createLog>, life: Life) {
  const context = await life.open(openContext(config, log), (one) => one.close());
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
  await life.open(startTidying(context), (tidying) => tidying.stop());
  if (role !== 'web') await life.open(startWorker(context), (worker) => worker.stop());
  if (role !== 'worker') {
    const warning = publicDemo(config);
    if (warning !== null) process.stderr.write(`${warning}\n`);
    const server = await life.open(listen(createApp(context), config.port, config.host), (one) => one.close());
    log.info({ port: server.port }, `Datasan serves ${config.publicUrl}`);
  }
  if (role !== 'all' || !config.demoData) return;
  const origin = `http://127.0.0.1:${config.port}`;
  await showDemo(context, origin);
  await life.open(Promise.resolve(startHeartbeat({ context, origin })), (one) => one.stop());
}

async function showDemo(context: Context, origin: string): Promise<void> {
  for (const line of await loadDemo(context, origin)) process.stdout.write(`${line}\n`);
}

main().catch((error: unknown) => {
  const message =
    error instanceof WrongConfiguration ? error.message : error instanceof Error ? error.stack : String(error);
  process.stderr.write(`${message}\n`);
  process.exit(1);
});
