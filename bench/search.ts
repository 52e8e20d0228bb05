import pg from 'pg';
import { keepCounts } from '../server/discovery/search.js';
import { listedDataset } from '../test/stories.js';
import type { World } from '../test/world.js';

const sizes = [100_000, 1_000_000];
const batch = 20_000;
/** What people ask, and how often: everything, browsing by filters, one word, several, rare ones, misspelt ones, phrases. */
const queries = [
  '',
  'sort=newest&sector=energy',
  'province=79&price=free',
  'q=thoi+tiet',
  'q=gi%C3%A1+%C4%91%E1%BA%A5t+%C4%91ai',
  'q=luong+mua+theo+ngay&format=csv',
  'q=tai+nan+giao+thong&province=48',
  'q=B%C3%ACnh+D%C6%B0%C6%A1ng',
  'q=d%E1%BB%AF+li%E1%BB%87u',
  'q=dan+so&sort=title',
  'q=mau+7731',
  'q=san+luong+lua+gaoo',
  'q=xuat+khau+thuy+san&year=2024',
  'q=hoc+sinh&sort=newest',
  'sector=transport&format=parquet&frequency=daily',
  'q=benh+vien&kind=original_data',
];
const readers = 4;
const seconds = 20;

type Measured = { perSecond: number; p50: number; p95: number };

/**
 * The search at a hundred thousand and at a million datasets: through HTTP, and beside it the same statements with the same
 * values on a bare pool of `pg` in the same run. Words of the synthetic pages are Vietnamese and as uneven as language is.
 */
export async function searching(world: World): Promise<string[]> {
  const wanted = Number(process.env.BENCH_DATASETS ?? sizes.at(-1));
  const { dataset } = await listedDataset(world, await world.organisation('provider'));
  const lines: string[] = [];
  const seen: Measured[] = [];
  for (const size of sizes.filter((one) => one <= wanted)) {
    await shelve(world, dataset.id, size);
    await keepCounts(world.context.kernel.db.read);
    const statements = await statementsOf(world);
    const pool = new pg.Pool({ connectionString: world.context.kernel.db.url, max: readers });
    const byHttp = (index: number) => read(`${world.url}/api/v1/datasets?${queries[index]}`);
    const bySql = async (index: number) => {
      for (const { text, values } of statements[index] ?? []) await pool.query(text, values);
    };
    await measure(byHttp, 3);
    await measure(bySql, 3);
    const [sql, http] = [await measure(bySql, seconds), await measure(byHttp, seconds)];
    await pool.end();
    seen.push(http);
    const said = ({ perSecond, p50, p95 }: Measured) =>
      `${perSecond.toFixed(0)} requests/s, p50 ${p50.toFixed(1)} ms, p95 ${p95.toFixed(1)} ms`;
    lines.push(
      `search over ${size} datasets, ${queries.length} kinds of query, ${readers} readers:`,
      `  HTTP: ${said(http)}`,
      `  the same SQL on a bare pool: ${said(sql)}`,
      `  ratio of requests/s ${(http.perSecond / sql.perSecond).toFixed(2)} (goal ≥ 0.7)`,
    );
  }
  const [few, many] = seen;
  if (few && many)
    lines.push(`  p95 at ${sizes[1]} against ${sizes[0]}: ${(many.p95 / few.p95).toFixed(2)} (goal ≤ 2)`);
  return lines;
}

async function read(url: string): Promise<void> {
  const reply = await fetch(url);
  await reply.arrayBuffer();
  if (reply.status !== 200) throw new Error(`${url} answered ${reply.status}.`);
}

async function measure(run: (index: number) => Promise<void>, forSeconds: number): Promise<Measured> {
  const times: number[] = [];
  const end = performance.now() + forSeconds * 1000;
  let turn = 0;
  const reader = async () => {
    while (performance.now() < end) {
      const started = performance.now();
      await run(turn++ % queries.length);
      times.push(performance.now() - started);
    }
  };
  await Promise.all(Array.from({ length: readers }, reader));
  times.sort((a, b) => a - b);
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? Number.NaN;
  return { perSecond: times.length / forSeconds, p50: at(0.5), p95: at(0.95) };
}

type Statement = { text: string; values: unknown[] };

/** The statements that each query makes the exchange run, heard at the driver. */
async function statementsOf(world: World): Promise<Statement[][]> {
  const heard: Statement[] = [];
  const plain = pg.Client.prototype.query;
  pg.Client.prototype.query = function listening(this: pg.Client, ...given: unknown[]) {
    const [text, values] = given;
    if (typeof text === 'string' && /listing_|search_words|datasets/.test(text))
      heard.push({ text, values: (values as unknown[]) ?? [] });
    return Reflect.apply(plain, this, given);
  } as typeof plain;
  try {
    const all: Statement[][] = [];
    for (const query of queries) {
      heard.length = 0;
      await read(`${world.url}/api/v1/datasets?${query}`);
      all.push([...heard]);
    }
    return all;
  } finally {
    pg.Client.prototype.query = plain;
  }
}

