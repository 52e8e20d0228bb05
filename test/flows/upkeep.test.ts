import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { OfferView } from '../../contracts/licensing.js';
import { Problem } from '../../contracts/problems.js';
import { day, hour, shiftClock } from '../../server/kernel/clock.js';
import { newId } from '../../server/kernel/ids.js';
import { createLog } from '../../server/kernel/log.js';
import { relayOnce } from '../../server/kernel/outbox.js';
import { purge } from '../../server/kernel/purge.js';
import { s3Storage } from '../../server/kernel/s3-storage.js';
import { diskStorage } from '../../server/kernel/storage.js';
import { startSweeps } from '../../server/kernel/sweeps.js';
import { runTimers } from '../../server/lifecycle/timers.js';
import { handlersOf, subjects, sweepsOf } from '../../server/worker.js';
import type { Person } from '../person.js';
import { listedDataset, purchase, until } from '../stories.js';
import { openWorld, type World } from '../world.js';

const log = createLog('silent');

describe('What fails holds up nothing else', () => {
  let world: World;
  let provider: Person;
  let buyer: Person;
  let paid: OfferView;
  let free: OfferView;
  before(async () => {
    world = await openWorld();
    provider = await world.organisation('provider');
    buyer = await world.organisation('buyer');
    free = (await listedDataset(world, provider)).offer;
    paid = (await listedDataset(world, provider, { priceVnd: 100_000 })).offer;
  });
  after(() => world.close());
  afterEach(async () => {
    shiftClock(0);
    world.startWork();
    await world.assertClean();
  });

  const stateOf = async (orderId: string) => (await buyer.call('getOrder', { params: { id: orderId } })).state;

  it('a row of the outbox that no queue takes: those behind it go on', async () => {
    await world.stopWork();
    await world.sql(
      `insert into outbox (id, name, payload, created_at) values ('job_0', 'no-such-job', '{"id": 1}', now())`,
    );
    const { orderId } = await purchase(provider, buyer, free.id);
    world.startWork();
    try {
      await until('the delivery', async () => (await stateOf(orderId)) === 'delivered');
      assert.equal((await world.sql(`select 1 from outbox where id = 'job_0'`)).length, 1, 'it stays to be seen');
    } finally {
      await world.sql(`delete from outbox where id = 'job_0'`);
    }
  });

  it('a hand-over that throws: the others are handed over once, and it is told', async () => {
    const { db } = world.context.kernel;
    await world.stopWork();
    const ids = ['job_1', 'job_2', 'job_3'];
    for (const id of ids)
      await world.sql(`insert into outbox (id, name, payload, created_at) values ($1, 'end-access', '{}', now())`, [
        id,
      ]);
    const handed: string[] = [];
    const handOver = async ({ id }: { id: string }) => {
      if (id === 'job_1') throw new Error('The queue does not take this one.');
      handed.push(id);
    };
    await assert.rejects(relayOnce(db, handOver), /does not take this one/);
    assert.deepEqual(handed, ['job_2', 'job_3']);
    assert.deepEqual(await world.sql(`select id from outbox where id = any ($1)`, [ids]), [{ id: 'job_1' }]);
    assert.equal(await relayOnce(db, handOver), 0, 'its lease keeps it away for a while');
    await world.sql(`delete from outbox where id = 'job_1'`);
  });

  it('a recipient whose mail fails: the others have theirs once, and the failed one gets it later', async () => {
    const { post } = world.context.kernel;
    const { send } = post;
    const operator = await world.organisation('operator');
    const people = [provider, await world.colleague(provider, 'member'), await world.colleague(provider, 'admin')];
    const mails = async () =>
      await Promise.all(
        people.map(async ({ email }) => (await world.sql('select 1 from kept_mails where "to" = $1', [email])).length),
      );
    await world.settle();
    const before = await mails();
    const since = async () => (await mails()).map((count, n) => count - (before[n] ?? 0));
    let refused = 0;
    post.send = async (mail) => {
      if (mail.to === provider.email) {
        refused += 1;
        throw new Error('550 no such mailbox');
      }
      await send(mail);
    };
    const params = { id: provider.organisationId };
    try {
      await operator.call('transitionOrganisation', { params, body: { action: 'suspend', reason: 'Thử thư' } });
      await until('the others have theirs', async () => refused > 1 && (await since()).join() === '0,1,1');
    } finally {
      post.send = send;
    }
    await world.settle();
    assert.deepEqual(await since(), [1, 1, 1]);
    await operator.call('transitionOrganisation', { params, body: { action: 'reinstate', reason: 'Xong' } });
  });

  it('a row whose timer fails: the others move, and the failure is told', async () => {
    const { db, clocks } = world.context.kernel;
    const orders: string[] = [];
    for (let n = 0; n < 3; n += 1) orders.push((await purchase(provider, buyer, paid.id)).orderId);
    await world.sql(
      `create function refuse() returns trigger language plpgsql as $$ begin raise 'not this one'; end $$;
       create trigger refuse before update on orders for each row when (old.id = '${orders[0]}') execute function refuse()`,
    );
    shiftClock(3 * day + hour);
    await assert.rejects(runTimers(db, subjects, clocks), /not this one/);
    assert.deepEqual(await Promise.all(orders.map(stateOf)), ['awaiting_payment', 'expired', 'expired']);
    await world.sql('drop function refuse cascade');
    await runTimers(db, subjects, clocks);
    assert.deepEqual(await Promise.all(orders.map(stateOf)), ['expired', 'expired', 'expired']);
  });

  it('a sweep that fails is run again; stopping waits for the one that runs', async () => {
    let runs = 0;
    let ended = false;
    const failing = async () => {
      runs += 1;
      throw new Error('It failed.');
    };
    const long = async () => {
      await pause(150);
      ended = true;
    };
    const sweeps = startSweeps(
      [
        { name: 'failing', everyMs: 5, run: failing },
        { name: 'long', everyMs: hour, atOnce: true, run: long },
      ],
      log,
    );
    await until('it has failed twice', async () => runs >= 2);
    assert.equal(ended, false);
    await sweeps.stop();
    assert.ok(ended);
  });

  it('progress of work that was overtaken does not come back', async () => {
    const { kernel } = world.context;
    await world.stopWork();
    const { orderId } = await purchase(provider, buyer, free.id);
    await world.sql('delete from outbox');
    const fulfil = () => handlersOf(world.context)['fulfil-order']({ id: orderId }, { attempt: 1, attempts: 5 });
    const { storage } = kernel;
    let release = () => {};
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    let held = false;
    kernel.storage = {
      ...storage,
      async open(sha256, range) {
        held = true;
        await gate;
        return await storage.open(sha256, range);
      },
    };
    const slow = fulfil();
    await until('the slow one reads', async () => held);
    kernel.storage = storage;
    await fulfil();
    assert.equal(await stateOf(orderId), 'delivered');
    const rows = () => world.sql('select 1 from progress where subject_id = $1', [orderId]);
    assert.deepEqual(await rows(), []);
    release();
    await slow;
    assert.deepEqual(await rows(), []);
    assert.equal((await buyer.call('getOrder', { params: { id: orderId } })).progress, null);
  });

  it('what has served its time is forgotten, and nothing else', async () => {
    const { db } = world.context.kernel;
    await world.settle();
    await world.stopWork();
    const [member] = await world.sql<{ id: string }>('select id from members order by id limit 1');
    const ages: [string, string, number][] = [
      ['idempotency_keys', `(scope, key, fingerprint, claimed_at) values ('s', $1, 'f', $2)`, 3],
      ['mail_secrets', `(secret_hash, member_id, kind, expires_at) values ($1, '${member?.id}', 'invitation', $2)`, 30],
      ['sign_in_tries', '(key, failed, at) values ($1, 1, $2)', 2],
      ['sessions', `(sess, sid, expire) values ('{}', $1, $2)`, 0],
    ];
    const keyOf: Record<string, string> = {
      idempotency_keys: 'key',
      mail_secrets: 'secret_hash',
      sign_in_tries: 'key',
      sessions: 'sid',
    };
    for (const [table, values, days] of ages) {
      for (const [name, more] of [
        ['old', hour],
        ['young', -hour],
      ] as const)
        await world.sql(`insert into ${table} ${values}`, [name, new Date(Date.now() - days * day - more)]);
    }
    await world.sql(`insert into rate_limits (key, points, expire) values ('old', 1, $1), ('young', 1, $2)`, [
      Date.now() - 1000,
      Date.now() + day,
    ]);
    const tables = await world.sql<{ name: string }>(
      `select tablename as name from pg_tables where schemaname = 'public'`,
    );
    const touched = [...ages.map(([table]) => table), 'rate_limits'];
    const others = tables.map((one) => one.name).filter((name) => !touched.includes(name));
    const everything = async () => await Promise.all(others.map(async (name) => [name, await world.count(name)]));
    const before = await everything();
    await purge(db.read);
    for (const table of touched) {
      const key = keyOf[table] ?? 'key';
      const left = await world.sql<{ key: string }>(
        `select ${key} as key from ${table} where ${key} in ('old', 'young')`,
      );
      assert.deepEqual(left, [{ key: 'young' }], table);
    }
    assert.deepEqual(await everything(), before);
  });

  it('every sweep of the worker does its work and finds none left', async () => {
    const sweeps = sweepsOf(world.context);
    for (const { run } of sweeps) await run();
    await world.settle();
    for (const { name, run } of sweeps) {
      const left = await run();
      assert.ok(left === undefined || left === 0, `${name} leaves ${left}`);
    }
    assert.equal(new Set(sweeps.map((one) => one.name)).size, sweeps.length);
    for (const name of ['purge', 'notifications', 'sign-ups']) {
      assert.equal(sweeps.find((one) => one.name === name)?.atOnce, true, `${name} does not wait for its pace`);
    }
  });

  it('uploads that broke off leave nothing behind for longer than a day', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'datasan-incoming-'));
    try {
      const s3 = { endpoint: 'http://127.0.0.1:9', bucket: 'b', accessKeyId: 'k', secretAccessKey: 's', region: 'r' };
      const incoming = join(folder, 'incoming');
      for (const storage of [diskStorage(folder), s3Storage(s3, incoming)]) {
        await mkdir(incoming, { recursive: true });
        const { sha256 } = await diskStorage(folder).keep(`kept ${Math.random()}`);
        for (const name of ['old', 'young']) await writeFile(join(incoming, name), name);
        const past = new Date(Date.now() - day - hour);
        await utimes(join(incoming, 'old'), past, past);
        assert.equal(await storage.forgetBroken(new Date(Date.now() - day)), 1);
        assert.deepEqual(await readdir(incoming), ['young']);
        assert.ok(await diskStorage(folder).size(sha256));
      }
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

  it('a checkout whose first attempt was lost is made again, also when the dataset was renamed in between', async () => {
    const { orderId } = await purchase(provider, buyer, paid.id);
    const params = { id: orderId };
    await world.sql(
      `create function die() returns trigger language plpgsql as $$ begin raise 'died'; end $$;
       create trigger die before insert on payments for each row execute function die()`,
    );
    await buyer.refused('startCheckout', { params }, 'internal');
    await world.sql('drop function die cascade');
    await world.sql(`update datasets set title_vi = title_vi || ' (bản mới)' where id = $1`, [paid.datasetId]);
    const { url } = await buyer.call('startCheckout', { params });
    assert.match(url, /^http/);
    await world.sql(`update members set email = 'doi-thu@example.vn' where email = $1`, [buyer.email]);
    assert.equal((await buyer.call('startCheckout', { params })).url, url, 'the open one stays');
    await world.sql(`update members set email = $1 where email = 'doi-thu@example.vn'`, [buyer.email]);
    await buyer.call('transitionOrder', { params, body: { action: 'cancel' } });
  });
});

describe('A worker that stops', () => {
  it('waits for what follows the failure of a job', async () => {
    const world = await openWorld({ worker: false });
    let begun = false;
    let ended = false;
    const refuse = async () => {
      throw new Problem('conflict', { vi: 'Không được.', en: 'It may not be.' });
    };
    const lastResort = async () => {
      begun = true;
      await pause(700);
      ended = true;
    };
    const { queue } = world.context.kernel;
    const handlers = { ...handlersOf(world.context), 'send-note': refuse };
    const working = queue.work(handlers, { 'send-note': lastResort });
    const payload = { memberId: newId('mem'), subject: 'Thử', text: 'Thử' };
    await queue.handOver({ id: newId('job'), name: 'send-note', payload });
    await until('the last resort', async () => begun);
    await working.stop();
    assert.ok(ended);
    await world.close();
  });
});
