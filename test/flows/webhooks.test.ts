import assert from 'node:assert/strict';
import { Webhook } from 'standardwebhooks';
import type { Answer } from '../../contracts/calls.js';
import { sequenceAll } from '../../server/audit/sequencing.js';
import { createDataset } from '../../server/catalogue/datasets.js';
import { memberActor } from '../../server/identity/members.js';
import { day, hour, minute, second, shiftClock } from '../../server/kernel/clock.js';
import { createSealer } from '../../server/kernel/sealing.js';
import { claimDue, deliver } from '../../server/webhooks/delivering.js';
import { fillFeeds } from '../../server/webhooks/feed.js';
import { post } from '../../server/webhooks/post.js';
import type { Person } from '../person.js';
import { type Received, type Receiver, startReceiver } from '../receiver.js';
import { deliveredOrder, listedDataset, logged, page, until } from '../stories.js';
import { openWorld, type World } from '../world.js';

type Feed = Answer<'readFeed'>;
type Payload = { type: string; timestamp: string; data: { id: string; place: number } };

describe('Events for other programs', () => {
  let world: World;
  let provider: Person;
  let buyer: Person;
  let receiver: Receiver;
  let orderId: string;
  before(async () => {
    world = await openWorld({ env: { WEBHOOK_REACH: 'local' } });
    receiver = await startReceiver();
    provider = await world.organisation('provider');
    buyer = await world.organisation('buyer');
    const { offer } = await listedDataset(world, provider, { priceVnd: 120_000 });
    ({ orderId } = await deliveredOrder(world, provider, buyer, offer));
    await filled();
  });
  after(async () => {
    await world.close();
    await receiver.close();
  });
  afterEach(async () => {
    shiftClock(0);
    await world.assertClean();
  });

  /** Waits until every event stands in its feeds. */
  async function filled(): Promise<void> {
    await logged(world);
    await until('the feeds are filled', async () => {
      const [row] = await world.sql<{ left: string }>(
        'select (select count(*) from log_entries) - (select next from feed_progress) as left',
      );
      return Number(row?.left) === 0;
    });
  }

  describe('the feed', () => {
    it('has every event of the own organisation, in the order of the log, page by page without gap or repeat', async () => {
      const expected = await world.sql<{ id: string; place: string }>(
        `select event.id, entry.index as place from audit_events event join log_entries entry on entry.event_id = event.id
          where (about @> array[$1] or actor_organisation_id = $1) order by entry.index`,
        [buyer.organisationId],
      );
      const seen: Feed['items'] = [];
      for (let next = '/api/v1/events?limit=3'; ; ) {
        const reply = await buyer.agent.get(next);
        assert.equal(reply.status, 200, reply.text);
        const { items, more } = reply.body as Feed;
        seen.push(...items);
        next = /^<([^>]+)>; rel="next"$/.exec(reply.get('Link') ?? '')?.[1] ?? '';
        if (!more) break;
      }
      assert.ok(seen.length > 10);
      assert.deepEqual(
        seen.map((one) => [one.id, one.place]),
        expected.map((one) => [one.id, Number(one.place)]),
      );
      const again = await buyer.call('readFeed', { query: { after: seen[4]?.id ?? '', limit: 1 } });
      assert.equal(again.items[0]?.id, seen[5]?.id, 'from the id of an event on');
    });

    it('shows both parties the order, and neither the people of the other', async () => {
      const ordersOf = async (person: Person) =>
        (await person.call('readFeed', { query: { limit: 500 } })).items.filter((one) => one.about.includes(orderId));
      const [sold, bought] = [await ordersOf(provider), await ordersOf(buyer)];
      const types = (items: Feed['items']) => new Set(items.map((one) => one.type));
      for (const type of ['order.place', 'order.pay', 'order.deliver']) {
        assert.ok(types(sold).has(type) && types(bought).has(type), type);
      }
      const placed = (items: Feed['items']) => items.find((one) => one.type === 'order.place')?.actor;
      assert.match(placed(bought)?.person ?? '', /^[0-9a-f]{64}$/);
      assert.deepEqual([placed(sold)?.person, placed(sold)?.role], [null, null]);
      assert.equal(placed(sold)?.organisation?.id, buyer.organisationId);
    });

    it('is open to a token that may read, and to nobody else; a stranger sees nothing of it', async () => {
      const make = (scopes: ['read'] | ['download']) =>
        buyer.call('createToken', { body: { name: 'Máy', scopes, expiresInDays: 3 } });
      const nobody = await world.anonymous();
      const { secret } = await make(['read']);
      assert.ok((await nobody.call('readFeed', {}, { token: secret })).items.length > 10);
      const { secret: other } = await make(['download']);
      await nobody.refused('readFeed', {}, 'scope-required', { token: other });
      await nobody.refused('readFeed', {}, 'sign-in-required');
      const stranger = await world.organisation('buyer');
      const { items } = await stranger.call('readFeed', {});
      assert.ok(
        items.every(
          (one) =>
            one.actor.organisation?.id === stranger.organisationId || one.about.includes(stranger.organisationId),
        ),
      );
      const [first] = (await buyer.call('readFeed', {})).items;
      await stranger.refused('readFeed', { query: { after: first?.id ?? '' } }, 'not-found');
    });

    it('keeps back what the regulator looks up and asks', async () => {
      const regulator = await world.organisation('regulator');
      await regulator.call('listEvents', { query: { about: orderId } });
      const dueAt = new Date(Date.now() + day).toISOString();
      await regulator.call('askQuestion', {
        body: { subjectId: orderId, organisationId: buyer.organisationId, text: 'Mục đích sử dụng?', dueAt },
      });
      await world.settle();
      await filled();
      for (const person of [provider, buyer]) {
        const { items } = await person.call('readFeed', { query: { limit: 500 } });
        assert.deepEqual(
          items.filter((one) => /^(audit|question)\./.test(one.type)),
          [],
        );
      }
    });

    it('never skips an event whose transaction commits late', async () => {
      const { db } = world.context.kernel;
      const head = (await provider.call('readFeed', { query: { limit: 500 } })).nextAfter;
      let late = '';
      let release = () => {};
      const gate = new Promise<void>((resolve) => {
        release = resolve;
      });
      const actor = await actorOf(provider);
      const slow = db.transaction(async (tx) => {
        late = (await createDataset(tx, actor, page)).id;
        await gate;
      });
      await until('the slow one has written', async () => late !== '');
      const quick = await provider.call('createDataset', { body: page });
      await filled();
      const first = await provider.call('readFeed', { query: { after: head } });
      assert.deepEqual(
        first.items.map((one) => one.subject.id),
        [quick.id],
      );
      release();
      await slow;
      await filled();
      const second = await provider.call('readFeed', { query: { after: first.nextAfter } });
      assert.deepEqual(
        second.items.map((one) => one.subject.id),
        [late],
      );
    });

    it('waits for the next event when asked to, and answers empty when none comes', async () => {
      const { nextAfter } = await provider.call('readFeed', { query: { limit: 500 } });
      const waiting = provider.call('readFeed', { query: { after: nextAfter, wait: 20 } });
      const began = Date.now();
      const { id } = await provider.call('createDataset', { body: page });
      assert.deepEqual(
        (await waiting).items.map((one) => one.subject.id),
        [id],
      );
      assert.ok(Date.now() - began < 15_000);
      await filled();
      const end = (await provider.call('readFeed', { query: { limit: 500 } })).nextAfter;
      const none = await provider.call('readFeed', { query: { after: end, wait: 1 } });
      assert.deepEqual([none.items, none.more], [[], false]);
    });
  });

  async function actorOf(person: Person) {
    const [row] = await world.sql<{ id: string }>('select id from members where email = $1', [person.email]);
    const actor = await memberActor(world.context.kernel.db.read, row?.id ?? '');
    assert.ok(actor);
    return actor;
  }

  describe('a webhook', () => {
    let secret: string;
    let id: string;
    beforeEach(async () => {
      receiver.got = [];
      receiver.answer = (_message, res) => res.writeHead(204).end();
      const made = await provider.call('addWebhook', { body: { url: `${receiver.url}/nhan`, types: ['dataset.*'] } });
      secret = made.secret;
      id = made.endpoint.id;
    });
    afterEach(async () => {
      world.startWork();
      await provider.call('removeWebhook', { params: { id } });
    });

    const verified = (message: Received | undefined, key = secret) =>
      new Webhook(key).verify(message?.body ?? '', message?.headers as Record<string, string>) as Payload;
    const deliveries = async () =>
      (await provider.call('listWebhookDeliveries', { params: { id }, query: { limit: 100 } })).items;
    /** One turn of what a worker does, by hand, while the workers are stopped. */
    async function turn(): Promise<number> {
      const { kernel, sessionSecret } = world.context;
      const of = {
        db: kernel.db,
        sealer: createSealer(sessionSecret, 'webhooks'),
        reach: 'local' as const,
        agent: 'Datasan/test',
      };
      while ((await fillFeeds(kernel.db)) > 0);
      const due = await claimDue(kernel.db, 32);
      await Promise.all(due.map((one) => deliver(of, one)));
      return due.length;
    }
    const endpoint = async () => (await provider.call('listWebhooks', {})).items.find((one) => one.id === id);

    it('is sent what it wants, signed as Standard Webhooks asks; the secret is shown once', async () => {
      const dataset = await provider.call('createDataset', { body: page });
      await until('the message comes', async () => receiver.got.length > 0);
      const [message] = receiver.got;
      const payload = verified(message);
      assert.equal(payload.type, 'dataset.create');
      assert.deepEqual(Object.keys(payload), ['type', 'timestamp', 'data']);
      assert.equal(message?.headers['webhook-id'], payload.data.id);
      assert.match(message?.headers['webhook-timestamp'] as string, /^\d{10}$/);
      const { items } = await provider.call('readFeed', { query: { after: payload.data.place - 1, limit: 1 } });
      assert.deepEqual(JSON.parse(JSON.stringify(items[0])), payload.data, 'the message is the event of the feed');
      assert.equal(items[0]?.subject.id, dataset.id);
      assert.throws(() => verified(message, `whsec_${Buffer.alloc(32).toString('base64')}`));
      const shown = JSON.stringify([await provider.call('listWebhooks', {}), await deliveries()]);
      assert.equal(shown.includes(secret.slice(6)), false);
      const kept = await world.sql('select * from webhook_endpoints');
      assert.equal(JSON.stringify(kept).includes(secret.slice(6, 30)), false, 'it is sealed in the database');
      assert.deepEqual(new Set(receiver.got.map((one) => JSON.parse(one.body).type)), new Set(['dataset.create']));
    });

    it('a test message comes at the push of a button', async () => {
      const asked = await provider.call('testWebhook', { params: { id } });
      await until('it comes', async () => (await deliveries())[0]?.state === 'delivered');
      assert.equal(verified(receiver.got[0]).type, 'webhook.test');
      assert.equal(receiver.got[0]?.headers['webhook-id'], asked.messageId);
    });

    it('for the time of the overlap both secrets verify, then only the new one', async () => {
      const { secret: fresh } = await provider.call('rotateWebhook', { params: { id }, body: { overlapHours: 2 } });
      await world.stopWork();
      await provider.call('testWebhook', { params: { id } });
      await turn();
      for (const key of [secret, fresh]) assert.equal(verified(receiver.got[0], key).type, 'webhook.test');
      shiftClock(2 * hour + second);
      await provider.call('testWebhook', { params: { id } });
      await turn();
      const last = receiver.got.at(-1);
      assert.equal(String(last?.headers['webhook-signature']).split(' ').length, 1);
      shiftClock(0);
      assert.throws(() => verified({ ...last, headers: { ...last?.headers } } as Received), /signature|timestamp/i);
    });

    it('what is not taken is tried ten times on the schedule, under one id, then stands as failed and can be replayed', async () => {
      receiver.answer = (_message, res) => res.writeHead(500).end('no');
      await world.stopWork();
      await provider.call('testWebhook', { params: { id } });
      assert.equal(await turn(), 1);
      assert.equal(await turn(), 0, 'not before its time');
      const waits = [
        5 * second,
        5 * minute,
        30 * minute,
        2 * hour,
        5 * hour,
        10 * hour,
        14 * hour,
        20 * hour,
        24 * hour,
      ];
      let past = 0;
      for (const [n, wait] of waits.entries()) {
        shiftClock(past + wait - 500);
        assert.equal(await turn(), 0, `${n}: too early`);
        past += wait * 1.11 + 2_000;
        shiftClock(past);
        assert.equal(await turn(), 1, `${n}: due`);
      }
      assert.equal(new Set(receiver.got.map((one) => one.headers['webhook-id'])).size, 1);
      const [row] = await deliveries();
      assert.deepEqual([row?.state, row?.attempts.length, row?.attempts[0]?.status], ['failed', 10, 500]);
      assert.ok((await endpoint())?.failingSince);
      receiver.answer = (_message, res) => res.writeHead(200).end();
      await provider.call('replayDelivery', { params: { id: row?.id ?? '' } });
      assert.equal(await turn(), 1);
      assert.equal((await deliveries())[0]?.state, 'delivered');
      assert.equal((await endpoint())?.failingSince, null);
    });

    it('a redirect is not followed and not taken; Retry-After is honoured', async () => {
      await world.stopWork();
      receiver.answer = (_message, res) => res.writeHead(302, { Location: `${receiver.url}/elsewhere` }).end();
      await provider.call('testWebhook', { params: { id } });
      await turn();
      assert.deepEqual(
        receiver.got.map((one) => one.path),
        ['/nhan'],
      );
      assert.equal((await deliveries())[0]?.attempts[0]?.fault, 'HTTP 302');
      receiver.answer = (_message, res) => res.writeHead(503, { 'Retry-After': '7200' }).end();
      shiftClock(10 * second);
      assert.equal(await turn(), 1);
      shiftClock(hour);
      assert.equal(await turn(), 0);
      shiftClock(2 * hour + minute);
      assert.equal(await turn(), 1);
    });

    it('410 switches it off at once, days of failures after a while; the administrators are told', async () => {
      await world.stopWork();
      receiver.answer = (_message, res) => res.writeHead(410).end();
      await provider.call('testWebhook', { params: { id } });
      await turn();
      assert.equal((await endpoint())?.disabled?.why, 'gone');
      await provider.refused('testWebhook', { params: { id } }, 'conflict');
      await provider.call('createDataset', { body: page });
      await filledByHand();
      assert.equal(await turn(), 0, 'nothing is sent while it is off');
      await provider.call('editWebhook', { params: { id }, body: { enabled: true } });
      receiver.answer = (_message, res) => res.writeHead(500).end();
      await provider.call('testWebhook', { params: { id } });
      await turn();
      shiftClock(5 * day + minute);
      await turn();
      assert.equal((await endpoint())?.disabled?.why, 'failing');
      const told = (await provider.call('listNotifications', { query: { limit: 100 } })).items;
      assert.equal(told.filter((one) => one.kind === 'webhook').length, 2);
      assert.ok(told.some((one) => one.kind === 'security' && one.title.en === 'A webhook endpoint was added'));
      shiftClock(0);
    });

    /** Places and feeds what waits, while the workers are stopped. */
    async function filledByHand(): Promise<void> {
      const { kernel, logSigner, config } = world.context;
      assert.ok(logSigner);
      await sequenceAll(kernel.db, logSigner, config.dataDir);
      while ((await fillFeeds(kernel.db)) > 0);
    }

    it('everything since a moment is replayed in one go: what was missed, or all', async () => {
      await world.stopWork();
      const since = new Date().toISOString();
      await provider.call('editWebhook', { params: { id }, body: { enabled: false } });
      for (let n = 0; n < 3; n += 1) await provider.call('createDataset', { body: page });
      await filledByHand();
      assert.equal(await turn(), 0);
      await provider.refused('replayWebhook', { params: { id }, body: { since } }, 'conflict');
      await provider.call('editWebhook', { params: { id }, body: { enabled: true } });
      assert.deepEqual(await provider.call('replayWebhook', { params: { id }, body: { since } }), { replayed: 3 });
      while ((await turn()) > 0);
      assert.equal(receiver.got.length, 3);
      assert.deepEqual(await provider.call('replayWebhook', { params: { id }, body: { since } }), { replayed: 0 });
      const all = await provider.call('replayWebhook', { params: { id }, body: { since, what: 'all' } });
      assert.deepEqual(all, { replayed: 3 });
      while ((await turn()) > 0);
      assert.equal(new Set(receiver.got.map((one) => one.headers['webhook-id'])).size, 3);
      assert.equal(receiver.got.length, 6);
    });

    it('one that a dying process took is sent by another after a while; two processes never take the same', async () => {
      await world.stopWork();
      const { db } = world.context.kernel;
      for (let n = 0; n < 6; n += 1) await provider.call('testWebhook', { params: { id } });
      const taken = await Promise.all([claimDue(db, 32), claimDue(db, 32), claimDue(db, 32)]);
      const ids = taken.flat().map((one) => one.id);
      assert.equal(new Set(ids).size, ids.length);
      assert.ok(ids.length >= 4);
      shiftClock(3 * minute);
      while ((await turn()) > 0);
      assert.equal(new Set(receiver.got.map((one) => one.headers['webhook-id'])).size, 6);
    });

    it('belongs to its organisation alone, and to its administrators in a browser', async () => {
      const params = { id };
      const colleague = await world.colleague(provider, 'member');
      await colleague.refused('addWebhook', { body: { url: receiver.url, types: ['*'] } }, 'role-required');
      const { secret: token } = await provider.call('createToken', {
        body: { name: 'Máy', scopes: ['read', 'write'], expiresInDays: 3 },
      });
      await (await world.anonymous()).refused('listWebhooks', {}, 'scope-required', { token });
      for (const refused of ['testWebhook', 'removeWebhook'] as const)
        await buyer.refused(refused, { params }, 'not-found');
      await buyer.refused('editWebhook', { params, body: { url: receiver.url } }, 'not-found');
      await buyer.refused('rotateWebhook', { params, body: {} }, 'not-found');
      await buyer.refused('listWebhookDeliveries', { params }, 'not-found');
      await buyer.refused('replayWebhook', { params, body: { since: new Date().toISOString() } }, 'not-found');
      const [row] = [await provider.call('testWebhook', { params })];
      await buyer.refused('replayDelivery', { params: { id: row.id } }, 'not-found');
      for (let n = 0; n < 9; n += 1) {
        await provider.call('addWebhook', { body: { url: `${receiver.url}/${n}`, types: ['order.pay'] } });
      }
      await provider.refused('addWebhook', { body: { url: receiver.url, types: ['*'] } }, 'rule-broken');
      for (const one of (await provider.call('listWebhooks', {})).items.filter((other) => other.id !== id)) {
        await provider.call('removeWebhook', { params: { id: one.id } });
      }
      await provider.refused('addWebhook', { body: { url: 'ftp://a.example/', types: ['*'] } }, 'invalid-input');
      await provider.refused('addWebhook', { body: { url: receiver.url, types: ['or der'] } }, 'invalid-input');
    });
  });

  describe('posting', () => {
    const message = () => ({ url: `${receiver.url}/x`, headers: {}, body: '{}' });
    it('reaches no private address, whatever the name says now or a moment later', async () => {
      receiver.got = [];
      assert.deepEqual(await post(message(), 'public'), {
        status: null,
        fault: 'only https is allowed',
        retryAfter: undefined,
      });
      const { port } = new URL(receiver.url);
      const secure = { ...message(), url: `https://nhan.example.vn:${port}/x` };
      const inside = async () => [{ address: '127.0.0.1', family: 4 }];
      assert.equal((await post(secure, 'public', { resolve: inside })).fault, 'the host is not public');
      // A name that answers with a public address first and a private one afterwards: it is asked once, and what it said
      // first is connected to (here nobody answers there in time).
      const answers = ['192.0.2.1', '127.0.0.1'];
      let asked = 0;
      const rebinding = async () => [{ address: answers[Math.min(asked++, 1)] ?? '', family: 4 }];
      const sent = await post({ ...secure, url: `http://nhan.example.vn:${port}/x` }, 'local', {
        resolve: rebinding,
        timeoutMs: 300,
      });
      assert.equal(sent.status, null);
      assert.equal(asked, 1);
      assert.deepEqual(receiver.got, []);
    });

    it('connects to the address that was checked, with the name in the request', async () => {
      receiver.got = [];
      const { port } = new URL(receiver.url);
      const resolve = async () => [{ address: '127.0.0.1', family: 4 }];
      const sent = await post({ ...message(), url: `http://ten.example.vn:${port}/y` }, 'local', { resolve });
      assert.equal(sent.status, 204);
      assert.equal(receiver.got[0]?.headers.host, `ten.example.vn:${port}`);
    });

    it('gives up on who does not answer, and on who is not there', async () => {
      receiver.answer = () => {};
      assert.match((await post(message(), 'local', { timeoutMs: 200 })).fault ?? '', /no answer/);
      receiver.answer = (_message, res) => res.writeHead(204).end();
      assert.equal((await post({ ...message(), url: 'http://127.0.0.1:1/' }, 'local')).fault, 'ECONNREFUSED');
    });
  });
});
