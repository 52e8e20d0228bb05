import type { Answer } from '../../contracts/evaluation.js';
import { QueryDied, QueryFault, type QueryProcess, QueryTimeout } from '../kernel/duckdb-query.js';
import type { Expression, Schema } from './expressions.js';
import { type Question, questionOf, type Tables } from './questions.js';
import { refused, tooClose } from './refusals.js';
import { type Answered, groups, looks, nearby, overlaps, type Population, whereOf } from './statements.js';

const mostGroups = 2000;
/** Values fewer than so many rows have in common, on average, name rows rather than groups. */
const rowsPerValue = 2;

export type Rules = { k: number; rowsLeft: number; history: readonly Answered[] };
export type Outcome = { answer: Answer; population: Population };

/**
 * Answers a visitor's text from the tables of the process, or throws `Refused`. The text is only ever parsed: what runs is
 * written anew from the closed grammar. Every number that leaves is computed from at least k rows, and no two answers differ
 * by fewer.
 */
export async function answerOf(
  running: QueryProcess,
  tables: Tables,
  views: ReadonlyMap<string, string>,
  sql: string,
  rules: Rules,
): Promise<Outcome> {
  try {
    const question = questionOf(await treeOf(running, sql), tables);
    const schema = tables.get(question.table) as Schema;
    return await new Answering(running, views.get(question.table) as string, schema, question, rules).outcome();
  } catch (error) {
    if (error instanceof QueryTimeout || error instanceof QueryDied) throw refused('resources');
    if (error instanceof QueryFault) throw refused(/memory|interrupt/i.test(error.message) ? 'resources' : 'types');
    throw error;
  }
}

async function treeOf(running: QueryProcess, sql: string): Promise<unknown> {
  if (/^\s*(copy|export)\b/i.test(sql)) throw refused('no-export');
  const [row] = await running.rows('select json_serialize_sql($1::varchar) as tree', [sql]);
  return JSON.parse(String(row?.tree));
}

class Answering {
  constructor(
    private readonly running: QueryProcess,
    private readonly view: string,
    private readonly schema: Schema,
    private readonly question: Question,
    private readonly rules: Rules,
  ) {}

  async outcome(): Promise<Outcome> {
    await this.lookFirst();
    await this.compareTotals();
    const { question, view, rules } = this;
    await this.running.rows(groups(view, question, rules.k, (name) => this.schema.get(name)?.sql ?? 'null'));
    const [sizes] = await this.running.rows('select count(*) as groups, coalesce(sum(n), 0) as n from groups');
    if (Number(sizes?.groups) > mostGroups) throw refused('many-groups');
    await this.running.rows(`delete from groups where n < ${rules.k} + extra`);
    await this.dropNearby();
    const kept = await this.keepUncovered(Number(sizes?.n));
    if (kept === 0) throw refused('small');
    return { answer: await this.shown(Number(sizes?.groups) - kept), population: this.population() };
  }

  private population(): Population {
    const { table, conditions, keys, aggregates } = this.question;
    const columns = aggregates.flatMap(({ column }) =>
      column === null ? [] : [this.schema.get(column)?.sql ?? 'null'],
    );
    return {
      ...{ table, conditions, columns: [...new Set(columns)] },
      keys: keys.map(({ sql, column, plain }) => ({ sql, column, plain })),
    };
  }

  /** Each condition alone picks and leaves at least k rows; no key names single rows. */
  private async lookFirst(): Promise<void> {
    const { conditions, keys } = this.question;
    const [row = {}] = await this.running.rows(looks(this.view, this.question));
    for (const [at, { sql, column }] of conditions.entries()) {
      // Whether a value is missing is counted in the profile that everybody sees.
      if (/^\("(?:[^"]|"")+" is (not )?null\)$/.test(sql)) continue;
      const picked = Number(row[`m${at}`]);
      if (picked < this.rules.k || Number(row.n) - picked < this.rules.k) throw refused('narrow', column);
    }
    for (const [at, { column }] of keys.entries()) {
      if (Number(row[`d${at}`]) * rowsPerValue > Math.max(Number(row[`v${at}`]), this.rules.k))
        throw refused('identifying', column);
    }
  }

  /** The rows of the question against those of earlier answers, and against those in which any two of them differ. */
  private async compareTotals(): Promise<void> {
    const [mine, earlier] = [whereOf(this.question), new Map<string, number | null>([['true', null]])];
    for (const one of this.past()) if (!earlier.has(whereOf(one))) earlier.set(whereOf(one), one.number);
    earlier.delete(mine);
    const wheres = [...earlier.keys()];
    if (wheres.length === 0) return;
    const rows = await this.running.rows(overlaps(this.view, [mine, ...wheres]));
    const cells = rows.map(({ mark, n }) => ({ mark: String(mark), n: Number(n) }));
    const differing = (...places: number[]) =>
      cells.reduce((sum, { mark, n }) => sum + (places.filter((at) => mark[at] === '1').length % 2 === 1 ? n : 0), 0);
    for (const [at, where] of wheres.entries()) {
      if (differing(0, at + 1) < this.rules.k) throw tooClose(earlier.get(where) ?? null);
    }
    for (const [a] of wheres.entries()) {
      for (let b = a + 1; b < wheres.length; b += 1) {
        const few = differing(0, a + 1, b + 1);
        if (few > 0 && few < this.rules.k) throw tooClose(earlier.get(wheres[b] ?? '') ?? null);
      }
    }
  }

