import { type Cause, emit } from '../emit.js';
import type { Resource } from '../endpoints.js';
import { invalidParameter, noSuch, refused } from '../errors.js';
import { newId } from '../ids.js';
import { listPage, pageShape } from '../lists.js';
import { formatAmount } from '../money.js';
import type { Charge, Refund } from '../objects.js';
import { integer, metadata, notSimulated, oneOf, type Params, text } from '../params.js';
import type { Reader } from '../store.js';
import { bookOnBalance } from './balance-transactions.js';

const createShape = {
  amount: integer(1),
  charge: text(),
  payment_intent: text(),
  metadata,
  reason: oneOf('duplicate', 'fraudulent', 'requested_by_customer'),
  currency: notSimulated,
  customer: notSimulated,
  instructions_email: notSimulated,
  origin: notSimulated,
  refund_application_fee: notSimulated,
  reverse_transfer: notSimulated,
};

function chargeToRefund(reader: Reader, params: Params<typeof createShape>): Charge {
  if (params.charge) {
    const charge = reader.get('charge', params.charge);
    if (!charge) throw noSuch('charge', params.charge, 'charge', 400);
    if (params.payment_intent && charge.payment_intent !== params.payment_intent) {
      throw refused(`Charge ${charge.id} does not belong to ${params.payment_intent}.`, undefined, 'payment_intent');
    }
    return charge;
  }
  if (!params.payment_intent) {
    const message = 'One of the following params should be provided for this request: payment_intent or charge.';
    throw invalidParameter('parameter_missing', 'payment_intent', message);
  }
  const intent = reader.get('payment_intent', params.payment_intent);
  if (!intent) throw noSuch('payment_intent', params.payment_intent, 'payment_intent', 400);
  const charge = intent.latest_charge ? reader.get('charge', intent.latest_charge) : undefined;
  if (charge?.status === 'succeeded') return charge;
  throw refused(
    `This PaymentIntent (${intent.id}) does not have a successful charge to refund.`,
    undefined,
    'payment_intent',
  );
}

function createRefund(cause: Cause, params: Params<typeof createShape>): Refund {
  const { tx, now } = cause;
  const charge = chargeToRefund(tx, params);
  if (charge.status !== 'succeeded') throw refused(`Charge ${charge.id} was not successful: nothing to refund.`);
  const left = charge.amount - charge.amount_refunded;
  if (left === 0) throw refused(`Charge ${charge.id} has already been refunded.`, 'charge_already_refunded');
  const amount = params.amount ?? left;
  if (amount > left) {
    const [asked, rest] = [formatAmount(amount, charge.currency), formatAmount(left, charge.currency)];
    throw refused(
      `Refund amount (${asked}) is greater than unrefunded amount on charge (${rest})`,
      undefined,
      'amount',
    );
  }

  const id = newId('re');
  const { currency, payment_intent } = charge;
  const booked = bookOnBalance(cause, {
    type: 'refund',
    amount,
    currency,
    source: id,
    description: 'Refund for charge',
  });
  const refund = tx.put({
    id,
    object: 'refund',
    amount,
    balance_transaction: booked.id,
    charge: charge.id,
    created: now,
    currency,
    customer: null,
    customer_account: null,
    destination_details: {
      type: 'card',
      card: { reference_status: 'pending', reference_type: 'acquirer_reference_number', type: 'refund' },
    },
    metadata: params.metadata ?? {},
    payment_intent,
    payment_method: charge.payment_method,
    reason: params.reason ?? null,
    receipt_number: null,
    source_transfer_reversal: null,
    status: 'succeeded',
    transfer_reversal: null,
  });
  const refunded = tx.put({
    ...charge,
    amount_refunded: charge.amount_refunded + amount,
    refunded: amount === left,
  });
  emit(cause, 'refund.created', refund);
  emit(cause, 'charge.refunded', refunded);
  return refund;
}

export const refunds: Resource<'refund'> = {
  kind: 'refund',
  view: {
    expandable: {
      balance_transaction: ['balance_transaction'],
      charge: ['charge'],
      payment_intent: ['payment_intent'],
      customer: [],
    },
  },
  mount({ get, post }) {
    post('/refunds', createShape, createRefund);

    get('/refunds', { ...pageShape, charge: text(), payment_intent: text() }, (reader, params) => {
      const found = reader
        .all('refund')
        .filter((refund) => params.charge === undefined || refund.charge === params.charge)
        .filter((refund) => params.payment_intent === undefined || refund.payment_intent === params.payment_intent);
      return listPage(found, params, '/v1/refunds');
    });

    get('/refunds/:id', {}, (reader, _params, id) => {
      const refund = reader.get('refund', id);
      if (!refund) throw noSuch('refund', id, 'id', 404);
      return refund;
    });
  },
};
