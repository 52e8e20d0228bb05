import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import express from 'express';
import Stripe from 'stripe';
import { checkoutProxy } from '../../server/sandbox/stripe/proxy.js';
import { type StripeSandbox, startStripeSandbox } from '../../server/sandbox/stripe/server.js';
import { checkedClient } from '../stripe/schemas.js';

const SECRET = 'whsec_test_secret';
const SERVER_MODULE = new URL('../../server/sandbox/stripe/server.js', import.meta.url).href;
const CARDS = {
  pays: '4242 4242 4242 4242',
  declined: '4000000000000002',
  poor: '4000000000009995',
  asks3ds: '4000002500003155',
};

type Receiver = { url: string; events: Stripe.Event[]; answers: number[]; server: Server };

describe('the local Stripe stand-in', () => {
  let dataDir: string;
  let sandbox: StripeSandbox;
  let stripe: Stripe;
  let receiver: Receiver;
  let clockOffset = 0;

  before(async () => {
    receiver = await startReceiver();
  });

  after(async () => {
    await close(receiver.server);
  });

  beforeEach(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'stripe-stand-in-'));
    clockOffset = 0;
    receiver.events.length = 0;
    receiver.answers.length = 0;
    await start();
  });

  afterEach(async () => {
    await sandbox.stop();
    rmSync(dataDir, { recursive: true });
  });

  async function start(port = 0): Promise<void> {
    sandbox = await startStripeSandbox({
      dataDir,
      port,
      checkoutBaseUrl: 'http://localhost:3000/sandbox/stripe',
      webhookUrl: receiver.url,
      webhookSecret: SECRET,
      log: () => {},
      retryDelaysMs: [20, 40],
      now: () => Math.floor(Date.now() / 1000) + clockOffset,
    });
    stripe = sdk('sk_test_x');
  }

  function sdk(key: string): Stripe {
    const { port } = new URL(sandbox.origin);
    const options = { host: '127.0.0.1', port, protocol: 'http', telemetry: false, maxNetworkRetries: 0 } as const;
    return new Stripe(key, { ...options, httpClient: checkedClient() });
  }

  function newSession(amount = 1_234_567, more: Partial<Stripe.Checkout.SessionCreateParams> = {}) {
    return stripe.checkout.sessions.create({
      mode: 'payment',
      line_items: [
        {
          price_data: { currency: 'vnd', unit_amount: amount, product_data: { name: 'Dữ liệu <thời tiết>' } },
          quantity: 1,
        },
      ],
      success_url: 'http://localhost:3000/done?session={CHECKOUT_SESSION_ID}',
      cancel_url: 'http://localhost:3000/order?a=1&b=2',
      metadata: { order: 'ord_1' },
      payment_intent_data: { description: 'Order 1', metadata: { order: 'ord_1' }, transfer_group: 'ord_1' },
      ...more,
    });
  }

  function submit(sessionId: string, card: string, fields: Record<string, string> = {}): Promise<Response> {
    return fetch(`${sandbox.origin}/c/pay/${sessionId}`, {
      method: 'POST',
      redirect: 'manual',
      body: new URLSearchParams({
        card_number: card,
        exp_month: '12',
        exp_year: '40',
        cvc: '123',
        name: 'Nguyễn An',
        ...fields,
      }),
    });
  }

  async function paidSession(amount?: number) {
    const session = await newSession(amount);
    assert.equal((await submit(session.id, CARDS.pays)).status, 303);
    return stripe.checkout.sessions.retrieve(session.id);
  }

  async function typesOfEvents(): Promise<string[]> {
    return (await stripe.events.list({ limit: 100 })).data.map((event) => event.type).reverse();
  }

  describe('paying', () => {
    it('takes the whole amount with 4242 and sends the buyer to the success page', async () => {
      const session = await newSession();
      assert.equal(session.status, 'open');
      assert.equal(session.payment_intent, null);
      assert.equal(session.url, `http://localhost:3000/sandbox/stripe/c/pay/${session.id}`);

      const answer = await submit(session.id, CARDS.pays);
      assert.equal(answer.status, 303);
      assert.equal(answer.headers.get('location'), `http://localhost:3000/done?session=${session.id}`);

      const paid = await stripe.checkout.sessions.retrieve(session.id, {
        expand: ['payment_intent.latest_charge.balance_transaction', 'line_items'],
      });
      assert.deepEqual([paid.status, paid.payment_status, paid.url], ['complete', 'paid', null]);
      assert.deepEqual(paid.metadata, { order: 'ord_1' });
      assert.equal(paid.line_items?.data[0]?.amount_total, 1_234_567);
      const intent = paid.payment_intent as Stripe.PaymentIntent;
      assert.deepEqual([intent.status, intent.amount_received, intent.currency], ['succeeded', 1_234_567, 'vnd']);
      assert.deepEqual([intent.description, intent.transfer_group], ['Order 1', 'ord_1']);
      const charge = intent.latest_charge as Stripe.Charge;
      assert.deepEqual([charge.status, charge.paid, charge.amount_refunded], ['succeeded', true, 0]);
      assert.equal(charge.payment_method_details?.card?.last4, '4242');
      const booked = charge.balance_transaction as Stripe.BalanceTransaction;
      assert.equal(booked.fee, Math.round(1_234_567 * 0.034) + 5_000);
      assert.equal(booked.net, 1_234_567 - booked.fee);
      assert.equal(booked.status, 'pending');
      assert.deepEqual(await typesOfEvents(), [
        'payment_intent.created',
        'charge.succeeded',
        'payment_intent.succeeded',
        'checkout.session.completed',
      ]);
    });

    for (const [card, reason, text] of [
      [CARDS.declined, 'generic_decline', 'Thẻ bị từ chối'],
      [CARDS.poor, 'insufficient_funds', 'không đủ số dư'],
      ['5555555555554444', 'test_mode_live_card', 'chỉ nhận thẻ thử nghiệm'],
    ] as const) {
      it(`declines ${card} as ${reason}, says so, and leaves the session open for another card`, async () => {
        const { id } = await newSession();
        const answer = await submit(id, card);
        assert.equal(answer.status, 402);
        assert.match(await answer.text(), new RegExp(text));
        const open = await stripe.checkout.sessions.retrieve(id, { expand: ['payment_intent.latest_charge'] });
        assert.deepEqual([open.status, open.payment_status], ['open', 'unpaid']);
        const intent = open.payment_intent as Stripe.PaymentIntent;
        assert.equal(intent.status, 'requires_payment_method');
        assert.deepEqual(
          [intent.last_payment_error?.code, intent.last_payment_error?.decline_code],
          ['card_declined', reason],
        );
        const charge = intent.latest_charge as Stripe.Charge;
        assert.deepEqual(
          [charge.status, charge.failure_code, charge.balance_transaction],
          ['failed', 'card_declined', null],
        );
        assert.deepEqual((await typesOfEvents()).slice(1), ['charge.failed', 'payment_intent.payment_failed']);

        assert.equal((await submit(id, CARDS.pays)).status, 303);
        assert.equal((await stripe.paymentIntents.list()).data.length, 1);
        assert.equal((await stripe.balanceTransactions.list()).data.length, 1);
      });
    }

    it('refuses a wrong number, a past expiry and a bad CVC before any charge', async () => {
      const { id } = await newSession();
      const tries: [Record<string, string>, RegExp][] = [
        [{ card_number: '4242424242424241' }, /card number is incorrect/],
        [{ card_number: '' }, /card number is incorrect/],
        [{ exp_month: '01', exp_year: '20' }, /expiry date is invalid/],
        [{ exp_month: '13' }, /expiry date is invalid/],
        [{ exp_year: 'soon' }, /expiry date is invalid/],
        [{ cvc: '12' }, /CVC must have/],
      ];
      for (const [fields, text] of tries) {
        const answer = await fetch(`${sandbox.origin}/c/pay/${id}?lang=en`, {
          method: 'POST',
          body: new URLSearchParams({
            card_number: CARDS.pays,
            exp_month: '1',
            exp_year: '2040',
            cvc: '123',
            ...fields,
          }),
        });
        assert.equal(answer.status, 402);
        assert.match(await answer.text(), text);
      }
      assert.deepEqual(await typesOfEvents(), []);
    });

    it('charges once when the form is sent ten times at once and again later', async () => {
      const { id } = await newSession();
      const answers = await Promise.all(Array.from({ length: 10 }, () => submit(id, CARDS.pays)));
      assert.deepEqual(new Set(answers.map((answer) => answer.status)), new Set([303]));
      assert.equal(
        (await submit(id, CARDS.declined)).headers.get('location'),
        `http://localhost:3000/done?session=${id}`,
      );
      assert.equal((await stripe.charges.list()).data.length, 1);
      assert.equal((await stripe.events.list({ type: 'checkout.session.completed' })).data.length, 1);
    });

    it('asks for 3-D Secure and pays when it is completed', async () => {
      const { id } = await newSession();
      const asked = await submit(id, CARDS.asks3ds);
      assert.equal(asked.status, 303);
      const step = new URL(asked.headers.get('location') ?? '', `${sandbox.origin}/c/pay/${id}`);
      assert.equal(step.pathname, `/c/pay/${id}/3ds`);
      const page = await (await fetch(step)).text();
      assert.match(page, /name="outcome" value="complete"/);
      assert.match(page, /name="outcome" value="fail"/);
      const waiting = await stripe.checkout.sessions.retrieve(id, { expand: ['payment_intent'] });
      assert.equal((waiting.payment_intent as Stripe.PaymentIntent).status, 'requires_action');
      assert.equal((await stripe.charges.list()).data.length, 0);

      const finish = () =>
        fetch(step, { method: 'POST', redirect: 'manual', body: new URLSearchParams({ outcome: 'complete' }) });
      const answers = await Promise.all([finish(), finish(), finish()]);
      for (const done of answers) {
        assert.equal(done.status, 303);
        assert.equal(done.headers.get('location'), `http://localhost:3000/done?session=${id}`);
      }
      const [charge, ...others] = (await stripe.charges.list()).data;
      assert.deepEqual([charge?.payment_method_details?.card?.last4, others.length], ['3155', 0]);
    });

    it('declines when 3-D Secure fails, and the form on that page leads back to the session', async () => {
      const { id } = await newSession();
      await submit(id, CARDS.asks3ds);
      const step = `${sandbox.origin}/c/pay/${id}/3ds`;
      const failed = await fetch(step, { method: 'POST', body: new URLSearchParams({ outcome: 'fail' }) });
      assert.equal(failed.status, 402);
      const html = await failed.text();
      assert.match(html, /3-D Secure không thành công/);
      const action = /action="([^"]+)"/.exec(html)?.[1] ?? '';
      assert.equal(new URL(action, step).pathname, `/c/pay/${id}`);
      const session = await stripe.checkout.sessions.retrieve(id, { expand: ['payment_intent'] });
      const intent = session.payment_intent as Stripe.PaymentIntent;
      assert.equal(intent.last_payment_error?.code, 'payment_intent_authentication_failure');
      assert.equal((await stripe.charges.list()).data.length, 0);
      assert.equal((await submit(id, CARDS.pays)).status, 303);
    });
  });

  describe('the hosted page', () => {
    it('shows what is bought, the amount in đồng and that no money is real, in both languages', async () => {
      const { id } = await newSession();
      const page = await fetch(`${sandbox.origin}/c/pay/${id}`);
      assert.equal(page.status, 200);
      assert.match(page.headers.get('content-security-policy') ?? '', /default-src 'none'/);
      const html = await page.text();
      assert.match(html, /<html lang="vi">/);
      assert.match(html, /Mô phỏng Stripe – không có tiền thật/);
      assert.match(html, /1\.234\.567 ₫/);
      assert.match(html, /Dữ liệu &lt;thời tiết&gt;/);
      assert.match(html, /href="http:\/\/localhost:3000\/order\?a=1&amp;b=2"/);
      assert.doesNotMatch(html, /<script|src=|<link/);
      const english = await (await fetch(`${sandbox.origin}/c/pay/${id}?lang=en`)).text();
      assert.match(english, /<html lang="en">/);
      assert.match(english, /Stripe simulation – no real money/);
      assert.match(english, new RegExp(`action="${id}\\?lang=en"`));
    });

    it('answers 404 for an unknown session and 410 for an expired one', async () => {
      assert.equal((await fetch(`${sandbox.origin}/c/pay/cs_test_nope`)).status, 404);
      assert.equal((await submit('cs_test_nope', CARDS.pays)).status, 404);
      const { id } = await newSession();
      clockOffset = 24 * 60 * 60 + 1;
      assert.equal((await submit(id, CARDS.pays)).status, 410);
      assert.equal((await stripe.checkout.sessions.retrieve(id)).status, 'expired');
      assert.deepEqual(await typesOfEvents(), ['checkout.session.expired']);
    });

    it('works behind the proxy, which lets nothing but the page through', async () => {
      const app = express();
      app.use('/sandbox/stripe', checkoutProxy(sandbox.origin));
      const front = await listen(createServer(app));
      const base = `http://127.0.0.1:${(front.address() as AddressInfo).port}/sandbox/stripe`;
      const key = { authorization: 'Bearer sk_test_x' };
      const { id } = await newSession();
      try {
        assert.match(await (await fetch(`${base}/c/pay/${id}`)).text(), /1\.234\.567 ₫/);
        const form = new URLSearchParams({ card_number: CARDS.asks3ds, exp_month: '1', exp_year: '40', cvc: '123' });
        const asked = await fetch(`${base}/c/pay/${id}`, { method: 'POST', body: form, redirect: 'manual' });
        const step = new URL(asked.headers.get('location') ?? '', `${base}/c/pay/${id}`);
        assert.equal(step.pathname, `/sandbox/stripe/c/pay/${id}/3ds`);
        const body = new URLSearchParams({ outcome: 'complete' });
        const done = await fetch(step, { method: 'POST', body, redirect: 'manual' });
        assert.equal(done.headers.get('location'), `http://localhost:3000/done?session=${id}`);

        assert.equal((await fetch(`${base}/v1/charges`, { headers: key })).status, 404);
        assert.equal(await statusOf(`${base}/c/../v1/charges`, key), 404);
        assert.equal(await statusOf(`${base}/c/%2e%2e/v1/charges`, key), 404);
        assert.equal((await fetch(`${base}/c/pay/${id}`, { method: 'DELETE' })).status, 404);
        const large = await fetch(`${base}/c/pay/${id}`, { method: 'POST', body: 'a'.repeat(65 * 1024) });
        assert.equal(large.status, 413);
        await sandbox.stop();
        const down = await fetch(`${base}/c/pay/${id}`);
        assert.equal(down.status, 502);
        assert.match(await down.text(), /does not answer/);
      } finally {
        await close(front);
        await start();
      }
    });
  });

  describe('refunds', () => {
    it('refunds in part, then the rest, and books each on the balance', async () => {
      const session = await paidSession(100_000);
      const intent = session.payment_intent as string;
      const first = await stripe.refunds.create({
        payment_intent: intent,
        amount: 30_000,
        reason: 'requested_by_customer',
      });
      assert.deepEqual([first.amount, first.status, first.payment_intent], [30_000, 'succeeded', intent]);
      const rest = await stripe.refunds.create({
        charge: first.charge as string,
        expand: ['balance_transaction', 'charge'],
      });
      assert.equal(rest.amount, 70_000);
      assert.equal((rest.balance_transaction as Stripe.BalanceTransaction).net, -70_000);
      const charge = rest.charge as Stripe.Charge;
      assert.deepEqual([charge.amount_refunded, charge.refunded], [100_000, true]);
      assert.equal((await stripe.refunds.list({ payment_intent: intent })).data.length, 2);
      assert.deepEqual((await typesOfEvents()).slice(4), [
        'refund.created',
        'charge.refunded',
        'refund.created',
        'charge.refunded',
      ]);
      await rejects(stripe.refunds.create({ payment_intent: intent }), {
        code: 'charge_already_refunded',
        statusCode: 400,
      });
    });

    it('refuses to refund more than is left, or a payment that did not succeed', async () => {
      const session = await paidSession(100_000);
      const payment_intent = session.payment_intent as string;
      await stripe.refunds.create({ payment_intent, amount: 60_000 });
      await rejects(stripe.refunds.create({ payment_intent, amount: 40_001 }), { param: 'amount', statusCode: 400 });
      assert.equal((await stripe.refunds.list()).data.length, 1);
      const { id } = await newSession();
      await submit(id, CARDS.declined);
      const unpaid = (await stripe.checkout.sessions.retrieve(id)).payment_intent as string;
      await rejects(stripe.refunds.create({ payment_intent: unpaid }), { param: 'payment_intent', statusCode: 400 });
      await rejects(stripe.refunds.create({}), { code: 'parameter_missing', statusCode: 400 });
    });

    it('makes one refund of ten requests that race for more than there is', async () => {
      const session = await paidSession(100_000);
      const payment_intent = session.payment_intent as string;
      const tries = await Promise.allSettled(
        Array.from({ length: 10 }, () => stripe.refunds.create({ payment_intent, amount: 60_000 })),
      );
      assert.equal(tries.filter((attempt) => attempt.status === 'fulfilled').length, 1);
    });
  });

  describe('idempotency keys', () => {
    it('replays the first answer for the same parameters and refuses others', async () => {
      const session = await paidSession(100_000);
      const payment_intent = session.payment_intent as string;
      const idempotencyKey = 'refund:1';
      const first = await stripe.refunds.create({ payment_intent, amount: 10_000 }, { idempotencyKey });
      const again = await stripe.refunds.create({ amount: 10_000, payment_intent }, { idempotencyKey });
      assert.equal(again.id, first.id);
      assert.equal(again.lastResponse.headers['idempotent-replayed'], 'true');
      assert.equal(again.lastResponse.headers['original-request'], first.lastResponse.requestId);
      assert.equal(first.lastResponse.headers['idempotent-replayed'], undefined);
      await rejects(stripe.refunds.create({ payment_intent, amount: 10_001 }, { idempotencyKey }), {
        type: 'StripeIdempotencyError',
        statusCode: 400,
      });
      assert.equal((await stripe.refunds.list()).data.length, 1);
    });

    it('replays a refusal too, but not one for malformed parameters', async () => {
      const session = await paidSession(100_000);
      const payment_intent = session.payment_intent as string;
      const tooMuch = () => stripe.refunds.create({ payment_intent, amount: 100_001 }, { idempotencyKey: 'a' });
      const first = await rejects(tooMuch(), { param: 'amount' });
      const second = await rejects(tooMuch(), { param: 'amount' });
      assert.equal(second.headers?.['idempotent-replayed'], 'true');
      assert.equal(second.headers?.['original-request'], first.requestId);
      await rejects(stripe.refunds.create({ payment_intent, amount: 0 }, { idempotencyKey: 'b' }), {
        code: 'parameter_invalid_integer',
      });
      assert.equal((await stripe.refunds.create({ payment_intent, amount: 1 }, { idempotencyKey: 'b' })).amount, 1);
    });

    it('answers 409 while the first request with the key is still arriving', async () => {
      const body = new URLSearchParams({ payment_intent: (await paidSession()).payment_intent as string }).toString();
      const slow = request(`${sandbox.origin}/v1/refunds`, {
        method: 'POST',
        headers: { authorization: 'Bearer sk_test_x', 'idempotency-key': 'slow', 'content-length': body.length },
      });
      const answered = new Promise<number | undefined>((resolve, reject) => {
        slow.once('error', reject);
        slow.once('response', (response) => {
          response.resume();
          resolve(response.statusCode);
        });
      });
      slow.write(body.slice(0, 5));
      // Malformed on purpose: if it comes first, its refusal is not kept under the key.
      const meanwhile = () => stripe.refunds.create({ amount: 0 }, { idempotencyKey: 'slow' });
      await until(async () => (await rejects(meanwhile(), {})).statusCode === 409 || undefined);
      slow.end(body.slice(5));
      assert.equal(await answered, 200);
    });
  });

  describe('refusals in Stripe’s shape', () => {
    it('wants a test key', async () => {
      await rejects(sdk('sk_live_x').charges.list(), { type: 'StripeAuthenticationError', statusCode: 401 });
      const bare = await fetch(`${sandbox.origin}/v1/charges`);
      assert.equal(bare.status, 401);
      const { error } = (await bare.json()) as { error: { type: string; message: string } };
      assert.equal(error.type, 'invalid_request_error');
      assert.match(bare.headers.get('request-id') ?? '', /^req_/);
      assert.equal(bare.headers.get('stripe-version'), '2026-10-28.endive');
    });

    it('names the unknown, missing or malformed parameter and stores nothing', async () => {
      const cases: [object, object][] = [
        [{ payment_method_types: ['card'] }, { code: 'parameter_unknown', param: 'payment_method_types' }],
        [{ line_items: undefined }, { code: 'parameter_missing', param: 'line_items' }],
        [{ success_url: undefined }, { code: 'parameter_missing', param: 'success_url' }],
        [{ success_url: 'javascript:alert(1)' }, { code: 'url_invalid', param: 'success_url' }],
        [{ mode: 'subscription' }, { param: 'mode' }],
        [{ discounts: [{ coupon: 'x' }] }, { param: 'discounts' }],
        [{ expires_at: 1 }, { param: 'expires_at' }],
        [{ metadata: { a: { b: 'c' } } }, { param: 'metadata[a]' }],
      ];
      for (const amount of [0, -5, 1.5, '1e3', 'ten', 1e15]) {
        cases.push([
          { line_items: [{ price_data: { currency: 'vnd', unit_amount: amount, product_data: { name: 'A' } } }] },
          { code: 'parameter_invalid_integer', param: 'line_items[0][price_data][unit_amount]' },
        ]);
      }
      cases.push([
        { line_items: [{ price_data: { currency: 'xyz', unit_amount: 1, product_data: { name: 'A' } } }] },
        { param: 'line_items[0][price_data][currency]' },
      ]);
      for (const [change, expected] of cases) {
        await rejects(newSession(1, change), { type: 'StripeInvalidRequestError', statusCode: 400, ...expected });
      }
      await rejects(stripe.charges.list({ limit: 101 }), { code: 'parameter_invalid_integer', param: 'limit' });
      assert.equal((await stripe.checkout.sessions.list()).data.length, 0);
    });

    it('answers 404 resource_missing for what is not there, and 400 for what cannot be expanded', async () => {
      const missing = { code: 'resource_missing', statusCode: 404, type: 'StripeInvalidRequestError' };
      await rejects(stripe.checkout.sessions.retrieve('cs_x'), missing);
      await rejects(stripe.paymentIntents.retrieve('pi_x'), missing);
      await rejects(stripe.charges.retrieve('ch_x'), missing);
      await rejects(stripe.refunds.retrieve('re_x'), missing);
      await rejects(stripe.events.retrieve('evt_x'), missing);
      await rejects(stripe.balanceTransactions.retrieve('txn_x'), missing);
      await rejects(stripe.refunds.create({ charge: 'ch_x' }), { ...missing, statusCode: 400, param: 'charge' });
      await rejects(stripe.coupons.list(), { statusCode: 404 });
      const { id } = await newSession();
      await rejects(stripe.checkout.sessions.retrieve(id, { expand: ['metadata'] }), {
        param: 'expand',
        statusCode: 400,
      });
      assert.equal((await stripe.checkout.sessions.listLineItems(id)).data[0]?.description, 'Dữ liệu <thời tiết>');
    });

    it('expires an open session once, and not a paid one', async () => {
      const { id } = await newSession();
      await submit(id, CARDS.declined);
      const expired = await stripe.checkout.sessions.expire(id, { expand: ['payment_intent'] });
      assert.equal(expired.status, 'expired');
      assert.equal((expired.payment_intent as Stripe.PaymentIntent).status, 'canceled');
      await rejects(stripe.checkout.sessions.expire(id), { statusCode: 400 });
      assert.equal((await submit(id, CARDS.pays)).status, 410);
      await rejects(stripe.checkout.sessions.expire((await paidSession()).id), { statusCode: 400 });
    });
  });

  it('pages through lists in both directions, newest first', async () => {
    const ids: string[] = [];
    for (let index = 0; index < 5; index += 1) ids.unshift((await newSession(1000 + index)).id);
    const first = await stripe.checkout.sessions.list({ limit: 2 });
    assert.deepEqual([first.data.map((session) => session.id), first.has_more], [ids.slice(0, 2), true]);
    const last = await stripe.checkout.sessions.list({ limit: 3, starting_after: ids[1] ?? '' });
    assert.deepEqual([last.data.map((session) => session.id), last.has_more], [ids.slice(2), false]);
    const back = await stripe.checkout.sessions.list({ limit: 2, ending_before: ids[3] ?? '' });
    assert.deepEqual([back.data.map((session) => session.id), back.has_more], [ids.slice(1, 3), true]);
    const all = await stripe.checkout.sessions.list({ limit: 2 }).autoPagingToArray({ limit: 100 });
    assert.deepEqual(
      all.map((session) => session.id),
      ids,
    );
    await rejects(stripe.checkout.sessions.list({ starting_after: 'cs_x' }), {
      code: 'resource_missing',
      statusCode: 400,
    });
    const future = Math.floor(Date.now() / 1000) + 60;
    assert.equal((await stripe.checkout.sessions.list({ created: { gte: future } })).data.length, 0);
  });

  describe('webhooks', () => {
    it('delivers every event signed, and again after a 500 until it is accepted', async () => {
      receiver.answers.push(500, 500);
      const session = await paidSession();
      await until(async () => receiver.events.length >= 4 || undefined);
      await until(async () => (await pendingWebhooks()) === 0 || undefined);
      const types = receiver.events.map((event) => event.type).sort();
      assert.deepEqual(types, (await typesOfEvents()).sort());
      const completed = receiver.events.find((event) => event.type === 'checkout.session.completed');
      assert.ok(completed?.type === 'checkout.session.completed');
      assert.equal(completed.data.object.id, session.id);
      assert.equal(completed.data.object.payment_status, 'paid');
      assert.equal(receiver.answers.length, 0);
    });

    it('delivers after a restart what was still pending', async () => {
      receiver.answers.push(...Array.from({ length: 1000 }, () => 503));
      const session = await paidSession();
      await until(async () => receiver.answers.length < 990 || undefined);
      await sandbox.stop();
      assert.equal(receiver.events.length, 0);
      receiver.answers.length = 0;
      await start();
      await until(async () => new Set(receiver.events.map((event) => event.id)).size === 4 || undefined);
      await until(async () => (await pendingWebhooks()) === 0 || undefined);
      assert.ok(receiver.events.some((event) => event.type === 'checkout.session.completed'));
      assert.equal((await stripe.checkout.sessions.retrieve(session.id)).payment_status, 'paid');
    });

    async function pendingWebhooks(): Promise<number> {
      const { data } = await stripe.events.list({ limit: 100 });
      return data.reduce((sum, event) => sum + event.pending_webhooks, 0);
    }
  });

  describe('the journal', () => {
    it('keeps everything over a restart, idempotency keys included', async () => {
      const session = await paidSession(100_000);
      const payment_intent = session.payment_intent as string;
      const idempotencyKey = 'kept';
      const refund = await stripe.refunds.create({ payment_intent, amount: 1_000 }, { idempotencyKey });
      const before = await snapshot();
      await sandbox.stop();
      await start();
      assert.deepEqual(await snapshot(), before);
      const again = await stripe.refunds.create({ payment_intent, amount: 1_000 }, { idempotencyKey });
      assert.equal(again.id, refund.id);
    });

    it('cuts off a torn last line and goes on', async () => {
      await paidSession(100_000);
      await until(async () => receiver.events.length === 4 || undefined);
      const before = await snapshot();
      await sandbox.stop();
      appendFileSync(join(dataDir, 'journal.jsonl'), '{"put":[{"id":"ch_torn","object":"charge","amo');
      await start();
      assert.deepEqual(await snapshot(), before);
      const session = await paidSession(5_000);
      await sandbox.stop();
      await start();
      assert.equal((await stripe.checkout.sessions.retrieve(session.id)).payment_status, 'paid');
    });

    it('survives kill -9 right after a payment, webhooks included', async () => {
      await sandbox.stop();
      const port = await freePort();
      const options = {
        dataDir,
        port,
        checkoutBaseUrl: 'http://x',
        webhookUrl: 'http://127.0.0.1:9/',
        webhookSecret: SECRET,
      };
      const code = `import { startStripeSandbox } from ${JSON.stringify(SERVER_MODULE)};
        await startStripeSandbox({ ...${JSON.stringify(options)}, log: () => {} });
        console.log('ready');`;
      const child = spawn(process.execPath, ['--input-type=module', '-e', code], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      await once(child.stdout, 'data');
      sandbox = { ...sandbox, origin: `http://127.0.0.1:${port}` };
      stripe = sdk('sk_test_x');
      const { id } = await newSession();
      assert.equal((await submit(id, CARDS.pays)).status, 303);
      child.kill('SIGKILL');
      await once(child, 'exit');

      await start(port);
      assert.equal((await stripe.checkout.sessions.retrieve(id)).payment_status, 'paid');
      assert.equal((await stripe.charges.list()).data.length, 1);
      await until(
        async () => receiver.events.some((event) => event.type === 'checkout.session.completed') || undefined,
      );
    });

    it('refuses to start on a journal damaged in the middle', async () => {
      await newSession();
      await sandbox.stop();
      const path = join(dataDir, 'journal.jsonl');
      const sound = readFileSync(path, 'utf8');
      writeFileSync(path, `not json\n${sound}`);
      await assert.rejects(start(), /journal is damaged/);
      writeFileSync(path, sound);
      await start();
      assert.equal((await stripe.checkout.sessions.list()).data.length, 1);
    });

    async function snapshot() {
      const sessions = await stripe.checkout.sessions.list();
      const charges = await stripe.charges.list({ expand: ['data.balance_transaction', 'data.payment_intent'] });
      const refunds = await stripe.refunds.list();
      const events = await stripe.events.list();
      return [sessions.data, charges.data, refunds.data, events.data.map(({ pending_webhooks: _, ...event }) => event)];
    }
  });

  it('shares the port within one installation and names the trouble with anyone else', async () => {
    const port = Number(new URL(sandbox.origin).port);
    const options = {
      port,
      checkoutBaseUrl: 'http://localhost:3000/sandbox/stripe',
      webhookUrl: receiver.url,
      webhookSecret: SECRET,
      log: () => {},
    };
    const second = await startStripeSandbox({ ...options, dataDir });
    assert.deepEqual([second.owned, second.origin], [false, sandbox.origin]);
    await second.stop();
    assert.equal((await newSession()).status, 'open');
    const foreign = mkdtempSync(join(tmpdir(), 'stripe-stand-in-'));
    await assert.rejects(
      startStripeSandbox({ ...options, dataDir: foreign }),
      /is taken by the Stripe stand-in of another/,
    );
    rmSync(foreign, { recursive: true });
  });
});

