import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import ExcelJS from 'exceljs';
import iconv from 'iconv-lite';
import yazl from 'yazl';
import type { FileView, RevisionView } from '../../contracts/catalogue.js';
import { formerProvinces } from '../../contracts/scheme/province-names.js';
import { ingestFile, UnreadableFile } from '../../server/kernel/duckdb.js';
import type { Person } from '../person.js';
import { deliveredOrder, listedDataset } from '../stories.js';
import { openWorld, type World } from '../world.js';

/** Hourly air quality as stations publish it: semicolons, decimal commas, days before months, “-” where nothing was measured. */
const air = [
  'Mã trạm;Thời điểm;PM2,5 (µg/m³);Nhiệt độ (°C);Tổng lượt;Ghi chú',
  ...Array.from(
    { length: 48 },
    (_, n) =>
      `0${1 + (n % 3)};${String(1 + Math.floor(n / 24)).padStart(2, '0')}/03/2026 ${String(n % 24).padStart(2, '0')}:00;${n === 7 ? '-' : `${n},5`};${20 + (n % 9)},25;1.2${String(n).padStart(2, '0')}.000;Hà Nội`,
  ),
].join('\r\n');

async function zipOf(files: Record<string, string>): Promise<Buffer> {
  const zip = new yazl.ZipFile();
  for (const [name, text] of Object.entries(files)) zip.addBuffer(Buffer.from(text), name);
  zip.end();
  return await buffer(zip.outputStream);
}

const gtfs = {
  'gtfs/stops.txt':
    'stop_id,stop_name,stop_lat,stop_lon\n001,Bến xe Giáp Bát,20.98,105.84\n002,Bến xe Mỹ Đình,21.02,105.77\n',
  'gtfs/routes.txt': 'route_id,route_short_name,route_type\n01,01,3\n02,02A,3\n',
  'gtfs/stop_times.txt': 'trip_id,arrival_time,stop_id,stop_sequence\nT1,05:30:00,001,1\nT1,25:10:00,002,2\n',
  'gtfs/README.md': 'không phải dữ liệu',
  'gtfs/datapackage.json': JSON.stringify({ title: 'Xe buýt Hà Nội', resources: [{ path: 'stops.txt' }] }),
};

async function workbook(): Promise<Buffer> {
  const book = new ExcelJS.Workbook();
  const sheet = book.addWorksheet('Dân số');
  sheet.addRow(['Dân số trung bình phân theo tỉnh']);
  sheet.addRow([]);
  sheet.addRow(['Mã tỉnh', 'Tỉnh, thành phố', 'Năm', 'Dân số', 'Cập nhật']);
  for (const [index, [code, name]] of formerProvinces.entries()) {
    sheet.addRow([code, name, 2023, 500_000 + index * 1000, new Date('2024-06-30T00:00:00Z')]);
  }
  sheet.addRow(['Nguồn: số liệu làm ra để thử']);
  const second = book.addWorksheet('Diện tích');
  second.addRow(['Tỉnh', 'km2']);
  second.addRow(['Hà Nội', 3359.8]);
  return Buffer.from(await book.xlsx.writeBuffer());
}

