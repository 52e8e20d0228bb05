import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LeakCheckView } from '../../contracts/fingerprint.js';
import { sealSecrets, secretOf } from '../../server/fingerprint/secrets.js';
import { sha256 } from '../../server/kernel/hash.js';
import type { Person } from '../person.js';
import { delivered, deliveredOrder, listedDataset, preparedDataset, weather } from '../stories.js';
import { openWorld, type World } from '../world.js';

const terms = {
  keys: ['date'],
  columns: ['temp_max', 'temp_min', 'wind', 'precipitation'].map((name) => ({ name, tolerance: 0.1 })),
};

describe('Marked copies', () => {
  let world: World;
  let [provider, first, second, exact]: Person[] = [];
  let datasetId: string;
  let offer: Awaited<ReturnType<typeof listedDataset>>['offer'];
  const orders: Record<string, { orderId: string; entitlementId: string; agreementId: string }> = {};
  before(async () => {
    world = await openWorld();
    provider = await world.organisation('provider');
    [first, second, exact] = [
      await world.organisation('buyer'),
      await world.organisation('buyer'),
      await world.organisation('buyer'),
    ];
    const listed = await listedDataset(world, provider);
    [datasetId, offer] = [listed.dataset.id, listed.offer];
  });
  after(() => world.close());
  afterEach(() => world.assertClean());
  const own = () => provider as Person;
  const buy = async (buyer: Person) => await deliveredOrder(world, own(), buyer, offer);
  async function copyOf(buyer: Person, entitlementId: string): Promise<string> {
    const reply = await buyer.agent
      .get(`/api/v1/entitlements/${entitlementId}/files/${encodeURIComponent(delivered)}`)
      .buffer(true);
    assert.equal(reply.status, 200);
    return reply.text;
  }
  async function check(content: string): Promise<LeakCheckView> {
    const url = `/api/v1/datasets/${datasetId}/leak-checks`;
    const reply = await own().agent.post(url).attach('file', Buffer.from(content), 'found.csv');
    assert.equal(reply.status, 201, reply.text);
    return reply.body;
  }

  it('are made for agreements that say so, after the provider stated columns that can be marked', async () => {
    const params = { id: datasetId };
    orders.exact = await buy(exact as Person);
    for (const [wrong, pointer] of [
      [{ ...terms, keys: ['weather'] }, '/terms/keys'],
      [{ ...terms, columns: [{ name: 'weather', tolerance: 1 }] }, '/terms/columns/0/name'],
      [{ ...terms, columns: [{ name: 'date', tolerance: 1 }] }, '/terms/columns/0/name'],
    ] as const) {
      const problem = await own().refused('setMarking', { params, body: { terms: wrong as never } }, 'rule-broken');
      assert.equal(problem.errors?.[0]?.pointer, pointer);
    }
    const stranger = await world.organisation('provider');
    await stranger.refused('setMarking', { params, body: { terms } }, 'not-found');
    await own().call('setMarking', { params, body: { terms } });
    assert.deepEqual(await (await world.anonymous()).call('getMarking', { params }), { terms });
    orders.first = await buy(first as Person);
    orders.second = await buy(second as Person);
    const agreement = await (first as Person).call('getAgreement', { params: { id: orders.first.agreementId } });
    assert.match(agreement.text.vi, /Bản giao có dấu riêng[\s\S]*temp_max \(± 0.1\)/);
    const before = await (exact as Person).call('getAgreement', { params: { id: orders.exact.agreementId } });
    assert.doesNotMatch(before.text.vi, /dấu riêng/);
  });

  it('differ from the original and from each other within the tolerance; what was agreed as exact is exact', async () => {
    const original = await readFile(weather, 'utf8');
    assert.equal(await copyOf(exact as Person, orders.exact?.entitlementId ?? ''), original);
    const [one, two] = [
      await copyOf(first as Person, orders.first?.entitlementId ?? ''),
      await copyOf(second as Person, orders.second?.entitlementId ?? ''),
    ];
    assert.notEqual(one, two);
    const lines = (text: string) =>
      text
        .trim()
        .split(/\r?\n/)
        .map((line) => line.split(','));
    const [from, to] = [lines(original), lines(one)];
    assert.equal(to.length, from.length);
    let changed = 0;
    for (const [at, cells] of from.entries()) {
      assert.deepEqual([to[at]?.[0], to[at]?.[5]], [cells[0], cells[5]]);
      for (const column of [1, 2, 3, 4]) {
        const difference = Math.abs(Number(to[at]?.[column]) - Number(cells[column]));
        if (at > 0) assert.ok(difference < 0.1 + 1e-9, `${to[at]}`);
        if (at > 0 && difference > 0) changed += 1;
      }
    }
    assert.ok(changed > 3000, String(changed));
  });

  it('are on the record with their hash and the commitment to the secret before they are delivered', async () => {
    const { orderId } = orders.first as { orderId: string };
    const events = await world.sql<{ type: string; data: Record<string, string> }>(
      `select type, data from audit_events where $1 = any(about) and type in ('fingerprint.marked', 'delivery.made') order by id`,
      [orderId],
    );
    assert.deepEqual(
      events.map(({ type }) => type),
      ['fingerprint.marked', 'delivery.made'],
    );
    const copy = await copyOf(first as Person, orders.first?.entitlementId ?? '');
    assert.equal(events[0]?.data.sha256, sha256(copy));
    const [row] = await world.sql<{ secret: string }>('select secret from markings');
    // Who has the database alone has no secret; one from before it was sealed goes on working and is sealed.
    assert.match(row?.secret ?? '', /^v1\./);
    const secret = secretOf(world.context.kernel.markingSealer, { datasetId, secret: row?.secret ?? '' });
    assert.equal(events[0]?.data.commitment, sha256(secret));
    await world.sql('update markings set secret = $1', [secret]);
    await sealSecrets(world.context.kernel);
    const [again] = await world.sql<{ secret: string }>('select secret from markings');
    assert.match(again?.secret ?? '', /^v1\./);
    assert.equal(secretOf(world.context.kernel.markingSealer, { datasetId, secret: again?.secret ?? '' }), secret);
    await assert.rejects(world.sql('delete from marked_copies'));
    const body = { expiresInDays: 5, profile: 'bearer' as const };
    const params = { id: orders.first?.entitlementId ?? '' };
    await (first as Person).refused('openSharing', { params, body }, 'rule-broken');
  });

  it('have no exact twin: not as Parquet, and not as open data beside them', async () => {
    const path = (entitlementId = '') =>
      `/api/v1/entitlements/${entitlementId}/files/${encodeURIComponent(delivered)}?format=parquet`;
    assert.equal((await (first as Person).agent.get(path(orders.first?.entitlementId))).status, 404);
    assert.equal((await (exact as Person).agent.get(path(orders.exact?.entitlementId))).status, 200);
    await own().call('makeOffer', { params: { id: datasetId }, body: { licence: 'open', priceVnd: 0, months: null } });
    const dataset = await own().call('getDataset', { params: { id: datasetId } });
    const open = `${world.url}/api/v1/open-files/${dataset.currentRevision?.files[0]?.id}`;
    assert.equal((await fetch(open)).status, 403);
    await own().call('setMarking', { params: { id: datasetId }, body: { terms: null } });
    assert.equal((await fetch(open)).status, 200);
    // What is offered openly to named organisations is not open to all.
    await world.sql(`update offers set visible_to = array[$2]::text[] where dataset_id = $1 and licence = 'open'`, [
      datasetId,
      (first as Person).organisationId,
    ]);
    assert.equal((await fetch(open)).status, 403);
  });

  it('are refused for files that no copy can be written of', async () => {
    const folder = join(world.context.config.dataDir, 'forms');
    await mkdir(folder, { recursive: true });
    const points = ['1', '2'].map((date) => ({
      type: 'Feature',
      geometry: { type: 'Point', coordinates: [106, 10] },
      properties: { date, temp_max: 1.5 },
    }));
    const latin = (await readFile(weather, 'utf8')).replaceAll('drizzle', 'phùn');
    for (const [name, content] of [
      ['points.geojson', JSON.stringify({ type: 'FeatureCollection', features: points })],
      ['weather.csv', Buffer.from(latin, 'utf16le')],
    ] as const) {
      await writeFile(join(folder, name), content);
      const { dataset } = await preparedDataset(world, own(), {}, join(folder, name));
      const body = { terms: { keys: ['date'], columns: [{ name: 'temp_max', tolerance: 0.1 }] } };
      const problem = await own().refused('setMarking', { params: { id: dataset.id }, body }, 'rule-broken');
      assert.equal(problem.errors?.[0]?.pointer, '/terms', name);
      assert.match(problem.detail, new RegExp(name));
    }
  });

  it('name the buyer a leak came from, say when it cannot be told, and tell only the provider', async () => {
    const copy = await copyOf(second as Person, orders.second?.entitlementId ?? '');
    const [head, ...rows] = copy.trim().split(/\r?\n/);
    const half = [head, ...rows.filter((_, at) => at % 2 === 0)].join('\n');
    const found = await check(half);
    assert.deepEqual(
      found.named.map(({ organisation }) => organisation.id),
      [(second as Person).organisationId],
    );
    assert.equal(found.falseAccusation, 1e-6);
    assert.deepEqual((await check(await readFile(weather, 'utf8'))).named, []);
    assert.deepEqual((await check('a,b\n1,2\n3,4\n')).named, []);
    assert.equal((await own().call('listLeakChecks', { params: { id: datasetId } })).items.length, 3);
    await (await world.organisation('provider')).refused('listLeakChecks', { params: { id: datasetId } }, 'not-found');
    await (first as Person).refused('listLeakChecks', { params: { id: datasetId } }, 'role-required');
  });
});
