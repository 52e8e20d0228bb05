import express, { type ErrorRequestHandler, type RequestHandler, type Router } from 'express';
import { accounts } from './accounts/accounts-v1.js';
import { mountAccountsV2 } from './accounts/accounts-v2.js';
import { type Endpoints, endpointsOn } from './endpoints.js';
import { StripeError } from './errors.js';
import type { Views } from './expand.js';
import { keysInFlight } from './idempotency.js';
import { newId } from './ids.js';
import { integer, readParams, required } from './params.js';
import { mountBalance } from './resources/balance.js';
import { balanceTransactions } from './resources/balance-transactions.js';
import { charges } from './resources/charges.js';
import { checkoutSessions } from './resources/checkout-sessions.js';
import { customers } from './resources/customers.js';
import { disputes } from './resources/disputes.js';
import { events } from './resources/events.js';
import { fraudWarnings } from './resources/fraud-warnings.js';
import { paymentIntents } from './resources/payment-intents.js';
import { paymentMethods } from './resources/payment-methods.js';
import { payouts } from './resources/payouts.js';
import { prices, products } from './resources/products.js';
import { refunds } from './resources/refunds.js';
import { topups } from './resources/topups.js';
import { transferReversals } from './resources/transfer-reversals.js';
import { transfers } from './resources/transfers.js';
import { webhookEndpoints } from './resources/webhook-endpoints.js';
import { API_VERSION, type Sandbox } from './sandbox.js';
import { mountStandIn } from './stand-in.js';

type Log = (message: string, fields?: object) => void;

const resources = [
  accounts,
  balanceTransactions,
  charges,
  checkoutSessions,
  customers,
  disputes,
  events,
  fraudWarnings,
  paymentIntents,
  paymentMethods,
  payouts,
  prices,
  products,
  refunds,
  topups,
  transferReversals,
  transfers,
  webhookEndpoints,
];
const views: Views = Object.fromEntries(resources.map((resource) => [resource.kind, resource.view]));

/** The `/v1` API: key, version, idempotency, form bodies, the resources, and errors in Stripe's shape. */
export function apiV1(sandbox: Sandbox, log: Log): Router {
  const form = express.urlencoded({ extended: true, limit: '1mb', type: () => true });
  return api(sandbox, log, form, (endpoints) => {
    mountBalance(endpoints);
    for (const resource of resources) resource.mount(endpoints);
  });
}

/** The `/v2` API: the same with JSON bodies. */
export function apiV2(sandbox: Sandbox, log: Log): Router {
  return api(sandbox, log, express.json({ limit: '1mb', type: () => true }), mountAccountsV2);
}

/** What only the stand-in has, under `/stand-in`: `POST /stand-in/advance` with `seconds`, and the deeds of banks. */
export function standInApi(sandbox: Sandbox, log: Log): Router {
  const form = express.urlencoded({ extended: true, limit: '64kb', type: () => true });
  return api(sandbox, log, form, (endpoints, router) => {
    router.post('/advance', (req, res) => {
      const { seconds } = readParams(req.body, { seconds: required(integer(0, 10 * 366 * 24 * 60 * 60)) });
      sandbox.advance(seconds);
      res.json({ object: 'stripe_stand_in.clock', now: sandbox.now() });
    });
    mountStandIn(endpoints);
  });
}

function api(
  sandbox: Sandbox,
  log: Log,
  body: RequestHandler,
  mount: (endpoints: Endpoints, router: Router) => void,
): Router {
  const router = express.Router();
  router.use(identify, holdKey(), body);
  mount(endpointsOn(router, sandbox, views), router);
  router.use((req) => {
    const message = `Unrecognized request URL (${req.method}: ${req.originalUrl}). The Stripe simulation does not have it.`;
    throw new StripeError(404, { type: 'invalid_request_error', message }, false);
  });
  router.use(answerErrors(log));
  return router;
}

const identify: RequestHandler = (req, res, next) => {
  const version = req.get('stripe-version') ?? API_VERSION;
  res.set({ 'Request-Id': newId('req', 14), 'Stripe-Version': version, 'Cache-Control': 'no-cache, no-store' });
  const key = secretKey(req.get('authorization'));
  if (!key?.startsWith('sk_test_')) {
    const message = key
      ? `Invalid API Key provided: ${key.slice(0, 8)}***. The Stripe simulation takes test keys only (sk_test_...).`
      : 'You did not provide an API key. Use HTTP Basic Auth or "Authorization: Bearer YOUR_SECRET_KEY".';
    throw new StripeError(401, { type: 'invalid_request_error', message }, false);
  }
  if (!/^\d{4}-\d{2}-\d{2}(\.[a-z_]+)?(;.*)?$/.test(version)) {
    throw new StripeError(
      400,
      { type: 'invalid_request_error', message: `Invalid Stripe API version: ${version}` },
      false,
    );
  }
  next();
};

function secretKey(authorization: string | undefined): string | undefined {
  const [scheme, value] = (authorization ?? '').split(' ');
  if (scheme?.toLowerCase() === 'bearer') return value;
  if (scheme?.toLowerCase() === 'basic')
    return Buffer.from(value ?? '', 'base64')
      .toString('utf8')
      .split(':')[0];
  return undefined;
}

/** Holds the idempotency key of a POST from its head until it is answered or given up. */
function holdKey(): RequestHandler {
  const keys = keysInFlight();
  return (req, res, next) => {
    const key = req.get('idempotency-key');
    if (req.method === 'POST' && key) {
      if (key.length > 255) {
        const message = 'Idempotency keys can have up to 255 characters.';
        throw new StripeError(400, { type: 'invalid_request_error', message }, false);
      }
      res.once('close', keys.take(`${req.get('stripe-account') ?? ''} ${key}`, key));
    }
    next();
  };
}

function answerErrors(log: Log): ErrorRequestHandler {
  return (error, req, res, _next) => {
    if (error instanceof StripeError) {
      res.status(error.status).json({ error: error.body });
      return;
    }
    const status = typeof error?.status === 'number' && error.status < 500 ? error.status : 500;
    if (status === 500) log('The Stripe stand-in failed', { error, method: req.method, path: req.path });
    const message = status === 500 ? 'An unknown error occurred.' : 'The request body could not be read.';
    res.status(status).json({ error: { type: status === 500 ? 'api_error' : 'invalid_request_error', message } });
  };
}
