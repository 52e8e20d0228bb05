import { createHmac } from 'node:crypto';
import { expand } from './expand.js';
import type { Delivery } from './objects-own.js';
import { events } from './resources/events.js';
import type { Sandbox } from './sandbox.js';
import { send } from './send.js';

const AT_ONCE = 4;
const ANSWER_WITHIN_MS = 15_000;
const GIVE_UP_AFTER_SECONDS = 3 * 24 * 60 * 60;
export const RETRY_DELAYS_MS = [1, 2, 5, 10, 30, 60, 300, 900, 1800, 3600].map((seconds) => seconds * 1000);

export type Webhooks = { add(delivery: Delivery): void; start(): void; stop(): Promise<void> };

/**
 * Delivers every pending event at least once to each receiver: signed, again after each answer that is not 2xx, with growing pauses
 * (the last one repeats) for three days. A delivery that is under way when the process dies is made again.
 */
export function webhookDeliveries(
  sandbox: () => Sandbox,
  options: { url: string; secret: string; retryDelaysMs: number[]; log: (message: string, fields?: object) => void },
): Webhooks {
  const pending = new Map<string, { attempts: number; dueAt: number }>();
  const running = new Map<string, Promise<void>>();
  const stopping = new AbortController();
  let started = false;
  let timer: NodeJS.Timeout | undefined;

  function pump(): void {
    if (!started || stopping.signal.aborted) return;
    clearTimeout(timer);
    let next = Number.POSITIVE_INFINITY;
    for (const [id, { dueAt }] of pending) {
      if (running.size >= AT_ONCE) return;
      if (running.has(id)) continue;
      if (dueAt > Date.now()) next = Math.min(next, dueAt);
      else running.set(id, attempt(id));
    }
    if (next < Number.POSITIVE_INFINITY) timer = setTimeout(pump, next - Date.now());
  }

  async function attempt(id: string): Promise<void> {
    const attempts = (pending.get(id)?.attempts ?? 0) + 1;
    try {
      const failure = await post(id);
      if (failure === undefined) settle(id, 'delivered');
      else if (!stopping.signal.aborted) failed(id, attempts, failure);
    } catch (error) {
      failed(id, attempts, error instanceof Error ? error.message : String(error));
    }
    running.delete(id);
    pump();
  }

  function failed(id: string, attempts: number, failure: string): void {
    const { store, now } = sandbox();
    const created = store.get('sandbox.delivery', id)?.created ?? 0;
    const givenUp = now() - created >= GIVE_UP_AFTER_SECONDS;
    options.log('A webhook was not delivered', { event: id, attempts, failure, givenUp });
    if (givenUp) {
      settle(id, 'failed');
      return;
    }
    const pause = options.retryDelaysMs[Math.min(attempts, options.retryDelaysMs.length) - 1] ?? 1000;
    pending.set(id, { attempts, dueAt: Date.now() + pause });
  }

  function settle(id: string, state: 'delivered' | 'failed'): void {
    const { store } = sandbox();
    store.transaction((tx) => {
      const delivery = tx.get('sandbox.delivery', id);
      if (delivery) tx.put({ ...delivery, state });
    });
  }

  /** Why the endpoint did not accept the event, or nothing. */
  async function post(id: string): Promise<string | undefined> {
    const { store, now } = sandbox();
    const delivery = store.get('sandbox.delivery', id);
    const event = store.get('event', delivery?.event ?? id);
    const endpoint = delivery?.endpoint ? store.get('webhook_endpoint', delivery.endpoint) : undefined;
    if (endpoint?.deleted) return undefined;
    if (!event) throw new Error(`There is no event ${id} to deliver.`);
    const shown = expand({ reader: store, views: { event: events.view }, now: now() }, event, []);
    const payload = JSON.stringify(shown, null, 2);
    try {
      const { status } = await send(new URL(endpoint?.url ?? options.url), {
        method: 'POST',
        headers: {
          'content-type': 'application/json; charset=utf-8',
          'stripe-signature': signature(payload, endpoint?._secret ?? options.secret, Math.floor(Date.now() / 1000)),
          'user-agent': 'Stripe/1.0 (local stand-in)',
        },
        body: Buffer.from(payload),
        timeoutMs: ANSWER_WITHIN_MS,
        signal: stopping.signal,
      });
      return status >= 200 && status < 300 ? undefined : `answered ${status}`;
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  }

  return {
    add({ id, state }) {
      if (state === 'pending') pending.set(id, { attempts: 0, dueAt: 0 });
      else pending.delete(id);
      // After the answer to the request that caused the event has been written.
      if (started) setImmediate(pump);
    },
    start() {
      started = true;
      pump();
    },
    async stop() {
      stopping.abort();
      clearTimeout(timer);
      await Promise.all(running.values());
    },
  };
}

/** Stripe's scheme v1: HMAC-SHA256 over `timestamp.payload`, https://docs.stripe.com/webhooks#verify-manually. */
function signature(payload: string, secret: string, timestamp: number): string {
  const mac = createHmac('sha256', secret).update(`${timestamp}.${payload}`).digest('hex');
  return `t=${timestamp},v1=${mac}`;
}
