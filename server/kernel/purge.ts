import { day, now } from './clock.js';
import type { Tx } from './database.js';

/** Forgets what has served its time: answers of idempotency keys, spent links, counters of tries. The record stays. */
export async function purge(tx: Tx): Promise<void> {
  const before = (days: number) => new Date(now().getTime() - days * day);
  await tx.query('delete from idempotency_keys where claimed_at < $1', [before(3)]);
  await tx.query('delete from mail_secrets where expires_at < $1', [before(30)]);
  await tx.query('delete from sign_in_tries where at < $1', [before(2)]);
  await tx.query('delete from rate_limits where expire < $1', [now().getTime()]);
}
