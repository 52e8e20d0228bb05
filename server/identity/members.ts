import type { MemberRole, MemberView } from '../../contracts/identity.js';
import { notFound, Problem } from '../../contracts/problems.js';
import { record } from '../audit/record.js';
import type { Actor, MemberActor } from '../kernel/actor.js';
import { now } from '../kernel/clock.js';
import { insertRow, lockRow, type Tx, updateRow, violatedConstraint } from '../kernel/database.js';
import { newId } from '../kernel/ids.js';
import { enqueue } from '../kernel/outbox.js';
import { type Member, Members, Organisations } from './tables.js';

export type NewMember = {
  organisationId: string;
  displayName: string;
  email: string;
  passwordHash: string | null;
  role: MemberRole;
  emailVerified: boolean;
};

const takenEmail = 'members_email_key';

/** Whether `error` is the refusal of a second member with one e-mail. */
export function isTakenEmail(error: unknown): boolean {
  return error instanceof Problem && violatedConstraint(error.cause) === takenEmail;
}

/** Adds a member; throws 409 when the e-mail is taken. `pointer` says where the e-mail stood in the input. */
export async function addMember(tx: Tx, actor: Actor, input: NewMember, pointer: string): Promise<Member> {
  const { emailVerified, ...rest } = input;
  const member: Member = {
    id: newId('mem'),
    ...rest,
    active: true,
    emailVerifiedAt: emailVerified ? now() : null,
    createdAt: now(),
  };
  await insertRow(tx, Members, member).catch((error: unknown) => {
    if (violatedConstraint(error) !== takenEmail) throw error;
    const taken = new Problem(
      'conflict',
      {
        vi: 'Email này đã có tài khoản; hãy đăng nhập hoặc đặt lại mật khẩu.',
        en: 'This e-mail has an account; sign in or reset the password.',
      },
      { errors: [{ pointer, detail: 'already in use', detailVi: 'đã được sử dụng' }] },
    );
    taken.cause = error;
    throw taken;
  });
  await record(
    tx,
    actor,
    { type: 'member.registered', data: { role: member.role } },
    { kind: 'organisation', id: member.organisationId },
  );
  return member;
}

/** Invites a colleague: the mailed link lets them choose a password. */
export async function inviteMember(
  tx: Tx,
  actor: MemberActor,
  input: { displayName: string; email: string; role: MemberRole },
): Promise<Member> {
  const member = await addMember(
    tx,
    actor,
    { ...input, organisationId: actor.organisationId, passwordHash: null, emailVerified: false },
    '/email',
  );
  await enqueue(tx, 'mail-secret', { memberId: member.id, kind: 'invitation' });
  return member;
}

/** Changes a member's role or switches the account; an organisation keeps at least one active administrator. */
export async function editMember(
  tx: Tx,
  actor: MemberActor,
  id: string,
  change: { role?: MemberRole | undefined; active?: boolean | undefined },
): Promise<Member> {
  await lockRow(tx, Organisations, actor.organisationId);
  const member = await lockRow(tx, Members, id);
  if (!member || member.organisationId !== actor.organisationId) throw notFound({ vi: 'thành viên', en: 'member' });
  const next = { role: change.role ?? member.role, active: change.active ?? member.active };
  const admins = await tx.findBy(Members, { organisationId: actor.organisationId, role: 'admin', active: true });
  if (admins.every((one) => one.id === id) && (next.role !== 'admin' || !next.active)) {
    throw new Problem('conflict', {
      vi: 'Tổ chức phải còn ít nhất một quản trị viên; hãy chỉ định người khác trước.',
      en: 'The organisation needs at least one administrator; appoint another first.',
    });
  }
  await updateRow(tx, Members, id, next);
  if (!next.active) await endSessions(tx, id);
  await record(tx, actor, { type: 'member.changed', data: next }, { kind: 'organisation', id: actor.organisationId });
  return { ...member, ...next };
}

/** Ends every browser session of a member. */
export async function endSessions(tx: Tx, memberId: string): Promise<void> {
  await tx.query(`delete from sessions where sess -> 'passport' ->> 'user' = $1`, [memberId]);
}

/** The member as an actor of today: active, of an organisation that is not closed. Null otherwise. */
export async function memberActor(tx: Tx, memberId: string): Promise<MemberActor | null> {
  const member = await tx.findOneBy(Members, { id: memberId });
  if (!member?.active) return null;
  const organisation = await tx.findOneByOrFail(Organisations, { id: member.organisationId });
  if (organisation.state === 'closed') return null;
  return {
    kind: 'member',
    memberId: member.id,
    displayName: member.displayName,
    role: member.role,
    organisationId: organisation.id,
    capabilities: organisation.capabilities,
    verified: organisation.state === 'verified',
    scopes: null,
  };
}

export function memberView(member: Member): MemberView {
  return {
    id: member.id,
    displayName: member.displayName,
    email: member.email,
    role: member.role,
    emailVerified: member.emailVerifiedAt !== null,
    active: member.active,
    createdAt: member.createdAt.toISOString(),
  };
}
