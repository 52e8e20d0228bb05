import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Stripe from 'stripe';
import { type StripeSandbox, startStripeSandbox } from '../../server/sandbox/stripe/server.js';
import { checkedClient, NOT_PUBLISHED } from './schemas.js';

export const WEBHOOK_SECRET = 'whsec_of_the_tests';
const KEY = 'sk_test_of_the_tests';

export type StandIn = {
  readonly origin: string;
  /** The official SDK; every v1 answer is compared with Stripe's published schemas on its way. */
  readonly stripe: Stripe;
  /** `POST /stand-in/…`; throws unless it is done. */
  deed(path: string, params?: Record<string, string>): Promise<Record<string, unknown>>;
  advance(seconds: number): Promise<unknown>;
  /** A VND payment with one of Stripe's named test cards: the intent with its charge. */
  pay(amount: number, card: string, more?: Partial<Stripe.PaymentIntentCreateParams>): Promise<Paid>;
  /** All events since the last call, oldest first. */
  news(): Promise<Stripe.Event[]>;
  restart(): Promise<void>;
  stop(): Promise<void>;
};

export type Paid = Stripe.PaymentIntent & { latest_charge: Stripe.Charge };

/** A stand-in of its own in a temporary folder. Without `webhookUrl` its webhooks go nowhere. */
export async function startStandIn(webhookUrl = 'http://127.0.0.1:9/'): Promise<StandIn> {
  const dataDir = mkdtempSync(join(tmpdir(), 'stripe-stand-in-'));
  const start = (port: number) =>
    startStripeSandbox({
      dataDir,
      port,
      checkoutBaseUrl: 'http://localhost:3000/sandbox/stripe',
      webhookUrl,
      webhookSecret: WEBHOOK_SECRET,
      log: () => {},
      retryDelaysMs: [20, 40],
    });
  let server: StripeSandbox = await start(0);
  const { origin } = server;
  const stripe = new Stripe(KEY, {
    host: '127.0.0.1',
    port: new URL(origin).port,
    protocol: 'http',
    telemetry: false,
    maxNetworkRetries: 0,
    httpClient: checkedClient(),
  });
  let last: string | undefined;

  const deed: StandIn['deed'] = async (path, params = {}) => {
    const answer = await fetch(`${origin}/stand-in/${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${KEY}` },
      body: new URLSearchParams(params),
    });
    const body = (await answer.json()) as Record<string, unknown>;
    if (!answer.ok) throw new Error(`${path}: ${JSON.stringify(body)}`);
    return body;
  };

  return {
    origin,
    stripe,
    deed,
    advance: (seconds) => deed('advance', { seconds: String(seconds) }),
    pay: async (amount, card, more = {}) =>
      (await stripe.paymentIntents.create({
        amount,
        currency: 'vnd',
        confirm: true,
        payment_method: `pm_card_${card}`,
        expand: ['latest_charge'],
        ...more,
      })) as Paid,
    async news() {
      const page = { limit: 100, ...(last ? { ending_before: last } : {}) };
      const seen = await stripe.events.list(page).autoPagingToArray({ limit: 1000 });
      const fresh = last ? seen : seen.reverse();
      last = fresh.at(-1)?.id ?? last;
      return fresh;
    },
    async restart() {
      await server.stop();
      server = await start(Number(new URL(origin).port));
      // Connections of before are found to be closed.
      for (let answered = false; !answered; ) {
        answered = await fetch(`${origin}/stand-in`).then(
          (answer) => answer.ok,
          () => false,
        );
      }
    },
    async stop() {
      await server.stop();
      rmSync(dataDir, { recursive: true });
    },
  };
}

export const types = (events: Stripe.Event[]): string[] => events.map((event) => event.type);

/** The Stripe error of a promise that must be refused. */
export async function refusal(promise: Promise<unknown>): Promise<Stripe.errors.StripeError> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof Stripe.errors.StripeError && !error.message.startsWith(NOT_PUBLISHED)) return error;
    throw error;
  }
  throw new Error('It should have been refused.');
}
