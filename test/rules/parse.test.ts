import assert from 'node:assert/strict';
import { z } from 'zod';
import { type FieldError, Problem } from '../../contracts/problems.js';
import { isWritable, parse } from '../../server/kernel/parse.js';

const schema = z.strictObject({
  name: z.string().min(3).max(5),
  count: z.number().min(2).max(4),
  kind: z.enum(['a', 'b']).default('a'),
  parts: z
    .array(z.strictObject({ email: z.email() }))
    .max(2)
    .default([]),
  notes: z.record(z.string(), z.string()).default({}),
});
const good = { name: 'abc', count: 2 };

/** What is sent, and the one field error it gets: pointer, English, Vietnamese. */
const wrong: readonly (readonly [string, unknown, Required<FieldError>])[] = [
  ['a missing text', { count: 2 }, error('/name', 'received undefined', 'bắt buộc phải có')],
  ['a missing number', { name: 'abc' }, error('/count', 'received undefined', 'bắt buộc phải có')],
  ['an unknown field', { ...good, nmae: 1 }, error('/nmae', 'unknown field', 'trường không tồn tại')],
  [
    'an unknown field of a strange name',
    { ...good, 'a/b~c': 1 },
    error('/a~1b~0c', 'unknown field', 'trường không tồn tại'),
  ],
  [
    'an unknown field inside',
    { ...good, parts: [{ email: 'a@b.vn', x: 1 }] },
    error('/parts/0/x', 'unknown field', 'trường không tồn tại'),
  ],
  ['a number for a text', { ...good, name: 7 }, error('/name', 'expected string, received number', 'phải là string')],
  [
    'a text for a number',
    { ...good, count: '2' },
    error('/count', 'expected number, received string', 'phải là number'),
  ],
  ['a text that is too short', { ...good, name: 'ab' }, error('/name', '>=3 characters', 'cần ít nhất 3 ký tự')],
  ['a text that is too long', { ...good, name: 'abcdef' }, error('/name', '<=5 characters', 'tối đa 5 ký tự')],
  ['a number that is too small', { ...good, count: 1 }, error('/count', '>=2', 'phải từ 2 trở lên')],
  ['a number that is too big', { ...good, count: 9 }, error('/count', '<=4', 'tối đa 4')],
  [
    'a word that is not in the list',
    { ...good, kind: 'c' },
    error('/kind', 'expected one of "a"|"b"', 'phải là một trong: a, b'),
  ],
  [
    'a wrong e-mail',
    { ...good, parts: [{ email: 'x' }] },
    error('/parts/0/email', 'invalid email', 'không đúng định dạng email'),
  ],
  ['a list for an object', [], error('', 'expected object, received array', 'phải là object')],
  ['nothing', undefined, error('', 'received undefined', 'bắt buộc phải có')],
  ['a NUL', { ...good, name: 'a\0c' }, error('/name', 'cannot be stored', 'có ký tự không lưu được')],
  [
    'half of a surrogate pair',
    { ...good, notes: { x: '\ud800' } },
    error('/notes/x', 'cannot be stored', 'có ký tự không lưu được'),
  ],
  [
    'a NUL in a name',
    { ...good, notes: { 'a\0': '' } },
    error('/notes', 'cannot be stored', 'có ký tự không lưu được'),
  ],
];

function error(pointer: string, detail: string, detailVi: string): Required<FieldError> {
  return { pointer, detail, detailVi };
}

function refusal(value: unknown): Problem {
  try {
    parse(schema, value, 'body');
  } catch (problem) {
    assert.ok(problem instanceof Problem, String(problem));
    return problem;
  }
  throw new assert.AssertionError({ message: `${JSON.stringify(value)} was accepted` });
}

describe('Input', () => {
  it('that fits is given as the schema makes it', () => {
    assert.deepEqual(parse(schema, good, 'body'), { ...good, kind: 'a', parts: [], notes: {} });
    assert.deepEqual(parse(schema, { ...good, name: '😀áđ' }, 'body').name, '😀áđ');
  });

  for (const [what, value, expected] of wrong) {
    it(`with ${what} is refused at “${expected.pointer}” in both languages`, () => {
      const { code, status, detail, extra } = refusal(value);
      assert.deepEqual([code, status], ['invalid-input', 400]);
      const [found, ...more] = extra.errors ?? [];
      assert.deepEqual(more, []);
      assert.equal(found?.pointer, expected.pointer);
      assert.ok(found.detail.includes(expected.detail), found.detail);
      assert.ok(found.detailVi?.startsWith(expected.detailVi), found.detailVi);
      for (const text of Object.values(detail)) assert.ok(text.includes(`: ${expected.pointer || '/'}.`), text);
    });
  }

  it('has all its faults named at once', () => {
    const { extra, detail } = refusal({ name: 'ab', extra: 1 });
    assert.deepEqual(extra.errors?.map((one) => one.pointer).sort(), ['/count', '/extra', '/name']);
    assert.match(detail.en, /^3 field\(s\) of the body/);
    assert.match(detail.vi, /^3 trường không hợp lệ trong nội dung/);
  });

  it('is not repeated in the refusal', () => {
    assert.ok(!JSON.stringify(refusal({ ...good, name: 'very secret' }).body()).includes('very secret'));
  });

  for (const [text, writable] of [
    ['Đà Nẵng 😀\n\t', true],
    ['', true],
    ['\0', false],
    ['\ud83d', false],
    ['\ude00\ud83d', false],
  ] as const) {
    it(`${JSON.stringify(text)} can${writable ? '' : 'not'} be stored`, () => assert.equal(isWritable(text), writable));
  }
});