/** A webhook endpoint that checks signatures as the application does; it gives `answers` first, then 200. */
async function startReceiver(): Promise<Receiver> {
  const app = express();
  const events: Stripe.Event[] = [];
  const answers: number[] = [];
  const verifier = new Stripe('sk_test_x');
  app.post('/webhook', express.raw({ type: () => true }), (req, res) => {
    const event = verifier.webhooks.constructEvent(req.body, String(req.get('stripe-signature')), SECRET);
    const answer = answers.shift() ?? 200;
    if (answer === 200) events.push(event);
    res.status(answer).end();
  });
  const server = await listen(createServer(app));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhook`, events, answers, server };
}

function listen(server: Server): Promise<Server> {
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

async function freePort(): Promise<number> {
  const server = await listen(createServer());
  const { port } = server.address() as AddressInfo;
  await close(server);
  return port;
}

function close(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}

/** The status of a GET whose path is sent exactly as written. */
function statusOf(address: string, headers: Record<string, string>): Promise<number | undefined> {
  const [, origin = '', path = ''] = /^(http:\/\/[^/]+)(.*)$/.exec(address) ?? [];
  return new Promise((resolve, reject) => {
    const sent = request(origin, { path, headers, agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    sent.once('error', reject);
    sent.end();
  });
}

async function until<T>(look: () => Promise<T | undefined>): Promise<T> {
  for (const end = Date.now() + 20_000; Date.now() < end; ) {
    const seen = await look();
    if (seen !== undefined) return seen;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error('It did not happen within 20 seconds.');
}

/** The Stripe error of a promise that must fail with these fields. */
async function rejects(promise: Promise<unknown>, expected: object): Promise<Stripe.errors.StripeError> {
  try {
    await promise;
  } catch (error) {
    if (!(error instanceof Stripe.errors.StripeError)) throw error;
    const seen = Object.fromEntries(Object.keys(expected).map((key) => [key, error[key as keyof typeof error]]));
    assert.deepEqual(seen, expected, error.message);
    return error;
  }
  throw new assert.AssertionError({ message: `It should have failed with ${JSON.stringify(expected)}.` });
}
