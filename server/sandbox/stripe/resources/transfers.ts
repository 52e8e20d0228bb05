import { type Cause, emit, within } from '../emit.js';
import type { Resource } from '../endpoints.js';
import { noSuch, refused, StripeError } from '../errors.js';
import { newId } from '../ids.js';
import { listPage, matching, pageShape } from '../lists.js';
import { formatAmount, knownCurrency } from '../money.js';
import type { Charge } from '../objects.js';
import type { Transfer } from '../objects-connect.js';
import {
  changedMetadata,
  integer,
  metadata,
  metadataChange,
  oneOf,
  optionalText,
  type Params,
  required,
  text,
} from '../params.js';
import { fundsOf } from '../purse.js';
import type { Reader } from '../store.js';
import { book } from './balance-transactions.js';
import { receive } from './transfer-payments.js';

const createShape = {
  amount: required(integer(1)),
  currency: required(text(3)),
  description: text(),
  destination: required(text()),
  metadata,
  source_transaction: text(),
  source_type: oneOf('card'),
  transfer_group: text(),
};

export function transferNamed(reader: Reader, id: string): Transfer {
  const transfer = reader.get('transfer', id);
  if (!transfer) throw noSuch('transfer', id, 'id', 404);
  return transfer;
}

/** The charge whose money is handed on; 400 unless what was handed on before leaves enough of it. */
function sourceOf(reader: Reader, id: string, amount: number, currency: string): Charge {
  const charge = reader.get('charge', id);
  if (!charge) throw noSuch('charge', id, 'source_transaction', 400);
  if (charge.status !== 'succeeded' || !charge.captured) {
    throw refused(
      `The charge ${id} has not succeeded: its money cannot be transferred.`,
      undefined,
      'source_transaction',
    );
  }
  if (charge.currency !== currency) {
    const message = `The currency of source_transaction's balance transaction (${charge.currency}) must be the same as the transfer currency (${currency})`;
    throw refused(message, undefined, 'source_transaction');
  }
  const earlier = reader.find('transfer', 'source_transaction', id);
  const before = earlier.reduce((sum, { amount: gone, amount_reversed: back }) => sum + gone - back, 0);
  if (before + amount <= charge.amount) return charge;
  const [whole, gone] = [formatAmount(charge.amount, currency), formatAmount(before, currency)];
  throw refused(
    `Transfers using this transaction as a source must not exceed the source amount of ${whole}. (There is already an existing transfer amount of ${gone}.)`,
    undefined,
    'amount',
  );
}

function recipient(reader: Reader, id: string): void {
  const account = reader.get('account', id);
  if (!account || account.deleted) throw noSuch('destination', id, 'destination', 400);
  if ((account.capabilities.transfers ?? 'active') === 'active') return;
  const message =
    'Your destination account needs to have at least one of the following capabilities enabled: transfers, crypto_transfers, legacy_payments';
  const code = 'insufficient_capabilities_for_transfer';
  throw new StripeError(400, { type: 'invalid_request_error', code, message }, true);
}

function createTransfer(cause: Cause, params: Params<typeof createShape>): Transfer {
  const { tx, now } = cause;
  const { amount, destination } = params;
  const currency = knownCurrency(params.currency, 'currency');
  recipient(cause.everything, destination);
  const source = params.source_transaction ? sourceOf(tx, params.source_transaction, amount, currency) : undefined;
  if (!source && fundsOf(tx, cause.account, currency, now).available < amount) {
    const message =
      'You have insufficient available funds in your Stripe account. Try adding funds directly to your available balance by creating Charges using the 4000000000000077 test card.';
    throw refused(message, 'balance_insufficient');
  }
  const taken = source?.balance_transaction ? tx.get('balance_transaction', source.balance_transaction) : undefined;
  const availableOn = Math.max(now, taken?.available_on ?? now);
  const id = newId('tr');
  const { description = null } = params;
  const booked = book(cause, { type: 'transfer', amount: -amount, currency, source: id, description, availableOn });
  const group = params.transfer_group ?? source?.transfer_group ?? (source ? `group_${source.payment_intent}` : null);
  if (source && !source.transfer_group) tx.put({ ...source, transfer_group: group });
  const payment = receive(within(cause, destination), { id, amount, currency, availableOn, group });
  const transfer = tx.put<Transfer>({
    id,
    object: 'transfer',
    amount,
    amount_reversed: 0,
    balance_transaction: booked.id,
    created: now,
    currency,
    description,
    destination,
    destination_payment: payment.id,
    livemode: false,
    metadata: params.metadata ?? {},
    reversals: { object: 'list', data: [], has_more: false, url: `/v1/transfers/${id}/reversals` },
    reversed: false,
    source_transaction: source?.id ?? null,
    source_type: 'card',
    transfer_group: group,
  });
  emit(cause, 'transfer.created', transfer);
  return transfer;
}

export const transfers: Resource<'transfer'> = {
  kind: 'transfer',
  view: {
    expandable: {
      balance_transaction: ['balance_transaction'],
      destination: ['account'],
      destination_payment: ['charge'],
      source_transaction: ['charge'],
    },
  },
  mount({ get, post }) {
    post('/transfers', createShape, createTransfer);

    get('/transfers', { ...pageShape, destination: text(), transfer_group: text() }, (reader, params) => {
      const { destination, transfer_group } = params;
      const found = transfer_group
        ? reader.find('transfer', 'transfer_group', transfer_group)
        : destination
          ? reader.find('transfer', 'destination', destination)
          : reader.all('transfer');
      return listPage(matching(found, { destination, transfer_group }), params, '/v1/transfers');
    });
    get('/transfers/:id', {}, (reader, _params, id) => transferNamed(reader, id));

    const changes = { description: optionalText(), metadata: metadataChange };
    post('/transfers/:id', changes, (cause, { metadata: about, ...params }, id) => {
      const transfer = transferNamed(cause.tx, id);
      const changed = { ...transfer, ...params, metadata: changedMetadata(transfer.metadata, about) };
      emit(cause, 'transfer.updated', changed, transfer);
      return cause.tx.put(changed);
    });
  },
};
