import { z } from 'zod';
import type { Capability } from './common.js';
import type { ProblemCode } from './problems.js';

/** Scopes an API token may carry. An operation without a scope needs a browser session. */
export const tokenScopes = ['read', 'write', 'download'] as const;
export const tokenScope = z.enum(tokenScopes);
export type TokenScope = z.infer<typeof tokenScope>;

type Schema = z.ZodType;

/**
 * One thing that can be asked of the exchange. Routing, validation, authorisation, the OpenAPI document and the
 * client's types all hang on it.
 */
export type Operation<P extends Schema, Q extends Schema, B extends Schema, R extends Schema> = {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below `/api/v1`, with `:name` parameters. */
  path: `/${string}`;
  tag: string;
  summary: string;
  /** `anyone`, every signed-in member, or members of an organisation with one of these capabilities. */
  roles: 'anyone' | 'signed-in' | readonly Capability[];
  /** Which token scope suffices; `session` = browser session only. Default: `read` for GET, else `write`. */
  scope?: TokenScope | 'session';
  /** Only an administrator of the organisation. */
  admin?: true;
  /** Only members of a verified organisation. */
  verified?: true;
  /** Moves money or rights: an Idempotency-Key is required. */
  idempotent?: true;
  /** Edits a versioned row: If-Match with the ETag last seen is required. */
  ifMatch?: true;
  /** What travels: JSON (default), a multipart upload, a step of a resumable one, a byte stream, or server-sent events. */
  kind?: 'json' | 'upload' | 'resumable' | 'download' | 'events';
  params: P;
  query: Q;
  body: B;
  /** Status of success; default 200. */
  status?: 200 | 201 | 202 | 204;
  response: R;
  /** Refusals of its own, beside those every operation can give. */
  problems: readonly ProblemCode[];
};

// biome-ignore lint/suspicious/noExplicitAny: the bound must accept every schema
export type AnyOperation = Operation<any, any, any, any>;

const empty = z.strictObject({});
type Empty = typeof empty;

/** Declares an operation; parts that are left out take nothing. */
export function operation<
  P extends Schema = Empty,
  Q extends Schema = Empty,
  B extends Schema = Empty,
  R extends Schema = Empty,
>(
  declared: Omit<Operation<P, Q, B, R>, 'params' | 'query' | 'body' | 'response' | 'problems'> & {
    params?: P;
    query?: Q;
    body?: B;
    response?: R;
    problems?: readonly ProblemCode[];
  },
): Operation<P, Q, B, R> {
  return {
    ...declared,
    params: declared.params ?? (empty as unknown as P),
    query: declared.query ?? (empty as unknown as Q),
    body: declared.body ?? (empty as unknown as B),
    response: declared.response ?? (empty as unknown as R),
    problems: declared.problems ?? [],
  };
}

export type ParamsOf<O extends AnyOperation> = z.output<O['params']>;
export type QueryOf<O extends AnyOperation> = z.output<O['query']>;
export type BodyOf<O extends AnyOperation> = z.output<O['body']>;
export type ResponseOf<O extends AnyOperation> = z.output<O['response']>;
/** What a caller writes, before defaults and transforms. */
export type CallOf<O extends AnyOperation> = {
  params: z.input<O['params']>;
  query: z.input<O['query']>;
  body: z.input<O['body']>;
};

/** The scope a token needs for the operation, or `session`. */
export function scopeOf(op: AnyOperation): TokenScope | 'session' {
  return op.scope ?? (op.method === 'GET' ? 'read' : 'write');
}

/** Refusals that the operation can give because of how it is declared. */
export function problemsOf(op: AnyOperation): ProblemCode[] {
  const codes = new Set<ProblemCode>(['invalid-input', 'too-many-requests', 'internal', ...op.problems]);
  if (op.roles !== 'anyone') for (const code of ['sign-in-required', 'scope-required'] as const) codes.add(code);
  if (Array.isArray(op.roles) || op.admin) codes.add('role-required');
  if (op.verified) codes.add('not-verified');
  if (op.path.includes(':')) codes.add('not-found');
  if (op.method !== 'GET') codes.add('cross-origin');
  if (op.ifMatch) for (const code of ['if-match-required', 'stale'] as const) codes.add(code);
  if (op.idempotent)
    for (const code of [
      'idempotency-key-missing',
      'idempotency-in-flight',
      'idempotency-answer-lost',
      'idempotency-key-reused',
    ] as const)
      codes.add(code);
  return [...codes];
}
