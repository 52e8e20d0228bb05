import assert from 'node:assert/strict';
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  fromBase64,
  leafHash,
  openCheckpoint,
  parseTlogProof,
  parseVerifierKey,
  verifyConsistency,
  verifyInclusion,
} from '../../contracts/proofs.js';
import { openLog } from '../../server/audit/opening.js';
import { record } from '../../server/audit/record.js';
import { LogFault, sequence } from '../../server/audit/sequencer.js';
import { sequenceAll } from '../../server/audit/sequencing.js';
import { ed25519, newSigningKey } from '../../server/audit/signer.js';
import { hashOf } from '../../server/audit/tree.js';
import { verifyLog } from '../../server/audit/verify.js';
import { anonymous } from '../../server/kernel/actor.js';
import { canonicalJson } from '../../server/kernel/hash.js';
import { projectRoot } from '../../server/kernel/project.js';
import { filesOf } from '../clean-log.js';
import type { Person } from '../person.js';
import { deliveredOrder, listedDataset, logged, until } from '../stories.js';
import { openWorld, type World } from '../world.js';

describe('The transparency log', () => {
  let world: World;
  let provider: Person;
  let buyer: Person;
  let regulator: Person;
  let orderId: string;
  before(async () => {
    world = await openWorld();
    [provider, buyer] = [await world.organisation('provider'), await world.organisation('buyer')];
    regulator = await world.organisation('regulator');
    const { offer } = await listedDataset(world, provider);
    orderId = (await deliveredOrder(world, provider, buyer, offer)).orderId;
    await calm();
  });
  after(() => world.close());
  afterEach(() => world.assertClean());

  const db = () => world.context.kernel.db;
  /** Waits until every event has its place. */
  const calm = () => until('every event has its place', async () => (await world.count('log_pending')) === 0);
  const get = (path: string, init?: RequestInit) => fetch(`${world.url}/log/${path}`, init);
  const about = { kind: 'organisation', id: 'org_x' } as const;
  const vkey = async () => (await (await get('vkey')).text()).trim();
  const verify = async () => await verifyLog(filesOf(db().read), await vkey());
  async function open(note: string) {
    return await openCheckpoint(ed25519, note, await parseVerifierKey(hashOf, await vkey()));
  }

  it('is served to anybody as tiles: reads only, open to other sites, tiles for ever, checkpoints for a moment', async () => {
    const checkpoint = await get('checkpoint');
    const { size, origin } = await open(await checkpoint.text());
    assert.equal(origin, `${new URL(world.publicUrl).host}/log`);
    assert.equal(size, await world.count('audit_events'));
    assert.deepEqual(
      [checkpoint.headers.get('Cache-Control'), checkpoint.headers.get('Access-Control-Allow-Origin')],
      ['public, max-age=1', '*'],
    );
    const tile = await get(`tile/0/000.p/${size}`);
    assert.equal((await tile.arrayBuffer()).byteLength, 32 * size);
    assert.equal(tile.headers.get('Cache-Control'), 'public, max-age=31536000, immutable');
    assert.equal((await (await get('tile/0/000.p/3')).arrayBuffer()).byteLength, 96);
    assert.equal((await get(`tile/entries/000.p/${size}`)).status, 200);
    for (const path of [
      'tile/0/000',
      'tile/0/001.p/1',
      `tile/0/000.p/${size + 1}`,
      'tile/0/000.p/0',
      'tile/7/000',
      'tile/0/0',
      'nothing',
    ]) {
      assert.equal((await get(path)).status, 404, path);
    }
    for (const method of ['POST', 'PUT', 'DELETE']) assert.equal((await get('checkpoint', { method })).status, 405);
    assert.equal((await get('checkpoint', { method: 'HEAD' })).status, 200);
  });

  it('proves to a party each event of its order, and to a stranger nothing', async () => {
    const { timeline } = await buyer.call('getOrder', { params: { id: orderId } });
    assert.ok(timeline.length > 8);
    const verifier = await parseVerifierKey(hashOf, await vkey());
    for (const { eventId } of timeline) {
      const reply = await buyer.agent.get(`/api/v1/events/${eventId}/proof`);
      assert.equal(reply.status, 200, reply.text);
      const { extra, index, proof, checkpoint } = parseTlogProof(reply.text);
      const { size, root } = await openCheckpoint(ed25519, checkpoint, verifier);
      assert.ok(extra);
      await verifyInclusion(hashOf, { index, size, root, proof, leaf: await leafHash(hashOf, extra) });
      assert.equal(JSON.parse(new TextDecoder().decode(extra)).id, eventId);
    }
    const stranger = await world.organisation('buyer');
    await stranger.refused('proveEvent', { params: { id: timeline[0]?.eventId ?? '' } }, 'not-found');
    assert.equal((await provider.send('proveEvent', { params: { id: timeline[0]?.eventId ?? '' } })).status, 200);
  });

  it('proves inclusion and consistency by index and size, and says 404 for what is not signed', async () => {
    const nobody = await world.anonymous();
    const first = await open(await (await get('checkpoint')).text());
    await db().transaction((tx) => record(tx, anonymous, { type: 'session.opened', data: {} }, about));
    await calm();
    const later = await open(await (await get('checkpoint')).text());
    assert.ok(later.size > first.size);
    const { proof } = await nobody.call('proveConsistency', { query: { from: first.size, to: later.size } });
    const hashes = proof.map(fromBase64);
    const claim = { from: first.size, fromRoot: first.root, to: later.size, toRoot: later.root, proof: hashes };
    await verifyConsistency(hashOf, claim);
    const one = await nobody.call('proveInclusion', { query: { index: 4, size: first.size } });
    const [leaf, root] = [fromBase64(one.leafHash), first.root];
    await verifyInclusion(hashOf, { index: 4, size: first.size, leaf, root, proof: one.proof.map(fromBase64) });
    await nobody.refused('proveInclusion', { query: { index: later.size } }, 'not-found');
    await nobody.refused('proveInclusion', { query: { index: 0, size: later.size + 1 } }, 'not-found');
    await nobody.refused('proveConsistency', { query: { from: 2, to: 1 } }, 'not-found');
  });

  it('names nobody: no member, no e-mail, no own words stand in an entry', async () => {
    const operator = await world.organisation('operator');
    const { entitlementId } = await buyer.call('getDelivery', { params: { id: orderId } });
    const params = { id: entitlementId ?? '' };
    const reason = 'Ông Mẫu ở tầng ba báo là đã lộ mật khẩu.';
    await operator.call('transitionEntitlement', { params, body: { action: 'suspend', reason } });
    await operator.call('transitionEntitlement', { params, body: { action: 'resume', reason: 'Đã đổi mật khẩu.' } });
    await regulator.call('openTransactionFile', { params: { id: orderId } });
    await calm();
    const size = (await open(await (await get('checkpoint')).text())).size;
    const entries = await (await get(`tile/entries/000.p/${size}`)).text();
    const people = await world.sql<{ id: string; email: string; display_name: string }>('select * from members');
    for (const { id, email, display_name: name } of people) {
      for (const text of [id, email, name]) assert.ok(!entries.includes(text), text);
    }
    assert.ok(!entries.includes('Ông Mẫu') && !entries.includes('đổi mật khẩu'));
    const looks = [...entries.matchAll(/\{"[^{}]*(?:\{[^{}]*\}[^{}]*)*"type":"audit\.[^}]*\}/g)].map(([text]) => text);
    assert.ok(looks.length > 0 && looks.every((text) => !text.includes(orderId)), 'whom the regulator looks at');
  });

  it('still verifies when a person is forgotten: salt and clear text erased', async () => {
    await calm();
    const before = await verify();
    const [row] = await world.sql<{ table: string }>(
      `select table_name as table from information_schema.tables where table_name = 'audit_people'`,
    );
    assert.equal(row?.table, 'audit_people');
    await world.sql('delete from audit_people');
    const after = await verify();
    assert.deepEqual([after.size, after.root], [before.size, before.root]);
  });

  it('keeps the order of commits of one subject under many writers, without a gap', async () => {
    const writers = Array.from({ length: 4 }, async (_, writer) => {
      for (let n = 0; n < 150; n += 1) {
        await db().transaction((tx) =>
          record(
            tx,
            anonymous,
            { type: 'dataset.edited', data: { fields: [`${n}`] } },
            { kind: 'dataset', id: `ds_${writer}` },
          ),
        );
      }
    });
    await Promise.all(writers);
    await calm();
    const rows = await world.sql<{ subject: string; n: string }>(
      `select e.subject_id as subject, e.data -> 'fields' ->> 0 as n from log_entries l
         join audit_events e on e.id = l.event_id where e.subject_id like 'ds\\_%' and length(e.subject_id) = 4 order by l.index`,
    );
    for (let writer = 0; writer < 4; writer += 1) {
      const own = rows.filter((row) => row.subject === `ds_${writer}`).map((row) => Number(row.n));
      assert.deepEqual(own, [...Array(150).keys()]);
    }
    const [facts] = await world.sql<{ n: number; most: number }>(
      'select count(*)::int as n, max(index)::int as most from log_entries',
    );
    assert.equal(facts?.most, (facts?.n ?? 0) - 1);
  });

  it('is written by one sequencer at a time', async () => {
    await world.stopWork();
    const signer = world.context.logSigner;
    assert.ok(signer);
    const before = await world.count('log_entries');
    for (let n = 0; n < 50; n += 1) {
      await db().transaction((tx) => record(tx, anonymous, { type: 'session.opened', data: {} }, about));
    }
    const placed = await Promise.all(Array.from({ length: 10 }, () => sequence(db(), signer)));
    const all = placed.reduce((sum, n) => sum + n, 0);
    assert.ok(all >= 50 && placed.filter((n) => n > 0).length >= 1);
    assert.equal((await world.count('log_entries')) - before, all);
    world.startWork();
  });

  it('a rolled-back transaction leaves no place', async () => {
    const waiting = async () => (await world.count('log_pending')) + (await world.count('log_entries'));
    const before = await waiting();
    const broken = db().transaction(async (tx) => {
      await record(tx, anonymous, { type: 'session.opened', data: {} }, about);
      throw new Error('on purpose');
    });
    await assert.rejects(broken, /on purpose/);
    assert.equal(await waiting(), before);
  });

  it('is append-only in the database itself', async () => {
    for (const table of ['audit_events', 'log_entries', 'log_checkpoints']) {
      for (const statement of [`delete from ${table}`, `truncate ${table} cascade`]) {
        await assert.rejects(world.sql(statement), Error, statement);
      }
    }
    await assert.rejects(world.sql(`update audit_events set type = 'x'`));
    await assert.rejects(world.sql('update log_entries set index = index + 1'));
    await assert.rejects(world.sql(`update log_checkpoints set note = ''`));
    await assert.rejects(world.sql('truncate log_tiles'));
    await assert.rejects(world.sql('delete from log_tiles'));
    await assert.rejects(
      world.sql(`update log_tiles set data = overlay(data placing '\\x00' from 1)`),
      Error,
      'a tile only grows',
    );
    await assert.rejects(
      world.sql('update log_tiles set width = width - 1, data = substr(data, 1, length(data) - 32)'),
    );
  });

  it('keeps its key readable for its owner alone, and refuses another', async () => {
    const { dataDir, publicUrl } = world.context.config;
    const path = join(dataDir, 'log-signing-key');
    assert.equal((await stat(path)).mode & 0o777, 0o600);
    const options = { db: db(), dataDir, publicUrl, key: undefined };
    assert.equal((await openLog(options))?.vkey, await vkey());
    const other = await newSigningKey('other/log');
    await assert.rejects(openLog({ ...options, key: other }), /is not the key of this database’s log/);
    assert.equal(await openLog({ ...options, dataDir: join(dataDir, 'elsewhere') }), null, 'it may serve, not sign');
  });

  it('notices at the start that an older database was put back, or one with another history', async () => {
    await calm();
    const { dataDir, publicUrl } = world.context.config;
    const path = join(dataDir, 'log-checkpoint');
    await world.stopWork();
    const signer = world.context.logSigner;
    assert.ok(signer);
    await sequenceAll(db(), signer, dataDir);
    const note = await readFile(path, 'utf8');
    const { size, origin } = await open(await (await get('checkpoint')).text());
    const options = { db: db(), dataDir, publicUrl, key: undefined };
    await openLog(options);
    const root = Buffer.from(hashOf()).toString('base64');
    await writeFile(path, signer.note(`${origin}\n${size + 5}\n${root}\n`));
    await assert.rejects(openLog(options), /an older backup was restored/);
    await writeFile(path, signer.note(`${origin}\n${size - 1}\n${root}\n`));
    await assert.rejects(openLog(options), /its history differs/);
    await writeFile(path, note);
    await openLog(options);
    world.startWork();
  });

  describe('after one byte was changed behind its back', () => {
    /** Changes the database as nobody may, looks, and puts it right. */
    async function tampered(table: string, change: string, restore: string, look: () => Promise<void>): Promise<void> {
      // Nothing is sequenced meanwhile: putting right would take it back.
      await logged(world);
      await world.stopWork();
      await world.sql(`create table kept as select * from ${table}`);
      await world.sql(`alter table ${table} disable trigger user`);
      try {
        await world.sql(change);
        await look();
      } finally {
        await world.sql(restore);
        await world.sql(`alter table ${table} enable trigger user`);
        await world.sql('drop table kept');
        world.startWork();
      }
    }
    const restoreTiles =
      'update log_tiles t set data = k.data, width = k.width from kept k where k.level = t.level and k.n = t.n';
    const flip = (where: string) =>
      `update log_tiles set data = set_byte(data, 70, get_byte(data, 70) # 1) where ${where}`;

    it('of an entry: the verifier names the leaf', () =>
      tampered('log_tiles', flip('level = -1 and n = 0'), restoreTiles, async () => {
        await assert.rejects(verify(), /The leaf 0 does not fit its entry/);
      }));

    it('of a tile: the verifier names the leaf, and nothing more is signed', () =>
      tampered(
        'log_tiles',
        flip('level = 0 and n = (select max(n) from log_tiles where level = 0)'),
        restoreTiles,
        async () => {
          await assert.rejects(verify(), /The leaf \d+ does not fit its entry/);
          const signer = world.context.logSigner;
          assert.ok(signer);
          await assert.rejects(sequence(db(), signer), LogFault);
        },
      ));

    it('of a tile above: the verifier names the tile', async () => {
      assert.ok((await world.count('log_entries')) > 512);
      await tampered('log_tiles', flip('level = 1 and n = 0').replaceAll('70', '40'), restoreTiles, async () => {
        await assert.rejects(verify(), /hash 1 of the tile 1\/0 does not fit its tiles below/);
      });
    });

    it('of the checkpoint: the signature does not hold', () =>
      tampered(
        'log_checkpoints',
        `update log_checkpoints set note = overlay(note placing 'A' from length(note) - 9) where size = (select max(size) from log_checkpoints)`,
        'update log_checkpoints c set note = k.note from kept k where k.size = c.size',
        async () => {
          await assert.rejects(verify(), /signature/i);
        },
      ));

    it('of an event: its row no longer fits its leaf', () =>
      tampered(
        'audit_events',
        `update audit_events set data = '{"fields":["khác"]}' where type = 'dataset.edited' and subject_id = 'ds_1'`,
        'update audit_events e set data = k.data from kept k where k.id = e.id',
        async () => {
          await assert.rejects(world.assertClean());
        },
      ));
  });

  it('says that it refuses to sign: in readiness, metrics and to everybody who asks', async () => {
    await calm();
    const own = await openWorld();
    try {
      await own.organisation('buyer');
      await until('the first checkpoint', async () => (await own.count('log_checkpoints')) > 0);
      await own.sql('alter table log_tiles disable trigger user');
      await own.sql('update log_tiles set data = set_byte(data, 3, get_byte(data, 3) # 1) where level = 0');
      await own.organisation('buyer');
      await until('the fault', async () => (await fetch(`${own.url}/readyz`)).status === 503);
      const { checks } = (await (await fetch(`${own.url}/readyz`)).json()) as { checks: { log: string } };
      assert.equal(checks.log, 'failing');
      assert.match(await (await fetch(`${own.url}/metrics`)).text(), /^datasan_log_fault 1$/m);
      const { fault, waiting } = await (await own.anonymous()).call('getLog', {});
      assert.match(fault ?? '', /does not hold/);
      assert.ok(waiting > 0, 'events go on waiting, none is lost');
    } finally {
      await own.close();
    }
  });

  it('begins anew under another key by the lines in the handbook', async () => {
    const own = await openWorld();
    try {
      await own.organisation('buyer');
      await until('the first checkpoint', async () => (await own.count('log_checkpoints')) > 0);
      await own.stopWork();
      const { kernel, config } = own.context;
      const handbook = await readFile(join(projectRoot, 'docs/operations.md'), 'utf8');
      const lines = /```sql\n(begin;[\s\S]*?)```/.exec(handbook)?.[1];
      assert.ok(lines);
      await own.sql(lines);
      const dataDir = join(config.dataDir, 'new');
      await mkdir(dataDir);
      const signer = await openLog({
        db: kernel.db,
        dataDir,
        publicUrl: config.publicUrl,
        key: await newSigningKey('b/log'),
      });
      assert.ok(signer);
      await sequenceAll(kernel.db, signer, dataDir);
      const { size } = await verifyLog(filesOf(kernel.db.read), signer.vkey);
      assert.equal(size, await own.count('audit_events'));
      await assert.rejects(own.sql('delete from log_entries'), Error);
    } finally {
      await own.close();
    }
  });

  it('events are written as canonical JSON', async () => {
    const size = (await open(await (await get('checkpoint')).text())).size;
    const bytes = new Uint8Array(await (await get(`tile/entries/000.p/${Math.min(size, 255)}`)).arrayBuffer());
    const length = (bytes[0] ?? 0) * 256 + (bytes[1] ?? 0);
    const text = new TextDecoder().decode(bytes.subarray(2, 2 + length));
    assert.equal(text, canonicalJson(JSON.parse(text)));
  });
});
