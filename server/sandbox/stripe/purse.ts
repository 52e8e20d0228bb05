import type { Cause } from './emit.js';
import { later } from './later.js';
import type { BalanceTransaction } from './objects.js';
import type { Purse } from './objects-own.js';
import type { Reader } from './store.js';

const DAY = 24 * 60 * 60;

/** The first midnight (UTC) at or after `time`: funds become available at midnights. */
export function midnightAfter(time: number): number {
  return Math.ceil(time / DAY) * DAY;
}

const purseId = (account: string | null, currency: string) => `${account ?? 'platform'} ${currency}`;

/** Keeps the sums of the balance, so that asking for it does not cost more with every payment. */
export function addToPurse(cause: Cause, entry: BalanceTransaction): void {
  const { tx, account, now } = cause;
  const id = purseId(account, entry.currency);
  const purse = tx.get('sandbox.purse', id) ?? firstPurse(cause, id, entry);
  const coming = { ...purse.coming };
  let settled = purse.settled;
  for (const [time, amount] of Object.entries(coming)) {
    if (Number(time) > now) continue;
    settled += amount;
    delete coming[time];
  }
  if (entry.available_on <= now) settled += entry.net;
  else {
    coming[entry.available_on] = (coming[entry.available_on] ?? 0) + entry.net;
    later(cause, entry.available_on - now, 'announce_balance', `${account ?? ''}@${entry.available_on}`);
  }
  tx.put({ ...purse, settled, coming });
}

/** A journal from before purses were kept has entries but no sums. */
function firstPurse({ tx }: Cause, id: string, except: BalanceTransaction): Purse {
  const coming: Record<string, number> = {};
  for (const { id: entry, currency, available_on, net } of tx.all('balance_transaction')) {
    if (entry !== except.id && currency === except.currency) coming[available_on] = (coming[available_on] ?? 0) + net;
  }
  return { id, object: 'sandbox.purse', settled: 0, coming };
}

/** What `account` can use now and what is still coming, in the currency's smallest unit. */
export function fundsOf(reader: Reader, account: string | null, currency: string, now: number) {
  const purse = reader.get('sandbox.purse', purseId(account, currency));
  let available = purse?.settled ?? 0;
  let pending = 0;
  for (const [time, amount] of Object.entries(purse?.coming ?? {})) {
    if (Number(time) <= now) available += amount;
    else pending += amount;
  }
  return { available, pending };
}
