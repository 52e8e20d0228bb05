import assert from 'node:assert/strict';
import type { OfferView } from '../../contracts/licensing.js';
import { firstTerms, type MoneyTerms } from '../../contracts/money-settings.js';
import { vietnamDay } from '../../contracts/vietnam-day.js';
import { day, now, shiftClock } from '../../server/kernel/clock.js';
import { feesInForce } from '../money.js';
import type { Person } from '../person.js';
import { deliveredOrder, download, listedDataset, delivered as name, pay, purchase, withVat } from '../stories.js';
import { openWorld, type World } from '../world.js';

const total = withVat(1_000_000);
const paper = Buffer.from('%PDF-1.4\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n');

describe('How money goes, as the operator decides', () => {
  let world: World;
  let provider: Person;
  let buyer: Person;
  let operator: Person;
  let second: Person;
  let offer: OfferView;
  before(async () => {
    world = await openWorld();
    [provider, buyer] = [await world.organisation('provider'), await world.organisation('buyer')];
    operator = await world.organisation('operator');
    second = await world.colleague(operator, 'member');
    await feesInForce(world, operator);
    ({ offer } = await listedDataset(world, provider, { priceVnd: 1_000_000 }));
  });
  after(() => world?.close());
  afterEach(async () => {
    shiftClock(0);
    await world.assertClean();
  });

  const stateOf = async (id: string) => (await buyer.call('getOrder', { params: { id } })).state;
  const decide = async (terms: Partial<MoneyTerms>) => {
    const body = { ...firstTerms, ...terms, why: 'Quyết định của đơn vị vận hành' };
    const { id } = await operator.call('proposeMoneySetting', { body });
    return await second.call('transitionMoneySetting', { params: { id }, body: { action: 'approve' } });
  };
  const upload = async (orderId: string, who = buyer) => {
    const sent = await who.agent
      .post(`/api/v1/orders/${orderId}/payment-evidence`)
      .attach('file', paper, 'Ủy nhiệm chi.pdf');
    return sent.body as { id: string };
  };
  const statement = async (orderId: string, more: object = {}) => ({
    params: { id: orderId },
    body: {
      ...{ bankReference: 'FT26330001', paidOn: vietnamDay(now()), amountVnd: total },
      ...{ evidenceId: (await upload(orderId)).id, ...more },
    },
  });
  const state = async (orderId: string) => await buyer.call('stateDirectPayment', await statement(orderId));
  const answer = (orderId: string, body: { received: boolean; reason?: string }) =>
    ({ params: { id: orderId }, body }) as const;
  const postings = (orderId: string) =>
    world.sql<{ key: string; from_account: string; to_account: string; amount_vnd: string }>(
      'select key, from_account, to_account, amount_vnd from postings where order_id = $1 order by seq',
      [orderId],
    );

  it('is decided by two people, kept in versions, and needs a rail while there is a payment function', async () => {
    const before = await buyer.call('getMoneySettings', {});
    assert.deepEqual([before.terms.number, before.terms.paymentFunction, before.rails], [0, true, ['card', 'bank']]);
    const body = { ...firstTerms, card: false, bank: false, why: 'Không nhận tiền nữa' };
    const none = await operator.refused('proposeMoneySetting', { body }, 'rule-broken');
    assert.equal(none.errors?.[0]?.pointer, '/card');
    const one = await operator.call('proposeMoneySetting', { body: { ...body, bank: true } });
    const approve = { params: { id: one.id }, body: { action: 'approve' } } as const;
    await operator.refused('transitionMoneySetting', approve, 'four-eyes');
    await provider.refused('transitionMoneySetting', approve, 'role-required');
    assert.deepEqual((await buyer.call('getMoneySettings', {})).rails, ['card', 'bank'], 'proposed is not decided');
    await second.call('transitionMoneySetting', approve);
    const after = await buyer.call('getMoneySettings', {});
    assert.deepEqual([after.terms.number, after.rails, after.items], [1, ['bank'], []]);
    await assert.rejects(world.sql('update money_settings set bank = false'), /never changes/);
    const { orderId } = await purchase(provider, buyer, offer.id);
    await buyer.refused('startCheckout', { params: { id: orderId } }, 'conflict');
    await decide({});
    assert.equal(await pay(world, buyer, orderId), 303);
  });

  let first: string;
  it('without a payment function the buyer pays the provider, and the exchange takes neither card nor transfer', async () => {
    const earlier = await purchase(provider, buyer, offer.id);
    await decide({ paymentFunction: false });
    assert.deepEqual((await buyer.call('getMoneySettings', {})).rails, ['direct']);
    const { orderId } = await purchase(provider, buyer, offer.id);
    first = orderId;
    await buyer.refused('startCheckout', { params: { id: orderId } }, 'conflict');
    await buyer.refused('startTransfer', { params: { id: orderId } }, 'conflict');
    const none = (await buyer.call('getDirectPayment', { params: { id: orderId } })).direct;
    assert.deepEqual([none?.account, none?.mayState], [null, false], 'the provider has entered no account');
    await provider.call('setPayoutBank', {
      body: { bin: '970436', number: '0011004412345', holder: 'CONG TY MAU' },
    });
    const { direct } = await buyer.call('getDirectPayment', { params: { id: orderId } });
    assert.ok(direct?.mayState && direct.qr?.payload.includes('0011004412345'));
    assert.deepEqual([direct.totalVnd, direct.account?.holder], [total, 'CONG TY MAU']);
    assert.ok((await buyer.call('getDirectPayment', { params: { id: earlier.orderId } })).direct, 'what waits as well');
  });

  it('the buyer’s statement needs the whole amount, a day that can be, and a paper of its own', async () => {
    const later = vietnamDay(new Date(now().getTime() + 2 * day));
    const wrong: [object, string][] = [
      [{ amountVnd: total - 1 }, '/amountVnd'],
      [{ paidOn: '2020-01-01' }, '/paidOn'],
      [{ paidOn: later }, '/paidOn'],
    ];
    for (const [more, pointer] of wrong) {
      const told = await buyer.refused('stateDirectPayment', await statement(first, more), 'rule-broken');
      assert.equal(told.errors?.[0]?.pointer, pointer);
    }
    const stranger = await world.organisation('buyer');
    assert.equal(
      (await stranger.agent.post(`/api/v1/orders/${first}/payment-evidence`).attach('file', paper, 'a.pdf')).status,
      404,
    );
    await provider.refused('answerDirectPayment', answer(first, { received: true }), 'transition-refused');
    const stated = await statement(first);
    const { direct } = await buyer.call('stateDirectPayment', stated);
    assert.equal(await stateOf(first), 'payment_stated');
    assert.equal(direct.statements.length, 1);
    const got = await provider.agent.get(`/api/v1/orders/${first}/payment-evidence/${stated.body.evidenceId}`);
    assert.deepEqual([got.status, Buffer.from(got.body).equals(paper)], [200, true]);
    assert.equal(
      (await stranger.agent.get(`/api/v1/orders/${first}/payment-evidence/${stated.body.evidenceId}`)).status,
      404,
    );
    await buyer.refused('answerDirectPayment', answer(first, { received: true }), 'role-required');
    await world.later(4 * day);
    assert.equal(await stateOf(first), 'payment_stated', 'who says to have paid is not timed out');
  });

  it('the provider’s word pays and delivers it; the exchange holds nothing, and is owed its fee', async () => {
    const both = await Promise.all(
      [1, 2].map(() => provider.send('answerDirectPayment', answer(first, { received: true }))),
    );
    assert.deepEqual(both.map((one) => one.status).sort(), [201, 409]);
    await world.settle();
    assert.equal(await stateOf(first), 'delivered');
    assert.deepEqual(await postings(first), []);
    await buyer.call('transitionOrder', { params: { id: first }, body: { action: 'accept' } });
    await world.settle();
    assert.equal(await stateOf(first), 'settled');
    const lines = await postings(first);
    assert.deepEqual(
      lines.map((one) => [
        one.key.split(':')[0],
        one.from_account.split(':')[0],
        one.to_account.split(':')[0],
        Number(one.amount_vnd),
      ]),
      [
        ['release', 'payable', 'fee', 60_000],
        ['release', 'payable', 'vat', 6_000],
      ],
    );
    assert.equal((await provider.call('getMoney', {})).availableVnd, -66_000);
    assert.equal((await provider.call('listPayouts', {})).items.length, 0);
    const kinds = (await provider.call('listInvoices', { query: { order: first } })).items
      .map((one) => one.kind)
      .sort();
    assert.deepEqual(kinds, ['data', 'fee']);
  });

  it('a refund of it is sent by the provider and complete with the buyer’s word; the fee goes back in proportion', async () => {
    const half = total / 2;
    await provider.call('giveRefund', {
      params: { id: first },
      body: { amountVnd: half, reason: 'Thiếu một nửa số trạm' },
    });
    await world.settle();
    const owed = (await buyer.call('getDirectPayment', { params: { id: first } })).direct?.returns[0];
    assert.deepEqual([owed?.amountVnd, owed?.mayReceive, owed?.sentAt], [half, true, null]);
    assert.equal((await provider.call('getMoney', {})).availableVnd, -33_000);
    const at = { params: { id: first, refundId: owed?.refundId ?? '' } };
    await buyer.refused('sendDirectReturn', { ...at, body: { bankReference: 'FT1' } }, 'role-required');
    await provider.call('sendDirectReturn', { ...at, body: { bankReference: 'FT26330099' } });
    await buyer.call('receiveDirectReturn', { ...at, body: { received: false } });
    await provider.call('sendDirectReturn', { ...at, body: { bankReference: 'FT26330100' } });
    await buyer.call('receiveDirectReturn', { ...at, body: { received: true } });
    const { refunds } = await buyer.call('getOrderPayments', { params: { id: first } });
    assert.deepEqual([refunds.length, refunds[0]?.state, refunds[0]?.rail], [1, 'succeeded', 'direct']);
    await buyer.refused('receiveDirectReturn', { ...at, body: { received: true } }, 'transition-refused');
  });

  it('a denial, or silence, opens a dispute over the payment; the operator decides whether it was made', async () => {
    const denied = await purchase(provider, buyer, offer.id);
    await state(denied.orderId);
    await provider.refused('answerDirectPayment', answer(denied.orderId, { received: false }), 'rule-broken');
    await provider.call(
      'answerDirectPayment',
      answer(denied.orderId, { received: false, reason: 'Không có trong sao kê' }),
    );
    const silent = await purchase(provider, buyer, offer.id);
    await state(silent.orderId);
    await world.later(5 * day + 1000);
    shiftClock(0);
    await world.settle();
    for (const { orderId } of [denied, silent]) assert.equal(await stateOf(orderId), 'disputed');
    const disputes = (await operator.call('listDisputes', {})).items.filter((one) => one.type === 'payment');
    assert.equal(disputes.length, 2);
    const over = (orderId: string) => disputes.find((one) => one.orderId === orderId)?.id ?? '';
    const ruling = (id: string, outcome: 'payment_found' | 'payment_missing' | 'dismiss') =>
      ({ params: { id }, body: { outcome, reason: 'Đã đối chiếu chứng từ hai bên' } }) as const;
    const found = over(denied.orderId);
    await operator.call('transitionDispute', { params: { id: found }, body: { action: 'acknowledge' } });
    await buyer.refused(
      'proposeSettlement',
      { params: { id: found }, body: { refundVnd: 0, text: 'Thôi vậy' } },
      'conflict',
    );
    await operator.refused('decideDispute', ruling(found, 'dismiss'), 'rule-broken');
    const decided = await operator.call('decideDispute', ruling(found, 'payment_found'));
    await world.later(new Date(decided.appealDueAt ?? 0).getTime() - Date.now() + 1000);
    shiftClock(0);
    await world.settle();
    assert.equal(await stateOf(denied.orderId), 'delivered');
    const { entitlementId } = await buyer.call('getDelivery', { params: { id: denied.orderId } });
    assert.equal((await download(buyer, entitlementId ?? '', name)).status, 200);

    // The provider finds the money while the dispute is open.
    await provider.call('answerDirectPayment', answer(silent.orderId, { received: true }));
    await world.settle();
    assert.equal(await stateOf(silent.orderId), 'delivered');
    assert.equal((await buyer.call('getDispute', { params: { id: over(silent.orderId) } })).outcome, 'payment_found');
  });

  it('a payment that is not found leaves the order waiting, to be paid and stated again, or to end', async () => {
    const { orderId } = await purchase(provider, buyer, offer.id);
    await state(orderId);
    await provider.call('answerDirectPayment', answer(orderId, { received: false, reason: 'Không có trong sao kê' }));
    await world.settle();
    const { items } = await buyer.call('listDisputes', { query: { order: orderId } });
    await buyer.call('transitionDispute', { params: { id: items[0]?.id ?? '' }, body: { action: 'withdraw' } });
    await world.settle();
    assert.equal(await stateOf(orderId), 'awaiting_payment');
    await state(orderId);
    await provider.call('answerDirectPayment', answer(orderId, { received: true }));
    await world.settle();
    assert.equal(await stateOf(orderId), 'delivered');
    const never = await purchase(provider, buyer, offer.id);
    await world.later(3 * day + 1000);
    assert.equal(await stateOf(never.orderId), 'expired');
  });

  it('keeps a part of what is released back for some days, by the timer or for a refund, with lines in the statement', async () => {
    await decide({ reserveBp: 1_000, reserveDays: 30 });
    const seller = await world.organisation('provider');
    await world.sql(`update organisations set legal_form = 'household' where id = $1`, [seller.organisationId]);
    const listed = (await listedDataset(world, seller, { priceVnd: 1_000_000 })).offer;
    const settled = async () => {
      const { orderId } = await deliveredOrder(world, seller, buyer, listed);
      await buyer.call('transitionOrder', { params: { id: orderId }, body: { action: 'accept' } });
      await world.settle();
      return orderId;
    };
    const money = async () => {
      const { availableVnd, reserveVnd } = await seller.call('getMoney', {});
      return [availableVnd, reserveVnd];
    };
    const [kept, drawn] = [await settled(), await settled()];
    const net = total - 66_000;
    const part = net / 10;
    assert.deepEqual(await money(), [2 * (net - part), 2 * part]);
    const { items } = await operator.call('listWithholding', { params: { month: vietnamDay(now()).slice(0, 7) } });
    assert.deepEqual(
      items.map((one) => [one.provider.id, one.legalForm, one.orders, one.netVnd, one.vatVnd]),
      [[seller.organisationId, 'household', 2, 2_000_000, 200_000]],
    );
    await provider.refused('listWithholding', { params: { month: '2026-11' } }, 'role-required');
    await seller.call('giveRefund', { params: { id: drawn }, body: { amountVnd: total, reason: 'Sai dữ liệu' } });
    await world.settle();
    assert.deepEqual(await money(), [net - part, part], 'the reserve of an order is there for its refund');
    await world.later(29 * day);
    assert.deepEqual(await money(), [net - part, part]);
    await world.later(30 * day + 60_000);
    assert.deepEqual(await money(), [net, 0]);
    const lines = await Promise.all(
      [vietnamDay(new Date()).slice(0, 7), vietnamDay(now()).slice(0, 7)].map((one) =>
        seller.call('getStatement', { params: { month: one }, query: {} }),
      ),
    );
    const [begun, ended] = lines;
    assert.ok(begun && ended);
    const sum = begun.openingVnd + begun.earnedVnd - begun.takenVnd - begun.reservedVnd - begun.paidVnd;
    assert.equal(sum, begun.closingVnd);
    const kinds = [...begun.lines, ...ended.lines].map((one) => one.kind);
    for (const kind of ['reserve', 'reserve-released'] as const) assert.ok(kinds.includes(kind), kind);
    assert.deepEqual(await world.sql('select state from reserves where order_id = $1', [kept]), [
      { state: 'released' },
    ]);
  });
});
