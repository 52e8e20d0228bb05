import assert from 'node:assert/strict';
import { canonicalJson, newSecret, sha256 } from '../../server/kernel/hash.js';

/** Numbers of RFC 8785, appendix B and section 3.2.2, beside plain ones. */
const numbers: readonly (readonly [number, string])[] = [
  [0, '0'],
  [-0, '0'],
  [2_500_000, '2500000'],
  [4.5, '4.5'],
  [2e-3, '0.002'],
  [0.000001, '0.000001'],
  [1e-7, '1e-7'],
  [1e-27, '1e-27'],
  [1e20, '100000000000000000000'],
  [1e21, '1e+21'],
  [1e23, '1e+23'],
  [1e30, '1e+30'],
  [9007199254740992, '9007199254740992'],
  [333333333.3333333, '333333333.3333333'],
  [5e-324, '5e-324'],
  [-1.7976931348623157e308, '-1.7976931348623157e+308'],
];

/** The example of RFC 8785, section 3.2.3: names sorted by UTF-16 code units. */
const unsorted = {
  '\u20ac': 'Euro Sign',
  '\r': 'Carriage Return',
  '\ufb33': 'Hebrew Letter Dalet With Dagesh',
  '1': 'One',
  '\ud83d\ude00': 'Emoji: Grinning Face',
  '\u0080': 'Control',
  '\u00f6': 'Latin Small Letter O With Diaeresis',
};

const nothing: readonly (readonly [string, unknown])[] = [
  ['undefined', undefined],
  ['a function', () => 1],
  ['NaN', { amount: Number.NaN }],
  ['infinity', [Number.POSITIVE_INFINITY]],
  ['a bigint', 10n],
  ['half of a surrogate pair', 'a\ud800'],
];

describe('Canonical JSON (RFC 8785)', () => {
  for (const [value, text] of numbers) {
    it(`writes ${value} as ${text}`, () => assert.equal(canonicalJson(value), text));
  }

  it('writes the example of section 3.2.2', () => {
    const value = {
      numbers: [333333333.3333333, 1e30, 4.5, 2e-3, 0.000000000000000000000000001],
      string: '\u20ac$\u000F\u000aA\'\u0042\u0022\u005c\\"\u002f',
      literals: [null, true, false],
    };
    assert.equal(
      canonicalJson(value),
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],' +
        '"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    );
  });

  it('sorts names by UTF-16 code units, at every depth', () => {
    const names = [...canonicalJson(unsorted).matchAll(/":"(.*?)"/g)].map((match) => match[1]);
    assert.deepEqual(names, [
      'Carriage Return',
      'One',
      'Control',
      'Latin Small Letter O With Diaeresis',
      'Euro Sign',
      'Emoji: Grinning Face',
      'Hebrew Letter Dalet With Dagesh',
    ]);
    assert.equal(canonicalJson({ b: [{ d: 1, c: 2 }], a: {} }), '{"a":{},"b":[{"c":2,"d":1}]}');
  });

  it('gives the same bytes whatever the order, and leaves out what is undefined', () => {
    assert.equal(canonicalJson({ x: 1, y: { b: 2, a: 3 } }), canonicalJson({ y: { a: 3, b: 2 }, x: 1 }));
    assert.equal(canonicalJson({ a: undefined, b: 1 }), '{"b":1}');
  });

  it('keeps Vietnamese letters as they are, composed or not', () => {
    assert.equal(canonicalJson('Đà Nẵng'), '"Đà Nẵng"');
    assert.notEqual(canonicalJson('Đà Nẵng'.normalize('NFD')), canonicalJson('Đà Nẵng'.normalize('NFC')));
  });

  for (const [what, value] of nothing) {
    it(`refuses ${what}, which has no JSON form`, () => assert.throws(() => canonicalJson(value)));
  }
});

describe('A hash', () => {
  it('is SHA-256 in lower-case hex (FIPS 180-4)', () => {
    assert.equal(sha256(''), 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
    assert.equal(sha256('abc'), 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
    assert.equal(sha256(new TextEncoder().encode('Đà Nẵng')), sha256('Đà Nẵng'));
  });
});

describe('A secret', () => {
  it('has 256 bits in URL-safe letters, and never comes twice', () => {
    const secrets = Array.from({ length: 100 }, newSecret);
    for (const secret of secrets) assert.match(secret, /^[\w-]{43}$/);
    assert.equal(new Set(secrets).size, secrets.length);
  });
});
