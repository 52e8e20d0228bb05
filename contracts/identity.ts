import { z } from 'zod';
import { allowedAction, bilingual, capability, id, moment, page, pageQuery, text, transitionBody } from './common.js';
import { organisationLifecycle } from './lifecycles/organisation.js';
import { actionsOf, statesOf } from './lifecycles.js';
import { operation, tokenScope } from './operation.js';
import { railName } from './payments.js';
import { legalFormCodes } from './scheme/pilot-2026.js';
import { provinceCodes } from './scheme/provinces.js';

/** What a member may do in the organisation: administrators also manage members, tokens and the profile. */
export const memberRoles = ['admin', 'member', 'viewer'] as const;
export const memberRole = z.enum(memberRoles);
export type MemberRole = z.infer<typeof memberRole>;

const email = z
  .email()
  .max(254)
  .transform((value) => value.toLowerCase())
  .meta({ examples: ['mua.hang@example.vn'] });
const newPassword = z
  .string()
  .min(12)
  .max(200)
  .meta({ examples: ['mật khẩu dài hơn mười hai ký tự'] });
const secret = z.string().min(20).max(200);

export const memberView = z.strictObject({
  id: id('mem'),
  displayName: z.string(),
  email: z.string(),
  role: memberRole,
  emailVerified: z.boolean(),
  active: z.boolean(),
  createdAt: moment,
});
export type MemberView = z.infer<typeof memberView>;

const organisationProfile = {
  nameVi: text(3, 200),
  nameEn: text(3, 200),
  legalForm: z.enum(legalFormCodes),
  /** Tax code (MST), ten digits, or `NNNNNNNNNN-NNN` for a branch; its checksum is checked. */
  taxCode: text(10, 14).meta({ examples: ['9900262597'] }),
  provinceCode: z.enum(provinceCodes),
  address: text(5, 300),
};

export const organisationView = z.strictObject({
  id: id('org'),
  nameVi: z.string(),
  nameEn: z.string(),
  legalForm: z.string(),
  taxCode: z.string().nullable(),
  provinceCode: z.string(),
  address: z.string(),
  capabilities: z.array(capability),
  state: z.enum(statesOf(organisationLifecycle)),
  /** Why it is in this state, where the last transition said so. */
  stateReason: z.string().nullable(),
  version: z.number().int(),
  createdAt: moment,
  actions: z.array(allowedAction),
});
export type OrganisationView = z.infer<typeof organisationView>;

export const sessionView = z.strictObject({
  member: memberView.nullable(),
  organisation: organisationView.nullable(),
  exchange: z.strictObject({
    mode: z.enum(['demo', 'pilot', 'live']),
    banner: bilingual.nullable(),
    outbox: z.boolean(),
    /** Card payments are simulated: the hosted page belongs to the local Stripe stand-in. */
    simulatedPayments: z.boolean(),
    /** How an order can be paid here. */
    rails: z.array(railName),
    /** The operator's certificate of eligibility, where the installation has one. */
    certificate: z.strictObject({ number: z.string(), date: z.iso.date(), issuer: z.string() }).nullable(),
  }),
});
export type SessionView = z.infer<typeof sessionView>;

export const tokenView = z.strictObject({
  id: id('tok'),
  name: z.string(),
  scopes: z.array(tokenScope),
  /** First characters of the secret, to tell tokens apart. */
  hint: z.string(),
  createdAt: moment,
  expiresAt: moment,
  lastUsedAt: moment.nullable(),
  revokedAt: moment.nullable(),
});
export type TokenView = z.infer<typeof tokenView>;

export const mailView = z.strictObject({
  id: id('mail'),
  to: z.string(),
  subject: z.string(),
  text: z.string(),
  sentAt: moment,
});
export type MailView = z.infer<typeof mailView>;

const tag = 'identity';

