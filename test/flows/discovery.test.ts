import assert from 'node:assert/strict';
import type { Arguments } from '../../contracts/calls.js';
import { alertSearches } from '../../server/discovery/alerts.js';
import { keepCounts } from '../../server/discovery/search.js';
import type { Person } from '../person.js';
import { listedDataset, page } from '../stories.js';
import { openWorld, type World } from '../world.js';

/** Rows beside a listed dataset that were never uploaded: what is tested here is finding them. */
async function shelve(world: World, like: string, changes: Record<string, unknown>): Promise<string> {
  const names = (
    await world.sql<{ name: string }>(
      `select column_name as name from information_schema.columns where table_name = 'datasets' and is_generated = 'NEVER'`,
    )
  ).map((one) => one.name);
  const id = `ds_01kzzzzzzzzzzzzzzzzzzz${String(shelved++).padStart(4, '0')}`;
  const given: Record<string, unknown> = { id, ...changes };
  const values: unknown[] = [like];
  const put = (value: unknown) => `$${values.push(value)}`;
  const columns = names.map((name) => (name in given ? put(given[name]) : `"${name}"`));
  await world.sql(
    `insert into datasets (${names.map((name) => `"${name}"`).join(', ')}) select ${columns.join(', ')} from datasets where id = $1`,
    values,
  );
  return id;
}
let shelved = 0;

type Query = NonNullable<Arguments<'browseDatasets'>['query']>;

