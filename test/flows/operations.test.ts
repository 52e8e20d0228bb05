import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { problems } from '../../contracts/problems.js';
import { migrations } from '../../migrations/all.js';
import { openDatabase } from '../../server/kernel/database.js';
import { createLog } from '../../server/kernel/log.js';
import { createPost } from '../../server/kernel/mail.js';
import { tables } from '../../server/tables.js';
import { freePort } from '../ports.js';
import { listedDataset, pay, purchase, until } from '../stories.js';
import { newDatabase, openWorld, type World } from '../world.js';

const log = createLog('silent');

describe('What keeps an exchange running', () => {
  let world: World;
  before(async () => {
    world = await openWorld({
      env: {
        ...{ OPERATOR_CERTIFICATE_NO: '07/GCN', OPERATOR_CERTIFICATE_DATE: '2026-10-01' },
        OPERATOR_CERTIFICATE_ISSUER: 'Cơ quan cấp phép Mẫu',
      },
    });
  });
  after(() => world.close());

  async function get(path: string) {
    const reply = await fetch(`${world.url}${path}`, { redirect: 'manual' });
    return { status: reply.status, type: reply.headers.get('Content-Type') ?? '', text: await reply.text(), reply };
  }

  it('tells that it lives, that it is ready, and its figures', async () => {
    assert.deepEqual(JSON.parse((await get('/healthz')).text), { status: 'alive' });
    const ready = await get('/readyz');
    assert.equal(ready.status, 200);
    assert.deepEqual(JSON.parse(ready.text).checks, {
      database: 'ready',
      queue: 'ready',
      storage: 'ready',
      log: 'ready',
    });
    const metrics = await get('/metrics');
    for (const name of ['datasan_http_request_seconds_count', 'datasan_outbox_rows 0', 'datasan_queue_jobs{']) {
      assert.ok(metrics.text.includes(name), name);
    }
  });

  it('shows what kind of exchange it is, and under which certificate', async () => {
    const { exchange } = await (await world.anonymous()).call('getSession', {});
    const issuer = 'Cơ quan cấp phép Mẫu';
    assert.deepEqual(exchange.certificate, { number: '07/GCN', date: '2026-10-01', issuer });
    assert.equal(exchange.mode, 'demo');
    assert.match(exchange.banner?.vi ?? '', /trình diễn/);
  });

  it('is not ready without its store, and says which part fails', async () => {
    const { storage } = world.context.kernel;
    const check = storage.check;
    storage.check = async () => {
      throw new Error('The disk is gone.');
    };
    try {
      const { status, text } = await get('/readyz');
      assert.equal(status, 503);
      assert.equal(JSON.parse(text).checks.database, 'ready');
      assert.notEqual(JSON.parse(text).checks.storage, 'ready');
      assert.ok(!text.includes('The disk is gone'), 'no inner message goes out');
    } finally {
      storage.check = check;
    }
  });

  it('serves its OpenAPI document with an ETag, and pages to browse it from this machine alone', async () => {
    const document = await get('/api/v1/openapi.json');
    assert.equal(JSON.parse(document.text).openapi, '3.1.0');
    const etag = document.reply.headers.get('ETag') ?? '';
    const { agent } = await world.anonymous();
    assert.equal((await agent.get('/api/v1/openapi.json').set('If-None-Match', etag)).status, 304);
    assert.equal((await get('/api/docs')).reply.headers.get('Location'), '/api/docs/');
    const page = await get('/api/docs/');
    assert.match(page.type, /html/);
    for (const [, path = ''] of page.text.matchAll(/(?:src|href)="([^"]+)"/g)) {
      assert.ok(path.startsWith('/'), `${path} is of this machine`);
      assert.equal((await get(path)).status, 200, path);
    }
  });

  it('explains every problem code at its address; an unknown path of the API is a problem too', async () => {
    for (const [code, { status }] of Object.entries(problems)) {
      const page = await get(`/problems/${code}`);
      assert.equal(page.status, 200, code);
      assert.equal(JSON.parse(page.text).status, status);
    }
    const missing = await get('/api/v1/nothing');
    assert.deepEqual([missing.status, JSON.parse(missing.text).code], [404, 'not-found']);
    assert.match(missing.type, /^application\/problem\+json/);
  });

  it('sends what happens to an order as it happens, and ends the stream when nothing more will come', async () => {
    const provider = await world.organisation('provider');
    const buyer = await world.organisation('buyer');
    const { offer } = await listedDataset(world, provider, { priceVnd: 90_000 });
    const { orderId } = await purchase(provider, buyer, offer.id);
    const { secret } = await buyer.call('createToken', {
      body: { name: 'Theo dõi', scopes: ['read'], expiresInDays: 1 },
    });
    const headers = { Authorization: `Bearer ${secret}` };
    const stream = await fetch(`${world.url}/api/v1/orders/${orderId}/progress`, { headers });
    assert.match(stream.headers.get('Content-Type') ?? '', /^text\/event-stream/);
    const heard = stream.text();
    await pay(world, buyer, orderId);
    const states = [...(await heard).matchAll(/^data: (.*)$/gm)].map(([, text]) => JSON.parse(text ?? '').state);
    assert.equal(states[0], 'awaiting_payment');
    assert.ok(states.includes('paid') || states.includes('fulfilling'), states.join(' '));
    assert.equal(states.at(-1), 'delivered');
    await world.assertClean();
  });

  it('has the schema its tables declare; two that migrate at once do it once', async () => {
    const database = await newDatabase();
    const open = () => openDatabase({ url: database.url, tables, migrations, log });
    const [one, two] = [await open(), await open()];
    try {
      const applied = await Promise.all([one.migrate(), two.migrate()]);
      assert.deepEqual(applied.map((names) => names.length).sort(), [0, migrations.length]);
      assert.deepEqual(await one.schemaDifference(), []);
    } finally {
      await one.close();
      await two.close();
      await database.drop();
    }
  });

  it('sends mail over SMTP where a server is configured', async () => {
    const port = await freePort();
    let received = '';
    const server = createServer((socket) => {
      socket.setEncoding('utf8');
      socket.write('220 mail.example.vn\r\n');
      let data = false;
      socket.on('data', (text: string) => {
        received += text;
        if (data) {
          if (!received.endsWith('\r\n.\r\n')) return;
          data = false;
          socket.write('250 kept\r\n');
        } else if (text.startsWith('DATA')) {
          data = true;
          socket.write('354 go on\r\n');
        } else if (text.startsWith('QUIT')) socket.end('221 bye\r\n');
        else socket.write('250 mail.example.vn\r\n');
      });
    });
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    try {
      const from = 'Datasan <no-reply@datasan.example>';
      const post = createPost({ smtpUrl: `smtp://127.0.0.1:${port}`, from, db: world.context.kernel.db });
      assert.equal(post.kept, false);
      await post.send({ to: 'ai.do@example.vn', subject: 'Order ready', text: 'Tải về tại đây.' });
      assert.match(received, /RCPT TO:<ai\.do@example\.vn>/);
      assert.match(received, /Subject: Order ready/);
      assert.equal(await world.count(`kept_mails where "to" = 'ai.do@example.vn'`), 0);
    } finally {
      server.close();
    }
  });

  it('shows the operator what is queued, and a job that failed for good with its reason', async () => {
    const operator = await world.organisation('operator');
    const { db } = world.context.kernel;
    await db.read.query(
      `insert into outbox (id, name, payload, created_at) values ('job_00000000000000000000000000', 'notify-dataset', '{"id": "ds_00000000000000000000000000"}', now())`,
    );
    await until('the job has failed', async () => (await operator.call('getQueue', {})).failed.length > 0);
    const { failed } = await operator.call('getQueue', {});
    assert.equal(failed[0]?.name, 'notify-dataset');
    assert.ok((failed[0]?.reason ?? '').length > 0);
  });
});
