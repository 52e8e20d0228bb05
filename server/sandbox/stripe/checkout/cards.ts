import { brandOf, luhnHolds, TEST_CARDS, TEST_IBANS } from '../test-cards.js';
import type { TypedMethod } from '../typed-method.js';

export type CardField = 'card_number' | 'expiry' | 'cvc';
export type CardProblem = 'incorrect_number' | 'invalid_expiry' | 'invalid_cvc';

/**
 * Reads the hosted form's fields, or says which field is wrong. A two-digit year is in this century. Where the number
 * belongs, one of the test IBANs may stand: paid by debit, its date and code do not count.
 */
export function readCard(
  form: Record<string, string>,
  today: Date,
): { card: TypedMethod } | { problem: CardProblem; field: CardField } {
  const number = (form.card_number ?? '').replace(/[\s-]/g, '');
  const name = form.name?.trim().slice(0, 200) || null;
  const debit = TEST_IBANS[number.toUpperCase()];
  if (debit) return { card: { type: 'sepa_debit', behaviour: debit, iban: number.toUpperCase(), name } };
  if (!/^\d{13,19}$/.test(number) || !luhnHolds(number)) return { problem: 'incorrect_number', field: 'card_number' };
  const month = Number(form.exp_month?.trim() || Number.NaN);
  const year = fullYear(form.exp_year?.trim() ?? '');
  if (!Number.isInteger(month) || month < 1 || month > 12 || !isCurrent(month, year, today)) {
    return { problem: 'invalid_expiry', field: 'expiry' };
  }
  if (!/^\d{3,4}$/.test(form.cvc?.trim() ?? '')) return { problem: 'invalid_cvc', field: 'cvc' };
  const behaviour = TEST_CARDS[number] ?? 'test_mode_live_card';
  const shown = { last4: number.slice(-4), brand: brandOf(number), exp_month: month, exp_year: year };
  return { card: { type: 'card', behaviour, ...shown, name } };
}

function fullYear(given: string): number {
  if (/^\d{2}$/.test(given)) return 2000 + Number(given);
  return /^\d{4}$/.test(given) ? Number(given) : Number.NaN;
}

/** A card is good to the end of its month. */
function isCurrent(month: number, year: number, today: Date): boolean {
  const months = year * 12 + month - 1;
  const thisMonth = today.getUTCFullYear() * 12 + today.getUTCMonth();
  return months >= thisMonth && year <= today.getUTCFullYear() + 50;
}
