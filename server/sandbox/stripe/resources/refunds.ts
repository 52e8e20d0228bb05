import { type Cause, emit } from '../emit.js';
import type { Resource } from '../endpoints.js';
import { invalidParameter, noSuch, refused } from '../errors.js';
import { newId } from '../ids.js';
import { later } from '../later.js';
import { listPage, matching, pageShape } from '../lists.js';
import { formatAmount } from '../money.js';
import type { Charge, Refund } from '../objects.js';
import {
  changedMetadata,
  integer,
  metadata,
  metadataChange,
  notSimulated,
  oneOf,
  type Params,
  text,
} from '../params.js';
import { fundsOf } from '../purse.js';
import type { Reader } from '../store.js';
import { book } from './balance-transactions.js';

/** How long the refunds of the two special cards take to settle or to come back. */
const LATER_SECONDS = 5 * 60;

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
  const dispute = tx.find('dispute', 'charge', charge.id).find((one) => !one.is_charge_refundable);
  if (dispute) throw refused(`Charge ${charge.id} has been charged back; cannot issue a refund.`, 'charge_disputed');
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
  const description = 'REFUND FOR CHARGE';
  const availableOn = availableWith(tx, charge, now);
  const booked = book(cause, { type: 'refund', amount: -amount, currency, source: id, description, availableOn });
  const slow = charge._behaviour === 'refund_takes_time';
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
    status: slow ? 'pending' : 'succeeded',
    transfer_reversal: null,
  });
  const refunded = tx.put({
    ...charge,
    amount_refunded: charge.amount_refunded + amount,
    refunded: amount === left,
  });
  emit(cause, 'refund.created', refund);
  emit(cause, 'charge.refunded', refunded, charge);
  if (slow) later(cause, LATER_SECONDS, 'settle_refund', id);
  if (charge._behaviour === 'refund_fails') later(cause, LATER_SECONDS, 'fail_refund', id);
  return refund;
}

/** A refund of money that is still coming is taken from what is coming. */
function availableWith(reader: Reader, charge: Charge, now: number): number {
  const taken = charge.balance_transaction ? reader.get('balance_transaction', charge.balance_transaction) : undefined;
  const { available } = fundsOf(reader, charge._account ?? null, charge.currency, now);
  return taken && taken.available_on > now && available < charge.amount ? taken.available_on : now;
}

/** A refund that took its time has arrived. */
export function settleRefund(cause: Cause, id: string): void {
  const refund = cause.tx.get('refund', id);
  if (refund?.status !== 'pending') return;
  const settled = cause.tx.put({ ...refund, status: 'succeeded' as const });
  emit(cause, 'refund.updated', settled, refund);
}

/** The bank has sent a refund back: the money is on the platform's balance again, and can be refunded again. */
export function failRefund(cause: Cause, id: string, failure = 'expired_or_canceled_card'): Refund {
  const { tx } = cause;
  const refund = tx.get('refund', id);
  if (!refund) throw noSuch('refund', id, 'id', 404);
  if (refund.status === 'failed') return refund;
  const { amount, currency, charge: chargeId } = refund;
  const charge = tx.get('charge', chargeId);
  if (!charge) throw new Error(`The charge of ${id} is missing.`);
  const description = 'REFUND FAILURE';
  const booked = book(cause, { type: 'refund_failure', amount, currency, source: id, description });
  const failed = tx.put({
    ...refund,
    failure_balance_transaction: booked.id,
    failure_reason: failure,
    status: 'failed' as const,
  });
  const owing = tx.put({ ...charge, amount_refunded: charge.amount_refunded - amount, refunded: false });
  emit(cause, 'refund.updated', failed, refund);
  emit(cause, 'refund.failed', failed);
  emit(cause, 'charge.updated', owing, charge);
  return failed;
}

export const refunds: Resource<'refund'> = {
  kind: 'refund',
  view: {
    expandable: {
      balance_transaction: ['balance_transaction'],
      charge: ['charge'],
      customer: ['customer'],
      failure_balance_transaction: ['balance_transaction'],
      payment_intent: ['payment_intent'],
      payment_method: ['payment_method'],
    },
  },
  mount({ get, post }) {
    post('/refunds', createShape, createRefund);

    get('/refunds', { ...pageShape, charge: text(), payment_intent: text() }, (reader, params) => {
      const { charge, payment_intent } = params;
      const found = charge
        ? reader.find('refund', 'charge', charge)
        : payment_intent
          ? reader.find('refund', 'payment_intent', payment_intent)
          : reader.all('refund');
      return listPage(matching(found, { charge, payment_intent }), params, '/v1/refunds');
    });

    get('/refunds/:id', {}, (reader, _params, id) => {
      const refund = reader.get('refund', id);
      if (!refund) throw noSuch('refund', id, 'id', 404);
      return refund;
    });

    post('/refunds/:id', { metadata: metadataChange }, (cause, params, id) => {
      const refund = cause.tx.get('refund', id);
      if (!refund) throw noSuch('refund', id, 'id', 404);
      const changed = cause.tx.put({ ...refund, metadata: changedMetadata(refund.metadata, params.metadata) });
      emit(cause, 'refund.updated', changed, refund);
      emit(cause, 'charge.refund.updated', changed, refund);
      return changed;
    });
  },
};
