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

/** A refund as it is at Stripe now; `refundId` is the exchange's own name for it. */
export type RefundState = {
  id: string;
  refundId: string | null;
  paymentIntent: string | null;
  amountVnd: number;
  /** It did not reach the buyer, and the money is back. */
  failed: boolean;
  failure: string | null;
};

/** A buyer's complaint at the bank, as it is at Stripe now. */
export type ChargebackState = {
  id: string;
  paymentIntent: string | null;
  amountVnd: number;
  reason: string;
  status: Stripe.Dispute.Status;
  /** Taken from the exchange, and given back, so far. */
  withdrawnVnd: number;
  reinstatedVnd: number;
  /** Until when the bank takes evidence. */
  dueBy: Date | null;
};

/** The only door to Stripe; in development it leads to the local stand-in, with the same code. */
export type StripeGate = {
  /** The event in a webhook's raw body; throws unless Stripe signed exactly these bytes in the last five minutes. */
  verify(body: Buffer, signature: string): SignedEvent;
  createCheckout(input: NewCheckout, idempotencyKey: string): Promise<CheckoutState>;
  readCheckout(id: string): Promise<CheckoutState>;
  /** Closes an open checkout; one that is closed already stays as it is. */
  expireCheckout(id: string): Promise<CheckoutState>;
  /** Sends a part or all of a payment back, once for every `refundId`: asked again, it gives what was made before. */
  refund(paymentIntent: string, amountVnd: number, refundId: string): Promise<RefundState>;
  readRefund(id: string): Promise<RefundState>;
  readChargeback(id: string): Promise<ChargebackState>;
  /** Sends the exchange's evidence to the buyer's bank; possible once. */
  answerChargeback(id: string, evidence: ChargebackEvidence, idempotencyKey: string): Promise<ChargebackState>;
  /** The part of the door that money leaves by. */
  connect: ConnectGate;
};

export type ChargebackEvidence = { product: string; accessLog: string; text: string; servedOn: string | null };

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
    refund: (paymentIntent, amount, refundId) =>
      asked(async () => {
        // A key is remembered for a day only: after that, a refund made before is found by looking.
        const earlier = await api.refunds.list({ payment_intent: paymentIntent, limit: 100 });
        const made = earlier.data.find((one) => one.metadata?.refund_id === refundId);
        if (made) return refundState(made);
        const input = { payment_intent: paymentIntent, amount, metadata: { refund_id: refundId } };
        return refundState(await api.refunds.create(input, { idempotencyKey: refundId }));
      }),
    readRefund: (id) => asked(async () => refundState(await api.refunds.retrieve(id))),
    readChargeback: (id) => asked(async () => chargebackState(await api.disputes.retrieve(id))),
    answerChargeback: (id, { product, accessLog, text, servedOn }, idempotencyKey) =>
      asked(async () => {
        const evidence = {
          product_description: product,
          access_activity_log: accessLog,
          uncategorized_text: text,
          ...(servedOn === null ? {} : { service_date: servedOn }),
        };
        return chargebackState(await api.disputes.update(id, { evidence, submit: true }, { idempotencyKey }));
      }),
  };
}

const idOf = (of: string | { id: string } | null) => (typeof of === 'string' ? of : (of?.id ?? null));

function refundState(refund: Stripe.Refund): RefundState {
  return {
    id: refund.id,
    refundId: refund.metadata?.refund_id ?? null,
    paymentIntent: idOf(refund.payment_intent),
    amountVnd: refund.amount,
    failed: refund.status === 'failed' || refund.status === 'canceled',
    failure: refund.failure_reason ?? null,
  };
}

function chargebackState(dispute: Stripe.Dispute): ChargebackState {
  const moved = (wanted: 1 | -1) =>
    dispute.balance_transactions
      .filter((one) => Math.sign(one.amount) === wanted)
      .reduce((sum, one) => sum + Math.abs(one.amount), 0);
  const due = dispute.evidence_details.due_by;
  return {
    id: dispute.id,
    paymentIntent: idOf(dispute.payment_intent),
    amountVnd: dispute.amount,
    reason: dispute.reason,
    status: dispute.status,
    withdrawnVnd: moved(-1),
    reinstatedVnd: moved(1),
    dueBy: due === null ? null : new Date(due * 1000),
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
  return {
    id: session.id,
    open: session.status === 'open',
    paid: session.payment_status === 'paid',
    url: session.url,
    amountVnd: session.amount_total ?? 0,
    currency: session.currency ?? '',
    paymentIntent: idOf(session.payment_intent),
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
