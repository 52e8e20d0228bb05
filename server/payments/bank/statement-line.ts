/** One movement on the exchange’s account as its bank tells it. Amounts in whole đồng; money that left is negative. */
export type StatementLine = {
  /** The bank’s own number of the movement. */
  bankReference: string;
  /** The day it was booked, `YYYY-MM-DD`. */
  bookedOn: string;
  amountVnd: number;
  content: string;
  /** Who paid, or was paid, as far as the bank tells. */
  counterparty: string | null;
};

/** What is wrong with a statement, and in which line of the file (from 1). */
export class StatementFault extends Error {
  constructor(
    readonly line: number,
    readonly vi: string,
    readonly en: string,
    /** The scheme's code, where a rule of the scheme is broken. */
    readonly decisionCode?: 'GIA_NGOAI_TE',
  ) {
    super(en);
  }
}

/** Throws for a currency that is not ours (Ordinance on Foreign Exchange, Art. 22): its amounts are no đồng. */
export function refuseOtherCurrency(currency: string, line: number): void {
  if (currency === 'VND') return;
  throw new StatementFault(
    line,
    `số tiền bằng ${currency}, không phải VND (GIA_NGOAI_TE).`,
    `the amount is in ${currency}, not VND (GIA_NGOAI_TE).`,
    'GIA_NGOAI_TE',
  );
}

/** Whole đồng out of `1.234.567`, `1,234,567`, `1234567.00`, `1.234.567,00` or `(1,000)`; null for anything else. */
export function dong(text: string): number | null {
  const bare = text.trim().replace(/\s|₫|đ$|VND$/gi, '');
  const negative = /^-|^\(.*\)$/.test(bare);
  const digits = bare.replace(/^[-+(]|\)$/g, '').replace(/^[-+]/, '');
  const match = /^(\d{1,3}(?:([.,])\d{3}(?:\2\d{3})*)?|\d+)(?:[.,](0{0,2}))?$/.exec(digits);
  if (!match?.[1]) return null;
  const value = Number(match[1].replaceAll(/[.,]/g, ''));
  if (!Number.isSafeInteger(value)) return null;
  return negative ? -value : value;
}

/** `YYYY-MM-DD` of `23/11/2026`, `2026-11-23`, `23-11-2026 10:15:00`; null for anything else or a day that is not. */
export function dayOf(text: string): string | null {
  const iso = /^(\d{4})-(\d{2})-(\d{2})(?:[ T].*)?$/.exec(text.trim());
  const local = /^(\d{1,2})[/-](\d{1,2})[/-](\d{4})(?: .*)?$/.exec(text.trim());
  const [year, month, day] = iso ? [iso[1], iso[2], iso[3]] : local ? [local[3], local[2], local[1]] : [];
  if (!year || !month || !day) return null;
  const found = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  const same = found.getUTCMonth() === Number(month) - 1 && found.getUTCDate() === Number(day);
  return same ? found.toISOString().slice(0, 10) : null;
}
