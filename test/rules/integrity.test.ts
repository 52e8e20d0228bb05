import assert from 'node:assert/strict';
import { monthsUpTo, periodName, periodsOf, spanOf } from '../../contracts/periods.js';
import { flagKinds } from '../../contracts/reporting.js';
import { csvCell } from '../../server/reporting/exports.js';
import { type Declared, relationOf } from '../../server/reporting/relations.js';
import { bursts } from '../../server/reporting/rules/bursts.js';
import { circularTrades } from '../../server/reporting/rules/circular.js';
import { explain } from '../../server/reporting/rules/explain.js';
import { priceOutliers } from '../../server/reporting/rules/prices.js';
import { relatedTrades } from '../../server/reporting/rules/related.js';
import type { Trade } from '../../server/reporting/rules/trades.js';
import { isCounted } from '../../server/reporting/strict.js';

const start = Date.parse('2026-03-02T03:00:00Z');
const day = 24 * 3_600_000;

/** `A>B 100 @3`: A sold to B for 100 thousand đồng on the third day; `@3.5` is half a day later; `!` was paid back. */
function story(...lines: string[]): Trade[] {
  return lines.map((line, index) => {
    const match = /^(\w+)>(\w+) (\d+) @([\d.]+)(!?)(?: (\w+))?$/.exec(line);
    assert.ok(match, line);
    const [, providerId = '', buyerId = '', price, when, back, sector = 'energy'] = match;
    return {
      ...{
        id: `ord_${String(index).padStart(4, '0')}`,
        datasetId: 'ds_1',
        sector,
        licence: 'open',
        providerId,
        buyerId,
      },
      ...{ priceVnd: Number(price) * 1000, at: new Date(start + Number(when) * day), standing: back === '' },
    };
  });
}

const circles: readonly { says: string; trades: string[]; found: string[] }[] = [
  { says: 'a sale and a sale back', trades: ['A>B 100 @0', 'B>A 90 @20'], found: ['A>B'] },
  { says: 'a circle of three, told from any of them', trades: ['C>A 5 @1', 'A>B 5 @2', 'B>C 5 @3'], found: ['A>B>C'] },
  { says: 'a circle of four', trades: ['A>B 5 @1', 'B>C 5 @2', 'C>D 5 @3', 'D>A 5 @4'], found: ['A>B>C>D'] },
  { says: 'no circle of five', trades: ['A>B 5 @1', 'B>C 5 @2', 'C>D 5 @3', 'D>E 5 @4', 'E>A 5 @5'], found: [] },
  { says: 'none that takes longer than 90 days', trades: ['A>B 100 @0', 'B>A 90 @91'], found: [] },
  { says: 'one that takes 90 days', trades: ['A>B 100 @0', 'B>A 90 @90'], found: ['A>B'] },
  { says: 'none of free data', trades: ['A>B 0 @0', 'B>A 90 @2'], found: [] },
  { says: 'none of what was paid back', trades: ['A>B 100 @0!', 'B>A 90 @2'], found: [] },
  { says: 'no chain that ends', trades: ['A>B 100 @0', 'B>C 90 @2', 'A>C 7 @3'], found: [] },
  {
    says: 'both of two circles that meet',
    trades: ['A>B 1 @0', 'B>A 1 @1', 'A>C 1 @2', 'C>A 1 @3'],
    found: ['A>B', 'A>C'],
  },
];

describe('Circular trades', () => {
  for (const { says, trades, found } of circles) {
    it(`are seen: ${says}`, () => {
      const cycles = circularTrades(story(...trades)).map((one) => one.key.replace(/^circular:|@.*$/g, ''));
      assert.deepEqual(cycles.sort(), found);
    });
  }

  it('are one finding per month, with every trade along the circle', () => {
    const [first, second, ...none] = circularTrades(story('A>B 1 @0', 'A>B 2 @1', 'B>A 3 @2', 'A>B 4 @3', 'B>A 5 @40'));
    assert.deepEqual(none, []);
    assert.deepEqual(first?.orders, ['ord_0000', 'ord_0001', 'ord_0002', 'ord_0003']);
    assert.equal(first?.key, 'circular:A>B@2026-03');
    assert.equal(second?.key, 'circular:A>B@2026-04');
    assert.equal(first?.explanation.kind === 'circular' && first.explanation.valueVnd, 10_000);
  });

  it('do not take long to look for in a busy market', () => {
    const busy = Array.from({ length: 3000 }, (_, at) => `P${at % 30}>B${at % 70} 5 @${(at % 300) / 3}`);
    const began = performance.now();
    assert.deepEqual(circularTrades(story(...busy)), []);
    assert.ok(performance.now() - began < 5000);
  });
});

