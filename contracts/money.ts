import { z } from 'zod';
import { vnd } from './common.js';
import { type VatClass, vatAt, vatClass, vatPercent } from './scheme/vat.js';

/** An amount before VAT with its VAT. */
export const moneyLine = z.strictObject({
  netVnd: vnd,
  vatClass,
  /** Whole per cent; null where no tax is stated (KCT, KKKNT). */
  vatPercent: z.number().int().nullable(),
  vatVnd: vnd,
  totalVnd: vnd,
  /** False: by the rate of today; it becomes firm with the payment (price) or the settlement (fee). */
  firm: z.boolean(),
});
export type MoneyLine = z.infer<typeof moneyLine>;

/** The exchange's fee as one version of its schedule says: a share of the price and a fixed part, within bounds. */
export const feeTerms = z.strictObject({
  /** 0: the exchange had no schedule and takes nothing. */
  version: z.number().int().min(0),
  /** Basis points of the price before VAT: 500 = 5 %. */
  percentBp: z.number().int().min(0).max(3_000),
  fixedVnd: vnd,
  minVnd: vnd,
  maxVnd: vnd.nullable(),
  vatClass,
});
export type FeeTerms = z.infer<typeof feeTerms>;

/** Before the operator has put a schedule in force. */
export const noFee: FeeTerms = { version: 0, percentBp: 0, fixedVnd: 0, minVnd: 0, maxVnd: null, vatClass: 'KKKNT' };

/** Everything that moves with an order (scheme C9): what the buyer pays, what the exchange takes, what is left. */
export const orderMoney = z.strictObject({
  price: moneyLine,
  fee: moneyLine,
  feeVersion: z.number().int(),
  /** What the provider is paid: the buyer's total less the fee and its VAT. */
  payoutVnd: vnd,
});
export type OrderMoney = z.infer<typeof orderMoney>;
/** The same for an order of which a part may have gone back: the fee shrinks with what is left of the price. */
export const paidMoney = orderMoney.extend({ refundedVnd: vnd });
export type PaidMoney = z.infer<typeof paidMoney>;

/** The fee before its VAT, whole đồng, half-up. With 10 % VAT on top it never takes more than the price. */
export function feeOf(priceVnd: number, terms: FeeTerms): number {
  const asked = Math.floor((priceVnd * terms.percentBp + 5_000) / 10_000) + terms.fixedVnd;
  const bounded = Math.min(Math.max(asked, terms.minVnd), terms.maxVnd ?? Number.MAX_SAFE_INTEGER);
  return Math.min(bounded, Math.floor((priceVnd * 10) / 11));
}

/** A line by the rate of a day. */
export function lineOn(day: string, netVnd: number, of: VatClass): MoneyLine {
  return { ...lineAt(netVnd, of, vatPercent(of, day)), firm: netVnd === 0 };
}

/** A line by a rate that is settled. */
export function lineAt(netVnd: number, of: VatClass, percent: number | null): MoneyLine {
  const vatVnd = vatAt(netVnd, percent);
  return { netVnd, vatClass: of, vatPercent: percent, vatVnd, totalVnd: netVnd + vatVnd, firm: true };
}

export function moneyOf(price: MoneyLine, fee: MoneyLine, feeVersion: number): OrderMoney {
  return { price, fee, feeVersion, payoutVnd: price.totalVnd - fee.totalVnd };
}

/**
 * The same after `refundedVnd` of the buyer's total went back: the fee is kept in proportion to what is left, rounded
 * down, with VAT on what is kept. However it goes back in parts, the same sum leaves the same shares.
 */
export function moneyLeft(price: MoneyLine, fee: MoneyLine, feeVersion: number, refundedVnd: number): PaidMoney {
  if (refundedVnd > price.totalVnd) throw new Error(`${refundedVnd} ₫ of ${price.totalVnd} ₫ cannot have gone back.`);
  if (refundedVnd === 0) return { ...moneyOf(price, fee, feeVersion), refundedVnd };
  const leftVnd = price.totalVnd - refundedVnd;
  const netVnd = Number((BigInt(fee.netVnd) * BigInt(leftVnd)) / BigInt(price.totalVnd));
  const kept = { ...lineAt(netVnd, fee.vatClass, fee.vatPercent), firm: fee.firm };
  return { price, fee: kept, feeVersion, payoutVnd: leftVnd - kept.totalVnd, refundedVnd };
}

/** What an order under these terms would come to on a day. */
export function quote(day: string, priceVnd: number, of: VatClass, terms: FeeTerms): OrderMoney {
  const fee = lineOn(day, feeOf(priceVnd, terms), terms.vatClass);
  return moneyOf(lineOn(day, priceVnd, of), fee, terms.version);
}

/**
 * The part of a refund that goes back on a line: `refundedVnd` of its total in all, of which `earlier` was corrected
 * before. However a line is refunded in parts, the parts add up to its net and its VAT, đồng by đồng.
 */
export function refundedPart(
  line: { netVnd: number; vatVnd: number },
  refundedVnd: number,
  earlier: { netVnd: number; vatVnd: number },
): { netVnd: number; vatVnd: number } {
  const totalVnd = line.netVnd + line.vatVnd;
  if (refundedVnd > totalVnd) throw new Error(`${refundedVnd} ₫ are more than the ${totalVnd} ₫ of the line.`);
  const vatInAll = Number(
    (BigInt(refundedVnd) * BigInt(line.vatVnd) * 2n + BigInt(totalVnd)) / (2n * BigInt(totalVnd)),
  );
  return { netVnd: refundedVnd - vatInAll - earlier.netVnd, vatVnd: vatInAll - earlier.vatVnd };
}
