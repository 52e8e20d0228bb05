import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { api, type OperationId } from '../../contracts/api.js';
import { type Answer, type Arguments, prepare } from '../../contracts/calls.js';
import type { Language } from '../../contracts/common.js';
import type { ProblemBody } from '../../contracts/problems.js';
import { version } from '../kernel/project.js';
import type { Account } from './account.js';
import { causeOf, Refused } from './faults.js';

const patienceMs = 60_000;
const tries = 4;

export type Exchange = {
  url: string;
  language: Language;
  /** Calls an operation; throws `Refused` for a refusal. Reads are tried again while the network fails; so are keyed writes. */
  call<I extends OperationId>(id: I, given: Arguments<I>): Promise<Answer<I>>;
  /** Opens an answer whose body is read by the caller. */
  open(path: string, headers?: Record<string, string>, signal?: AbortSignal): Promise<Response>;
};

/** An exchange reached over HTTP as the account’s member, or as nobody. */
export function openExchange({ url, token }: Account, language: Language): Exchange {
  const headers = (more: Record<string, string>) => ({
    'User-Agent': `datasan-cli/${version}`,
    'Accept-Language': language,
    ...(token === null ? {} : { Authorization: `Bearer ${token}` }),
    ...more,
  });
  const exchange: Exchange = {
    url,
    language,
    async call(id, given) {
      const { method, path, body } = prepare(id, given);
      const more: Record<string, string> = body === undefined ? {} : { 'Content-Type': 'application/json' };
      if (api[id].idempotent) more['Idempotency-Key'] = randomUUID();
      const again = method === 'GET' || api[id].idempotent === true;
      const reply = await trying(again ? tries : 1, () =>
        fetch(`${url}${path}`, {
          method,
          headers: headers(more),
          signal: AbortSignal.timeout(patienceMs),
          ...(body === undefined ? {} : { body }),
        }),
      );
      if (!reply.ok) throw await refusal(reply, language);
      return (reply.status === 204 ? {} : await reply.json()) as Answer<typeof id>;
    },
    async open(path, more = {}, signal) {
      const reply = await fetch(`${url}${path}`, { headers: headers(more), ...(signal ? { signal } : {}) });
      if (!reply.ok) throw await refusal(reply, language);
      return reply;
    },
  };
  return exchange;
}

async function trying(most: number, ask: () => Promise<Response>): Promise<Response> {
  for (let attempt = 1; ; attempt += 1) {
    const reply = await ask().catch((error: Error) => {
      if (attempt >= most) throw new Error(causeOf(error));
      return null;
    });
    if (reply && (reply.status < 500 || attempt >= most)) return reply;
    await pause(300 * 2 ** attempt);
  }
}

async function refusal(reply: Response, language: Language): Promise<Error> {
  if (reply.headers.get('Content-Type')?.startsWith('application/problem+json')) {
    return new Refused((await reply.json()) as ProblemBody, language);
  }
  await reply.body?.cancel();
  return new Error(`${reply.url}: HTTP ${reply.status}`);
}
