import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beat, beatEvery } from '../../server/demo/heartbeat.js';
import { heartbeatDataset, heartbeatFile } from '../../server/demo/heartbeat-page.js';
import { organisations } from '../../server/demo/participants.js';
import { demoPassword } from '../../server/demo/registering.js';
import { nudgeFollowers } from '../../server/fulfilment/following.js';
import { createOrganisation } from '../../server/identity/first-organisation.js';
import { minute, shiftClock } from '../../server/kernel/clock.js';
import type { Person } from '../person.js';
import { purchase } from '../stories.js';
import { openWorld, type World } from '../world.js';

describe('The Heartbeat dataset', function () {
  this.timeout(180_000);
  let world: World;
  let buyer: Person;
  before(async () => {
    world = await openWorld();
    buyer = await world.organisation('buyer');
    for (const one of organisations.filter(({ key }) => key === 'operator' || key === 'analysis-company')) {
      const { key, members, state, stateReason, governingBody, ...profile } = one;
      const [{ displayName, email }] = members;
      const input = { ...profile, member: { displayName, email, password: demoPassword } };
      await world.context.kernel.db.transaction((tx) => createOrganisation(tx, input, 'verified'));
    }
  });
  after(() => world.close());
  afterEach(async () => {
    shiftClock(0);
    await world.assertClean();
  });

  const beating = () => beat({ context: world.context, origin: world.url });
  const { titleVi } = heartbeatDataset('http://localhost');
  async function dataset() {
    const { items } = await buyer.call('browseDatasets', { query: { q: titleVi } });
    const id = items.find((one) => one.titleVi === titleVi)?.id ?? '';
    return await buyer.call('getDataset', { params: { id } });
  }
  const revisions = () =>
    world.sql<{ number: number; state: string; submitted_by: string }>(
      `select number, revisions.state, revisions.submitted_by from revisions join datasets on datasets.id = dataset_id
        where title_vi = $1 order by number`,
      [titleVi],
    );

  it('is listed by provider and operator, free and approved at once; a second beat comes a quarter of an hour later', async () => {
    assert.equal(await beating(), 'listed');
    assert.equal(await beating(), 'early');
    shiftClock(beatEvery + minute);
    assert.equal(await beating(), 'published');
    const states = (await revisions()).map((one) => [one.number, one.state]);
    assert.deepEqual(states, [
      [1, 'published'],
      [2, 'published'],
    ]);
    const [event] = await world.sql<{ organisation: string; capabilities: string[] }>(
      `select o.id as organisation, o.capabilities from audit_events e join organisations o on o.id = e.actor_organisation_id
        where e.type = 'revision.publish' order by e.id desc limit 1`,
    );
    assert.deepEqual(event?.capabilities, ['operator'], 'another organisation than the provider’s publishes');
    const text = await readFile(join(world.context.config.dataDir, 'heartbeat', heartbeatFile), 'utf8');
    const lines = text.trim().split('\n');
    assert.equal(lines[0], 'at,log_size,log_root,listed_datasets');
    const { size } = await buyer.call('getLog', {});
    const [, logSize, root, listed] = lines.at(-1)?.split(',') ?? [];
    assert.ok(Number(logSize) > 0 && Number(logSize) <= size && Number(listed) === 1);
    const known = await world.sql('select 1 from log_checkpoints where size = $1 and root = $2', [logSize, root]);
    assert.equal(known.length, 1, 'the root is that of the signed checkpoint');
  });

  it('can be had by anybody at once, and who follows it is given the next beat', async () => {
    const { id } = await dataset();
    const { items: offers } = await buyer.call('listOffers', { params: { id } });
    const { orderId } = await purchase(buyer, buyer, offers[0]?.id ?? '');
    await world.settle();
    const { entitlementId } = await buyer.call('getDelivery', { params: { id: orderId } });
    const params = { id: entitlementId ?? '' };
    await buyer.call('chooseRevisions', { params, body: { follows: true } });
    await world.settle();
    const before = (await buyer.call('getAccess', { params })).revisions.length;
    shiftClock(2 * beatEvery + 2 * minute);
    assert.equal(await beating(), 'published');
    await nudgeFollowers(world.context.kernel.db);
    await world.settle();
    const after = (await buyer.call('getAccess', { params })).revisions.map((one) => one.number);
    assert.equal(after.length, before + 1, `${after}`);
  });

  it('keeps the last four revisions recommended', async () => {
    for (let n = 3; n < 6; n += 1) {
      shiftClock(n * (beatEvery + minute));
      assert.equal(await beating(), 'published');
    }
    const states = (await revisions()).map((one) => one.state);
    assert.deepEqual(
      states.slice(-4),
      Array.from({ length: 4 }, () => 'published'),
    );
    assert.ok(states.slice(0, -4).every((state) => state === 'deprecated') && states.length === 6);
  });
});
