import assert from 'node:assert/strict';
import type { OfferView } from '../../contracts/licensing.js';
import { periodsOf } from '../../contracts/periods.js';
import { day, now, shiftClock } from '../../server/kernel/clock.js';
import { fee, held, payable } from '../../server/payments/accounts.js';
import { fetchBundle, unzip } from '../bundles.js';
import { accounts, chargeOf, deed, feesInForce, quiet } from '../money.js';
import type { Person } from '../person.js';
import {
  delivered,
  deliveredOrder,
  download,
  listedDataset,
  pay,
  purchase,
  refusedDownload,
  until,
} from '../stories.js';
import { openWorld, type World } from '../world.js';

const priceVnd = 1_000_000;
const paidVnd = 1_100_000;
const statement = 'Cột lượng mưa thiếu toàn bộ tháng 12 năm 2014 so với mô tả.';
const why = 'Đã đối chiếu hồ sơ phân tích dữ liệu với mô tả của bên bán.';

describe('Disputes', () => {
  let world: World;
  let operator: Person;
  let regulator: Person;
  let provider: Person;
  let buyer: Person;
  let offer: OfferView;
  before(async () => {
    world = await openWorld();
    operator = await world.organisation('operator');
    regulator = await world.organisation('regulator');
    await feesInForce(world, operator);
    provider = await world.organisation('provider');
    offer = (await listedDataset(world, provider, { priceVnd })).offer;
  });
  after(() => world?.close());
  beforeEach(async () => {
    buyer = await world.organisation('buyer');
  });
  afterEach(async () => {
    shiftClock(0);
    await world.assertClean();
  });

  const stateOf = async (orderId: string) => (await buyer.call('getOrder', { params: { id: orderId } })).state;
  const accept = async (orderId: string) => {
    await buyer.call('transitionOrder', { params: { id: orderId }, body: { action: 'accept' } });
    await world.settle();
  };
  const open = async (orderId: string, who = buyer) =>
    who.call('openDispute', { params: { id: orderId }, body: { type: 'quality', statement, wantedVnd: 300_000 } });
  const move = (
    who: Person,
    id: string,
    action: 'acknowledge' | 'ask-evidence' | 'appeal' | 'withdraw',
    reason?: string,
  ) => who.call('transitionDispute', { params: { id }, body: { action, ...(reason ? { reason } : {}) } });
  const acknowledged = async (orderId: string) => {
    const { id } = await open(orderId);
    await move(operator, id, 'acknowledge');
    return id;
  };

  it('stops the release, is acknowledged within three working days, and gets its evidence pack by itself', async () => {
    const { orderId } = await deliveredOrder(world, provider, buyer, offer);
    const dispute = await open(orderId);
    assert.equal(await stateOf(orderId), 'disputed');
    const wait = new Date(dispute.acknowledgeDueAt).getTime() - now().getTime();
    assert.ok(wait > 3 * day && wait < 12 * day, 'three working days');
    await world.later(20 * day);
    assert.equal(await stateOf(orderId), 'disputed', 'time accepts nothing that is disputed');
    assert.deepEqual(await accounts(world, held(orderId)), { [held(orderId)]: paidVnd });
    const late = await buyer.call('getDispute', { params: { id: dispute.id } });
    assert.equal(late.state, 'late');
    shiftClock(0);
    await move(operator, dispute.id, 'acknowledge');
    await until('the pack', async () => {
      await world.settle();
      const { items } = await operator.call('listBundles', { query: { scope: orderId } });
      return items.some((one) => one.state === 'ready');
    });
    const told = await world.sql<{ to: string }>('select distinct "to" from kept_mails where text like $1', [
      `%${dispute.id}%`,
    ]);
    for (const who of [buyer, provider, operator]) assert.ok(told.some((one) => one.to === who.email));
  });

  it('packs agreement, receipt, quality report, messages and proofs, and names no member', async () => {
    const { orderId } = await deliveredOrder(world, provider, buyer, offer);
    await accept(orderId);
    const { id } = await open(orderId);
    const words = 'Mưa tháng 12 không thể bằng không suốt cả tháng.';
    await provider.call('writeInDispute', { params: { id }, body: { text: words } });
    await move(operator, id, 'acknowledge');
    let bundle = '';
    await until('the pack', async () => {
      await world.settle();
      const { items } = await operator.call('listBundles', { query: { scope: orderId } });
      bundle = items.find((one) => one.state === 'ready')?.id ?? '';
      return bundle !== '';
    });
    const files = await unzip(await fetchBundle(operator, bundle));
    const of = (name: string) => files.get(`documents/orders/${orderId}/${name}.json`)?.toString() ?? '';
    const [agreement] = await world.sql<{ document: string }>(
      'select a.document from agreements a join orders o on o.agreement_id = a.id where o.id = $1',
      [orderId],
    );
    assert.equal(of('agreement'), agreement?.document);
    assert.equal(JSON.parse(of('receipt')).orderId, orderId);
    const report = JSON.parse(of('quality-report'));
    assert.ok(
      report.promised && report.measured && report.qualityScore > 0,
      'what was promised, and what was measured',
    );
    const dispute = of(`dispute-${id}`);
    assert.ok(dispute.includes(words) && dispute.includes(statement));
    const members = await world.sql<{ id: string; display_name: string }>('select id, display_name from members');
    for (const one of members)
      assert.ok(!dispute.includes(one.id) && !dispute.includes(`"${one.display_name}"`), one.id);
    const proofs = [...files.keys()].filter((path) => path.endsWith('.tlog-proof'));
    assert.ok(proofs.length > 10 && files.has('checkpoint') && files.has('vkey'));
    assert.equal(files.get('summary.pdf')?.subarray(0, 5).toString(), '%PDF-');
  });

  it('is seen by its parties, the operator and the regulator, and by nobody else', async () => {
    const { orderId } = await deliveredOrder(world, provider, buyer, offer);
    const { id } = await open(orderId);
    const stranger = await world.organisation('buyer');
    await stranger.refused('getDispute', { params: { id } }, 'not-found');
    await stranger.refused('writeInDispute', { params: { id }, body: { text: 'Tôi cũng vậy' } }, 'not-found');
    await stranger.refused(
      'openDispute',
      { params: { id: orderId }, body: { type: 'quality', statement } },
      'not-found',
    );
    await stranger.refused('transitionDispute', { params: { id }, body: { action: 'withdraw' } }, 'not-found');
    assert.equal((await stranger.call('listDisputes', {})).items.length, 0);
    for (const who of [buyer, provider, operator, regulator]) {
      assert.ok((await who.call('listDisputes', {})).items.some((one) => one.id === id));
      const seen = await who.call('writeInDispute', { params: { id }, body: { text: 'Ý kiến của chúng tôi.' } });
      assert.equal(seen.messages.at(-1)?.organisation.id, who.organisationId);
    }
    await buyer.refused(
      'openDispute',
      { params: { id: orderId }, body: { type: 'quality', statement } },
      'transition-refused',
    );
    await provider.refused('transitionDispute', { params: { id }, body: { action: 'withdraw' } }, 'role-required');
    await assert.rejects(world.sql(`update dispute_messages set text = 'khác'`), /refused|never|change/i);
    await move(buyer, id, 'withdraw', 'Bên bán đã giải thích rõ.');
    await world.settle();
    assert.equal(await stateOf(orderId), 'settled', 'a withdrawn dispute counts as acceptance');
    await buyer.refused('writeInDispute', { params: { id }, body: { text: 'Còn nữa' } }, 'transition-refused');
  });

  it('is settled by the parties: a proposal, a better one, agreement; a part goes back and the rest is released', async () => {
    const { orderId } = await deliveredOrder(world, provider, buyer, offer);
    const id = await acknowledged(orderId);
    const propose = (who: Person, refundVnd: number) =>
      who.call('proposeSettlement', { params: { id }, body: { refundVnd, text: 'Đề nghị giảm giá.' } });
    await provider.refused(
      'proposeSettlement',
      { params: { id }, body: { refundVnd: paidVnd + 1, text: 'Hơn' } },
      'rule-broken',
    );
    const first = (await propose(provider, 100_000)).proposals[0];
    const both = (await propose(buyer, 220_000)).proposals;
    assert.deepEqual(
      both.map((one) => one.standing),
      ['replaced', 'open'],
    );
    const answer = (proposal: string, accept: boolean) => ({ params: { id, proposal }, body: { accept } });
    await provider.refused('answerProposal', answer(first?.id ?? '', true), 'conflict');
    await buyer.refused('answerProposal', answer(both[1]?.id ?? '', true), 'conflict');
    await operator.refused('answerProposal', answer(both[1]?.id ?? '', true), 'role-required');
    const done = await provider.call('answerProposal', answer(both[1]?.id ?? '', true));
    assert.deepEqual(
      [done.state, done.outcome, done.refundVnd, done.decidedBy],
      ['resolved', 'refund_part', 220_000, 'agreement'],
    );
    await quiet(world);
    assert.equal(await stateOf(orderId), 'settled');
    const { money } = await buyer.call('getOrder', { params: { id: orderId } });
    assert.deepEqual([money.refundedVnd, money.fee.netVnd], [220_000, 48_000]);
    assert.deepEqual(await accounts(world, held(orderId)), {});
  });

  it('is decided by the operator, stands still until the appeal is over, and ends access when all goes back', async () => {
    const { orderId, entitlementId } = await deliveredOrder(world, provider, buyer, offer);
    await accept(orderId);
    assert.equal(await stateOf(orderId), 'settled');
    const id = await acknowledged(orderId);
    const decide = (body: { outcome: 'refund_whole' | 'refund_part' | 'dismiss'; refundVnd?: number }) => ({
      params: { id },
      body: { ...body, reason: why },
    });
    await buyer.refused('decideDispute', decide({ outcome: 'refund_whole' }), 'role-required');
    await operator.refused('decideDispute', decide({ outcome: 'refund_part' }), 'rule-broken');
    await operator.refused('decideDispute', decide({ outcome: 'refund_part', refundVnd: paidVnd }), 'rule-broken');
    await regulator.refused('decideDispute', decide({ outcome: 'dismiss' }), 'transition-refused');
    const decided = await operator.call('decideDispute', decide({ outcome: 'refund_whole' }));
    assert.deepEqual([decided.state, decided.refundVnd], ['decided', paidVnd]);
    await quiet(world);
    assert.equal(await stateOf(orderId), 'disputed');
    assert.equal((await download(buyer, entitlementId, delivered)).status, 200);
    await world.later(new Date(decided.appealDueAt ?? 0).getTime() - Date.now() + 1000);
    await quiet(world);
    assert.equal(await stateOf(orderId), 'refunded');
    await refusedDownload(buyer, entitlementId, 'access-ended');
    const { decidedBy, state } = await provider.call('getDispute', { params: { id } });
    assert.deepEqual([state, decidedBy], ['resolved', 'operator']);
  });

  it('goes to the regulator on appeal, whose word is the last', async () => {
    const { orderId } = await deliveredOrder(world, provider, buyer, offer);
    const id = await acknowledged(orderId);
    await move(operator, id, 'ask-evidence', 'Đề nghị bên bán gửi mô tả kỹ thuật.');
    await operator.call('decideDispute', { params: { id }, body: { outcome: 'dismiss', reason: why } });
    await regulator.refused(
      'decideDispute',
      { params: { id }, body: { outcome: 'dismiss', reason: why } },
      'transition-refused',
    );
    await buyer.refused('transitionDispute', { params: { id }, body: { action: 'appeal' } }, 'invalid-input');
    const appealed = await move(buyer, id, 'appeal', 'Quyết định bỏ qua bảng đối chiếu của chúng tôi.');
    assert.deepEqual([appealed.state, appealed.outcome], ['escalated', null]);
    await operator.refused(
      'decideDispute',
      { params: { id }, body: { outcome: 'dismiss', reason: why } },
      'transition-refused',
    );
    await world.later(60 * day);
    assert.equal(
      (await buyer.call('getDispute', { params: { id } })).state,
      'escalated',
      'no time runs against an appeal',
    );
    shiftClock(0);
    const ruled = await regulator.call('decideDispute', {
      params: { id },
      body: { outcome: 'refund_part', refundVnd: 550_000, reason: why },
    });
    assert.deepEqual([ruled.state, ruled.decidedBy], ['resolved', 'regulator']);
    await quiet(world);
    assert.equal(await stateOf(orderId), 'settled');
    assert.equal((await buyer.call('getOrder', { params: { id: orderId } })).money.refundedVnd, 550_000);
  });

  it('cannot be opened before the delivery, twice, nor long after the settlement', async () => {
    const { orderId } = await purchase(provider, buyer, offer.id);
    const body = { type: 'non_delivery' as const, statement };
    await buyer.refused('openDispute', { params: { id: orderId }, body }, 'transition-refused');
    const done = await deliveredOrder(world, provider, await world.organisation('buyer'), offer);
    await world.later(15 * day);
    const [row] = await world.sql<{ state: string }>('select state from orders where id = $1', [done.orderId]);
    assert.equal(row?.state, 'settled');
    shiftClock(200 * day);
    await provider.refused('openDispute', { params: { id: done.orderId }, body }, 'rule-broken');
  });

  describe('by the buyer’s bank', () => {
    const chargedBack = async (orderId: string, params = {}) => {
      const { id: stripe } = await deed(world, `charges/${await chargeOf(world, orderId)}/dispute`, params);
      const { items } = await operator.call('listDisputes', { query: { order: orderId } });
      const id = items[0]?.id ?? '';
      return { stripe, dispute: await operator.call('getDispute', { params: { id } }) };
    };

    it('lost before the release: the order stands, the money is gone, the order ends as refunded, once', async () => {
      const { orderId, entitlementId } = await deliveredOrder(world, provider, buyer, offer);
      const { stripe, dispute } = await chargedBack(orderId);
      assert.equal(await stateOf(orderId), 'disputed');
      assert.deepEqual([dispute.openedBy, dispute.chargeback?.takenVnd], [null, paidVnd]);
      assert.deepEqual(await accounts(world, held(orderId)), {});
      await operator.refused(
        'decideDispute',
        { params: { id: dispute.id }, body: { outcome: 'dismiss', reason: why } },
        'conflict',
      );
      await deed(world, `disputes/${stripe}/lose`);
      assert.equal(await stateOf(orderId), 'refunded');
      await refusedDownload(buyer, entitlementId, 'access-ended');
      const [sum] = await world.sql<{ total: string }>(
        'select sum(total_vnd) as total from invoices where order_id = $1',
        [orderId],
      );
      assert.equal(Number(sum?.total), 0);
      const after = await operator.call('getDispute', { params: { id: dispute.id } });
      assert.deepEqual([after.state, after.outcome, after.decidedBy], ['resolved', 'refund_whole', 'bank']);
    });

    it('won after the release: provider and fee have it again, to the đồng', async () => {
      const { orderId } = await deliveredOrder(world, provider, buyer, offer);
      await accept(orderId);
      const own = [payable(provider.organisationId), fee(operator.organisationId)];
      const before = await accounts(world, ...own);
      const { stripe, dispute } = await chargedBack(orderId);
      const during = await accounts(world, ...own);
      const lost = (account: string) => (before[account] ?? 0) - (during[account] ?? 0);
      assert.deepEqual([lost(own[0] ?? ''), lost(own[1] ?? '')], [1_034_000, 60_000]);
      const answered = await operator.call('answerBank', {
        params: { id: dispute.id },
        body: { text: 'The buyer signed the agreement and downloaded the file.' },
      });
      assert.ok(answered.chargeback?.answeredAt);
      await operator.refused(
        'answerBank',
        { params: { id: dispute.id }, body: { text: 'Again' } },
        'transition-refused',
      );
      await deed(world, `disputes/${stripe}/win`);
      assert.equal(await stateOf(orderId), 'settled');
      assert.deepEqual(await accounts(world, ...own), before);
      assert.equal((await buyer.call('getOrder', { params: { id: orderId } })).money.refundedVnd, 0);
    });

    it('an inquiry takes nothing; closed, the order goes on from where it was', async () => {
      const { orderId } = await deliveredOrder(world, provider, buyer, offer);
      const { stripe, dispute } = await chargedBack(orderId, { inquiry: 'true', reason: 'product_not_received' });
      assert.deepEqual([dispute.type, dispute.chargeback?.takenVnd], ['non_delivery', 0]);
      assert.deepEqual(await accounts(world, held(orderId)), { [held(orderId)]: paidVnd });
      await deed(world, `disputes/${stripe}/win`);
      assert.equal(await stateOf(orderId), 'settled');
    });

    it('while the delivery is under way: nothing is delivered until the bank gives it back', async () => {
      const { orderId } = await purchase(provider, buyer, offer.id);
      await world.stopWork();
      await pay(world, buyer, orderId);
      const { applyStripeEvent } = await import('../../server/payments/apply.js');
      const { kernel, stripe: gate } = world.context;
      for (const { id } of await world.sql<{ id: string }>('select id from webhook_events order by received_at')) {
        await applyStripeEvent(kernel, gate, id);
      }
      assert.equal(await stateOf(orderId), 'paid');
      const before = await world.count('webhook_events');
      const charge = await chargeOf(world, orderId);
      const raised = await fetch(`${world.context.stripeSandbox}/stand-in/charges/${charge}/dispute`, {
        method: 'POST',
        headers: { authorization: 'Bearer sk_test_datasan_local_sandbox' },
      });
      const { id: stripe } = (await raised.json()) as { id: string };
      await until('the events', async () => (await world.count('webhook_events')) >= before + 2);
      for (const { id } of await world.sql<{ id: string }>(
        `select id from webhook_events where type like 'charge.dispute.%'`,
      )) {
        await applyStripeEvent(kernel, gate, id);
      }
      assert.equal(await stateOf(orderId), 'disputed');
      world.startWork();
      await quiet(world);
      assert.equal(await stateOf(orderId), 'disputed', 'the fulfilment found that it must wait');
      await deed(world, `disputes/${stripe}/win`);
      assert.equal(await stateOf(orderId), 'delivered');
    });

    it('while the buyer’s own dispute is open: it is the same one, and the refund that was asked is not paid twice', async () => {
      const { orderId } = await deliveredOrder(world, provider, buyer, offer);
      const { id } = await open(orderId);
      await move(operator, id, 'acknowledge');
      const { stripe, dispute } = await chargedBack(orderId);
      assert.equal(dispute.id, id);
      await provider.refused(
        'proposeSettlement',
        { params: { id }, body: { refundVnd: 1, text: 'Một đồng' } },
        'conflict',
      );
      await deed(world, `disputes/${stripe}/lose`);
      assert.equal(await stateOf(orderId), 'refunded');
      const { refunds } = await buyer.call('getOrderPayments', { params: { id: orderId } });
      assert.deepEqual(refunds, []);
    });

    it('while a refund waits: the bank pays first, and the refund is dropped', async () => {
      const { orderId } = await deliveredOrder(world, provider, buyer, offer);
      await world.stopWork();
      await operator.call('transitionOrder', {
        params: { id: orderId },
        body: { action: 'refund', reason: 'Sai dữ liệu' },
      });
      const before = await world.count('webhook_events');
      const raised = await fetch(
        `${world.context.stripeSandbox}/stand-in/charges/${await chargeOf(world, orderId)}/dispute`,
        { method: 'POST', headers: { authorization: 'Bearer sk_test_datasan_local_sandbox' } },
      );
      const { id: stripe } = (await raised.json()) as { id: string };
      await until('the events', async () => (await world.count('webhook_events')) >= before + 2);
      const { refundOrder } = await import('../../server/payments/refunds.js');
      await refundOrder(world.context.kernel.db, orderId);
      const { applyStripeEvent } = await import('../../server/payments/apply.js');
      for (const one of await world.sql<{ id: string }>(
        `select id from webhook_events where type like 'charge.dispute%'`,
      )) {
        await applyStripeEvent(world.context.kernel, world.context.stripe, one.id);
      }
      world.startWork();
      await quiet(world);
      assert.equal(await stateOf(orderId), 'refunding');
      await deed(world, `disputes/${stripe}/lose`);
      assert.equal(await stateOf(orderId), 'refunded');
      const { refunds } = await buyer.call('getOrderPayments', { params: { id: orderId } });
      assert.deepEqual(
        refunds.map((one) => one.state),
        ['dropped'],
      );
    });
  });

  it('the calendar is kept by the operator, shown to all, and on the record', async () => {
    const guest = await world.anonymous();
    const { items } = await guest.call('listHolidays', {});
    assert.ok(items.some((one) => one.day === '2026-09-02' && one.kind === 'off'));
    const set = { params: { day: '2027-02-12' }, body: { kind: 'off' as const, name: 'Tết Nguyên đán (nghỉ bù)' } };
    await provider.refused('setHoliday', set, 'role-required');
    assert.ok((await operator.call('setHoliday', set)).items.some((one) => one.day === '2027-02-12'));
    const off = { params: set.params, body: { kind: 'none' as const, name: 'Không nghỉ' } };
    assert.ok(!(await operator.call('setHoliday', off)).items.some((one) => one.day === '2027-02-12'));
    assert.equal((await world.sql(`select 1 from audit_events where type = 'holiday.set'`)).length, 2);
  });

  describe('when all that has happened', () => {
    it('the report of the regulator adds up to what the ledger holds', async () => {
      const held = async (account: string) => {
        const [row] = await world.sql<{ sum: string }>(
          `select coalesce(sum(case when to_account like $1 || '%' then amount_vnd else 0 end)
                - sum(case when from_account like $1 || '%' then amount_vnd else 0 end), 0) as sum from postings`,
          [account],
        );
        return Number(row?.sum);
      };
      const [span] = await world.sql<{ first: Date; last: Date }>(
        'select min(at) as first, max(at) as last from audit_events',
      );
      assert.ok(span);
      const sums = { refunded: 0, chargebacks: 0, fees: 0, disputes: 0 };
      let stands = 0;
      for (const year of new Set([span.first, span.last].map((one) => periodsOf(one).year))) {
        const { groups } = await regulator.call('getReport', { params: { period: year } });
        const figures = new Map(groups.flatMap((group) => group.figures).map((one) => [one.key, one.value ?? 0]));
        const value = (key: string) => figures.get(`flow.${key}`) ?? Number.NaN;
        assert.equal(value('before'), stands, year);
        stands = value('after');
        const gone = value('released') + value('fees') + value('refunded') + value('chargebacks');
        assert.equal(value('before') + value('received'), gone + stands, year);
        for (const key of ['refunded', 'chargebacks', 'fees'] as const) sums[key] += value(key);
        sums.disputes += figures.get('trades.disputes') ?? 0;
      }
      assert.equal(stands, (await held('held:')) + (await held('owed-back:')));
      assert.ok(sums.chargebacks > 0 && sums.refunded > 0 && sums.fees > 0);
      assert.equal(sums.disputes, await world.count('disputes'));
    });
  });
});
