import { Problem } from '../../contracts/problems.js';
import { record } from '../audit/record.js';
import type { MemberActor } from '../kernel/actor.js';
import type { Database } from '../kernel/database.js';
import { passwordFits } from './passwords.js';
import { Members } from './tables.js';
import { countFailure, forgetTries, lockedNow, refuseLocked } from './tries.js';

/** That a member has just shown their password again; only this file makes one. */
export type Reauthenticated = { readonly memberId: string; readonly method: 'password' };

/**
 * Asks the signed-in member for their password again, before a signature. Throws 422 `wrong-password`, and 423 `locked` after
 * five wrong ones from one address, counted together with those of signing in. The slow check runs outside any transaction.
 */
export async function reauthenticate(
  db: Database,
  actor: MemberActor,
  password: string,
  address: string,
): Promise<Reauthenticated> {
  const member = await db.read.findOneByOrFail(Members, { id: actor.memberId });
  await refuseLocked(db.read, member.email, address);
  const fits = await passwordFits(member.passwordHash, password);
  const refusal = await db.transaction(async (tx) => {
    await refuseLocked(tx, member.email, address);
    if (fits) {
      await forgetTries(tx, member.email, address);
      return null;
    }
    const locked = await countFailure(tx, member.email, address);
    const about = { kind: 'organisation', id: member.organisationId };
    await record(tx, actor, { type: 'session.refused', data: { locked } }, about);
    return locked ? lockedNow() : wrongPassword();
  });
  if (refusal) throw refusal;
  return { memberId: actor.memberId, method: 'password' };
}

function wrongPassword(): Problem {
  const vi = 'Mật khẩu không đúng; chữ ký chưa được thực hiện.';
  const en = 'The password is wrong; nothing was signed.';
  return new Problem('wrong-password', { vi, en }, { errors: [{ pointer: '/password', detail: en, detailVi: vi }] });
}