describe('Related parties', () => {
  const at = new Date('2026-05-10T18:00:00Z');
  const org = (id: string, taxCode: string | null = null) => ({ id, taxCode });
  const declared = (since: string, until: string | null): Declared[] => [
    { firstId: 'A', secondId: 'B', ground: 'capital', since, until },
  ];
  const cases: readonly [string, Parameters<typeof relationOf>, string | undefined][] = [
    ['one organisation with itself', [org('A'), org('A'), at, []], 'same'],
    ['a head office and its branch', [org('A', '0123456787'), org('B', '0123456787-001'), at, []], 'tax-code'],
    ['two branches of one head office', [org('A', '0123456787-002'), org('B', '0123456787-001'), at, []], 'tax-code'],
    ['two companies', [org('A', '0123456787'), org('B', '0100000018'), at, []], undefined],
    ['two that have no tax code', [org('A'), org('B'), at, []], undefined],
    ['two of which it was declared', [org('A'), org('B'), at, declared('2020-01-01', null)], 'declared'],
    ['the same the other way round', [org('B'), org('A'), at, declared('2020-01-01', null)], 'declared'],
    ['from its first day in UTC+7 on', [org('A'), org('B'), at, declared('2026-05-11', null)], 'declared'],
    ['not before', [org('A'), org('B'), at, declared('2026-05-12', null)], undefined],
    ['to its last day', [org('A'), org('B'), at, declared('2020-01-01', '2026-05-11')], 'declared'],
    ['not after', [org('A'), org('B'), at, declared('2020-01-01', '2026-05-10')], undefined],
    ['not one of them and a third', [org('A'), org('C'), at, declared('2020-01-01', null)], undefined],
  ];
  for (const [says, given, why] of cases) {
    it(`are: ${says}`, () => assert.equal(relationOf(...given)?.why, why));
  }

  it('trade with each other in one finding per pair and month, free and refunded trades left out', () => {
    const trades = story('A>B 100 @0', 'A>B 50 @5', 'A>B 0 @6', 'A>B 9 @7!', 'A>C 100 @1', 'A>B 70 @40');
    const found = relatedTrades(trades, (one) => (one.buyerId === 'B' ? { why: 'declared', ground: 'control' } : null));
    assert.deepEqual(
      found.map((one) => [one.key, one.orders.length]),
      [
        ['related:A>B@2026-03', 2],
        ['related:A>B@2026-04', 1],
      ],
    );
  });
});

describe('A price', () => {
  const market = [
    'A>B 90 @0',
    'A>C 100 @1',
    'A>D 110 @2',
    'A>E 95 @3',
    'A>F 105 @4',
    'B>C 120 @5',
    'B>D 80 @6',
    'B>E 100 @7',
  ];
  const cases: readonly (readonly [string, string[], number])[] = [
    ['ten times the median stands out', [...market, 'A>G 1000 @8'], 1],
    ['a tenth of the median stands out', [...market, 'A>G 10 @8'], 1],
    ['twice the median does not', [...market, 'A>G 200 @8'], 0],
    ['of another sector is not compared', [...market, 'A>G 1000 @8 health'], 0],
    ['without eight before it says nothing', [...market.slice(1), 'A>G 1000 @8'], 0],
    ['is not held against what came later', ['A>G 1000 @0', ...market], 0],
    ['is not held against what is older than a year', [...market, 'A>G 1000 @380'], 0],
    ['that was paid back is let be', [...market, 'A>G 1000 @8!'], 0],
    [
      'among equal prices stands out only when far away',
      [...Array.from({ length: 9 }, (_, at) => `A>B 100 @${at}`), 'A>G 150 @9'],
      0,
    ],
    ['far from equal prices stands out', [...Array.from({ length: 9 }, (_, at) => `A>B 100 @${at}`), 'A>G 500 @9'], 1],
  ];
  for (const [says, trades, count] of cases) {
    it(says, () => assert.equal(priceOutliers(story(...trades)).length, count));
  }

  it('does not hide the next one: one wild price moves the median absolute deviation little', () => {
    const found = priceOutliers(story(...market, 'A>G 5000 @8', 'A>H 5000 @9'));
    assert.deepEqual(
      found.map((one) => one.orders),
      [['ord_0008'], ['ord_0009']],
    );
  });
});

describe('A burst', () => {
  const times = (pair: string, count: number, from: number, step = 0.01) =>
    Array.from({ length: count }, (_, at) => `${pair} 5 @${(from + at * step).toFixed(4)}`);
  const cases: readonly (readonly [string, string[], string[]])[] = [
    ['is six orders of a pair that traded little', times('A>B', 6, 0, 0.08), ['burst:day:A>B@2026-03-02']],
    ['is not five over a day', times('A>B', 5, 0, 0.08), []],
    ['is five within an hour', times('A>B', 5, 0, 0.005), ['burst:hour:A>B@2026-03-02T10']],
    [
      'is not six orders of six pairs',
      ['A>B', 'A>C', 'A>D', 'A>E', 'A>F', 'A>G'].flatMap((pair) => times(pair, 1, 0)),
      [],
    ],
    ['is not what the pair has done before', [...times('A>B', 3, 0, 0.1), ...times('A>B', 8, 10, 0.04)], []],
    [
      'is more than three times its busiest day',
      [...times('A>B', 2, 0, 0.1), ...times('A>B', 7, 10, 0.05)],
      ['burst:day:A>B@2026-03-12'],
    ],
    [
      'forgets what is older than 90 days',
      [...times('A>B', 3, 0, 0.1), ...times('A>B', 8, 95, 0.05)],
      ['burst:day:A>B@2026-06-05'],
    ],
    ['swallows its hours', times('A>B', 8, 0, 0.005), ['burst:day:A>B@2026-03-02']],
  ];
  for (const [says, trades, keys] of cases) {
    it(says, () =>
      assert.deepEqual(
        bursts(story(...trades)).map((one) => one.key),
        keys,
      ),
    );
  }
});

