import express, { type ErrorRequestHandler, type RequestHandler, type Router } from 'express';
import { endpointsOn } from './endpoints.js';
import { StripeError } from './errors.js';
import type { Views } from './expand.js';
import { keysInFlight } from './idempotency.js';
import { newId } from './ids.js';
import { balanceTransactions } from './resources/balance-transactions.js';
import { charges } from './resources/charges.js';
import { checkoutSessions } from './resources/checkout-sessions.js';
import { events } from './resources/events.js';
import { paymentIntents } from './resources/payment-intents.js';
import { refunds } from './resources/refunds.js';
import { API_VERSION, type Sandbox } from './sandbox.js';

const resources = [checkoutSessions, paymentIntents, charges, refunds, events, balanceTransactions];

/** The `/v1` API: key, version, idempotency, form bodies, the resources, and errors in Stripe's shape. */
export function stripeApi(sandbox: Sandbox, log: (message: string, fields?: object) => void): Router {
  const router = express.Router();
  const views: Views = Object.fromEntries(resources.map((resource) => [resource.kind, resource.view]));
  router.use(identify, holdKey());
  router.use(express.urlencoded({ extended: true, limit: '1mb', type: () => true }));
  const endpoints = endpointsOn(router, sandbox, views);
  for (const resource of resources) resource.mount(endpoints);
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
  if (!/^\d{4}-\d{2}-\d{2}(\.[a-z_]+)?$/.test(version)) {
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
      res.once('close', keys.take(key));
    }
    next();
  };
}

function answerErrors(log: (message: string, fields?: object) => void): ErrorRequestHandler {
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
