import { refused } from './errors.js';

type Currency = { decimals: 0 | 2; fixedFee: number; disputeFee: number };

/** The currencies the stand-in takes; fees in the smallest unit. VND and JPY have no decimals at Stripe. */
const CURRENCIES: Record<string, Currency> = {
  vnd: { decimals: 0, fixedFee: 5_000, disputeFee: 375_000 },
  jpy: { decimals: 0, fixedFee: 40, disputeFee: 1_300 },
  usd: { decimals: 2, fixedFee: 30, disputeFee: 1_500 },
  eur: { decimals: 2, fixedFee: 25, disputeFee: 2_000 },
  sgd: { decimals: 2, fixedFee: 50, disputeFee: 1_500 },
};

export const currencyCodes = Object.keys(CURRENCIES);

/** The stand-in's processing fee: 3.4 % plus a fixed part, never above the amount itself. */
export function processingFee(amount: number, currency: string): number {
  const fixed = CURRENCIES[currency]?.fixedFee ?? 0;
  return Math.min(amount, Math.round((amount * 34) / 1000) + fixed);
}

/** What the stand-in takes for every dispute, and gives back if it is won. */
export function disputeFee(currency: string): number {
  return CURRENCIES[currency]?.disputeFee ?? 0;
}

/** `1.234.567 ₫` for VND, the usual Vietnamese way for the others. `amount` is in the smallest unit. */
export function formatAmount(amount: number, currency: string): string {
  const decimals = CURRENCIES[currency]?.decimals ?? 2;
  const [whole = '', part] = (amount / 10 ** decimals).toFixed(decimals).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, '.');
  return `${grouped}${part ? `,${part}` : ''} ${currency === 'vnd' ? '₫' : currency.toUpperCase()}`;
}

/** The currency in small letters; 400 for one the stand-in does not know. */
export function knownCurrency(given: string, param: string): string {
  const currency = given.toLowerCase();
  if (currencyCodes.includes(currency)) return currency;
  const message = `Invalid currency: ${currency}. The Stripe simulation knows ${currencyCodes.join(', ')}.`;
  throw refused(message, undefined, param);
}
