import assert from 'node:assert/strict';
import pg from 'pg';
import type { OfferView } from '../../contracts/licensing.js';
import type { Person } from '../person.js';
import { endPrograms, type Program, startProgram } from '../programs.js';
import { queueCases } from '../queues.js';
import { delivered, download, listedDataset, purchase, until } from '../stories.js';
import { openWorld, type World } from '../world.js';

/** Key of the advisory lock that the trigger below waits for. */
const gate = 4_711;

for (const queue of queueCases) {
  describe(`A worker that dies, with the queue on ${queue.name}`, () => {
    let world: World;
    let provider: Person;
    let buyer: Person;
    let offer: OfferView;
    let env: Record<string, string>;
    let barrier: pg.Client;
    before(async () => {
      const own = { QUEUE_LOCK_SECONDS: '1', ...queue.env() };
      world = await openWorld({ env: own });
      const { config, stripeSandbox } = world.context;
      env = {
        ...own,
        DATABASE_URL: config.databaseUrl ?? '',
        DATA_DIR: config.dataDir,
        PORT: String(config.port),
        STRIPE_SANDBOX_PORT: new URL(stripeSandbox ?? '').port,
      };
      provider = await world.organisation('provider');
      ({ offer } = await listedDataset(world, provider));
      await world.settle();
      await world.stopWork();
    });
    after(() => world.close());
    beforeEach(async () => {
      buyer = await world.organisation('buyer');
      barrier = new pg.Client({ connectionString: env.DATABASE_URL });
      await barrier.connect();
    });
    afterEach(async () => {
      await barrier.end();
      await endPrograms();
    });

    async function stateOf(orderId: string): Promise<string> {
      return (await buyer.call('getOrder', { params: { id: orderId } })).state;
    }

    /** Until somebody waits for a lock of this kind in this database. */
    async function blocked(what: string, condition: string): Promise<void> {
      await until(what, async () => {
        const rows = await world.sql(
          `select 1 from pg_locks where not granted and ${condition}
              and database = (select oid from pg_database where datname = current_database())`,
        );
        return rows.length > 0;
      });
    }

    async function deliveredOnce(orderId: string): Promise<void> {
      await until('the delivery', async () => (await stateOf(orderId)) === 'delivered');
      await world.assertClean();
      const [rows] = await world.sql<Record<string, string>>(
        `select (select count(*) from deliveries where order_id = $1) as deliveries,
                (select count(*) from entitlements where order_id = $1) as entitlements,
                (select count(*) from audit_events where subject_id = $1 and type = 'order.fulfil') as begun,
                (select count(*) from audit_events where subject_id = $1 and type = 'order.deliver') as ended`,
        [orderId],
      );
      assert.deepEqual(rows, { deliveries: '1', entitlements: '1', begun: '1', ended: '1' });
      const { entitlementId } = await buyer.call('getDelivery', { params: { id: orderId } });
      assert.equal((await download(buyer, entitlementId ?? '', delivered)).status, 200);
    }

    it('by kill -9 in the middle of a fulfilment: another one delivers, once', async () => {
      const { orderId } = await purchase(provider, buyer, offer.id);
      // The files are packed, and the worker is about to write the delivery, when it dies.
      await barrier.query('begin; lock table deliveries in exclusive mode');
      const worker = startProgram('worker', env);
      await blocked('a delivery on its way', `relation = 'deliveries'::regclass`);
      assert.equal(await stateOf(orderId), 'fulfilling');
      assert.equal(await worker.end('SIGKILL'), null);
      await barrier.query('rollback');
      assert.equal(await stateOf(orderId), 'fulfilling');
      assert.equal(await world.count('deliveries'), 0);

      const next = startProgram('worker', env);
      await deliveredOnce(orderId);
      assert.equal(await next.end('SIGTERM'), 0, next.output());
    });

    it('by kill -9 between the outbox and the queue: the hand-over is repeated, the delivery is not', async () => {
      const worker = await diesHandingOver();
      const { orderId } = await purchase(provider, buyer, offer.id);
      await blocked('a row that was handed over', `locktype = 'advisory'`);
      assert.equal(await worker.end('SIGKILL'), null);
      await barrier.query('select pg_advisory_unlock_all(); drop function wait_at_the_gate cascade');
      assert.notEqual(await world.count('outbox'), 0);

      const next = startProgram('worker', env);
      await deliveredOnce(orderId);
      assert.equal(await next.end('SIGTERM'), 0, next.output());
    });

    it('by SIGTERM in the middle of a fulfilment: it finishes that first', async () => {
      const { orderId } = await purchase(provider, buyer, offer.id);
      await barrier.query('begin; lock table deliveries in exclusive mode');
      const worker = startProgram('worker', env);
      await blocked('a delivery on its way', `relation = 'deliveries'::regclass`);
      worker.signal('SIGTERM');
      await until('it has heard', async () => worker.output().includes('Stopping'));
      assert.ok(worker.alive());
      await barrier.query('rollback');
      assert.equal(await worker.ended, 0, worker.output());
      assert.equal(await stateOf(orderId), 'delivered');
    });

    /** A worker that hands rows of the outbox to the queue and never comes to delete them. */
    async function diesHandingOver(): Promise<Program> {
      await barrier.query(
        `create function wait_at_the_gate() returns trigger language plpgsql as
           $$ begin perform pg_advisory_xact_lock(${gate}); return old; end $$;
         create trigger gate before delete on outbox for each row execute function wait_at_the_gate();
         select pg_advisory_lock(${gate})`,
      );
      return startProgram('worker', env);
    }
  });
}