describe('Listing real files', () => {
  let world: World;
  let provider: Person;
  before(async () => {
    world = await openWorld();
    provider = await world.organisation('provider');
  });
  after(() => world.close());

  async function draft(): Promise<{ id: string; revisionId: string }> {
    const { id } = await provider.call('createDataset', { body: { titleVi: 'Bộ dữ liệu thử' } });
    return { id, revisionId: (await provider.call('openRevision', { params: { id } })).id };
  }

  async function upload(revisionId: string, name: string, content: Buffer) {
    return await provider.agent.post(`/api/v1/revisions/${revisionId}/files`).attach('file', content, name);
  }

  async function profiled(files: Record<string, Buffer>): Promise<RevisionView> {
    const { revisionId } = await draft();
    for (const [name, content] of Object.entries(files)) {
      const reply = await upload(revisionId, name, content);
      assert.equal(reply.status, 201, reply.text);
    }
    const params = { id: revisionId };
    await provider.call('transitionRevision', { params, body: { action: 'finalise' } });
    await world.settle();
    return await provider.call('getRevision', { params });
  }

  const types = (file: FileView | undefined) => file?.columns?.map(({ name, type }) => [name, type]);

  it('hourly air quality is read the same in every encoding, plain or packed', async () => {
    const revision = await profiled({
      'utf8.csv': Buffer.from(`\ufeff${air}`),
      'utf16.csv': iconv.encode(air, 'utf-16le', { addBOM: true }),
      'nfd.csv.gz': gzipSync(air.normalize('NFD')),
      'cu.csv': windows1258(air),
    });
    assert.equal(revision.state, 'ready', revision.stateReason ?? '');
    for (const file of revision.files) {
      assert.deepEqual(
        types(file),
        [
          ['Mã trạm', 'VARCHAR'],
          ['Thời điểm', 'TIMESTAMP'],
          [file.name === 'cu.csv' ? 'PM2,5 (µg/m3)' : 'PM2,5 (µg/m³)', 'DOUBLE'],
          ['Nhiệt độ (°C)', 'DOUBLE'],
          ['Tổng lượt', 'BIGINT'],
          ['Ghi chú', 'VARCHAR'],
        ],
        file.name,
      );
      const [, at, dust, , total] = file.columns ?? [];
      assert.deepEqual([at?.min, at?.max], ['2026-03-01 00:00:00', '2026-03-02 23:00:00']);
      assert.deepEqual([dust?.nulls, dust?.max, total?.min], [1, '47.5', '1200000'], file.name);
      assert.match(file.tableSha256 ?? '', /^[0-9a-f]{64}$/);
      assert.notEqual(file.tableSha256, file.sha256);
    }
    assert.deepEqual(
      new Set(revision.files.map((file) => file.written?.encoding)),
      new Set(['utf-8', 'utf-16le', 'windows-1258']),
    );
    assert.equal(revision.measured?.newest, '2026-03-02');
    assert.ok((revision.qualityScore ?? 0) > 90);
  });

  it('the tables of a GTFS archive become files of their own; times after midnight and codes stay text', async () => {
    const { revisionId } = await draft();
    assert.equal((await upload(revisionId, 'xe-buyt.zip', await zipOf(gtfs))).status, 201);
    const params = { id: revisionId };
    await provider.call('transitionRevision', { params, body: { action: 'finalise' } });
    await world.settle();
    const { files } = await provider.call('getRevision', { params });
    assert.deepEqual(files.map((file) => file.name).sort(), ['routes.txt', 'stop_times.txt', 'stops.txt']);
    const times = files.find((file) => file.name === 'stop_times.txt');
    assert.ok(files.every((file) => file.container?.name === 'xe-buyt.zip' && file.tableSha256));
    assert.deepEqual(types(times), [
      ['trip_id', 'VARCHAR'],
      ['arrival_time', 'VARCHAR'],
      ['stop_id', 'VARCHAR'],
      ['stop_sequence', 'BIGINT'],
    ]);
    assert.equal(files[0]?.dataPackage?.title, 'Xe buýt Hà Nội');
  });

  it('a workbook of the 63 provinces is covered by the 34 of today, without its titles and notes', async () => {
    const { files } = await profiled({ 'dan-so.xlsx': await workbook() });
    assert.deepEqual(
      files.map((file) => file.name),
      ['dan-so - Diện tích.csv', 'dan-so.xlsx'],
    );
    const book = files[1];
    assert.equal(book?.rows, 63);
    assert.deepEqual(book?.written?.sheet, { name: 'Dân số', titleRows: 1, noteRows: 1, others: ['Diện tích'] });
    assert.deepEqual(types(book)?.[0], ['Mã tỉnh', 'VARCHAR']);
    assert.equal(Object.keys(book?.coverage?.provinces?.rows ?? {}).length, 34);
    assert.equal(book?.coverage?.provinces?.rows['79'], 3);
    assert.deepEqual(book?.coverage?.periods?.unit, 'year');
  });

  it('what is packed unfolds within limits, and a row that is wrong is named', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'datasan-ingest-'));
    try {
      const refused = async (name: string, content: Buffer, pattern: RegExp) => {
        const path = join(folder, name);
        await writeFile(path, content);
        const limits = { bytes: 1_000_000, entries: 5 };
        await assert.rejects(
          ingestFile({ path, format: 'csv', limits }, async () => null),
          (error: Error) => error instanceof UnreadableFile && pattern.test(error.message),
        );
      };
      await refused('bomb.gz', gzipSync(Buffer.alloc(5_000_000, 'a,b\n')), /unfolds to more/);
      await refused('rows.csv', Buffer.from('a,b\n1,2\n3\n'), /^Dòng 3 có 1 cột.*Row 3 has 1 fields/);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  describe('uploads that break off', () => {
    const bytes = Buffer.from(`a,b\n${'1,2\n'.repeat(5000)}`);
    const b64 = (text: string) => Buffer.from(text).toString('base64');
    const tus = { 'Tus-Resumable': '1.0.0' };
    const begin = (person: Person, revisionId: string, name: string, length = bytes.length) =>
      person.agent
        .post('/api/v1/uploads')
        .set({ ...tus, 'Upload-Length': String(length) })
        .set('Upload-Metadata', `revisionId ${b64(revisionId)},filename ${b64(name)}`);
    const send = (person: Person, path: string, offset: number, part: Buffer) =>
      person.agent
        .patch(path)
        .set({ ...tus, 'Upload-Offset': String(offset), 'Content-Type': 'application/offset+octet-stream' })
        .send(part);
    const where = async (revisionId: string, name: string, length?: number) => {
      const begun = await begin(provider, revisionId, name, length);
      assert.equal(begun.status, 201, begun.text);
      return begun.get('Location') ?? '';
    };

    it('go on where they were, and are a file once they are whole', async () => {
      const { revisionId } = await draft();
      const path = await where(revisionId, 'lớn.csv');
      assert.equal((await send(provider, path, 0, bytes.subarray(0, 7000))).status, 204);
      const asked = await provider.agent.head(path).set(tus);
      assert.equal(asked.get('Upload-Offset'), '7000');
      assert.equal((await send(provider, path, 5000, bytes.subarray(5000))).status, 409, 'not from where it is not');
      assert.equal((await send(provider, path, 7000, bytes.subarray(7000))).status, 204);
      const { files } = await provider.call('getRevision', { params: { id: revisionId } });
      assert.deepEqual(
        files.map((file) => [file.name, file.bytes]),
        [['lớn.csv', bytes.length]],
      );
      assert.equal((await provider.agent.head(path).set(tus)).status, 404, 'nothing is left of it');
    });

    it('are nobody else’s business, of this site only, and of known formats', async () => {
      const { revisionId } = await draft();
      const other = await world.organisation('provider');
      const path = await where(revisionId, 'a.csv');
      assert.equal((await other.agent.head(path).set(tus)).status, 404);
      assert.equal((await send(other, path, 0, bytes)).status, 404);
      assert.equal((await begin(other, revisionId, 'a.csv')).status, 404);
      assert.equal((await send(provider, path, 0, bytes).set('Origin', 'https://elsewhere.example')).status, 403);
      assert.equal((await begin(provider, revisionId, 'a.exe')).status, 415);
      assert.equal((await begin(provider, revisionId, 'b.csv', 6 * 1024 ** 3)).status, 413);
      assert.equal((await provider.agent.delete(path).set(tus)).status, 204);
    });

    it('that are not what their name says are refused at the end, and forgotten', async () => {
      const { revisionId } = await draft();
      const path = await where(revisionId, 'a.parquet');
      const reply = await send(provider, path, 0, bytes);
      assert.equal(reply.status, 422, reply.text);
      assert.equal(JSON.parse(reply.text).code, 'unreadable-file');
      assert.equal((await provider.agent.head(path).set(tus)).status, 404);
      assert.deepEqual((await provider.call('getRevision', { params: { id: revisionId } })).files, []);
    });
  });

  it('followers hear of a revision; a breaking one waits for the notice that the licence of its holders promised', async () => {
    const buyer = await world.organisation('buyer');
    const { dataset, offer } = await listedDataset(world, provider, {
      autoApprove: ['research'],
      breakingNoticeDays: 45,
    });
    await deliveredOrder(world, provider, buyer, offer);
    const params = { id: dataset.id };
    await buyer.call('followDataset', { params, body: { follows: true } });
    assert.equal((await buyer.call('getDataset', { params })).follows, true);
    const next = await provider.call('openRevision', { params });
    await upload(next.id, 'seattle-weather.csv', Buffer.from('date,rain\n2026-01-01,1.5\n2026-01-02,0\n'));
    await provider.call('transitionRevision', { params: { id: next.id }, body: { action: 'finalise' } });
    await world.settle();
    const ready = await provider.call('getRevision', { params: { id: next.id } });
    assert.equal(ready.schemaChange, 'breaking');
    assert.ok(ready.schemaDiff?.differences.some((one) => one.kind === 'removed' && one.column === 'weather'));
    const days = (Date.parse(ready.noticeEnds ?? '') - Date.parse(ready.finalisedAt ?? '')) / 86_400_000;
    assert.equal(Math.floor(days), 45, 'as the agreement says, whatever newer offers promise');
    const titles = async () => (await buyer.call('listNotifications', { query: {} })).items.map((one) => one.title.en);
    assert.ok((await titles()).some((title) => title.startsWith('A breaking change is ahead')));
    const operator = await world.organisation('operator');
    const publish = { params: { id: next.id }, body: { action: 'publish' as const } };
    const days40 = `update revisions set state_since = state_since - interval '40 days' where id = $1`;
    await world.sql(days40, [next.id]);
    const early = await operator.refused('transitionRevision', publish, 'rule-broken');
    assert.match(early.detail ?? '', /45 days/);
    await world.sql(days40, [next.id]);
    await operator.call('transitionRevision', publish);
    await world.settle();
    assert.ok((await titles()).some((title) => title.startsWith('A new revision')));
  });
});

/** Windows-1258 as it is written: a letter, then its tone as a combining mark; what it has no sign for is written plainly. */
function windows1258(text: string): Buffer {
  const tones: Readonly<Record<string, number>> = {
    '\u0300': 0xcc,
    '\u0309': 0xd2,
    '\u0303': 0xde,
    '\u0301': 0xec,
    '\u0323': 0xf2,
  };
  const letters: Readonly<Record<string, number>> = {
    â: 0xe2,
    ă: 0xe3,
    ê: 0xea,
    ô: 0xf4,
    ơ: 0xf5,
    ư: 0xfd,
    đ: 0xf0,
    Đ: 0xd0,
    Ư: 0xdd,
    '°': 0xb0,
    µ: 0xb5,
  };
  const bytes = [...text.replaceAll('³', '3').normalize('NFC')].flatMap((letter) => {
    const parts = [...letter.normalize('NFD')];
    const base = parts
      .filter((one) => tones[one] === undefined)
      .join('')
      .normalize('NFC');
    return [letters[base] ?? base.charCodeAt(0), ...parts.flatMap((one) => tones[one] ?? [])];
  });
  return Buffer.from(bytes);
}
