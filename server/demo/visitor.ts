import { randomUUID } from 'node:crypto';
import { openAsBlob } from 'node:fs';
import { basename } from 'node:path';
import { api, type OperationId } from '../../contracts/api.js';
import { type Answer, type Arguments, prepare } from '../../contracts/calls.js';

/** Somebody who uses the exchange over HTTP, as a browser would. */
export type Visitor = {
  call<I extends OperationId>(id: I, given: Arguments<I>): Promise<Answer<I>>;
  upload(revisionId: string, path: string): Promise<void>;
};

/** A visitor of the exchange at `origin`, with a session of their own once they sign in. */
export function newVisitor(origin: string): Visitor {
  let cookie = '';
  const send = async (path: string, init: RequestInit): Promise<unknown> => {
    const headers = new Headers(init.headers);
    if (cookie !== '') headers.set('Cookie', cookie);
    const reply = await fetch(`${origin}${path}`, { ...init, headers });
    const set = reply.headers.getSetCookie()[0]?.split(';')[0];
    if (set) cookie = set;
    const text = await reply.text();
    if (!reply.ok) throw new Error(`${init.method} ${path}: ${reply.status} ${text}`);
    return text === '' ? {} : JSON.parse(text);
  };
  return {
    async call<I extends OperationId>(id: I, given: Arguments<I>) {
      const { method, path, body } = prepare(id, given);
      const headers: Record<string, string> = body === undefined ? {} : { 'Content-Type': 'application/json' };
      if (api[id].idempotent) headers['Idempotency-Key'] = randomUUID();
      return (await send(path, { method, headers, ...(body === undefined ? {} : { body }) })) as Answer<I>;
    },
    async upload(revisionId, path) {
      const form = new FormData();
      form.append('file', await openAsBlob(path), basename(path));
      await send(`/api/v1/revisions/${revisionId}/files`, { method: 'POST', body: form });
    },
  };
}
