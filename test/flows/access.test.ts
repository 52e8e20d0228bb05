import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createApp, listen } from '../../server/app.js';
import { openContext } from '../../server/context.js';
import { warnOfEnds } from '../../server/fulfilment/extensions.js';
import { nudgeFollowers } from '../../server/fulfilment/following.js';
import { day } from '../../server/kernel/clock.js';
import { createLog } from '../../server/kernel/log.js';
import { openZip } from '../../server/kernel/unzip.js';
import type { Person } from '../person.js';
import { freePort } from '../ports.js';
import { slowReader } from '../slow-reader.js';
import {
  delivered,
  deliveredOrder,
  download,
  listedDataset,
  publishedRevision,
  refusedDownload,
  until,
  weather,
} from '../stories.js';
import { openWorld, type World } from '../world.js';

describe('Access under an entitlement', () => {
  let world: World;
  let provider: Person;
  let buyer: Person;
  let operator: Person;
  let id: string;
  let datasetId: string;
  before(async () => {
    world = await openWorld();
    [provider, operator] = [await world.organisation('provider'), await world.organisation('operator')];
  });
  after(() => world.close());
  beforeEach(async () => {
    buyer = await world.organisation('buyer');
    const { offer, dataset } = await listedDataset(world, provider, { months: 3 });
    datasetId = dataset.id;
    id = (await deliveredOrder(world, provider, buyer, offer)).entitlementId;
  });
  afterEach(async () => {
    await world.later(0);
    await world.assertClean();
  });
  const params = () => ({ id });
  const state = async () => (await buyer.call('getEntitlement', { params: params() })).state;
  const idOf = async (person: Person) => (await person.call('getSession', {})).member?.id ?? '';

  it('explains what every rule says and which one decided; refusals stay on record', async () => {
    const open = await buyer.call('getDecisions', { params: params() });
    assert.deepEqual([open.allowed, open.rule, open.refusals], [true, 'term', []]);
    assert.ok(open.rulings.length >= 8 && open.rulings.every((one) => one.allowed));
    const body = { action: 'suspend' as const, reason: 'Nghi lộ mã truy cập' };
    await operator.call('transitionEntitlement', { params: params(), body });
    const problem = await refusedDownload(buyer, id, 'access-ended');
    assert.equal(problem.rule, 'suspension');
    for (const person of [buyer, provider, operator]) {
      const closed = await person.call('getDecisions', { params: params() });
      assert.deepEqual([closed.allowed, closed.rule], [false, 'suspension']);
      assert.match(closed.sentence.vi, /tạm dừng.*Nghi lộ mã truy cập/);
      assert.deepEqual(
        closed.refusals.map((one) => one.name),
        [delivered],
      );
    }
    await (await world.organisation('buyer')).refused('getDecisions', { params: params() }, 'not-found');
  });

  it('warns at thirty, seven and one day, each once; lies in grace; an extension brings everything back', async () => {
    const warnings = async () =>
      (
        await world.sql<{ days: number }>(
          `select (data->>'days')::int as days from audit_events where type = 'access.ending' and subject_id = $1 order by id`,
          [id],
        )
      ).map((row) => row.days);
    const round = async (days: number) => {
      await world.later(days * day);
      for (let twice = 0; twice < 2; twice += 1) await warnOfEnds(world.context.kernel.db);
      await world.settle();
    };
    const { expiresAt } = await buyer.call('getEntitlement', { params: params() });
    const length = Math.round((Date.parse(expiresAt ?? '') - Date.now()) / day);
    await round(length - 20);
    assert.deepEqual([await state(), await warnings()], ['expiring', []]);
    await round(length - 6);
    await round(length - 0.5);
    assert.deepEqual(await warnings(), [7, 1]);
    const [told] = await world.sql<{ n: number }>(`select count(*)::int as n from notifications where once like $1`, [
      `${id}:ending:%`,
    ]);
    assert.equal(told?.n, 4, 'both sides, twice');
    await round(length + 1);
    assert.equal(await state(), 'grace');
    assert.match((await refusedDownload(buyer, id, 'access-ended')).detailVi, /xin gia hạn/);
    const { graceEndsAt } = await buyer.call('getAccess', { params: params() });
    assert.ok(graceEndsAt);

    const asked = await buyer.call('askExtension', {
      params: params(),
      body: { days: 30, note: 'Cần thêm một tháng' },
    });
    assert.deepEqual([asked.extensions[0]?.askedDays, asked.extensions[0]?.decision], [30, null]);
    await buyer.refused('askExtension', { params: params(), body: { days: 30, note: '' } }, 'conflict');
    const body = { decision: 'grant' as const, days: 20 };
    await (await world.organisation('provider')).refused('giveExtension', { params: params(), body }, 'not-found');
    const granted = await provider.call('giveExtension', { params: params(), body });
    assert.deepEqual([granted.extensions[0]?.decision, granted.extensions[0]?.grantedDays], ['granted', 20]);
    assert.equal(await state(), 'active');
    assert.equal((await download(buyer, id, delivered)).status, 200);
    await world.later((length + 22) * day);
    await world.later((length + 30) * day);
    assert.equal(await state(), 'expired');
    await buyer.refused('askExtension', { params: params(), body: { days: 30, note: '' } }, 'transition-refused');
    const statement = 'Đã xóa mọi bản sao khỏi máy chủ và máy cá nhân.';
    assert.ok((await buyer.call('getAccess', { params: params() })).deletion.dueAt);
    const attested = await buyer.call('attestDeletion', { params: params(), body: { statement } });
    assert.ok(attested.deletion.attestedAt);
    await buyer.refused('attestDeletion', { params: params(), body: { statement } }, 'conflict');
  });

  it('is for named members where seats are counted, and ends for one whose seat is taken', async () => {
    const colleague = await world.colleague(buyer, 'member');
    const [mine, theirs] = [await idOf(buyer), await idOf(colleague)];
    await world.sql('update entitlements set seats = 1 where id = $1', [id]);
    await refusedDownload(colleague, id, 'seat-required');
    const one = await buyer.call('assignSeat', { params: { id, memberId: theirs } });
    assert.equal(one.holders.length, 1);
    assert.equal((await download(colleague, id, delivered)).status, 200);
    await refusedDownload(buyer, id, 'seat-required');
    await buyer.refused('assignSeat', { params: { id, memberId: mine } }, 'conflict');
    await colleague.refused('assignSeat', { params: { id, memberId: mine } }, 'role-required');
    await buyer.refused('assignSeat', { params: { id, memberId: await idOf(provider) } }, 'not-found');
    assert.deepEqual((await provider.call('getAccess', { params: params() })).holders, [
      { memberId: null, name: '#1' },
    ]);
    await provider.refused(
      'raiseLimits',
      { params: params(), body: { seats: null, quota: { per: 'month' } } },
      'rule-broken',
    );
    const raised = await provider.call('raiseLimits', { params: params(), body: { seats: 2, quota: null } });
    assert.equal(raised.seats, 2);
    await buyer.call('assignSeat', { params: { id, memberId: mine } });
    await buyer.call('releaseSeat', { params: { id, memberId: theirs } });
    await refusedDownload(colleague, id, 'seat-required');
    assert.equal((await download(buyer, id, delivered)).status, 200);
  });

  it('stops at the quota, also when ten ask at once, and shows who read how much', async () => {
    await world.sql(`update entitlements set quota = '{"per":"month","calls":4}' where id = $1`, [id]);
    const replies = await Promise.all(Array.from({ length: 10 }, () => download(buyer, id, delivered)));
    assert.deepEqual(replies.map((one) => one.status).sort(), [200, 200, 200, 200, ...Array(6).fill(403)]);
    await refusedDownload(buyer, id, 'quota-exceeded');
    const { items } = await buyer.call('getUsage', { params: params() });
    const size = (await readFile(weather)).length;
    assert.deepEqual(
      items.map(({ road, calls, bytes }) => [road, calls, bytes]),
      [['download', 4, 4 * size]],
    );
    const seen = await provider.call('getUsage', { params: params() });
    assert.deepEqual([seen.items[0]?.who, seen.items[0]?.calls], ['#1', 4]);
    assert.notEqual(items[0]?.who, '#1');
    await provider.call('raiseLimits', { params: params(), body: { seats: null, quota: { per: 'month', calls: 5 } } });
    assert.equal((await download(buyer, id, delivered)).status, 200);
  });

  it('comes as one archive whose length is known, and the buyer’s own hashes are countersigned', async () => {
    const { files } = await buyer.call('getEntitlement', { params: params() });
    const reply = await buyer.agent.get(`/api/v1/entitlements/${id}/zip`).buffer(true).parse(collected);
    assert.equal(reply.status, 200);
    const archive = reply.body as Buffer;
    assert.equal(reply.headers['content-length'], String(archive.length));
    const path = join(world.context.config.dataDir, 'all.zip');
    await writeFile(path, archive);
    const zip = await openZip(path);
    const hashes: { name: string; sha256: string }[] = [];
    for (const { name } of files) hashes.push({ name, sha256: hash(await zip.read(name)) });
    zip.close();
    assert.deepEqual(
      hashes,
      files.map(({ name, sha256 }) => ({ name, sha256 })),
    );
    const manifestSha256 = files.find((file) => file.role === 'manifest')?.sha256 ?? '';
    const body = { manifestSha256, files: hashes, client: 'test' };
    const good = await buyer.call('confirmReceipt', { params: params(), body });
    assert.equal(good.matching, true);
    const spoilt = hashes.map((one, index) => (index === 0 ? { ...one, sha256: hash(Buffer.of(0)) } : one));
    const bad = await buyer.call('confirmReceipt', { params: params(), body: { ...body, files: spoilt } });
    assert.equal(bad.matching, false);
    const strange = [{ name: 'khong-co.csv', sha256: manifestSha256 }];
    await buyer.refused('confirmReceipt', { params: params(), body: { ...body, files: strange } }, 'rule-broken');
    const other = hash(Buffer.of(1));
    await buyer.refused(
      'confirmReceipt',
      { params: params(), body: { ...body, manifestSha256: other } },
      'rule-broken',
    );
    const { confirmations } = await provider.call('getAccess', { params: params() });
    assert.deepEqual(
      confirmations.map((one) => one.matching),
      [false, true],
    );
    await buyer.call('transitionOrder', {
      params: { id: (await buyer.call('getEntitlement', { params: params() })).orderId },
      body: { action: 'accept' },
    });
    await world.settle();
  });

  it('ends within a second in every process: files, running downloads, archive, tables', async () => {
    const { config } = world.context;
    const port = await freePort();
    const second = await openContext({ ...config, port, rails: ['bank'] }, createLog('silent'));
    const server = await listen(createApp(second), port, '127.0.0.1');
    try {
      const big = join(config.dataDir, 'big.csv');
      await writeFile(big, `so\n${'1234567890123456789012345678901\n'.repeat(500_000)}`);
      const { offer } = await listedDataset(world, provider, {}, big);
      id = (await deliveredOrder(world, provider, buyer, offer)).entitlementId;
      const { secret } = await buyer.call('createToken', {
        body: { name: 'Máy tải', scopes: ['download'], expiresInDays: 1 },
      });
      const { profile } = await buyer.call('openSharing', {
        params: params(),
        body: { expiresInDays: 1, profile: 'bearer' },
      });
      await world.settle();
      const bases = [world.url, `http://127.0.0.1:${port}`];
      const name = encodeURIComponent('data/big.csv');
      const paths = [`/api/v1/entitlements/${id}/files/${name}`, `/api/v1/entitlements/${id}/zip`];
      const running = await Promise.all(
        bases.flatMap((base) => paths.map((path) => slowReader(`${base}${path}`, secret))),
      );
      const body = { action: 'revoke' as const, reason: 'Vi phạm mục đích sử dụng' };
      await operator.call('transitionEntitlement', { params: params(), body });
      const ended = Date.now();
      const cut = await Promise.all(running.map((one) => one.ended()));
      assert.ok(cut.every((one) => !one.whole));
      // A second, and what other test files take of the same cores meanwhile.
      assert.ok(Date.now() - ended < 3_000, 'within a second');
      const bearer = 'bearerToken' in profile ? profile.bearerToken : '';
      for (const base of bases) {
        for (const path of paths) {
          const refused = await fetch(`${base}${path}`, { headers: { Authorization: `Bearer ${secret}` } });
          assert.deepEqual(
            [refused.status, refused.headers.get('Content-Type')?.split(';')[0]],
            [403, 'application/problem+json'],
          );
        }
        const shares = await fetch(`${base}/delta-sharing/shares`, { headers: { Authorization: `Bearer ${bearer}` } });
        assert.deepEqual(
          [shares.status, ((await shares.json()) as { errorCode: string }).errorCode],
          [403, 'PERMISSION_DENIED'],
        );
      }
      await until('the cuts are on the record', async () => {
        const sql = `select 1 from audit_events where type = 'access.refused' and subject_id = $1`;
        return (await world.sql(sql, [id])).length >= running.length + 4;
      });
    } finally {
      await server.close();
      await second.close();
    }
  });

  it('follows compatible revisions: files, versions, time travel and changes of the table', async () => {
    const { profile } = await buyer.call('openSharing', {
      params: params(),
      body: { expiresInDays: 1, profile: 'bearer' },
    });
    const secret = 'bearerToken' in profile ? profile.bearerToken : '';
    await buyer.call('chooseRevisions', { params: params(), body: { follows: true } });
    const lines = (await readFile(weather, 'utf8')).trim().split('\n');
    const between = new Date();
    await published(lines.slice(0, 1001).join('\n'));
    await published(lines.map((line) => line.split(',').slice(0, 3).join(',')).join('\n'), 31);
    await nudgeFollowers(world.context.kernel.db);
    await world.settle();
    const { revisions } = await buyer.call('getAccess', { params: params() });
    assert.deepEqual(
      revisions.map((one) => one.number),
      [1, 2],
      'the third lacks columns',
    );
    assert.equal((await download(buyer, id, delivered)).bytes.toString().split('\n').length, 1001);
    const first = await buyer.agent.get(`/api/v1/entitlements/${id}/files/${encodeURIComponent(delivered)}?revision=1`);
    assert.equal(first.text.trim().split('\n').length, lines.length);

    const table = '/delta-sharing/shares/daily_weather_in_seattle_2012_2015/schemas/data/tables/seattle_weather';
    const asked = async (path: string, body?: object, headers = {}) => {
      const reply = await fetch(`${world.url}${table}${path}`, {
        method: body ? 'POST' : 'GET',
        headers: { Authorization: `Bearer ${secret}`, ...headers },
        ...(body ? { body: JSON.stringify(body) } : {}),
      });
      assert.equal(reply.status, 200, await reply.clone().text());
      return (await reply.text())
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line === '' ? '{}' : line));
    };
    const rows = async (body: object) => JSON.parse((await asked('/query', body))[2].file.stats).numRecords;
    assert.equal(await rows({}), 1000);
    assert.equal(await rows({ version: 1 }), 1461);
    assert.equal(await rows({ timestamp: between.toISOString() }), 1461);
    const kinds = (all: object[]) => all.map((line) => Object.keys(line)[0]);
    assert.deepEqual(kinds(await asked('/changes?startingVersion=2')), ['protocol', 'metaData', 'remove', 'add']);
    assert.deepEqual(kinds(await asked('/changes?startingVersion=1&endingVersion=1')), ['protocol', 'metaData', 'add']);
    const delta = { 'delta-sharing-capabilities': 'responseformat=delta' };
    const actions = (await asked('/changes?startingVersion=2', undefined, delta)).slice(2);
    assert.deepEqual(
      actions.flatMap((line) => Object.keys(line.file.deltaSingleAction)),
      ['remove', 'add'],
    );
    const [, , page, end] = await asked('/query', { maxFiles: 1, includeRefreshToken: true });
    assert.ok(page.file.url && end.endStreamAction.refreshToken && !end.endStreamAction.nextPageToken);
    assert.equal(await rows({ refreshToken: 'v1' }), 1461);

    // A revision that is revoked is read no more, by any address; the other one is.
    const old = (await asked('/query', { version: 1 }))[2].file.url.replace(world.publicUrl, world.url);
    assert.equal((await fetch(old, { method: 'HEAD' })).status, 200);
    const [{ revision_id: revisionId } = { revision_id: '' }] = await world.sql<{ revision_id: string }>(
      'select revision_id from entitlements where id = $1',
      [id],
    );
    const body = { action: 'revoke' as const, reason: 'Sai số liệu năm 2015' };
    await provider.call('transitionRevision', { params: { id: revisionId }, body });
    assert.equal((await fetch(old)).status, 403);
    assert.equal(await rows({}), 1000);
  });

  /** `noticeDays`: how long ago a breaking revision was announced. */
  async function published(content: string, noticeDays = 0): Promise<void> {
    const folder = join(world.context.config.dataDir, 'revisions');
    await mkdir(folder, { recursive: true });
    const file = join(folder, 'seattle-weather.csv');
    await writeFile(file, content);
    await publishedRevision(world, provider, operator, datasetId, file, noticeDays);
  }
});

function hash(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

type Parse = (res: NodeJS.ReadableStream, done: (error: null, body: Buffer) => void) => void;
const collected = ((res, done) => {
  const parts: Buffer[] = [];
  res.on('data', (part: Buffer) => parts.push(part));
  res.on('end', () => done(null, Buffer.concat(parts)));
}) as Parse as never;
