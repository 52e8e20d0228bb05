import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { suggestionsFor } from '../../server/evaluation/suggestions.js';
import { createTurns } from '../../server/evaluation/turns.js';
import type { QueryProcess } from '../../server/kernel/duckdb-query.js';
import { openTable, type Said, type Table, tables } from '../evaluation-table.js';

/** Attempts to get out, by what they try; each with the rule that stops it. */
const attempts: Record<string, readonly (readonly [string, string])[]> = {
  files: [
    ["select count(*) from '/etc/passwd'", 'table'],
    ["select count(*) from 'people.parquet'", 'table'],
    ["select count(*) from read_csv('/etc/passwd')", 'construct'],
    ["select count(*) from read_text('/proc/self/environ')", 'construct'],
    ["select content from read_blob('../../*')", 'construct'],
    ["select count(*) from glob('/**')", 'construct'],
    ["select count(*) from parquet_metadata('x')", 'construct'],
    ["select count(*) from sniff_csv('/etc/hosts')", 'construct'],
  ],
  network: [
    ["select count(*) from 'https://example.org/x.parquet'", 'table'],
    ["select count(*) from read_parquet('s3://bucket/x')", 'construct'],
    ["attach 'https://example.org/x.db' as x", 'not-select'],
    ["select count(*) from read_json('http://127.0.0.1:1/')", 'construct'],
  ],
  'extensions and settings': [
    ['install httpfs', 'not-select'],
    ["load '/tmp/x.duckdb_extension'", 'not-select'],
    ['set enable_external_access = true', 'not-select'],
    ["set memory_limit = '64GB'", 'not-select'],
    ['reset lock_configuration', 'not-select'],
    ['pragma database_list', 'not-select'],
    ['select count(*) from duckdb_settings()', 'construct'],
    ["select current_setting('temp_directory'), count(*) from people", 'function'],
    ["select getenv('HOME'), count(*) from people", 'function'],
    ['select version(), count(*) from people', 'function'],
  ],
  statements: [
    ["copy people to '/tmp/out.csv'", 'no-export'],
    ["copy (select * from people) to 'out.parquet'", 'no-export'],
    ["export database '/tmp/out'", 'no-export'],
    ["attach ':memory:' as m", 'not-select'],
    ['create table t as select * from people', 'not-select'],
    ['create macro m(x) as x', 'not-select'],
    ['insert into people values (1)', 'not-select'],
    ['drop view table_0', 'not-select'],
    ['select 1; select name from people', 'not-select'],
    ['select count(*) from people; drop view table_0', 'not-select'],
    ['explain analyze select name from people', 'not-select'],
    ['call pragma_version()', 'not-select'],
    ['prepare p as select name from people', 'not-select'],
    ['describe people', 'construct'],
    ['summarize people', 'construct'],
    ['show tables', 'construct'],
  ],
  'rows and table functions': [
    ['select * from people', 'row-values'],
    ['select name from people limit 1', 'row-values'],
    ['from people', 'row-values'],
    ['table people', 'row-values'],
    ['select distinct name from people', 'row-values'],
    ['select people from people', 'column'],
    ['select columns(*) from people', 'row-values'],
    ['select rowid, count(*) from people group by rowid', 'column'],
    ['select row_mark, count(*) from people group by 1', 'column'],
    ['select count(*) from table_0', 'table'],
    ['select count(*) from groups', 'table'],
    ['select count(*) from information_schema.tables', 'table'],
    ['select count(*) from sqlite_master', 'table'],
    ['select count(*) from main.people', 'table'],
    ['select count(*) from range(10)', 'construct'],
    ['select count(*) from unnest([1])', 'construct'],
    ['values (1)', 'construct'],
    ['select 1', 'construct'],
  ],
  'aggregates of one': [
    ['select string_agg(name) from people', 'function'],
    ['select list(name) from people', 'function'],
    ['select array_agg(name order by id) from people', 'construct'],
    ['select first(name) from people', 'function'],
    ['select any_value(name), count(*) from people group by city', 'function'],
    ['select arg_max(name, salary) from people', 'function'],
    ['select mode(name) from people', 'function'],
    ['select histogram(name) from people', 'function'],
    ['select max(name) from people', 'aggregate'],
    ['select sum(case when id = 5 then salary else 0 end) from people', 'aggregate'],
    ['select sum(salary * (id = 5)::int) from people', 'aggregate'],
    ['select sum(salary) filter (where id = 5) from people', 'aggregate'],
    ['select avg(nullif(id, 5)) from people', 'aggregate'],
    ['select count(case when id = 5 and salary > 1000 then 1 end) from people', 'aggregate'],
    ['select quantile_disc(salary, 0.5) from people', 'function'],
    ['select sum(distinct salary) from people', 'aggregate'],
    ['select reservoir_quantile(salary, 0.5) from people', 'function'],
    ['select approx_top_k(name, 5) from people', 'function'],
  ],
  'groups of one': [
    ['select id, count(*) from people group by id', 'identifying'],
    ['select name, avg(salary) from people group by name', 'identifying'],
    ['select lower(name), count(*) from people group by 1', 'identifying'],
    ['select salary, count(*) from people group by salary', 'identifying'],
    ['select avg(salary) from people where id = 5', 'narrow'],
    ["select avg(salary) from people where name like 'CANARY-e4da%'", 'narrow'],
    ["select count(*) from people where note = 'CANARY-ONLY'", 'narrow'],
    ['select avg(salary) from people where id <> 5', 'narrow'],
    ['select avg(salary) from people where not (id between 5 and 5)', 'narrow'],
    ['select avg(salary) from people where id in (1, 2, 3)', 'narrow'],
    ["select avg(salary) from people where id = 5 or city = 'City 1'", 'condition'],
    ["select avg(salary) from people where not (age = 25 and city = 'City 5')", 'condition'],
    ['select avg(salary) from people where id = age - 15', 'condition'],
    ["select avg(salary) from people where age = 25 and city = 'City 5' and joined = '2020-01-06'", 'narrow'],
    ["select avg(salary) from people where joined between '2020-01-02' and '2020-01-20' and city = 'City 5'", 'small'],
    ['select case when id = 5 then name end as x, count(*) from people group by x', 'construct'],
    ['select count(*) from people group by grouping sets ((city), ())', 'construct'],
    ['select city, count(*) from people group by cube (city, age)', 'construct'],
  ],
  'other grammar': [
    ['with p as (select name from people) select count(*) from p', 'construct'],
    ['with recursive r as (select 1 union all select 1 from r) select count(*) from r', 'construct'],
    ['select count(*) from (select name from people limit 1)', 'construct'],
    ['select (select name from people limit 1), count(*) from people', 'construct'],
    ['select count(*) from people where name = (select min(name) from people)', 'construct'],
    ['select count(*) from people where exists (select 1 from people)', 'construct'],
    ['select count(*) from people a join people b using (id)', 'construct'],
    ['select count(*) from people a, people b', 'construct'],
    ['select count(*) from people union select 1', 'construct'],
    ['select name, row_number() over () from people', 'row-values'],
    ['select first_value(name) over (order by id) from people', 'construct'],
    ['select count(*) from people qualify row_number() over () = 1', 'construct'],
    ['select count(*) from people using sample 1', 'construct'],
    ['select count(*) from people tablesample 1%', 'construct'],
    ['select list_transform([1], lambda x: x), count(*) from people', 'function'],
    ['select count(*) from people where age = $1', 'construct'],
    ['select count(*) from people limit (select 5)', 'construct'],
    ['pivot people on city using count(*)', 'not-select'],
    ['select count(*) from people at (version => 1)', 'construct'],
  ],
  'bombs and clocks': [
    ["select repeat('x', 2000000000), count(*) from people", 'function'],
    ['select count(*) from people where length(repeat(name, 100000)) > 1', 'function'],
    ["select count(*) from people where regexp_matches(name, '(a+)+$')", 'condition'],
    ["select count(*) from people where name like '%a%b%c%d%e%f%'", 'function'],
    ['select count(*) from people where id < 1e308 * 10 * 10 and age > random()', 'function'],
    ['select pg_sleep(60), count(*) from people', 'function'],
    ['select count(*) from generate_series(1, 1000000000000)', 'construct'],
    [`select count(*) from people where age in (${Array.from({ length: 99 }, (_, at) => at).join(', ')})`, 'condition'],
    [`select count(*) from people where ${'('.repeat(400)}age > 1${')'.repeat(400)}`, 'narrow'],
    [
      `select ${'-'.repeat(1)}${'('.repeat(30)}age${')'.repeat(30)}, count(*) from people group by ${'abs('.repeat(30)}age${')'.repeat(30)}`,
      'construct',
    ],
  ],
  'comments, letters and names': [
    ['select/**/name/**/from/**/people', 'row-values'],
    ['select count(*) from people -- \n where id = 5', 'narrow'],
    ['sel\u200bect name from people', 'not-sql'],
    ['\uff53elect name from people', 'not-sql'],
    ['select "count"(*), "name" from people', 'row-values'],
    ['select count(*) from "people"" where 1=1"', 'table'],
    ["select count(*) from people where city = 'x'' or true or '''", 'narrow'],
    ["select count(*) from people where city = 'x\u0000y'", 'not-sql'],
    ['select count(*) as "x, (select name from people limit 1)" from people order by (select 1)', 'construct'],
    ['select main.count(*), pg_catalog.current_user() from people', 'function'],
    ['select U&"n\\0061me" from people', 'not-sql'],
  ],
  'errors and casts that tell': [
    ["select count(*) from people where name::date > '2020-01-01'", 'narrow'],
    ['select count(*) from people where name::int = 5', 'narrow'],
    ['select count(*) from people where city > 5', 'types'],
    ["select count(*) from people where error(name) = 'x'", 'function'],
    ['select count(*) from people where 1 / (id - 5) > 0 and id < 20', 'narrow'],
    ["select count(*) from people where age = 'CANARY'", 'types'],
    ['select avg(name) from people', 'aggregate'],
    ["select strptime(name, '%d'), count(*) from people group by 1", 'function'],
    ['select count(*) from people where id * 1e300 * 1e300 = 5', 'narrow'],
    ['select nothing, count(*) from people group by nothing', 'column'],
    ['select count(*) from people where hash(name) = 1', 'function'],
  ],
};

