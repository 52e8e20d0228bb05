import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { OfferView } from '../../contracts/licensing.js';
import { hour, minute, shiftClock } from '../../server/kernel/clock.js';
import { nudgeOrders } from '../../server/ordering/nudges.js';
import { held, payable } from '../../server/payments/accounts.js';
import { balanceOf } from '../../server/payments/ledger.js';
import { reconcilePayments } from '../../server/payments/reconcile.js';
import { refundOrder } from '../../server/payments/refunds.js';
import type { Person } from '../person.js';
import { at, cards, listedDataset, pay, payAt, purchase, request, until } from '../stories.js';
import { openWorld, type World } from '../world.js';

const priceVnd = 640_000;
/** With 10 % VAT. */
const paidVnd = 704_000;

describe('What is lost is found again', () => {
  let world: World;
  let provider: Person;
  let buyer: Person;
  let operator: Person;
  let free: OfferView;
  let paid: OfferView;
  before(async () => {
    world = await openWorld();
    provider = await world.organisation('provider');
    operator = await world.organisation('operator');
    free = (await listedDataset(world, provider)).offer;
    paid = (await listedDataset(world, provider, { priceVnd })).offer;
  });
  after(() => world.close());
  beforeEach(async () => {
    buyer = await world.organisation('buyer');
  });
  afterEach(async () => {
    shiftClock(0);
    world.startWork();
    await world.assertClean();
  });

  const stateOf = async (orderId: string) => (await buyer.call('getOrder', { params: { id: orderId } })).state;
  const balance = (account: string) => balanceOf(world.context.kernel.db.read, account);
  const count = async (sql: string, ...values: string[]) => (await world.sql(sql, values)).length;

  describe('an event of Stripe', () => {
    /** An order that was paid at Stripe, whose event never came: it is taken out of the way as it comes in. */
    async function paidUnheard(): Promise<string> {
      const { orderId } = await purchase(provider, buyer, paid.id);
      const { url } = await buyer.call('startCheckout', { params: { id: orderId } });
      await world.settle();
      await world.sql(
        `create table swallowed (object_id text, type text);
         create function swallow() returns trigger language plpgsql as $$
           begin
             if tg_table_name = 'webhook_events' then insert into swallowed values (new.object_id, new.type); end if;
             return null;
           end $$;
         create trigger swallow before insert on webhook_events for each row execute function swallow();
         create trigger swallow before insert on outbox for each row
           when (new.name = 'apply-stripe-event') execute function swallow()`,
      );
      assert.equal(await payAt(at(world, url), cards.good), 303);
      await until('the event', async () => {
        const type = 'checkout.session.completed';
        return (await count('select 1 from swallowed where type = $1', type)) > 0;
      });
      await world.settle();
      await world.sql('drop function swallow cascade; drop table swallowed');
      assert.equal(await stateOf(orderId), 'awaiting_payment');
      return orderId;
    }

    async function enteredOnce(orderId: string): Promise<void> {
      await world.settle();
      assert.equal(await count('select 1 from postings where order_id = $1', orderId), 1);
      for (const type of ['payment.received', 'order.pay']) {
        assert.equal(await count('select 1 from audit_events where subject_id = $1 and type = $2', orderId, type), 1);
      }
      assert.equal(await stateOf(orderId), 'delivered');
      assert.equal(await balance(held(orderId)), paidVnd);
    }
    const reconcile = () => reconcilePayments(world.context.kernel, world.context.stripe);

    it('is found by asking Stripe about checkouts that stay open, and entered once', async () => {
      const orderId = await paidUnheard();
      assert.equal(await reconcile(), 0, 'not at once: the event may be on its way');
      shiftClock(6 * minute);
      const found = await Promise.all([reconcile(), reconcile()]);
      assert.ok(Math.max(...found) === 1);
      assert.equal(await reconcile(), 0);
      await enteredOnce(orderId);
    });

    it('is found when the buyer wants to pay again, and nothing is paid twice', async () => {
      const orderId = await paidUnheard();
      const params = { id: orderId };
      await buyer.refused('startCheckout', { params }, 'transition-refused');
      await buyer.refused('startCheckout', { params }, 'transition-refused');
      await enteredOnce(orderId);
      assert.equal((await buyer.call('getOrderPayments', { params })).payments.length, 1);
    });

    it('is found when the checkouts of a cancelled order are closed: the money goes back, once', async () => {
      const orderId = await paidUnheard();
      const params = { id: orderId };
      await buyer.call('transitionOrder', { params, body: { action: 'cancel' } });
      await world.settle();
      assert.equal(await stateOf(orderId), 'cancelled');
      const { payments, refunds } = await buyer.call('getOrderPayments', { params });
      assert.deepEqual(
        [payments.map((one) => one.state), refunds.map((one) => one.amountVnd)],
        [['succeeded'], [paidVnd]],
      );
      shiftClock(6 * minute);
      assert.equal(await reconcile(), 0);
      await world.settle();
      assert.equal(await count('select 1 from postings where order_id = $1', orderId), 2);
      assert.equal(await balance(held(orderId)), 0);
    });

    it('a checkout that Stripe has closed unpaid counts as expired', async () => {
      const { orderId } = await purchase(provider, buyer, paid.id);
      const params = { id: orderId };
      await buyer.call('startCheckout', { params });
      const { payments } = await buyer.call('getOrderPayments', { params });
      await world.context.stripe.expireCheckout(payments[0]?.checkoutSession ?? '');
      shiftClock(6 * minute);
      await reconcile();
      const [row] = await world.sql<{ state: string }>('select state from payments where order_id = $1', [orderId]);
      assert.equal(row?.state, 'expired');
    });
  });

  describe('a job, with the queue', () => {
    /** Everything the outbox holds is gone, as after the loss of a queue. */
    const lose = () => world.sql('delete from outbox');
    const shown = async (orderId: string) =>
      (await operator.call('getQueue', {})).halted.filter((one) => one.id === orderId).map((one) => one.state);
    const gauge = async () => {
      const text = await (await fetch(`${world.url}/metrics`)).text();
      return Number(/^datasan_orders_halted (\d+)/m.exec(text)?.[1]);
    };
    const nudge = () => nudgeOrders(world.context.kernel);
    const waiting = (orderId: string) => count(`select 1 from outbox where payload ->> 'id' = $1`, orderId);

    async function standsStill(orderId: string, state: string, jobs: number): Promise<void> {
      await lose();
      assert.equal(await stateOf(orderId), state);
      assert.equal(await nudge(), 0, 'not at once');
      assert.deepEqual([await shown(orderId), await gauge()], [[], 0]);
      shiftClock(hour + minute);
      assert.deepEqual([await shown(orderId), await gauge()], [[state], 1]);
      assert.deepEqual([await nudge(), await waiting(orderId)], [1, jobs]);
      assert.deepEqual([await nudge(), await waiting(orderId)], [0, jobs], 'once per stall time');
      await lose();
      shiftClock(2 * hour + 2 * minute);
      assert.deepEqual([await nudge(), await waiting(orderId)], [1, jobs], 'and again after it');
      assert.deepEqual(await shown(orderId), [state], 'until it moves');
      world.startWork();
      await world.settle();
      assert.deepEqual([await shown(orderId), await gauge()], [[], 0]);
    }

    it('of a paid order: it is shown, nudged once per stall time, and delivered', async () => {
      await world.stopWork();
      const { orderId } = await purchase(provider, buyer, free.id);
      await standsStill(orderId, 'paid', 1);
      assert.equal(await stateOf(orderId), 'delivered');
    });

    it('of a refund: the money goes back and access ends', async () => {
      const { orderId } = await purchase(provider, buyer, paid.id);
      await pay(world, buyer, orderId);
      await world.settle();
      await world.stopWork();
      const params = { id: orderId };
      await operator.call('transitionOrder', { params, body: { action: 'refund', reason: 'Dữ liệu sai' } });
      await standsStill(orderId, 'refunding', 2);
      assert.equal(await stateOf(orderId), 'refunded');
      assert.equal(await balance(held(orderId)), 0);
      const { entitlementId } = await buyer.call('getDelivery', { params });
      const { state } = await buyer.call('getEntitlement', { params: { id: entitlementId ?? '' } });
      assert.equal(state, 'revoked');
    });

    it('of an acceptance: the receipt is issued and the provider is owed, once', async () => {
      const { orderId } = await purchase(provider, buyer, paid.id);
      await pay(world, buyer, orderId);
      await world.settle();
      const before = await balance(payable(provider.organisationId));
      await world.stopWork();
      await buyer.call('transitionOrder', { params: { id: orderId }, body: { action: 'accept' } });
      await standsStill(orderId, 'accepted', 2);
      assert.equal(await stateOf(orderId), 'settled');
      assert.equal(await count('select 1 from receipts where order_id = $1', orderId), 1);
      assert.equal((await balance(payable(provider.organisationId))) - before, paidVnd);
    });

    it('a refund does not end while money is still held', async () => {
      const { db } = world.context.kernel;
      const { orderId } = await purchase(provider, buyer, paid.id);
      await pay(world, buyer, orderId);
      await world.settle();
      await world.stopWork();
      const params = { id: orderId };
      await operator.call('transitionOrder', { params, body: { action: 'refund', reason: 'Dữ liệu sai' } });
      await lose();
      await world.sql(`update payments set state = 'expired' where order_id = $1`, [orderId]);
      await assert.rejects(refundOrder(db, orderId), /704000 ₫ are still held/);
      assert.equal(await stateOf(orderId), 'refunding');
      await world.sql(`update payments set state = 'succeeded' where order_id = $1`, [orderId]);
      await refundOrder(db, orderId);
      world.startWork();
      await world.settle();
      assert.equal(await stateOf(orderId), 'refunded');
    });
  });

  describe('the answer to a request under a key', () => {
    const requests = () => count('select 1 from access_requests where buyer_id = $1', buyer.organisationId);
    const ask = (key: string) => ({ given: { body: { offerId: free.id, ...request } }, extra: { key } });
    /** Makes statements on a table fail, or vanish, as they never come when a process dies; until `mend`. */
    const breakOff = (table: string, on: string, act: string) =>
      world.sql(
        `create or replace function die_${table}() returns trigger language plpgsql as $$ begin ${act} end $$;
         create trigger die before ${on} on ${table} for each row execute function die_${table}()`,
      );
    const mend = (table: string) => world.sql(`drop function if exists die_${table} cascade`);

    it('a process that died after its commit: the request is never carried out again, and its sender is told', async () => {
      const { given, extra } = ask(randomUUID());
      await breakOff('idempotency_keys', 'update', `if new.status is null then return new; end if; raise 'died';`);
      await buyer.refused('submitRequest', given, 'internal', extra);
      await mend('idempotency_keys');
      assert.equal(await requests(), 1);
      await buyer.refused('submitRequest', given, 'idempotency-answer-lost', extra);
      shiftClock(3 * minute);
      const refusal = await buyer.refused('submitRequest', given, 'idempotency-answer-lost', extra);
      assert.equal(refusal.status, 409);
      const other = { body: { ...given.body, statement: 'Một mục đích khác hẳn, cho một luận văn khác.' } };
      await buyer.refused('submitRequest', other, 'idempotency-key-reused', extra);
      assert.equal(await requests(), 1);
    });

    it('a process that died before its commit: it may run again, once it is given up', async () => {
      const { given, extra } = ask(randomUUID());
      await breakOff('access_requests', 'insert', `raise 'died';`);
      await breakOff('idempotency_keys', 'delete', 'return null;');
      await buyer.refused('submitRequest', given, 'internal', extra);
      for (const table of ['access_requests', 'idempotency_keys']) await mend(table);
      assert.equal(await requests(), 0);
      await buyer.refused('submitRequest', given, 'idempotency-in-flight', extra);
      shiftClock(3 * minute);
      const { id } = await buyer.call('submitRequest', given, extra);
      assert.equal((await buyer.call('submitRequest', given, extra)).id, id, 'and its answer is kept');
      assert.equal(await requests(), 1);
    });

    it('a request that failed before its commit may be sent again at once', async () => {
      const { given, extra } = ask(randomUUID());
      await breakOff('access_requests', 'insert', `raise 'failed';`);
      await buyer.refused('submitRequest', given, 'internal', extra);
      await mend('access_requests');
      await buyer.call('submitRequest', given, extra);
      assert.equal(await requests(), 1);
    });
  });
});
