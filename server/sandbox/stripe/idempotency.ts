import { createHash } from 'node:crypto';
import { StripeError } from './errors.js';
import type { KeyedAnswer } from './objects-own.js';
import type { Reader } from './store.js';

const KEPT_SECONDS = 24 * 60 * 60;

/** Keys whose first request is still being received: a second one with the same key gets a 409. */
export function keysInFlight(): { take(id: string, key: string): () => void } {
  const inFlight = new Set<string>();
  return {
    take(id, key) {
      if (inFlight.has(id)) {
        const message = `There is currently another in-progress request using this Idempotency Key (${key}). Please try again later.`;
        throw new StripeError(409, { type: 'idempotency_error', code: 'idempotency_key_in_use', message }, false);
      }
      inFlight.add(id);
      return () => inFlight.delete(id);
    },
  };
}

/** The same for two requests exactly when method, path and all parameters are the same, in whatever order. */
export function fingerprint(method: string, path: string, body: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify([method, path, sorted(body)]))
    .digest('hex');
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, entry]) => [key, sorted(entry)]);
}

/** The first answer under `key`, kept as `id`, of the last 24 hours; throws `idempotency_error` if it was given to another request. */
export function firstAnswer(
  reader: Reader,
  id: string,
  key: string,
  print: string,
  now: number,
): KeyedAnswer | undefined {
  const answer = reader.get('sandbox.keyed_answer', id);
  if (!answer || now - answer.created >= KEPT_SECONDS) return undefined;
  if (answer.fingerprint === print) return answer;
  const message = `Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '${key}' if you meant to execute a different request.`;
  throw new StripeError(400, { type: 'idempotency_error', message }, false);
}