export const identityOperations = {
  getSession: operation({
    method: 'GET',
    path: '/session',
    tag,
    summary: 'Who is signed in, and on what kind of exchange',
    roles: 'anyone',
    response: sessionView,
  }),
  signIn: operation({
    method: 'POST',
    path: '/session',
    tag,
    summary: 'Sign in with e-mail and password',
    roles: 'anyone',
    body: z.strictObject({ email, password: z.string().min(1).max(200) }),
    response: sessionView,
    problems: ['wrong-credentials', 'email-not-verified', 'locked'],
  }),
  signOut: operation({
    method: 'DELETE',
    path: '/session',
    tag,
    summary: 'Sign out and end the session on the server',
    roles: 'signed-in',
    scope: 'session',
    status: 204,
  }),
  signUp: operation({
    method: 'POST',
    path: '/sign-ups',
    tag,
    summary:
      'Register an organisation and its first administrator; the answer does not tell whether the e-mail is known',
    roles: 'anyone',
    status: 201,
    body: z.strictObject({
      organisation: z.strictObject({
        ...organisationProfile,
        capabilities: z
          .array(z.enum(['provider', 'buyer', 'intermediary']))
          .min(1)
          .max(3),
      }),
      member: z.strictObject({ displayName: text(2, 100), email, password: newPassword }),
      acceptTerms: z.literal(true),
    }),
    response: z.strictObject({ organisationId: id('org'), memberId: id('mem') }),
    problems: ['conflict', 'rule-broken'],
  }),
  verifyEmail: operation({
    method: 'POST',
    path: '/email-verifications',
    tag,
    summary: 'Confirm an e-mail address with the secret that was mailed',
    roles: 'anyone',
    body: z.strictObject({ secret }),
    status: 204,
    problems: ['link-expired'],
  }),
  resendVerification: operation({
    method: 'POST',
    path: '/email-verifications/mails',
    tag,
    summary: 'Mail the verification link again; the answer does not tell whether the address is known',
    roles: 'anyone',
    body: z.strictObject({ email }),
    status: 202,
  }),
  requestPasswordReset: operation({
    method: 'POST',
    path: '/password-resets/mails',
    tag,
    summary: 'Mail a password reset link; the answer does not tell whether the address is known',
    roles: 'anyone',
    body: z.strictObject({ email }),
    status: 202,
  }),
  resetPassword: operation({
    method: 'POST',
    path: '/password-resets',
    tag,
    summary: 'Set a new password with the secret that was mailed; all sessions of the member end',
    roles: 'anyone',
    body: z.strictObject({ secret, password: newPassword }),
    status: 204,
    problems: ['link-expired'],
  }),
  getOwnOrganisation: operation({
    method: 'GET',
    path: '/organisation',
    tag,
    summary: 'The organisation of the signed-in member',
    roles: 'signed-in',
    response: organisationView,
  }),
  editOwnOrganisation: operation({
    method: 'PATCH',
    path: '/organisation',
    tag,
    summary: 'Edit the profile while it is a draft or needs information',
    roles: 'signed-in',
    scope: 'session',
    admin: true,
    ifMatch: true,
    body: z.strictObject(organisationProfile).partial(),
    response: organisationView,
    problems: ['transition-refused', 'rule-broken', 'conflict'],
  }),
  listOrganisations: operation({
    method: 'GET',
    path: '/organisations',
    tag,
    summary: 'Participants, newest first',
    roles: ['operator', 'regulator'],
    query: z.strictObject({
      ...pageQuery,
      state: z.enum(statesOf(organisationLifecycle)).optional(),
      q: z.string().max(200).optional(),
    }),
    response: page(organisationView),
  }),
  getOrganisation: operation({
    method: 'GET',
    path: '/organisations/:id',
    tag,
    summary: 'One participant',
    roles: ['operator', 'regulator'],
    params: z.strictObject({ id: id('org') }),
    response: organisationView,
  }),
  transitionOrganisation: operation({
    method: 'POST',
    path: '/organisations/:id/transitions',
    tag,
    summary: 'Submit, verify, return, reject, suspend, reinstate or close an organisation',
    roles: 'signed-in',
    scope: 'session',
    idempotent: true,
    params: z.strictObject({ id: id('org') }),
    body: transitionBody(actionsOf(organisationLifecycle)),
    response: organisationView,
    problems: ['transition-refused', 'role-required', 'four-eyes', 'rule-broken'],
  }),
  listMembers: operation({
    method: 'GET',
    path: '/members',
    tag,
    summary: 'Members of the own organisation',
    roles: 'signed-in',
    response: z.strictObject({ items: z.array(memberView) }),
  }),
  inviteMember: operation({
    method: 'POST',
    path: '/members',
    tag,
    summary: 'Invite a member by mail; the link lets them choose a password',
    roles: 'signed-in',
    scope: 'session',
    admin: true,
    status: 201,
    body: z.strictObject({ displayName: text(2, 100), email, role: memberRole }),
    response: memberView,
    problems: ['conflict'],
  }),
  editMember: operation({
    method: 'PATCH',
    path: '/members/:id',
    tag,
    summary: 'Change a member’s role, or switch the account off and on; the last administrator stays',
    roles: 'signed-in',
    scope: 'session',
    admin: true,
    params: z.strictObject({ id: id('mem') }),
    body: z.strictObject({ role: memberRole.optional(), active: z.boolean().optional() }),
    response: memberView,
    problems: ['conflict'],
  }),
  listTokens: operation({
    method: 'GET',
    path: '/tokens',
    tag,
    summary: 'API tokens of the signed-in member',
    roles: 'signed-in',
    scope: 'session',
    response: z.strictObject({ items: z.array(tokenView) }),
  }),
  createToken: operation({
    method: 'POST',
    path: '/tokens',
    tag,
    summary: 'Make an API token; its secret is shown in this answer only',
    roles: 'signed-in',
    scope: 'session',
    status: 201,
    body: z.strictObject({
      name: text(2, 100),
      scopes: z.array(tokenScope).min(1).max(3),
      /** At most a year ahead. */
      expiresInDays: z.number().int().min(1).max(365),
    }),
    response: z.strictObject({ token: tokenView, secret: z.string() }),
  }),
  revokeToken: operation({
    method: 'DELETE',
    path: '/tokens/:id',
    tag,
    summary: 'Revoke an API token at once',
    roles: 'signed-in',
    scope: 'session',
    params: z.strictObject({ id: id('tok') }),
    status: 204,
  }),
  listOutbox: operation({
    method: 'GET',
    path: '/outbox',
    tag,
    summary: 'Mails that a demo exchange without a mail server would have sent, newest first',
    roles: 'anyone',
    query: z.strictObject({ to: z.string().max(254).optional() }),
    response: z.strictObject({ items: z.array(mailView) }),
    problems: ['not-found'],
  }),
};
