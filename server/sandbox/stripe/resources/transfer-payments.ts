import { type Cause, emit } from '../emit.js';
import { newId } from '../ids.js';
import type { Charge } from '../objects.js';
import { book } from './balance-transactions.js';
import { blankCharge } from './charges.js';

type Incoming = { id: string; amount: number; currency: string; availableOn: number; group: string | null };

/** What the connected account sees of a transfer: a payment. */
export function receive(cause: Cause, { id: transfer, amount, currency, availableOn, group }: Incoming): Charge {
  const id = newId('py');
  const booked = book(cause, { type: 'payment', amount, currency, source: id, description: null, availableOn });
  const payment = cause.tx.put<Charge>({
    ...blankCharge,
    id,
    object: 'charge',
    amount,
    amount_captured: amount,
    amount_refunded: 0,
    balance_transaction: booked.id,
    billing_details: { address: null, email: null, name: null, phone: null, tax_id: null },
    captured: true,
    created: cause.now,
    currency,
    customer: null,
    description: null,
    disputed: false,
    metadata: {},
    outcome: null,
    paid: true,
    payment_intent: null,
    payment_method: null,
    payment_method_details: null,
    receipt_email: null,
    refunded: false,
    shipping: null,
    source_transfer: transfer,
    statement_descriptor: null,
    statement_descriptor_suffix: null,
    status: 'succeeded',
    transfer_group: group,
  });
  emit(cause, 'charge.succeeded', payment);
  return payment;
}
