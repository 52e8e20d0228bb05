import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import Stripe from 'stripe';
import type { OfferView } from '../../contracts/licensing.js';
import type { ProblemBody } from '../../contracts/problems.js';
import { held } from '../../server/payments/accounts.js';
import { balanceOf } from '../../server/payments/ledger.js';
import { handlersOf } from '../../server/worker.js';
import type { Person } from '../person.js';
import { queueCases } from '../queues.js';
import {
  accepting,
  at,
  cards,
  deliveredOrder,
  heardOf,
  listedDataset,
  payAt,
  proposal,
  purchase,
  request,
  signing,
  withVat,
} from '../stories.js';
import { openWorld, type World } from '../world.js';

const priceVnd = 1_200_000;

for (const queue of queueCases) {
  describe(`Ten at once, with the queue on ${queue.name}`, () => {
    let world: World;
    let provider: Person;
    let free: OfferView;
    let paid: OfferView;
    before(async () => {
      world = await openWorld({ env: queue.env() });
      provider = await world.organisation('provider');
      free = (await listedDataset(world, provider)).offer;
      paid = (await listedDataset(world, provider, { priceVnd })).offer;
    });
    after(() => world.close());
    afterEach(() => world.assertClean());

    async function events(type: string, subject: string): Promise<number> {
      return (await world.sql('select 1 from audit_events where type = $1 and subject_id = $2', [type, subject]))
        .length;
    }

    async function rows(table: string, column: string, value: string): Promise<number> {
      return (await world.sql(`select 1 from ${table} where ${column} = $1`, [value])).length;
    }

    it('approvals of one request: one wins, nine are told, one agreement is made', async () => {
      const buyer = await world.organisation('buyer');
      const { id } = await buyer.call('submitRequest', { body: { offerId: free.id, ...request } });
      const accept = await accepting(provider, id);
      const replies = await ten(() => provider.send('acceptTerms', accept));
      assert.deepEqual(tally(replies), { 201: 1, 'transition-refused': 9 });
      assert.equal(await rows('agreements', 'request_id', id), 1);
      assert.equal(await events('request.approve', id), 1);
    });

    it('signatures of one agreement: one order', async () => {
      const buyer = await world.organisation('buyer');
      const { agreementId, sha256 } = await proposal(provider, buyer, free.id);
      const replies = await ten(() =>
        buyer.send('signAgreement', { params: { id: agreementId }, body: signing(sha256) }),
      );
      assert.deepEqual(tally(replies), { 201: 1, 'transition-refused': 9 });
      assert.equal(await rows('orders', 'agreement_id', agreementId), 1);
      assert.equal(await rows('signatures', 'agreement_id', agreementId), 2);
    });

    it('requests for access under one key: one request, and every answer that is not “in progress” names it', async () => {
      const buyer = await world.organisation('buyer');
      const key = randomUUID();
      const ask = () => buyer.send('submitRequest', { body: { offerId: free.id, ...request } }, { key });
      const replies = await ten(ask);
      const { 201: made = 0, 'idempotency-in-flight': told = 0, ...others } = tally(replies);
      assert.deepEqual([made + told, others], [10, {}]);
      replies.push(await ask());
      const ids = new Set(replies.filter((one) => one.status === 201).map((one) => (one.body as { id: string }).id));
      assert.equal(ids.size, 1);
      assert.equal(await rows('access_requests', 'buyer_id', buyer.organisationId), 1);
    });

    it('requests for access under ten keys: one is open, nine are told', async () => {
      const buyer = await world.organisation('buyer');
      const replies = await ten(() => buyer.send('submitRequest', { body: { offerId: free.id, ...request } }));
      assert.deepEqual(tally(replies), { 201: 1, conflict: 9 });
      assert.equal(await rows('access_requests', 'buyer_id', buyer.organisationId), 1);
    });

    it('checkouts of one order: one checkout, and payments at it count once', async () => {
      const buyer = await world.organisation('buyer');
      const { orderId } = await purchase(provider, buyer, paid.id);
      const replies = await ten(() => buyer.send('startCheckout', { params: { id: orderId } }));
      assert.deepEqual(tally(replies), { 201: 10 });
      const urls = new Set(replies.map((one) => (one.body as { url: string }).url));
      assert.equal(urls.size, 1);
      assert.equal(await rows('payments', 'order_id', orderId), 1);

      const [url = ''] = urls;
      const statuses = await ten(() => payAt(at(world, url), cards.good));
      assert.ok(statuses.includes(303));
      await heardOf(world, url);
      await world.settle();
      assert.equal(await rows('postings', 'order_id', orderId), 1);
      assert.equal(await events('payment.received', orderId), 1);
      assert.equal(await events('order.pay', orderId), 1);
      assert.equal((await buyer.call('getOrder', { params: { id: orderId } })).state, 'delivered');
    });

    it('two checkouts of one order, both paid: one payment is applied, the other goes back', async () => {
      const buyer = await world.organisation('buyer');
      const { orderId } = await purchase(provider, buyer, paid.id);
      const { url } = await buyer.call('startCheckout', { params: { id: orderId } });
      const address = `${world.context.kernel.settings.publicUrl}/orders/${orderId}`;
      const stray = await world.context.stripe.createCheckout(
        {
          ...{ orderId, title: 'Hai lần', amountVnd: withVat(priceVnd), customerEmail: null },
          successUrl: address,
          cancelUrl: address,
        },
        randomUUID(),
      );
      assert.ok(stray.url);
      const addresses = [url, stray.url];
      assert.deepEqual(await Promise.all(addresses.map((one) => payAt(at(world, one), cards.good))), [303, 303]);
      for (const one of addresses) await heardOf(world, one);
      await world.settle();

      const { payments, refunds } = await buyer.call('getOrderPayments', { params: { id: orderId } });
      assert.deepEqual(
        payments.map((one) => one.state),
        ['succeeded', 'succeeded'],
      );
      assert.deepEqual(
        refunds.map((one) => [one.amountVnd, one.state]),
        [[withVat(priceVnd), 'succeeded']],
      );
      assert.equal(await events('order.pay', orderId), 1);
      assert.equal(await balanceOf(world.context.kernel.db.read, held(orderId)), withVat(priceVnd));
      assert.equal((await buyer.call('getOrder', { params: { id: orderId } })).state, 'delivered');
    });

    it('deliveries of one webhook: one row, one job', async () => {
      const buyer = await world.organisation('buyer');
      const { orderId } = await purchase(provider, buyer, paid.id);
      const { url } = await buyer.call('startCheckout', { params: { id: orderId } });
      const { payments } = await buyer.call('getOrderPayments', { params: { id: orderId } });
      await world.stopWork();
      assert.equal(await payAt(at(world, url), cards.good), 303);
      await heardOf(world, url);

      const id = `evt_${randomUUID().replaceAll('-', '')}`;
      const object = { id: payments[0]?.checkoutSession, object: 'checkout.session' };
      const event = JSON.stringify({ id, object: 'event', type: 'checkout.session.completed', data: { object } });
      const statuses = await ten(() => deliver(event));
      assert.deepEqual(
        statuses,
        statuses.map(() => 200),
      );
      assert.equal(await rows('webhook_events', 'id', id), 1);
      assert.equal(await rows('outbox', `payload ->> 'eventId'`, id), 1);

      // Beside it stands the event that Stripe itself sent: two tell of one payment.
      world.startWork();
      await world.settle();
      assert.equal(await events('order.pay', orderId), 1);
      assert.equal(await rows('postings', 'order_id', orderId), 1);
      assert.equal((await buyer.call('getOrder', { params: { id: orderId } })).state, 'delivered');
    });

    async function deliver(payload: string): Promise<number> {
      const signer = new Stripe('sk_test_x').webhooks;
      const signature = signer.generateTestHeaderString({ payload, secret: 'whsec_datasan_local_sandbox' });
      const reply = await fetch(`${world.url}/webhooks/stripe`, {
        method: 'POST',
        headers: { 'Stripe-Signature': signature, 'Content-Type': 'application/json' },
        body: payload,
      });
      await reply.arrayBuffer();
      return reply.status;
    }

    it('runs of one fulfilment: one delivery, one entitlement, one event', async () => {
      const buyer = await world.organisation('buyer');
      await world.stopWork();
      const { orderId } = await purchase(provider, buyer, free.id);
      const fulfil = handlersOf(world.context)['fulfil-order'];
      await ten(() => fulfil({ id: orderId }, { attempt: 1, attempts: 5 }));
      assert.equal(await rows('deliveries', 'order_id', orderId), 1);
      assert.equal(await rows('entitlements', 'order_id', orderId), 1);
      assert.equal(await events('order.fulfil', orderId), 1);
      assert.equal(await events('order.deliver', orderId), 1);
      assert.equal(await events('delivery.made', orderId), 1);
      // The job itself is still to run, and finds everything done.
      world.startWork();
      await world.settle();
      assert.equal(await rows('deliveries', 'order_id', orderId), 1);
      assert.equal(await events('order.deliver', orderId), 1);
    });

    it('acceptances of one delivery: one receipt, one release of the money', async () => {
      const buyer = await world.organisation('buyer');
      const { orderId } = await deliveredOrder(world, provider, buyer, paid);
      const replies = await ten(() =>
        buyer.send('transitionOrder', { params: { id: orderId }, body: { action: 'accept' } }),
      );
      assert.deepEqual(tally(replies), { 200: 1, 'transition-refused': 9 });
      await world.settle();
      assert.equal(await rows('receipts', 'order_id', orderId), 1);
      assert.equal(await rows('postings', 'key', `release:${orderId}`), 1);
      assert.equal((await buyer.call('getOrder', { params: { id: orderId } })).state, 'settled');
    });
  });
}
function ten<T>(run: () => Promise<T>): Promise<T[]> {
  return Promise.all(Array.from({ length: 10 }, run));
}

/** How often each answer came: the status of a success, the code of a refusal. */
function tally(replies: readonly { status: number; body: unknown }[]): Record<string, number> {
  const found: Record<string, number> = {};
  for (const { status, body } of replies) {
    const name = status < 400 ? String(status) : (body as ProblemBody).code;
    found[name] = (found[name] ?? 0) + 1;
  }
  return found;
}
