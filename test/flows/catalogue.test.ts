import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Request } from 'express';
import type { Arguments } from '../../contracts/calls.js';
import type { RevisionView } from '../../contracts/catalogue.js';
import { Problem } from '../../contracts/problems.js';
import { receiveUpload } from '../../server/catalogue/uploads.js';
import type { Person } from '../person.js';
import { delivered, deliveredOrder, download, listedDataset, page, request, until, weather } from '../stories.js';
import { openWorld, type World } from '../world.js';

const data = dirname(weather);
const small = Buffer.from('ma,ten,so\n1,,2.5\n2,An,\n,Bình,1\n2,An,0.5\n');

describe('The catalogue', () => {
  let world: World;
  let provider: Person;
  let operator: Person;
  let nobody: Person;
  before(async () => {
    world = await openWorld();
    provider = await world.organisation('provider');
    operator = await world.organisation('operator');
    nobody = await world.anonymous();
  });
  after(() => world.close());
  afterEach(() => world.assertClean());

  type Content = Buffer | string;
  async function upload(revisionId: string, name: string, content: Content = small) {
    return await provider.agent.post(`/api/v1/revisions/${revisionId}/files`).attach('file', content, name);
  }

  async function opened(change: Partial<typeof page> = {}) {
    const { id } = await provider.call('createDataset', { body: { ...page, ...change } });
    return { id, revisionId: (await provider.call('openRevision', { params: { id } })).id };
  }

  async function finalised(revisionId: string): Promise<RevisionView> {
    const params = { id: revisionId };
    await provider.call('transitionRevision', { params, body: { action: 'finalise' } });
    await world.settle();
    return await provider.call('getRevision', { params });
  }

  /** A draft with its files, profiled. */
  async function profiled(files: Record<string, Content>) {
    const { id, revisionId } = await opened();
    for (const [name, content] of Object.entries(files)) {
      const reply = await upload(revisionId, name, content);
      assert.equal(reply.status, 201, reply.text);
    }
    return { id, revision: await finalised(revisionId) };
  }

  const step = (person: Person, id: string, action: 'submit' | 'approve' | 'return' | 'delist', reason?: string) =>
    person.call('transitionDataset', { params: { id }, body: { action, reason } });

  /** A dataset on the way to its listing: page, small file, offer, submitted. */
  async function submitted(change: Partial<typeof page> = {}, priceVnd = 0) {
    const { id, revisionId } = await opened(change);
    await upload(revisionId, 'bảng.csv');
    await finalised(revisionId);
    const body = { licence: priceVnd > 0 ? 'research-only' : 'open', priceVnd, months: null } as const;
    await provider.call('makeOffer', { params: { id }, body });
    await step(provider, id, 'submit');
    await world.settle();
    return { id, revisionId };
  }

  describe('profiles', () => {
    it('the numbers of a CSV file are those one counts by hand', async () => {
      const { revision } = await profiled({ 'seattle-weather.csv': weather });
      const [header = [], ...rows] = readFileSync(weather, 'utf8')
        .trim()
        .split('\n')
        .map((line) => line.split(','));
      const [file] = revision.files;
      assert.deepEqual([revision.state, revision.number, file?.rows], ['ready', 1, rows.length]);
      const expected = header.map((name, index) => {
        const cells = rows.map((row) => row[index] ?? '');
        const numeric = !Number.isNaN(Number(cells[0]));
        const sorted = [...cells].sort((a, b) => (numeric ? Number(a) - Number(b) : a < b ? -1 : 1));
        const distinct = new Set<string | number>(numeric ? cells.map(Number) : cells).size;
        const ends = [sorted[0], sorted.at(-1)].map((cell) => (numeric ? Number(cell) : cell));
        return [name, cells.filter((cell) => cell === '').length, distinct, ...ends];
      });
      const numeric = (type: string) => ['DOUBLE', 'BIGINT'].includes(type);
      const found = file?.columns?.map(({ name, type, nulls, distinct, min, max }) => {
        const ends = [min, max].map((end) => (numeric(type) ? Number(end) : end));
        return [name, nulls, distinct, ...ends];
      });
      assert.deepEqual(found, expected);
    });

    it('empty cells are counted as missing, and do not count as a value', async () => {
      const { revision } = await profiled({ 'thiếu.csv': small });
      const columns = revision.files[0]?.columns?.map(({ nulls, distinct, min, max }) => [nulls, distinct, min, max]);
      assert.deepEqual(columns, [
        [1, 2, '1', '2'],
        [1, 2, 'An', 'Bình'],
        [1, 3, '0.5', '2.5'],
      ]);
    });

    it('CSV, JSON and Parquet are read alike, and each gives a sample of twenty rows to everybody once listed', async () => {
      const files = {
        'w.csv': weather,
        'cars.json': join(data, 'cars.json'),
        'f.parquet': join(data, 'flights-3m.parquet'),
      };
      const { id, revision } = await profiled(files);
      const cars = JSON.parse(readFileSync(files['cars.json'], 'utf8')) as Record<string, unknown>[];
      assert.deepEqual(
        revision.files.map(({ name, format, rows }) => [name, format, rows]),
        [
          ['cars.json', 'json', cars.length],
          ['f.parquet', 'parquet', 3_000_000],
          ['w.csv', 'csv', 1461],
        ],
      );
      const gaps = revision.files[0]?.columns?.find((column) => column.name === 'Miles_per_Gallon')?.nulls;
      assert.equal(gaps, cars.filter((car) => car.Miles_per_Gallon === null).length);
      const params = { id: revision.id };
      await nobody.refused('getSample', { params }, 'not-found');
      await provider.call('makeOffer', { params: { id }, body: { licence: 'open', priceVnd: 0, months: null } });
      await step(provider, id, 'submit');
      await world.settle();
      await step(operator, id, 'approve', 'Đủ hồ sơ.');
      const { items } = await nobody.call('getSample', { params });
      assert.deepEqual(
        items.map((one) => one.rows.length),
        [20, 20, 20],
      );
      assert.deepEqual(items[0]?.rows[0]?.[0], cars[0]?.Name);
      assert.deepEqual(items[2]?.rows[0], ['2012-01-01', 0, 12.8, 5, 4.7, 'drizzle']);
    });

    it('a broken file fails visibly, and its provider can mend it', async () => {
      const { revision } = await profiled({ 'tốt.csv': small, 'hỏng.json': Buffer.from('[{"a": 1}, {"a"') });
      assert.equal(revision.state, 'failed');
      assert.match(revision.stateReason ?? '', /^hỏng\.json: .*Malformed JSON/);
      assert.doesNotMatch(revision.stateReason ?? '', /objects|\/tmp/, 'no place of the machine is named');
      const params = { id: revision.id };
      await provider.call('transitionRevision', { params, body: { action: 'reopen' } });
      const broken = revision.files.find((file) => file.format === 'json');
      await provider.call('removeFile', { params: { ...params, fileId: broken?.id ?? '' } });
      assert.equal((await upload(revision.id, 'hỏng.json', Buffer.from('[{"a": 1}, {"a": 2}]'))).status, 201);
      assert.equal((await finalised(revision.id)).state, 'ready');
    });

    it('characters that the database cannot keep do not stop the work', async () => {
      const nul = Buffer.from('[{"a": "x\\u0000y", "b": {"c": "\\u0000"}}]');
      const cut = Buffer.from(`a\n${'x'.repeat(199)}🌧🌧\n`);
      const { revision } = await profiled({ 'cắt.csv': cut, 'nul.json': nul });
      assert.equal(revision.state, 'ready', revision.stateReason ?? '');
      const { items } = await provider.call('getSample', { params: { id: revision.id } });
      assert.equal(items.find((one) => one.fileId === revision.files[1]?.id)?.rows[0]?.[0], 'x\ufffdy');
    });

    it('a cell of a sample is a glimpse of a large value, not the value', async () => {
      const long = Buffer.from(`a\n${'dài '.repeat(100_000)}\n`);
      const { revision } = await profiled({ 'dài.csv': long });
      const { items } = await provider.call('getSample', { params: { id: revision.id } });
      const cell = String(items[0]?.rows[0]?.[0]);
      assert.ok(cell.startsWith('dài dài') && cell.length < 5000, `${cell.length} characters`);
    });
  });

  describe('revisions', () => {
    it('count up, and one draft is open at a time', async () => {
      const { id, revision } = await profiled({ 'a.csv': small });
      const params = { id };
      const second = await provider.call('openRevision', { params, body: { notes: 'Thêm tháng mười hai' } });
      const again = await provider.call('openRevision', { params });
      assert.deepEqual([revision.number, second.number, again.id], [1, 2, second.id]);
      await upload(second.id, 'a.csv');
      await finalised(second.id);
      const { revisions } = await provider.call('getDataset', { params });
      assert.deepEqual(
        revisions.map((one) => [one.number, one.state]),
        [
          [2, 'ready'],
          [1, 'ready'],
        ],
      );
    });

    it('a finalised revision never changes: neither the API nor the database lets it', async () => {
      const { revision } = await profiled({ 'a.csv': small });
      const file = revision.files[0];
      const params = { id: revision.id, fileId: file?.id ?? '' };
      await provider.refused('removeFile', { params }, 'transition-refused');
      const again = { params: { id: revision.id }, body: { action: 'finalise' as const } };
      await provider.refused('transitionRevision', again, 'transition-refused');
      const refusal = /files of a finalised revision never change/;
      for (const change of [`name = 'b.csv'`, `sha256 = repeat('0', 64)`, 'bytes = 1', `format = 'json'`]) {
        await assert.rejects(world.sql(`update files set ${change} where id = $1`, [file?.id]), refusal, change);
      }
      await assert.rejects(world.sql('delete from files where id = $1', [file?.id]), refusal);
      const copy = `insert into files select 'file_' || n, revision_id, n || '.csv', format, bytes, sha256, profile, sample, created_at
                      from files, generate_series(1, 1) n where id = $1`;
      await assert.rejects(world.sql(copy, [file?.id]), refusal);
      await assert.rejects(world.sql('delete from revisions where id = $1', [revision.id]), /files_revision_id_fkey/);
      const { files } = await provider.call('getRevision', { params: { id: revision.id } });
      assert.deepEqual(files, revision.files);
    });

    it('a table whose rows do not have as many fields as its header is refused, not read as one column', async () => {
      const { revision } = await profiled({ 'a.csv': Buffer.from('a,b,c\n1,2,3\n4,5\n6,7,8,9\n') });
      assert.equal(revision.state, 'failed');
      assert.match(revision.stateReason ?? '', /fields|columns/i);
    });

    it('what a revoked one held is no longer shown to the public', async () => {
      const { dataset } = await listedDataset(world, provider);
      const id = dataset.currentRevision?.id ?? '';
      const nobody = await world.anonymous();
      const shown = async (person: Person) => [
        (await person.call('getRevision', { params: { id } })).files.length,
        (await person.call('getSample', { params: { id } })).items.length,
      ];
      assert.deepEqual(await shown(nobody), [1, 1]);
      const reason = 'Có cột nhạy cảm';
      await provider.call('transitionRevision', { params: { id }, body: { action: 'revoke', reason } });
      assert.deepEqual(await shown(nobody), [0, 0]);
      assert.deepEqual(await shown(provider), [1, 1]);
      assert.equal((await nobody.call('getRevision', { params: { id } })).stateReason, reason);
    });

    it('a failed one is not opened again beside an open draft', async () => {
      const { id, revision } = await profiled({ 'a.json': Buffer.from('{"a"') });
      assert.equal(revision.state, 'failed');
      await provider.call('openRevision', { params: { id } });
      const reopen = { params: { id: revision.id }, body: { action: 'reopen' as const } };
      await provider.refused('transitionRevision', reopen, 'conflict');
    });

    it('what the operator lists is what was submitted: nothing is finalised during the review', async () => {
      const { id, revision } = await profiled({ 'a.csv': small });
      const later = await provider.call('openRevision', { params: { id } });
      await provider.call('makeOffer', { params: { id }, body: { licence: 'open', priceVnd: 0, months: null } });
      await step(provider, id, 'submit');
      await world.settle();
      assert.equal((await upload(later.id, 'khác.csv')).status, 201);
      const finalise = { params: { id: later.id }, body: { action: 'finalise' as const } };
      await provider.refused('transitionRevision', finalise, 'transition-refused');
      const { currentRevision } = await step(operator, id, 'approve', 'Đủ hồ sơ.');
      assert.equal(currentRevision?.id, revision.id);
    });

    it('nor is a revision listed that became ready only during the review', async () => {
      const { id, revisionId } = await submitted();
      const [late] = await world.sql<{ id: string }>(
        `insert into revisions select (jsonb_populate_record(r, jsonb_build_object('id',
           left(r.id, -4) || 'zzzz', 'number', 2, 'state_since', now() + interval '1 hour'))).* from revisions r
          where id = $1 returning id`,
        [revisionId],
      );
      const { currentRevision, revisions } = await step(operator, id, 'approve', 'Đủ hồ sơ.');
      assert.equal(currentRevision?.id, revisionId);
      assert.equal(revisions.find((one) => one.id === late?.id)?.state, 'ready');
      assert.ok((await operator.call('listReviewQueue', {})).items.some((one) => one.id === id));
    });
  });

  describe('reviews', () => {
    it('a dataset that is returned with a reason is edited, submitted again and listed', async () => {
      const { id } = await submitted();
      const params = { id };
      const { version } = await provider.call('getDataset', { params });
      const ifMatch = `"${version}.${'0'.repeat(16)}"`;
      const body = { limitations: 'Chỉ một trạm đo; không có số liệu theo giờ, không đo bức xạ mặt trời.' };
      await provider.refused('editDataset', { params, body }, 'transition-refused', { ifMatch });
      const reason = 'Nêu rõ những gì trạm không đo.';
      await step(operator, id, 'return', reason);
      await world.settle();
      const returned = await provider.call('getDataset', { params });
      assert.deepEqual([returned.state, returned.stateReason], ['needs_changes', reason]);
      const etag = `"${returned.version}.${'0'.repeat(16)}"`;
      await provider.call('editDataset', { params, body }, { ifMatch: etag });
      await step(provider, id, 'submit');
      await world.settle();
      const listed = await step(operator, id, 'approve', 'Đủ hồ sơ.');
      assert.deepEqual([listed.state, listed.limitations], ['listed', body.limitations]);
      assert.equal((await nobody.call('getDataset', { params })).currentRevision?.state, 'published');
    });

    it('a submission without revision and offer is refused with both findings, by article', async () => {
      const { id } = await opened();
      const submit = { params: { id }, body: { action: 'submit' as const } };
      const { errors } = await provider.refused('transitionDataset', submit, 'rule-broken');
      assert.deepEqual(
        errors?.map(({ pointer, detail }) => [pointer, /\((.*)\)$/.exec(detail)?.[1]]),
        [
          ['/revision', 'Decree 314/2026, Art. 17'],
          ['/offers', 'Decree 314/2026, Art. 6(2)'],
        ],
      );
      assert.equal((await provider.call('getDataset', { params: { id } })).state, 'draft');
    });

    it('the source is an address of the web, not a script', async () => {
      for (const sourceUrl of ['javascript:alert(1)', 'data:text/html,x', 'file:///etc/passwd', 'nguồn']) {
        const { errors } = await provider.refused('createDataset', { body: { ...page, sourceUrl } }, 'invalid-input');
        assert.equal(errors?.[0]?.pointer, '/sourceUrl', sourceUrl);
      }
    });

    it('a period that ends before it begins, and days before the calendar, are refused', async () => {
      for (const [coverageFrom, coverageTo, pointer] of [
        ['2020-01-01', '2019-12-31', '/coverageTo'],
        ['0000-01-01', '2019-12-31', '/coverageFrom'],
      ] as const) {
        const body = { ...page, coverageFrom, coverageTo };
        const { errors } = await provider.refused('createDataset', { body }, 'rule-broken');
        assert.deepEqual(
          errors?.map((one) => one.pointer),
          [pointer],
        );
      }
    });
  });

  describe('after its listing', () => {
    it('a dataset that is delisted is gone from search and page, but its buyer keeps access', async () => {
      const buyer = await world.organisation('buyer');
      const late = await world.organisation('buyer');
      const { dataset, offer } = await listedDataset(world, provider);
      const { entitlementId } = await deliveredOrder(world, provider, buyer, offer);
      const params = { id: dataset.id };
      const found = async () => (await nobody.call('browseDatasets', { query: { limit: 100 } })).items;
      assert.ok((await found()).some((one) => one.id === dataset.id));
      await step(provider, dataset.id, 'delist', 'Trạm đo ngừng hoạt động.');
      await world.settle();
      assert.ok(!(await found()).some((one) => one.id === dataset.id));
      await nobody.refused('getDataset', { params }, 'not-found');
      await late.refused('submitRequest', { body: { offerId: offer.id, ...request } }, 'not-found');
      const { bytes } = await download(buyer, entitlementId, delivered);
      assert.deepEqual(bytes, readFileSync(weather));
      assert.equal((await buyer.call('getEntitlement', { params: { id: entitlementId } })).state, 'active');
    });

    it('the card of a listed dataset tells nothing of a draft', async () => {
      const { id, revisionId } = await submitted();
      await step(operator, id, 'approve', 'Đủ hồ sơ.');
      const revoke = { params: { id: revisionId }, body: { action: 'revoke' as const, reason: 'Sai số liệu.' } };
      await provider.call('transitionRevision', revoke);
      const draft = await provider.call('openRevision', { params: { id } });
      await upload(draft.id, 'mật.parquet', Buffer.from('PAR1 chưa công bố'));
      const { formats } = await nobody.call('getDataset', { params: { id } });
      assert.deepEqual(formats, ['csv']);
    });
  });

  describe('uploads', () => {
    const incoming = () => readdirSync(join(world.context.config.dataDir, 'objects', 'incoming'));
    const boundary = 'ranh-gioi';
    const part = (name: string) =>
      `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\n\r\n`;
    const closing = `\r\n--${boundary}--\r\n`;
    const head = (path: string, bytes: number, token = '') =>
      `POST ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nAuthorization: Bearer ${token}\r\n` +
      `Content-Type: multipart/form-data; boundary=${boundary}\r\nContent-Length: ${bytes}\r\n\r\n`;

    /** Sends the pieces with a breath between them; then hangs up, or hears the answer. */
    async function spoken(port: number, pieces: readonly string[], then: 'hang up' | 'listen'): Promise<string> {
      const socket = connect(port, '127.0.0.1');
      let heard = '';
      socket.setNoDelay(true).on('data', (part) => {
        heard += part;
      });
      socket.on('error', () => {});
      const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
      for (const piece of pieces) {
        socket.write(piece);
        await pause(30);
      }
      if (then === 'hang up') socket.destroy();
      await closed;
      return heard;
    }

    const port = () => Number(new URL(world.url).port);
    async function token(): Promise<string> {
      const body = { name: 'tải lên', scopes: ['write' as const], expiresInDays: 1 };
      return (await provider.call('createToken', { body })).secret;
    }

    const moments: Record<string, string[]> = {
      'before the file': [`--${boundary}\r\nContent-Dispo`],
      'in the middle of the file': [part('a.csv'), 'a,b\n1,2\n'.repeat(50_000)],
      'after the first bytes': [part('a.parquet'), 'PA'],
      'after the file, before the end of the form': [`${part('a.csv')}a,b\n1,2\n\r\n--${boundary}\r\n`],
      'while a file is refused': [part('bao-cao.pdf'), '%PDF-1.7'.repeat(1000)],
      'while content is refused': [part('a.parquet'), 'a,b\n1,2\n'.repeat(1000)],
    };

    for (const [moment, pieces] of Object.entries(moments)) {
      it(`one that is broken off ${moment} ends, and leaves nothing behind`, async () => {
        const { revisionId } = await opened();
        const files = await world.count('files');
        const path = `/api/v1/revisions/${revisionId}/files`;
        await spoken(port(), [head(path, 1_000_000, await token()), ...pieces], 'hang up');
        await until('nothing is incoming', async () => incoming().length === 0);
        assert.equal(await world.count('files'), files);
        assert.equal((await upload(revisionId, 'a.csv')).status, 201, 'the exchange is well');

        let outcome: unknown = 'it hangs';
        const server = createServer((req) => {
          const keep = (one: unknown) => {
            outcome = one;
          };
          receiveUpload(req as Request, world.context.kernel.storage, 1_000_000).then(keep, keep);
        });
        await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
        await spoken((server.address() as AddressInfo).port, [head('/', 1_000_000), ...pieces], 'hang up');
        await until('the upload ends', async () => outcome !== 'it hangs');
        await new Promise((resolve) => server.close(resolve));
        assert.ok(outcome instanceof Problem, String(outcome));
      });
    }

    it('a file whose first bytes come one by one is taken as it is', async () => {
      const { revisionId } = await opened();
      const content = 'PAR1 và phần còn lại';
      const bytes = Buffer.byteLength(part('a.parquet') + content + closing);
      const pieces = [head(`/api/v1/revisions/${revisionId}/files`, bytes, await token()), part('a.parquet')];
      const heard = await spoken(port(), [...pieces, 'P', 'AR', `1${content.slice(4)}`, closing], 'listen');
      assert.match(heard, /^HTTP\/1\.1 201/);
      assert.match(heard, new RegExp(`"bytes":${Buffer.byteLength(content)},`));
    });

    it('a form without its end is refused as such', async () => {
      const { revisionId } = await opened();
      const body = `${part('a.csv')}a,b\n1,2\n`;
      const path = `/api/v1/revisions/${revisionId}/files`;
      const heard = await spoken(port(), [head(path, Buffer.byteLength(body), await token()), body], 'listen');
      assert.match(heard, /^HTTP\/1\.1 400/);
      assert.match(heard, /"code":"invalid-input"/);
      assert.deepEqual(incoming(), []);
    });

    it('two files in one form are refused, and neither is kept', async () => {
      const { revisionId } = await opened();
      const files = await world.count('files');
      const path = `/api/v1/revisions/${revisionId}/files`;
      const reply = await provider.agent.post(path).attach('file', small, 'a.csv').attach('file', small, 'b.csv');
      assert.deepEqual([reply.status, reply.body.code], [400, 'invalid-input']);
      assert.equal(await world.count('files'), files);
    });

    it('of several at once with the same name one wins', async () => {
      const { revisionId } = await opened();
      const contents = [1, 2, 3, 4].map((n) => Buffer.from(`a,b\n${n},${n}\n`));
      const replies = await Promise.all(contents.map((content) => upload(revisionId, 'a.csv', content)));
      assert.deepEqual(replies.map((one) => one.status).sort(), [201, 409, 409, 409]);
      const { files } = await provider.call('getRevision', { params: { id: revisionId } });
      const winner = replies.find((one) => one.status === 201);
      assert.deepEqual([files.length, files[0]?.sha256], [1, winner?.body.sha256]);
    });
  });

  describe('search', () => {
    const longest = (first: string) => `${first} ${'ệ'.repeat(190)}`;
    const titles: [string, string, 'transport' | 'energy', number][] = [
      ['Lượng khách qua ga Đà Nẵng', 'Passengers at the station', 'transport', 0],
      ['Sản lượng điện gió Bạc Liêu', 'Wind power output', 'energy', 500_000],
      ['Giá vé tàu giảm 100%_thật', 'Train fares', 'transport', 0],
      [longest('Ắc quy'), 'Batteries', 'energy', 0],
      [longest('Ổ cắm'), 'Sockets', 'energy', 0],
    ];
    const ids = new Map<string, string>();
    before(async () => {
      for (const [titleVi, titleEn, sector, priceVnd] of titles) {
        const { id } = await submitted({ titleVi, titleEn, sector: sector as 'environment', keywords: [] }, priceVnd);
        await step(operator, id, 'approve', 'Đủ hồ sơ.');
        ids.set(titleVi, id);
      }
    });

    type Query = NonNullable<Arguments<'browseDatasets'>['query']>;
    const browse = (query: Query) => nobody.call('browseDatasets', { query });
    const hits = async (q: string) => (await browse({ q })).items.map((one) => one.titleVi);

    it('finds words with and without Vietnamese marks, in any case and any composition', async () => {
      for (const q of ['Đà Nẵng', 'da nang', 'DA NANG', 'Đà Nẵng'.normalize('NFD'), 'đà nẳng', 'station']) {
        assert.deepEqual(await hits(q), [titles[0]?.[0]], q);
      }
      assert.deepEqual((await hits('bac lieu')).at(0), titles[1]?.[0]);
    });

    it('by sector, format, licence and price, with counts of what was found', async () => {
      const energy = await browse({ sector: 'energy' });
      assert.deepEqual([energy.total, energy.facets.sector], [3, { energy: 3 }]);
      assert.deepEqual(energy.facets.price, { free: 2, one_off: 1 });
      assert.deepEqual(energy.facets.licence, { open: 2, 'research-only': 1 });
      const paid = await browse({ sector: 'energy', price: 'one_off', licence: 'research-only', format: 'csv' });
      assert.deepEqual(
        paid.items.map((one) => [one.titleVi, one.fromVnd]),
        [[titles[1]?.[0], 500_000]],
      );
      assert.equal((await browse({ sector: 'energy', format: 'parquet' })).total, 0);
    });

    for (const sort of ['newest', 'title', 'relevance'] as const) {
      it(`goes through all pages by ${sort} without gap or repeat, as Link says`, async () => {
        const { items: all } = await browse({ sort, limit: 100 });
        const seen: string[] = [];
        for (let next: string | null = `/api/v1/datasets?sort=${sort}&limit=2`; next !== null; ) {
          const reply = await nobody.agent.get(next);
          assert.equal(reply.status, 200, reply.text);
          seen.push(...(reply.body.items as { id: string }[]).map((one) => one.id));
          next = /^<([^>]+)>; rel="next"$/.exec(reply.get('Link') ?? '')?.[1] ?? null;
          assert.equal(next === null, reply.body.nextCursor === null);
        }
        assert.ok(all.length >= titles.length);
        assert.deepEqual(
          seen,
          all.map((one) => one.id),
        );
      });
    }

    it('sorts titles as Vietnamese does', async () => {
      const { items } = await browse({ sort: 'title', sector: 'energy' });
      assert.deepEqual(
        items.map((one) => one.titleVi.split(' ')[0]),
        ['Ắc', 'Ổ', 'Sản'],
      );
    });

    it('takes signs of patterns and of queries for what they are', async () => {
      for (const q of ['%', '_', '\\', '%%', '__________', '％'])
        assert.ok(!(await hits(q)).includes('Lượng khách qua ga Đà Nẵng'), q);
      assert.deepEqual(await hits('100%_th'), ['Giá vé tàu giảm 100%_thật']);
    });

    it('hostile words never break it', async () => {
      const words = [
        ...[`'`, `"`, `''; drop table datasets; --`, '\\', '\\\\', '%', '_', '$1', '$$', ':*', '!', '!!', '&', '|'],
        ...['a & | b', '<->', 'a <-> b', '((((', 'or', '-', '"a', 'a:*b', '\ufffe', '😀', ' '],
        ...['\u0301', 'x'.repeat(200), 'ệ'.repeat(200), '{}', '[]', '../..', '<script>', '\u202e', '١٢٣'],
      ];
      for (const q of words) {
        for (const sort of ['relevance', 'newest', 'title'] as const) {
          const reply = await nobody.send('browseDatasets', { query: { q, sort, limit: 1 } });
          assert.equal(reply.status, 200, `${JSON.stringify(q)} by ${sort}: ${reply.text}`);
        }
      }
      const long = await nobody.send('browseDatasets', { query: { q: 'x'.repeat(10_000) } });
      assert.equal(long.status, 400);
      const raw = await nobody.agent.get('/api/v1/datasets?q=%ED%A0%80%FF');
      assert.equal(raw.status, 200, raw.text);
      assert.equal((await nobody.agent.get('/api/v1/datasets?q=a&q=b')).status, 400);
    });

    it('a cursor of another order, or of nobody, is refused', async () => {
      const { nextCursor } = await browse({ sort: 'title', limit: 1 });
      const forged = (key: unknown) => Buffer.from(JSON.stringify(key)).toString('base64url');
      for (const cursor of [
        nextCursor ?? '',
        forged(['x', 'y']),
        forged([null, null]),
        forged([1, 2]),
        forged(['newest', '\u0000']),
      ]) {
        await nobody.refused('browseDatasets', { query: { sort: 'newest', cursor } }, 'invalid-input');
      }
    });
  });
});

describe('A file that is lost', () => {
  it('fails its revision for all to see when every attempt to read it was in vain', async () => {
    const world = await openWorld();
    try {
      const provider = await world.organisation('provider');
      const { id } = await provider.call('createDataset', { body: page });
      const { id: revisionId } = await provider.call('openRevision', { params: { id } });
      const reply = await provider.agent.post(`/api/v1/revisions/${revisionId}/files`).attach('file', small, 'a.csv');
      const { sha256 } = reply.body as { sha256: string };
      await rm(join(world.context.config.dataDir, 'objects', sha256.slice(0, 2)), { recursive: true });
      await provider.call('transitionRevision', { params: { id: revisionId }, body: { action: 'finalise' } });
      const revision = () => provider.call('getRevision', { params: { id: revisionId } });
      await until('the revision fails', async () => (await revision()).state === 'failed');
      assert.doesNotMatch((await revision()).stateReason ?? '', /objects|ENOENT/);
    } finally {
      await world.close();
    }
  });
});
