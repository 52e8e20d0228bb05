import type { Ingested } from './duckdb.js';
import { profile } from './duckdb-profile.js';
import { columnsOf, type Reading, withTypes } from './duckdb-reading.js';
import { literal } from './reading/sql.js';

/** Rows of one row group: few enough that a writer with little memory holds a few of them. */
const rowsPerGroup = 122_880;

/** The file as one typed Parquet file in the scratch folder, and its profile measured on that. Runs in the child. */
export async function ingest(reading: Reading): Promise<Ingested> {
  const { prepared, rows, tell, task } = reading;
  tell(0.02, 'reading');
  const table = `${task.scratch}/table.parquet`;
  if (prepared.form !== 'parquet') {
    await withTypes(reading, ({ source }) =>
      rows(
        `copy (select * from ${source}) to ${literal(table)} (format parquet, compression zstd, row_group_size ${rowsPerGroup})`,
      ),
    );
  }
  tell(0.3, 'profiling');
  const own = prepared.form === 'parquet' ? prepared.path : table;
  const source = `read_parquet(${literal(own)})`;
  const columns = await columnsOf(rows, source);
  const found = await profile(reading, { source, columns });
  const { encoding, dialect, sheet } = prepared;
  return {
    ...found,
    written: { encoding, delimiter: dialect?.delimiter ?? null, header: dialect?.header ?? null, sheet },
    table: prepared.form === 'parquet' && prepared.path === task.path ? null : own.slice(task.scratch.length + 1),
  };
}
