import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import request from 'supertest';
import { api, type OperationId } from '../contracts/api.js';
import { type Answer, type Arguments, prepare } from '../contracts/calls.js';
import type { ProblemBody } from '../contracts/problems.js';

type Agent = ReturnType<typeof request.agent>;
type Reply = request.Response;
type Extra = { key?: string; ifMatch?: string; token?: string; from?: string };

/** Somebody who uses the exchange through its API, with a session of their own. */
export type Person = {
  agent: Agent;
  organisationId: string;
  email: string;
  /** Calls an operation and expects success; gives the parsed answer. */
  call<I extends OperationId>(id: I, given: Arguments<I>, extra?: Extra): Promise<Answer<I>>;
  /** Calls an operation and expects a refusal with this code; gives the problem. */
  refused<I extends OperationId>(id: I, given: Arguments<I>, code: string, extra?: Extra): Promise<ProblemBody>;
  /** Calls an operation and gives whatever comes. */
  send<I extends OperationId>(id: I, given: Arguments<I>, extra?: Extra): Promise<Reply>;
};

/** A person signed in with e-mail and password, or nobody in particular. */
export async function signedIn(
  url: string,
  email: string | null,
  password: string | null,
  organisationId: string,
): Promise<Person> {
  const agent = request.agent(url);
  const person: Person = {
    agent,
    organisationId,
    email: email ?? '',
    async send(id, given, extra = {}) {
      const { method, path, body } = prepare(id, given);
      const verb = method.toLowerCase() as 'get' | 'post' | 'put' | 'patch' | 'delete';
      let sent = agent[verb](path);
      if (api[id].idempotent) sent = sent.set('Idempotency-Key', extra.key ?? randomUUID());
      if (extra.ifMatch) sent = sent.set('If-Match', extra.ifMatch);
      if (extra.token) sent = sent.set('Authorization', `Bearer ${extra.token}`);
      if (extra.from) sent = sent.set('X-Forwarded-For', extra.from);
      return await (body === undefined ? sent : sent.set('Content-Type', 'application/json').send(body));
    },
    async call(id, given, extra) {
      const reply = await person.send(id, given, extra);
      assert.ok(reply.status < 400, `${id}: ${reply.status} ${reply.text}`);
      return reply.body;
    },
    async refused(id, given, code, extra) {
      const reply = await person.send(id, given, extra);
      assert.equal((reply.body as ProblemBody).code, code, `${id}: ${reply.status} ${reply.text}`);
      assert.match(reply.get('Content-Type') ?? '', /^application\/problem\+json/);
      return reply.body;
    },
  };
  if (email !== null && password !== null) await person.call('signIn', { body: { email, password } });
  return person;
}
