import type { Capability } from '../../contracts/common.js';
import { Members } from '../identity/tables.js';
import type { Tx } from '../kernel/database.js';
import { enqueue } from '../kernel/outbox.js';
import type { Note } from './notes.js';

/**
 * Asks for one mail to every member of the organisations, so that an address that takes no mail silences nobody else.
 * Viewers and addresses that were never verified get none; with `admins`, only administrators do.
 */
export async function tellOrganisations(
  tx: Tx,
  organisationIds: readonly string[],
  note: Note,
  audience: 'admins' | 'members' = 'members',
): Promise<void> {
  for (const organisationId of new Set(organisationIds)) {
    const members = await tx.findBy(Members, { organisationId, active: true });
    const told = members.filter((one) => one.emailVerifiedAt !== null && one.role !== 'viewer');
    for (const member of told.filter((one) => audience === 'members' || one.role === 'admin')) {
      await enqueue(tx, 'send-note', { memberId: member.id, ...note });
    }
  }
}

/** Verified organisations with a capability. */
export async function organisationsWith(tx: Tx, capability: Capability): Promise<string[]> {
  const rows: { id: string }[] = await tx.query(
    `select id from organisations where state = 'verified' and $1 = any (capabilities)`,
    [capability],
  );
  return rows.map((row) => row.id);
}