const subjects = [
  ...[
    'thời tiết',
    'giá đất đai',
    'lượng mưa theo ngày',
    'tai nạn giao thông',
    'dân số',
    'sản lượng lúa gạo',
    'học sinh',
  ],
  ...[
    'xuất khẩu thủy sản',
    'bệnh viện',
    'chất lượng không khí',
    'giá điện',
    'du lịch',
    'doanh nghiệp',
    'lao động',
    'rừng',
  ],
  ...['mực nước sông', 'xe buýt', 'cà phê', 'sầu riêng', 'tôm', 'năng lượng gió', 'khí thải', 'hộ nghèo', 'ngân sách'],
];
const places = [
  'Bình Dương',
  'Đà Nẵng',
  'Thái Bình',
  'Cần Thơ',
  'Hà Nội',
  'Huế',
  'Lâm Đồng',
  'An Giang',
  'Cà Mau',
  'Sơn La',
];
const kinds = [
  'Thống kê',
  'Khảo sát',
  'Quan trắc',
  'Bảng',
  'Chỉ số',
  'Điều tra',
  'Bản đồ',
  'Báo cáo',
  'Dự báo',
  'Nhật ký',
];

/** Fills the catalogue up to a size with straight SQL: pages, revisions, files, offers, and the rows that are searched. */
async function shelve(world: World, like: string, upTo: number): Promise<void> {
  await world.sql('create table if not exists bench_last (n int)');
  const [from] = await world.sql<{ n: number }>('select coalesce(max(n), 0) as n from bench_last');
  for (const table of ['datasets', 'revisions', 'files', 'offers'])
    await world.sql(`alter table ${table} disable trigger user`);
  for (let first = (from?.n ?? 0) + 1; first <= upTo; first += batch) {
    const last = Math.min(upTo, first + batch - 1);
    await world.sql(pages, [like, first, last, subjects, kinds, places]);
    for (const copy of copies) await world.sql(copy, [like, first, last]);
    await world.sql(
      `insert into listing_search select * from listing_rows(array(select 'ds_' || lpad(n::text, 26, '0') from generate_series($1::int, $2::int) n))`,
      [first, last],
    );
  }
  await world.sql(
    `insert into search_words select lexeme, lexeme from ts_stat('select words from listing_search tablesample system (5)') s(lexeme, docs, n)
      where lexeme not like '%/%' and lexeme not like '%:%' on conflict do nothing`,
  );
  for (const table of ['datasets', 'revisions', 'files', 'offers'])
    await world.sql(`alter table ${table} enable trigger user`);
  await world.sql('insert into bench_last values ($1)', [upTo]);
  for (const table of ['datasets', 'revisions', 'files', 'offers', 'listing_search', 'search_words']) {
    await world.sql(`vacuum analyze ${table}`);
  }
}

/** Picks of uneven frequency: the first of a list far more often than the last. */
const pick = (list: string, salt: number, size: string) =>
  `(${list})[1 + floor(${size} * power((hashtextextended(n::text, ${salt}) & 1048575) / 1048576.0, 2))::int]`;

const pages = `
insert into datasets select (jsonb_populate_record(d, jsonb_build_object(
    'id', 'ds_' || lpad(n::text, 26, '0'),
    'title_vi', ${pick('$5::text[]', 1, 'cardinality($5::text[])')} || ' ' || ${pick('$4::text[]', 2, 'cardinality($4::text[])')}
       || ' ' || ${pick('$6::text[]', 3, 'cardinality($6::text[])')} || ' mẫu ' || n,
    'title_en', 'Synthetic dataset ' || n,
    'description_vi', 'Bộ dữ liệu tổng hợp về ' || ${pick('$4::text[]', 4, 'cardinality($4::text[])')} || ' và ' || ${pick('$4::text[]', 5, 'cardinality($4::text[])')}
       || ' của ' || ${pick('$6::text[]', 6, 'cardinality($6::text[])')} || ', cập nhật theo kỳ, kèm từ điển.',
    'description_en', '',
    'keywords', jsonb_build_array(${pick('$4::text[]', 7, 'cardinality($4::text[])')}),
    'sector', ${pick(`array['environment','transport','energy','health','education','finance','trade','tourism','society','urban']`, 8, '10')},
    'update_frequency', ${pick(`array['monthly','yearly','daily','weekly','once']`, 9, '5')},
    'provinces', jsonb_build_array(${pick(`array['79','01','48','92','31','33','68','46','91','96']`, 10, '10')}),
    'coverage_from', make_date(2026 - (n % 15), 1, 1), 'coverage_to', '2026-06-30',
    'listed_at', timestamptz '2026-01-01' + n * interval '10 seconds'))).*
  from datasets d, generate_series($2::int, $3::int) n where d.id = $1 and $4::text[] is not null and $5::text[] is not null and $6::text[] is not null`;

const numbered = (prefix: string) => `'${prefix}_' || lpad(n::text, 26, '0')`;
const copies = [
  `insert into revisions select (jsonb_populate_record(r, jsonb_build_object('id', ${numbered('rev')}, 'dataset_id', ${numbered('ds')}))).*
     from revisions r, generate_series($2::int, $3::int) n where r.dataset_id = $1`,
  `insert into files select (jsonb_populate_record(f, jsonb_build_object('id', ${numbered('file')}, 'revision_id', ${numbered('rev')},
       'format', ${pick(`array['csv','json','parquet']`, 11, '3')}))).*
     from files f join revisions r on r.id = f.revision_id, generate_series($2::int, $3::int) n where r.dataset_id = $1`,
  `insert into offers select (jsonb_populate_record(o, jsonb_build_object('id', ${numbered('off')}, 'dataset_id', ${numbered('ds')},
       'price_vnd', (n % 4) * 500000, 'price_model', case when n % 4 = 0 then 'free' else 'one_off' end))).*
     from offers o, generate_series($2::int, $3::int) n where o.dataset_id = $1`,
];
