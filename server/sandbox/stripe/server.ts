import { createHash } from 'node:crypto';
import { mkdirSync, realpathSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { onboardingPages } from './accounts/pages.js';
import { apiV1, apiV2, standInApi } from './api.js';
import { checkoutPages, pageHeaders } from './checkout/pages.js';
import type { AnyObject } from './objects.js';
import { expireDueSessions } from './resources/checkout-sessions.js';
import type { Sandbox } from './sandbox.js';
import { send } from './send.js';
import { openStore } from './store.js';
import { timers } from './timers.js';
import { RETRY_DELAYS_MS, webhookDeliveries } from './webhooks.js';

export type StripeSandbox = { origin: string; owned: boolean; stop(): Promise<void> };

export type StripeSandboxOptions = {
  /** Holds the journal; made if it is not there. */
  dataDir: string;
  /** 0 takes a free one. */
  port: number;
  /** A session's page is `${checkoutBaseUrl}/c/pay/${id}`. */
  checkoutBaseUrl: string;
  webhookUrl: string;
  webhookSecret: string;
  log: (message: string, fields?: object) => void;
  /** Pauses between attempts to deliver a webhook; the last one repeats. */
  retryDelaysMs?: number[];
  /** Unix seconds; the system's clock unless a test moves it. */
  now?: () => number;
};

const SWEEP_MS = 10_000;
const HOST = '127.0.0.1';

/**
 * Starts the stand-in for Stripe on the loopback address. If one of the same `dataDir` already listens on the port, its
 * origin is returned with `owned: false` and `stop` leaves it running. Throws when anything else has the port.
 */
export async function startStripeSandbox(options: StripeSandboxOptions): Promise<StripeSandbox> {
  mkdirSync(options.dataDir, { recursive: true });
  const installation = createHash('sha256').update(realpathSync(options.dataDir)).digest('hex').slice(0, 16);
  const server = createServer();
  if (!(await listen(server, options.port, installation))) {
    const origin = `http://${HOST}:${options.port}`;
    options.log('Another process of this installation runs the Stripe stand-in', { origin });
    return { origin, owned: false, stop: async () => {} };
  }

  // Only the process that has the port opens the journal. No request is read before the handler is attached below.
  const open = new Set<string>();
  const { log, retryDelaysMs = RETRY_DELAYS_MS } = options;
  const webhooks = webhookDeliveries(() => sandbox, {
    url: options.webhookUrl,
    secret: options.webhookSecret,
    retryDelaysMs,
    log,
  });
  const coming = timers(() => store);
  const store = openStoreOrClose(server, options.dataDir, (object) => {
    coming.hear(object);
    if (object.object === 'sandbox.delivery') webhooks.add(object);
    if (object.object === 'checkout.session') object.status === 'open' ? open.add(object.id) : open.delete(object.id);
  });
  const realTime = options.now ?? (() => Math.floor(Date.now() / 1000));
  const offset = () => store.get('sandbox.clock', 'clock')?.offset ?? 0;
  const settle = (until: number) => {
    coming.run(until);
    expireDueSessions(sandbox, [...open]);
  };
  const sandbox: Sandbox = {
    store,
    now: () => realTime() + offset(),
    checkoutBaseUrl: options.checkoutBaseUrl.replace(/\/$/, ''),
    advance(seconds) {
      coming.run(sandbox.now() + seconds);
      store.transaction((tx) => tx.put({ id: 'clock', object: 'sandbox.clock', offset: offset() + seconds }));
      settle(sandbox.now());
    },
  };
  server.on('request', application(sandbox, installation, log));
  const sweep = setInterval(() => settle(sandbox.now()), SWEEP_MS);
  settle(sandbox.now());
  webhooks.start();

  return {
    origin: `http://${HOST}:${(server.address() as AddressInfo).port}`,
    owned: true,
    async stop() {
      clearInterval(sweep);
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
      await webhooks.stop();
      store.close();
    },
  };
}

function application(sandbox: Sandbox, installation: string, log: StripeSandboxOptions['log']) {
  const app = express();
  app.disable('x-powered-by').disable('etag').set('query parser', 'extended');
  app.get('/stand-in', (_req, res) => void res.json({ object: 'stripe_stand_in', installation }));
  app.use('/stand-in', standInApi(sandbox, log));
  app.use('/c/pay', checkoutPages(sandbox));
  app.use('/c/onboard', pageHeaders, onboardingPages(sandbox));
  app.use('/v1', apiV1(sandbox, log));
  app.use('/v2', apiV2(sandbox, log));
  return app;
}

function openStoreOrClose(server: Server, dataDir: string, onStored: (object: AnyObject) => void) {
  try {
    return openStore(dataDir, onStored);
  } catch (error) {
    server.close();
    throw error;
  }
}

/** True when `server` has the port, false when a stand-in of the same installation has it. */
async function listen(server: Server, port: number, installation: string): Promise<boolean> {
  for (let attempt = 1; ; attempt += 1) {
    if (await tryToListen(server, port)) return true;
    const holder = await whoHolds(port);
    if (holder === installation) return false;
    if (attempt === 10) {
      const who = holder ? 'the Stripe stand-in of another installation' : 'another program';
      throw new Error(
        `Port ${port} on ${HOST}, meant for the Stripe stand-in, is taken by ${who}. Choose another one in STRIPE_SANDBOX_PORT.`,
      );
    }
    // The holder may be just starting or just ending.
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

function tryToListen(server: Server, port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const onListening = () => {
      server.off('error', onError);
      resolve(true);
    };
    const onError = (error: NodeJS.ErrnoException) => {
      server.off('listening', onListening);
      if (error.code === 'EADDRINUSE') resolve(false);
      else reject(error);
    };
    server.once('listening', onListening).once('error', onError).listen(port, HOST);
  });
}

async function whoHolds(port: number): Promise<string | undefined> {
  try {
    const url = new URL(`http://${HOST}:${port}/stand-in`);
    const { body } = await send(url, { method: 'GET', headers: {}, timeoutMs: 1000 });
    const answer: unknown = JSON.parse(body.toString('utf8'));
    const { object, installation } = answer as { object?: unknown; installation?: unknown };
    return object === 'stripe_stand_in' ? String(installation) : undefined;
  } catch {
    // Nothing there any more, or no stand-in: the caller tries again and then says so.
    return undefined;
  }
}