/** Pairs: the first is answered; the second would tell, together with it, about fewer than ten rows. */
const pairs: readonly (readonly [string, string])[] = [
  ['select avg(age) from people', 'select avg(age) from people where id > 5'],
  ['select sum(age) from people where id <= 1000', 'select sum(age) from people where id <= 1001'],
  ['select sum(age) from people where id <= 1000', 'select sum(age) from people where id < 1001'],
  [
    "select sum(age) from people where city = 'City 5'",
    "select sum(age) from people where city = 'City 5' and id <> 5",
  ],
  ["select sum(age) from people where city = 'City 5'", "select sum(age) from people where city = 'City 5' and id > 5"],
  ['select city, sum(age) from people group by city', "select sum(age) from people where city = 'City 5' and id > 5"],
  [
    "select sum(age) from people where city in ('City 1', 'City 2')",
    "select sum(age) from people where city in ('City 2', 'City 1') and id > 20",
  ],
  [
    "select count(*) from people where joined < '2022-01-01'",
    "select count(*) from people where joined <= '2022-01-01'",
  ],
];

describe('Evaluation sessions let nothing out but aggregates', () => {
  let table: Table;
  before(async () => {
    table = await openTable();
  });
  after(() => table.close());
  const secret = (text: string) =>
    /CANARY-[0-9a-f]{4}|CANARY-ONLY|\/tmp|\/etc|\.parquet|read_parquet|table_0/.test(text);

  it('more than sixty attempts of every kind get nothing, and honest questions are answered before and after', async () => {
    const honest = 'select city, count(*) as n, avg(age) from people group by city order by n desc';
    const all = Object.values(attempts).flat();
    assert.ok(all.length >= 60, String(all.length));
    await table.within({}, async (ask) => {
      const before = await ask(honest);
      assert.equal(before.rows.length, 8);
      const wrong: string[] = [];
      for (const [sql, code] of all) {
        const said: Said = await ask(sql);
        const visible = said.text.replaceAll(sql.slice(0, 60), '');
        if (said.code !== code || said.rows.length > 0) wrong.push(`${sql.slice(0, 90)}: ${said.code}, not ${code}`);
        if (secret(visible) && !secret(sql)) wrong.push(`${sql.slice(0, 90)} tells ${said.text}`);
      }
      assert.deepEqual(wrong, []);
      assert.deepEqual((await ask(honest)).rows, before.rows);
    });
  });

  it('of two questions whose rows differ by fewer than k the second is refused, the more of three that isolate a row', async () => {
    await table.within({}, async (ask, _raw, forget) => {
      for (const [first, second] of pairs) {
        assert.equal((await ask(first)).code, 'answered', first);
        const then = await ask(second);
        assert.ok(['too-close', 'narrow'].includes(then.code), `${second}: ${then.code}`);
        forget();
      }
      // All, those outside, and those inside but five: the five follow from the three.
      assert.equal((await ask('select sum(age) from people')).code, 'answered');
      assert.equal((await ask('select sum(age) from people where id > 1000')).code, 'answered');
      assert.equal((await ask('select sum(age) from people where id between 6 and 1000')).code, 'too-close');
    });
  });

  it('groups that are too small are left out, with so many others that their sum cannot be told', async () => {
    await table.within({}, async (ask) => {
      const { rows, dropped } = await ask('select note, count(*) as n from people group by note');
      // One row has a note of its own; the group of nulls goes with it, else the total would tell.
      assert.deepEqual([rows, dropped], [[['even', 1000]], 2]);
      const by = await ask('select floor(salary / 500) * 500 as band, count(*) as n from people group by band');
      assert.ok(by.rows.length > 5 && by.rows.every(([band]) => Number(band) < 100_000), JSON.stringify(by.rows));
    });
  });

  it('a group that is nearly a group of an earlier answer is left out', async () => {
    await table.within({}, async (ask) => {
      assert.equal((await ask('select city, sum(age) from people group by city')).rows.length, 8);
      const then = await ask('select city, sum(age) from people where id > 20 group by city');
      assert.equal(then.code, 'small');
    });
  });

  it('least, most and middle are means of ten rows, an outlier is in no sum, and what leaves is rounded', async () => {
    await table.within({}, async (ask) => {
      const { rows } = await ask(
        'select min(id), max(id), median(id), sum(salary), avg(salary), max(salary), count(id) from people',
      );
      const [least, most, middle, ...outlier] = rows[0] ?? [];
      assert.deepEqual([least, most, middle], [5.5, 1996, 1001]);
      assert.deepEqual(outlier.slice(0, 3), [null, null, null]);
      const [[n, mean] = []] = (
        await ask("select count(*), avg(salary) from people where age < 40 and city = 'City 2'")
      ).rows;
      assert.equal(Number(n) % 5, 0);
      assert.equal(Number(mean), Number(Number(mean).toPrecision(4)));
    });
  });

  it('the process itself reads nothing but its tables, whatever it is told', async () => {
    await table.within({}, async (_ask, raw) => {
      for (const sql of [
        "select * from read_text('/etc/hostname')",
        "copy (select 1) to '/tmp/out-of-evaluation.csv'",
        "attach '/tmp/out-of-evaluation.db' as x",
        'install httpfs',
        'set enable_external_access = true',
        'set lock_configuration = false',
      ]) {
        await assert.rejects(raw.rows(sql), sql);
      }
      assert.equal((await raw.rows('select count(*) as n from table_0')).length, 1);
    });
  });

  it('a question that takes too long, or too much memory, is ended, and leaves no file behind', async () => {
    const folders: string[] = [];
    const slow = 'select count(*) from range(1000000) a, range(1000000) b where hash(a.range, b.range) = 1';
    const large = "select length(repeat('x', 2000000000) || repeat('y', 2000000000)) as n";
    const run = (raw: QueryProcess, sql: string) => {
      assert.ok(existsSync(raw.scratch));
      folders.push(raw.scratch);
      return raw.rows(sql);
    };
    await assert.rejects(
      table.within({ timeoutMs: 1200 }, (_ask, raw) => run(raw, slow)),
      { message: /time/ },
    );
    await assert.rejects(table.within({}, (_ask, raw) => run(raw, large)));
    assert.deepEqual(
      folders.map((one) => existsSync(one)),
      [false, false],
    );
  });
});

