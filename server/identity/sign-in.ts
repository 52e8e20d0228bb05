import { Problem } from '../../contracts/problems.js';
import { record } from '../audit/record.js';
import { anonymous, type MemberActor } from '../kernel/actor.js';
import { minute, now } from '../kernel/clock.js';
import { type Database, lockRow, updateRow } from '../kernel/database.js';
import { memberActor } from './members.js';
import { passwordFits } from './passwords.js';
import { type Member, Members } from './tables.js';

const triesBeforeLock = 5;
const lockFor = 15 * minute;

/**
 * The member with this e-mail and password. Throws 401 `wrong-credentials` (the same for an unknown e-mail), 423 `locked`
 * after five wrong passwords, 403 `email-not-verified`. The slow password check runs outside any transaction.
 */
export async function signIn(db: Database, email: string, password: string): Promise<MemberActor> {
  const known = await db.read.findOneBy(Members, { email: email.toLowerCase() });
  refuseLocked(known);
  const fits = await passwordFits(known?.passwordHash ?? null, password);
  if (!known) throw wrongCredentials();
  const locked = await db.transaction(async (tx) => {
    const member = await lockRow(tx, Members, known.id);
    refuseLocked(member);
    const failed = fits ? 0 : (member?.failedSignIns ?? 0) + 1;
    const lockedUntil = failed >= triesBeforeLock ? new Date(now().getTime() + lockFor) : null;
    await updateRow(tx, Members, known.id, { failedSignIns: lockedUntil ? 0 : failed, lockedUntil });
    if (!fits) {
      const data = { locked: lockedUntil !== null };
      await record(
        tx,
        anonymous,
        { type: 'session.refused', data },
        { kind: 'organisation', id: known.organisationId },
      );
    }
    return lockedUntil;
  });
  if (locked) throw lockedUntilProblem(locked);
  if (!fits) throw wrongCredentials();
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

function refuseLocked(member: Member | null): void {
  if (member?.lockedUntil && member.lockedUntil > now()) throw lockedUntilProblem(member.lockedUntil);
}

function lockedUntilProblem(until: Date): Problem {
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

function wrongCredentials(): Problem {
  return new Problem('wrong-credentials', {
    vi: 'Kiểm tra lại email và mật khẩu.',
    en: 'Check the e-mail and the password.',
  });
}
