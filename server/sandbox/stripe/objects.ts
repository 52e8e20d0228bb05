/** The objects of the Stripe API that the stand-in keeps, with the fields Stripe's own types name. Times are Unix seconds; amounts are in the currency's smallest unit (whole VND). */

export type Metadata = Record<string, string>;

/** Fields that begin with `_` are the stand-in's own and are never shown. `_account` is the connected account owning it. */
type Common = { _account?: string; [other: string]: unknown };

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

export type CheckoutSession = Common & {
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
};

export type PaymentError = {
  code: string;
  decline_code?: string;
  message: string;
  type: 'card_error';
  charge?: string;
  doc_url?: string;
  payment_method?: unknown;
};

export type PaymentIntent = Common & {
  id: string;
  object: 'payment_intent';
  amount: number;
  amount_capturable: number;
  amount_received: number;
  capture_method: 'automatic' | 'automatic_async' | 'manual';
  created: number;
  currency: string;
  customer: string | null;
  description: string | null;
  last_payment_error: PaymentError | null;
  latest_charge: string | null;
  metadata: Metadata;
  payment_method: string | null;
  status:
    | 'requires_payment_method'
    | 'requires_confirmation'
    | 'requires_action'
    | 'processing'
    | 'requires_capture'
    | 'succeeded'
    | 'canceled';
  transfer_group: string | null;
};

export type PaymentMethod = Common & {
  id: string;
  object: 'payment_method';
  billing_details: { email: string | null; name: string | null; [other: string]: unknown };
  card?: { brand: string; exp_month: number; exp_year: number; last4: string; [other: string]: unknown };
  created: number;
  sepa_debit?: { last4: string; [other: string]: unknown };
  type: 'card' | 'sepa_debit';
  /** What the issuing bank does when it is asked, and later. */
  _behaviour: string;
};

export type Charge = Common & {
  id: string;
  object: 'charge';
  amount: number;
  amount_captured: number;
  amount_refunded: number;
  balance_transaction: string | null;
  captured: boolean;
  created: number;
  currency: string;
  disputed: boolean;
  payment_intent: string | null;
  payment_method: string | null;
  refunded: boolean;
  source_transfer: string | null;
  status: 'succeeded' | 'pending' | 'failed';
  transfer_group: string | null;
  _behaviour?: string;
};

export type Refund = Common & {
  id: string;
  object: 'refund';
  amount: number;
  balance_transaction: string | null;
  charge: string;
  created: number;
  currency: string;
  metadata: Metadata;
  payment_intent: string | null;
  status: 'pending' | 'requires_action' | 'succeeded' | 'failed' | 'canceled';
};

export type BalanceTransaction = Common & {
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
  type: BookedAs;
};

export type BookedAs =
  | 'charge'
  | 'payment'
  | 'refund'
  | 'payment_refund'
  | 'refund_failure'
  | 'adjustment'
  | 'transfer'
  | 'transfer_refund'
  | 'payout'
  | 'payout_cancel'
  | 'payout_failure'
  | 'topup';

export type DisputeStatus =
  | 'warning_needs_response'
  | 'warning_under_review'
  | 'warning_closed'
  | 'needs_response'
  | 'under_review'
  | 'won'
  | 'lost';

export type Dispute = Common & {
  id: string;
  object: 'dispute';
  amount: number;
  balance_transactions: BalanceTransaction[];
  charge: string;
  created: number;
  currency: string;
  evidence: Record<string, unknown>;
  evidence_details: {
    due_by: number | null;
    has_evidence: boolean;
    past_due: boolean;
    submission_count: number;
    [other: string]: unknown;
  };
  is_charge_refundable: boolean;
  metadata: Metadata;
  payment_intent: string | null;
  reason: string;
  status: DisputeStatus;
};

export type TransferReversal = Common & {
  id: string;
  object: 'transfer_reversal';
  amount: number;
  created: number;
  currency: string;
  metadata: Metadata;
  transfer: string;
};

export type Transfer = Common & {
  id: string;
  object: 'transfer';
  amount: number;
  amount_reversed: number;
  created: number;
  currency: string;
  destination: string;
  destination_payment: string;
  metadata: Metadata;
  reversals: { object: 'list'; data: TransferReversal[]; has_more: boolean; total_count?: number; url: string };
  reversed: boolean;
  source_transaction: string | null;
  transfer_group: string | null;
};

export type Payout = Common & {
  id: string;
  object: 'payout';
  amount: number;
  arrival_date: number;
  created: number;
  currency: string;
  destination: string | null;
  metadata: Metadata;
  status: 'pending' | 'in_transit' | 'paid' | 'failed' | 'canceled';
};

