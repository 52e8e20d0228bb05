import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import Stripe from 'stripe';
import { published, publishedVersion } from '../stripe/schemas.js';
import { refusal, type StandIn, startStandIn, types } from '../stripe/stand-in.js';

describe('the local Stripe stand-in’s API', () => {
  let standIn: StandIn;
  let stripe: Stripe;

  before(async () => {
    standIn = await startStandIn();
    stripe = standIn.stripe;
  });

  after(async () => {
    await standIn.stop();
  });

  beforeEach(async () => {
    await standIn.news();
  });

  it('answers as Stripe publishes: a version, and a schema for every kind it serves', () => {
    assert.match(publishedVersion, /^\d{4}-\d{2}-\d{2}\.[a-z]+$/);
    assert.ok(published.length > 25);
  });

  describe('payment intents', () => {
    it('go from method to confirmation, and are what they were told in between', async () => {
      const intent = await stripe.paymentIntents.create({
        amount: 50_000,
        currency: 'VND',
        metadata: { a: '1', b: '2' },
      });
      assert.deepEqual([intent.status, intent.currency], ['requires_payment_method', 'vnd']);
      const bare = await refusal(stripe.paymentIntents.confirm(intent.id));
      assert.equal(bare.code, 'payment_intent_unexpected_state');
      const changed = await stripe.paymentIntents.update(intent.id, {
        amount: 60_000,
        metadata: { a: '', c: '3' },
        payment_method: 'pm_card_visa',
      });
      assert.deepEqual(changed.metadata, { b: '2', c: '3' });
      const paid = await stripe.paymentIntents.confirm(intent.id, { payment_method: 'pm_card_visa' });
      assert.deepEqual([paid.status, paid.amount_received], ['succeeded', 60_000]);
      assert.equal((await refusal(stripe.paymentIntents.confirm(intent.id))).statusCode, 400);
      const method = await stripe.paymentMethods.retrieve(paid.payment_method as string);
      assert.equal(method.card?.last4, '4242');
    });

    it('hold a card until they are captured, in part or not at all', async () => {
      const manual = { capture_method: 'manual' } as const;
      const held = await standIn.pay(100_000, 'visa', manual);
      assert.deepEqual([held.status, held.amount_capturable], ['requires_capture', 100_000]);
      assert.deepEqual([held.latest_charge.captured, held.latest_charge.balance_transaction], [false, null]);
      const tooMuch = await refusal(stripe.paymentIntents.capture(held.id, { amount_to_capture: 100_001 }));
      assert.equal(tooMuch.code, 'amount_too_large');
      const captured = await stripe.paymentIntents.capture(held.id, { amount_to_capture: 70_000 });
      assert.deepEqual([captured.status, captured.amount_received], ['succeeded', 70_000]);
      const charge = await stripe.charges.retrieve(held.latest_charge.id, { expand: ['balance_transaction'] });
      assert.equal((charge.balance_transaction as Stripe.BalanceTransaction).amount, 70_000);
      const dropped = await standIn.pay(100_000, 'visa', manual);
      const canceled = await stripe.paymentIntents.cancel(dropped.id, { cancellation_reason: 'abandoned' });
      assert.deepEqual([canceled.status, canceled.cancellation_reason], ['canceled', 'abandoned']);
      assert.equal((await stripe.charges.retrieve(dropped.latest_charge.id)).refunded, true);
      assert.equal((await refusal(stripe.paymentIntents.capture(dropped.id))).code, 'payment_intent_unexpected_state');
    });

    it('are declined with a card error that says all, keeps its traces and is replayed', async () => {
      const idempotencyKey = 'declined:1';
      const pay = () =>
        stripe.paymentIntents.create(
          { amount: 70_000, currency: 'vnd', confirm: true, payment_method: 'pm_card_chargeDeclinedInsufficientFunds' },
          { idempotencyKey },
        );
      const error = await refusal(pay());
      assert.ok(error instanceof Stripe.errors.StripeCardError);
      assert.deepEqual(
        [error.statusCode, error.code, error.decline_code],
        [402, 'card_declined', 'insufficient_funds'],
      );
      assert.equal(error.doc_url, 'https://stripe.com/docs/error-codes/card-declined');
      const intent = error.payment_intent;
      assert.ok(intent);
      assert.equal((await stripe.paymentIntents.retrieve(intent.id)).last_payment_error?.charge, error.charge);
      assert.equal((await stripe.charges.retrieve(String(error.charge))).status, 'failed');
      assert.deepEqual(types(await standIn.news()), [
        'payment_intent.created',
        'charge.failed',
        'payment_intent.payment_failed',
      ]);
      const again = await refusal(pay());
      assert.equal(again.headers?.['idempotent-replayed'], 'true');
      assert.equal(again.payment_intent?.id, intent.id);
      assert.deepEqual(await standIn.news(), []);
    });

    it('wait for authentication and go on after it', async () => {
      const return_url = 'http://localhost/back';
      const asked = await standIn.pay(40_000, 'authenticationRequired', { return_url });
      assert.deepEqual([asked.status, asked.next_action?.type], ['requires_action', 'redirect_to_url']);
      await standIn.deed(`payment_intents/${asked.id}/authenticate`, { outcome: 'complete' });
      assert.equal((await stripe.paymentIntents.retrieve(asked.id)).status, 'succeeded');
    });
  });

  it('keeps customers, products and prices, and sells by them', async () => {
    const customer = await stripe.customers.create({ email: 'an@example.vn', name: 'An', metadata: { a: '1' } });
    await stripe.customers.update(customer.id, { name: 'Bình', metadata: { a: '2' } });
    const [updated] = (await standIn.news()).slice(-1);
    assert.deepEqual(updated?.data.previous_attributes, { name: 'An', metadata: { a: '1' } });
    assert.equal((await stripe.customers.list({ email: 'an@example.vn' })).data.length, 1);
    const product = await stripe.products.create({ name: 'Dữ liệu giao thông' });
    const price = await stripe.prices.create({ product: product.id, currency: 'vnd', unit_amount: 25_000 });
    const expanded = await stripe.prices.retrieve(price.id, { expand: ['product'] });
    assert.equal((expanded.product as Stripe.Product).name, 'Dữ liệu giao thông');
    const session = await stripe.checkout.sessions.create({
      mode: 'payment',
      customer: customer.id,
      line_items: [{ price: price.id, quantity: 3 }],
      success_url: 'http://localhost/done',
      expand: ['line_items', 'customer'],
    });
    assert.equal(session.amount_total, 75_000);
    assert.equal(session.line_items?.data[0]?.description, 'Dữ liệu giao thông');
    assert.equal((session.customer as Stripe.Customer).name, 'Bình');
    assert.equal((await stripe.customers.del(customer.id)).deleted, true);
    assert.equal((await stripe.customers.retrieve(customer.id)).deleted, true);
    assert.equal((await stripe.customers.list()).data.length, 0);
    await stripe.products.del(product.id);
    assert.equal((await refusal(stripe.products.retrieve(product.id))).statusCode, 404);
  });

  it('expands lists and ids within ids, four levels deep', async () => {
    const { latest_charge } = await standIn.pay(30_000, 'visa');
    await stripe.refunds.create({ charge: latest_charge.id });
    const expand = ['data.charge.payment_intent.latest_charge', 'data.balance_transaction'];
    const [refund] = (await stripe.refunds.list({ limit: 1, expand })).data;
    assert.ok(refund);
    const intent = (refund.charge as Stripe.Charge).payment_intent as Stripe.PaymentIntent;
    assert.equal((intent.latest_charge as Stripe.Charge).id, latest_charge.id);
    assert.equal((refund.balance_transaction as Stripe.BalanceTransaction).net, -30_000);
    const deep = stripe.refunds.list({ expand: ['data.charge.payment_intent.latest_charge.payment_intent'] });
    assert.equal((await refusal(deep)).param, 'expand');
  });

  it('names the request and its key in the events it causes', async () => {
    const customer = await stripe.customers.create({ name: 'A' }, { idempotencyKey: 'customer:1' });
    const [event] = await standIn.news();
    assert.deepEqual(event?.request, { id: customer.lastResponse.requestId, idempotency_key: 'customer:1' });
    const one = await stripe.events.retrieve(event?.id ?? '');
    assert.deepEqual(one.data.object, { ...customer });
  });

  it('echoes the version it is asked in, and refuses what is no version', async () => {
    const ask = (version: string) =>
      fetch(`${standIn.origin}/v1/balance`, {
        headers: { authorization: 'Bearer sk_test_x', 'stripe-version': version },
      });
    assert.equal((await ask('2024-06-20')).headers.get('stripe-version'), '2024-06-20');
    assert.equal((await ask('yesterday')).status, 400);
  });

  describe('connected accounts', () => {
    const wanted = { recipient: { capabilities: { stripe_balance: { stripe_transfers: { requested: true } } } } };

    it('of version 2 show the parts that are asked for, and are onboarded on a hosted page', async () => {
      const include = ['configuration.recipient', 'defaults', 'identity', 'requirements'] as const;
      const account = await stripe.v2.core.accounts.create({
        contact_email: 'ke-toan@example.vn',
        display_name: 'Trung tâm dữ liệu',
        dashboard: 'express',
        identity: { country: 'VN', entity_type: 'company' },
        defaults: { responsibilities: { fees_collector: 'application', losses_collector: 'application' } },
        configuration: wanted,
        metadata: { organisation: 'org_1' },
        include: [...include],
      });
      assert.deepEqual([account.object, account.applied_configurations], ['v2.core.account', ['recipient']]);
      const transfersOf = (one: Stripe.V2.Core.Account) =>
        one.configuration?.recipient?.capabilities?.stripe_balance?.stripe_transfers?.status;
      assert.equal(transfersOf(account), 'restricted');
      assert.equal(account.requirements?.summary?.minimum_deadline?.status, 'past_due');
      assert.equal(account.defaults?.responsibilities?.losses_collector, 'application');
      const short = await stripe.v2.core.accounts.retrieve(account.id);
      assert.deepEqual([short.configuration, short.identity, short.requirements], [null, null, null]);

      const use_case = {
        type: 'account_onboarding',
        account_onboarding: { refresh_url: 'http://localhost/again', return_url: 'http://localhost/back' },
      } as const;
      const link = await stripe.v2.core.accountLinks.create({ account: account.id, use_case });
      assert.equal(link.account, account.id);
      const page = link.url.replace('http://localhost:3000/sandbox/stripe', standIn.origin);
      const html = await (await fetch(`${page}?lang=en`)).text();
      assert.match(html, /<html lang="en">/);
      const body = new URLSearchParams({ account_number: '000123456789' });
      const send = () => fetch(page, { method: 'POST', body, redirect: 'manual' });
      assert.equal((await send()).headers.get('location'), 'http://localhost/back');
      assert.equal((await send()).headers.get('location'), 'http://localhost/again');

      const ready = await stripe.v2.core.accounts.retrieve(account.id, { include: [...include] });
      assert.equal(transfersOf(ready), 'active');
      assert.deepEqual(ready.requirements?.entries, []);
      const banks = await stripe.accounts.listExternalAccounts(account.id);
      assert.equal(banks.data[0]?.last4, '6789');
      const told = (await stripe.events.list({}, { stripeAccount: account.id })).data;
      assert.deepEqual(types(told), ['capability.updated', 'account.updated']);
      assert.equal(told[0]?.account, account.id);

      const renamed = await stripe.v2.core.accounts.update(account.id, { display_name: 'Mới', metadata: { x: '1' } });
      assert.deepEqual([renamed.display_name, renamed.metadata], ['Mới', { organisation: 'org_1', x: '1' }]);
      const old = await stripe.accounts.retrieve(account.id);
      assert.deepEqual([old.capabilities?.transfers, old.payouts_enabled], ['active', true]);
    });

    it('of version 2 are listed page by page, and refused in version 2’s words', async () => {
      for (let index = 0; index < 3; index += 1) await stripe.v2.core.accounts.create({ display_name: `A${index}` });
      const all = await stripe.v2.core.accounts.list({ limit: 2 }).autoPagingToArray({ limit: 100 });
      assert.ok(all.length >= 3);
      assert.equal(new Set(all.map(({ id }) => id)).size, all.length);
      const missing = await refusal(stripe.v2.core.accounts.retrieve('acct_nobody'));
      assert.deepEqual([missing.statusCode, missing.code], [404, 'not_found']);
      const unknown = await refusal(stripe.v2.core.accounts.create({ nickname: 'x' } as never));
      assert.equal(unknown.statusCode, 400);
      const idempotencyKey = 'account:1';
      const one = await stripe.v2.core.accounts.create({ display_name: 'Once' }, { idempotencyKey });
      assert.equal((await stripe.v2.core.accounts.create({ display_name: 'Once' }, { idempotencyKey })).id, one.id);
      assert.equal((await stripe.v2.core.accounts.close(one.id)).closed, true);
    });

    it('see only their own, and nobody acts for one that is not there', async () => {
      const account = await stripe.accounts.create({ country: 'VN', email: 'x@example.vn' });
      const within = { stripeAccount: account.id };
      await stripe.customers.create({ name: 'Của họ' }, within);
      assert.equal((await stripe.customers.list({}, within)).data.length, 1);
      const ours = (await stripe.customers.list()).data.map(({ name }) => name);
      assert.ok(!ours.includes('Của họ'));
      const foreign = await refusal(stripe.customers.list({}, { stripeAccount: 'acct_nobody' }));
      assert.deepEqual([foreign.statusCode, foreign.code], [403, 'account_invalid']);
      assert.equal((await stripe.accounts.del(account.id)).deleted, true);
      assert.equal((await refusal(stripe.customers.list({}, within))).statusCode, 403);
    });
  });

  describe('webhook endpoints', () => {
    let server: Server;
    let url: string;
    const received: { path: string; event: Stripe.Event }[] = [];
    const secrets: Record<string, string> = {};
    let refuse = 0;

    before(async () => {
      const app = express();
      app.post('/:name', express.raw({ type: () => true }), (req, res) => {
        const path = String(req.params.name);
        const signature = String(req.get('stripe-signature'));
        const event = stripe.webhooks.constructEvent(req.body, signature, secrets[path] ?? '');
        refuse -= 1;
        if (refuse >= 0) return void res.status(500).end();
        received.push({ path, event });
        res.end();
      });
      server = createServer(app);
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    });

    after(() => {
      server.closeAllConnections();
      server.close();
    });

    async function until(count: number): Promise<void> {
      for (const end = Date.now() + 20_000; received.length < count; ) {
        if (Date.now() > end) throw new Error(`${received.length} of ${count} events came.`);
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    }

    it('get the kinds they want, each signed with their own secret, again until accepted', async () => {
      const make = async (
        name: string,
        enabled_events: Stripe.WebhookEndpointCreateParams.EnabledEvent[],
        connect = false,
      ) => {
        const endpoint = await stripe.webhookEndpoints.create({ url: `${url}/${name}`, enabled_events, connect });
        assert.match(endpoint.secret ?? '', /^whsec_/);
        secrets[name] = endpoint.secret ?? '';
        return endpoint.id;
      };
      const some = await make('some', ['customer.created']);
      const everything = await make('everything', ['*']);
      await make('connected', ['*'], true);
      const shown = await stripe.webhookEndpoints.retrieve(some);
      assert.equal(shown.secret, undefined);
      assert.equal((await stripe.webhookEndpoints.list()).data.length, 3);
      refuse = 2;
      const customer = await stripe.customers.create({ name: 'A' });
      await stripe.customers.update(customer.id, { name: 'B' });
      await until(3);
      const account = await stripe.accounts.create({});
      await stripe.customers.create({ name: 'C' }, { stripeAccount: account.id });
      await until(4);
      assert.deepEqual(received.map(({ path, event }) => `${path} ${event.type}`).sort(), [
        'connected customer.created',
        'everything customer.created',
        'everything customer.updated',
        'some customer.created',
      ]);
      assert.equal(received.find(({ path }) => path === 'connected')?.event.account, account.id);

      await stripe.webhookEndpoints.update(everything, { disabled: true });
      assert.equal((await stripe.webhookEndpoints.del(some)).deleted, true);
      await stripe.customers.create({ name: 'D' });
      assert.equal((await stripe.webhookEndpoints.list()).data.length, 2);
      const resend = await fetch(`${standIn.origin}/v1/events/${received[0]?.event.id}/retry`, {
        method: 'POST',
        headers: { authorization: 'Bearer sk_test_x' },
      });
      assert.equal(resend.status, 200);
      await until(5);
      assert.equal(received.length, 5);
    });
  });
});
