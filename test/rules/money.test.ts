import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type FeeTerms, feeOf, lineOn, noFee, quote, refundedPart } from '../../contracts/money.js';
import {
  splitGross,
  type VatClass,
  vatAt,
  vatClasses,
  vatOf,
  vatPercent,
  vatRates,
} from '../../contracts/scheme/vat.js';
import { vietnamDay } from '../../contracts/vietnam-day.js';
import { inForce } from '../../server/pricing/schedules.js';
import type { FeeSchedule } from '../../server/pricing/tables.js';

const prices = fc.oneof(fc.integer({ min: 0, max: 10_000 }), fc.integer({ min: 0, max: 2_000_000_000 }));
const classes = fc.constantFrom(...vatClasses);
const days = fc.constantFrom('2025-06-30', '2025-07-01', '2026-11-23', '2026-12-31', '2027-01-01', '2030-02-28');
const amounts = fc.integer({ min: 0, max: 50_000_000 });
const terms: fc.Arbitrary<FeeTerms> = fc
  .record({
    version: fc.integer({ min: 1, max: 9 }),
    percentBp: fc.integer({ min: 0, max: 3_000 }),
    fixedVnd: amounts,
    minVnd: amounts,
    over: fc.option(amounts, { nil: null }),
    vatClass: classes,
  })
  .map(({ over, ...one }) => ({ ...one, maxVnd: over === null ? null : one.minVnd + over }));

describe('VAT', () => {
  const rates: readonly (readonly [VatClass, string, number | null])[] = [
    ['8', '2025-06-30', 10],
    ['8', '2025-07-01', 8],
    ['8', '2026-12-31', 8],
    ['8', '2027-01-01', 10],
    ['8', '2027-01-02', 10],
    ['10', '2026-12-31', 10],
    ['5', '2027-01-01', 5],
    ['0', '2026-11-23', 0],
    ['KCT', '2026-11-23', null],
    ['KKKNT', '2026-11-23', null],
  ];
  for (const [of, day, percent] of rates) {
    it(`of class ${of} is ${percent} on ${day}`, () => assert.equal(vatPercent(of, day), percent));
  }

  it('has one rate for every class on every day, each with its source', () => {
    for (let at = Date.UTC(2024, 0, 1); at < Date.UTC(2029, 0, 1); at += 86_400_000) {
      const day = new Date(at).toISOString().slice(0, 10);
      for (const of of vatClasses) {
        const rows = vatRates.filter((row) => row.vatClass === of && (row.from ?? '') <= day && day <= (row.to ?? '9'));
        assert.equal(rows.length, 1, `${of} on ${day}`);
      }
    }
    for (const { source } of vatRates) assert.ok(source.length > 10);
  });

  it('of the last day of a rate ends at midnight in Viet Nam, not in London', () => {
    assert.equal(vietnamDay(new Date('2026-12-31T16:59:59.999Z')), '2026-12-31');
    assert.equal(vietnamDay(new Date('2026-12-31T17:00:00.000Z')), '2027-01-01');
  });

  const rounded: readonly (readonly [number, VatClass, number])[] = [
    [4, '10', 0],
    [5, '10', 1],
    [14, '10', 1],
    [15, '10', 2],
    [6, '8', 0],
    [7, '8', 1],
    [1_000_001, '8', 80_000],
    [1_000_007, '8', 80_001],
    [999_999_999, '10', 100_000_000],
    [2_000_000_000, '8', 160_000_000],
    [1_000_000_000_000, '10', 100_000_000_000],
    [1_000_000, 'KCT', 0],
  ];
  for (const [net, of, vat] of rounded) {
    it(`of ${net} đồng of class ${of} is ${vat}: half a đồng is rounded up`, () => {
      assert.equal(vatOf(net, of, '2026-11-23'), vat);
      assert.equal(vatOf(-net, of, '2026-11-23'), -vat || 0);
    });
  }

  it('refuses parts of a đồng', () => {
    assert.throws(() => vatAt(10.5, 10), /whole đồng/);
    assert.throws(() => vatAt(2 ** 53, 10), /whole đồng/);
  });

  it('is split from an amount that holds it without losing a đồng', () => {
    fc.assert(
      fc.property(prices, classes, days, (gross, of, day) => {
        const { netVnd, vatVnd } = splitGross(gross, of, day);
        assert.equal(netVnd + vatVnd, gross);
        assert.ok(netVnd >= 0 && vatVnd >= 0);
        assert.ok(Math.abs(vatOf(netVnd, of, day) - vatVnd) <= 1);
        const { netVnd: again } = splitGross(netVnd + vatOf(netVnd, of, day), of, day);
        assert.equal(again, netVnd, 'what was added is taken away again');
      }),
    );
  });
});

