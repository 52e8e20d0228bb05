import { Problem } from '../../contracts/problems.js';
import { minute, now } from '../kernel/clock.js';
import type { Tx } from '../kernel/database.js';
import { sha256 } from '../kernel/hash.js';
import { SignInTries } from './tables.js';

const triesBeforeLock = 5;
const lockFor = 15 * minute;

/** Account and address together: somebody who guesses locks out themselves, not the owner elsewhere. */
function keyOf(email: string, address: string): string {
  return `${sha256(email)}:${sha256(address)}`;
}

/** Throws 423 while the account is locked for this address; the same whether the account exists or not. */
export async function refuseLocked(tx: Tx, email: string, address: string): Promise<void> {
  const row = await tx.findOneBy(SignInTries, { key: keyOf(email, address) });
  if (row?.lockedUntil && row.lockedUntil > now()) throw locked(row.lockedUntil);
}

/** Counts a wrong password; gives whether the account is locked for this address from now on. */
export async function countFailure(tx: Tx, email: string, address: string): Promise<boolean> {
  const [row]: [{ failed: number }] = await tx.query(
    `insert into sign_in_tries (key, failed, at) values ($1, 1, $2)
     on conflict (key) do update set at = excluded.at,
       failed = case when sign_in_tries.at < $3 then 1 else sign_in_tries.failed + 1 end
     returning failed`,
    [keyOf(email, address), now(), new Date(now().getTime() - lockFor)],
  );
  if (row.failed < triesBeforeLock) return false;
  const lockedUntil = new Date(now().getTime() + lockFor);
  await tx.query('update sign_in_tries set failed = 0, locked_until = $2 where key = $1', [
    keyOf(email, address),
    lockedUntil,
  ]);
  return true;
}

export function lockedNow(): Problem {
  return locked(new Date(now().getTime() + lockFor));
}

/** After a right password from `address`: nothing is held against the account there. */
export async function forgetTries(tx: Tx, email: string, address: string): Promise<void> {
  await tx.query('delete from sign_in_tries where key = $1', [keyOf(email, address)]);
}

/** After a new password: nothing is held against the account anywhere. */
export async function forgetAllTries(tx: Tx, email: string): Promise<void> {
  await tx.query(`delete from sign_in_tries where key like $1 || ':%'`, [sha256(email)]);
}

function locked(until: Date): Problem {
  const wait = Math.max(1, Math.ceil((until.getTime() - now().getTime()) / minute));
  return new Problem(
    'locked',
    {
      vi: `Sai mật khẩu quá nhiều lần; thử lại sau ${wait} phút hoặc đặt lại mật khẩu.`,
      en: `Too many wrong passwords; try again in ${wait} minutes, or reset the password.`,
    },
    { retryAfter: wait * 60 },
  );
}
