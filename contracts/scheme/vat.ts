import { z } from 'zod';
import type { Bilingual } from '../common.js';

/** VAT classes (scheme C6): three rates, zero, not taxable (KCT), neither declared nor calculated (KKKNT). */
export const vatClasses = ['10', '8', '5', '0', 'KCT', 'KKKNT'] as const;
export const vatClass = z.enum(vatClasses);
export type VatClass = (typeof vatClasses)[number];

export const vatClassNames: Record<VatClass, Bilingual> = {
  '10': { vi: '10 %', en: '10 %' },
  '8': { vi: '8 % (được giảm từ 10 % đến hết 31/12/2026)', en: '8 % (reduced from 10 % until 31/12/2026)' },
  '5': { vi: '5 %', en: '5 %' },
  '0': { vi: '0 %', en: '0 %' },
  KCT: { vi: 'Không chịu thuế', en: 'Not taxable' },
  KKKNT: { vi: 'Không kê khai, tính nộp thuế', en: 'Not declared' },
};

type Rate = {
  vatClass: VatClass;
  /** Whole per cent; null where no tax is stated. */
  percent: number | null;
  /** First and last day by the calendar of UTC+7; null = open. */
  from: string | null;
  to: string | null;
  source: string;
  confidence: 'S1' | 'S2' | 'DES';
};

const standing = 'VAT law: 10 % is the standard rate; 5 %, 0 % and untaxed items keep theirs';
/** The rates by date. A change of the law is a row here; what was paid or settled before keeps the rate it had. */
export const vatRates: readonly Rate[] = [
  { vatClass: '10', percent: 10, from: null, to: null, source: standing, confidence: 'S2' },
  {
    ...{ vatClass: '8', percent: 10, from: null, to: '2025-06-30' },
    ...{ source: 'before the present reduction', confidence: 'S2' },
  },
  {
    ...{ vatClass: '8', percent: 8, from: '2025-07-01', to: '2026-12-31' },
    ...{ source: 'reduction of most 10 % items, IT services included, until 31/12/2026', confidence: 'S2' },
  },
  {
    ...{ vatClass: '8', percent: 10, from: '2027-01-01', to: null },
    ...{ source: 'the reduction ends; back to 10 % unless extended', confidence: 'S2' },
  },
  { vatClass: '5', percent: 5, from: null, to: null, source: standing, confidence: 'S2' },
  { vatClass: '0', percent: 0, from: null, to: null, source: standing, confidence: 'S2' },
  { vatClass: 'KCT', percent: null, from: null, to: null, source: standing, confidence: 'S2' },
  { vatClass: 'KKKNT', percent: null, from: null, to: null, source: standing, confidence: 'S2' },
];

/** Whole per cent of the class on a day (`2026-12-31`); null where no tax is stated. */
export function vatPercent(of: VatClass, day: string): number | null {
  const rate = vatRates.find(
    (row) => row.vatClass === of && (row.from === null || row.from <= day) && (row.to === null || day <= row.to),
  );
  if (!rate) throw new Error(`The VAT table has no rate of class ${of} on ${day}.`);
  return rate.percent;
}

/** VAT of a line in whole đồng, rounded half-up (away from zero for a line that corrects another). */
export function vatOf(netVnd: number, of: VatClass, day: string): number {
  return vatAt(netVnd, vatPercent(of, day));
}

/** The same by a rate that is already known. */
export function vatAt(netVnd: number, percent: number | null): number {
  if (!Number.isSafeInteger(netVnd)) throw new Error(`${netVnd} is no amount of whole đồng.`);
  const amount = Math.floor((Math.abs(netVnd) * (percent ?? 0) + 50) / 100);
  return netVnd < 0 ? -amount || 0 : amount;
}

/** What of an amount that includes VAT is net, and what VAT: together exactly the amount. */
export function splitGross(grossVnd: number, of: VatClass, day: string): { netVnd: number; vatVnd: number } {
  const percent = vatPercent(of, day) ?? 0;
  const netVnd = Math.floor((grossVnd * 100 * 2 + (100 + percent)) / (2 * (100 + percent)));
  return { netVnd, vatVnd: grossVnd - netVnd };
}

/**
 * What an offer's class is until its provider chooses another. No source names the class of a data licence (scheme §7):
 * paid licences are taken as reduced 10 % items like other information services, what is given away is not declared.
 */
export function defaultVatClass(priceVnd: number): VatClass {
  return priceVnd === 0 ? 'KKKNT' : '8';
}
