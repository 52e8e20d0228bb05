import assert from 'node:assert/strict';
import { monthsUpTo, periodsOf } from '../../contracts/periods.js';
import type { FigureView, ReportView } from '../../contracts/reporting.js';
import { vietnamDay } from '../../contracts/vietnam-day.js';
import { median } from '../../server/reporting/median.js';
import type { Person } from '../person.js';
import { deliveredOrder, listedDataset, proposal, purchase, request } from '../stories.js';
import { openWorld, type World } from '../world.js';

const day = 24 * 3_600_000;
/** What the buyer pays for the dear offer: 1.250.000 ₫ and 10 % VAT. */
const paid = 1_375_000;

describe('The periodic report', () => {
  let world: World;
  let [operator, regulator, provider, second, buyer, sister]: Person[] = [];
  let report: ReportView;
  const ids: Record<string, string> = {};
  const { quarter, month, year } = periodsOf(new Date());

  before(async () => {
    world = await openWorld();
    operator = await world.organisation('operator');
    regulator = await world.organisation('regulator');
    [provider, second] = [await world.organisation('provider'), await world.organisation('provider')];
    [buyer, sister] = [await world.organisation('buyer'), await world.organisation('buyer')];
    const colleague = await world.colleague(operator, 'member');
    const fees = { percentBp: 500, fixedVnd: 0, minVnd: 0, maxVnd: null, vatClass: '10' } as const;
    const schedule = await colleague.call('proposeFees', { body: { ...fees, validFrom: vietnamDay(new Date()) } });
    await operator.call('transitionFees', { params: { id: schedule.id }, body: { action: 'approve' } });
    await declare(operator, provider.organisationId, sister.organisationId);
    const priced = await listedDataset(world, provider, { priceVnd: 1_250_000, autoApprove: ['research'] });
    const free = await listedDataset(world, second, { autoApprove: ['research'] });

    ids.counted = await settled(provider, buyer, priced.offer);
    ids.related = await settled(provider, sister, priced.offer);
    ids.free = await settled(second, buyer, free.offer);
    ids.refunded = (await deliveredOrder(world, provider, buyer, priced.offer)).orderId;
    const back = { action: 'refund', reason: 'Giao nhầm phiên bản' } as const;
    await operator.call('transitionOrder', { params: { id: ids.refunded }, body: back });
    await world.settle();
    ids.held = (await deliveredOrder(world, provider, buyer, priced.offer)).orderId;
    ids.unpaid = (await purchase(provider, buyer, priced.offer.id)).orderId;

    const plain = await listedDataset(world, second, { priceVnd: 90_000 });
    const asked = await buyer.call('submitRequest', { body: { offerId: plain.offer.id, ...request } });
    const no = { action: 'decline', reason: 'Mục đích chưa rõ' } as const;
    await second.call('transitionRequest', { params: { id: asked.id }, body: no });
    await proposal(second, buyer, plain.offer.id);
    const stop = { action: 'suspend', reason: 'Kiểm tra nguồn gốc (THIEU_NGUON_GOC)' } as const;
    await regulator.call('transitionDataset', { params: { id: plain.dataset.id }, body: stop });
    await world.settle();
    report = await regulator.call('getReport', { params: { period: quarter } });
  });
  after(() => world?.close());

  async function settled(from: Person, to: Person, offer: Parameters<typeof deliveredOrder>[3]): Promise<string> {
    const { orderId } = await deliveredOrder(world, from, to, offer);
    await to.call('transitionOrder', { params: { id: orderId }, body: { action: 'accept' } });
    await world.settle();
    assert.equal((await to.call('getOrder', { params: { id: orderId } })).state, 'settled');
    return orderId;
  }

  async function declare(by: Person, organisationId: string, otherId: string, since = '2020-01-01') {
    const body = { organisationId, otherId, ground: 'capital', since } as const;
    return await by.call('declareRelatedParties', { body });
  }

  function figures(of: ReportView): Map<string, FigureView> {
    return new Map(of.groups.flatMap((group) => group.figures).map((one) => [one.key, one]));
  }

  function value(key: string, of = report): number | null {
    return figures(of).get(key)?.value ?? (key.startsWith('trades.') || key.startsWith('flow.') ? Number.NaN : 0);
  }

  /** What the ledger says: all that came to an account that begins so, of the orders given. */
  async function posted(account: string, orders?: string[]): Promise<number> {
    const [row] = await world.sql<{ sum: string | null }>(
      `select sum(amount_vnd) from postings where to_account like $1 || '%' and ($2::text[] is null or order_id = any($2))`,
      [account, orders ?? null],
    );
    return Number(row?.sum ?? 0);
  }

  /** What the ledger let go to provider and exchange. */
  async function kept(orders?: string[]): Promise<number> {
    const accounts = ['payable:', 'fee:', 'vat:'].map((one) => posted(one, orders));
    return (await Promise.all(accounts)).reduce((sum, one) => sum + one, 0);
  }

  async function countOf(sql: string): Promise<number> {
    const [row] = await world.sql<{ n: string }>(`select count(*) as n ${sql}`);
    return Number(row?.n);
  }

  it('counts strictly only what was settled, delivered, kept and traded between strangers, beside the raw count', async () => {
    const strict = [ids.counted, ids.free] as string[];
    assert.equal(value('trades.counted'), 2);
    assert.equal(value('trades.counted-vnd'), paid);
    assert.equal(value('trades.counted-vnd'), await kept(strict));
    assert.equal(value('trades.settled'), await countOf(`from orders where state = 'settled'`));
    assert.equal(value('trades.settled'), 3);
    assert.equal(value('trades.settled-vnd'), await kept());
    assert.equal(value('trades.related'), 1);
    assert.equal(value('trades.refunds'), await countOf('from refunds'));
    assert.equal(value('trades.disputes'), 0);
    assert.equal(value('trades.placed'), await countOf('from orders'));
    assert.equal(value('trades.paid'), await countOf(`from payments where state = 'succeeded'`));
    assert.equal(value('trades.delivered'), await countOf('from deliveries'));
    const counted = await regulator?.call('listFigureEvents', { params: { period: quarter, key: 'trades.counted' } });
    assert.deepEqual(counted?.items.map((one) => one.event.subject.id).sort(), strict.sort());
  });

  it('lets the flow of money add up to what the ledger holds', async () => {
    const [held] = await world.sql<{ sum: string }>(
      `select sum(case when to_account like 'held:%' then amount_vnd else 0 end)
            - sum(case when from_account like 'held:%' then amount_vnd else 0 end) as sum from postings`,
    );
    assert.equal(value('flow.before'), 0);
    assert.equal(value('flow.after'), Number(held?.sum));
    assert.equal(value('flow.after'), paid, 'of the order that nobody has accepted yet');
    assert.equal(value('flow.received'), 4 * paid);
    assert.equal(value('flow.released'), await posted('payable:'));
    assert.equal(value('flow.fees'), 2 * 62_500 * 1.1);
    assert.equal(value('flow.fees'), (await posted('fee:')) + (await posted('vat:')));
    assert.equal(value('flow.refunded'), paid);
    const out = ['released', 'fees', 'refunded', 'after'].map((one) => value(`flow.${one}`) ?? 0);
    assert.equal(
      (value('flow.before') ?? 0) + (value('flow.received') ?? 0),
      out.reduce((sum, one) => sum + one, 0),
    );
  });

  it('counts participants, listings, decisions and measures as they stand in the tables', async () => {
    assert.equal(value('participants.state.verified'), await countOf(`from organisations where state = 'verified'`));
    assert.equal(value('participants.capability.buyer'), 2);
    assert.equal(value('listings.state.listed'), 2);
    assert.equal(value('listings.state.suspended'), 1);
    assert.equal(value('listings.sector.environment'), 2);
    assert.equal(value('offers.kind.free'), 1);
    assert.equal(value('offers.kind.one_off'), 2);
    assert.equal(value('reviews.approved'), 3);
    assert.equal(value('requests.declined'), 1);
    assert.equal(value('requests.approved'), await countOf(`from access_requests where state = 'approved'`));
    assert.equal(value('measures.datasets'), 1);
    const medians = ['reviews.time', 'pace.approval', 'pace.payment', 'pace.delivery'].map((key) => value(key));
    for (const one of medians) assert.ok(one !== null && one >= 0 && one < 1, `${one} hours`);
  });

  it('names for every number the events it was counted from, and they add up to it', async () => {
    for (const figure of figures(report).values()) {
      const seen: { id: string; type: string; value: number; parts: number[] }[] = [];
      for (let cursor: string | undefined, more = true; more; ) {
        const params = { period: quarter, key: figure.key };
        const page = await (operator as Person).call('listFigureEvents', {
          params,
          query: { limit: 8, ...(cursor === undefined ? {} : { cursor }) },
        });
        seen.push(
          ...page.items.map(({ event, value: adds }) => {
            const [amount, fee] = [Number(event.data.amountVnd), Number(event.data.feeVnd ?? 0)];
            return { id: event.id, type: event.type, value: adds, parts: [amount, fee, amount + fee] };
          }),
        );
        cursor = page.nextCursor ?? undefined;
        more = cursor !== undefined;
      }
      assert.equal(new Set(seen.map((one) => one.id)).size, figure.events, figure.key);
      const values = seen.map((one) => one.value);
      const total = values.reduce((sum, one) => sum + one, 0);
      assert.equal(figure.value, figure.unit === 'hours' ? median(values) : total, figure.key);
      if (figure.unit === 'count') assert.ok(values.every((one) => one === 1));
      if (figure.unit === 'vnd')
        assert.ok(
          seen.every((one) => one.parts.includes(Math.abs(one.value))),
          figure.key,
        );
    }
  });

  it('belongs to its period: month, quarter and year hold the same here, an earlier year nothing but zeros', async () => {
    for (const period of [month, year]) {
      const other = await (regulator as Person).call('getReport', { params: { period } });
      assert.equal(value('trades.counted-vnd', other), paid);
    }
    const before = await (regulator as Person).call('getReport', { params: { period: '2021' } });
    for (const [key, figure] of figures(before)) assert.ok(!figure.value, `${key} is ${figure.value}`);
  });

  it('does not change when a relation is declared for other days, and does when for the day of the trade', async () => {
    const { id } = await declare(
      operator as Person,
      (second as Person).organisationId,
      (buyer as Person).organisationId,
    );
    const counted = async () =>
      value('trades.counted', await (regulator as Person).call('getReport', { params: { period: quarter } }));
    assert.equal(await counted(), 1, 'the free trade is between related parties now');
    await (operator as Person).call('endRelatedParties', { params: { id }, body: { until: '2021-12-31' } });
    assert.equal(await counted(), 2);
  });

  it('is drawn as a dashboard with twelve months and, for the regulator, the number of open flags', async () => {
    const seen = await (regulator as Person).call('getDashboard', {});
    assert.deepEqual(
      seen.months.map((one) => one.period),
      monthsUpTo(new Date(), 12),
    );
    assert.deepEqual(seen.months.at(-1), { period: month, settled: 3, counted: 2, countedVnd: paid });
    assert.equal(seen.openFlags, 0);
    assert.equal((await (operator as Person).call('getDashboard', {})).openFlags, null);
  });

  it('goes out as CSV that a spreadsheet does not run, and as PDF, in both languages', async () => {
    for (const language of ['vi', 'en']) {
      const csv = await (operator as Person).agent.get(`/api/v1/reports/${quarter}/csv?language=${language}`);
      assert.equal(csv.status, 200);
      const lines = csv.text.replace('\ufeff', '').trim().split('\r\n');
      assert.equal(lines.length, figures(report).size + 1);
      assert.ok(lines.some((line) => line.includes(',trades.counted-vnd,') && line.includes(`,${paid},`)));
      const pdf = await (operator as Person).agent
        .get(`/api/v1/reports/${quarter}/pdf?language=${language}`)
        .buffer(true);
      assert.equal(pdf.status, 200);
      assert.match(pdf.get('Content-Type') ?? '', /^application\/pdf/);
      assert.equal((pdf.body as Buffer).subarray(0, 5).toString(), '%PDF-');
    }
  });

  it('is for the operator and the regulator, and every look is on the record', async () => {
    const params = { period: quarter };
    for (const person of [provider, buyer] as Person[]) {
      await person.refused('getReport', { params }, 'role-required');
      await person.refused('getDashboard', {}, 'role-required');
      await person.refused('listFigureEvents', { params: { ...params, key: 'trades.counted' } }, 'role-required');
      await person.refused('exportReportCsv', { params }, 'role-required');
    }
    await (regulator as Person).refused('getReport', { params: { period: '2026-13' } }, 'invalid-input');
    await (regulator as Person).refused('listFigureEvents', { params: { ...params, key: 'trades.none' } }, 'not-found');
    const looks = () => countOf(`from audit_events where type = 'audit.report-opened'`);
    const before = await looks();
    await (regulator as Person).call('getReport', { params });
    assert.equal(await looks(), before + 1);
  });

  it('lets a party declare a relation of its own and of nobody else, once', async () => {
    const [one, other] = [second as Person, sister as Person];
    const body = {
      organisationId: one.organisationId,
      otherId: other.organisationId,
      ground: 'control',
      since: '2020-02-01',
    } as const;
    const stranger = await world.organisation('buyer');
    await stranger.refused('declareRelatedParties', { body }, 'not-found');
    await (regulator as Person).refused('declareRelatedParties', { body }, 'role-required');
    const made = await one.call('declareRelatedParties', { body });
    await other.refused('declareRelatedParties', { body }, 'conflict');
    await one.refused('declareRelatedParties', { body: { ...body, otherId: one.organisationId } }, 'rule-broken');
    const tomorrow = new Date(Date.now() + 2 * day).toISOString().slice(0, 10);
    await one.refused('declareRelatedParties', { body: { ...body, ground: 'family', since: tomorrow } }, 'rule-broken');
    assert.deepEqual((await other.call('listRelatedParties', {})).items.map((row) => row.id).includes(made.id), true);
    assert.deepEqual((await stranger.call('listRelatedParties', {})).items, []);
    await one.refused('endRelatedParties', { params: { id: made.id }, body: { until: '2021-02-01' } }, 'role-required');
    const end = { params: { id: made.id }, body: { until: '2021-02-01' } };
    assert.equal((await (operator as Person).call('endRelatedParties', end)).until, '2021-02-01');
    await (operator as Person).refused('endRelatedParties', end, 'conflict');
  });

  it('leaves the house clean', () => world.assertClean());
});
