import { Problem } from '../../contracts/problems.js';
import { record } from '../audit/record.js';
import { anonymous, type MemberActor } from '../kernel/actor.js';
import { type Database, lockRow } from '../kernel/database.js';
import { memberActor } from './members.js';
import { passwordFits } from './passwords.js';
import { Members } from './tables.js';
import { countFailure, forgetTries, lockedNow, refuseLocked } from './tries.js';

/**
 * The member with this e-mail and password. Throws 401 `wrong-credentials`, 423 `locked` after five wrong passwords from
 * one address – both the same for an unknown e-mail – and 403 `email-not-verified`. The slow password check runs outside
 * any transaction; a password that was changed meanwhile counts as wrong.
 */
export async function signIn(db: Database, email: string, password: string, address: string): Promise<MemberActor> {
  const account = email.toLowerCase();
  await refuseLocked(db.read, account, address);
  const known = await db.read.findOneBy(Members, { email: account });
  const fits = await passwordFits(known?.passwordHash ?? null, password);
  const refusal = await db.transaction(async (tx) => {
    await refuseLocked(tx, account, address);
    const member = known && (await lockRow(tx, Members, known.id));
    if (fits && member?.passwordHash === known?.passwordHash) {
      await forgetTries(tx, account, address);
      return null;
    }
    const locked = await countFailure(tx, account, address);
    if (known) {
      const about = { kind: 'organisation', id: known.organisationId };
      await record(tx, anonymous, { type: 'session.refused', data: { locked } }, about);
    }
    return locked ? lockedNow() : wrongCredentials();
  });
  if (refusal || !known) throw refusal ?? wrongCredentials();
  if (!known.emailVerifiedAt) {
    throw new Problem('email-not-verified', {
      vi: 'Hãy mở liên kết xác nhận đã gửi tới email của bạn, hoặc yêu cầu gửi lại.',
      en: 'Open the verification link that was mailed to you, or ask for it again.',
    });
  }
  const actor = await memberActor(db.read, known.id);
  if (!actor) throw wrongCredentials();
  await db.transaction((tx) =>
    record(tx, actor, { type: 'session.opened', data: {} }, { kind: 'organisation', id: actor.organisationId }),
  );
  return actor;
}

function wrongCredentials(): Problem {
  return new Problem('wrong-credentials', {
    vi: 'Kiểm tra lại email và mật khẩu.',
    en: 'Check the e-mail and the password.',
  });
}
