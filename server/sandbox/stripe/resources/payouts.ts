import { type Cause, emit } from '../emit.js';
import type { Resource } from '../endpoints.js';
import { noSuch, refused } from '../errors.js';
import { newId } from '../ids.js';
import { later } from '../later.js';
import { listPage, matching, pageShape } from '../lists.js';
import { knownCurrency } from '../money.js';
import type { Payout } from '../objects-connect.js';
import { changedMetadata, integer, metadata, metadataChange, oneOf, type Params, required, text } from '../params.js';
import { fundsOf, midnightAfter } from '../purse.js';
import type { Reader } from '../store.js';
import { book } from './balance-transactions.js';

const DAY = 24 * 60 * 60;

const createShape = {
  amount: required(integer(1)),
  currency: required(text(3)),
  description: text(),
  destination: text(),
  metadata,
  method: oneOf('standard', 'instant'),
  source_type: oneOf('card'),
  statement_descriptor: text(22),
};

const FAILURES: Record<string, string> = {
  account_closed: 'The bank account has been closed.',
  could_not_process: 'The bank could not process this payout.',
  no_account:
    'The bank account details on file are probably incorrect. No bank account could be located with those details.',
};

export function payoutNamed(reader: Reader, id: string): Payout {
  const payout = reader.get('payout', id);
  if (!payout) throw noSuch('payout', id, 'id', 404);
  return payout;
}

/** The bank account named, or the account's default. The platform has one that nobody sees. */
function destinationOf({ tx, account }: Cause, named: string | undefined): string | null {
  if (named) {
    if (tx.get('bank_account', named)) return named;
    throw noSuch('external account', named, 'destination', 400);
  }
  if (!account) return null;
  const banks = tx.find('bank_account', 'account', account);
  const bank = banks.find((one) => one.default_for_currency) ?? banks[0];
  if (bank) return bank.id;
  throw refused(`Sorry, you don't have any external accounts in that currency.`, 'payouts_not_allowed');
}

function createPayout(cause: Cause, params: Params<typeof createShape>): Payout {
  const { tx, now, account } = cause;
  const { amount } = params;
  const currency = knownCurrency(params.currency, 'currency');
  const destination = destinationOf(cause, params.destination);
  if (fundsOf(tx, account, currency, now).available < amount) {
    const message =
      'You have insufficient funds in your Stripe account for this transfer. Your card balance is too low. You can use the /v1/balance endpoint to view your Stripe balance.';
    throw refused(message, 'balance_insufficient', 'amount');
  }
  const id = newId('po');
  const instant = params.method === 'instant';
  const booked = book(cause, { type: 'payout', amount: -amount, currency, source: id, description: 'STRIPE PAYOUT' });
  const payout = tx.put<Payout>({
    id,
    object: 'payout',
    amount,
    application_fee: null,
    application_fee_amount: null,
    arrival_date: instant ? now : midnightAfter(now + 2 * DAY),
    automatic: false,
    balance_transaction: booked.id,
    created: now,
    currency,
    description: params.description ?? null,
    destination,
    failure_balance_transaction: null,
    failure_code: null,
    failure_message: null,
    livemode: false,
    metadata: params.metadata ?? {},
    method: params.method ?? 'standard',
    original_payout: null,
    payout_method: null,
    reconciliation_status: 'not_applicable',
    reversed_by: null,
    source_type: 'card',
    statement_descriptor: params.statement_descriptor ?? null,
    status: 'pending',
    trace_id: { status: 'pending', value: null },
    type: 'bank_account',
  });
  emit(cause, 'payout.created', payout);
  later(cause, instant ? 0 : 60 * 60, 'send_payout', id);
  return payout;
}

/** The bank has it. */
export function sendPayout(cause: Cause, id: string): void {
  const payout = payoutNamed(cause.tx, id);
  if (payout.status !== 'pending') return;
  const sent = cause.tx.put<Payout>({ ...payout, status: 'in_transit' });
  emit(cause, 'payout.updated', sent, payout);
  later(cause, Math.max(0, payout.arrival_date - cause.now), 'end_payout', id);
}

/** It arrives, or comes back if the bank account is one that refuses or `failure` says so. */
export function endPayout(cause: Cause, id: string, failure?: string): Payout {
  const { tx } = cause;
  const payout = payoutNamed(tx, id);
  const bank = payout.destination ? tx.get('bank_account', payout.destination) : undefined;
  const why = failure ?? bank?._fails ?? null;
  const over = payout.status === 'failed' || payout.status === 'canceled' || (payout.status === 'paid' && !failure);
  if (over) return payout;
  if (why) return giveBack(cause, payout, why);
  const paid = tx.put<Payout>({
    ...payout,
    status: 'paid',
    trace_id: { status: 'supported', value: `TRACE${id.slice(-8)}` },
  });
  emit(cause, 'payout.paid', paid, payout);
  return paid;
}

/** Also after it was paid: banks send money back for up to five days. */
function giveBack(cause: Cause, payout: Payout, why: string): Payout {
  const { amount, currency, id } = payout;
  const description = 'STRIPE PAYOUT FAILURE';
  const booked = book(cause, { type: 'payout_failure', amount, currency, source: id, description });
  const failed = cause.tx.put<Payout>({
    ...payout,
    failure_balance_transaction: booked.id,
    failure_code: why,
    failure_message: FAILURES[why] ?? 'The payout failed.',
    status: 'failed',
  });
  emit(cause, 'payout.failed', failed, payout);
  return failed;
}

function cancelPayout(cause: Cause, id: string): Payout {
  const payout = payoutNamed(cause.tx, id);
  if (payout.status !== 'pending') throw refused(`Payout ${id} can no longer be canceled: it is ${payout.status}.`);
  const { amount, currency } = payout;
  const description = 'STRIPE PAYOUT CANCEL';
  const booked = book(cause, { type: 'payout_cancel', amount, currency, source: id, description });
  const canceled = cause.tx.put<Payout>({ ...payout, failure_balance_transaction: booked.id, status: 'canceled' });
  emit(cause, 'payout.canceled', canceled, payout);
  return canceled;
}

export const payouts: Resource<'payout'> = {
  kind: 'payout',
  view: {
    expandable: {
      balance_transaction: ['balance_transaction'],
      destination: ['bank_account'],
      failure_balance_transaction: ['balance_transaction'],
      original_payout: [],
      reversed_by: [],
    },
  },
  mount({ get, post }) {
    post('/payouts', createShape, createPayout);
    const filters = { destination: text(), status: oneOf('pending', 'in_transit', 'paid', 'failed', 'canceled') };
    get('/payouts', { ...pageShape, ...filters }, (reader, params) => {
      const { destination, status } = params;
      return listPage(matching(reader.all('payout'), { destination, status }), params, '/v1/payouts');
    });
    get('/payouts/:id', {}, (reader, _params, id) => payoutNamed(reader, id));
    post('/payouts/:id', { metadata: metadataChange }, (cause, params, id) => {
      const payout = payoutNamed(cause.tx, id);
      const changed = cause.tx.put({ ...payout, metadata: changedMetadata(payout.metadata, params.metadata) });
      emit(cause, 'payout.updated', changed, payout);
      return changed;
    });
    post('/payouts/:id/cancel', {}, (cause, _params, id) => cancelPayout(cause, id));
  },
};
