import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { OfferView } from '../../contracts/licensing.js';
import { day, hour, shiftClock } from '../../server/kernel/clock.js';
import { purge } from '../../server/kernel/purge.js';
import { runTimers } from '../../server/lifecycle/timers.js';
import { held, payable } from '../../server/payments/accounts.js';
import { balanceOf } from '../../server/payments/ledger.js';
import { handlersOf, subjects } from '../../server/worker.js';
import type { Person } from '../person.js';
import { queueCases } from '../queues.js';
import { slowReader } from '../slow-reader.js';
import {
  accepting,
  at,
  cards,
  delivered,
  deliveredOrder,
  download,
  heardOf,
  listedDataset,
  pay,
  payAt,
  preparedDataset,
  proposal,
  purchase,
  refusedDownload,
  request,
  signing,
  until,
  weather,
} from '../stories.js';
import { openWorld, type World } from '../world.js';

const priceVnd = 700_000;
/** With 10 % VAT. */
const paidVnd = 770_000;
const ground = 'ND314_7_8' as const;
const reason = 'Nghi dữ liệu có nguồn gốc không hợp pháp';

for (const queue of queueCases) {
  describe(`A freeze by the regulator, with the queue on ${queue.name}`, () => {
    let world: World;
    let provider: Person;
    let buyer: Person;
    let regulator: Person;
    let operator: Person;
    let offer: OfferView;
    let datasetId: string;
    let revisionId: string;
    before(async () => {
      world = await openWorld({ env: queue.env() });
      provider = await world.organisation('provider');
      regulator = await world.organisation('regulator');
      operator = await world.organisation('operator');
      const listed = await listedDataset(world, provider, { priceVnd });
      offer = listed.offer;
      datasetId = listed.dataset.id;
      revisionId = listed.dataset.currentRevision?.id ?? '';
    });
    after(() => world.close());
    beforeEach(async () => {
      shiftClock(0);
      buyer = await world.organisation('buyer');
    });
    afterEach(async () => {
      shiftClock(0);
      world.startWork();
      await world.settle();
      for (const { id } of (await regulator.call('listHolds', { query: { state: 'in-force' } })).items) await lift(id);
      await world.assertClean();
    });

    const freeze = async (subjectId: string, freezes = true) =>
      (await regulator.call('placeHold', { body: { subjectId, ground, reason, freezes } })).id;
    const lift = (id: string) =>
      regulator.call('liftHold', { params: { id }, body: { reason: 'Đã xác minh, không có vi phạm' } });
    const stateOf = async (id: string) => (await buyer.call('getOrder', { params: { id } })).state;
    const mails = async (email: string, subject: string) =>
      await world.sql<{ subject: string; text: string }>(
        `select subject, text from kept_mails where "to" = $1 and position($2 in subject) > 0 order by sent_at`,
        [email, subject],
      );

    it('lets the jobs of an order wait without spending an attempt, and its refund clock stand still', async () => {
      const { orderId } = await purchase(provider, buyer, offer.id);
      const { url } = await buyer.call('startCheckout', { params: { id: orderId } });
      const id = await freeze(orderId);
      await buyer.refused('startCheckout', { params: { id: orderId } }, 'frozen');
      assert.equal(await payAt(at(world, url), cards.good), 303);
      await heardOf(world, url);
      await world.settle();
      assert.equal(await stateOf(orderId), 'awaiting_payment', 'the payment waits outside');
      const second = await freeze(datasetId);
      await lift(id);
      await world.settle();
      const waiting = await world.sql<{ name: string }>('select name from waiting_jobs where hold_id = $1', [second]);
      assert.deepEqual(waiting.map((one) => one.name).sort(), ['apply-stripe-event']);
      await world.later(5 * day);
      assert.equal(await stateOf(orderId), 'awaiting_payment', 'nor does it expire');
      shiftClock(0);
      await lift(second);
      await world.settle();
      assert.equal(await stateOf(orderId), 'delivered');
      assert.equal(await world.count('waiting_jobs'), 0);
    });

    it('keeps an undelivered order from being refunded, and gives it the time back that it stood', async () => {
      const { orderId } = await purchase(provider, buyer, offer.id);
      const { kernel } = world.context;
      const later = async (milliseconds: number) => {
        shiftClock(milliseconds);
        await runTimers(kernel.db, subjects, kernel.clocks);
        return await stateOf(orderId);
      };
      await world.stopWork();
      assert.equal(await pay(world, buyer, orderId), 303);
      const [row] = await world.sql<{ payload: { eventId: string } }>(
        `select payload from outbox join webhook_events e on e.id = payload ->> 'eventId'
          where e.type = 'checkout.session.completed'`,
      );
      await handlersOf(world.context)['apply-stripe-event'](row?.payload ?? { eventId: '' }, {
        attempt: 1,
        attempts: 1,
      });
      assert.equal(await stateOf(orderId), 'paid');
      await later(hour);
      const id = await freeze(orderId);
      assert.equal((await buyer.call('getOrder', { params: { id: orderId } })).dueAt, null);
      assert.equal(await later(41 * hour), 'paid', 'nothing is paid back while frozen');
      await lift(id);
      assert.equal(await later(42 * hour), 'paid', 'the clock had stood still for forty hours');
      assert.equal(await later(65 * hour), 'refunding');
      world.startWork();
      await world.settle();
      assert.equal(await stateOf(orderId), 'refunded');
    });

    it('keeps money where it is: what was accepted or is being refunded waits, then goes', async () => {
      const { read } = world.context.kernel.db;
      const owed = () => balanceOf(read, payable(provider.organisationId));
      const { orderId } = await deliveredOrder(world, provider, buyer, offer);
      const before = await owed();
      await world.stopWork();
      await buyer.call('transitionOrder', { params: { id: orderId }, body: { action: 'accept' } });
      const first = await freeze(orderId);
      world.startWork();
      await world.settle();
      assert.deepEqual([await stateOf(orderId), await owed()], ['accepted', before]);
      const [{ n } = { n: 0 }] = await world.sql<{ n: number }>(
        'select count(*)::int as n from waiting_jobs where hold_id = $1',
        [first],
      );
      assert.equal(n, 2, 'receipt and settlement wait');
      await lift(first);
      await world.settle();
      assert.deepEqual([await stateOf(orderId), await owed()], ['settled', before + paidVnd]);

      const other = await deliveredOrder(world, provider, await newBuyer(), offer);
      await world.stopWork();
      const refund = { action: 'refund', reason: 'Dữ liệu sai năm' } as const;
      await operator.call('transitionOrder', { params: { id: other.orderId }, body: refund });
      const { stripe } = world.context;
      const ask = stripe.refund;
      let asked = 0;
      stripe.refund = (...given) => {
        asked += 1;
        return ask(...given);
      };
      const second = await freeze(other.orderId);
      world.startWork();
      await world.settle();
      assert.equal(await stateOf(other.orderId), 'refunding');
      assert.equal(asked, 0, 'Stripe was not asked');
      assert.equal(await balanceOf(read, held(other.orderId)), paidVnd);
      assert.equal((await world.sql('select 1 from refunds where order_id = $1', [other.orderId])).length, 0);
      await lift(second);
      await world.settle();
      assert.deepEqual([await stateOf(other.orderId), await balanceOf(read, held(other.orderId))], ['refunded', 0]);
      assert.equal(asked, 1);
      stripe.refund = ask;
    });

    // What follows moves no job: one queue will do.
    if (queue !== queueCases[0]) return;

    it('stops access, every step and the money of an order, tells both parties why, and lets all go on again', async () => {
      const { orderId, entitlementId } = await deliveredOrder(world, provider, buyer, offer);
      const params = { id: orderId };
      const id = await freeze(orderId);
      const problem = await refusedDownload(buyer, entitlementId, 'frozen');
      assert.match(problem.detailVi, /tạm dừng/);
      await buyer.refused('transitionOrder', { params, body: { action: 'accept' } }, 'frozen');
      const refund = { action: 'refund', reason: 'Hoàn tiền theo yêu cầu' } as const;
      await operator.refused('transitionOrder', { params, body: refund }, 'frozen');
      await world.settle();
      for (const person of [provider, buyer]) {
        const mail = (await mails(person.email, 'Cơ quan quản lý tạm dừng')).at(-1);
        assert.match(mail?.text ?? '', new RegExp(`${orderId}[^]*Decree 314/2026[^]*${reason}`));
        const { items } = await person.call('listHoldsOn', { params: { id: orderId } });
        assert.deepEqual(
          items.map((one) => [one.id, one.freezes, one.reason, one.canLift]),
          [[id, true, reason, false]],
        );
      }
      await world.later(20 * day);
      assert.equal(await stateOf(orderId), 'delivered', 'the clock of acceptance stands still');
      shiftClock(0);

      await lift(id);
      assert.equal((await download(buyer, entitlementId, delivered)).status, 200);
      await buyer.call('transitionOrder', { params, body: { action: 'accept' } });
      await world.settle();
      assert.equal(await stateOf(orderId), 'settled');
      assert.equal((await mails(buyer.email, 'gỡ tạm dừng')).length, 1);
      const { timeline } = await buyer.call('getOrder', { params });
      const told = timeline.filter((one) => one.type.startsWith('hold.'));
      assert.deepEqual(
        told.map((one) => [one.type, one.reason !== null]),
        [
          ['hold.placed', true],
          ['hold.lifted', true],
        ],
      );
    });

    for (const kind of ['organisation of the provider', 'organisation of the buyer', 'dataset', 'entitlement']) {
      it(`of the ${kind} stops what depends on it`, async () => {
        const { orderId, entitlementId } = await deliveredOrder(world, provider, buyer, offer);
        const subject = {
          'organisation of the provider': provider.organisationId,
          'organisation of the buyer': buyer.organisationId,
          dataset: datasetId,
          entitlement: entitlementId,
        }[kind];
        const id = await freeze(subject ?? '');
        await refusedDownload(buyer, entitlementId, 'frozen');
        await buyer.refused('transitionOrder', { params: { id: orderId }, body: { action: 'accept' } }, 'frozen');
        const shown = (await buyer.call('getSample', { params: { id: revisionId } })).items.length;
        assert.equal(
          shown,
          kind.endsWith('provider') || kind === 'dataset' ? 0 : 1,
          'samples of what is frozen are away',
        );
        const other = await world.organisation('buyer');
        const asks = await other.send('submitRequest', { body: { offerId: offer.id, ...request } });
        assert.equal(asks.status, kind.endsWith('provider') || kind === 'dataset' ? 423 : 201);
        await lift(id);
        assert.equal((await download(buyer, entitlementId, delivered)).status, 200);
      });
    }

    it('keeps why an organisation is frozen from those who trade with it, and from strangers that it is', async () => {
      const { orderId } = await deliveredOrder(world, provider, buyer, offer);
      await freeze(buyer.organisationId);
      const seen = await provider.call('listHoldsOn', { params: { id: orderId } });
      assert.deepEqual(
        seen.items.map((one) => [one.kind, one.ground, one.reason]),
        [['organisation', null, null]],
      );
      const own = await buyer.call('listHoldsOn', { params: { id: orderId } });
      assert.equal(own.items[0]?.reason, reason);
      const stranger = await world.organisation('buyer');
      for (const id of [orderId, buyer.organisationId]) {
        await stranger.refused('listHoldsOn', { params: { id } }, 'not-found');
      }
      await world.settle();
      assert.match((await mails(buyer.email, 'tạm dừng'))[0]?.text ?? '', new RegExp(reason));
      const [mail] = (await mails(provider.email, 'tạm dừng')).filter((one) => one.text.includes(buyer.organisationId));
      assert.doesNotMatch(mail?.text ?? reason, new RegExp(reason));
    });

    it('cuts a running download within a second', async () => {
      const big = join(world.context.config.dataDir, 'big.csv');
      await writeFile(big, `so\n${'1234567890123456789012345678901\n'.repeat(1_200_000)}`);
      const { offer: large } = await listedDataset(world, provider, {}, big);
      const { entitlementId } = await deliveredOrder(world, provider, buyer, large);
      const { secret } = await buyer.call('createToken', {
        body: { name: 'Máy tải', scopes: ['download'], expiresInDays: 1 },
      });
      const path = `${world.url}/api/v1/entitlements/${entitlementId}/files/${encodeURIComponent('data/big.csv')}`;
      const running = await slowReader(path, secret);
      await freeze(entitlementId);
      const started = Date.now();
      const { whole } = await running.ended();
      assert.ok(Date.now() - started < 1_000, 'within a second');
      assert.ok(!whole, 'the file did not come whole');
      await until('the cut is on the record', async () => {
        const sql = `select 1 from audit_events where type = 'access.refused' and subject_id = $1`;
        return (await world.sql(sql, [entitlementId])).length === 1;
      });
    });

    it('is placed once however often it is asked, and lifted once; another organisation cannot lift it', async () => {
      const { orderId } = await deliveredOrder(world, provider, buyer, offer);
      const body = { subjectId: orderId, ground, reason, freezes: true };
      const key = randomUUID();
      const [one, two] = await Promise.all([1, 2].map(() => regulator.send('placeHold', { body }, { key })));
      assert.ok([one?.status, two?.status].includes(201));
      const again = await regulator.call('placeHold', { body }, { key });
      const ten = await Promise.all(Array.from({ length: 10 }, () => regulator.send('placeHold', { body })));
      assert.deepEqual([...new Set(ten.map((reply) => reply.body.code))], ['conflict']);
      const params = { id: again.id };
      const why = { reason: 'Không còn căn cứ tạm dừng' };
      await operator.refused('liftHold', { params, body: why }, 'role-required');
      const elsewhere = await world.organisation('regulator');
      await elsewhere.refused('liftHold', { params, body: why }, 'role-required');
      const colleague = await world.colleague(regulator, 'member');
      const lifts = await Promise.all(
        [regulator, colleague, colleague, regulator].map((person) => person.send('liftHold', { params, body: why })),
      );
      assert.equal(lifts.filter((reply) => reply.status === 200).length, 1);
      const [row] = await world.sql<{ n: number }>(
        `select count(*)::int as n from audit_events where subject_id = $1 and type = 'hold.lifted'`,
        [orderId],
      );
      assert.equal(row?.n, 1);
    });

    it('comes before a step or after it, never in the middle: acceptances and downloads that race it', async () => {
      const orders = [];
      for (let number = 0; number < 4; number += 1) {
        const own = await world.organisation('buyer');
        orders.push({ own, ...(await deliveredOrder(world, provider, own, offer)) });
      }
      const race = orders.flatMap(({ own, orderId, entitlementId }) => [
        own.send('transitionOrder', { params: { id: orderId }, body: { action: 'accept' } }).then((r) => r.status),
        download(own, entitlementId, delivered).then((r) => r.status),
      ]);
      const id = await freeze(datasetId);
      const statuses = await Promise.all(race);
      assert.ok(
        statuses.every((status) => [200, 423].includes(status)),
        `${statuses}`,
      );
      await world.settle();
      const late = await world.sql(
        `select e.type from audit_events e join audit_events h on h.type = 'hold.placed' and h.data ->> 'holdId' = $1
          where e.type in ('order.accept', 'file.downloaded', 'order.settle', 'funds.released') and e.id > h.id
            and $2 = any (e.about)`,
        [id, datasetId],
      );
      assert.deepEqual(late, [], 'nothing happened after the freeze');
      await lift(id);
      await world.settle();
    });

    it('stops what would make new trades: signing, approving, editing, finalising', async () => {
      const { agreementId, sha256 } = await proposal(provider, buyer, offer.id);
      const { requestId } = await proposalAsked();
      const id = await freeze(provider.organisationId);
      await buyer.refused('signAgreement', { params: { id: agreementId }, body: signing(sha256) }, 'frozen');
      await provider.refused('acceptTerms', await accepting(provider, requestId), 'frozen');
      const body = { columns: [{ name: 'date', description: { vi: 'Ngày đo', en: 'Day' }, unit: null }] };
      await provider.refused('describeColumns', { params: { id: datasetId }, body }, 'frozen');
      await lift(id);
      await buyer.call('signAgreement', { params: { id: agreementId }, body: signing(sha256) });
    });

    it('and a legal hold alone keep files and rows from deletion, in the application and in the database', async () => {
      const { dataset } = await preparedDataset(world, provider);
      const draft = await provider.call('openRevision', { params: { id: dataset.id } });
      const upload = await provider.agent.post(`/api/v1/revisions/${draft.id}/files`).attach('file', weather);
      const params = { id: draft.id, fileId: upload.body.id };
      const id = await freeze(dataset.id, false);
      await provider.refused('removeFile', { params }, 'legal-hold');
      await assert.rejects(world.sql('delete from files where id = $1', [params.fileId]), /legal hold/);
      const more = await provider.agent.post(`/api/v1/revisions/${draft.id}/files`).attach('file', weather, 'more.csv');
      assert.equal(more.status, 201, 'but does not stop the work');
      await lift(id);
      await provider.call('removeFile', { params });

      const org = await freeze(provider.organisationId, false);
      const kept = async () =>
        (await world.sql('select 1 from idempotency_keys where scope = $1', [provider.organisationId])).length;
      const rows = await kept();
      assert.ok(rows > 0);
      shiftClock(10 * day);
      await purge(world.context.kernel.db.read);
      assert.equal(await kept(), rows);
      shiftClock(0);
      await lift(org);
      shiftClock(10 * day);
      await purge(world.context.kernel.db.read);
      assert.equal(await kept(), 0);
      await assert.rejects(world.sql(`update holds set reason = 'khác' where id = $1`, [id]), /never changes/);
      await assert.rejects(world.sql('delete from holds where id = $1', [id]), /never changes/);
    });

    it('cannot be put on a regulator, nor on what is not there', async () => {
      const body = { subjectId: regulator.organisationId, ground, reason, freezes: true };
      await regulator.refused('placeHold', { body }, 'rule-broken');
      const subjectId = 'ord_01k9v3m7q2x8r4t6w0y5z1a3bc';
      await regulator.refused('placeHold', { body: { ...body, subjectId } }, 'not-found');
    });

    async function newBuyer(): Promise<Person> {
      buyer = await world.organisation('buyer');
      return buyer;
    }

    async function proposalAsked() {
      const other = await world.organisation('buyer');
      const { id: requestId } = await other.call('submitRequest', { body: { offerId: offer.id, ...request } });
      return { requestId };
    }
  });
}
