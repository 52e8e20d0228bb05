import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import type { ChildAnswer, ChildResult, ChildTask } from './duckdb.js';
import { convert } from './duckdb-convert.js';
import { profile } from './duckdb-profile.js';
import { literal, type Reading, sourceOf } from './duckdb-reading.js';

/**
 * The process that reads one uploaded file. It may be killed at any moment and has no rights it does not need: only the
 * one file and its scratch folder can be opened, nothing can be loaded or fetched, and the configuration of that is locked
 * before the file is touched.
 */
async function open(task: ChildTask, tell: (answer: ChildAnswer) => void): Promise<Reading> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  for (const setting of [
    `set threads = ${task.kind === 'convert' ? 1 : 2}`,
    `set memory_limit = '700MB'`,
    `set temp_directory = ${literal(task.scratch)}`,
    'set preserve_insertion_order = true',
    `set allowed_paths = [${literal(task.path)}]`,
    `set allowed_directories = [${literal(task.scratch)}]`,
    'set autoinstall_known_extensions = false',
    'set autoload_known_extensions = false',
    'set allow_community_extensions = false',
    'set enable_external_access = false',
    'set lock_configuration = true',
  ]) {
    await connection.run(setting);
  }
  return {
    task,
    source: await readOnce(connection, task),
    rows: async (sql) => (await connection.runAndReadAll(sql)).getRowObjectsJson() as Record<string, unknown>[],
    tell: (fraction, step) => tell({ progress: { fraction, step } }),
  };
}

/** Text is parsed once for all questions that follow, into a table that spills into the scratch folder when it is large. */
async function readOnce(connection: DuckDBConnection, task: ChildTask): Promise<string> {
  const source = sourceOf(task);
  if (task.format === 'parquet' || task.kind === 'convert') return source;
  await connection.run(`create temp table read_once as select * from ${source}`);
  return 'read_once';
}

const tasks: Record<ChildTask['kind'], (reading: Reading) => Promise<ChildResult>> = { profile, convert };

process.once('message', (task: ChildTask) => {
  const tell = (answer: ChildAnswer) => process.send?.(answer);
  open(task, tell)
    .then((reading) => tasks[task.kind](reading))
    .then(
      (result) => tell({ result }),
      (error: Error) => tell({ fault: error.message.split('\n')[0] ?? 'unreadable' }),
    );
});
