import assert from 'node:assert/strict';
import type { TransactionSearch } from '../../contracts/inspection.js';
import { newId } from '../../server/kernel/ids.js';
import type { Person } from '../person.js';
import { listedDataset } from '../stories.js';
import { bandOf, bruteForce, dayOf, type Known, manyTransactions, type Party, type Shelf } from '../transactions.js';
import { openWorld, type World } from '../world.js';

type Query = Partial<TransactionSearch>;

describe('The regulator searches transactions', () => {
  let world: World;
  let supervisor: Person;
  let inspector: Person;
  let operator: Person;
  let buyer: Person;
  let provider: Person;
  let parties: Party[];
  let all: Known[];
  let seed: { shelves: Shelf[]; buyers: Party[]; member: string };
  before(async () => {
    world = await openWorld();
    supervisor = await world.organisation('regulator');
    inspector = await world.colleague(supervisor, 'member');
    operator = await world.organisation('operator');
    provider = await world.organisation('provider');
    const second = await world.organisation('provider');
    buyer = await world.organisation('buyer');
    const others = [await world.organisation('buyer'), await world.organisation('buyer')];
    const names = [
      [provider, 'Công ty Dữ liệu Đồng Nai', 'Dong Nai Data Company'],
      [second, 'Viện Khí tượng Miền Trung', 'Central Weather Institute'],
      [buyer, 'Trường Đại học Biển Xanh', 'Blue Sea University'],
      [others[0], 'Hợp tác xã Lúa Vàng', 'Golden Rice Cooperative'],
      [others[1], 'Công ty 100% Giấy', 'Paper_Company'],
    ] as const;
    for (const [person, vi, en] of names) {
      await world.sql('update organisations set name_vi = $2, name_en = $3 where id = $1', [
        person?.organisationId,
        vi,
        en,
      ]);
    }
    parties = (
      await world.sql<{ id: string; name_vi: string; name_en: string; tax_code: string }>('select * from organisations')
    ).map((row) => ({ id: row.id, names: `${row.name_vi} ${row.name_en}`, taxCode: row.tax_code }));
    const listed = [
      await listedDataset(world, provider),
      await listedDataset(world, second, { licence: 'commercial-internal', priceVnd: 1_000_000 }),
      await listedDataset(world, second, { licence: 'ai-training', priceVnd: 2_000_000 }),
    ];
    const told = [
      ['Giá điện đô thị', 'Urban electricity prices', 'public_source', 'none'],
      ['Lượng mưa theo ngày', 'Daily rainfall', 'collected_with_consent', 'deidentified'],
      ['Điện mặt trời và mưa', 'Solar power and rain', 'derived', 'aggregate'],
    ] as const;
    const shelves: Shelf[] = [];
    for (const [index, { dataset, offer }] of listed.entries()) {
      const [vi, en, basis, origin] = told[index] ?? told[0];
      await world.sql(
        'update datasets set title_vi = $2, title_en = $3, provenance_basis = $4, personal_origin = $5 where id = $1',
        [...[dataset.id, vi, en, basis, origin]],
      );
      const [revision] = await world.sql<{ id: string }>('select id from revisions where dataset_id = $1', [
        dataset.id,
      ]);
      shelves.push({
        ...{ offerId: offer.id, licence: offer.licence.id, datasetId: dataset.id, providerId: dataset.provider.id },
        ...{ revisionId: revision?.id ?? '', basis, origin, titles: `${vi} ${en}` },
      });
    }
    const [member] = await world.sql<{ id: string }>('select id from members where organisation_id = $1', [
      buyer.organisationId,
    ]);
    const buyers = parties.filter((one) => [buyer, ...others].some((person) => person.organisationId === one.id));
    seed = { shelves, buyers, member: member?.id ?? '' };
    all = await manyTransactions(world, { ...seed, count: 90 });
  });
  after(() => world.close());

  const search = (query: Query, more: object = {}) =>
    inspector.call('searchTransactions', { query: { ...query, ...more } as Query });
  /** All pages of a search. */
  async function pages(query: Query, limit = 100, between: () => Promise<unknown> = async () => {}) {
    const found = [];
    for (let cursor: string | null | undefined; cursor !== null; ) {
      const page = await search(query, { limit, ...(cursor ? { cursor } : {}) });
      found.push(...page.items);
      cursor = page.nextCursor;
      if (cursor) await between();
    }
    return found;
  }
  const ids = (rows: readonly { id: string }[]) => rows.map((one) => one.id);

  /** Searches that are made alone, then in pairs, then all together. */
  const alone = (): [string, Query][] => {
    const one = all[30] as Known;
    return [
      ['part of a name without marks', { party: 'dong nai' }],
      ['words of a name with marks, in any order', { party: 'Biển đại học' }],
      ['an English name', { party: 'cooperative' }],
      ['signs that mean something to a database', { party: '100%' }],
      ['an underscore', { party: 'paper_' }],
      ['a tax code', { party: parties.find((party) => party.id === buyer.organisationId)?.taxCode }],
      ['the id of a party', { party: provider.organisationId }],
      ['a provider', { provider: provider.organisationId }],
      ['words of a title without marks', { dataset: 'dien' }],
      ['words of a title in another order', { dataset: 'mưa trời' }],
      ['the id of a dataset', { dataset: one.datasetId }],
      ['the id of an order', { ref: one.id }],
      ['the id of a request', { ref: one.requestId }],
      ['the id of an agreement', { ref: one.agreementId }],
      ['the id of a payment', { ref: one.paymentId ?? '' }],
      ['a purpose', { purpose: 'research' }],
      ['a state', { state: 'refunded' }],
      ['a licence', { licence: 'ai-training' }],
      ['a basis of provenance', { basis: 'collected_with_consent' }],
      ['a class of personal origin', { origin: 'deidentified' }],
      ['no price', { band: 'free' }],
      ['a price below a million', { band: 'under-1m' }],
      ['a price from a million on', { band: '1m-10m' }],
      ['a price from a hundred million on', { band: 'over-100m' }],
      ['a least amount', { minVnd: 1_000_000 }],
      ['a range of amounts', { minVnd: 80_000, maxVnd: 2_500_000 }],
      ['a month', { month: dayOf(one.createdAt).slice(0, 7) }],
      ['days from', { from: dayOf(one.createdAt) }],
      ['days up to', { to: dayOf(one.createdAt) }],
      ['one day', { from: dayOf(one.createdAt), to: dayOf(one.createdAt) }],
      ['nothing that exists', { party: 'không ai' }],
    ];
  };

  it('by each filter alone, as looking at every one would find', async () => {
    for (const [name, query] of alone()) {
      const expected = bruteForce(all, query, parties);
      assert.deepEqual(ids(await pages(query)), ids(expected), name);
      if (name !== 'nothing that exists')
        assert.ok(expected.length > 0 && expected.length < all.length, `${name}: ${expected.length}`);
    }
  });

  it('by filters together', async () => {
    const list = alone().filter(([, query]) => query.ref === undefined);
    let some = 0;
    for (const [index, [name, query]] of list.entries()) {
      for (const step of [3, 7]) {
        const [other, second] = list[(index + step) % list.length] ?? ['', {}];
        const both = { ...query, ...second };
        const expected = bruteForce(all, both, parties);
        if (expected.length > 0) some += 1;
        assert.deepEqual(ids((await search(both, { limit: 100 })).items), ids(expected), `${name} and ${other}`);
      }
    }
    assert.ok(some > 20, `${some} pairs find something`);
    const three: Query = { party: 'biển', purpose: 'research', minVnd: 1, sort: 'dearest' };
    assert.deepEqual(ids(await pages(three)), ids(bruteForce(all, three, parties)));
  });

  it('and is told how many there are of each kind in the whole result', async () => {
    const tally = (rows: readonly Known[], of: (one: Known) => string) => {
      const counts: Record<string, number> = {};
      for (const one of rows) counts[of(one)] = (counts[of(one)] ?? 0) + 1;
      return counts;
    };
    for (const query of [
      {},
      { party: 'dong nai' },
      { state: 'settled' },
      { band: 'free', dataset: 'mua' },
    ] as Query[]) {
      const expected = bruteForce(all, query, parties);
      const { totals, items } = await search(query, { limit: 5 });
      assert.ok(totals && items.length <= 5);
      assert.equal(totals.transactions, expected.length);
      assert.equal(
        totals.amountVnd,
        expected.reduce((sum, one) => sum + one.priceVnd, 0),
      );
      const { provider: providers, ...facets } = totals.facets;
      assert.deepEqual(facets, {
        state: tally(expected, (one) => one.state),
        purpose: tally(expected, (one) => one.purpose),
        band: tally(expected, (one) => bandOf(one.priceVnd)),
        licence: tally(expected, (one) => one.licence),
        basis: tally(expected, (one) => one.basis),
        origin: tally(expected, (one) => one.origin),
        month: tally(expected, (one) => dayOf(one.createdAt).slice(0, 7)),
      });
      assert.deepEqual(
        Object.fromEntries(providers.map((one) => [one.organisation.id, one.count])),
        tally(expected, (one) => one.providerId),
      );
    }
  });

  it('with the facts of each row', async () => {
    const paid = all.find((one) => one.paidVnd > 0) as Known;
    const [row] = (await search({ ref: paid.id })).items;
    assert.deepEqual(
      [
        row?.state,
        row?.priceVnd,
        row?.paidVnd,
        row?.refundedVnd,
        row?.purpose,
        row?.licence,
        row?.basis,
        row?.origin,
        row?.buyer.id,
      ],
      [paid.state, paid.priceVnd, paid.paidVnd, 0, paid.purpose, paid.licence, paid.basis, paid.origin, paid.buyerId],
    );
  });

  for (const sort of ['newest', 'oldest', 'dearest', 'cheapest'] as const) {
    it(`page by page, ${sort} first: none missing, none twice, while more are added`, async () => {
      const before = bruteForce(all, { sort }, parties);
      let added = 0;
      const found = await pages({ sort }, 7, async () => {
        all.push(...(await manyTransactions(world, { ...seed, count: 1, from: all.length })));
        added += 1;
      });
      assert.ok(added > 5);
      assert.equal(new Set(ids(found)).size, found.length, 'none twice');
      const known = new Set(ids(before));
      assert.deepEqual(
        ids(found).filter((id) => known.has(id)),
        ids(before),
      );
    });
  }

  it('and refuses a cursor of another order, and amounts and days that are none', async () => {
    const { nextCursor } = await search({}, { limit: 2 });
    assert.ok(nextCursor);
    await inspector.refused('searchTransactions', { query: { cursor: nextCursor, sort: 'dearest' } }, 'invalid-input');
    const wrong = [{ minVnd: -1 }, { from: '2026-13-01' }, { month: '2026-00' }, { state: 'lost' }, { colour: 'red' }];
    for (const query of wrong)
      await inspector.refused('searchTransactions', { query: query as Query }, 'invalid-input');
  });

  it('and takes the whole result away as CSV, without formulas', async () => {
    await world.sql(`update organisations set name_vi = '=HYPERLINK("http://example.org")' where id = $1`, [
      buyer.organisationId,
    ]);
    const reply = await inspector.send('exportTransactions', { query: { state: 'settled', sort: 'cheapest' } });
    await world.sql(`update organisations set name_vi = 'Trường Đại học Biển Xanh' where id = $1`, [
      buyer.organisationId,
    ]);
    assert.equal(reply.status, 200, reply.text);
    assert.match(reply.get('Content-Disposition') ?? '', /attachment; filename="?transactions\.csv/);
    const lines = reply.text.trim().split('\r\n').slice(1);
    const expected = bruteForce(all, { state: 'settled', sort: 'cheapest' }, parties);
    assert.deepEqual(
      lines.map((line) => line.split(',')[0]),
      ids(expected),
    );
    assert.ok(expected.some((one) => one.buyerId === buyer.organisationId));
    assert.ok(reply.text.includes(`"'=HYPERLINK(""`) && !reply.text.includes(`,"=HYPERLINK`));
    const { items } = await inspector.call('listLookUps', { query: { type: 'audit.exported' } });
    assert.deepEqual(items[0]?.filters, { state: 'settled' });
  });

  it('is for regulators alone, and verified ones', async () => {
    for (const person of [buyer, provider, operator]) {
      await person.refused('searchTransactions', {}, 'role-required');
      await person.refused('listSavedSearches', {}, 'role-required');
      await person.refused('listLookUps', {}, 'role-required');
      await person.refused('openTransactionFile', { params: { id: all[0]?.id ?? '' } }, 'role-required');
      assert.equal((await person.send('exportTransactions', {})).status, 403);
    }
    await (await world.anonymous()).refused('searchTransactions', {}, 'sign-in-required');
    await (await world.applicant('regulator')).refused('searchTransactions', {}, 'not-verified');
    await inspector.refused('countLookUps', {}, 'role-required');
    await inspector.refused('openTransactionFile', { params: { id: newId('ord') } }, 'not-found');
  });

  describe('and keeps searches', () => {
    it('under names of their own: lists, runs, renames and deletes them', async () => {
      const query = { party: 'dong nai', sort: 'dearest' } as const;
      const saved = await inspector.call('saveSearch', { body: { name: 'Đồng Nai, đắt nhất', query } });
      assert.deepEqual((await inspector.call('listSavedSearches', {})).items, [saved]);
      assert.deepEqual(saved.query, query);
      assert.deepEqual(ids(await pages(saved.query)), ids(bruteForce(all, query, parties)));
      await inspector.refused('saveSearch', { body: { name: 'Đồng Nai, đắt nhất', query } }, 'conflict');
      const params = { id: saved.id };
      const renamed = await inspector.call('renameSearch', { params, body: { name: 'Đồng Nai' } });
      assert.equal(renamed.name, 'Đồng Nai');
      await inspector.call('removeSearch', { params });
      assert.deepEqual((await inspector.call('listSavedSearches', {})).items, []);
    });

    it('that no colleague sees or touches', async () => {
      const { id } = await inspector.call('saveSearch', { body: { name: 'Của tôi', query: {} } });
      assert.deepEqual((await supervisor.call('listSavedSearches', {})).items, []);
      await supervisor.refused('renameSearch', { params: { id }, body: { name: 'Của ai' } }, 'not-found');
      await supervisor.refused('removeSearch', { params: { id } }, 'not-found');
      await supervisor.call('saveSearch', { body: { name: 'Của tôi', query: {} } });
      assert.equal((await inspector.call('listSavedSearches', {})).items.length, 1);
    });

    it('but not what no search could be', async () => {
      const body = { name: 'Sai', query: { state: 'lost' } as unknown as Query };
      await inspector.refused('saveSearch', { body }, 'invalid-input');
    });
  });
});
