import { newId } from './ids.js';
import type { AnyObject, WebhookEndpoint } from './objects.js';
import { API_VERSION } from './sandbox.js';
import { transactionOf } from './scope.js';
import type { Transaction } from './store.js';

type Origin = { id: string | null; idempotency_key: string | null };

/** Where a change comes from: the request named in the event. Changes by a hosted page or a timer have none. */
export type Cause = {
  /** What `account` sees; null is the platform. */
  tx: Transaction;
  everything: Transaction;
  account: string | null;
  now: number;
  request: Origin;
  /** The API version the request names; null if it names none. */
  version: string | null;
};

export const nobody: Origin = { id: null, idempotency_key: null };

export function causeOf(everything: Transaction, now: number, account: string | null = null): Cause {
  return { tx: transactionOf(everything, account), everything, account, now, request: nobody, version: null };
}

/** The same request as it reaches into `account`. */
export function within(cause: Cause, account: string | null): Cause {
  return { ...cause, tx: transactionOf(cause.everything, account), account };
}

/** Stores the event with `object` as it is now (`before`: as it was), and its webhook deliveries, in the same transaction. */
export function emit(cause: Cause, type: string, object: AnyObject, before?: AnyObject): void {
  const previous = before ? changes(before, object) : {};
  const event = cause.tx.put({
    id: newId('evt'),
    object: 'event',
    ...(cause.account ? { account: cause.account } : {}),
    api_version: API_VERSION,
    created: cause.now,
    data: {
      object: withoutOwn(structuredClone(object)),
      ...(Object.keys(previous).length > 0 ? { previous_attributes: previous } : {}),
    },
    livemode: false,
    request: cause.request,
    type,
  });
  const delivery = { object: 'sandbox.delivery', created: cause.now, state: 'pending', event: event.id } as const;
  cause.tx.put({ ...delivery, id: event.id });
  for (const endpoint of cause.everything.all('webhook_endpoint')) {
    if (wants(endpoint, type, cause.account)) {
      cause.tx.put({ ...delivery, id: `${event.id} ${endpoint.id}`, endpoint: endpoint.id });
    }
  }
}

function wants(endpoint: WebhookEndpoint & { deleted?: true }, type: string, account: string | null): boolean {
  if (endpoint.deleted || endpoint.status !== 'enabled' || endpoint._connect !== (account !== null)) return false;
  return endpoint.enabled_events.some((wanted) => wanted === '*' || wanted === type);
}

/** The old values of all that differs; of metadata and the like only the entries that do. */
function changes(before: object, after: object): Record<string, unknown> {
  const was = before as Record<string, unknown>;
  const is = after as Record<string, unknown>;
  const previous: Record<string, unknown> = {};
  for (const name of new Set([...Object.keys(was), ...Object.keys(is)])) {
    if (name.startsWith('_') || JSON.stringify(was[name]) === JSON.stringify(is[name])) continue;
    previous[name] = isPlain(was[name]) && isPlain(is[name]) ? changes(was[name], is[name]) : (was[name] ?? null);
  }
  return previous;
}

function isPlain(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** `value` without the stand-in's own fields, at every depth. */
export function withoutOwn(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutOwn);
  if (!isPlain(value)) return value;
  const shown = Object.entries(value).filter(([name]) => !name.startsWith('_'));
  return Object.fromEntries(shown.map(([name, entry]) => [name, withoutOwn(entry)]));
}
