/** The objects of the Stripe API that the stand-in keeps, with the fields Stripe's own types name. Times are Unix seconds; amounts are in the currency's smallest unit (whole VND). */

export type Metadata = Record<string, string>;

export type LineItem = {
  id: string;
  object: 'item';
  adjustable_quantity: null;
  amount_discount: number;
  amount_subtotal: number;
  amount_tax: number;
  amount_total: number;
  currency: string;
  description: string;
  metadata: Metadata;
  price: Record<string, unknown>;
  quantity: number;
};

export type CheckoutSession = {
  id: string;
  object: 'checkout.session';
  amount_subtotal: number;
  amount_total: number;
  cancel_url: string | null;
  created: number;
  currency: string;
  customer_email: string | null;
  expires_at: number;
  metadata: Metadata;
  payment_intent: string | null;
  payment_status: 'paid' | 'unpaid';
  status: 'open' | 'complete' | 'expired';
  success_url: string;
  url: string | null;
  [other: string]: unknown;
};

export type PaymentIntent = {
  id: string;
  object: 'payment_intent';
  amount: number;
  created: number;
  currency: string;
  description: string | null;
  last_payment_error: { code: string; decline_code?: string; message: string; type: 'card_error' } | null;
  latest_charge: string | null;
  metadata: Metadata;
  payment_method: string | null;
  status: 'requires_payment_method' | 'requires_action' | 'succeeded' | 'canceled';
  [other: string]: unknown;
};

export type Charge = {
  id: string;
  object: 'charge';
  amount: number;
  amount_refunded: number;
  balance_transaction: string | null;
  created: number;
  currency: string;
  payment_intent: string;
  payment_method: string;
  refunded: boolean;
  status: 'succeeded' | 'failed';
  [other: string]: unknown;
};

export type Refund = {
  id: string;
  object: 'refund';
  amount: number;
  balance_transaction: string | null;
  charge: string;
  created: number;
  currency: string;
  payment_intent: string;
  [other: string]: unknown;
};

export type BalanceTransaction = {
  id: string;
  object: 'balance_transaction';
  amount: number;
  available_on: number;
  created: number;
  currency: string;
  fee: number;
  net: number;
  source: string;
  status: 'pending' | 'available';
  type: 'charge' | 'refund';
  [other: string]: unknown;
};

export type StripeEvent = {
  id: string;
  object: 'event';
  api_version: string;
  created: number;
  data: { object: unknown };
  type: string;
  [other: string]: unknown;
};

/** What a session was created with and does not show: its items, and what its PaymentIntent will carry. */
export type SessionDetails = {
  id: string;
  object: 'sandbox.session_details';
  line_items: LineItem[];
  payment_intent_data: {
    description: string | null;
    metadata: Metadata;
    receipt_email: string | null;
    statement_descriptor: string | null;
    statement_descriptor_suffix: string | null;
    transfer_group: string | null;
  };
};

/** The card typed into the hosted page while it waits for 3-D Secure. Never the full number. */
export type CardRecord = {
  id: string;
  object: 'sandbox.card';
  last4: string;
  brand: string;
  exp_month: number;
  exp_year: number;
  name: string | null;
};

/** Whether the webhook endpoint has accepted an event. Its id is the event's. */
export type Delivery = {
  id: string;
  object: 'sandbox.delivery';
  created: number;
  state: 'pending' | 'delivered' | 'failed';
};

/** The first answer given under an idempotency key. Its id is the key. */
export type KeyedAnswer = {
  id: string;
  object: 'sandbox.keyed_answer';
  created: number;
  fingerprint: string;
  request_id: string;
  status: number;
  body: unknown;
};

export type Objects = {
  'checkout.session': CheckoutSession;
  payment_intent: PaymentIntent;
  charge: Charge;
  refund: Refund;
  balance_transaction: BalanceTransaction;
  event: StripeEvent;
  'sandbox.session_details': SessionDetails;
  'sandbox.card': CardRecord;
  'sandbox.delivery': Delivery;
  'sandbox.keyed_answer': KeyedAnswer;
};

export type Kind = keyof Objects;
export type AnyObject = Objects[Kind];