  private past(): Answered[] {
    return this.rules.history.filter(({ table }) => table === this.question.table);
  }

  /** Groups that nearly are groups of an earlier answer are left out; a question without groups is refused. */
  private async dropNearby(): Promise<void> {
    const { question, rules } = this;
    const whole: Answered = { number: null, table: question.table, conditions: [], keys: [], columns: [] };
    const seen = new Set<string>();
    const mine = this.population();
    for (const earlier of [whole, ...this.past()]) {
      const same = whereOf(earlier) === whereOf(question);
      const shared = earlier.number === null ? [] : mine.columns.filter((one) => earlier.columns.includes(one));
      for (const column of [null, ...shared]) {
        if (same && sameKeys(earlier, mine)) continue;
        if (column === null && earlier.keys.length + mine.keys.length === 0) continue;
        const least = same || column !== null || isOneGroup(mine, earlier) ? 1 : 0;
        const sql = nearby(this.view, mine, earlier, { k: rules.k, least, column });
        if (seen.has(sql)) continue;
        seen.add(sql);
        if (mine.keys.length === 0) {
          if ((await this.running.rows(`select 1 as one from (${sql}) limit 1`)).length > 0)
            throw tooClose(earlier.number);
          continue;
        }
        const equal = mine.keys.map((_, at) => `groups.k${at} is not distinct from near.k${at}`).join(' and ');
        await this.running.rows(`delete from groups using (${sql}) near where ${equal}`);
      }
    }
  }

  /** What is left out must not follow from the whole: while the rest has fewer than k rows, the smallest group goes too. */
  private async keepUncovered(all: number): Promise<number> {
    const rows = await this.running.rows('select rowid as id, n from groups order by n, rowid');
    let hidden = all - rows.reduce((sum, { n }) => sum + Number(n), 0);
    let first = 0;
    while (hidden > 0 && hidden < this.rules.k && first < rows.length) {
      hidden += Number(rows[first]?.n);
      first += 1;
    }
    const gone = rows.slice(0, first).map(({ id }) => Number(id));
    if (gone.length > 0) await this.running.rows(`delete from groups where rowid in (${gone.join(', ')})`);
    return rows.length - first;
  }

  private async shown(dropped: number): Promise<Answer> {
    const { shown, having, order, limit } = this.question;
    const most = Math.max(0, Math.min(limit ?? Number.MAX_SAFE_INTEGER, this.rules.rowsLeft));
    const columns = shown.map(({ sql, kind }, at) => `${plain(sql, kind)} as s${at}`);
    const rows = await this.running.rows(
      `select ${columns.join(', ')} from groups${having === null ? '' : ` where ${having}`}
       order by ${(order.length > 0 ? order : shown.map(({ sql }) => sql)).join(', ')} limit ${most}`,
    );
    const cut = (value: unknown) => (typeof value === 'string' ? value.slice(0, 200) : (value as number | null));
    return {
      columns: shown.map(({ name, role, kind }) => ({ name, role, kind: kind === 'null' ? 'text' : kind })),
      rows: rows.map((row) => shown.map((_, at) => cut(row[`s${at}`] ?? null))),
      dropped,
    };
  }
}

function plain(sql: string, kind: Expression['kind']): string {
  return kind === 'number' ? `try_cast(${sql} as double)` : `try_cast(${sql} as varchar)`;
}

function sameKeys(a: Population, b: Population): boolean {
  const text = ({ keys }: Population) =>
    keys
      .map(({ sql }) => sql)
      .sort()
      .join('\n');
  return text(a) === text(b);
}

/** Whether the question asks about exactly one group of an earlier answer: its conditions, and one value for each key. */
function isOneGroup(mine: Population, earlier: Population): boolean {
  const before = new Set(earlier.conditions.map(({ sql }) => sql));
  const added = mine.conditions.filter(({ sql }) => !before.has(sql));
  if (earlier.keys.length === 0 || mine.conditions.length - added.length !== before.size) return false;
  if (added.length !== earlier.keys.length) return false;
  const forms = (sql: string) => [`(${sql} = `, `(try_cast(${sql} as double) = `, `(try_cast(${sql} as timestamp) = `];
  return earlier.keys.every(
    (key) => key.plain && added.some((one) => forms(key.sql).some((form) => one.sql.startsWith(form))),
  );
}
