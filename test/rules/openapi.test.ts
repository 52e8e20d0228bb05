import assert from 'node:assert/strict';
import { type Api, api } from '../../contracts/api.js';
import { openApiDocument } from '../../contracts/openapi.js';
import { type AnyOperation, problemsOf } from '../../contracts/operation.js';
import { type ProblemCode, problems } from '../../contracts/problems.js';

type Content = { schema?: unknown; example?: unknown; examples?: Record<string, { value: Record<string, unknown> }> };
type Answer = { description: string; content?: Record<string, Content> };
type Parameter = { name: string; in: string; required: boolean; schema: object; example?: unknown };
type Drawn = {
  operationId: string;
  summary: string;
  description: string;
  tags: string[];
  security: Record<string, never[]>[];
  parameters: Parameter[];
  requestBody?: { required: boolean; content: Record<string, Content> };
  responses: Record<string, Answer>;
};
type Document = {
  openapi: string;
  info: { title: string; version: string };
  tags: { name: string }[];
  paths: Record<string, Record<string, Drawn>>;
  components: {
    securitySchemes: object;
    schemas: { Problem: { required: string[]; properties: Record<string, object> } };
  };
};

const document = JSON.parse(JSON.stringify(openApiDocument(api, '9.8.7'))) as Document;
const drawn = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
);
const operations = Object.entries(api as Record<keyof Api, AnyOperation>);

function find(id: string) {
  const found = drawn.find((one) => one.operation.operationId === id);
  assert.ok(found, `${id} is in the document`);
  return found;
}

function every(check: (id: string, op: AnyOperation, found: ReturnType<typeof find>) => void): void {
  for (const [id, op] of operations) check(id, op, find(id));
}

/** Every value under the key, anywhere below. */
function valuesOf(key: string, value: unknown): unknown[] {
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([name, inner]) => [...(name === key ? [inner] : []), ...valuesOf(key, inner)]);
}

