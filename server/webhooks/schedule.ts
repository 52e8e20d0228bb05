import { day, hour, minute, now, second } from '../kernel/clock.js';

/** Waits before each attempt (Standard Webhooks 1.0): the first at once, the tenth a day after the ninth. */
export const waits: readonly number[] = [
  ...[0, 5 * second, 5 * minute, 30 * minute, 2 * hour, 5 * hour],
  ...[10 * hour, 14 * hour, 20 * hour, 24 * hour],
];
/** An endpoint that has taken nothing for so long is switched off. */
export const patience = 5 * day;
/** What is done with an answer. */
export type Verdict = 'taken' | 'refused' | 'gone';

/** Only 2xx is taken; a redirect is not followed and counts as refused; 410 says: never again. Pure. */
export function verdictOn(status: number | null): Verdict {
  if (status === null) return 'refused';
  if (status >= 200 && status < 300) return 'taken';
  return status === 410 ? 'gone' : 'refused';
}

/**
 * When to try again after `tried` attempts, or null when that was the last. Up to a tenth is added by chance, so that
 * those who failed together do not come back together. A longer Retry-After is honoured, up to a day. Pure but for chance.
 */
export function nextAttempt(tried: number, retryAfter: number | null, chance = Math.random()): Date | null {
  const wait = waits[tried];
  if (wait === undefined) return null;
  const asked = Math.min(retryAfter ?? 0, day);
  return new Date(now().getTime() + Math.max(wait * (1 + chance / 10), asked));
}

/** Milliseconds that a Retry-After header asks for: seconds, or a date. Null for none or one nobody can read. Pure. */
export function retryAfter(header: string | undefined): number | null {
  if (header === undefined) return null;
  if (/^\d{1,9}$/.test(header.trim())) return Number(header) * second;
  const at = Date.parse(header);
  return Number.isNaN(at) ? null : Math.max(0, at - now().getTime());
}
