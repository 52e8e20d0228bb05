import type { RequestHandler, Response, Router } from 'express';
import type { Cause } from './emit.js';
import { StripeError } from './errors.js';
import { expand, type View, type Views } from './expand.js';
import { fingerprint, firstAnswer } from './idempotency.js';
import type { Kind } from './objects.js';
import { list, type Params, readParams, type Shape, text } from './params.js';
import type { Sandbox } from './sandbox.js';
import type { Reader } from './store.js';

/** One kind of object of the API: how it is shown and its endpoints. A new kind is one file and one line in `api.ts`. */
export type Resource<K extends Kind = Kind> = { kind: K; view: View<K>; mount(endpoints: Endpoints): void };

export type Endpoints = {
  sandbox: Sandbox;
  /** `answer` returns an object or a list; ids named by `expand[]` are replaced afterwards. */
  get<S extends Shape>(path: string, shape: S, answer: (reader: Reader, params: Params<S>, id: string) => object): void;
  /** All that `answer` puts is stored together with its result under the idempotency key, or not at all. */
  post<S extends Shape>(path: string, shape: S, answer: (cause: Cause, params: Params<S>, id: string) => object): void;
};

const expandShape = { expand: list(text()) };

function readCall<S extends Shape>(input: unknown, shape: S): { params: Params<S>; paths: string[] } {
  const { expand: paths, ...given } = (input ?? {}) as Record<string, unknown>;
  return { params: readParams(given, shape), paths: readParams({ expand: paths }, expandShape).expand ?? [] };
}

/** Puts on `router` what resources mount: reading of parameters, one transaction per POST, idempotency, expansion. */
export function endpointsOn(router: Router, sandbox: Sandbox, views: Views): Endpoints {
  const { store } = sandbox;
  return {
    sandbox,
    get(path, shape, answer) {
      router.get(path, (req, res) => {
        const { params, paths } = readCall(req.query, shape);
        const body = answer(store, params, String(req.params.id));
        res.json(expand({ reader: store, views, now: sandbox.now() }, body, paths));
      });
    },
    post(path, shape, answer) {
      const handle: RequestHandler = (req, res) => {
        const key = req.get('idempotency-key');
        const now = sandbox.now();
        const print = key ? fingerprint(req.method, req.path, req.body) : '';
        const first = key ? firstAnswer(store, key, print, now) : undefined;
        if (first) {
          res.set({ 'Idempotent-Replayed': 'true', 'Original-Request': first.request_id });
          res.status(first.status).json(first.body);
          return;
        }
        const keyed = {
          object: 'sandbox.keyed_answer',
          created: now,
          fingerprint: print,
          request_id: requestId(res),
        } as const;
        try {
          const body = store.transaction((tx) => {
            const { params, paths } = readCall(req.body, shape);
            const request = { id: requestId(res), idempotency_key: key ?? null };
            const result = answer({ tx, now, request }, params, String(req.params.id));
            const shown = expand({ reader: tx, views, now }, result, paths);
            if (key) tx.put({ ...keyed, id: key, status: 200, body: shown });
            return shown;
          });
          res.json(body);
        } catch (error) {
          if (key && error instanceof StripeError && error.executed) {
            const { status, body } = error;
            store.transaction((tx) => tx.put({ ...keyed, id: key, status, body: { error: body } }));
          }
          throw error;
        }
      };
      router.post(path, handle);
    },
  };
}

function requestId(res: Response): string {
  return String(res.get('request-id'));
}
