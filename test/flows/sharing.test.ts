import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import type { SharingProfile } from '../../contracts/sharing.js';
import { day, hour, shiftClock } from '../../server/kernel/clock.js';
import type { Person } from '../person.js';
import { deliveredOrder, listedDataset, weather } from '../stories.js';
import { openWorld, type World } from '../world.js';

type Line = Record<string, Record<string, unknown>>;

describe('Reading tables through Delta Sharing', () => {
  let world: World;
  let provider: Person;
  let buyer: Person;
  let operator: Person;
  let id: string;
  let folder: string;
  before(async () => {
    world = await openWorld();
    provider = await world.organisation('provider');
    buyer = await world.organisation('buyer');
    operator = await world.organisation('operator');
    folder = await mkdtemp(join(tmpdir(), 'datasan-sharing-'));
    const { offer } = await listedDataset(world, provider);
    id = (await deliveredOrder(world, provider, buyer, offer)).entitlementId;
  });
  after(async () => {
    await world.close();
    await rm(folder, { recursive: true });
  });
  afterEach(async () => {
    shiftClock(0);
    await world.assertClean();
  });

  /** A new token; the tables are ready when it comes back. */
  async function opened(profile: 'bearer' | 'oauth' = 'bearer', expiresInDays = 30, entitlement = id) {
    const body = { expiresInDays, profile };
    const answer = await buyer.call('openSharing', { params: { id: entitlement }, body });
    await world.settle();
    return answer.profile;
  }
  function secretOf(profile: SharingProfile): string {
    return 'bearerToken' in profile ? profile.bearerToken : profile.clientSecret;
  }
  async function asked(secret: string, path: string, init: RequestInit = {}) {
    const headers = { Authorization: `Bearer ${secret}`, ...init.headers };
    return await fetch(`${world.url}/delta-sharing${path}`, { ...init, headers });
  }
  const table = '/shares/daily_weather_in_seattle_2012_2015/schemas/data/tables/seattle_weather';
  async function query(secret: string, body: object = {}, headers = {}): Promise<Line[]> {
    const reply = await asked(secret, `${table}/query`, { method: 'POST', body: JSON.stringify(body), headers });
    assert.equal(reply.status, 200, await reply.clone().text());
    return (await reply.text())
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
  }
  const here = (url: unknown) => String(url).replace(world.publicUrl, world.url);
  async function refused(reply: Response, status: number, errorCode: string): Promise<string> {
    const body = (await reply.json()) as { errorCode: string; message: string };
    assert.deepEqual([reply.status, body.errorCode], [status, errorCode], body.message);
    return body.message;
  }

  it('a profile lists one share, one schema and the tables, whatever the case of their names', async () => {
    const profile = await opened();
    const secret = secretOf(profile);
    assert.deepEqual([profile.shareCredentialsVersion, profile.endpoint], [1, `${world.publicUrl}/delta-sharing`]);
    const items = async (path: string) =>
      ((await (await asked(secret, path)).json()) as { items: { name: string }[] }).items.map((one) => one.name);
    const share = 'daily_weather_in_seattle_2012_2015';
    assert.deepEqual(await items('/shares'), [share]);
    assert.deepEqual(await items(`/shares/${share.toUpperCase()}/schemas`), ['data']);
    assert.deepEqual(await items(`/shares/${share}/schemas/DATA/tables`), ['seattle_weather']);
    assert.deepEqual(await items(`/shares/${share}/all-tables`), ['seattle_weather']);
    const one = (await (await asked(secret, `/shares/${share}`)).json()) as { share: { name: string } };
    assert.equal(one.share.name, share);
    await refused(await asked(secret, '/shares/other/schemas'), 404, 'RESOURCE_DOES_NOT_EXIST');
    await refused(await asked(secret, `${table}x/metadata`), 404, 'RESOURCE_DOES_NOT_EXIST');
    await refused(await asked(secret, '/nowhere'), 404, 'RESOURCE_DOES_NOT_EXIST');
  });

  it('metadata has the typed schema, and every answer the version of the table', async () => {
    const secret = secretOf(await opened());
    const reply = await asked(secret, `${table}/metadata`);
    assert.equal(reply.headers.get('Delta-Table-Version'), '1');
    assert.match(reply.headers.get('Content-Type') ?? '', /^application\/x-ndjson/);
    const [protocol, meta] = (await reply.text())
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Line);
    assert.deepEqual(protocol, { protocol: { minReaderVersion: 1 } });
    const schema = JSON.parse(String(meta?.metaData?.schemaString)) as { fields: { name: string; type: string }[] };
    assert.deepEqual(
      schema.fields.map((field) => `${field.name} ${field.type}`),
      ['date date', 'precipitation double', 'temp_max double', 'temp_min double', 'wind double', 'weather string'],
    );
    assert.match(String(meta?.metaData?.id), /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    for (const [method, path] of [
      ['GET', `${table}/version`],
      ['HEAD', table],
    ] as const) {
      assert.equal((await asked(secret, path, { method })).headers.get('Delta-Table-Version'), '1', method);
    }
  });

  it('a query gives the rows of the file, all and in their order', async () => {
    const [, , ...files] = await query(secretOf(await opened()));
    const [file] = files;
    assert.equal(files.length, 1);
    assert.equal(JSON.parse(String(file?.file?.stats)).numRecords, 1461);
    const reply = await fetch(here(file?.file?.url));
    assert.equal(reply.headers.get('Accept-Ranges'), 'bytes');
    const path = join(folder, 'weather.parquet');
    await writeFile(path, Buffer.from(await reply.arrayBuffer()));
    const connection = await (await DuckDBInstance.create(':memory:')).connect();
    const rows = async (sql: string) => (await connection.runAndReadAll(sql)).getRowObjectsJson();
    const source = await rows(`select * from read_csv('${weather}')`);
    assert.equal(source.length, 1461);
    assert.deepEqual(await rows(`select * from read_parquet('${path}')`), source);
  });

  it('speaks Delta where the client takes nothing else', async () => {
    const secret = secretOf(await opened());
    const headers = { 'delta-sharing-capabilities': 'responseformat=delta;readerfeatures=deletionvectors' };
    const [protocol, meta, file] = await query(secret, {}, headers);
    assert.deepEqual(protocol?.protocol?.deltaProtocol, { minReaderVersion: 1, minWriterVersion: 4 });
    assert.ok(meta?.metaData?.deltaMetadata);
    const action = file?.file?.deltaSingleAction as { add: { path: string; size: number } } | undefined;
    const { path = '', size = 0 } = action?.add ?? {};
    assert.equal((await fetch(here(path), { method: 'HEAD' })).headers.get('Content-Length'), String(size));
    const both = { 'delta-sharing-capabilities': 'responseformat=delta,parquet' };
    assert.ok((await query(secret, {}, both))[2]?.file?.url);
  });

  it('files that cannot hold a matching row are left out, and hints of no sense leave out none', async () => {
    const secret = secretOf(await opened());
    const compare = (op: string, name: string, value: string, valueType: string) => ({
      jsonPredicateHints: JSON.stringify({
        op,
        children: [
          { op: 'column', name, valueType },
          { op: 'literal', value, valueType },
        ],
      }),
    });
    const files = async (body: object) => (await query(secret, body)).length - 2;
    assert.equal(await files(compare('greaterThan', 'date', '2016-01-01', 'date')), 0);
    assert.equal(await files(compare('greaterThan', 'date', '2015-01-01', 'date')), 1);
    assert.equal(await files(compare('lessThan', 'temp_min', '-50', 'double')), 0);
    for (const body of [{ jsonPredicateHints: 'no json' }, { predicateHints: ['date = 1'] }, { limitHint: 10 }]) {
      assert.equal(await files(body), 1);
    }
    assert.equal(await files({ limitHint: 0 }), 0);
  });

  it('the version that is entitled can be asked for by number and moment, another not', async () => {
    const secret = secretOf(await opened());
    assert.equal((await query(secret, { version: 1 })).length, 3);
    assert.equal((await query(secret, { timestamp: new Date().toISOString() })).length, 3);
    const ask = (body: object) => asked(secret, `${table}/query`, { method: 'POST', body: JSON.stringify(body) });
    await refused(await ask({ version: 2 }), 404, 'RESOURCE_DOES_NOT_EXIST');
    await refused(await ask({ timestamp: '2001-01-01T00:00:00Z' }), 404, 'RESOURCE_DOES_NOT_EXIST');
    for (const body of [
      { version: 1, timestamp: '2026-01-01' },
      { timestamp: 'gestern' },
      { version: -1 },
      { limitHint: 'x' },
    ]) {
      await refused(await ask(body), 400, 'INVALID_PARAMETER_VALUE');
    }
    const changes = await asked(secret, `${table}/changes?startingVersion=0`);
    assert.deepEqual(
      (await changes.text())
        .trim()
        .split('\n')
        .map((line) => Object.keys(JSON.parse(line))[0]),
      ['protocol', 'metaData', 'add'],
    );
    await refused(await asked(secret, `${table}/changes`), 400, 'INVALID_PARAMETER_VALUE');
    await refused(
      await asked(secret, `${table}/changes?startingVersion=3&endingVersion=2`),
      400,
      'INVALID_PARAMETER_VALUE',
    );
  });

  it('a file is served in ranges, by its signed address alone', async () => {
    const [, , line] = await query(secretOf(await opened()));
    const address = here(line?.file?.url);
    const whole = Buffer.from(await (await fetch(address)).arrayBuffer());
    const part = await fetch(address, { headers: { Range: 'bytes=-8' } });
    assert.deepEqual(
      [part.status, part.headers.get('Content-Range')],
      [206, `bytes ${whole.length - 8}-${whole.length - 1}/${whole.length}`],
    );
    assert.deepEqual(Buffer.from(await part.arrayBuffer()), whole.subarray(-8));
    assert.equal((await fetch(address, { headers: { Range: `bytes=${whole.length}-` } })).status, 416);
    const spoilt = new URL(address);
    for (const [name, value] of [
      ['sig', 'x'.repeat(43)],
      ['expires', '9999999999'],
      ['table', 'other'],
      ['token', `shr_${'0'.repeat(26)}`],
    ] as const) {
      const changed = new URL(spoilt);
      changed.searchParams.set(name, value);
      await refused(await fetch(changed), 403, 'PERMISSION_DENIED');
    }
    shiftClock(14 * hour);
    await refused(await fetch(address), 403, 'PERMISSION_DENIED');
  });

  it('OAuth client credentials give an access token that ends with the profile', async () => {
    const profile = await opened('oauth');
    assert.ok('tokenEndpoint' in profile);
    const form = { grant_type: 'client_credentials', client_id: profile.clientId, client_secret: profile.clientSecret };
    const exchange = async (body: Record<string, string>, headers = {}) =>
      await fetch(here(profile.tokenEndpoint), { method: 'POST', body: new URLSearchParams(body), headers });
    const reply = await exchange(form);
    const { access_token: access, expires_in: lifetime } = (await reply.json()) as Record<string, string>;
    assert.equal(lifetime, 3600);
    assert.equal((await query(access ?? '')).length, 3);
    const basic = Buffer.from(`${profile.clientId}:${profile.clientSecret}`).toString('base64');
    const byBasic = await exchange({ grant_type: 'client_credentials' }, { Authorization: `Basic ${basic}` });
    assert.equal(byBasic.status, 200);
    assert.equal((await exchange({ ...form, client_secret: 'wrong' })).status, 401);
    assert.equal((await exchange({ ...form, client_id: `shr_${'0'.repeat(26)}` })).status, 401);
    assert.equal((await exchange({ ...form, grant_type: 'password' })).status, 400);
    shiftClock(hour + 1000);
    await refused(await asked(access ?? '', '/shares'), 401, 'UNAUTHENTICATED');
    shiftClock(0);
    await buyer.call('closeSharing', { params: { id } });
    await refused(await asked(access ?? '', '/shares'), 401, 'UNAUTHENTICATED');
  });

  it('a token is kept as a hash, lives a year at most and not longer than the access, and a new one ends the old', async () => {
    const first = secretOf(await opened('bearer', 365));
    for (const name of ['sharing_tokens', 'audit_events', 'outbox', 'idempotency_keys']) {
      assert.deepEqual(await world.sql(`select 1 from ${name} t where position($1 in t::text) > 0`, [first]), [], name);
    }
    const { token } = await buyer.call('getSharing', { params: { id } });
    const { expiresAt } = await buyer.call('getEntitlement', { params: { id } });
    assert.ok(token && expiresAt && token.expiresAt <= expiresAt);
    await buyer.refused(
      'openSharing',
      { params: { id }, body: { expiresInDays: 366, profile: 'bearer' } },
      'invalid-input',
    );
    const second = secretOf(await opened('bearer', 2));
    await refused(await asked(first, '/shares'), 401, 'UNAUTHENTICATED');
    assert.equal((await asked(second, '/shares')).status, 200);
    shiftClock(2 * day + 1000);
    await refused(await asked(second, '/shares'), 401, 'UNAUTHENTICATED');
    await refused(await asked('', '/shares'), 401, 'UNAUTHENTICATED');
  });

  it('every road ends at once: token, signed address and query', async () => {
    const secret = secretOf(await opened());
    const [, , line] = await query(secret);
    const address = here(line?.file?.url);
    const params = { id };
    const move = (action: 'suspend' | 'resume') =>
      operator.call('transitionEntitlement', { params, body: { action, reason: 'Đang xác minh khiếu nại.' } });
    await move('suspend');
    assert.match(await refused(await asked(secret, '/shares'), 403, 'PERMISSION_DENIED'), /suspended.*Đang xác minh/);
    await refused(await fetch(address), 403, 'PERMISSION_DENIED');
    await buyer.refused('openSharing', { params, body: { expiresInDays: 1, profile: 'bearer' } }, 'access-ended');
    await move('resume');
    assert.equal((await fetch(address)).status, 200);
    const regulator = await world.organisation('regulator');
    const { id: hold } = await regulator.call('placeHold', {
      body: { subjectId: id, ground: 'ND314_7_8', reason: 'Kiểm tra mục đích sử dụng.' },
    });
    await refused(await fetch(address), 403, 'PERMISSION_DENIED');
    await refused(await asked(secret, '/shares'), 403, 'PERMISSION_DENIED');
    await regulator.call('liftHold', { params: { id: hold }, body: { reason: 'Đã kiểm tra xong.' } });
    for (const state of ['suspended', 'verified']) {
      await world.sql('update organisations set state = $2 where id = $1', [provider.organisationId, state]);
      assert.equal((await fetch(address)).status, state === 'verified' ? 200 : 403);
      assert.equal((await asked(secret, '/shares')).status, state === 'verified' ? 200 : 403);
    }
    await buyer.call('closeSharing', { params });
    await refused(await fetch(address), 401, 'UNAUTHENTICATED');
    await refused(await asked(secret, '/shares'), 401, 'UNAUTHENTICATED');
  });

  it('belongs to the buyer: others neither open nor see it, the provider sees what was read', async () => {
    const secret = secretOf(await opened());
    const before = (await provider.call('getSharing', { params: { id } })).uses[0]?.queries ?? 0;
    const [, , line] = await query(secret);
    await (await fetch(here(line?.file?.url))).arrayBuffer();
    const { uses } = await provider.call('getSharing', { params: { id } });
    assert.equal(uses[0]?.queries, before + 1);
    assert.ok((uses[0]?.bytes ?? 0) > 0 && (uses[0]?.files ?? 0) > 0);
    const stranger = await world.organisation('buyer');
    await stranger.refused('getSharing', { params: { id } }, 'not-found');
    await stranger.refused(
      'openSharing',
      { params: { id }, body: { expiresInDays: 1, profile: 'bearer' } },
      'not-found',
    );
    await stranger.refused('closeSharing', { params: { id } }, 'not-found');
    const events = await world.sql<{ data: { table: string } }>(
      `select data from audit_events where type = 'sharing.queried' and subject_id = $1`,
      [id],
    );
    assert.ok(events.every((event) => event.data.table === 'seattle_weather') && events.length > 5);
    const member = (await buyer.call('getSession', {})).member?.id;
    await world.sql('update members set active = false where id = $1', [member]);
    await refused(await asked(secret, '/shares'), 403, 'PERMISSION_DENIED');
    await world.sql('update members set active = true where id = $1', [member]);
  });

  it('tables are made once, however often the job runs; the database refuses to change them', async () => {
    await opened();
    const [row] = await world.sql<{ revision_id: string; made_at: Date }>('select * from parquet_tables');
    const { kernel } = world.context;
    const { convertRevision } = await import('../../server/catalogue/conversion.js');
    await world.sql('alter table parquet_tables disable trigger all');
    await world.sql('delete from parquet_tables');
    await world.sql('alter table parquet_tables enable trigger all');
    const both = [0, 1].map(() => convertRevision(kernel, row?.revision_id ?? ''));
    await Promise.all(both);
    assert.equal(await world.count('parquet_tables'), 1);
    await assert.rejects(world.sql(`update parquet_tables set parts = '[]'`));
    await assert.rejects(world.sql('delete from parquet_tables'));
  });
});
