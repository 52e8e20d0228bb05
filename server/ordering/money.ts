import { lineAt, lineOn, type MoneyLine, moneyLeft, type PaidMoney } from '../../contracts/money.js';
import { vietnamDay } from '../../contracts/vietnam-day.js';
import { now } from '../kernel/clock.js';
import type { Order } from './tables.js';

/**
 * The order's money: by the rates it was paid and settled at, or by today's where that is still to come; `refundedVnd` of it
 * gone back.
 */
export function moneyOfOrder(order: Order, refundedVnd = order.refundedVnd): PaidMoney {
  return moneyLeft(priceOf(order), feeLineOf(order), order.feeVersion, refundedVnd);
}

/** The price with its VAT: the rate that counts is that of the day of payment. */
export function priceOf({ priceVnd, vatClass, vatPercent, vatVnd }: Order): MoneyLine {
  return vatVnd === null ? lineOn(today(), priceVnd, vatClass) : lineAt(priceVnd, vatClass, vatPercent);
}

/** The fee with its VAT: the rate that counts is that of the day of settlement. */
export function feeLineOf({ feeVnd, feeVatClass, feeVatPercent, feeVatVnd }: Order): MoneyLine {
  return feeVatVnd === null ? lineOn(today(), feeVnd, feeVatClass) : lineAt(feeVnd, feeVatClass, feeVatPercent);
}

function today(): string {
  return vietnamDay(now());
}
