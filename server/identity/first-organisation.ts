import { parseArgs } from 'node:util';
import { capability } from '../../contracts/common.js';
import { system } from '../kernel/actor.js';
import type { Tx } from '../kernel/database.js';
import type { Kernel } from '../kernel/kernel.js';
import { advance } from '../lifecycle/advance.js';
import { addMember } from './members.js';
import { type OrganisationInput, registerOrganisation } from './organisations.js';
import { hashPassword } from './passwords.js';
import { makeMailSecret } from './secrets.js';
import { organisationSubject } from './subjects.js';
import { type Member, type Organisation, Organisations } from './tables.js';

export type FirstOrganisation = OrganisationInput & {
  member: { displayName: string; email: string; password: string | null };
};

/**
 * Makes an organisation with an administrator whose address counts as verified. This is how an installation gets its
 * operator and its regulator, whom nobody could verify before them; `verified` says that whoever runs the machine did.
 */
export async function createOrganisation(
  tx: Tx,
  { member, ...input }: FirstOrganisation,
  state: 'draft' | 'verified',
): Promise<Organisation & { admin: Member }> {
  const organisation = await registerOrganisation(tx, input, '');
  const admin = await addMember(
    tx,
    system,
    {
      organisationId: organisation.id,
      displayName: member.displayName,
      email: member.email,
      passwordHash: member.password === null ? null : await hashPassword(member.password),
      role: 'admin',
      emailVerified: true,
    },
    '/email',
  );
  if (state === 'verified') await advance(tx, organisationSubject, organisation.id, 'install', system);
  const row = await tx.findOneByOrFail(Organisations, { id: organisation.id });
  return { ...row, admin };
}

/** The command `create-organisation`: makes one from flags and prints the link that sets its administrator's password. */
export async function createFirstOrganisation({ db, settings }: Kernel, args: string[]): Promise<void> {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    args,
    options: {
      capability: { type: 'string', multiple: true },
      'name-vi': text,
      'name-en': text,
      'legal-form': { type: 'string', default: 'public_unit' },
      'tax-code': text,
      province: { type: 'string', default: '01' },
      address: text,
      email: text,
      'display-name': text,
    },
  });
  const given = (name: 'name-vi' | 'name-en' | 'address' | 'email' | 'display-name'): string => {
    const value = values[name];
    if (value === undefined) throw new Error(`--${name} is required.`);
    return value;
  };
  const link = await db.transaction(async (tx) => {
    const made = await createOrganisation(
      tx,
      {
        nameVi: given('name-vi'),
        nameEn: given('name-en'),
        legalForm: values['legal-form'],
        taxCode: values['tax-code'] ?? null,
        provinceCode: values.province,
        address: given('address'),
        capabilities: capability.array().min(1).parse(values.capability),
        member: { displayName: given('display-name'), email: given('email').toLowerCase(), password: null },
      },
      'verified',
    );
    return `${settings.publicUrl}/reset-password?secret=${await makeMailSecret(tx, made.admin.id, 'invitation')}`;
  });
  process.stdout.write(`The organisation is ready. Its administrator sets a password here, within 7 days:\n${link}\n`);
}
