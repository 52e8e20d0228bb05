import type { ClockName } from '../../contracts/lifecycle.js';

let offset = 0;

/** The present moment. Every rule about time asks here, never `new Date()`. */
export function now(): Date {
  return new Date(Date.now() + offset);
}

/** Moves this process's clock by `milliseconds`, so that a test can live through 45 days; 0 sets it right again. */
export function shiftClock(milliseconds: number): void {
  offset = milliseconds;
}

export const second = 1000;
export const minute = 60 * second;
export const hour = 60 * minute;
export const day = 24 * hour;

/** `date` plus whole calendar months; the last day of a shorter month stays in that month. */
export function addMonths(date: Date, months: number): Date {
  const result = new Date(date);
  const wanted = result.getUTCDate();
  result.setUTCDate(1);
  result.setUTCMonth(result.getUTCMonth() + months);
  const lastDay = new Date(Date.UTC(result.getUTCFullYear(), result.getUTCMonth() + 1, 0)).getUTCDate();
  result.setUTCDate(Math.min(wanted, lastDay));
  return result;
}

/** Length in milliseconds of every clock of the lifecycles. */
export type Clocks = Readonly<Record<ClockName, number>>;
