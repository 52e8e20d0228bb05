import { type Cause, emit } from '../emit.js';
import type { Resource } from '../endpoints.js';
import { noSuch } from '../errors.js';
import { newId } from '../ids.js';
import { listPage, pageShape } from '../lists.js';
import type { CardRecord, Charge, PaymentIntent } from '../objects.js';
import { notSimulated, text } from '../params.js';
import { bookOnBalance } from './balance-transactions.js';

export type Decline = { code: string; decline_code: string; message: string };

/** One attempt to take the intent's amount from the card: stores the charge, booked if it succeeded, and tells its event. */
export function createCharge(cause: Cause, intent: PaymentIntent, card: CardRecord, decline: Decline | null): Charge {
  const id = newId('ch');
  const booked = decline
    ? null
    : bookOnBalance(cause, {
        type: 'charge',
        amount: intent.amount,
        currency: intent.currency,
        source: id,
        description: intent.description,
      });
  const charge = cause.tx.put({
    id,
    object: 'charge',
    amount: intent.amount,
    amount_captured: decline ? 0 : intent.amount,
    amount_refunded: 0,
    application: null,
    application_fee: null,
    application_fee_amount: null,
    balance_transaction: booked?.id ?? null,
    billing_details: { address: null, email: intent.receipt_email, name: card.name, phone: null, tax_id: null },
    calculated_statement_descriptor: 'STRIPE SIMULATION',
    captured: !decline,
    created: cause.now,
    currency: intent.currency,
    customer: null,
    description: intent.description,
    disputed: false,
    failure_balance_transaction: null,
    failure_code: decline?.code ?? null,
    failure_message: decline?.message ?? null,
    fraud_details: {},
    livemode: false,
    metadata: intent.metadata,
    on_behalf_of: null,
    outcome: outcome(decline),
    paid: !decline,
    payment_intent: intent.id,
    payment_method: card.id,
    payment_method_details: { type: 'card', card: cardDetails(card, intent.amount) },
    receipt_email: intent.receipt_email,
    receipt_number: null,
    receipt_url: null,
    refunded: false,
    review: null,
    shipping: null,
    source: null,
    source_transfer: null,
    statement_descriptor: intent.statement_descriptor,
    statement_descriptor_suffix: intent.statement_descriptor_suffix,
    status: decline ? 'failed' : 'succeeded',
    transfer_data: null,
    transfer_group: intent.transfer_group,
  });
  emit(cause, decline ? 'charge.failed' : 'charge.succeeded', charge);
  return charge;
}

function outcome(decline: Decline | null) {
  return {
    advice_code: null,
    network_advice_code: null,
    network_decline_code: null,
    network_status: decline ? 'declined_by_network' : 'approved_by_network',
    reason: decline?.decline_code ?? null,
    risk_level: 'normal',
    seller_message: decline ? 'The bank did not accept the payment.' : 'Payment complete.',
    type: decline ? 'issuer_declined' : 'authorized',
  };
}

function cardDetails(card: CardRecord, amount: number) {
  return {
    amount_authorized: amount,
    authorization_code: null,
    brand: card.brand,
    checks: { address_line1_check: null, address_postal_code_check: null, cvc_check: 'pass' },
    country: 'US',
    exp_month: card.exp_month,
    exp_year: card.exp_year,
    funding: 'credit',
    installments: null,
    last4: card.last4,
    mandate: null,
    network: card.brand,
    regulated_status: 'unregulated',
    three_d_secure: null,
    wallet: null,
  };
}

export const charges: Resource<'charge'> = {
  kind: 'charge',
  view: {
    expandable: {
      balance_transaction: ['balance_transaction'],
      payment_intent: ['payment_intent'],
      refunds: (reader, id) => ({
        object: 'list',
        data: reader
          .all('refund')
          .filter((refund) => refund.charge === id)
          .reverse(),
        has_more: false,
        url: `/v1/charges/${id}/refunds`,
      }),
      customer: [],
    },
  },
  mount({ get }) {
    get(
      '/charges',
      { ...pageShape, payment_intent: text(), transfer_group: text(), customer: notSimulated },
      (reader, params) => {
        const found = reader
          .all('charge')
          .filter((charge) => params.payment_intent === undefined || charge.payment_intent === params.payment_intent)
          .filter((charge) => params.transfer_group === undefined || charge.transfer_group === params.transfer_group);
        return listPage(found, params, '/v1/charges');
      },
    );

    get('/charges/:id', {}, (reader, _params, id) => {
      const charge = reader.get('charge', id);
      if (!charge) throw noSuch('charge', id, 'id', 404);
      return charge;
    });
  },
};
