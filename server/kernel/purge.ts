import { day, now } from './clock.js';
import type { Tx } from './database.js';

/**
 * Forgets what has served its time: answers of idempotency keys, spent links, counters of tries, sessions that ended. The record stays, and so
 * does everything of an organisation under a regulator's hold.
 */
export async function purge(tx: Tx): Promise<void> {
  const before = (days: number) => new Date(now().getTime() - days * day);
  await tx.query(`delete from idempotency_keys where claimed_at < $1 and not ${held('scope')}`, [before(3)]);
  await tx.query(`delete from mail_secrets where expires_at < $1 and not ${held(owner)}`, [before(30)]);
  await tx.query('delete from sign_in_tries where at < $1', [before(2)]);
  // A session ends by the clock of the database, as its store has it.
  await tx.query('delete from sessions where expire < now()');
  await tx.query('delete from rate_limits where expire < $1', [now().getTime()]);
}

const owner = '(select organisation_id from members where members.id = member_id)';

function held(organisation: string): string {
  return `exists (select 1 from holds h where h.lifted_at is null and h.stops @> array[${organisation}])`;
}
