import { type ClientRequest, request as plainRequest } from 'node:http';
import { request as secureRequest } from 'node:https';
import { second } from '../kernel/clock.js';
import { pinned, type Reach, type Resolve } from './addresses.js';

/** How long a receiver may take, from the look-up of its name to the head of its answer. */
const timeout = 20 * second;

export type Sent = { status: number | null; fault: string | null; retryAfter: string | undefined };
export type Message = { url: string; headers: Record<string, string>; body: string };

/** Posts once, to a checked address, following nothing. Never throws: what went wrong is in `fault`, without secrets. */
export async function post(
  { url, headers, body }: Message,
  reach: Reach,
  { timeoutMs = timeout, resolve }: { timeoutMs?: number; resolve?: Resolve } = {},
): Promise<Sent> {
  const deadline = AbortSignal.timeout(timeoutMs);
  try {
    const { hostname, protocol } = new URL(url);
    if (reach === 'public' && protocol !== 'https:') throw new Error('only https is allowed');
    const to = await within(deadline, pinned(hostname, reach, resolve));
    return await within(deadline, answerOf(url, to, headers, body, deadline));
  } catch (error) {
    const fault = deadline.aborted ? `no answer within ${Math.round(timeoutMs / 1000)} s` : faultIn(error);
    return { status: null, fault, retryAfter: undefined };
  }
}

async function within<V>(deadline: AbortSignal, work: Promise<V>): Promise<V> {
  return await Promise.race([
    work,
    new Promise<never>((_, reject) => {
      if (deadline.aborted) reject(deadline.reason);
      deadline.addEventListener('abort', () => reject(deadline.reason), { once: true });
    }),
  ]);
}

function faultIn(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return (code ?? message).slice(0, 200);
}

type Address = { address: string; family: number };

function answerOf(url: string, to: Address, headers: Record<string, string>, body: string, signal: AbortSignal) {
  return new Promise<Sent>((resolve, reject) => {
    const request = url.startsWith('https:') ? secureRequest : plainRequest;
    const sent: ClientRequest = request(url, {
      method: 'POST',
      headers: { ...headers, 'Content-Length': Buffer.byteLength(body) },
      // A connection of its own to the address that was checked; TLS still asks for the certificate of the name.
      agent: false,
      lookup: (_hostname, options, done) => {
        if (options.all) (done as (error: null, all: Address[]) => void)(null, [to]);
        else done(null, to.address, to.family);
      },
      signal,
    });
    sent.on('error', reject);
    sent.on('response', (answer) => {
      const status = answer.statusCode ?? null;
      const ok = status !== null && status >= 200 && status < 300;
      resolve({ status, fault: ok ? null : `HTTP ${status}`, retryAfter: answer.headers['retry-after'] });
      // What the receiver has to say is not read: it may be long, and it is none of our business.
      sent.destroy();
    });
    sent.end(body);
  });
}
