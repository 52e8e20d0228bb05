import assert from 'node:assert/strict';
import type Stripe from 'stripe';
import { refusal, type StandIn, startStandIn, types } from '../stripe/stand-in.js';

const DAY = 24 * 60 * 60;

describe('the local Stripe stand-in’s money', () => {
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

  afterEach(async () => {
    await adds();
    for (const { id } of (await stripe.accounts.list({ limit: 100 })).data) await adds(id);
  });

  /** The balance is the sum of its transactions, for whomever. */
  async function adds(stripeAccount?: string): Promise<void> {
    const options = stripeAccount ? { stripeAccount } : {};
    const booked = await stripe.balanceTransactions
      .list({ limit: 100, currency: 'vnd' }, options)
      .autoPagingToArray({ limit: 10_000 });
    const sum = (status: string) =>
      booked.filter((entry) => entry.status === status).reduce((total, entry) => total + entry.net, 0);
    for (const entry of booked) assert.equal(entry.net, entry.amount - entry.fee);
    assert.deepEqual(await funds(options), [sum('available'), sum('pending')]);
  }

  async function funds(options: Stripe.RequestOptions = {}): Promise<[number, number]> {
    const balance = await stripe.balance.retrieve({}, options);
    const vnd = (rows: Stripe.Balance.Available[]) => rows.find(({ currency }) => currency === 'vnd')?.amount ?? 0;
    return [vnd(balance.available), vnd(balance.pending)];
  }

  async function booked(source: string, options: Stripe.RequestOptions = {}) {
    const { data } = await stripe.balanceTransactions.list({ source }, options);
    return data.map(({ type, net }) => [type, net]);
  }

  async function provider(): Promise<string> {
    const { id } = await stripe.v2.core.accounts.create({
      display_name: 'Nhà cung cấp',
      configuration: { recipient: { capabilities: { stripe_balance: { stripe_transfers: { requested: true } } } } },
    });
    await standIn.deed(`accounts/${id}/onboard`);
    return id;
  }

  it('holds a payment as pending until its midnight, and then tells that it is available', async () => {
    const paid = await standIn.pay(1_000_000, 'visa');
    const [available, pending] = await funds();
    assert.deepEqual([available, pending], [0, 1_000_000 - 39_000]);
    const [entry] = (await stripe.balanceTransactions.list({ source: paid.latest_charge.id })).data;
    assert.equal((entry?.available_on ?? 1) % DAY, 0);
    await standIn.advance(8 * DAY);
    assert.deepEqual(await funds(), [961_000, 0]);
    assert.ok(types(await standIn.news()).includes('balance.available'));
    const quick = await standIn.pay(10_000, 'bypassPending');
    assert.equal(
      (await stripe.balanceTransactions.list({ source: quick.latest_charge.id })).data[0]?.status,
      'available',
    );
  });

  describe('refunds', () => {
    it('of the special card come back: refund.failed, the money returns, and it can be refunded again', async () => {
      const paid = await standIn.pay(200_000, 'refundFail');
      const refund = await stripe.refunds.create({ payment_intent: paid.id, amount: 50_000 });
      assert.equal(refund.status, 'succeeded');
      await standIn.news();
      await standIn.advance(10 * 60);
      const failed = await stripe.refunds.retrieve(refund.id, { expand: ['failure_balance_transaction'] });
      assert.deepEqual([failed.status, failed.failure_reason], ['failed', 'expired_or_canceled_card']);
      assert.equal((failed.failure_balance_transaction as Stripe.BalanceTransaction).net, 50_000);
      assert.deepEqual(await booked(refund.id), [
        ['refund_failure', 50_000],
        ['refund', -50_000],
      ]);
      const events = await standIn.news();
      assert.deepEqual(types(events), ['refund.updated', 'refund.failed', 'charge.updated']);
      assert.deepEqual(events[0]?.data.previous_attributes, {
        failure_balance_transaction: null,
        failure_reason: null,
        status: 'succeeded',
      });
      assert.deepEqual(events[0]?.request, { id: null, idempotency_key: null });
      const charge = await stripe.charges.retrieve(paid.latest_charge.id);
      assert.deepEqual([charge.amount_refunded, charge.refunded], [0, false]);
      const again = await stripe.refunds.create({ payment_intent: paid.id });
      assert.equal(again.amount, 200_000);
      await standIn.advance(10 * 60);
      assert.equal((await stripe.refunds.retrieve(again.id)).status, 'failed');
    });

    it('of the slow card are pending first and arrive later', async () => {
      const paid = await standIn.pay(200_000, 'pendingRefund');
      const refund = await stripe.refunds.create({ payment_intent: paid.id });
      assert.equal(refund.status, 'pending');
      await standIn.news();
      await standIn.advance(10 * 60);
      assert.equal((await stripe.refunds.retrieve(refund.id)).status, 'succeeded');
      assert.deepEqual(types(await standIn.news()), ['refund.updated']);
    });

    it('that were made may still fail when the bank says so', async () => {
      const paid = await standIn.pay(80_000, 'visa');
      const refund = await stripe.refunds.create({ payment_intent: paid.id });
      await standIn.deed(`refunds/${refund.id}/fail`, { reason: 'lost_or_stolen_card' });
      const failed = await stripe.refunds.retrieve(refund.id);
      assert.deepEqual([failed.status, failed.failure_reason], ['failed', 'lost_or_stolen_card']);
    });
  });

  describe('disputes', () => {
    async function disputeOf(paid: { id: string }): Promise<Stripe.Dispute> {
      const [dispute] = (await stripe.disputes.list({ payment_intent: paid.id })).data;
      assert.ok(dispute);
      return dispute;
    }

    it('take the money and a fee at once, and give both back when they are won', async () => {
      const paid = await standIn.pay(1_000_000, 'createDispute');
      const opened = await disputeOf(paid);
      assert.deepEqual(
        [opened.status, opened.reason, opened.amount, opened.is_charge_refundable],
        ['needs_response', 'fraudulent', 1_000_000, false],
      );
      assert.deepEqual(types(await standIn.news()).slice(-2), [
        'charge.dispute.created',
        'charge.dispute.funds_withdrawn',
      ]);
      assert.deepEqual(await booked(opened.id), [['adjustment', -1_375_000]]);
      assert.equal((await stripe.charges.retrieve(paid.latest_charge.id)).disputed, true);
      assert.equal((await refusal(stripe.refunds.create({ payment_intent: paid.id }))).code, 'charge_disputed');

      const staged = await stripe.disputes.update(opened.id, {
        evidence: { product_description: 'Dữ liệu' },
        submit: false,
      });
      assert.deepEqual([staged.status, staged.evidence_details.has_evidence], ['needs_response', true]);
      const won = await stripe.disputes.update(opened.id, { evidence: { uncategorized_text: 'winning_evidence' } });
      assert.equal(won.status, 'won');
      assert.equal(won.evidence_details.submission_count, 1);
      assert.deepEqual(types(await standIn.news()), [
        'charge.dispute.updated',
        'charge.dispute.updated',
        'charge.dispute.funds_reinstated',
        'charge.dispute.closed',
      ]);
      assert.deepEqual(await booked(opened.id), [
        ['adjustment', 1_375_000],
        ['adjustment', -1_375_000],
      ]);
      assert.equal(won.balance_transactions.length, 2);
      assert.equal((await refusal(stripe.disputes.close(opened.id))).statusCode, 400);
    });

    it('are lost with losing evidence, by giving in, by silence, and by the bank after two months', async () => {
      const evidence = await disputeOf(await standIn.pay(100_000, 'createDisputeProductNotReceived'));
      assert.equal(evidence.reason, 'product_not_received');
      const text = { evidence: { uncategorized_text: 'losing_evidence' } };
      assert.equal((await stripe.disputes.update(evidence.id, text)).status, 'lost');
      const given = await disputeOf(await standIn.pay(100_000, 'createDispute'));
      assert.equal((await stripe.disputes.close(given.id)).status, 'lost');
      const silent = await disputeOf(await standIn.pay(100_000, 'createDispute'));
      const fought = await disputeOf(await standIn.pay(100_000, 'createDispute'));
      const sent = await stripe.disputes.update(fought.id, { evidence: { uncategorized_text: 'Đã giao hàng' } });
      assert.equal(sent.status, 'under_review');
      await standIn.news();
      await standIn.advance(10 * DAY);
      const after = await stripe.disputes.retrieve(silent.id);
      assert.deepEqual([after.status, after.evidence_details.past_due], ['lost', true]);
      assert.equal((await stripe.disputes.retrieve(fought.id)).status, 'under_review');
      await standIn.advance(60 * DAY);
      assert.equal((await stripe.disputes.retrieve(fought.id)).status, 'lost');
      const closed = (await standIn.news()).filter(({ type }) => type === 'charge.dispute.closed');
      assert.equal(closed.length, 2);
      assert.equal(closed[0]?.created, silent.evidence_details.due_by);
      assert.deepEqual(await booked(fought.id), [['adjustment', -475_000]]);
    });

    it('begin as inquiries that take nothing, and do so only when they are escalated', async () => {
      const closed = await disputeOf(await standIn.pay(100_000, 'createDisputeInquiry'));
      assert.deepEqual([closed.status, closed.is_charge_refundable], ['warning_needs_response', true]);
      assert.ok(!types(await standIn.news()).includes('charge.dispute.funds_withdrawn'));
      assert.deepEqual(await booked(closed.id), []);
      await standIn.advance(10 * DAY);
      assert.equal((await stripe.disputes.retrieve(closed.id)).status, 'warning_closed');

      const again = await disputeOf(await standIn.pay(100_000, 'createDisputeInquiry'));
      await standIn.news();
      const text = { evidence: { uncategorized_text: 'escalate_inquiry_evidence' } };
      assert.equal((await stripe.disputes.update(again.id, text)).status, 'needs_response');
      assert.deepEqual(types(await standIn.news()), [
        'charge.dispute.updated',
        'charge.dispute.updated',
        'charge.dispute.funds_withdrawn',
      ]);
      assert.deepEqual(await booked(again.id), [['adjustment', -475_000]]);
    });

    it('can be opened for any payment, in part, once; early warnings of fraud come before', async () => {
      const paid = await standIn.pay(300_000, 'visa');
      await standIn.deed(`charges/${paid.latest_charge.id}/dispute`, {
        reason: 'product_unacceptable',
        amount: '1000',
      });
      const dispute = await disputeOf(paid);
      assert.deepEqual([dispute.reason, dispute.amount], ['product_unacceptable', 1_000]);
      await assert.rejects(standIn.deed(`charges/${paid.latest_charge.id}/dispute`), /disputed already/);
      await standIn.deed(`disputes/${dispute.id}/win`);
      assert.equal((await stripe.disputes.retrieve(dispute.id)).status, 'won');

      const warned = await standIn.pay(10_000, 'createIssuerFraudRecord');
      assert.equal(types(await standIn.news()).at(-1), 'radar.early_fraud_warning.created');
      const [warning] = (await stripe.radar.earlyFraudWarnings.list({ payment_intent: warned.id })).data;
      assert.equal(warning?.charge, warned.latest_charge.id);
    });
  });

  describe('transfers', () => {
    it('hand on a charge’s money before it is available, in its group, and not more than there is', async () => {
      const destination = await provider();
      const paid = await standIn.pay(1_000_000, 'visa', { transfer_group: 'ord_1' });
      await standIn.news();
      const source = { currency: 'vnd', destination, source_transaction: paid.latest_charge.id };
      const transfer = await stripe.transfers.create({ ...source, amount: 900_000, metadata: { order: 'ord_1' } });
      assert.deepEqual(
        [transfer.transfer_group, transfer.reversed, transfer.destination],
        ['ord_1', false, destination],
      );
      assert.deepEqual(await booked(transfer.id), [['transfer', -900_000]]);
      const arrived = { stripeAccount: destination };
      assert.deepEqual(await funds(arrived), [0, 900_000]);
      const payment = await stripe.charges.retrieve(transfer.destination_payment as string, {}, arrived);
      assert.deepEqual([payment.source_transfer, payment.amount], [transfer.id, 900_000]);
      assert.deepEqual(types(await standIn.news()), ['transfer.created']);
      const own = await stripe.events.list({}, arrived);
      assert.deepEqual([own.data[0]?.type, own.data[0]?.account], ['charge.succeeded', destination]);

      const more = await refusal(stripe.transfers.create({ ...source, amount: 100_001 }));
      assert.match(more.message, /must not exceed the source amount/);
      assert.equal((await stripe.transfers.list({ transfer_group: 'ord_1' })).data.length, 1);
      await standIn.advance(8 * DAY);
      assert.deepEqual(await funds(arrived), [900_000, 0]);
    });

    it('without a source need available funds, and always a destination that may receive', async () => {
      const destination = await provider();
      const [available] = await funds();
      const poor = stripe.transfers.create({ amount: Math.max(0, available) + 1, currency: 'vnd', destination });
      assert.equal((await refusal(poor)).code, 'balance_insufficient');
      await stripe.topups.create({ amount: Math.max(0, -available) + 50_000, currency: 'vnd' });
      assert.equal((await stripe.transfers.create({ amount: 50_000, currency: 'vnd', destination })).amount, 50_000);
      await standIn.deed(`accounts/${destination}/restrict`);
      await stripe.topups.create({ amount: 10_000, currency: 'vnd' });
      const closed = await refusal(stripe.transfers.create({ amount: 1, currency: 'vnd', destination }));
      assert.equal(closed.code, 'insufficient_capabilities_for_transfer');
      const nowhere = await refusal(
        stripe.transfers.create({ amount: 1, currency: 'vnd', destination: 'acct_nobody' }),
      );
      assert.deepEqual([nowhere.code, nowhere.param], ['resource_missing', 'destination']);
    });

    it('are reversed in parts, while the account still has the money', async () => {
      const destination = await provider();
      const { latest_charge } = await standIn.pay(1_000_000, 'bypassPending');
      const source = { currency: 'vnd', destination, source_transaction: latest_charge.id };
      const transfer = await stripe.transfers.create({ ...source, amount: 800_000 });
      await standIn.news();
      const first = await stripe.transfers.createReversal(transfer.id, { amount: 300_000 });
      assert.equal(first.transfer, transfer.id);
      assert.deepEqual(await booked(first.id), [['transfer_refund', 300_000]]);
      const events = await standIn.news();
      assert.deepEqual(types(events), ['transfer.reversed']);
      const before = events[0]?.data.previous_attributes as Partial<Stripe.Transfer>;
      assert.equal(before.amount_reversed, 0);
      const now = await stripe.transfers.retrieve(transfer.id);
      assert.deepEqual([now.amount_reversed, now.reversed, now.reversals.data.length], [300_000, false, 1]);
      assert.deepEqual(await funds({ stripeAccount: destination }), [500_000, 0]);
      const tooMuch = await refusal(stripe.transfers.createReversal(transfer.id, { amount: 500_001 }));
      assert.equal(tooMuch.param, 'amount');

      const stripeAccount = destination;
      await stripe.payouts.create({ amount: 400_000, currency: 'vnd' }, { stripeAccount });
      const paidOut = await refusal(stripe.transfers.createReversal(transfer.id));
      assert.equal(paidOut.code, 'balance_insufficient');
      await stripe.transfers.createReversal(transfer.id, { amount: 100_000 });
      const list = await stripe.transfers.listReversals(transfer.id);
      assert.deepEqual(
        list.data.map(({ amount }) => amount),
        [100_000, 300_000],
      );
      // What was taken back may be handed on again.
      assert.equal((await stripe.transfers.create({ ...source, amount: 600_000 })).amount, 600_000);
    });
  });

  describe('payouts', () => {
    async function funded(bank = '000123456789'): Promise<Stripe.RequestOptions & { stripeAccount: string }> {
      const { id } = await stripe.v2.core.accounts.create({ display_name: 'Nhà cung cấp' });
      await standIn.deed(`accounts/${id}/onboard`, { account_number: bank });
      const { latest_charge } = await standIn.pay(500_000, 'bypassPending');
      const source_transaction = latest_charge.id;
      await stripe.transfers.create({ amount: 400_000, currency: 'vnd', destination: id, source_transaction });
      return { stripeAccount: id };
    }

    it('of a connected account go on their way and arrive, each step told', async () => {
      const account = await funded();
      const payout = await stripe.payouts.create({ amount: 300_000, currency: 'vnd', metadata: { p: '1' } }, account);
      assert.deepEqual([payout.status, payout.automatic], ['pending', false]);
      assert.match(payout.destination as string, /^ba_/);
      assert.deepEqual(await funds(account), [100_000, 0]);
      assert.equal((await refusal(stripe.payouts.retrieve(payout.id))).statusCode, 404);
      await standIn.advance(2 * 60 * 60);
      assert.equal((await stripe.payouts.retrieve(payout.id, {}, account)).status, 'in_transit');
      await standIn.advance(3 * DAY);
      assert.equal((await stripe.payouts.retrieve(payout.id, {}, account)).status, 'paid');
      const told = (await stripe.events.list({ types: ['payout.*'] }, account)).data;
      assert.deepEqual(types(told).reverse(), ['payout.created', 'payout.updated', 'payout.paid']);
      assert.deepEqual(new Set(told.map((event) => event.account)), new Set([account.stripeAccount]));
      assert.equal(told[0]?.created, payout.arrival_date);
      assert.deepEqual(await booked(payout.id, account), [['payout', -300_000]]);
      const over = stripe.payouts.create({ amount: 100_001, currency: 'vnd' }, account);
      assert.equal((await refusal(over)).code, 'balance_insufficient');
    });

    it('to a bank account that refuses come back with the reason, and can be tried again', async () => {
      const account = await funded('000111111116');
      const payout = await stripe.payouts.create({ amount: 300_000, currency: 'vnd' }, account);
      await standIn.advance(4 * DAY);
      const failed = await stripe.payouts.retrieve(payout.id, {}, account);
      assert.deepEqual([failed.status, failed.failure_code], ['failed', 'no_account']);
      assert.deepEqual(await booked(payout.id, account), [
        ['payout_failure', 300_000],
        ['payout', -300_000],
      ]);
      const external_account = {
        object: 'bank_account',
        country: 'VN',
        currency: 'vnd',
        account_number: '000123456789',
      };
      const bank = await stripe.accounts.createExternalAccount(account.stripeAccount, {
        external_account: external_account as never,
      });
      const again = await stripe.payouts.create({ amount: 300_000, currency: 'vnd', destination: bank.id }, account);
      await standIn.advance(4 * DAY);
      assert.equal((await stripe.payouts.retrieve(again.id, {}, account)).status, 'paid');
    });

    it('of the platform can be cancelled while they wait, and fail after they arrived', async () => {
      await stripe.topups.create({ amount: 20_000_000, currency: 'vnd' });
      const first = await stripe.payouts.create({ amount: 10_000, currency: 'vnd' });
      assert.equal((await stripe.payouts.cancel(first.id)).status, 'canceled');
      assert.equal((await refusal(stripe.payouts.cancel(first.id))).statusCode, 400);
      const second = await stripe.payouts.create({ amount: 10_000, currency: 'vnd' });
      await standIn.deed(`payouts/${second.id}/pay`);
      assert.equal((await stripe.payouts.retrieve(second.id)).status, 'paid');
      await standIn.deed(`payouts/${second.id}/fail`, { code: 'account_closed' });
      const failed = await stripe.payouts.retrieve(second.id);
      assert.deepEqual([failed.status, failed.failure_code], ['failed', 'account_closed']);
      assert.deepEqual(
        types(await standIn.news()).filter((type) => type.startsWith('payout')),
        ['payout.created', 'payout.canceled', 'payout.created', 'payout.updated', 'payout.paid', 'payout.failed'],
      );
    });
  });

  it('debits that take days leave a session unpaid until they come or fail', async () => {
    for (const [iban, end, status] of [
      ['AT611904300234573201', 'checkout.session.async_payment_succeeded', 'paid'],
      ['AT861904300235473202', 'checkout.session.async_payment_failed', 'unpaid'],
    ] as const) {
      const session = await stripe.checkout.sessions.create({
        mode: 'payment',
        line_items: [
          { price_data: { currency: 'vnd', unit_amount: 90_000, product_data: { name: 'A' } }, quantity: 1 },
        ],
        success_url: 'http://localhost/done',
      });
      const body = new URLSearchParams({ card_number: iban, name: 'An' });
      const answer = await fetch(`${standIn.origin}/c/pay/${session.id}`, { method: 'POST', body, redirect: 'manual' });
      assert.equal(answer.status, 303);
      const waiting = await stripe.checkout.sessions.retrieve(session.id, { expand: ['payment_intent'] });
      assert.deepEqual([waiting.status, waiting.payment_status], ['complete', 'unpaid']);
      assert.equal((waiting.payment_intent as Stripe.PaymentIntent).status, 'processing');
      await standIn.news();
      await standIn.advance(4 * DAY);
      assert.equal((await stripe.checkout.sessions.retrieve(session.id)).payment_status, status);
      assert.equal(
        types(await standIn.news())
          .filter((type) => type !== 'balance.available')
          .at(-1),
        end,
      );
    }
  });

  it('keeps what is still to come, and its time, over a restart', async () => {
    const paid = await standIn.pay(200_000, 'refundFail');
    const refund = await stripe.refunds.create({ payment_intent: paid.id });
    const before = await funds();
    await standIn.restart();
    assert.deepEqual(await funds(), before);
    assert.ok((await stripe.refunds.retrieve(refund.id)).created > Date.now() / 1000 + 10 * DAY);
    await standIn.advance(10 * 60);
    assert.equal((await stripe.refunds.retrieve(refund.id)).status, 'failed');
  });
});
