import { createHash } from 'node:crypto';
import { type Cause, within } from '../emit.js';
import { newId } from '../ids.js';
import type { BankAccount } from '../objects-connect.js';

/** Stripe's test numbers whose payouts come back; every other number is paid, https://docs.stripe.com/connect/testing. */
const FAILING: Record<string, string> = {
  '000111111116': 'no_account',
  '000111111113': 'account_closed',
};

type Typed = {
  number: string;
  currency: string;
  country: string;
  holder: string | null;
  routing: string | null;
  /** Without it the first one is the default. */
  isDefault?: boolean;
};

/** Adds a bank account to pay `account` out to; of its number only the last four digits are kept. */
export function addBankAccount(cause: Cause, account: string, typed: Typed): BankAccount {
  const { number, currency, country, holder, routing } = typed;
  const { tx } = within(cause, account);
  return tx.put<BankAccount>({
    id: newId('ba'),
    object: 'bank_account',
    account,
    account_holder_name: holder,
    account_holder_type: null,
    account_type: null,
    available_payout_methods: ['standard'],
    bank_name: 'STRIPE TEST BANK',
    country,
    currency,
    default_for_currency: typed.isDefault ?? tx.find('bank_account', 'account', account).length === 0,
    fingerprint: createHash('sha256').update(number).digest('hex').slice(0, 16),
    last4: number.slice(-4),
    metadata: {},
    routing_number: routing,
    status: 'new',
    _fails: FAILING[number] ?? null,
  });
}
