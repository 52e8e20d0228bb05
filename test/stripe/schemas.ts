import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Stripe from 'stripe';
import { z } from 'zod';
import { projectRoot } from '../../server/kernel/project.js';

type Line = { name: string; schema: object };
type JsonSchema = Parameters<typeof z.fromJSONSchema>[0];

const [head, ...lines] = readFileSync(join(projectRoot, 'test/stripe/schemas.jsonl'), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Line & { version: string; served: string[] });
const $defs = Object.fromEntries(lines.map(({ name, schema }) => [name, schema]));

/** The version of the API that the schemas were published with. */
export const publishedVersion = head?.version ?? '';
/** The schemas that stand for answers of their own. */
export const published: string[] = head?.served ?? [];

/** Fields that the published file does not have: newer than it, or left out of it; each stands in the SDK's own types. */
const NEWER: Record<string, string[]> = {
  charge: ['source'] satisfies (keyof Stripe.Charge)[],
  'checkout.session': [
    'allowed_payment_method_types',
    'customer_account',
    'integration_identifier',
    'managed_payments',
    'ui_mode',
  ] satisfies (keyof Stripe.Checkout.Session)[],
  customer: ['customer_account'] satisfies (keyof Stripe.Customer)[],
  item: ['adjustable_quantity', 'metadata'] satisfies (keyof Stripe.LineItem)[],
  payment_intent: [
    'allowed_payment_method_types',
    'customer_account',
    'managed_payments',
    'payment_record',
    'source',
  ] satisfies (keyof Stripe.PaymentIntent)[],
  product: ['type'] satisfies (keyof Stripe.Product)[],
  refund: ['customer', 'customer_account', 'payment_method'] satisfies (keyof Stripe.Refund)[],
};

const all = z.fromJSONSchema({
  type: 'object',
  properties: Object.fromEntries(published.map((name) => [name, { $ref: `#/$defs/${name}` }])),
  $defs,
} as JsonSchema) as z.ZodObject<Record<string, z.ZodType>>;

function reader(name: string): z.ZodType {
  const shape = all.shape[name];
  if (!shape) throw new Error(`There is no schema ${name}.`);
  return shape instanceof z.ZodOptional ? (shape.unwrap() as z.ZodType) : shape;
}

function schemaOf(answer: Record<string, unknown>): string | undefined {
  if (answer.deleted === true) return `deleted_${answer.object}`;
  return typeof answer.object === 'string' && published.includes(answer.object) ? answer.object : undefined;
}

/** `answer` without the fields that are newer than the published file, at every depth. */
function olden(answer: unknown): unknown {
  if (Array.isArray(answer)) return answer.map(olden);
  if (typeof answer !== 'object' || answer === null) return answer;
  const newer = NEWER[String((answer as { object?: unknown }).object)] ?? [];
  const kept = Object.entries(answer).filter(([name]) => !newer.includes(name));
  return Object.fromEntries(kept.map(([name, value]) => [name, olden(value)]));
}

/** Throws unless `answer`, each entry of a list, and the object inside an event are as Stripe publishes them. */
export function assertPublished(answer: unknown): void {
  if (typeof answer !== 'object' || answer === null) return;
  const given = answer as Record<string, unknown>;
  if (given.object === 'list') {
    assert.deepEqual(Object.keys(given).sort(), ['data', 'has_more', 'object', 'url']);
    for (const entry of given.data as unknown[]) assertPublished(entry);
    return;
  }
  const name = 'error' in given ? 'error' : schemaOf(given);
  assert.ok(name, `Stripe publishes no schema for ${JSON.stringify(answer).slice(0, 200)}`);
  const read = reader(name).safeParse(olden(answer));
  if (!read.success) assert.fail(`${name}: ${z.prettifyError(read.error)}\n${JSON.stringify(answer).slice(0, 3000)}`);
  if (name === 'event') assertPublished((given.data as { object: unknown }).object);
}

/** How an answer that is not as published begins. */
export const NOT_PUBLISHED = 'Not as Stripe publishes it: ';

/** The SDK's own way over HTTP, where every v1 answer that is not as published becomes an error that says why. */
export function checkedClient(): Stripe.HttpClient {
  const client = Stripe.createNodeHttpClient();
  const ask = client.makeRequest.bind(client);
  client.makeRequest = async (...request) => {
    const answer = await ask(...request);
    const read = answer.toJSON.bind(answer);
    answer.toJSON = async () => {
      const body: unknown = await read();
      try {
        if (request[2].startsWith('/v1/')) assertPublished(body);
        return body;
      } catch (error) {
        const message = `${NOT_PUBLISHED}${error instanceof Error ? error.message : error}`;
        return { error: { type: 'api_error', message } };
      }
    };
    return answer;
  };
  return client;
}