export type BankAccount = Common & {
  id: string;
  object: 'bank_account';
  account: string;
  currency: string;
  last4: string;
  /** Why payouts to it come back. */
  _fails: string | null;
};

export type Account = Common & {
  id: string;
  object: 'account';
  capabilities: Record<string, string>;
  created: number;
  metadata: Metadata;
};

/** What only version 2 of an account says; the rest is worked out from it and from the account of version 1. */
export type AccountV2 = Common & {
  id: string;
  object: 'sandbox.account_v2';
  contact_email: string | null;
  display_name: string | null;
  dashboard: string | null;
  defaults: Record<string, unknown>;
  identity: Record<string, unknown>;
  metadata: Metadata;
  transfers: 'unrequested' | 'restricted' | 'active';
  payout_method: string | null;
};

/** One visit to the hosted onboarding; its id is in the address. */
export type AccountLink = Common & {
  id: string;
  object: 'sandbox.account_link';
  account: string;
  expires_at: number;
  refresh_url: string;
  return_url: string;
  used: boolean;
};

export type Plain<K extends string> = Common & { id: string; object: K; created: number; metadata: Metadata };

export type Price = Plain<'price'> & { currency: string; product: string; unit_amount: number };

export type WebhookEndpoint = Common & {
  id: string;
  object: 'webhook_endpoint';
  created: number;
  enabled_events: string[];
  metadata: Metadata;
  status: 'enabled' | 'disabled';
  url: string;
  _secret: string;
  _connect: boolean;
};

/** Something gone for good: only its id is left. */
export type Deleted = { deleted?: true };

export type FraudWarning = Common & {
  id: string;
  object: 'radar.early_fraud_warning';
  charge: string;
  created: number;
  payment_intent: string | null;
};

export type StripeEvent = Common & {
  id: string;
  object: 'event';
  account?: string;
  api_version: string;
  created: number;
  data: { object: unknown; previous_attributes?: Record<string, unknown> };
  type: string;
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
    shipping?: unknown;
    statement_descriptor: string | null;
    statement_descriptor_suffix: string | null;
    transfer_group: string | null;
  };
};

/** Whether a webhook endpoint has accepted an event; without `endpoint` it is the one of the configuration. */
export type Delivery = {
  id: string;
  object: 'sandbox.delivery';
  created: number;
  state: 'pending' | 'delivered' | 'failed';
  event?: string;
  endpoint?: string;
};

/** The first answer given under an idempotency key. Its id is the key, after the connected account if there is one. */
export type KeyedAnswer = {
  id: string;
  object: 'sandbox.keyed_answer';
  created: number;
  fingerprint: string;
  request_id: string;
  status: number;
  body: unknown;
};

/** How far the stand-in's time has been put forward, in seconds. */
export type Clock = { id: 'clock'; object: 'sandbox.clock'; offset: number };

/** Something that happens by itself at `due`. */
export type Timer = {
  id: string;
  object: 'sandbox.timer';
  due: number;
  does: TimedDeed;
  target: string;
  state: 'pending' | 'done';
};

export type TimedDeed =
  | 'settle_intent'
  | 'settle_refund'
  | 'fail_refund'
  | 'end_dispute'
  | 'decide_dispute'
  | 'send_payout'
  | 'end_payout'
  | 'announce_balance';

/** What an account has in one currency: settled, and coming at midnights (Unix seconds). */
export type Purse = { id: string; object: 'sandbox.purse'; settled: number; coming: Record<string, number> };

export type Objects = {
  'checkout.session': CheckoutSession;
  payment_intent: PaymentIntent;
  payment_method: PaymentMethod;
  charge: Charge;
  refund: Refund;
  balance_transaction: BalanceTransaction;
  dispute: Dispute;
  'radar.early_fraud_warning': FraudWarning;
  transfer: Transfer;
  transfer_reversal: TransferReversal;
  payout: Payout;
  topup: Plain<'topup'>;
  account: Account & Deleted;
  bank_account: BankAccount;
  customer: Plain<'customer'> & Deleted;
  product: Plain<'product'> & Deleted;
  price: Price;
  webhook_endpoint: WebhookEndpoint & Deleted;
  event: StripeEvent;
  'sandbox.account_v2': AccountV2;
  'sandbox.account_link': AccountLink;
  'sandbox.session_details': SessionDetails;
  'sandbox.delivery': Delivery;
  'sandbox.keyed_answer': KeyedAnswer;
  'sandbox.clock': Clock;
  'sandbox.timer': Timer;
  'sandbox.purse': Purse;
};

export type Kind = keyof Objects;
export type AnyObject = Objects[Kind];
