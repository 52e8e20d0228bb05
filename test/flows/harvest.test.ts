import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { harvestDue } from '../../server/harvest/harvesting.js';
import { hour } from '../../server/kernel/clock.js';
import type { Person } from '../person.js';
import { ckanAnswer, dcatAnswer } from '../portals.js';
import { openWorld, type World } from '../world.js';

describe('Portals that are read by schedule', () => {
  let world: World;
  let operator: Person;
  let portal: Server;
  let at: string;
  let ckan: { status: number; body: unknown };
  const asked: string[] = [];
  before(async () => {
    world = await openWorld({ env: { WEBHOOK_REACH: 'local' } });
    operator = await world.organisation('operator');
    portal = createServer((req, res) => {
      asked.push(req.url ?? '');
      const answer = req.url?.startsWith('/ckan/') ? ckan : { status: 200, body: hosted(dcatAnswer) };
      res.writeHead(answer.status, { 'content-type': 'application/json', location: '/elsewhere' });
      res.end(JSON.stringify(answer.body));
    });
    await new Promise<void>((done) => portal.listen(0, '127.0.0.1', done));
    at = `http://127.0.0.1:${(portal.address() as AddressInfo).port}`;
  });
  after(async () => {
    portal?.close();
    await world?.close();
  });
  beforeEach(() => {
    ckan = { status: 200, body: ckanAnswer };
  });
  afterEach(() => world.assertClean());

  /** The catalogue as if this portal were where its datasets are; its next page is elsewhere. */
  const hosted = (answer: unknown) =>
    JSON.parse(JSON.stringify(answer).replaceAll('https://mo.example.vn/datasets', `${at}/datasets`)) as unknown;
  const input = (kind: 'ckan' | 'dcat', path: string) => ({
    ...{ name: `Cổng ${kind}`, kind, url: `${at}${path}`, everyHours: 24, enabled: true },
  });
  const portals = async () => (await operator.call('listPortals', {})).items;
  const shown = async (q?: string) => {
    const guest = await world.anonymous();
    return (await guest.call('listMirrored', { query: q === undefined ? {} : { q } })).items;
  };

  it('are added by the operator alone, and read at once: each record once, with where else it is', async () => {
    const provider = await world.organisation('provider');
    await provider.refused('addPortal', { body: input('ckan', '/ckan') }, 'role-required');
    await operator.call('addPortal', { body: input('ckan', '/ckan') });
    await operator.refused('addPortal', { body: input('ckan', '/ckan') }, 'conflict');
    await world.settle();
    await operator.call('addPortal', { body: input('dcat', '/catalog.jsonld') });
    await world.settle();
    const [dcat, first] = await portals();
    assert.deepEqual(first?.lastOutcome, { found: 2, added: 2, changed: 0, gone: 0, fault: null });
    assert.deepEqual([dcat?.lastOutcome?.found, dcat?.records], [1, 1]);
    assert.equal(asked.filter((one) => one.startsWith('/catalog')).length, 1, 'a next page elsewhere is not followed');
    const rain = (await shown('luong mua')).at(0);
    assert.deepEqual(
      [rain?.portal, rain?.licence, rain?.alsoAt.map((one) => one.portal)],
      ['Cổng ckan', 'CC BY 4.0', ['Cổng dcat']],
    );
    assert.equal((await shown()).length, 2);
    assert.equal((await shown('LƯỢNG MƯA'.normalize('NFD'))).length, 1);
    assert.equal((await shown('100%')).length, 0);
  });

  it('again change what changed, and drop what is gone; a reading that fails changes nothing and is told', async () => {
    const [, { id } = { id: '' }] = await portals();
    ckan = { status: 502, body: {} };
    await operator.call('readPortal', { params: { id } });
    await world.settle();
    assert.match((await portals())[1]?.lastOutcome?.fault ?? '', /502/);
    assert.equal((await shown()).length, 2);
    ckan = { status: 302, body: {} };
    await operator.call('readPortal', { params: { id } });
    await world.settle();
    assert.match((await portals())[1]?.lastOutcome?.fault ?? '', /302/, 'redirects are not followed');
    const [first] = structuredClone(ckanAnswer.result.results);
    const left = { ...first, notes: 'Nay có 15 trạm.' };
    ckan = { status: 200, body: { ...ckanAnswer, result: { count: 1, results: [left] } } };
    await operator.call('readPortal', { params: { id } });
    await world.settle();
    assert.deepEqual((await portals())[1]?.lastOutcome, { found: 1, added: 0, changed: 1, gone: 1, fault: null });
    const runs = (await operator.call('listPortalRuns', { params: { id } })).items;
    assert.deepEqual(
      runs.map((one) => [one.changed, one.gone, one.fault === null]),
      [
        [1, 1, true],
        [0, 0, false],
        [0, 0, false],
        [0, 0, true],
      ],
    );
    await (await world.organisation('provider')).refused('listPortalRuns', { params: { id } }, 'role-required');
    assert.deepEqual(
      (await shown()).map((one) => one.description),
      ['Nay có 15 trạm.'],
    );
  });

  it('are read when their time has come, and not before', async () => {
    const before = asked.length;
    await harvestDue(world.context.kernel.db);
    await world.settle();
    assert.equal(asked.length, before);
    await world.later(25 * hour);
    await harvestDue(world.context.kernel.db);
    await world.settle();
    assert.equal(asked.length, before + 2);
  });
});

describe('Portals of hosts that are not public', () => {
  let world: World;
  before(async () => {
    world = await openWorld();
  });
  after(() => world?.close());

  it('are refused with the field and the reason', async () => {
    const operator = await world.organisation('operator');
    for (const url of ['http://127.0.0.1:9/', 'http://169.254.169.254/latest', 'https://localhost/', 'http://[::1]/']) {
      const body = { name: 'Cổng', kind: 'ckan' as const, url, everyHours: 24, enabled: true };
      const problem = await operator.refused('addPortal', { body }, 'rule-broken');
      assert.equal(problem.errors?.[0]?.pointer, '/url', url);
    }
    assert.equal(await world.count('portals'), 0);
  });
});
