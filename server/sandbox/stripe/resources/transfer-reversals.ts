import { type Cause, emit, within } from '../emit.js';
import type { Resource } from '../endpoints.js';
import { noSuch, refused } from '../errors.js';
import { newId } from '../ids.js';
import { listPage, pageShape } from '../lists.js';
import { formatAmount } from '../money.js';
import type { Transfer, TransferReversal } from '../objects-connect.js';
import {
  changedMetadata,
  integer,
  metadata,
  metadataChange,
  notSimulated,
  optionalText,
  type Params,
} from '../params.js';
import { fundsOf } from '../purse.js';
import { book } from './balance-transactions.js';
import { transferNamed } from './transfers.js';

const createShape = { amount: integer(1), description: optionalText(), metadata, refund_application_fee: notSimulated };

/** Takes back what the connected account still has; what it has been paid out cannot be taken. */
function reverse(cause: Cause, params: Params<typeof createShape>, id: string): TransferReversal {
  const { tx, now } = cause;
  const transfer = transferNamed(tx, id);
  const { currency, destination } = transfer;
  const left = transfer.amount - transfer.amount_reversed;
  const amount = params.amount ?? left;
  if (left === 0) throw refused(`Transfer ${id} is already fully reversed.`);
  if (amount > left) {
    const [asked, rest] = [formatAmount(amount, currency), formatAmount(left, currency)];
    throw refused(
      `Transfer reversal amount (${asked}) is greater than the unreversed amount (${rest})`,
      undefined,
      'amount',
    );
  }
  const { available, pending } = fundsOf(tx, destination, currency, now);
  if (available + pending < amount) {
    const message = `The connected account ${destination} has insufficient funds for this transfer reversal.`;
    throw refused(message, 'balance_insufficient');
  }
  const reversalId = newId('trr');
  const payment = cause.everything.get('charge', transfer.destination_payment);
  const came = payment?.balance_transaction
    ? cause.everything.get('balance_transaction', payment.balance_transaction)
    : undefined;
  const availableOn = Math.max(now, came?.available_on ?? now);
  const description = params.description ?? null;
  const booked = book(cause, {
    type: 'transfer_refund',
    amount,
    currency,
    source: reversalId,
    description,
    availableOn,
  });
  const giveBack = newId('pyr');
  const connected = within(cause, destination);
  const returned = book(connected, {
    type: 'payment_refund',
    amount: -amount,
    currency,
    source: giveBack,
    description: null,
    availableOn,
  });
  const refund = connected.tx.put({
    id: giveBack,
    object: 'refund',
    amount,
    balance_transaction: returned.id,
    charge: transfer.destination_payment,
    created: now,
    currency,
    metadata: {},
    payment_intent: null,
    reason: null,
    receipt_number: null,
    source_transfer_reversal: reversalId,
    status: 'succeeded',
    transfer_reversal: null,
  });
  if (payment) {
    const amount_refunded = payment.amount_refunded + amount;
    connected.tx.put({ ...payment, amount_refunded, refunded: amount_refunded === payment.amount });
  }
  const reversal = tx.put<TransferReversal>({
    id: reversalId,
    object: 'transfer_reversal',
    amount,
    balance_transaction: booked.id,
    created: now,
    currency,
    destination_payment_refund: refund.id,
    metadata: params.metadata ?? {},
    source_refund: null,
    transfer: id,
  });
  emit(cause, 'transfer.reversed', tx.put(withReversal(transfer, reversal)), transfer);
  return reversal;
}

function withReversal(transfer: Transfer, reversal: TransferReversal): Transfer {
  const amount_reversed = transfer.amount_reversed + reversal.amount;
  const data = [reversal, ...transfer.reversals.data];
  const reversals = { ...transfer.reversals, data: data.slice(0, 10), has_more: data.length > 10 };
  return { ...transfer, amount_reversed, reversals, reversed: amount_reversed === transfer.amount };
}

export const transferReversals: Resource<'transfer_reversal'> = {
  kind: 'transfer_reversal',
  view: {
    expandable: {
      balance_transaction: ['balance_transaction'],
      destination_payment_refund: ['refund'],
      transfer: ['transfer'],
    },
  },
  mount({ get, post }) {
    post('/transfers/:id/reversals', createShape, reverse);
    get('/transfers/:id/reversals', pageShape, (reader, params, id) => {
      transferNamed(reader, id);
      return listPage(reader.find('transfer_reversal', 'transfer', id), params, `/v1/transfers/${id}/reversals`);
    });
    get('/transfers/:id/reversals/:reversal', {}, (reader, _params, id, { ids }) => {
      const reversal = reader.get('transfer_reversal', ids.reversal ?? '');
      if (reversal?.transfer !== id) throw noSuch('transfer reversal', ids.reversal ?? '', 'id', 404);
      return reversal;
    });
    post('/transfers/:id/reversals/:reversal', { metadata: metadataChange }, (cause, params, id, ids) => {
      const reversal = cause.tx.get('transfer_reversal', ids.reversal ?? '');
      if (reversal?.transfer !== id) throw noSuch('transfer reversal', ids.reversal ?? '', 'id', 404);
      return cause.tx.put({ ...reversal, metadata: changedMetadata(reversal.metadata, params.metadata) });
    });
  },
};
