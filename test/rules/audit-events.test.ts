import assert from 'node:assert/strict';
import { z } from 'zod';
import { eventDataSchema, eventKinds, eventSentence, eventTypes, transitionData } from '../../contracts/audit.js';
import type { Lifecycle } from '../../contracts/lifecycle.js';
import { lifecycles } from '../../contracts/lifecycles.js';
import { exampleOf } from '../../contracts/openapi.js';

type Fields = Record<string, { type?: string }>;

const plain = Object.entries(eventKinds);
const transitions = Object.values(lifecycles).flatMap((table: Lifecycle) =>
  table.transitions.map((row) => `${table.subject}.${row.action}`),
);
const placeholders = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '').sort();

function jsonSchema(schema: z.ZodType): Record<string, unknown> {
  return z.toJSONSchema(schema, { io: 'input' }) as Record<string, unknown>;
}

function exampleData(type: string): Record<string, unknown> {
  return exampleOf(jsonSchema(eventDataSchema(type))) as Record<string, unknown>;
}

describe('Audit events', () => {
  it('are the steps of the lifecycles and the kinds beside them, each once', () => {
    const all = [...new Set(transitions), ...plain.map(([type]) => type)];
    assert.equal(new Set(all).size, all.length, 'no kind has the name of a step');
    assert.deepEqual([...eventTypes], all.sort());
  });

  it('of a step carry where it led and why', () => {
    for (const type of transitions) assert.equal(eventDataSchema(type), transitionData, type);
    assert.ok(transitionData.safeParse({ from: null, to: 'draft', reason: null }).success);
    assert.ok(!transitionData.safeParse({ from: null, to: 'draft' }).success);
    assert.ok(!transitionData.safeParse({ from: null, to: 'draft', reason: null, more: 1 }).success);
  });

  for (const [type, { data, sentence }] of plain) {
    it(`${type} reads in both languages, and only from what it carries`, () => {
      const fields = Object.keys((jsonSchema(data).properties as Fields | undefined) ?? {});
      assert.deepEqual(placeholders(sentence.vi), placeholders(sentence.en));
      for (const name of placeholders(sentence.vi)) assert.ok(fields.includes(name), `{${name}} is carried`);
      assert.notEqual(sentence.vi, sentence.en);
      assert.ok(!data.safeParse({ ...exampleData(type), unexpected: 1 }).success, 'nothing else may be carried');
    });
  }

  for (const type of eventTypes) {
    it(`${type} is a whole sentence with an example of its data`, () => {
      const data = exampleData(type);
      assert.deepEqual(eventDataSchema(type).parse(data), data);
      const { vi, en } = eventSentence(type, data);
      for (const text of [vi, en]) {
        assert.match(text, /^\p{L}|^[\d.]/u);
        assert.doesNotMatch(text, /[{}]|undefined|null|NaN|\[object/);
        assert.notEqual(text, type);
      }
      assert.notEqual(vi, en);
    });
  }

  const sentences: readonly (readonly [string, Record<string, unknown>, string, string])[] = [
    ['order.pay', { from: 'awaiting_payment', to: 'paid', reason: null }, 'Đơn hàng: Thanh toán', 'Order: Pay'],
    ['payment.received', { amountVnd: 2_500_000 }, 'Nhận thanh toán 2.500.000 ₫', 'Payment of 2.500.000 ₫ received'],
    ['agreement.signed', { party: 'buyer' }, 'Ký thỏa thuận: bên mua', 'Agreement signed: buyer'],
    ['agreement.signed', { party: 'provider' }, 'Ký thỏa thuận: bên bán', 'Agreement signed: provider'],
    [
      'dataset.edited',
      { fields: ['titleVi', 'sector'] },
      'Sửa bộ dữ liệu: titleVi, sector',
      'Dataset edited: titleVi, sector',
    ],
    [
      'access.refused',
      { name: 'a.csv', why: 'expired' },
      'Từ chối truy cập a.csv: expired',
      'Access to a.csv refused: expired',
    ],
  ];
  for (const [type, data, vi, en] of sentences) {
    it(`${type} reads “${en}”`, () => assert.deepEqual(eventSentence(type, data), { vi, en }));
  }

  it('of a type that nobody declared have no data, and read as their own name', () => {
    assert.throws(() => eventDataSchema('order.vanish'), /There is no event type order\.vanish/);
    assert.deepEqual(eventSentence('order.vanish', {}), { vi: 'order.vanish', en: 'order.vanish' });
  });
});
