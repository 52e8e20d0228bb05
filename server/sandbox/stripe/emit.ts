import { newId } from './ids.js';
import type { AnyObject } from './objects.js';
import { API_VERSION } from './sandbox.js';
import type { Transaction } from './store.js';

/** Where a change comes from: the request named in the event. Changes by the hosted page or a timer have none. */
export type Cause = { tx: Transaction; now: number; request: { id: string | null; idempotency_key: string | null } };

/** Stores the event with a snapshot of `object` as it is now, and its webhook delivery, in the same transaction. */
export function emit(cause: Cause, type: string, object: AnyObject): void {
  const event = cause.tx.put({
    id: newId('evt'),
    object: 'event',
    api_version: API_VERSION,
    created: cause.now,
    data: { object: structuredClone(object) },
    livemode: false,
    request: cause.request,
    type,
  });
  cause.tx.put({ id: event.id, object: 'sandbox.delivery', created: cause.now, state: 'pending' });
}
