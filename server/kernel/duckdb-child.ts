import { DuckDBInstance } from '@duckdb/node-api';
import type { ChildAnswer, ChildResult, ChildTask } from './duckdb.js';
import { anonymity } from './duckdb-anonymity.js';
import { convert } from './duckdb-convert.js';
import { ingest } from './duckdb-ingest.js';
import type { Reading } from './duckdb-reading.js';
import { clearFault } from './reading/faults.js';
import { prepare } from './reading/prepare.js';
import { literal } from './reading/sql.js';
import { typingMacros } from './reading/typing.js';
import { unpack } from './reading/unpack.js';

/**
 * The process that reads one uploaded file. It may be killed at any moment and has no rights it does not need: only the
 * one file and its scratch folder can be opened, nothing can be loaded or fetched, and the configuration of that is locked
 * before the file is touched.
 */
async function open(task: ChildTask, tell: (answer: ChildAnswer) => void): Promise<Reading> {
  tell({ progress: { fraction: 0.01, step: 'reading' } });
  const prepared = await prepare(task.path, task.format, task.scratch, task.limits);
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  for (const setting of [
    `set threads = ${task.kind === 'convert' ? 1 : 2}`,
    `set memory_limit = '${task.memoryMb}MB'`,
    `set temp_directory = ${literal(task.scratch)}`,
    'set preserve_insertion_order = true',
    `set allowed_paths = [${literal(task.path)}]`,
    `set allowed_directories = [${literal(task.scratch)}]`,
    'set autoinstall_known_extensions = false',
    'set autoload_known_extensions = false',
    'set allow_community_extensions = false',
    'set enable_external_access = false',
    'set lock_configuration = true',
    ...typingMacros,
  ]) {
    await connection.run(setting);
  }
  return {
    task,
    prepared,
    rows: async (sql) => (await connection.runAndReadAll(sql)).getRowObjectsJson() as Record<string, unknown>[],
    tell: (fraction, step) => tell({ progress: { fraction, step } }),
  };
}

type Work = (task: ChildTask, tell: (answer: ChildAnswer) => void) => Promise<ChildResult>;
const tasks: Record<ChildTask['kind'], Work> = {
  ingest: async (task, tell) => ingest(await open(task, tell)),
  convert: async (task, tell) => convert(await open(task, tell)),
  anonymity: async (task, tell) => anonymity(await open(task, tell)),
  unpack,
};

process.once('message', (task: ChildTask) => {
  const tell = (answer: ChildAnswer) => process.send?.(answer);
  tasks[task.kind](task, tell).then(
    (result) => tell({ result }),
    (error: Error) => tell({ fault: clearFault(error.message) }),
  );
});