describe('The money of an order', () => {
  it('adds up: price and VAT are what is paid; payout, fee and its VAT are what is released', () => {
    fc.assert(
      fc.property(prices, classes, terms, days, (priceVnd, of, fees, day) => {
        const { price, fee, payoutVnd, feeVersion } = quote(day, priceVnd, of, fees);
        assert.equal(price.netVnd, priceVnd);
        assert.equal(price.netVnd + price.vatVnd, price.totalVnd);
        assert.equal(fee.netVnd + fee.vatVnd, fee.totalVnd);
        assert.equal(payoutVnd + fee.netVnd + fee.vatVnd, price.totalVnd);
        assert.ok(payoutVnd >= 0, 'the provider never pays for selling');
        assert.equal(feeVersion, fees.version);
        for (const amount of [price.vatVnd, fee.netVnd, fee.vatVnd, payoutVnd]) assert.ok(Number.isSafeInteger(amount));
      }),
      { numRuns: 2_000 },
    );
  });

  const of5 = { ...noFee, version: 1, percentBp: 500, vatClass: '10' } as const;
  const fees: readonly (readonly [number, FeeTerms, number])[] = [
    [1_000_000, noFee, 0],
    [0, { ...of5, fixedVnd: 5_000 }, 0],
    [1_000_000, of5, 50_000],
    [9, of5, 0],
    [10, of5, 1],
    [1_000_000, { ...of5, fixedVnd: 3_000 }, 53_000],
    [1_000_000, { ...of5, minVnd: 80_000 }, 80_000],
    [1_000_000, { ...of5, maxVnd: 30_000 }, 30_000],
    [50_000, { ...of5, minVnd: 80_000 }, 45_454],
  ];
  for (const [price, one, fee] of fees) {
    it(`takes ${fee} of ${price} by ${one.percentBp} bp, ${one.fixedVnd} fixed, ${one.minVnd}–${one.maxVnd}`, () =>
      assert.equal(feeOf(price, one), fee));
  }

  it('is firm where nothing is to be paid', () => {
    assert.ok(lineOn('2026-11-23', 0, '8').firm);
    assert.ok(!lineOn('2026-11-23', 1, '8').firm);
  });

  it('refunded in any parts, comes back whole: net, VAT and all', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 2_000_000_000 }),
        classes,
        fc.array(fc.integer({ min: 1, max: 10_000 }), { minLength: 1, maxLength: 8 }),
        (priceVnd, of, weights) => {
          const line = lineOn('2026-11-23', priceVnd, of);
          const all = weights.reduce((sum, one) => sum + one, 0);
          let [earlier, refunded, weight] = [{ netVnd: 0, vatVnd: 0 }, 0, 0];
          for (const one of weights) {
            weight += one;
            const upTo = Math.floor((line.totalVnd * weight) / all);
            const part = refundedPart(line, upTo, earlier);
            assert.equal(part.netVnd + part.vatVnd, upTo - refunded);
            assert.ok(part.netVnd >= 0 && part.vatVnd >= 0);
            earlier = { netVnd: earlier.netVnd + part.netVnd, vatVnd: earlier.vatVnd + part.vatVnd };
            refunded = upTo;
          }
          assert.deepEqual(earlier, { netVnd: line.netVnd, vatVnd: line.vatVnd });
          assert.throws(() => refundedPart(line, line.totalVnd + 1, earlier), /more than/);
        },
      ),
    );
  });
});

describe('A fee schedule', () => {
  const row = (number: number, validFrom: string, state = 'approved') =>
    ({ number, validFrom, state }) as unknown as FeeSchedule;
  it('is in force from its day until the next one’s; the later version counts of two with the same day', () => {
    const rows = [row(1, '2026-01-01'), row(2, '2026-06-01'), row(3, '2026-06-01'), row(4, '2026-03-01', 'proposed')];
    const on = (day: string) => inForce(rows, day)?.number ?? 0;
    assert.deepEqual(['2025-12-31', '2026-01-01', '2026-05-31', '2026-06-01', '2030-01-01'].map(on), [0, 1, 1, 3, 3]);
  });
});
