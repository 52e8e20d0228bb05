import assert from 'node:assert/strict';
import type { OfferView } from '../../contracts/licensing.js';
import { held, payable, transit } from '../../server/payments/accounts.js';
import { balanceOf, post } from '../../server/payments/ledger.js';
import { payProvider } from '../../server/payouts/paying.js';
import { type Beyond, beyond, closed, onboarded, round } from '../payouts.js';
import type { Person } from '../person.js';
import { deliveredOrder, listedDataset } from '../stories.js';
import { openWorld, type World } from '../world.js';

const priceVnd = 1_000_000;
const net = 1_100_000;

describe('Payouts', () => {
  let world: World;
  let stripe: Beyond;
  let provider: Person;
  let buyer: Person;
  let offer: OfferView;
  let account: string;
  before(async () => {
    world = await openWorld();
    stripe = beyond(world);
    provider = await world.organisation('provider');
    buyer = await world.organisation('buyer');
    ({ offer } = await listedDataset(world, provider, { priceVnd }));
  });
  after(() => world?.close());
  afterEach(() => world.assertClean());

  const on = (name: string) => balanceOf(world.context.kernel.db.read, name);
  const due = () => on(payable(provider.organisationId));
  const moving = () => on(transit(provider.organisationId));
  const settled = async () => {
    const { orderId } = await deliveredOrder(world, provider, buyer, offer);
    await buyer.call('transitionOrder', { params: { id: orderId }, body: { action: 'accept' } });
    await world.settle();
    return orderId;
  };

  let first: string;
  it('what is released waits while the provider has no account, and is handed on when it becomes ready', async () => {
    first = await settled();
    assert.deepEqual([await due(), await moving()], [net, 0]);
    assert.equal((await provider.call('getMoney', {})).account.transfers, 'none');
    account = await onboarded(world, provider);
    assert.deepEqual([await due(), await moving()], [0, net]);
    const [transfer] = (await stripe.stripe.transfers.list({ transfer_group: first })).data;
    assert.deepEqual([transfer?.amount, transfer?.destination], [net, account]);
    assert.ok(transfer?.source_transaction);
    assert.equal(await on(held(first)), 0);
  });
});
