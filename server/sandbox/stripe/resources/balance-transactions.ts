import type { Cause } from '../emit.js';
import type { Resource } from '../endpoints.js';
import { noSuch } from '../errors.js';
import { newId } from '../ids.js';
import { listPage, matching, pageShape } from '../lists.js';
import { processingFee } from '../money.js';
import type { BalanceTransaction, BookedAs } from '../objects.js';
import { notSimulated, text } from '../params.js';
import { addToPurse, midnightAfter } from '../purse.js';

const SETTLES_AFTER_SECONDS = 7 * 24 * 60 * 60;

type Entry = {
  type: BookedAs;
  /** Signed: what the account gains. */
  amount: number;
  currency: string;
  source: string;
  description: string | null;
  fee?: number;
  availableOn?: number;
  category?: string;
};

/** Books one entry on the account's Stripe balance. */
export function book(cause: Cause, entry: Entry): BalanceTransaction {
  const { tx, now } = cause;
  const { type, amount, currency, source, description, fee = 0, availableOn = now } = entry;
  const dispute = type === 'adjustment';
  const booked = tx.put({
    id: newId('txn'),
    object: 'balance_transaction',
    amount,
    available_on: availableOn,
    balance_type: 'payments',
    created: now,
    currency,
    description,
    exchange_rate: null,
    fee,
    fee_details: fee
      ? [
          {
            amount: fee,
            application: null,
            currency,
            description: dispute ? 'Dispute fee' : 'Stripe processing fees',
            type: 'stripe_fee',
          },
        ]
      : [],
    net: amount - fee,
    reporting_category: entry.category ?? type,
    source,
    status: availableOn > now ? 'pending' : 'available',
    type,
  });
  addToPurse(cause, booked);
  return booked;
}

/** A payment comes in, less the fee; it can be used after the settlement time unless `atOnce`. */
export function bookCharge(
  cause: Cause,
  charge: { id: string; amount: number; currency: string; description: string | null; atOnce: boolean },
): BalanceTransaction {
  const { id, amount, currency, description, atOnce } = charge;
  const availableOn = atOnce ? cause.now : midnightAfter(cause.now + SETTLES_AFTER_SECONDS);
  const fee = processingFee(amount, currency);
  return book(cause, { type: 'charge', amount, currency, source: id, description, fee, availableOn });
}

export const balanceTransactions: Resource<'balance_transaction'> = {
  kind: 'balance_transaction',
  view: {
    expandable: { source: ['charge', 'refund', 'dispute', 'transfer', 'transfer_reversal', 'payout', 'topup'] },
    present: (entry, _reader, now) => (now >= entry.available_on ? { ...entry, status: 'available' } : entry),
  },
  mount({ get }) {
    const filters = { source: text(), type: text(), currency: text(), payout: notSimulated };
    get('/balance_transactions', { ...pageShape, ...filters }, (reader, params) => {
      const { source, type, currency } = params;
      const all = source ? reader.find('balance_transaction', 'source', source) : reader.all('balance_transaction');
      return listPage(matching(all, { type, currency }), params, '/v1/balance_transactions');
    });

    get('/balance_transactions/:id', {}, (reader, _params, id) => {
      const entry = reader.get('balance_transaction', id);
      if (!entry) throw noSuch('balance transaction', id, 'id', 404);
      return entry;
    });
  },
};
