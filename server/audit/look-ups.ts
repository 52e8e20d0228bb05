import type { MemberActor } from '../kernel/actor.js';
import type { Tx } from '../kernel/database.js';
import { AuditPeople } from './tables.js';

/** Who reads the record: look-ups are shown by it. */
export type Reader = { person: string; organisation: string; supervisor: boolean };

/** The administrator of an organisation is its supervisor: the one who sees what colleagues looked at. */
export async function readerOf(tx: Tx, actor: MemberActor): Promise<Reader> {
  const known = await tx.findOneBy(AuditPeople, { memberId: actor.memberId });
  return { person: known?.commitment ?? '', organisation: actor.organisationId, supervisor: actor.role === 'admin' };
}

/**
 * The condition on `event` that leaves a look-up to whoever made it and to the supervisor of the same organisation; those of
 * organisations that are no regulator, to everybody who reads the record. All other events are seen.
 */
export function seen({ person, organisation, supervisor }: Reader): [string, Record<string, unknown>] {
  return [
    `(event.type not like 'audit.%' or event.person = :reader
      or (:supervisor and event.actorOrganisationId = :readersOwn)
      or not exists (select 1 from organisations looked
           where looked.id = event.actorOrganisationId and 'regulator' = any(looked.capabilities)))`,
    { reader: person, readersOwn: organisation, supervisor },
  ];
}
