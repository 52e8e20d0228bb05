import assert from 'node:assert/strict';
import fc from 'fast-check';
import { afterWorkingDays, type Calendar, isWorkingDay } from '../../contracts/scheme/working-days.js';

const calendar: Calendar = new Map([
  ['2026-04-27', 'off'],
  ['2026-04-30', 'off'],
  ['2026-05-01', 'off'],
  ['2026-08-22', 'working'],
  ['2026-08-31', 'off'],
]);
/** The moment of a wall clock in Viet Nam. */
const at = (text: string) => new Date(`${text}+07:00`);

describe('Working days', () => {
  const cases: [string, number, string][] = [
    ['2026-06-01T09:00', 3, '2026-06-05T00:00'],
    ['2026-06-01T23:59', 3, '2026-06-05T00:00'],
    ['2026-06-05T16:00', 3, '2026-06-11T00:00'],
    ['2026-06-06T10:00', 1, '2026-06-09T00:00'],
    // F16: a Friday afternoon before a day off.
    ['2026-04-24T16:00', 3, '2026-05-05T00:00'],
    ['2026-04-29T16:00', 3, '2026-05-07T00:00'],
    // A Saturday that is worked in exchange for a Monday.
    ['2026-08-21T16:00', 1, '2026-08-23T00:00'],
    ['2026-08-28T16:00', 1, '2026-09-02T00:00'],
  ];
  for (const [from, days, due] of cases) {
    it(`${days} after ${from} end ${due}`, () => {
      assert.equal(afterWorkingDays(at(from), days, calendar).toISOString(), at(due).toISOString());
    });
  }

  it('are Monday to Friday, but for the calendar', () => {
    assert.deepEqual(
      ['2026-08-21', '2026-08-22', '2026-08-23', '2026-08-31'].map((day) => isWorkingDay(day, calendar)),
      [true, true, false, false],
    );
  });

  it('between receipt and end there are always exactly so many', () => {
    const moments = fc.integer({ min: at('2026-01-01T00:00').getTime(), max: at('2027-12-31T00:00').getTime() });
    fc.assert(
      fc.property(moments, fc.integer({ min: 1, max: 30 }), (from, days) => {
        const end = afterWorkingDays(new Date(from), days, calendar).getTime();
        let counted = 0;
        const day = 86_400_000;
        const first = Math.floor((from + 7 * 3_600_000) / day) * day;
        for (let one = first + day; one < end + 7 * 3_600_000; one += day) {
          if (isWorkingDay(new Date(one).toISOString().slice(0, 10), calendar)) counted += 1;
        }
        assert.equal(counted, days);
      }),
    );
  });
});
