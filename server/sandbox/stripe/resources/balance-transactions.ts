import type { Cause } from '../emit.js';
import type { Resource } from '../endpoints.js';
import { noSuch } from '../errors.js';
import { newId } from '../ids.js';
import { listPage, pageShape } from '../lists.js';
import { processingFee } from '../money.js';
import type { BalanceTransaction } from '../objects.js';
import { notSimulated, text } from '../params.js';

const SETTLES_AFTER_SECONDS = 7 * 24 * 60 * 60;

/** Books a charge (amount in, less the fee) or a refund (amount out, no fee given back) on the Stripe balance. */
export function bookOnBalance(
  { tx, now }: Cause,
  entry: { type: 'charge' | 'refund'; amount: number; currency: string; source: string; description: string | null },
): BalanceTransaction {
  const { type, currency, source, description } = entry;
  const fee = type === 'charge' ? processingFee(entry.amount, currency) : 0;
  const amount = type === 'charge' ? entry.amount : -entry.amount;
  return tx.put({
    id: newId('txn'),
    object: 'balance_transaction',
    amount,
    available_on: type === 'charge' ? now + SETTLES_AFTER_SECONDS : now,
    balance_type: 'payments',
    created: now,
    currency,
    description,
    exchange_rate: null,
    fee,
    fee_details: fee
      ? [{ amount: fee, application: null, currency, description: 'Stripe processing fees', type: 'stripe_fee' }]
      : [],
    net: amount - fee,
    reporting_category: type,
    source,
    status: type === 'charge' ? 'pending' : 'available',
    type,
  });
}

export const balanceTransactions: Resource<'balance_transaction'> = {
  kind: 'balance_transaction',
  view: {
    expandable: { source: ['charge', 'refund'] },
    present: (entry, _reader, now) => (now >= entry.available_on ? { ...entry, status: 'available' } : entry),
  },
  mount({ get }) {
    get(
      '/balance_transactions',
      { ...pageShape, source: text(), type: text(), currency: text(), payout: notSimulated },
      (reader, params) => {
        const found = reader
          .all('balance_transaction')
          .filter((entry) => params.source === undefined || entry.source === params.source)
          .filter((entry) => params.type === undefined || entry.type === params.type)
          .filter((entry) => params.currency === undefined || entry.currency === params.currency);
        return listPage(found, params, '/v1/balance_transactions');
      },
    );

    get('/balance_transactions/:id', {}, (reader, _params, id) => {
      const entry = reader.get('balance_transaction', id);
      if (!entry) throw noSuch('balance transaction', id, 'id', 404);
      return entry;
    });
  },
};
