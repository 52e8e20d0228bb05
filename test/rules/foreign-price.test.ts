import assert from 'node:assert/strict';
import { z } from 'zod';
import { api } from '../../contracts/api.js';
import { Problem } from '../../contracts/problems.js';
import { parse } from '../../server/kernel/parse.js';

/** Pointers of every amount of money in a JSON schema. */
function amounts(schema: unknown, path: readonly string[] = []): string[][] {
  if (schema === null || typeof schema !== 'object') return [];
  const { properties = {}, anyOf = [] } = schema as { properties?: Record<string, unknown>; anyOf?: unknown[] };
  const own = Object.keys(properties).filter((name) => name.endsWith('Vnd'));
  return [
    ...own.map((name) => [...path, name]),
    ...Object.entries(properties).flatMap(([name, inner]) => amounts(inner, [...path, name])),
    ...anyOf.flatMap((inner) => amounts(inner, path)),
  ];
}

const fields = Object.entries(api).flatMap(([id, { body }]) => {
  if (!body) return [];
  const found = amounts(z.toJSONSchema(body, { io: 'input', unrepresentable: 'any' }));
  // Bounds of a search are no price.
  return found.filter(([first]) => first !== 'query').map((path) => ({ id, body, path }));
});

describe('“1.000 USD”', () => {
  it('could be written in many places', () => assert.ok(fields.length >= 5, `${fields.length}`));

  for (const { id, body, path } of fields) {
    it(`is refused with the scheme’s code at ${id} /${path.join('/')}`, () => {
      const given = path.reduceRight<unknown>((inner, name) => ({ [name]: inner }), '1.000 USD');
      assert.throws(
        () => parse(body, given, 'body'),
        (error) => error instanceof Problem && error.extra.decisionCode === 'GIA_NGOAI_TE',
      );
    });
  }
});
