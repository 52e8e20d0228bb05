import { DuckDBInstance } from '@duckdb/node-api';
import type { ChildAnswer, ChildTask, FileProfile } from './duckdb.js';

/**
 * The process that reads one uploaded file. It may be killed at any moment and has no rights it does not need: only the
 * one file can be opened, nothing can be loaded or fetched, and the configuration is locked before the file is touched.
 */
async function profile(task: ChildTask, tell: (answer: ChildAnswer) => void): Promise<FileProfile> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const rows = async (sql: string) =>
    (await connection.runAndReadAll(sql)).getRowObjectsJson() as Record<string, unknown>[];
  for (const setting of [
    'set threads = 2',
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

  tell({ progress: { fraction: 0.02, step: 'reading' } });
  const source = reader(task);
  const described = await rows(`describe select * from ${source}`);
  const columns = described.map((row) => ({ name: String(row.column_name), type: String(row.column_type) }));
  if (columns.length === 0) throw new Error('The file has no columns.');
  if (task.format === 'csv' && columns.length === 1 && /[,;\t|]/.test(columns[0]?.name ?? '')) {
    throw new Error('The rows do not all have as many fields as the header.');
  }
  const [counted] = await rows(`select count(*) as n from ${source}`);
  const total = Number(counted?.n ?? 0);

  const found: FileProfile['columns'] = [];
  for (const [index, column] of columns.entries()) {
    const name = `"${column.name.replaceAll('"', '""')}"`;
    const value = /^(STRUCT|MAP|JSON|UNION)|\[/.test(column.type) ? `to_json(${name})::varchar` : name;
    const [facts] = await rows(
      `select count(*) - count(${name}) as nulls, count(distinct ${value}) as distinct_values,
              min(${value})::varchar as least, max(${value})::varchar as most from ${source}`,
    );
    found.push({
      ...column,
      nulls: Number(facts?.nulls ?? 0),
      distinct: Number(facts?.distinct_values ?? 0),
      min: short(facts?.least),
      max: short(facts?.most),
    });
    tell({ progress: { fraction: 0.1 + (0.85 * (index + 1)) / columns.length, step: column.name } });
  }
  const sample = await rows(`select * from ${source} limit 20`);
  return { rows: total, columns: found, sample };
}

function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

function short(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  const text = String(value);
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}

/** The reader is named, since a stored file has no extension. All rows decide a CSV's types, not the first ones, and none is left out. */
function reader(task: ChildTask): string {
  const path = literal(task.path);
  switch (task.format) {
    case 'csv':
      return `read_csv(${path}, sample_size = -1, skip = 0, ignore_errors = false, strict_mode = true, max_line_size = 10000000)`;
    case 'json':
      return `read_json(${path}, format = 'auto', maximum_object_size = 100000000, sample_size = -1)`;
    case 'parquet':
      return `read_parquet(${path})`;
  }
}

process.once('message', (task: ChildTask) => {
  const tell = (answer: ChildAnswer) => process.send?.(answer);
  profile(task, tell).then(
    (result) => tell({ result }),
    (error: Error) => tell({ fault: error.message.split('\n')[0] ?? 'unreadable' }),
  );
});
