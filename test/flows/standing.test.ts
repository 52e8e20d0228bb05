import assert from 'node:assert/strict';
import type { OfferView } from '../../contracts/licensing.js';
import type { Person } from '../person.js';
import {
  accepting,
  delivered,
  deliveredOrder,
  download,
  listedDataset,
  proposal,
  purchase,
  refusedDownload,
  request,
  signing,
} from '../stories.js';
import { openWorld, type World } from '../world.js';

const reason = 'Đang được thanh tra';

/** What a step answers while something is halted; a party that is suspended itself is told so first. */
type Told = { request: string; approve: string; resubmit: string; buyerActs: string; download: string };
const told: Record<'provider' | 'buyer' | 'dataset' | 'revision', Told> = {
  provider: {
    ...{ request: 'conflict', approve: 'not-verified', resubmit: 'conflict' },
    ...{ buyerActs: 'conflict', download: 'access-ended' },
  },
  buyer: {
    ...{ request: 'not-verified', approve: 'conflict', resubmit: 'not-verified' },
    ...{ buyerActs: 'not-verified', download: 'not-verified' },
  },
  dataset: {
    ...{ request: 'not-found', approve: 'conflict', resubmit: 'not-found' },
    ...{ buyerActs: 'conflict', download: 'access-ended' },
  },
  revision: {
    ...{ request: 'not-found', approve: 'conflict', resubmit: 'conflict' },
    ...{ buyerActs: 'conflict', download: 'access-ended' },
  },
};

describe('A trade whose ground is taken away stands still', () => {
  let world: World;
  let operator: Person;
  before(async () => {
    world = await openWorld();
    operator = await world.organisation('operator');
  });
  after(() => world.close());
  afterEach(() => world.startWork());

  /** One trade at every step: asked, returned, proposed, placed, paid and not delivered, delivered. */
  async function trades() {
    const provider = await world.organisation('provider');
    const buyer = await world.organisation('buyer');
    const { dataset, offer } = await listedDataset(world, provider);
    const more = async (priceVnd: number, autoApprovePurposes: ['research'] | []): Promise<OfferView> =>
      await provider.call('makeOffer', {
        params: { id: dataset.id },
        body: { licence: 'research-only', priceVnd, months: 12, autoApprovePurposes },
      });
    const [paid, auto] = [await more(200_000, []), await more(0, ['research'])];
    const { entitlementId } = await deliveredOrder(world, provider, buyer, offer);
    const placed = await purchase(provider, buyer, paid.id);
    const begun = await purchase(provider, buyer, paid.id);
    await buyer.call('startCheckout', { params: { id: begun.orderId } });
    await world.stopWork();
    const waiting = await purchase(provider, buyer, offer.id);
    const proposed = await proposal(provider, buyer, offer.id);
    const asked = await buyer.call('submitRequest', { body: { offerId: offer.id, ...request } });
    const returned = await buyer.call('submitRequest', {
      body: { offerId: auto.id, ...request, purpose: 'education' },
    });
    const back = { action: 'return' as const, reason: 'Nêu rõ mục đích' };
    await provider.call('transitionRequest', { params: { id: returned.id }, body: back });
    const revisionId = dataset.revisions[0]?.id ?? '';

    const steps = {
      request: { body: { offerId: paid.id, ...request } },
      approve: await accepting(provider, asked.id),
      resubmit: { params: { id: returned.id }, body: request },
      sign: { params: { id: proposed.agreementId }, body: signing(proposed.sha256) },
      checkouts: [placed, begun].map(({ orderId }) => ({ params: { id: orderId } })),
    };
    return {
      ...{ provider, buyer, dataset, revisionId, entitlementId, waiting },
      async refused({ request, approve, resubmit, buyerActs, download }: Told) {
        await buyer.refused('submitRequest', steps.request, request);
        await provider.refused('acceptTerms', steps.approve, approve);
        await buyer.refused('resubmitRequest', steps.resubmit, resubmit);
        await buyer.refused('signAgreement', steps.sign, buyerActs);
        for (const one of steps.checkouts) await buyer.refused('startCheckout', one, buyerActs);
        await refusedDownload(buyer, entitlementId, download);
      },
      async taken() {
        await buyer.call('submitRequest', steps.request);
        await provider.call('acceptTerms', steps.approve);
        assert.equal((await buyer.call('resubmitRequest', steps.resubmit)).state, 'approved');
        await buyer.call('signAgreement', steps.sign);
        for (const one of steps.checkouts) await buyer.call('startCheckout', one);
        assert.equal((await download(buyer, entitlementId, delivered)).status, 200);
      },
    };
  }
  const orderState = async (orderId: string) => (await operator.call('getOrder', { params: { id: orderId } })).state;

  async function standsStill(halted: keyof typeof told, made: Awaited<ReturnType<typeof trades>>) {
    const { orderId } = made.waiting;
    const before = await world.sql('select id, state from orders order by id');
    await made.refused(told[halted]);
    assert.deepEqual(await world.sql('select id, state from orders order by id'), before);
    world.startWork();
    await world.settle();
    assert.equal(await orderState(orderId), 'stuck');
    const { halted: shown } = await operator.call('getQueue', {});
    const why = shown.find((one) => one.id === orderId)?.failure ?? '';
    assert.match(why, halted === 'revision' ? /was revoked/ : new RegExp(`The ${halted} is suspended`));
    const retry = { params: { id: orderId }, body: { action: 'retry' as const } };
    await operator.call('transitionOrder', retry);
    await world.settle();
    assert.equal(await orderState(orderId), 'stuck', 'as long as it is halted');
    return retry;
  }

  for (const halted of ['provider', 'buyer', 'dataset'] as const) {
    it(`while the ${halted} is suspended, at every step, and goes on when that is lifted`, async () => {
      const made = await trades();
      const move = async (action: 'suspend' | 'reinstate') => {
        const body = { action, reason };
        if (halted === 'dataset') await operator.call('transitionDataset', { params: { id: made.dataset.id }, body });
        else await operator.call('transitionOrganisation', { params: { id: made[halted].organisationId }, body });
      };
      await move('suspend');
      const retry = await standsStill(halted, made);
      await move('reinstate');
      await made.taken();
      await operator.call('transitionOrder', retry);
      await world.settle();
      assert.equal(await orderState(made.waiting.orderId), 'delivered');
    });
  }

  it('when its revision was revoked, for good', async () => {
    const made = await trades();
    const revoke = { params: { id: made.revisionId }, body: { action: 'revoke' as const, reason } };
    await made.provider.call('transitionRevision', revoke);
    await standsStill('revision', made);
    const deliveries = await world.sql('select 1 from deliveries where order_id = $1', [made.waiting.orderId]);
    assert.deepEqual(deliveries, []);
  });
});
