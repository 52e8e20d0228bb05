import pg from 'pg';
import {
  DataSource,
  DefaultNamingStrategy,
  type EntityManager,
  type EntitySchema,
  type FindOptionsWhere,
  type MigrationInterface,
  type ObjectLiteral,
  QueryFailedError,
} from 'typeorm';
import type { QueryDeepPartialEntity } from 'typeorm/query-builder/QueryPartialEntity.js';
import { markCarriedOut } from './claim.js';
import type { Log } from './log.js';

/** An open transaction (or, as `Database.read`, plain reads outside one). Use cases take it and never open their own. */
export type Tx = EntityManager;
export type Table<R extends ObjectLiteral> = EntitySchema<R>;

export type Database = {
  /** Runs `work` in one transaction: all of it commits, or nothing. */
  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /** For reads that need no transaction. */
  read: Tx;
  /** For libraries that bring their own statements (sessions, rate limits). */
  pool: pg.Pool;
  url: string;
  /** Applies pending migrations, one process at a time. Gives their names. */
  migrate(): Promise<string[]>;
  /** Statements that would make the schema equal to the tables declared in code; empty when it is. */
  schemaDifference(): Promise<string[]>;
  close(): Promise<void>;
};

type TableOrName = Parameters<DefaultNamingStrategy['primaryKeyName']>[0];
const nameOf = (table: TableOrName) => (typeof table === 'string' ? table : table.name);

/** `titleVi` ↔ `title_vi`; constraints by table and column, so that a refusal of the database can be read. */
class SnakeCase extends DefaultNamingStrategy {
  override columnName(propertyName: string, customName: string | undefined): string {
    return customName ?? propertyName.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  }
  override primaryKeyName(table: TableOrName): string {
    return `${nameOf(table)}_pkey`;
  }
  override uniqueConstraintName(table: TableOrName, columns: string[]): string {
    return `${nameOf(table)}_${columns.join('_')}_key`;
  }
  override foreignKeyName(table: TableOrName, columns: string[]): string {
    return `${nameOf(table)}_${columns.join('_')}_fkey`;
  }
}

const migrationLock = 8_314_2026;

/** Connects to PostgreSQL. Lost connections are replaced; a failing statement is the caller's to hear of. */
export async function openDatabase(options: {
  url: string;
  // biome-ignore lint/suspicious/noExplicitAny: tables of any row
  tables: EntitySchema<any>[];
  migrations: (new () => MigrationInterface)[];
  log: Log;
  poolSize?: number;
}): Promise<Database> {
  const poolErrorHandler = (error: Error) =>
    options.log.warn({ reason: error.message }, 'A database connection was lost.');
  const source = new DataSource({
    type: 'postgres',
    url: options.url,
    entities: options.tables,
    migrations: options.migrations,
    migrationsTransactionMode: 'each',
    namingStrategy: new SnakeCase(),
    poolSize: options.poolSize ?? 20,
    poolErrorHandler,
    installExtensions: false,
    applicationName: 'datasan',
  });
  await source.initialize();
  const pool = new pg.Pool({ connectionString: options.url, max: 5, application_name: 'datasan-sessions' });
  pool.on('error', poolErrorHandler);
  return {
    transaction: (work) =>
      source.transaction(async (tx) => {
        const done = await work(tx);
        await markCarriedOut(tx);
        return done;
      }),
    read: source.manager,
    pool,
    url: options.url,
    async migrate() {
      const holder = new pg.Client({ connectionString: options.url });
      await holder.connect();
      try {
        await holder.query('select pg_advisory_lock($1)', [migrationLock]);
        const applied = await source.runMigrations();
        return applied.map((migration) => migration.name);
      } finally {
        await holder.end();
      }
    },
    async schemaDifference() {
      const { upQueries } = await source.driver.createSchemaBuilder().log();
      return upQueries.map((query) => query.query);
    },
    async close() {
      await pool.end();
      await source.destroy();
    },
  };
}

/** What stands for the transaction that `tx` is: the same for its whole length, another one for every other; null for plain reads. */
export function runningTransaction(tx: Tx): object | null {
  const runner = tx.queryRunner;
  return runner?.isTransactionActive ? runner : null;
}

/** The row with this id, locked until the transaction ends; null where there is none. */
export async function lockRow<R extends ObjectLiteral & { id: string }>(
  tx: Tx,
  table: Table<R>,
  id: string,
): Promise<R | null> {
  const rows = await tx
    .createQueryBuilder(table, 'row')
    .setLock('pessimistic_write')
    .where('row.id = :id', { id })
    .getMany();
  return rows[0] ?? null;
}

/** The rows with these ids, by id. */
export async function rowsById<R extends ObjectLiteral & { id: string }>(
  tx: Tx,
  table: Table<R>,
  ids: readonly string[],
): Promise<Map<string, R>> {
  const wanted = [...new Set(ids)];
  if (wanted.length === 0) return new Map();
  const rows = await tx.createQueryBuilder(table, 'row').where('row.id in (:...wanted)', { wanted }).getMany();
  return new Map(rows.map((row) => [row.id, row]));
}

/** Inserts one whole row. */
export async function insertRow<R extends ObjectLiteral>(tx: Tx, table: Table<R>, row: R): Promise<void> {
  await tx.insert(table, row as QueryDeepPartialEntity<R>);
}

/** Inserts whole rows with one statement. */
export async function insertRows<R extends ObjectLiteral>(tx: Tx, table: Table<R>, rows: readonly R[]): Promise<void> {
  if (rows.length > 0) await tx.insert(table, [...rows] as QueryDeepPartialEntity<R>[]);
}

/** Writes the named columns of the row with this id. */
export async function updateRow<R extends ObjectLiteral & { id: string }>(
  tx: Tx,
  table: Table<R>,
  id: string,
  set: Partial<R>,
): Promise<void> {
  await tx.update(table, { id } as FindOptionsWhere<R>, set as QueryDeepPartialEntity<R>);
}

/** Whether a failed statement would have deleted a row that another refers to. */
export function isStillReferred(error: unknown): boolean {
  return error instanceof QueryFailedError && (error.driverError as { code?: string }).code === '23503';
}

/** The constraint that a failed statement ran into, or null when the error is something else. */
export function violatedConstraint(error: unknown): string | null {
  if (!(error instanceof QueryFailedError)) return null;
  const cause = error.driverError as { code?: string; constraint?: string };
  return cause.code === '23505' || cause.code === '23514' ? (cause.constraint ?? null) : null;
}
