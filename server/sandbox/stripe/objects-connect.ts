import type { Common, Metadata } from './objects-common.js';

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
