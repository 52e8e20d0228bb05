import type { Request, RequestHandler, Response, Router } from 'express';
import { type Cause, causeOf } from './emit.js';
import { StripeError } from './errors.js';
import { expand, type View, type Views } from './expand.js';
import { fingerprint, firstAnswer } from './idempotency.js';
import type { Kind } from './objects.js';
import { list, type Params, readParams, type Shape, text } from './params.js';
import type { Sandbox } from './sandbox.js';
import { readerOf } from './scope.js';
import type { Reader, Transaction } from './store.js';

/** One kind of object of the API: how it is shown and its endpoints. A new kind is one file and one line in `api.ts`. */
export type Resource<K extends Kind = Kind> = { kind: K; view: View<K>; mount(endpoints: Endpoints): void };

/** What a reading endpoint is given beside its parameters. */
export type Look = {
  reader: Reader;
  /** Also what belongs to other accounts. */
  everything: Reader;
  account: string | null;
  now: number;
  /** All ids of the path by their names. */
  ids: Readonly<Record<string, string>>;
};

export type Endpoints = {
  sandbox: Sandbox;
  /** `answer` returns an object or a list; ids named by `expand[]` are replaced afterwards. */
  get<S extends Shape>(
    path: string,
    shape: S,
    answer: (reader: Reader, params: Params<S>, id: string, look: Look) => object,
  ): void;
  /**
   * All that `answer` puts is stored together with its result under the idempotency key, or nothing if it throws. A
   * StripeError that it returns is the answer, and what it has put stays.
   */
  post<S extends Shape>(path: string, shape: S, answer: Answer<S>): void;
  delete<S extends Shape>(path: string, shape: S, answer: Answer<S>): void;
};

type Answer<S extends Shape> = (
  cause: Cause,
  params: Params<S>,
  id: string,
  ids: Readonly<Record<string, string>>,
) => object;

const expandShape = { expand: list(text()) };

function readCall<S extends Shape>(input: unknown, shape: S): { params: Params<S>; paths: string[] } {
  const { expand: paths, ...given } = (input ?? {}) as Record<string, unknown>;
  return { params: readParams(given, shape), paths: readParams({ expand: paths }, expandShape).expand ?? [] };
}

/** Puts on `router` what resources mount: reading of parameters, one transaction per POST, idempotency, expansion. */
export function endpointsOn(router: Router, sandbox: Sandbox, views: Views): Endpoints {
  const { store } = sandbox;

  function write<S extends Shape>(shape: S, answer: Answer<S>): RequestHandler {
    return (req, res) => {
      const account = actingAccount(store, req);
      const key = req.method === 'POST' ? req.get('idempotency-key') : undefined;
      const now = sandbox.now();
      const kept = account ? `${account} ${key}` : String(key);
      const print = key ? fingerprint(req.method, req.path, req.body) : '';
      const first = key ? firstAnswer(store, kept, key, print, now) : undefined;
      if (first) {
        res.set({ 'Idempotent-Replayed': 'true', 'Original-Request': first.request_id });
        res.status(first.status).json(first.body);
        return;
      }
      const request = { id: requestId(res), idempotency_key: key ?? null };
      const keep = (tx: Transaction, status: number, body: unknown) => {
        if (!key) return;
        const about = { created: now, fingerprint: print, request_id: request.id };
        tx.put({ id: kept, object: 'sandbox.keyed_answer', ...about, status, body });
      };
      try {
        const { status, body } = store.transaction((tx) => {
          const { params, paths } = readCall(req.body, shape);
          const ids = req.params as Record<string, string>;
          const version = req.get('stripe-version') ?? null;
          const cause = { ...causeOf(tx, now, account), request, version };
          const result = answer(cause, params, ids.id ?? '', ids);
          const refusal = result instanceof StripeError;
          const body = expand({ reader: tx, views, now }, refusal ? { error: result.body } : result, paths);
          const status = refusal ? result.status : 200;
          keep(tx, status, body);
          return { status, body };
        });
        res.status(status).json(body);
      } catch (error) {
        if (error instanceof StripeError && error.executed) {
          store.transaction((tx) => keep(tx, error.status, { error: error.body }));
        }
        throw error;
      }
    };
  }

  return {
    sandbox,
    get(path, shape, answer) {
      router.get(path, (req, res) => {
        const account = actingAccount(store, req);
        const { params, paths } = readCall(req.query, shape);
        const now = sandbox.now();
        const reader = readerOf(store, account);
        const body = answer(reader, params, String(req.params.id), {
          reader,
          everything: store,
          account,
          now,
          ids: req.params as Record<string, string>,
        });
        res.json(expand({ reader: store, views, now }, body, paths));
      });
    },
    post: (path, shape, answer) => void router.post(path, write(shape, answer)),
    delete: (path, shape, answer) => void router.delete(path, write(shape, answer)),
  };
}

/** The connected account of `Stripe-Account`, for which the platform asks; null for the platform's own. */
function actingAccount(reader: Reader, req: Request): string | null {
  const id = req.get('stripe-account') ?? req.get('stripe-context');
  if (!id) return null;
  const account = reader.get('account', id);
  if (account && !account.deleted) return id;
  const message = `The provided key does not have access to account '${id}' (or that account does not exist). Application access may have been revoked.`;
  throw new StripeError(403, { type: 'invalid_request_error', code: 'account_invalid', message }, false);
}

function requestId(res: Response): string {
  return String(res.get('request-id'));
}
