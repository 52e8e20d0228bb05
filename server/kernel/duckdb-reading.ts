import type { ChildTask } from './duckdb.js';
import type { Prepared } from './reading/prepare.js';
import { literal, quoted } from './reading/sql.js';
import { countForms, countMisfits, decide, type Typed } from './reading/typing.js';

/** What a task in the child works with: rows of a query as JSON values, the file as a table, and a word on progress. */
export type Reading = {
  task: ChildTask;
  /** The file in a form that the engine reads. */
  prepared: Prepared;
  rows: (sql: string) => Promise<Record<string, unknown>[]>;
  tell: (fraction: number, step: string) => void;
};
/** SQL that stands for the rows of a table, and its columns by name and DuckDB type. */
export type Source = { source: string; columns: { name: string; type: string }[] };

/** The rows of the file as the engine reads them: columns of a delimited text are text still. */
export function rawSource({ path, form, dialect }: Prepared): string {
  switch (form) {
    case 'csv': {
      if (!dialect) throw new Error('The file has no columns.');
      const columns = dialect.names.map((name) => `${quoted(name)}: 'VARCHAR'`).join(', ');
      return `read_csv(${literal(path)}, auto_detect = false, delim = ${literal(dialect.delimiter)}, quote = '"', escape = '"',
        header = ${dialect.header}, skip = 0, columns = {${columns}}, nullstr = '', ignore_errors = false, strict_mode = true,
        max_line_size = 10000000)`;
    }
    case 'json':
      return `read_json(${literal(path)}, format = 'auto', maximum_object_size = 100000000, sample_size = -1)`;
    case 'lines':
      return `read_json(${literal(path)}, format = 'newline_delimited', maximum_object_size = 100000000, sample_size = -1)`;
    case 'parquet':
      return `read_parquet(${literal(path)})`;
  }
}

/** The columns of a source by name and DuckDB type. Throws for a file that is not what it claims. */
export async function columnsOf(rows: Reading['rows'], source: string): Promise<Source['columns']> {
  const described = await rows(`describe select * from ${source}`);
  const columns = described.map((row) => ({ name: String(row.column_name), type: String(row.column_type) }));
  if (columns.length === 0) throw new Error('The file has no columns.');
  return columns;
}

/** Rows that a column's form is read off; every other row is held to it. */
const looked = 1000;

/**
 * Runs `work` on the file as a typed table. The columns of a text get the types that its first rows show; a value further
 * on that does not fit fails the work, and it is done again with types that all rows were asked for.
 */
export async function withTypes<T>(reading: Reading, work: (typed: Source) => Promise<T>): Promise<T> {
  const { prepared, rows } = reading;
  const raw = rawSource(prepared);
  if (prepared.form !== 'csv' || !prepared.dialect) {
    return await work({ source: raw, columns: await columnsOf(rows, raw) });
  }
  const { dialect } = prepared;
  const formsOf = async (columns: readonly string[], source: string) => {
    const [row = {}] = await rows(countForms(columns, source));
    return decide(columns, row, dialect);
  };
  const first = await formsOf(dialect.names, `(select * from ${raw} limit ${looked})`);
  const empty = first.filter((one) => one.form === 'empty').map((one) => one.name);
  const typed = empty.length === 0 ? first : await again(first, empty);
  try {
    return await work(typedSource(raw, typed));
  } catch (error) {
    if (!/untyped|Conversion Error|strptime|Could not (convert|parse)/i.test((error as Error).message)) throw error;
    const [row = {}] = await rows(countMisfits(typed, raw));
    const bad = typed.filter((_, index) => Number(row[`bad_${index}`]) > 0).map((one) => one.name);
    return await work(typedSource(raw, await again(typed, bad.length > 0 ? bad : dialect.names)));
  }

  /** The columns with the forms of some of them asked anew, of their different values in all rows. */
  async function again(all: readonly Typed[], columns: readonly string[]): Promise<Typed[]> {
    const found = new Map<string, Typed>();
    for (const name of columns) {
      const [one] = await formsOf([name], `(select distinct ${quoted(name)} from ${raw})`);
      if (one) found.set(name, one);
    }
    return all.map((one) => found.get(one.name) ?? one);
  }
}

function typedSource(raw: string, typed: readonly Typed[]): Source {
  const list = typed.map(({ name, expression }) => `${expression} as ${quoted(name)}`).join(', ');
  return { source: `(select ${list} from ${raw})`, columns: typed.map(({ name, type }) => ({ name, type })) };
}

/** Whether values of a DuckDB type hold other values. */
export function isNested(type: string): boolean {
  return /^(STRUCT|MAP|JSON|UNION)|\[/.test(type);
}
