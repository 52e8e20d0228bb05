import assert from 'node:assert/strict';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { OfferView } from '../../contracts/licensing.js';
import { hour, shiftClock } from '../../server/kernel/clock.js';
import { sha256 } from '../../server/kernel/hash.js';
import { runTimers } from '../../server/lifecycle/timers.js';
import { held, payable } from '../../server/payments/accounts.js';
import { balanceOf } from '../../server/payments/ledger.js';
import { handlersOf, subjects } from '../../server/worker.js';
import type { Person } from '../person.js';
import { queueCases } from '../queues.js';
import { delivered, download, listedDataset, pay, purchase, weather, withVat } from '../stories.js';
import { openWorld, type World } from '../world.js';

const priceVnd = 700_000;

for (const queue of queueCases) {
  describe(`A delivery that fails, with the queue on ${queue.name}`, () => {
    let world: World;
    let provider: Person;
    let buyer: Person;
    let operator: Person;
    let free: OfferView;
    let paid: OfferView;
    let object: string;
    let content: Buffer;
    beforeEach(async () => {
      world = await openWorld({ env: queue.env() });
      provider = await world.organisation('provider');
      buyer = await world.organisation('buyer');
      operator = await world.organisation('operator');
      free = (await listedDataset(world, provider)).offer;
      paid = (await listedDataset(world, provider, { priceVnd })).offer;
      content = await readFile(weather);
      const hash = sha256(content);
      object = join(world.context.config.dataDir, 'objects', hash.slice(0, 2), hash.slice(2, 4), hash);
      assert.deepEqual(await readFile(object), content);
    });
    afterEach(() => world.close());

    /** One byte of the stored file is another. */
    async function damage(): Promise<void> {
      const damaged = Buffer.from(content);
      damaged.writeUInt8(content.readUInt8(500) ^ 1, 500);
      await writeFile(object, damaged);
    }

    async function stuckOrder(offer: OfferView): Promise<string> {
      await damage();
      const { orderId } = await purchase(provider, buyer, offer.id);
      if (offer.priceVnd > 0) await pay(world, buyer, orderId);
      await world.settle();
      assert.equal(await stateOf(orderId), 'stuck');
      return orderId;
    }

    async function stateOf(orderId: string): Promise<string> {
      return (await buyer.call('getOrder', { params: { id: orderId } })).state;
    }

    async function money(orderId: string): Promise<{ held: number; provider: number }> {
      const { read } = world.context.kernel.db;
      return {
        held: await balanceOf(read, held(orderId)),
        provider: await balanceOf(read, payable(provider.organisationId)),
      };
    }

    it('gives nothing of a damaged file; the operator sees it, mends the store, and it is delivered', async () => {
      const orderId = await stuckOrder(free);
      const params = { id: orderId };
      assert.deepEqual(await buyer.call('getDelivery', { params }), {
        delivery: null,
        entitlementId: null,
        receipt: null,
      });
      const { items } = await operator.call('listOrders', { query: { state: 'stuck' } });
      assert.deepEqual(
        items.map((order) => order.id),
        [orderId],
      );
      assert.match(items[0]?.stateReason ?? '', /^Chưa giao được .* \/ The data could not be delivered/);
      assert.deepEqual(
        items[0]?.actions.map((one) => one.action),
        ['retry', 'refund'],
      );
      const { failed, halted } = await operator.call('getQueue', {});
      assert.deepEqual(
        halted.map((one) => [one.id, one.state]),
        [[orderId, 'stuck']],
      );
      assert.match(halted[0]?.failure ?? '', /seattle-weather\.csv is damaged/);
      for (const party of [buyer, provider]) {
        const seen = await party.send('getOrder', { params });
        assert.ok(!seen.text.includes('is damaged'), 'what is wrong inside is the operator’s to know');
      }
      assert.deepEqual(
        failed.map((job) => [job.name, job.attempts]),
        [['fulfil-order', 5]],
      );

      await writeFile(object, content);
      await operator.call('transitionOrder', { params, body: { action: 'retry' } });
      await world.settle();
      assert.equal(await stateOf(orderId), 'delivered');
      const { entitlementId } = await buyer.call('getDelivery', { params });
      assert.deepEqual((await download(buyer, entitlementId ?? '', delivered)).bytes, content);
    });

    it('gives nothing of a file that is gone, and gets stuck again while it is', async () => {
      const orderId = await stuckOrder(free);
      await rm(object);
      const params = { id: orderId };
      await operator.call('transitionOrder', { params, body: { action: 'retry' } });
      await world.settle();
      assert.equal(await stateOf(orderId), 'stuck');
      assert.equal(await world.count('deliveries'), 0);
      assert.equal(await world.count('entitlements'), 0);
    });

    it('is refunded when the operator says so: all the money goes back', async () => {
      const orderId = await stuckOrder(paid);
      const params = { id: orderId };
      assert.deepEqual(await money(orderId), { held: withVat(priceVnd), provider: 0 });
      await operator.call('transitionOrder', { params, body: { action: 'refund', reason: 'Tệp gốc hỏng' } });
      await world.settle();
      assert.equal(await stateOf(orderId), 'refunded');
      assert.deepEqual(await money(orderId), { held: 0, provider: 0 });
      const { refunds } = await buyer.call('getOrderPayments', { params });
      assert.deepEqual(
        refunds.map((refund) => [refund.amountVnd, refund.reason]),
        [[withVat(priceVnd), 'Tệp gốc hỏng']],
      );
    });

    it('is refunded by time when it is still stuck after a day', async () => {
      const orderId = await stuckOrder(paid);
      await world.later(23 * hour);
      assert.equal(await stateOf(orderId), 'stuck');
      await world.later(25 * hour);
      assert.equal(await stateOf(orderId), 'refunded');
      assert.deepEqual(await money(orderId), { held: 0, provider: 0 });
      await operator.refused(
        'transitionOrder',
        { params: { id: orderId }, body: { action: 'retry' } },
        'transition-refused',
      );
    });

    it('is refunded by time when it never began, and a late job delivers nothing', async () => {
      const { kernel } = world.context;
      const { orderId } = await purchase(provider, buyer, paid.id);
      await world.settle();
      await world.stopWork();
      await pay(world, buyer, orderId);
      const events = await world.sql<{ id: string }>('select id from webhook_events');
      const apply = handlersOf(world.context)['apply-stripe-event'];
      for (const { id } of events) await apply({ eventId: id }, { attempt: 1, attempts: 10 });
      assert.equal(await stateOf(orderId), 'paid');
      shiftClock(25 * hour);
      assert.equal(await runTimers(kernel.db, subjects, kernel.clocks), 1);
      assert.equal(await stateOf(orderId), 'refunding');
      world.startWork();
      await world.assertClean();
      assert.equal(await stateOf(orderId), 'refunded');
      assert.deepEqual(await money(orderId), { held: 0, provider: 0 });
      assert.equal(await world.count('deliveries'), 0);
    });

    it('is shown as stuck when it has not moved for an hour, and can be taken up again', async () => {
      const { kernel } = world.context;
      await world.stopWork();
      await damage();
      const { orderId } = await purchase(provider, buyer, free.id);
      const fulfil = handlersOf(world.context)['fulfil-order'];
      await assert.rejects(fulfil({ id: orderId }, { attempt: 1, attempts: 5 }), /damaged/);
      assert.equal(await stateOf(orderId), 'fulfilling');
      shiftClock(hour + 1000);
      await runTimers(kernel.db, subjects, kernel.clocks);
      assert.equal(await stateOf(orderId), 'stuck');
      await writeFile(object, content);
      world.startWork();
      await world.settle();
      assert.equal(await stateOf(orderId), 'stuck', 'the old job lets it be');
      await operator.call('transitionOrder', { params: { id: orderId }, body: { action: 'retry' } });
      await world.assertClean();
      assert.equal(await stateOf(orderId), 'delivered');
    });
  });
}
