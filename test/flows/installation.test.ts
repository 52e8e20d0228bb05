import assert from 'node:assert/strict';
import pg from 'pg';
import { type Installation, isAlive, newInstallation } from '../installation.js';
import { signedIn } from '../person.js';
import { endPrograms, ready, startProgram } from '../programs.js';
import { at, cards, heardOf, listedDataset, page, payAt, purchase, until } from '../stories.js';
import { password, taxCode } from '../world.js';

describe('An installation that keeps its own PostgreSQL', () => {
  let house: Installation;
  beforeEach(async () => {
    house = await newInstallation();
  });
  afterEach(async () => {
    await endPrograms();
    const pid = await house.postgresPid();
    if (pid > 0 && isAlive(pid)) process.kill(pid, 'SIGKILL');
    await house.remove();
  });

  it('delivers once what was paid when everything died right after the webhook was answered', async () => {
    const first = startProgram('all', house.env);
    await ready(first, house.url);
    const { orderId, buyer } = await house.visit(async (stage, databaseUrl) => {
      const provider = await stage.organisation('provider');
      const buyer = await stage.organisation('buyer');
      const { offer } = await listedDataset(stage, provider, { priceVnd: 700_000 });
      const { orderId } = await purchase(provider, buyer, offer.id);
      const { url } = await buyer.call('startCheckout', { params: { id: orderId } });
      const barrier = new pg.Client({ connectionString: databaseUrl });
      barrier.on('error', () => {});
      await barrier.connect();
      await barrier.query('begin; lock table postings in exclusive mode');
      assert.equal(await payAt(at(stage, url), cards.good), 303);
      await heardOf(stage, url);
      await until('the job is at the ledger', async () => {
        const waits = `select 1 from pg_locks where relation = 'postings'::regclass and not granted`;
        return (await stage.sql(waits)).length > 0;
      });
      assert.equal((await buyer.call('getOrder', { params: { id: orderId } })).state, 'awaiting_payment');
      const pid = await house.postgresPid();
      assert.ok(pid > 0);
      await first.end('SIGKILL');
      process.kill(pid, 'SIGKILL');
      return { orderId, buyer };
    });

    const second = startProgram('all', house.env);
    await ready(second, house.url);
    await house.visit(async (stage) => {
      const params = { id: orderId };
      await until('the delivery', async () => (await buyer.call('getOrder', { params })).state === 'delivered');
      await stage.assertClean();
      const [rows] = await stage.sql<Record<string, string>>(
        `select (select count(*) from postings) as postings, (select count(*) from deliveries) as deliveries,
                (select count(*) from entitlements) as entitlements,
                (select count(*) from audit_events where type = 'payment.received') as payments`,
      );
      assert.deepEqual(rows, { postings: '1', deliveries: '1', entitlements: '1', payments: '1' });
    });
    assert.equal(await second.end('SIGTERM'), 0, second.output());
  });

  it('leaves nothing running after SIGTERM or SIGINT, and has everything at the next start', async () => {
    let organisationId = '';
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      const open = signal === 'SIGTERM';
      const program = startProgram('all', { ...house.env, ...(open ? { HOST: '0.0.0.0' } : {}) });
      await ready(program, house.url);
      assert.equal(program.output().includes('Its passwords are public'), open, 'a demo open to others is warned of');
      await house.visit(async (stage) => {
        if (organisationId === '') ({ organisationId } = await stage.organisation('provider'));
        assert.deepEqual(await stage.sql('select id from organisations'), [{ id: organisationId }]);
      });
      const pid = await house.postgresPid();
      assert.ok(isAlive(pid));
      assert.equal(await program.end(signal), 0, program.output());
      assert.equal(isAlive(pid), false);
    }
  });

  it('is joined again after kill -9, by whichever process comes next', async () => {
    const first = startProgram('all', house.env);
    await ready(first, house.url);
    const pid = await house.postgresPid();
    await first.end('SIGKILL');
    assert.ok(isAlive(pid), 'PostgreSQL outlives the process that started it');
    const second = startProgram('all', house.env);
    await ready(second, house.url);
    assert.equal(await house.postgresPid(), pid);
    assert.equal(await second.end('SIGTERM'), 0, second.output());
    assert.equal(isAlive(pid), false);
  });

  it('is shared by a web server and a worker; the last to leave stops it', async () => {
    const web = startProgram('web', house.env);
    const worker = startProgram('worker', house.env);
    await ready(web, house.url);
    await house.visit(async (stage) => {
      const provider = await stage.organisation('provider');
      const buyer = await stage.organisation('buyer');
      const { offer } = await listedDataset(stage, provider);
      const { orderId } = await purchase(provider, buyer, offer.id);
      const params = { id: orderId };
      await until('the delivery', async () => (await buyer.call('getOrder', { params })).state === 'delivered');
    });
    const pid = await house.postgresPid();
    assert.equal(await web.end('SIGTERM'), 0, web.output());
    assert.ok(isAlive(pid));
    assert.equal(await worker.end('SIGTERM'), 0, worker.output());
    assert.equal(isAlive(pid), false);
  });

  it('stops calmly when the signal comes in the middle of the start', async () => {
    const program = startProgram('all', house.env);
    await until('PostgreSQL is on its way', async () => (await house.postgresPid()) > 0);
    const pid = await house.postgresPid();
    assert.equal(await program.end('SIGINT'), 0, program.output());
    assert.equal(isAlive(pid), false);
  });

  it('gets its operator by a command, who chooses a password at the printed link', async () => {
    const env = { ...house.env, EXCHANGE_MODE: 'pilot', SMTP_URL: 'smtp://127.0.0.1:1' };
    const flags = {
      ...{ capability: 'operator', 'name-vi': 'Trung tâm dữ liệu Mẫu', 'name-en': 'Model Data Centre', province: '48' },
      ...{ address: 'Số 1 đường Mẫu', 'tax-code': taxCode(700), email: 'quantri@mau.example.vn' },
      'display-name': 'Quản trị',
    };
    const args = Object.entries(flags).flatMap(([name, value]) => [`--${name}`, value]);
    const command = startProgram('create-organisation', env, args);
    assert.equal(await command.ended, 0, command.output());
    const secret = /\/reset-password\?secret=(\S+)/.exec(command.output())?.[1] ?? '';

    const program = startProgram('web', env);
    await ready(program, house.url);
    const guest = await signedIn(house.url, null, null, '');
    await guest.call('resetPassword', { body: { secret, password } });
    const operator = await signedIn(house.url, flags.email, password, '');
    assert.deepEqual((await operator.call('getOwnOrganisation', {})).capabilities, ['operator']);
    assert.equal((await operator.call('listOrganisations', {})).items[0]?.state, 'verified');
    // A pilot shows nobody the mails of others.
    await guest.refused('listOutbox', {}, 'not-found');
    assert.equal(await program.end('SIGTERM'), 0, program.output());

    const again = startProgram('create-organisation', env, args);
    assert.equal(await again.ended, 1);
    assert.match(again.output(), /tax/i);
  });

  it('finishes the request that is under way when the signal comes', async () => {
    const program = startProgram('web', house.env);
    await ready(program, house.url);
    await house.visit(async (stage, databaseUrl) => {
      const provider = await stage.organisation('provider');
      const barrier = new pg.Client({ connectionString: databaseUrl });
      await barrier.connect();
      await barrier.query('begin; lock table datasets in exclusive mode');
      const asked = provider.send('createDataset', { body: page });
      await until('the request is at the table', async () => {
        const waits = `select 1 from pg_locks where relation = 'datasets'::regclass and not granted`;
        return (await stage.sql(waits)).length > 0;
      });
      program.signal('SIGTERM');
      await until('it has heard', async () => program.output().includes('Stopping'));
      await barrier.query('rollback');
      await barrier.end();
      assert.equal((await asked).status, 201);
      assert.equal(await program.ended, 0, program.output());
      assert.equal(await stage.count('datasets'), 1);
    });
  });
});
