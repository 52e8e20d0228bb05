import type { Common, Metadata } from './objects-common.js';
import type {
  Account,
  AccountLink,
  AccountV2,
  BankAccount,
  Payout,
  Transfer,
  TransferReversal,
} from './objects-connect.js';
import type { Dispute, FraudWarning } from './objects-disputes.js';
import type { Clock, Delivery, KeyedAnswer, Purse, SessionDetails, Timer } from './objects-own.js';

/** The objects of the Stripe API that the stand-in keeps, with the fields Stripe's own types name. Times are Unix seconds; amounts are in the currency's smallest unit (whole VND). */

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

export type StripeEvent = Common & {
  id: string;
  object: 'event';
  account?: string;
  api_version: string;
  created: number;
  data: { object: unknown; previous_attributes?: Record<string, unknown> };
  type: string;
};

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
