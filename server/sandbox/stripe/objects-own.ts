import type { LineItem } from './objects.js';
import type { Metadata } from './objects-common.js';

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