describe('Discovery', () => {
  let world: World;
  let provider: Person;
  let buyer: Person;
  let nobody: Person;
  let first: string;
  const browse = (query: Query) => nobody.call('browseDatasets', { query });
  const titles = async (q: string) => (await browse({ q })).items.map((one) => one.titleVi);
  before(async () => {
    world = await openWorld();
    [provider, buyer] = [await world.organisation('provider'), await world.organisation('buyer')];
    nobody = await world.anonymous();
    first = (await listedDataset(world, provider)).dataset.id;
  });
  after(() => world.close());
  afterEach(() => world.assertClean());
  const list = (titleVi: string, more: Record<string, unknown> = {}) =>
    shelve(world, first, {
      ...{ title_vi: titleVi, title_en: '', keywords: [] },
      description_vi: 'Số liệu.',
      description_en: '',
      ...more,
    });

  it('F19: “dat dai”, “đất đai” and “DAT DAI”, composed or not, give the same hits, those with the same marks first', async () => {
    await list('Bảng giá đạt đại chúng 2025');
    await list('Bảng giá đất đai Đà Lạt');
    await list('Bảng giá 2024', { description_vi: 'Giá đất đai theo thửa.' });
    const all = (await titles('dat dai')).sort();
    assert.equal(all.length, 3);
    for (const q of ['đất đai', 'DAT DAI', 'ĐẤT ĐAI', 'đất đai'.normalize('NFD'), 'ĐẤT ĐAI'.normalize('NFD')]) {
      const found = await titles(q);
      assert.deepEqual([...found].sort(), all, q);
      if (q !== 'DAT DAI') assert.equal(found[0], 'Bảng giá đất đai Đà Lạt', q);
      if (q !== 'DAT DAI')
        assert.equal(found[1], 'Bảng giá 2024', `${q}: marks in the text before other marks in a title`);
    }
    assert.equal((await titles('đạt đại'))[0], 'Bảng giá đạt đại chúng 2025');
  });

  it('finds old and new places of a tone mark, synonyms, and what lies in a former province', async () => {
    await list('Khoẻ mạnh học đường');
    await list('Hoà nhạc mùa hè');
    await list('Đất nền ven sông', { provinces: ['79'] });
    await list('Lúa hai vụ', { provinces: ['33'] });
    assert.deepEqual(await titles('hòa nhạc'), ['Hoà nhạc mùa hè']);
    assert.deepEqual(await titles('khỏe mạnh'), ['Khoẻ mạnh học đường']);
    assert.deepEqual(await titles('Bình Dương'), ['Đất nền ven sông']);
    assert.deepEqual(await titles('sai gon'), ['Đất nền ven sông']);
    assert.deepEqual(await titles('TP.HCM ven sông'), ['Đất nền ven sông']);
    assert.deepEqual(await titles('lua thai binh'), ['Lúa hai vụ']);
    await list('Tai nạn giao thông');
    assert.deepEqual(await titles('GTVT'), ['Tai nạn giao thông']);
  });

  it('searches columns, their descriptions and the provider, and takes slips for what was meant', async () => {
    assert.deepEqual(await titles('precipitation temp_max'), [page.titleVi]);
    await provider.call('describeColumns', {
      params: { id: first },
      body: { columns: [{ name: 'wind', description: { vi: 'Vận tốc trung bình ngày', en: '' } }] },
    });
    assert.ok((await titles('van toc trung binh')).includes(page.titleVi));
    assert.ok((await titles('Trial organisation')).length > 0);
    const slip = await browse({ q: 'thơi tiêt seatle' });
    assert.deepEqual([slip.items[0]?.id, slip.corrected], [first, 'thơi tiêt seattle']);
    const begun = await nobody.call('suggest', { query: { q: 'thời ti' } });
    assert.ok(begun.phrases.includes('thời tiết'), begun.phrases.join());
    assert.ok(begun.datasets.some((one) => one.id === first));
  });

  it('narrows by the measured quality of the published revision', async () => {
    const { dataset } = await listedDataset(world, provider);
    const score = dataset.currentRevision?.qualityScore ?? 0;
    const band = ['90', '75', '50', '0'].find((one) => score >= Number(one)) as '90';
    const ids = async (quality: '90' | '0') => (await browse({ quality })).items.map((one) => one.id);
    assert.ok((await ids(band)).includes(dataset.id));
    assert.ok(((await browse({})).facets.quality[band] ?? 0) > 0);
    await world.sql(`update revisions set quality_score = 42 where id = $1`, [dataset.currentRevision?.id]);
    await world.sql('select refresh_listings(array[$1])', [dataset.id]);
    assert.deepEqual(await ids('0'), [dataset.id]);
    assert.deepEqual((await browse({ quality: '0' })).facets.quality, { 0: 1 });
  });

  it('counts facets, and keeps to what is listed: other states, offers and names at once', async () => {
    const id = await list('Khảo sát xe buýt', {
      product_kind: 'analysis_service',
      activity: 'enrich',
      provinces: ['48'],
      sector: 'transport',
    });
    const { facets, total, counted } = await browse({ q: 'xe buýt' });
    assert.deepEqual(
      [total, counted, facets.kind, facets.activity, facets.province],
      [1, 'all', { analysis_service: 1 }, { enrich: 1 }, { 48: 1 }],
    );
    assert.deepEqual(facets.year, { 2012: 1, 2013: 1, 2014: 1, 2015: 1 });
    assert.equal((await browse({ q: 'xe buýt', province: '48', year: '2013', origin: 'none' })).total, 1);
    assert.equal((await browse({ q: 'xe buýt', province: '01' })).total, 0);
    await world.sql(`update datasets set state = 'suspended' where id = $1`, [id]);
    assert.equal((await browse({ q: 'xe buýt' })).total, 0);
  });

  it('says that there are more than a thousand, goes through its pages, and counts the whole by what it kept', async () => {
    const copied = `'ds_01kyyyyyyyyyyyyyyyyyyy' || lpad(n::text, 4, '0')`;
    await world.sql('alter table datasets disable trigger user');
    await world.sql(
      `insert into datasets select (jsonb_populate_record(d, jsonb_build_object('id', ${copied}, 'title_vi', 'Trạm mưa ' || n))).*
         from datasets d, generate_series(1, 1100) n where id = $1`,
      [first],
    );
    await world.sql('alter table datasets enable trigger user');
    await world.sql(`select refresh_listings(array(select id from datasets where id like 'ds_01kyyyy%'))`);
    const { total, more, counted, nextCursor } = await browse({ q: 'trạm mưa', limit: 100 });
    assert.deepEqual([total, more, counted], [1000, true, 'first']);
    const next = await browse({ q: 'trạm mưa', limit: 100, cursor: nextCursor ?? '' });
    assert.equal(next.items.length, 100);
    await keepCounts(world.context.kernel.db.read);
    const everything = await browse({});
    assert.ok(everything.total > 1100 && !everything.more && everything.counted === 'all');
    assert.equal(everything.facets.sector.environment, everything.total - (everything.facets.sector.transport ?? 0));
    await world.sql(`delete from datasets where id like 'ds_01kyyyy%'`);
    await keepCounts(world.context.kernel.db.read);
  });

  it('a saved search tells once of what is listed later and matches, and no longer when its alert is off', async () => {
    const { db } = world.context.kernel;
    const body = { name: 'Sầu riêng', query: { q: 'sầu riêng', sector: 'environment' as const }, alert: true };
    const saved = await buyer.call('saveCatalogueSearch', { body });
    await buyer.refused('saveCatalogueSearch', { body }, 'conflict');
    await provider.refused('setCatalogueSearch', { params: { id: saved.id }, body: { alert: false } }, 'not-found');
    const told = async () =>
      (await buyer.call('listNotifications', {})).items.filter((one) => one.kind === 'search').map((one) => one.path);
    await list('Cam sành', { listed_at: new Date() });
    const id = await list('Giá sầu riêng', { listed_at: new Date(Date.now() + 1000) });
    for (const _ of [1, 2]) await alertSearches(db);
    await world.settle();
    assert.deepEqual(await told(), [`/datasets/${id}`]);
    const mails = await world.sql<{ to: string }>(`select * from kept_mails where subject like '%Sầu riêng%'`);
    assert.equal(mails.length, 1);
    await buyer.call('setCatalogueSearch', { params: { id: saved.id }, body: { alert: false } });
    await list('Sầu riêng Ri6', { listed_at: new Date(Date.now() + 2000) });
    await alertSearches(db);
    await world.settle();
    assert.equal((await told()).length, 1);
    await buyer.call('removeCatalogueSearch', { params: { id: saved.id } });
    assert.deepEqual((await buyer.call('listCatalogueSearches', {})).items, []);
  });
});
