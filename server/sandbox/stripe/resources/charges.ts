import { type Cause, emit } from '../emit.js';
import type { Resource } from '../endpoints.js';
import { noSuch } from '../errors.js';
import { newId } from '../ids.js';
import { listPage, matching, pageShape } from '../lists.js';
import type { Charge, PaymentIntent, PaymentMethod } from '../objects.js';
import { changedMetadata, metadataChange, optionalText, text } from '../params.js';
import { bookCharge } from './balance-transactions.js';
import { billingOf, methodDetails, outcome } from './charge-details.js';

export type Decline = { code: string; decline_code?: string; message: string };
type How = { decline?: Decline; pending?: boolean; uncaptured?: boolean };

/** One attempt to take the intent's amount: stores the charge, booked if the money came, and tells its event. */
export function createCharge(cause: Cause, intent: PaymentIntent, method: PaymentMethod, how: How): Charge {
  const id = newId(method.type === 'card' ? 'ch' : 'py');
  const { decline, pending = false, uncaptured = false } = how;
  const { amount, currency } = intent;
  const taken = !decline && !pending && !uncaptured;
  const atOnce = method._behaviour === 'available_at_once';
  const booked = taken ? bookCharge(cause, { id, amount, currency, description: intent.description, atOnce }) : null;
  const charge = cause.tx.put({
    ...blankCharge,
    id,
    object: 'charge',
    amount,
    amount_captured: decline || uncaptured ? 0 : amount,
    amount_refunded: 0,
    balance_transaction: booked?.id ?? null,
    billing_details: billingOf(method, intent),
    captured: !decline && !uncaptured,
    created: cause.now,
    currency,
    customer: intent.customer,
    description: intent.description,
    disputed: false,
    failure_code: decline?.code ?? null,
    failure_message: decline?.message ?? null,
    metadata: intent.metadata,
    outcome: outcome(decline?.decline_code ?? null, !!decline),
    paid: !decline && !pending,
    payment_intent: intent.id,
    payment_method: method.id,
    payment_method_details: methodDetails(method, amount),
    receipt_email: intent.receipt_email,
    refunded: false,
    shipping: intent.shipping ?? null,
    source_transfer: null,
    statement_descriptor: intent.statement_descriptor,
    statement_descriptor_suffix: intent.statement_descriptor_suffix,
    status: decline ? 'failed' : pending ? 'pending' : 'succeeded',
    transfer_group: intent.transfer_group,
    _behaviour: method._behaviour,
  });
  emit(cause, `charge.${charge.status}`, charge);
  return charge;
}

/** The fields of a charge that are the same for all. */
export const blankCharge = {
  application: null,
  application_fee: null,
  application_fee_amount: null,
  calculated_statement_descriptor: 'STRIPE SIMULATION',
  failure_balance_transaction: null,
  failure_code: null,
  failure_message: null,
  fraud_details: {},
  livemode: false,
  on_behalf_of: null,
  receipt_number: null,
  receipt_url: null,
  review: null,
  source: null,
  transfer_data: null,
};

/** A pending debit has come, or has failed. */
export function settleCharge(cause: Cause, charge: Charge, failure: Decline | null): Charge {
  const description = (charge.description ?? null) as string | null;
  const { id, amount, currency } = charge;
  const settled = cause.tx.put<Charge>(
    failure
      ? {
          ...charge,
          amount_captured: 0,
          failure_code: failure.code,
          failure_message: failure.message,
          paid: false,
          status: 'failed',
        }
      : {
          ...charge,
          balance_transaction: bookCharge(cause, { id, amount, currency, description, atOnce: false }).id,
          paid: true,
          status: 'succeeded',
        },
  );
  emit(cause, `charge.${settled.status}`, settled);
  return settled;
}

/** Takes what a card had only promised, or less of it. */
export function captureCharge(cause: Cause, charge: Charge, amount: number): Charge {
  const description = (charge.description ?? null) as string | null;
  const atOnce = charge._behaviour === 'available_at_once';
  const booked = bookCharge(cause, { id: charge.id, amount, currency: charge.currency, description, atOnce });
  const captured = cause.tx.put({
    ...charge,
    amount_captured: amount,
    amount_refunded: charge.amount - amount,
    balance_transaction: booked.id,
    captured: true,
  });
  emit(cause, 'charge.captured', captured, charge);
  return captured;
}

export const charges: Resource<'charge'> = {
  kind: 'charge',
  view: {
    expandable: {
      balance_transaction: ['balance_transaction'],
      customer: ['customer'],
      payment_intent: ['payment_intent'],
      source_transfer: ['transfer'],
      transfer: ['transfer'],
      refunds: (reader, id) => listPage(reader.find('refund', 'charge', id), {}, `/v1/charges/${id}/refunds`),
    },
  },
  mount({ get, post }) {
    const filters = { payment_intent: text(), transfer_group: text(), customer: text() };
    get('/charges', { ...pageShape, ...filters }, (reader, params) => {
      const { payment_intent, transfer_group, customer } = params;
      const found = payment_intent
        ? reader.find('charge', 'payment_intent', payment_intent)
        : transfer_group
          ? reader.find('charge', 'transfer_group', transfer_group)
          : reader.all('charge');
      return listPage(matching(found, { payment_intent, transfer_group, customer }), params, '/v1/charges');
    });

    get('/charges/:id', {}, (reader, _params, id) => {
      const charge = reader.get('charge', id);
      if (!charge) throw noSuch('charge', id, 'id', 404);
      return charge;
    });

    get('/charges/:id/refunds', pageShape, (reader, params, id) =>
      listPage(reader.find('refund', 'charge', id), params, `/v1/charges/${id}/refunds`),
    );

    const changes = { description: optionalText(), metadata: metadataChange, transfer_group: text() };
    post('/charges/:id', changes, (cause, { metadata, ...params }, id) => {
      const charge = cause.tx.get('charge', id);
      if (!charge) throw noSuch('charge', id, 'id', 404);
      const old = charge.metadata as Record<string, string>;
      const changed = cause.tx.put({ ...charge, ...params, metadata: changedMetadata(old, metadata) } as Charge);
      emit(cause, 'charge.updated', changed, charge);
      return changed;
    });
  },
};
