import assert from 'node:assert/strict';
import { id, idPrefixes } from '../../contracts/common.js';
import { addMonths, day, now, shiftClock } from '../../server/kernel/clock.js';
import { newId } from '../../server/kernel/ids.js';

const crockford = '0123456789abcdefghjkmnpqrstvwxyz';

describe('An id', () => {
  for (const prefix of idPrefixes) {
    it(`of ${prefix} carries its prefix and fits its schema and no other`, () => {
      const made = newId(prefix);
      assert.ok(made.startsWith(`${prefix}_`));
      assert.ok(id(prefix).safeParse(made).success, made);
      assert.ok(!id(prefix === 'org' ? 'mem' : 'org').safeParse(made).success);
      assert.ok(!id(prefix).safeParse(made.toUpperCase()).success);
      assert.ok(!id(prefix).safeParse(`${made}0`).success);
    });
  }

  it('made later sorts later, also within one millisecond', () => {
    const made = Array.from({ length: 2000 }, () => newId('ord'));
    assert.deepEqual([...made].sort(), made);
    assert.equal(new Set(made).size, made.length);
  });

  it('tells when it was made, in its first ten letters', () => {
    const time = [...newId('ord').slice(4, 14)].reduce((sum, letter) => sum * 32 + crockford.indexOf(letter), 0);
    assert.ok(Math.abs(time - now().getTime()) < 5000, new Date(time).toISOString());
  });
});

describe('The clock', () => {
  afterEach(() => shiftClock(0));

  it('can be moved for rules about time, and set right again', () => {
    shiftClock(45 * day);
    assert.ok(Math.abs(now().getTime() - Date.now() - 45 * day) < 1000);
    shiftClock(0);
    assert.ok(Math.abs(now().getTime() - Date.now()) < 1000);
  });

  for (const [from, months, to] of [
    ['2026-01-31', 1, '2026-02-28'],
    ['2028-01-31', 1, '2028-02-29'],
    ['2026-11-23', 12, '2027-11-23'],
    ['2028-02-29', 12, '2029-02-28'],
    ['2026-08-31', 6, '2027-02-28'],
    ['2026-12-01', 1, '2027-01-01'],
  ] as const) {
    it(`${from} and ${months} months is ${to}, at the same time of day`, () => {
      const date = new Date(`${from}T22:15:30.123Z`);
      assert.equal(addMonths(date, months).toISOString(), `${to}T22:15:30.123Z`);
      assert.equal(date.toISOString(), `${from}T22:15:30.123Z`, 'the given date is left alone');
    });
  }
});
