import type { ChildTask } from './duckdb.js';

/** What a task in the child works with: rows of a query as JSON values, the file as a table, and a word on progress. */
export type Reading = {
  task: ChildTask;
  /** SQL that stands for the file’s rows. */
  source: string;
  rows: (sql: string) => Promise<Record<string, unknown>[]>;
  tell: (fraction: number, step: string) => void;
};

/** The columns of the file by name and DuckDB type. Throws for a file that is not what it claims. */
export async function columnsOf({ task, source, rows }: Reading): Promise<{ name: string; type: string }[]> {
  const described = await rows(`describe select * from ${source}`);
  const columns = described.map((row) => ({ name: String(row.column_name), type: String(row.column_type) }));
  if (columns.length === 0) throw new Error('The file has no columns.');
  if (task.format === 'csv' && columns.length === 1 && /[,;\t|]/.test(columns[0]?.name ?? '')) {
    throw new Error('The rows do not all have as many fields as the header.');
  }
  return columns;
}

/** The reader is named, since a stored file has no extension. All rows decide a CSV's types, not the first ones, and none is left out. */
export function sourceOf(task: ChildTask): string {
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

/** Whether values of a DuckDB type hold other values. */
export function isNested(type: string): boolean {
  return /^(STRUCT|MAP|JSON|UNION)|\[/.test(type);
}

export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
