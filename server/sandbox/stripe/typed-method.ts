import { createHash } from 'node:crypto';
import type { Cause } from './emit.js';
import { refused } from './errors.js';
import { newId } from './ids.js';
import type { PaymentMethod } from './objects.js';
import { type Behaviour, brandOf, NAMED_CARDS, TEST_CARDS } from './test-cards.js';

/** A way of paying as it was typed in. Of a card only the last four digits. */
export type TypedMethod = { behaviour: Behaviour; name: string | null } & (
  | { type: 'card'; last4: string; brand: string; exp_month: number; exp_year: number }
  | { type: 'sepa_debit'; iban: string }
);

type Billing = Partial<PaymentMethod['billing_details']>;

export function storeMethod({ tx, now }: Cause, typed: TypedMethod, billing: Billing = {}): PaymentMethod {
  return tx.put({
    id: newId('pm'),
    object: 'payment_method',
    allow_redisplay: 'unspecified',
    billing_details: { address: null, email: null, name: typed.name, phone: null, tax_id: null, ...billing },
    ...(typed.type === 'card' ? { card: cardOf(typed) } : { sepa_debit: debitOf(typed.iban) }),
    created: now,
    customer: null,
    livemode: false,
    metadata: {},
    type: typed.type,
    _behaviour: typed.behaviour,
  });
}

const fingerprint = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 16);

function cardOf(typed: Extract<TypedMethod, { type: 'card' }>) {
  const { brand, exp_month, exp_year, last4 } = typed;
  return {
    brand,
    checks: { address_line1_check: null, address_postal_code_check: null, cvc_check: 'pass' },
    country: 'US',
    display_brand: brand,
    exp_month,
    exp_year,
    fingerprint: fingerprint(`${brand} ${last4}`),
    funding: 'credit',
    generated_from: null,
    last4,
    networks: { available: [brand], preferred: null },
    regulated_status: 'unregulated',
    three_d_secure_usage: { supported: true },
    wallet: null,
  };
}

function debitOf(iban: string) {
  return {
    bank_code: iban.slice(4, 9),
    branch_code: '',
    country: iban.slice(0, 2),
    fingerprint: fingerprint(iban),
    generated_from: { charge: null, setup_attempt: null },
    last4: iban.slice(-4),
  };
}

/** The method of an id, or a new one for the name of a test card (`pm_card_visa`, `tok_visa`); 400 for neither. */
export function methodNamed(cause: Cause, id: string, param: string): PaymentMethod {
  const known = cause.tx.get('payment_method', id);
  if (known) return known;
  const number = NAMED_CARDS[id.replace(/^(pm_card|tok)_/, '')];
  if (!number || !/^(pm_card|tok)_/.test(id)) {
    throw refused(`No such PaymentMethod: '${id}'`, 'resource_missing', param);
  }
  return storeMethod(cause, testCard(number, cause.now));
}

export function testCard(number: string, now: number): TypedMethod {
  const behaviour = TEST_CARDS[number] ?? 'test_mode_live_card';
  const exp_year = new Date(now * 1000).getUTCFullYear() + 1;
  return {
    type: 'card',
    behaviour,
    brand: brandOf(number),
    exp_month: 12,
    exp_year,
    last4: number.slice(-4),
    name: null,
  };
}
