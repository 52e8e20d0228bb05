import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import type { Ask, Reply } from './duckdb-query.js';
import { literal } from './reading/sql.js';

/**
 * The process that computes answers on data that may not leave. It is given statements by the exchange alone, never a
 * visitor's text, except to parse it. Views are made before the configuration is locked; then only their files can be
 * read, nothing can be loaded, fetched or set, and its scratch folder is the only place it can write.
 */
let connection: DuckDBConnection | null = null;

async function open({ views, scratch, memory, threads }: Extract<Ask, { open: object }>['open']): Promise<void> {
  const instance = await DuckDBInstance.create(':memory:');
  const made = await instance.connect();
  const paths = views.flatMap((view) => view.paths);
  for (const statement of [
    `set threads = ${threads}`,
    `set memory_limit = ${literal(memory)}`,
    `set temp_directory = ${literal(scratch)}`,
    `set max_temp_directory_size = '1GB'`,
    `set TimeZone = 'UTC'`,
    ...views.map(({ name, sql }) => `create view ${name} as ${sql}`),
    `set allowed_paths = [${paths.map(literal).join(', ')}]`,
    `set allowed_directories = [${literal(scratch)}]`,
    'set autoinstall_known_extensions = false',
    'set autoload_known_extensions = false',
    'set allow_community_extensions = false',
    'set enable_external_access = false',
    'set lock_configuration = true',
  ]) {
    await made.run(statement);
  }
  connection = made;
}

async function run(sql: string, values: string[]): Promise<Record<string, unknown>[]> {
  if (!connection) throw new Error('Nothing is open.');
  const reader = await connection.runAndReadAll(sql, values);
  return reader.getRowObjectsJson() as Record<string, unknown>[];
}

/** CPU time that this process has used, in milliseconds. */
function used(): number {
  const { user, system } = process.cpuUsage();
  return Math.round((user + system) / 1000);
}

async function answer(ask: Ask): Promise<Reply> {
  if ('open' in ask) {
    await open(ask.open);
    return { n: ask.n, rows: [], cpuMs: used() };
  }
  return { n: ask.n, rows: await run(ask.sql, ask.values), cpuMs: used() };
}

process.on('message', (ask: Ask | { interrupt: true }) => {
  if ('interrupt' in ask) {
    connection?.interrupt();
    return;
  }
  answer(ask).then(
    (reply) => process.send?.(reply),
    (error: Error) => process.send?.({ n: ask.n, fault: error.message.slice(0, 300), cpuMs: used() } satisfies Reply),
  );
});
