import { z } from 'zod';
import { type AnyOperation, problemsOf, scopeOf } from './operation.js';
import { type ProblemCode, problems } from './problems.js';

type Json = Record<string, unknown>;

/** The OpenAPI 3.1 document of the operations, with an example of every body, answer and refusal. */
export function openApiDocument(api: Readonly<Record<string, AnyOperation>>, version: string): Json {
  const paths: Record<string, Json> = {};
  for (const [operationId, op] of Object.entries(api)) {
    const path = `/api/v1${op.path.replace(/:(\w+)/g, '{$1}')}`;
    paths[path] = { ...paths[path], [op.method.toLowerCase()]: operationObject(operationId, op) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Datasan',
      version,
      description:
        'The API of a data exchange. Amounts are whole Vietnamese đồng, moments ISO 8601 in UTC. Refusals are RFC 9457 problems in English and Vietnamese. Writes that move money or rights take an Idempotency-Key.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    tags: [...new Set(Object.values(api).map((op) => op.tag))].map((name) => ({ name })),
    paths,
    components: {
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: 'datasan_session' },
        token: { type: 'http', scheme: 'bearer', description: 'An API token: `dst_…`' },
      },
      schemas: { Problem: problemSchema },
    },
  };
}

function operationObject(operationId: string, op: AnyOperation): Json {
  const scope = scopeOf(op);
  return {
    operationId,
    tags: [op.tag],
    summary: op.summary,
    description: describeAccess(op),
    security: op.roles === 'anyone' ? [] : [{ session: [] }, ...(scope === 'session' ? [] : [{ token: [] }])],
    parameters: [...parameters(op.params, 'path'), ...parameters(op.query, 'query'), ...headers(op)],
    ...(op.kind === 'upload' ? { requestBody: uploadBody } : bodyOf(op)),
    responses: { ...success(op), ...refusals(op) },
  };
}

function describeAccess(op: AnyOperation): string {
  const scope = scopeOf(op);
  const who = Array.isArray(op.roles)
    ? `Members of organisations with: ${op.roles.join(', ')}.`
    : op.roles === 'anyone'
      ? 'Anyone.'
      : 'Every signed-in member.';
  const token = op.roles === 'anyone' ? '' : scope === 'session' ? ' Browser session only.' : ` Token scope: ${scope}.`;
  return `${who}${op.admin ? ' Administrators only.' : ''}${op.verified ? ' The organisation must be verified.' : ''}${token}`;
}

function schemaOf(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any', override: keepExamples }) as Json;
  return rest;
}

/** zod leaves the examples of whatever it transforms out of the input's schema; ours are what a caller may send. */
function keepExamples({ zodSchema, jsonSchema }: { zodSchema: z.core.$ZodTypes; jsonSchema: Json }): void {
  const examples = z.globalRegistry.get(zodSchema)?.examples;
  if (examples) jsonSchema.examples = examples;
}

function parameters(schema: z.ZodType, place: 'path' | 'query'): Json[] {
  const json = schemaOf(schema, 'input');
  const required = (json.required as string[] | undefined) ?? [];
  return Object.entries((json.properties as Record<string, Json> | undefined) ?? {}).map(([name, one]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    schema: one,
    ...(place === 'path' ? { example: exampleOf(one) } : {}),
  }));
}

function headers(op: AnyOperation): Json[] {
  const list: Json[] = [];
  if (op.idempotent) {
    list.push({
      name: 'Idempotency-Key',
      in: 'header',
      required: true,
      schema: { type: 'string', minLength: 8, maxLength: 255 },
      example: '5f0c7b1e-2f5e-4a55-9a43-0b8f8b5a9d11',
    });
  }
  if (op.ifMatch) {
    list.push({
      name: 'If-Match',
      in: 'header',
      required: true,
      schema: { type: 'string' },
      example: '"3.9f86d081884c7d65"',
    });
  }
  return list;
}

const uploadBody = {
  required: true,
  content: {
    'multipart/form-data': {
      schema: { type: 'object', required: ['file'], properties: { file: { type: 'string', format: 'binary' } } },
    },
  },
};

