import { EntitySchema } from 'typeorm';
import type { Capability } from '../../contracts/common.js';
import type { MemberRole } from '../../contracts/identity.js';
import type { TokenScope } from '../../contracts/operation.js';
import {
  count,
  flag,
  moment,
  primaryId,
  reference,
  type Stateful,
  stateColumns,
  text,
  texts,
} from '../kernel/columns.js';

export type Organisation = Stateful & {
  nameVi: string;
  nameEn: string;
  legalForm: string;
  taxCode: string | null;
  provinceCode: string;
  address: string;
  capabilities: Capability[];
  /** Of a State body: whose it is (Decree 314/2026, Art. 5). */
  governingBody: string | null;
  /** Whom people write to about personal data (Law 91/2025, Art. 33). */
  dpoContact: string | null;
  /** When it is to be verified again; null before it was verified. */
  reverifyAt: Date | null;
  /** The member who submitted it for verification; somebody else must decide. */
  submittedBy: string | null;
  createdAt: Date;
};
export const Organisations = new EntitySchema<Organisation>({
  name: 'organisations',
  columns: {
    id: primaryId,
    nameVi: text(),
    nameEn: text(),
    legalForm: text(),
    taxCode: text({ nullable: true }),
    provinceCode: text(),
    address: text(),
    capabilities: texts,
    governingBody: text({ nullable: true }),
    dpoContact: text({ nullable: true }),
    reverifyAt: moment({ nullable: true }),
    submittedBy: text({ nullable: true }),
    createdAt: moment(),
    ...stateColumns,
  },
  checks: [
    {
      // Decree 314/2026, Art. 5(2)(c): supervision is separate from operation and from trade.
      name: 'organisations_regulator_alone',
      expression: `not ('regulator' = any (capabilities)) or cardinality(capabilities) = 1`,
    },
    {
      name: 'organisations_capabilities_known',
      expression: `capabilities <@ array['provider','buyer','intermediary','operator','regulator']::text[] and cardinality(capabilities) > 0`,
    },
  ],
  indices: [
    {
      // One organisation per tax code from its submission on, unless the earlier one was rejected or closed.
      name: 'organisations_tax_code',
      columns: ['taxCode'],
      unique: true,
      where: `state in ('submitted', 'needs_info', 'verified', 'suspended')`,
      synchronize: false,
    },
  ],
});

export type Member = {
  id: string;
  organisationId: string;
  displayName: string;
  email: string;
  passwordHash: string | null;
  role: MemberRole;
  active: boolean;
  emailVerifiedAt: Date | null;
  createdAt: Date;
};
export const Members = new EntitySchema<Member>({
  name: 'members',
  columns: {
    id: primaryId,
    organisationId: reference('organisations'),
    displayName: text(),
    email: text({ unique: true }),
    passwordHash: text({ nullable: true }),
    role: text(),
    active: flag(true),
    emailVerifiedAt: moment({ nullable: true }),
    createdAt: moment(),
  },
  indices: [{ name: 'members_organisation', columns: ['organisationId'] }],
});

export type ApiToken = {
  id: string;
  memberId: string;
  name: string;
  scopes: TokenScope[];
  secretHash: string;
  hint: string;
  createdAt: Date;
  expiresAt: Date;
  lastUsedAt: Date | null;
  revokedAt: Date | null;
};
export const ApiTokens = new EntitySchema<ApiToken>({
  name: 'api_tokens',
  columns: {
    id: primaryId,
    memberId: reference('members'),
    name: text(),
    scopes: texts,
    secretHash: text({ unique: true }),
    hint: text(),
    createdAt: moment(),
    expiresAt: moment(),
    lastUsedAt: moment({ nullable: true }),
    revokedAt: moment({ nullable: true }),
  },
  indices: [{ name: 'api_tokens_member', columns: ['memberId'] }],
});

export type MailSecretKind = 'verify-email' | 'reset-password' | 'invitation';
/** A one-time secret that was mailed; only its hash is kept. */
export type MailSecret = {
  secretHash: string;
  memberId: string;
  kind: MailSecretKind;
  expiresAt: Date;
  usedAt: Date | null;
};
export const MailSecrets = new EntitySchema<MailSecret>({
  name: 'mail_secrets',
  columns: {
    secretHash: primaryId,
    memberId: reference('members'),
    kind: text(),
    expiresAt: moment(),
    usedAt: moment({ nullable: true }),
  },
  indices: [{ name: 'mail_secrets_member', columns: ['memberId'] }],
});

/** Wrong passwords of one account from one address; the key is their hash. Unknown accounts are counted too. */
export type SignInTry = { key: string; failed: number; lockedUntil: Date | null; at: Date };
export const SignInTries = new EntitySchema<SignInTry>({
  name: 'sign_in_tries',
  columns: { key: primaryId, failed: count(), lockedUntil: moment({ nullable: true }), at: moment() },
});
