import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { OfferView } from '../../contracts/licensing.js';
import { held } from '../../server/payments/accounts.js';
import { balanceOf } from '../../server/payments/ledger.js';
import type { Person } from '../person.js';
import { delivered, deliveredOrder, download, listedDataset, refusedDownload, weather, withVat } from '../stories.js';
import { openWorld, type World } from '../world.js';

const whole = readFileSync(weather);
const name = delivered;

describe('Downloads', () => {
  let world: World;
  let provider: Person;
  let buyer: Person;
  let offer: OfferView;
  let orderId: string;
  let entitlementId: string;
  before(async () => {
    world = await openWorld();
    provider = await world.organisation('provider');
    ({ offer } = await listedDataset(world, provider, { priceVnd: 900_000, months: null }));
  });
  after(() => world.close());
  beforeEach(async () => {
    buyer = await world.organisation('buyer');
    ({ orderId, entitlementId } = await deliveredOrder(world, provider, buyer, offer));
  });
  afterEach(() => world.assertClean());

  async function used(): Promise<[number, number]> {
    const view = await buyer.call('getEntitlement', { params: { id: entitlementId } });
    return [view.downloads, view.bytesDownloaded];
  }

  it('gives the whole with its hash, or the part that is asked for, and counts each', async () => {
    const all = await download(buyer, entitlementId, name);
    assert.equal(all.status, 200);
    assert.deepEqual(all.bytes, whole);
    const etag = all.header('ETag');
    const { files } = await buyer.call('getEntitlement', { params: { id: entitlementId } });
    const sha256 = files.find((file) => file.name === name)?.sha256 ?? '';
    assert.equal(etag, `"${sha256}"`);
    assert.equal(all.header('Repr-Digest'), `sha-256=:${Buffer.from(sha256, 'hex').toString('base64')}:`);
    assert.equal(all.header('Accept-Ranges'), 'bytes');
    assert.match(all.header('Content-Disposition'), /^attachment; filename="seattle-weather.csv"/);
    assert.deepEqual(await used(), [1, whole.length]);

    const size = whole.length;
    const parts: [Record<string, string>, number, number][] = [
      [{ Range: 'bytes=0-9' }, 0, 10],
      [{ Range: `bytes=${size - 5}-` }, size - 5, size],
      [{ Range: 'bytes=-7' }, size - 7, size],
      [{ Range: `bytes=100-${size * 2}` }, 100, size],
      [{ Range: 'bytes=10-19', 'If-Range': etag }, 10, 20],
    ];
    for (const [headers, from, to] of parts) {
      const part = await download(buyer, entitlementId, name, headers);
      assert.equal(part.status, 206, headers.Range);
      assert.equal(part.header('Content-Range'), `bytes ${from}-${to - 1}/${size}`);
      assert.deepEqual(part.bytes, whole.subarray(from, to));
    }
    const [times, bytes] = await used();
    assert.deepEqual([times, bytes], [6, parts.reduce((sum, [, from, to]) => sum + to - from, size)]);

    const changed = await download(buyer, entitlementId, name, { Range: 'bytes=10-19', 'If-Range': '"another"' });
    assert.deepEqual([changed.status, changed.bytes.length], [200, size]);
  });

  it('gives the whole, once, however many ranges are asked for and however they overlap', async () => {
    for (const ranges of ['0-9,20-29', '0-,0-,0-', Array(300).fill('0-').join(), '-5,0-9,5-']) {
      const all = await download(buyer, entitlementId, name, { Range: `bytes=${ranges}` });
      assert.deepEqual([all.status, all.bytes.length], [200, whole.length]);
      assert.match(all.header('Content-Type'), /^text\/csv/);
      assert.equal(all.header('Content-Length'), String(whole.length));
    }
    assert.deepEqual(await used(), [4, 4 * whole.length]);
  });

  it('counts each of many that begin at once, and each is an event of its own', async () => {
    const parts = Array.from({ length: 24 }, (_, at) => ({ Range: `bytes=${at}-${at * 2}` }));
    const replies = await Promise.all(parts.map((headers) => download(buyer, entitlementId, name, headers)));
    for (const [at, { bytes }] of replies.entries()) assert.deepEqual(bytes, whole.subarray(at, at * 2 + 1));
    const sum = replies.reduce((total, { bytes }) => total + bytes.length, 0);
    assert.deepEqual(await used(), [24, sum]);
    const events = await world.sql<{ from: number; bytes: number }>(
      `select (data->>'from')::int as from, (data->>'bytes')::int as bytes from audit_events
        where type = 'file.downloaded' and subject_id = $1 order by 1`,
      [entitlementId],
    );
    assert.deepEqual(
      events,
      replies.map((_, at) => ({ from: at, bytes: at + 1 })),
    );
  });

  it('comes as typed Parquet where that is asked for, with its own hash; what is no table has no such form', async () => {
    const { revisions } = await buyer.call('getAccess', { params: { id: entitlementId } });
    const [form] = revisions[0]?.parquet ?? [];
    assert.deepEqual([form?.of, form?.name], [name, `${name}.parquet`]);
    const path = (of: string) => `/api/v1/entitlements/${entitlementId}/files/${encodeURIComponent(of)}?format=parquet`;
    const reply = await buyer.agent.get(path(name)).buffer(true).responseType('blob');
    const bytes = reply.body as Buffer;
    assert.deepEqual([reply.status, reply.type], [200, 'application/vnd.apache.parquet']);
    assert.equal(createHash('sha256').update(bytes).digest('hex'), form?.sha256);
    assert.deepEqual([bytes.subarray(0, 4).toString(), bytes.length], ['PAR1', form?.bytes]);
    assert.match(reply.get('Content-Disposition') ?? '', /seattle-weather\.csv\.parquet"/);
    assert.equal((await buyer.agent.get(path('manifest.json'))).status, 404);
    assert.deepEqual(await used(), [1, form?.bytes]);
  });

  it('counts nothing that was not sent: HEAD, 304, 416', async () => {
    const { status, headers } = await buyer.agent.head(
      `/api/v1/entitlements/${entitlementId}/files/${encodeURIComponent(name)}`,
    );
    assert.deepEqual([status, headers['content-length']], [200, String(whole.length)]);
    const etag = headers.etag ?? '';
    const fresh = await download(buyer, entitlementId, name, { 'If-None-Match': `"another", ${etag}` });
    assert.deepEqual([fresh.status, fresh.bytes.length], [304, 0]);
    const beyond = await download(buyer, entitlementId, name, { Range: `bytes=${whole.length}-` });
    assert.equal(beyond.status, 416);
    assert.equal(beyond.header('Content-Range'), `bytes */${whole.length}`);
    assert.deepEqual(await used(), [0, 0]);
  });

  it('comes with the licence in both languages, the agreement, the dictionary and a manifest of all hashes', async () => {
    const { files } = await buyer.call('getEntitlement', { params: { id: entitlementId } });
    const { bytes } = await download(buyer, entitlementId, 'manifest.json');
    const manifest = JSON.parse(bytes.toString()) as { files: { name: string; sha256: string }[] };
    assert.deepEqual(
      manifest.files.map((file) => [file.name, file.sha256]),
      files.filter((file) => file.role !== 'manifest').map((file) => [file.name, file.sha256]),
    );
    assert.deepEqual(
      manifest.files.map((file) => file.name),
      [name, 'licence.vi.md', 'licence.en.md', 'agreement.json', 'dictionary.csv'],
    );
  });

  it('is for the buyer alone', async () => {
    await refusedDownload(provider, entitlementId, 'role-required');
    await refusedDownload(await world.organisation('buyer'), entitlementId, 'not-found');
    await refusedDownload(await world.organisation('operator'), entitlementId, 'role-required');
    await refusedDownload(await world.anonymous(), entitlementId, 'sign-in-required');
    assert.deepEqual(await used(), [0, 0]);
  });

  it('takes a token with the scope, as Bearer or as Basic, until it is revoked', async () => {
    const make = async (scope: 'download' | 'read') => {
      const body = { name: `Máy ${scope}`, scopes: [scope], expiresInDays: 30 };
      return await buyer.call('createToken', { body });
    };
    const { token, secret } = await make('download');
    const fetched = async (authorization: string) => {
      const headers = { Authorization: authorization };
      const reply = await fetch(`${world.url}/api/v1/entitlements/${entitlementId}/files/${encodeURIComponent(name)}`, {
        headers,
      });
      return { status: reply.status, text: await reply.text() };
    };
    const basic = `Basic ${Buffer.from(`bất kỳ:${secret}`).toString('base64')}`;
    for (const header of [`Bearer ${secret}`, basic]) {
      assert.deepEqual(await fetched(header), { status: 200, text: whole.toString() });
    }
    const reader = await make('read');
    const refused = await fetched(`Bearer ${reader.secret}`);
    assert.deepEqual([refused.status, JSON.parse(refused.text).code], [403, 'scope-required']);
    assert.equal((await fetched(`Bearer ${secret}x`)).status, 401);

    await buyer.call('revokeToken', { params: { id: token.id } });
    assert.equal((await fetched(`Bearer ${secret}`)).status, 401);
    assert.deepEqual(await used(), [2, 2 * whole.length]);
  });

  it('is refused with the reason while access is suspended, and given again after', async () => {
    const operator = await world.organisation('operator');
    const move = (action: 'suspend' | 'resume', reason: string) =>
      operator.call('transitionEntitlement', { params: { id: entitlementId }, body: { action, reason } });
    await move('suspend', 'Nghi lộ mã truy cập');
    const problem = await refusedDownload(buyer, entitlementId, 'access-ended');
    assert.match(problem.detailVi, /tạm dừng.*Nghi lộ mã truy cập/);
    await move('resume', 'Đã đổi mã');
    assert.equal((await download(buyer, entitlementId, name)).status, 200);
    const regulator = await world.organisation('regulator');
    const { items } = await regulator.call('listEvents', { query: { subject: entitlementId } });
    assert.deepEqual(
      items.map((event) => event.type),
      ['file.downloaded', 'entitlement.resume', 'access.refused', 'entitlement.suspend', 'entitlement.grant'],
    );
  });

  it('ends with a refund, which gives the money back', async () => {
    const operator = await world.organisation('operator');
    const { read } = world.context.kernel.db;
    assert.equal(await balanceOf(read, held(orderId)), withVat(900_000));
    const params = { id: orderId };
    await operator.call('transitionOrder', { params, body: { action: 'refund', reason: 'Dữ liệu sai năm' } });
    await world.settle();
    assert.equal((await buyer.call('getOrder', { params })).state, 'refunded');
    assert.equal((await buyer.call('getEntitlement', { params: { id: entitlementId } })).state, 'revoked');
    await refusedDownload(buyer, entitlementId, 'access-ended');
    const { refunds } = await buyer.call('getOrderPayments', { params });
    assert.deepEqual(
      refunds.map((refund) => [refund.amountVnd, refund.state]),
      [[withVat(900_000), 'succeeded']],
    );
    assert.equal(await balanceOf(read, held(orderId)), 0);
    await buyer.refused('transitionOrder', { params, body: { action: 'accept' } }, 'transition-refused');
  });
});
