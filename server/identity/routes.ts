import { identityOperations, type SessionView } from '../../contracts/identity.js';
import { notFound } from '../../contracts/problems.js';
import { banners } from '../../contracts/scheme/pilot-2026.js';
import type { Actor } from '../kernel/actor.js';
import { pageOf } from '../kernel/cursor.js';
import { sha256 } from '../kernel/hash.js';
import type { Api } from '../kernel/http.js';
import type { Kernel } from '../kernel/kernel.js';
import { createLimit } from '../kernel/limits.js';
import { KeptMails } from '../kernel/tables.js';
import { mailLink, resetPassword, signUp, verifyEmail } from './accounts.js';
import { editMember, inviteMember, isTakenEmail, memberView } from './members.js';
import { editOrganisation, listOrganisations, organisationView, readOrganisation } from './organisations.js';
import { hashPassword } from './passwords.js';
import type { Sessions } from './sessions.js';
import { ApiTokens, Members } from './tables.js';
import { createToken, revokeToken, tokenView } from './tokens.js';

/** Mounts the operations of this room. */
export function mountIdentity(api: Api, kernel: Kernel, sessions: Sessions): void {
  const op = identityOperations;
  const { db, post, settings } = kernel;
  // E-mails are counted by their hash: it is short, and the counters name nobody.
  const limits = {
    signInByAddress: createLimit(db.pool, 'sign-in-ip', 200, 300),
    signUp: createLimit(db.pool, 'sign-up', 60, 3600),
    mail: createLimit(db.pool, 'mail', 5, 3600),
    mailByAddress: createLimit(db.pool, 'mail-ip', 60, 3600),
    secret: createLimit(db.pool, 'secret', 60, 3600),
    invite: createLimit(db.pool, 'invite', 30, 3600),
  };

  api.open(op.getSession, ({ actor }) => sessionView(kernel, actor));
  api.open(op.signIn, async ({ req }) => {
    await limits.signInByAddress.take(req.ip ?? '');
    return await sessionView(kernel, await sessions.open(req));
  });
  api.route(op.signOut, async ({ req }) => {
    await sessions.end(req);
    return {};
  });
  api.open(op.signUp, async ({ body, req }) => {
    await limits.signUp.take(req.ip ?? '');
    const hash = await hashPassword(body.member.password);
    const mayMail = await limits.mail.allows(sha256(`sign-up:${body.member.email}`));
    const attempt = () => db.transaction((tx) => signUp(tx, body, hash, mayMail));
    // Taken by somebody else in the same moment: the second look finds it.
    return await attempt().catch((error: unknown) => (isTakenEmail(error) ? attempt() : Promise.reject(error)));
  });
  api.open(op.verifyEmail, async ({ body, req }) => {
    await limits.secret.take(req.ip ?? '');
    await db.transaction((tx) => verifyEmail(tx, body.secret));
    return {};
  });
  // Per address a refusal; per account silence: else a stranger could use up the owner's mails, and see that they exist.
  const mail = async (req: { ip?: string | undefined }, email: string, kind: 'verify-email' | 'reset-password') => {
    await limits.mailByAddress.take(req.ip ?? '');
    if (await limits.mail.allows(sha256(`${kind}:${email}`))) await db.transaction((tx) => mailLink(tx, email, kind));
    return {};
  };
  api.open(op.resendVerification, ({ body, req }) => mail(req, body.email, 'verify-email'));
  api.open(op.requestPasswordReset, ({ body, req }) => mail(req, body.email, 'reset-password'));
  api.open(op.resetPassword, async ({ body, req }) => {
    await limits.secret.take(req.ip ?? '');
    const hash = await hashPassword(body.password);
    await db.transaction((tx) => resetPassword(tx, body.secret, hash));
    return {};
  });

  api.route(op.getOwnOrganisation, async ({ actor }) =>
    organisationView(await readOrganisation(db.read, actor.organisationId), actor),
  );
  api.route(op.editOwnOrganisation, ({ actor, body, ifMatch }) =>
    db.transaction(async (tx) => organisationView(await editOrganisation(tx, actor, ifMatch, body), actor)),
  );
  api.route(op.listOrganisations, async ({ actor, query }) =>
    pageOf(
      await listOrganisations(db.read, query),
      query.limit,
      (row) => [row.id],
      (row) => organisationView(row, actor),
    ),
  );
  api.route(op.getOrganisation, async ({ actor, params }) =>
    organisationView(await readOrganisation(db.read, params.id), actor),
  );

  api.route(op.listMembers, async ({ actor }) => {
    const { organisationId } = actor;
    const members = await db.read.find(Members, { where: { organisationId }, order: { id: 'ASC' } });
    return { items: members.map(memberView) };
  });
  api.route(op.inviteMember, async ({ actor, body }) => {
    await limits.invite.take(actor.organisationId);
    return await db.transaction(async (tx) => memberView(await inviteMember(tx, actor, body)));
  });
  api.route(op.editMember, ({ actor, params, body }) =>
    db.transaction(async (tx) => memberView(await editMember(tx, actor, params.id, body))),
  );

  api.route(op.listTokens, async ({ actor }) => {
    const { memberId } = actor;
    const tokens = await db.read.find(ApiTokens, { where: { memberId }, order: { id: 'DESC' } });
    return { items: tokens.map(tokenView) };
  });
  api.route(op.createToken, ({ actor, body }) =>
    db.transaction(async (tx) => {
      const { token, secret } = await createToken(tx, actor, body);
      return { token: tokenView(token), secret };
    }),
  );
  api.route(op.revokeToken, async ({ actor, params }) => {
    await db.transaction((tx) => revokeToken(tx, actor, params.id));
    return {};
  });
  api.open(op.listOutbox, async ({ query }) => {
    if (!post.kept || settings.mode !== 'demo') throw notFound({ vi: 'hộp thư đi', en: 'outbox' });
    const where = query.to ? { to: query.to } : {};
    const mails = await db.read.find(KeptMails, { where, order: { id: 'DESC' }, take: 50 });
    return { items: mails.map((mail) => ({ ...mail, sentAt: mail.sentAt.toISOString() })) };
  });
}

async function sessionView({ db, post, settings }: Kernel, actor: Actor): Promise<SessionView> {
  const { mode, simulatedPayments, certificate } = settings;
  const rails = [...settings.rails];
  const outbox = post.kept && mode === 'demo';
  const exchange = { mode, banner: banners[mode], outbox, simulatedPayments, rails, certificate };
  if (actor.kind !== 'member') return { member: null, organisation: null, exchange };
  const member = await db.read.findOneByOrFail(Members, { id: actor.memberId });
  const organisation = organisationView(await readOrganisation(db.read, actor.organisationId), actor);
  return { member: memberView(member), organisation, exchange };
}
