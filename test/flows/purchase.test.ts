import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../server/kernel/project.js';
import { queueCases } from '../queues.js';
import { listedDataset, pay, purchase, withVat } from '../stories.js';
import { openWorld, type World } from '../world.js';

for (const queue of queueCases) {
  describe(`A purchase, from listing to acceptance, with the queue on ${queue.name}`, () => {
    let world: World;
    before(async () => {
      world = await openWorld({ env: queue.env() });
    });
    after(() => world.close());
    afterEach(() => world.assertClean());

    it('delivers what was listed, byte for byte, and releases the money when the buyer accepts', async () => {
      const provider = await world.organisation('provider');
      const buyer = await world.organisation('buyer');
      const { dataset, offer } = await listedDataset(world, provider, { priceVnd: 2_500_000 });
      const { orderId } = await purchase(provider, buyer, offer.id);
      assert.equal((await buyer.call('getOrder', { params: { id: orderId } })).state, 'awaiting_payment');

      await pay(world, buyer, orderId);
      await world.settle();
      const order = await buyer.call('getOrder', { params: { id: orderId } });
      assert.equal(order.state, 'delivered');
      const { items } = await buyer.call('listEntitlements', {});
      const [entitlement] = items;
      assert.ok(entitlement);
      assert.equal(entitlement.state, 'active');

      const data = entitlement.files.find((file) => file.role === 'data');
      const listed = dataset.currentRevision?.files[0];
      assert.equal(data?.sha256, listed?.sha256);
      const reply = await buyer.agent
        .get(`/api/v1/entitlements/${entitlement.id}/files/${encodeURIComponent(data?.name ?? '')}`)
        .buffer(true)
        .parse((res, done) => {
          const parts: Buffer[] = [];
          res.on('data', (part: Buffer) => parts.push(part));
          res.on('end', () => done(null, Buffer.concat(parts)));
        });
      assert.equal(reply.status, 200);
      assert.equal(
        createHash('sha256')
          .update(reply.body as Buffer)
          .digest('hex'),
        data?.sha256,
      );
      assert.deepEqual(
        reply.body,
        readFileSync(join(projectRoot, 'node_modules/vega-datasets/data/seattle-weather.csv')),
        'what was uploaded is what is downloaded',
      );

      await buyer.call('transitionOrder', { params: { id: orderId }, body: { action: 'accept' } });
      await world.settle();
      assert.equal((await buyer.call('getOrder', { params: { id: orderId } })).state, 'settled');
      const [balance] = await world.sql<{ sum: string }>(
        `select sum(amount_vnd) from postings where to_account = 'payable:' || $1`,
        [provider.organisationId],
      );
      assert.equal(Number(balance?.sum), withVat(2_500_000));
      const { receipt } = await buyer.call('getDelivery', { params: { id: orderId } });
      assert.equal(receipt?.acceptedBy, 'buyer');
    });
  });
}