describe('A finding', () => {
  it('explains itself in both languages with its numbers and the names of those it is about', () => {
    const market = Array.from({ length: 9 }, (_, at) => `A>B 100 @${at}`);
    const found = [
      ...circularTrades(story('A>B 100 @0', 'B>A 90 @20')),
      ...relatedTrades(story('A>B 100 @0'), () => ({ why: 'tax-code', root: '0123456787' })),
      ...relatedTrades(story('A>B 100 @0'), () => ({ why: 'same' })),
      ...priceOutliers(story(...market, 'A>B 900 @9')),
      ...priceOutliers(story(...market, 'A>B 10 @9')),
      ...bursts(story(...Array.from({ length: 6 }, (_, at) => `A>B 1 @${at * 0.1}`))),
      ...bursts(story(...Array.from({ length: 5 }, (_, at) => `A>B 1 @${at * 0.005}`))),
    ];
    assert.deepEqual([...new Set(found.map((one) => one.kind))].sort(), Object.keys(flagKinds).sort());
    for (const { explanation, kind } of found) {
      const { vi, en } = explain(explanation, (id) => ({ vi: `Bên ${id}`, en: `Party ${id}` }));
      assert.notEqual(vi, en);
      for (const text of [vi, en]) {
        assert.doesNotMatch(text, /undefined|null|NaN|\[object|Infinity/, kind);
        assert.match(text, /\d/);
        assert.match(text, /(Bên|Party) A.*(Bên|Party) B|(Bên|Party) B.*(Bên|Party) A/s, kind);
      }
    }
  });

  it('has the same key whenever it is looked for, and does not depend on the order of the rows', () => {
    const trades = story('A>B 100 @0', 'B>C 90 @2', 'C>A 3 @3', 'B>A 9 @4');
    assert.deepEqual(circularTrades([...trades].reverse()), circularTrades(trades));
  });
});

describe('A reporting period', () => {
  const cases = [
    ['2026', '2025-12-31T17:00:00.000Z', '2026-12-31T17:00:00.000Z'],
    ['2026-Q1', '2025-12-31T17:00:00.000Z', '2026-03-31T17:00:00.000Z'],
    ['2026-Q4', '2026-09-30T17:00:00.000Z', '2026-12-31T17:00:00.000Z'],
    ['2026-02', '2026-01-31T17:00:00.000Z', '2026-02-28T17:00:00.000Z'],
    ['2028-12', '2028-11-30T17:00:00.000Z', '2028-12-31T17:00:00.000Z'],
  ] as const;
  for (const [text, from, to] of cases) {
    it(`${text} begins and ends at midnight in UTC+7`, () => {
      const span = spanOf(text);
      assert.deepEqual([span.from.toISOString(), span.to.toISOString()], [from, to]);
      assert.notEqual(periodName(text).vi, periodName(text).en);
    });
  }
  it('holds the moments that lie in it, by the calendar of UTC+7', () => {
    assert.deepEqual(periodsOf(new Date('2026-09-30T16:59:59Z')), {
      month: '2026-09',
      quarter: '2026-Q3',
      year: '2026',
    });
    assert.deepEqual(periodsOf(new Date('2026-12-31T17:00:00Z')), {
      month: '2027-01',
      quarter: '2027-Q1',
      year: '2027',
    });
    assert.deepEqual(monthsUpTo(new Date('2026-01-31T18:00:00Z'), 3), ['2025-12', '2026-01', '2026-02']);
  });
  for (const text of ['2026-13', '2026-Q5', '1999', '2026-1', '26', '']) {
    it(`is not “${text}”`, () => assert.throws(() => spanOf(text), /no period/));
  }
});

describe('A trade', () => {
  it('counts strictly only when it was delivered, kept and made between strangers', () => {
    for (const delivered of [true, false]) {
      for (const refunded of [true, false]) {
        for (const related of [true, false]) {
          assert.equal(isCounted({ delivered, refunded, related }), delivered && !refunded && !related);
        }
      }
    }
  });
});

describe('A cell of a CSV', () => {
  const cases: readonly (readonly [string | number, string])[] = [
    ['=1+1', `'=1+1`],
    ['+84', `'+84`],
    ['-2', `'-2`],
    ['@SUM(A1)', `'@SUM(A1)`],
    ['\t=1', `'\t=1`],
    [-1250000, '-1250000'],
    ['a,b', '"a,b"'],
    ['say "x"', '"say ""x"""'],
    ['=a,"b"', `"'=a,""b"""`],
    ['Giá trị', 'Giá trị'],
  ];
  for (const [value, cell] of cases)
    it(`${JSON.stringify(value)} is written ${cell}`, () => assert.equal(csvCell(value), cell));
});
