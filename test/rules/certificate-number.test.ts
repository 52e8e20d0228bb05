import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  certificateNumber,
  checkCharacters,
  isCertificateNumber,
  tidyCertificateNumber,
} from '../../contracts/certificate-number.js';

const signs = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const drawn = fc.array(fc.nat(31), { minLength: 6, maxLength: 6 });
const numbers = fc
  .tuple(fc.integer({ min: 2024, max: 2999 }), drawn)
  .map(([year, values]) => certificateNumber(year, values))
  .filter((number) => number !== null);
/** Places of a number that carry something. */
const places = [3, 4, 5, 6, 8, 9, 10, 11, 12, 13, 15, 16];

describe('A certificate’s number', () => {
  it('has the check characters of ISO/IEC 7064, MOD 1271-36', () => {
    // The example of the standard’s own system: ISO 7064 with two alphanumeric check characters.
    assert.equal(checkCharacters('ISO79'), '3W');
    assert.ok(isCertificateNumber('DS-2026-7K3M9Q-Y1'));
  });

  it('is made only where nobody can misread it', () => {
    fc.assert(
      fc.property(numbers, (number) => {
        assert.match(number, /^DS-\d{4}-[0-9A-HJKMNP-TV-Z]{6}-[0-9A-HJKMNP-TV-Z]{2}$/);
        assert.ok(isCertificateNumber(number));
      }),
    );
  });

  it('with one wrong sign is no number', () => {
    fc.assert(
      fc.property(numbers, fc.constantFrom(...places), fc.constantFrom(...signs), (number, place, sign) => {
        fc.pre(number[place] !== sign);
        assert.ok(!isCertificateNumber(number.slice(0, place) + sign + number.slice(place + 1)));
      }),
      { numRuns: 2_000 },
    );
  });

  it('with two neighbours swapped is no number', () => {
    fc.assert(
      fc.property(numbers, fc.nat(places.length - 2), (number, at) => {
        const [a, b] = [places[at] as number, places[at + 1] as number];
        const swapped = [...number];
        [swapped[a], swapped[b]] = [number[b] as string, number[a] as string];
        fc.pre(number[a] !== number[b]);
        assert.ok(!isCertificateNumber(swapped.join('')));
      }),
      { numRuns: 2_000 },
    );
  });

  const typed: readonly (readonly [string, string])[] = [
    ['ds-2026-7k3m9q-y1', 'DS-2026-7K3M9Q-Y1'],
    [' DS 2026 7K3M9Q Y1 ', 'DS-2026-7K3M9Q-Y1'],
    ['DS20267K3M9QYI', 'DS-2026-7K3M9Q-Y1'],
    ['ds-2o26-7k3m9q-yl', 'DS-2026-7K3M9Q-Y1'],
    ['something else', 'SOMETHING ELSE'],
  ];
  for (const [text, number] of typed) {
    it(`typed as “${text}” is read as ${number}`, () => assert.equal(tidyCertificateNumber(text), number));
  }
});
