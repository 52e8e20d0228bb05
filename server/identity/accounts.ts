import type { identityOperations } from '../../contracts/identity.js';
import type { BodyOf, ResponseOf } from '../../contracts/operation.js';
import { record } from '../audit/record.js';
import { type Actor, anonymous } from '../kernel/actor.js';
import { now } from '../kernel/clock.js';
import { type Tx, updateRow } from '../kernel/database.js';
import { newId } from '../kernel/ids.js';
import { enqueue } from '../kernel/outbox.js';
import { addMember, endSessions, memberActor } from './members.js';
import { checkRegistration, registerOrganisation } from './organisations.js';
import { spendMailSecret } from './secrets.js';
import { Members } from './tables.js';
import { forgetAllTries } from './tries.js';

type SignUp = BodyOf<typeof identityOperations.signUp>;

type SignedUp = ResponseOf<typeof identityOperations.signUp>;

/**
 * Registers an organisation and its first administrator, who is mailed a link to verify the address. Where the address has
 * an account, nothing is registered, its owner is told by mail instead (if `mayMail`), and the answer looks the same: a
 * stranger does not learn who has an account.
 */
export async function signUp(tx: Tx, input: SignUp, passwordHash: string, mayMail: boolean): Promise<SignedUp> {
  const owner = await tx.findOneBy(Members, { email: input.member.email });
  if (owner) {
    await checkRegistration(tx, input.organisation, '/organisation');
    if (mayMail && owner.active) await enqueue(tx, 'mail-known-account', { memberId: owner.id });
    return { organisationId: newId('org'), memberId: newId('mem') };
  }
  const organisation = await registerOrganisation(tx, input.organisation, '/organisation');
  const { displayName, email } = input.member;
  const member = await addMember(
    tx,
    anonymous,
    { organisationId: organisation.id, displayName, email, passwordHash, role: 'admin', emailVerified: false },
    '/member/email',
  );
  await enqueue(tx, 'mail-secret', { memberId: member.id, kind: 'verify-email' });
  return { organisationId: organisation.id, memberId: member.id };
}

/** Marks the address as the member's own. */
export async function verifyEmail(tx: Tx, secret: string): Promise<void> {
  const memberId = await spendMailSecret(tx, secret, ['verify-email']);
  await updateRow(tx, Members, memberId, { emailVerifiedAt: now() });
  await tx.query(`delete from mail_secrets where member_id = $1 and kind = 'verify-email' and used_at is null`, [
    memberId,
  ]);
  await recordOwn(tx, memberId, 'member.email-verified');
}

/** Mails a link if the address is known; the caller learns nothing either way. */
export async function mailLink(tx: Tx, email: string, kind: 'verify-email' | 'reset-password'): Promise<void> {
  const member = await tx.findOneBy(Members, { email, active: true });
  if (!member || (kind === 'verify-email' && member.emailVerifiedAt)) return;
  await enqueue(tx, 'mail-secret', { memberId: member.id, kind });
}

/** Sets a new password; the mail proved the address too. Every session, token and older link ends. */
export async function resetPassword(tx: Tx, secret: string, passwordHash: string): Promise<void> {
  const memberId = await spendMailSecret(tx, secret, ['reset-password', 'invitation']);
  await updateRow(tx, Members, memberId, { passwordHash, emailVerifiedAt: now() });
  // Whoever held the account before holds nothing of it now: no session, no token, no other link.
  await endSessions(tx, memberId);
  await tx.query('update api_tokens set revoked_at = $2 where member_id = $1 and revoked_at is null', [
    memberId,
    now(),
  ]);
  await tx.query('delete from mail_secrets where member_id = $1 and used_at is null', [memberId]);
  const { email } = await tx.findOneByOrFail(Members, { id: memberId });
  await forgetAllTries(tx, email);
  await recordOwn(tx, memberId, 'member.password-changed');
}

async function recordOwn(tx: Tx, memberId: string, type: 'member.email-verified' | 'member.password-changed') {
  const actor: Actor = (await memberActor(tx, memberId)) ?? anonymous;
  const { organisationId } = await tx.findOneByOrFail(Members, { id: memberId });
  await record(tx, actor, { type, data: {} }, { kind: 'organisation', id: organisationId });
}