function resolve(pointer: string): unknown {
  assert.match(pointer, /^#\//);
  return pointer
    .slice(2)
    .split('/')
    .reduce<unknown>((value, part) => (value as Record<string, unknown> | undefined)?.[part], document);
}

const hasBody = (op: AnyOperation) =>
  op.kind !== 'upload' && op.method !== 'GET' && op.method !== 'DELETE' && Object.keys(op.body.shape ?? {}).length > 0;

describe('The OpenAPI document', () => {
  it('is OpenAPI 3.1 of this version', () => {
    assert.match(document.openapi, /^3\.1\.\d+$/);
    assert.deepEqual([document.info.title, document.info.version], ['Datasan', '9.8.7']);
  });

  it('has every operation once, at its path and method, under an id of its own', () => {
    assert.deepEqual(drawn.map((one) => one.operation.operationId).sort(), operations.map(([id]) => id).sort());
    every((id, op, { path, method, operation }) => {
      assert.equal(path, `/api/v1${op.path.replace(/:(\w+)/g, '{$1}')}`, id);
      assert.equal(method, op.method.toLowerCase(), id);
      assert.ok(operation.summary.length > 5 && operation.description.length > 5, id);
      assert.ok(
        document.tags.some((tag) => tag.name === operation.tags[0]),
        id,
      );
    });
  });

  it('refers only to what it contains', () => {
    const references = valuesOf('$ref', document);
    assert.ok(references.length > operations.length);
    for (const reference of references) assert.ok(resolve(String(reference)), String(reference));
  });

  it('declares the parameters of every path, with an example that fits', () => {
    every((id, op, { path, operation }) => {
      const declared = operation.parameters.filter((one) => one.in === 'path');
      const named = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
      assert.deepEqual(declared.map((one) => one.name).sort(), named.sort(), id);
      assert.ok(
        declared.every((one) => one.required),
        id,
      );
      const examples = Object.fromEntries(declared.map((one) => [one.name, one.example]));
      assert.ok(op.params.safeParse(examples).success, `${id}: ${JSON.stringify(examples)}`);
    });
  });

  it('names every query parameter, and requires none that may be left out', () => {
    every((id, op, { operation }) => {
      const declared = operation.parameters.filter((one) => one.in === 'query');
      assert.deepEqual(
        declared.map((one) => one.name),
        Object.keys(op.query.shape),
        id,
      );
      for (const one of declared) {
        assert.equal(one.required, !op.query.shape[one.name].safeParse(undefined).success, `${id} ${one.name}`);
      }
    });
  });

  it('demands Idempotency-Key and If-Match exactly where the operation does', () => {
    assert.ok(operations.some(([, op]) => op.idempotent) && operations.some(([, op]) => op.ifMatch));
    every((id, op, { operation }) => {
      const demanded = operation.parameters.filter((one) => one.in === 'header' && one.required).map((one) => one.name);
      assert.deepEqual(
        demanded,
        [...(op.idempotent ? ['Idempotency-Key'] : []), ...(op.ifMatch ? ['If-Match'] : [])],
        id,
      );
    });
  });

  it('shows for every body an example that the operation accepts', () => {
    assert.ok(operations.filter(([, op]) => hasBody(op)).length > 10);
    every((id, op, { operation }) => {
      if (op.kind === 'upload') return assert.ok(operation.requestBody?.content['multipart/form-data']?.schema, id);
      if (!hasBody(op)) return assert.equal(operation.requestBody, undefined, id);
      const content = operation.requestBody?.content['application/json'];
      assert.ok(content?.schema, id);
      const { success, error } = op.body.safeParse(content.example);
      assert.ok(success, `${id}: ${error?.message} in ${JSON.stringify(content.example)}`);
    });
  });

  it('shows for every answer an example of the operation’s own shape', () => {
    every((id, op, { operation }) => {
      const status = String(op.status ?? 200);
      const content = operation.responses[status]?.content ?? {};
      if (status === '204') return assert.deepEqual(content, {}, id);
      if (op.kind === 'events') return assert.ok(content['text/event-stream'], id);
      if (op.kind === 'download') {
        assert.ok(operation.responses['206'], id);
        return assert.ok(content['application/octet-stream'], id);
      }
      assert.ok(content['application/json']?.schema, id);
      const { success, error } = op.response.safeParse(content['application/json'].example);
      assert.ok(success, `${id}: ${error?.message}`);
    });
  });

  it('lists every problem of an operation under its status, with an example in both languages', () => {
    const { required, properties } = document.components.schemas.Problem;
    every((id, op, { operation }) => {
      const listed = Object.entries(operation.responses).flatMap(([status, answer]) => {
        if (Number(status) < 400) return [];
        const examples = answer.content?.['application/problem+json']?.examples ?? {};
        for (const [code, { value }] of Object.entries(examples)) {
          assert.equal(problems[code as ProblemCode].status, Number(status), `${id} ${code}`);
          assert.deepEqual([value.code, value.type, value.status], [code, `/problems/${code}`, Number(status)]);
          assert.deepEqual(
            required.filter((name) => value[name] === undefined || value[name] === ''),
            [],
            `${id} ${code}`,
          );
          assert.deepEqual(
            Object.keys(value).filter((name) => properties[name] === undefined),
            [],
            `${id} ${code}`,
          );
        }
        return Object.keys(examples);
      });
      assert.deepEqual(listed.sort(), problemsOf(op).sort(), id);
    });
  });

  it('says what an operation demands of the caller', () => {
    every((id, op, { operation }) => {
      const schemes = operation.security.flatMap((one) => Object.keys(one));
      for (const scheme of schemes) assert.ok(scheme in document.components.securitySchemes, scheme);
      const expected = op.roles === 'anyone' ? [] : op.scope === 'session' ? ['session'] : ['session', 'token'];
      assert.deepEqual(schemes, expected, id);
    });
  });
});

describe('The problems of an operation', () => {
  const rows: readonly [string, Partial<AnyOperation>, ProblemCode[]][] = [
    [
      'that demands an Idempotency-Key',
      { idempotent: true },
      ['idempotency-key-missing', 'idempotency-in-flight', 'idempotency-key-reused', 'idempotency-answer-lost'],
    ],
    ['that demands If-Match', { ifMatch: true }, ['if-match-required', 'stale']],
    ['for some roles', { roles: ['operator'] }, ['sign-in-required', 'scope-required', 'role-required']],
    ['for administrators', { admin: true }, ['role-required']],
    ['for verified organisations', { verified: true }, ['not-verified']],
    ['on one thing', { path: '/things/:id' }, ['not-found']],
    ['that writes', { method: 'POST' }, ['cross-origin']],
  ];
  const bare: AnyOperation = { ...api.listEvents, roles: 'anyone', path: '/things', method: 'GET', problems: [] };
  delete bare.verified;
  for (const [what, change, added] of rows) {
    it(`${what} include ${added.join(', ')}`, () => {
      const common: ProblemCode[] = ['internal', 'invalid-input', 'too-many-requests'];
      assert.deepEqual(problemsOf(bare).sort(), common);
      assert.deepEqual(problemsOf({ ...bare, ...change }).sort(), [...common, ...added].sort());
    });
  }
});