describe('Around evaluation sessions', () => {
  it('organisations that wait are served in rotation', async () => {
    const turns = createTurns(1);
    const order: string[] = [];
    let release = () => {};
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    const first = turns.take('a', () => gate);
    const others = ['a1', 'a2', 'a3', 'b1', 'c1'].map((name) =>
      turns.take(name.charAt(0), async () => {
        order.push(name);
      }),
    );
    release();
    await Promise.all([first, ...others]);
    assert.deepEqual(order, ['a1', 'b1', 'c1', 'a2', 'a3']);
  });

  it('a table invites ten questions, and every one of them is answered', async () => {
    const schema = tables.get('people');
    assert.ok(schema);
    const column = (name: string, distinct: number, nulls = 0, min = '0', max = '9') => ({
      name,
      type: '',
      distinct,
      nulls,
      min,
      max,
    });
    const profile = {
      rows: 2000,
      columns: [
        ...[
          column('id', 2000, 0, '1', '2000'),
          column('name', 2000),
          column('city', 8),
          column('age', 45, 0, '20', '64'),
        ],
        ...[column('salary', 1990, 0, '1000', '9000'), column('joined', 1461, 0, '2020-01-01', '2023-12-31')],
        ...[column('active', 2, 40), column('note', 2, 999), column('Từ khóa', 4, 0, '0', '3')],
      ],
    };
    const dictionary = { city: { description: { vi: 'Thành phố', en: 'City' }, unit: null } };
    const suggestions = suggestionsFor([{ name: 'people', schema, profile }], dictionary);
    assert.equal(suggestions.length, 10);
    assert.equal(new Set(suggestions.map(({ sql }) => sql)).size, 10);
    assert.equal(suggestions[0]?.title.vi, 'Số dòng theo Thành phố');
    const table = await openTable();
    try {
      await table.within({}, async (ask) => {
        for (const { sql } of suggestions) assert.equal((await ask(sql)).code, 'answered', sql);
      });
    } finally {
      await table.close();
    }
  });
});
