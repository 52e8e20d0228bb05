import assert from 'node:assert/strict';
import { Problem } from '../../contracts/problems.js';
import { decodeCursor, encodeCursor, pageOf } from '../../server/kernel/cursor.js';

const id = 'ds_01k9v3m7q2x8r4t6w0y5z1a3bc';
const keys: readonly (readonly (string | number | null)[])[] = [
  [id],
  [0.25, id],
  [null, 'Đà Nẵng – “số liệu” 😀', id],
  [''],
];
const base64 = (text: string) => Buffer.from(text).toString('base64url');
/** Cursors that nobody gave out, for a list whose key has two parts. */
const foreign: readonly (readonly [string, string])[] = [
  ['nothing', ''],
  ['plain words', 'next-page'],
  ['an id', id],
  ['a key of one part', encodeCursor([id])],
  ['a key of three parts', encodeCursor([1, 2, id])],
  ['an object', base64('{"0":1,"1":2,"length":2}')],
  ['a part that is an object', base64('[{"$gt":""},"x"]')],
  ['a part that is true', base64('[true,"x"]')],
  ['a part that cannot be stored', base64('["a\\u0000","x"]')],
  ['half of a cursor', encodeCursor([1, id]).slice(0, 12)],
];

describe('A cursor', () => {
  for (const key of keys) {
    it(`carries ${JSON.stringify(key)} there and back in URL-safe letters`, () => {
      const cursor = encodeCursor(key);
      assert.match(cursor, /^[\w-]+$/);
      assert.deepEqual(decodeCursor(cursor, key.length), key);
    });
  }

  it('that is missing means the first page', () => assert.equal(decodeCursor(undefined, 2), null));

  for (const [what, cursor] of foreign) {
    it(`made of ${what} is refused`, () => {
      assert.throws(
        () => decodeCursor(cursor, 2),
        (error) =>
          error instanceof Problem && error.code === 'invalid-input' && error.extra.errors?.[0]?.pointer === '/cursor',
      );
    });
  }
});

describe('A page', () => {
  const rows = ['a', 'b', 'c'];
  const page = (given: readonly string[], limit: number) =>
    pageOf(
      given,
      limit,
      (row) => [row],
      (row) => row.toUpperCase(),
    );

  it('shows as many rows as asked and leads on when there is one more', () => {
    const { items, nextCursor } = page(rows, 2);
    assert.deepEqual(items, ['A', 'B']);
    assert.deepEqual(decodeCursor(nextCursor ?? undefined, 1), ['b']);
  });

  it('is the last one when no row is left over', () => {
    assert.deepEqual(page(rows, 3), { items: ['A', 'B', 'C'], nextCursor: null });
    assert.deepEqual(page([], 3), { items: [], nextCursor: null });
  });
});
