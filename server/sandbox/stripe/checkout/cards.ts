export type CardField = 'card_number' | 'expiry' | 'cvc';
export type CardProblem = 'incorrect_number' | 'invalid_expiry' | 'invalid_cvc';
export type DeclineCode = 'generic_decline' | 'insufficient_funds' | 'test_mode_live_card';
export type CardBehaviour = 'pays' | 'asks_3ds' | DeclineCode;

export type TypedCard = {
  behaviour: CardBehaviour;
  last4: string;
  brand: string;
  exp_month: number;
  exp_year: number;
  name: string | null;
};

/** Stripe's test cards, https://docs.stripe.com/testing. Every other valid number is refused as a live card. */
export const TEST_CARDS: Record<string, CardBehaviour> = {
  '4242424242424242': 'pays',
  '4000000000000002': 'generic_decline',
  '4000000000009995': 'insufficient_funds',
  '4000002500003155': 'asks_3ds',
};

/** Reads the hosted form's fields, or says which field is wrong. A two-digit year is in this century. */
export function readCard(
  form: Record<string, string>,
  today: Date,
): { card: TypedCard } | { problem: CardProblem; field: CardField } {
  const number = (form.card_number ?? '').replace(/[\s-]/g, '');
  if (!/^\d{13,19}$/.test(number) || !luhnHolds(number)) return { problem: 'incorrect_number', field: 'card_number' };
  const month = Number(form.exp_month?.trim() || Number.NaN);
  const year = fullYear(form.exp_year?.trim() ?? '');
  if (!Number.isInteger(month) || month < 1 || month > 12 || !isCurrent(month, year, today)) {
    return { problem: 'invalid_expiry', field: 'expiry' };
  }
  if (!/^\d{3,4}$/.test(form.cvc?.trim() ?? '')) return { problem: 'invalid_cvc', field: 'cvc' };
  const behaviour = TEST_CARDS[number] ?? 'test_mode_live_card';
  const name = form.name?.trim().slice(0, 200) || null;
  return {
    card: { behaviour, last4: number.slice(-4), brand: brandOf(number), exp_month: month, exp_year: year, name },
  };
}

/** The check digit of ISO/IEC 7812-1, annex B. */
function luhnHolds(digits: string): boolean {
  const sum = [...digits].reverse().reduce((total, digit, index) => {
    const value = Number(digit) * (index % 2 === 1 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return sum % 10 === 0;
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

function brandOf(number: string): string {
  if (number.startsWith('4')) return 'visa';
  if (/^(5[1-5]|2[2-7])/.test(number)) return 'mastercard';
  return /^3[47]/.test(number) ? 'amex' : 'unknown';
}
