import { parquetTables } from '../catalogue/conversion.js';
import { revisionFiles } from '../catalogue/revisions.js';
import type { DataFile, ParquetTable } from '../catalogue/tables.js';
import type { Tx } from '../kernel/database.js';
import type { QueryView } from '../kernel/duckdb-query.js';
import { literal } from '../kernel/reading/sql.js';
import type { Storage } from '../kernel/storage.js';
import { tableNames } from '../sharing/names.js';
import type { ColumnKind, Schema } from './expressions.js';

/** A table of a revision as a session sees it. */
export type Source = { name: string; view: string; file: DataFile; table: ParquetTable; schema: Schema };

/** The tables of a revision, named as Delta Sharing names them; null while they are being made. */
export async function sourcesOf(tx: Tx, revisionId: string): Promise<Source[] | null> {
  const files = await revisionFiles(tx, revisionId);
  const made = await parquetTables(tx, revisionId);
  const names = tableNames(files.map((file) => file.name));
  const sources = files.flatMap((file, at): Source[] => {
    const table = made.find((one) => one.fileId === file.id);
    return table ? [{ name: names[at] as string, view: `table_${at}`, file, table, schema: schemaOf(table) }] : [];
  });
  return sources.length === files.length && files.length > 0 ? sources : null;
}

const kinds: readonly (readonly [RegExp, ColumnKind])[] = [
  [/^(byte|short|integer|long|float|double|decimal)/, 'number'],
  [/^string$/, 'text'],
  [/^date$/, 'date'],
  [/^timestamp$/, 'timestamp'],
  [/^boolean$/, 'boolean'],
];

/** Columns by name; bytes cannot be asked about. */
function schemaOf({ columns }: ParquetTable): Schema {
  return new Map(
    columns.flatMap(({ name, type }) => {
      const kind = kinds.find(([pattern]) => pattern.test(type))?.[1];
      return kind ? [[name, { sql: quoted(name), kind }] as const] : [];
    }),
  );
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** Runs `work` with the tables’ files on this machine’s disk. */
export async function withViews<T>(
  storage: Storage,
  sources: readonly Source[],
  work: (views: QueryView[]) => Promise<T>,
): Promise<T> {
  const parts = sources.flatMap(({ table }) => table.parts.map(({ sha256 }) => sha256));
  const paths = new Map<string, string>();
  const local = async (at: number): Promise<T> => {
    const sha256 = parts[at];
    if (sha256 === undefined) return await work(sources.map((source) => viewOf(source, paths)));
    return await storage.withLocalFile(sha256, async (path) => {
      paths.set(sha256, path);
      return await local(at + 1);
    });
  };
  return await local(0);
}

function viewOf({ view, schema, table }: Source, paths: ReadonlyMap<string, string>): QueryView {
  const columns = [...schema.values()].map(({ sql, kind }) =>
    kind === 'timestamp' ? `${sql}::timestamp as ${sql}` : sql,
  );
  const files = table.parts.map(({ sha256 }) => paths.get(sha256) as string);
  return { name: view, paths: files, sql: selected(files, columns) };
}

/** The columns of Parquet files, and a mark of each row by its place, by which the same rows are known again. */
export function selected(files: readonly string[], columns: readonly string[]): string {
  return `select ${columns.join(', ')}, hash(file_row_number) as row_mark
    from read_parquet([${files.map(literal).join(', ')}], file_row_number = true)`;
}
