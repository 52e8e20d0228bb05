import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { answerOf } from '../server/evaluation/answering.js';
import type { ColumnKind, Schema } from '../server/evaluation/expressions.js';
import { Refused } from '../server/evaluation/refusals.js';
import { selected } from '../server/evaluation/sources.js';
import type { Answered } from '../server/evaluation/statements.js';
import { type QueryLimits, type QueryProcess, withQueryProcess } from '../server/kernel/duckdb-query.js';

/** Two thousand rows in which every name and note is a canary: none may ever be seen outside. */
const rows = `select i as id, 'CANARY-' || md5(i::varchar) as name, 'City ' || (i % 8) as city, 20 + i % 45 as age,
    round(1000 + (i * 7919 % 5000) + case when i = 777 then 9e9 else 0 end, 2)::double as salary,
    date '2020-01-01' + (i % 1461)::integer as joined, case when i % 50 = 0 then null else i % 3 = 0 end as active,
    case when i = 13 then 'CANARY-ONLY' when i % 2 = 0 then 'even' end as note, (i % 4)::integer as "Từ khóa"
  from range(1, 2001) t(i)`;

const kinds: Record<string, ColumnKind> = {
  ...{ id: 'number', name: 'text', city: 'text', age: 'number', salary: 'number', joined: 'date', active: 'boolean' },
  ...{ note: 'text', 'Từ khóa': 'number' },
};
const schema: Schema = new Map(Object.entries(kinds).map(([name, kind]) => [name, { sql: `"${name}"`, kind }]));
export const tables = new Map([['people', schema]]);

/** What became of one question: rows, or the code of its refusal; everything that was said, as text. */
export type Said = { code: string; rows: (string | number | null)[][]; dropped: number; text: string };

type Asking = (sql: string) => Promise<Said>;

/** The fixture as Parquet, and questions asked of it in the real process. */
export async function openTable() {
  const folder = await mkdtemp(join(tmpdir(), 'datasan-evaluation-'));
  const path = join(folder, 'people.parquet');
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  await connection.run(`copy (${rows}) to '${path}' (format parquet)`);
  connection.closeSync();
  const views = [
    {
      name: 'table_0',
      paths: [path],
      sql: selected(
        [path],
        [...schema.values()].map(({ sql }) => sql),
      ),
    },
  ];
  return {
    path,
    /** Opens one process and asks in it; answers are remembered as those of one organisation. */
    within: <T>(
      limits: Partial<QueryLimits>,
      use: (ask: Asking, raw: QueryProcess, forget: () => void) => Promise<T>,
    ) =>
      withQueryProcess(
        views,
        { timeoutMs: 60_000, memory: '300MB', threads: 2, addressSpace: 3_000_000_000, ...limits },
        (running) => {
          const history: Answered[] = [];
          return use(
            async (sql) => {
              try {
                const places = new Map([['people', 'table_0']]);
                const { answer, population } = await answerOf(running, tables, places, sql, {
                  k: 10,
                  rowsLeft: 500,
                  history,
                });
                history.push({ ...population, number: history.length + 1 });
                return { code: 'answered', rows: answer.rows, dropped: answer.dropped, text: JSON.stringify(answer) };
              } catch (error) {
                if (!(error instanceof Refused)) throw error;
                return { code: error.code, rows: [], dropped: 0, text: JSON.stringify(error.detail) };
              }
            },
            running,
            () => history.splice(0),
          );
        },
      ),
    close: () => rm(folder, { recursive: true }),
  };
}
export type Table = Awaited<ReturnType<typeof openTable>>;
