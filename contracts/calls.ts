import type { z } from 'zod';
import { type Api, api, type OperationId } from './api.js';

type Part<K extends string, S extends z.ZodType> =
  Record<string, never> extends z.input<S> ? { [P in K]?: z.input<S> } : { [P in K]: z.input<S> };

/** What a caller gives for an operation; parts that take nothing may be left out. */
export type Arguments<I extends OperationId> = Part<'params', Api[I]['params']> &
  Part<'query', Api[I]['query']> &
  Part<'body', Api[I]['body']>;
export type Answer<I extends OperationId> = z.output<Api[I]['response']>;

export type Prepared = { method: string; path: string; body: string | undefined };

/** An operation and its arguments as an HTTP request; `path` begins with `/api/v1`. */
export function prepare<I extends OperationId>(id: I, given: Arguments<I>): Prepared {
  const op = api[id];
  const parts = given as { params?: Record<string, string>; query?: Record<string, unknown>; body?: unknown };
  const path = op.path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(parts.params?.[name] ?? ''));
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parts.query ?? {})) {
    if (value !== undefined && value !== '') query.set(name, String(value));
  }
  const search = query.size > 0 ? `?${query}` : '';
  const body = op.method === 'GET' || op.method === 'DELETE' ? undefined : JSON.stringify(parts.body ?? {});
  return { method: op.method, path: `/api/v1${path}${search}`, body };
}
