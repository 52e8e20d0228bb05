import assert from 'node:assert/strict';
import fc from 'fast-check';
import { amountInWords, englishNumber, vietnameseNumber } from '../../contracts/words.js';
import { sayings } from '../words-table.js';

const most = 10 ** 15;
/** Every length of number as likely as every other; and what trips speakers: groups of 0, 1, 4, 5, 10, 15, 21. */
const numbers = fc.oneof(
  fc.integer({ min: 0, max: 15 }).chain((digits) => fc.integer({ min: 0, max: 10 ** digits })),
  fc
    .array(fc.constantFrom<number>(0, 1, 4, 5, 10, 14, 15, 21, 24, 25, 100, 104, 105, 110, 500, 999), { maxLength: 5 })
    .map((groups) => groups.reduce((number, group) => number * 1_000 + group, 0)),
);

describe('Amounts in words', () => {
  it(`have a table of ${sayings.length} cases in both languages`, () => {
    assert.ok(sayings.length >= 200);
    for (const [number, vi, en] of sayings) {
      assert.equal(vietnameseNumber(number), vi);
      assert.equal(englishNumber(number), en);
    }
    assert.equal(new Set(sayings.map(([, vi]) => vi)).size, sayings.length);
  });

  it('can be read back: no two numbers are said alike', () => {
    fc.assert(
      fc.property(numbers, (number) => {
        assert.ok(number <= most);
        assert.equal(readVietnamese(vietnameseNumber(number)), number);
        assert.equal(readVietnamese(vietnameseNumber(number, 'lẻ')), number);
        assert.equal(readEnglish(englishNumber(number)), number);
      }),
      { numRuns: 20_000 },
    );
  });

  it('every number up to ten thousand is said in a way of its own', () => {
    const all = Array.from({ length: 10_001 }, (_, number) => number);
    assert.equal(new Set(all.map((one) => vietnameseNumber(one))).size, all.length);
    assert.equal(new Set(all.map(englishNumber)).size, all.length);
  });

  it('begin with a capital and end with the currency', () => {
    assert.equal(amountInWords(105_000, 'vi'), 'Một trăm linh năm nghìn đồng');
    assert.equal(amountInWords(1_000_000, 'en'), 'One million đồng');
    assert.equal(amountInWords(0, 'vi'), 'Không đồng');
    assert.equal(amountInWords(-500_000, 'vi'), 'Âm năm trăm nghìn đồng');
    assert.equal(vietnameseNumber(105, 'lẻ'), 'một trăm lẻ năm');
  });

  it('refuse what is no whole number', () => {
    for (const number of [0.5, Number.NaN, 2 ** 53, Number.POSITIVE_INFINITY]) {
      assert.throws(() => vietnameseNumber(number), /no whole number/);
      assert.throws(() => englishNumber(number), /no whole number/);
    }
  });
});

/** Reads Vietnamese number words by rules of its own, knowing nothing of how they are made. */
function readVietnamese(words: string): number {
  const digits = ['không', 'một', 'hai', 'ba', 'bốn', 'năm', 'sáu', 'bảy', 'tám', 'chín'];
  const other: Record<string, number> = { mốt: 1, tư: 4, lăm: 5 };
  let [billions, thousands, group, digit] = [0, 0, 0, 0];
  const close = () => {
    const value = group + digit;
    [group, digit] = [0, 0];
    return value;
  };
  for (const word of words.split(' ')) {
    if (word === 'trăm' || word === 'mươi') {
      group += digit * (word === 'trăm' ? 100 : 10);
      digit = 0;
    } else if (word === 'mười') group += 10;
    else if (word === 'nghìn') thousands += close() * 1_000;
    else if (word === 'triệu') thousands += close() * 1_000_000;
    else if (word === 'tỷ') {
      billions = (thousands + close()) * 1_000_000_000;
      thousands = 0;
    } else if (word !== 'linh' && word !== 'lẻ') {
      digit = other[word] ?? digits.indexOf(word);
      if (digit < 0) throw new Error(`“${word}” is no word of a number.`);
    }
  }
  return billions + thousands + close();
}

function readEnglish(words: string): number {
  const small = [
    ...'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen'.split(' '),
    ...'sixteen seventeen eighteen nineteen'.split(' '),
  ];
  const tens = 'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');
  const scales = ['thousand', 'million', 'billion', 'trillion', 'quadrillion'];
  let [total, group] = [0, 0];
  for (const word of words.split(/[ -]/)) {
    if (word === 'hundred') group *= 100;
    else if (scales.includes(word)) {
      total += group * 1_000 ** (scales.indexOf(word) + 1);
      group = 0;
    } else if (tens.includes(word)) group += (tens.indexOf(word) + 2) * 10;
    else if (small.includes(word)) group += small.indexOf(word);
    else throw new Error(`“${word}” is no word of a number.`);
  }
  return total + group;
}
