type Currency = { decimals: 0 | 2; fixedFee: number };

/** The currencies the stand-in takes; `fixedFee` in the smallest unit. VND and JPY have no decimals at Stripe. */
const CURRENCIES: Record<string, Currency> = {
  vnd: { decimals: 0, fixedFee: 5_000 },
  jpy: { decimals: 0, fixedFee: 40 },
  usd: { decimals: 2, fixedFee: 30 },
  eur: { decimals: 2, fixedFee: 25 },
  sgd: { decimals: 2, fixedFee: 50 },
};

export const currencyCodes = Object.keys(CURRENCIES);

/** The stand-in's processing fee: 3.4 % plus a fixed part, never above the amount itself. */
export function processingFee(amount: number, currency: string): number {
  const fixed = CURRENCIES[currency]?.fixedFee ?? 0;
  return Math.min(amount, Math.round((amount * 34) / 1000) + fixed);
}

/** `1.234.567 ₫` for VND, the usual Vietnamese way for the others. `amount` is in the smallest unit. */
export function formatAmount(amount: number, currency: string): string {
  const decimals = CURRENCIES[currency]?.decimals ?? 2;
  const [whole = '', part] = (amount / 10 ** decimals).toFixed(decimals).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, '.');
  return `${grouped}${part ? `,${part}` : ''} ${currency === 'vnd' ? '₫' : currency.toUpperCase()}`;
}