function bodyOf(op: AnyOperation): Json {
  if (op.method === 'GET' || op.method === 'DELETE') return {};
  const schema = schemaOf(op.body, 'input');
  if (Object.keys((schema.properties as Json | undefined) ?? {}).length === 0) return {};
  return { requestBody: { required: true, content: { 'application/json': { schema, example: exampleOf(schema) } } } };
}

function success(op: AnyOperation): Json {
  const status = String(op.status ?? 200);
  if (status === '204') return { [status]: { description: 'Done.' } };
  if (op.kind === 'events') {
    return {
      [status]: {
        description: 'Server-sent events.',
        content: { 'text/event-stream': { schema: { type: 'string' } } },
      },
    };
  }
  if (op.kind === 'download') {
    const content = { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } };
    return {
      [status]: { description: 'The bytes.', content },
      '206': { description: 'A range of the bytes.', content },
    };
  }
  const schema = schemaOf(op.response, 'output');
  return {
    [status]: { description: 'Success.', content: { 'application/json': { schema, example: exampleOf(schema) } } },
  };
}

function refusals(op: AnyOperation): Json {
  const byStatus = new Map<number, ProblemCode[]>();
  for (const code of problemsOf(op)) {
    const { status } = problems[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  return Object.fromEntries(
    [...byStatus].map(([status, codes]) => [
      String(status),
      {
        description: codes.map((code) => problems[code].title.en).join('; '),
        content: {
          'application/problem+json': {
            schema: { $ref: '#/components/schemas/Problem' },
            examples: Object.fromEntries(codes.map((code) => [code, { value: problemExample(code) }])),
          },
        },
      },
    ]),
  );
}

const problemSchema = {
  type: 'object',
  required: ['type', 'title', 'titleVi', 'status', 'code', 'detail', 'detailVi'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    titleVi: { type: 'string' },
    status: { type: 'integer' },
    code: { type: 'string', enum: Object.keys(problems) },
    detail: { type: 'string' },
    detailVi: { type: 'string' },
    instance: { type: 'string' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['pointer', 'detail'],
        properties: { pointer: { type: 'string' }, detail: { type: 'string' }, detailVi: { type: 'string' } },
      },
    },
  },
};

function problemExample(code: ProblemCode): Json {
  const { status, title } = problems[code];
  return {
    type: `/problems/${code}`,
    title: title.en,
    titleVi: title.vi,
    status,
    code,
    detail: title.en,
    detailVi: title.vi,
  };
}

/** A value that fits the JSON Schema: its own example where it has one, else the simplest there is. */
export function exampleOf(schema: Json): unknown {
  const examples = schema.examples as unknown[] | undefined;
  if (examples && examples.length > 0) return examples[0];
  if ('const' in schema) return schema.const;
  if ('default' in schema) return schema.default;
  const options = schema.enum as unknown[] | undefined;
  if (options) return options[0];
  const union = (schema.anyOf ?? schema.oneOf) as Json[] | undefined;
  if (union?.[0]) return exampleOf(union[0]);
  switch (schema.type) {
    case 'object': {
      const properties = Object.entries((schema.properties as Record<string, Json> | undefined) ?? {});
      return Object.fromEntries(properties.map(([name, one]) => [name, exampleOf(one)]));
    }
    case 'array':
      return schema.items ? [exampleOf(schema.items as Json)] : [];
    case 'integer':
    case 'number':
      return Math.max(1, Number(schema.minimum ?? 1));
    case 'boolean':
      return true;
    case 'null':
      return null;
    case 'string':
      return exampleText(schema);
    default:
      return null;
  }
}

function exampleText(schema: Json): string {
  if (schema.contentEncoding === 'base64') return '47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=';
  if (schema.format === 'date') return '2026-11-23';
  if (schema.format === 'uri') return 'https://example.vn/';
  const text = 'Lượng mưa và mực nước theo giờ';
  const least = Number(schema.minLength ?? 0);
  const most = Number(schema.maxLength ?? 1000);
  return text.repeat(Math.ceil(Math.max(least, 1) / text.length)).slice(0, most);
}
