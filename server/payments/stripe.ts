import Stripe from 'stripe';
import { Problem } from '../../contracts/problems.js';
import { type ConnectGate, connectGate } from './stripe-connect.js';

/** What the exchange needs to know of a checkout, as it is at Stripe now. */
export type CheckoutState = {
  id: string;
  open: boolean;
  paid: boolean;
  url: string | null;
  amountVnd: number;
  currency: string;
  paymentIntent: string | null;
  orderId: string | null;
};

/** The only door to Stripe; in development it leads to the local stand-in, with the same code. */
export type StripeGate = {
  /** The event in a webhook's raw body; throws unless Stripe signed exactly these bytes in the last five minutes. */
  verify(body: Buffer, signature: string): SignedEvent;
  createCheckout(input: NewCheckout, idempotencyKey: string): Promise<CheckoutState>;
  readCheckout(id: string): Promise<CheckoutState>;
  /** Closes an open checkout; one that is closed already stays as it is. */
  expireCheckout(id: string): Promise<CheckoutState>;
  /** Refunds a payment in whole; gives the refund's id, also when it was refunded before. */
  refund(paymentIntent: string, amountVnd: number, idempotencyKey: string): Promise<string>;
  /** The part of the door that money leaves by. */
  connect: ConnectGate;
};

/** An event of Stripe, whole or thin (those of version 2 name their object only); `body` as it came. */
export type SignedEvent = { id: string; type: string; objectId: string; body: unknown };

export type NewCheckout = {
  orderId: string;
  title: string;
  amountVnd: number;
  customerEmail: string | null;
  successUrl: string;
  cancelUrl: string;
};

/** Opens the door. `origin` is the local stand-in’s address; without it the SDK talks to Stripe. */
export function openStripe(options: { secretKey: string; webhookSecret: string; origin?: string }): StripeGate {
  const local = options.origin === undefined ? null : new URL(options.origin);
  const api = new Stripe(options.secretKey, {
    maxNetworkRetries: 2,
    timeout: 20_000,
    telemetry: false,
    ...(local ? { host: local.hostname, port: local.port, protocol: 'http' as const } : {}),
  });
  const readCheckout = async (id: string) => checkoutState(await api.checkout.sessions.retrieve(id));
  return {
    connect: connectGate(api, asked),
    verify: (body, signature) => verified(api, body, signature, options.webhookSecret.split(',')),
    readCheckout: (id) => asked(() => readCheckout(id)),
    createCheckout: (input, idempotencyKey) =>
      asked(async () => checkoutState(await api.checkout.sessions.create(sessionOf(input), { idempotencyKey }))),
    expireCheckout: (id) =>
      asked(async () => {
        const state = await readCheckout(id);
        return state.open ? checkoutState(await api.checkout.sessions.expire(id)) : state;
      }),
    refund: (paymentIntent, amount, idempotencyKey) =>
      asked(async () => {
        // A key is remembered for a day only: after that, a refund made before is found by looking.
        const earlier = await api.refunds.list({ payment_intent: paymentIntent, limit: 10 });
        const made = earlier.data.find((one) => one.status !== 'failed' && one.status !== 'canceled');
        if (made) return made.id;
        const refund = await api.refunds.create({ payment_intent: paymentIntent, amount }, { idempotencyKey });
        return refund.id;
      }),
  };
}

/** Every endpoint at Stripe signs with a secret of its own: connected accounts have another than the exchange itself. */
function verified(api: Stripe, body: Buffer, header: string, secrets: readonly string[]): SignedEvent {
  const signed = secrets.some((secret) => {
    try {
      return api.webhooks.signature?.verifyHeader(body, header, secret.trim(), tolerance) ?? false;
    } catch (error) {
      if (error instanceof Stripe.errors.StripeSignatureVerificationError) return false;
      throw error;
    }
  });
  if (!signed) throw new Error('Nobody who may has signed this.');
  const event = JSON.parse(body.toString('utf8')) as WireEvent;
  const objectId = event.data?.object?.id ?? event.related_object?.id ?? '';
  return { id: event.id, type: event.type, objectId, body: event };
}

/** Seconds that a signature counts. */
const tolerance = 300;
type WireEvent = {
  id: string;
  type: string;
  data?: { object?: { id?: string } };
  related_object?: { id: string } | null;
};

/** VND has no decimals at Stripe: 20000 is 20.000 ₫. Payment methods are left to Stripe’s dashboard. */
function sessionOf(input: NewCheckout): Stripe.Checkout.SessionCreateParams {
  const metadata = { order_id: input.orderId };
  return {
    mode: 'payment',
    client_reference_id: input.orderId,
    line_items: [
      {
        quantity: 1,
        price_data: { currency: 'vnd', unit_amount: input.amountVnd, product_data: { name: input.title } },
      },
    ],
    ...(input.customerEmail === null ? {} : { customer_email: input.customerEmail }),
    metadata,
    payment_intent_data: { metadata, transfer_group: input.orderId },
    success_url: input.successUrl,
    cancel_url: input.cancelUrl,
  };
}

function checkoutState(session: Stripe.Checkout.Session): CheckoutState {
  const intent = session.payment_intent;
  return {
    id: session.id,
    open: session.status === 'open',
    paid: session.payment_status === 'paid',
    url: session.url,
    amountVnd: session.amount_total ?? 0,
    currency: session.currency ?? '',
    paymentIntent: typeof intent === 'string' ? intent : (intent?.id ?? null),
    orderId: session.client_reference_id,
  };
}

/** Asks Stripe; its failure is a 502 of ours, with its own message kept for the log only. */
async function asked<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    const problem = new Problem('payment-provider', {
      vi: 'Cổng thanh toán đang không phản hồi đúng; hãy thử lại sau ít phút. Chưa có khoản tiền nào bị trừ thêm.',
      en: 'The payment provider does not answer as it should; try again in some minutes. Nothing more was charged.',
    });
    problem.cause = error;
    throw problem;
  }
}
