import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../server/kernel/project.js';

/**
 * Cuts the schemas of what the stand-in serves out of Stripe's published OpenAPI file (MIT licence, © Stripe, Inc.; it
 * comes with github.com/stripe/stripe-mock as `embedded/openapi/spec3.json`) and writes them as JSON Schema, one a line:
 *
 *     node dist/test/stripe/trim.js path/to/spec3.json
 *
 * Nothing is loosened: descriptions go, what the stand-in never shows goes, and every object is closed, so a field that
 * Stripe does not know is an error.
 */
const SERVED = [
  'account',
  'balance',
  'balance_transaction',
  'bank_account',
  'capability',
  'charge',
  'checkout.session',
  'customer',
  'deleted_account',
  'deleted_customer',
  'deleted_product',
  'deleted_webhook_endpoint',
  'dispute',
  'error',
  'event',
  'item',
  'payment_intent',
  'payment_method',
  'payout',
  'price',
  'product',
  'radar.early_fraud_warning',
  'refund',
  'topup',
  'transfer',
  'transfer_reversal',
  'webhook_endpoint',
];

type Json = null | boolean | number | string | Json[] | { [name: string]: Json };
type Node = { [name: string]: Json };
const isNode = (value: Json | undefined): value is Node =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const source = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as {
  info: { version: string };
  components: { schemas: Record<string, Node> };
};
const found = new Map<string, Node>();

const nameOf = (reference: Json | undefined) => String(reference).split('/').pop() ?? '';

/** Parts that exist once for each way of paying: all but cards and debits are left out. */
const ways = Object.keys((source.components.schemas.payment_method_details?.properties ?? {}) as Node).filter(
  (way) => !['card', 'sepa_debit', 'type'].includes(way),
);
const leftOut = new RegExp(
  `^(payment_method(_details|_options)?|payment_intent_payment_method_options|checkout|refund_destination_details|payment_intent_next_action)_(${ways.join('|')})(_|$)`,
);

/** Whether a reference leads to a part of what is served, not to an object that is not. */
function kept(reference: Json | undefined): boolean {
  const name = nameOf(reference);
  const schema = source.components.schemas[name];
  const object = isNode(schema?.properties) ? schema.properties.object : undefined;
  const isObject = isNode(object) && Array.isArray(object.enum);
  return SERVED.includes(name) || (!isObject && !leftOut.test(name));
}

function take(name: string): void {
  if (found.has(name)) return;
  found.set(name, {});
  const schema = source.components.schemas[name];
  if (!schema) throw new Error(`The file has no schema ${name}.`);
  found.set(name, convert(schema) as Node);
}

function convert(schema: Node): Json {
  if (schema.$ref !== undefined) {
    take(nameOf(schema.$ref));
    return { $ref: `#/$defs/${nameOf(schema.$ref)}` };
  }
  const plain: Node = {};
  for (const key of ['type', 'enum', 'maxLength', 'required', 'pattern'])
    if (schema[key] !== undefined) plain[key] = schema[key];
  if (isNode(schema.items)) plain.items = convert(schema.items);
  if (isNode(schema.additionalProperties)) plain.additionalProperties = convert(schema.additionalProperties);
  if (isNode(schema.properties)) {
    const properties = Object.entries(schema.properties).filter(
      ([, part]) => !isNode(part) || part.$ref === undefined || kept(part.$ref),
    );
    plain.properties = Object.fromEntries(properties.map(([name, part]) => [name, convert(part as Node)]));
    if (schema.additionalProperties === undefined) plain.additionalProperties = false;
  }
  if (Array.isArray(schema.anyOf)) {
    const ways = (schema.anyOf as Node[]).filter((way) => way.$ref === undefined || kept(way.$ref)).map(convert);
    plain.anyOf = ways;
  }
  if (schema.nullable !== true) return plain;
  if (Array.isArray(plain.anyOf)) return { ...plain, anyOf: [...plain.anyOf, { type: 'null' }] };
  return { anyOf: [plain, { type: 'null' }] };
}

for (const name of SERVED) take(name);
const lines = [
  JSON.stringify({
    source: 'Stripe OpenAPI, MIT licence, © Stripe, Inc.',
    version: source.info.version,
    served: SERVED,
  }),
  ...[...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, schema]) => JSON.stringify({ name, schema })),
];
writeFileSync(join(projectRoot, 'test/stripe/schemas.jsonl'), `${lines.join('\n')}\n`);
