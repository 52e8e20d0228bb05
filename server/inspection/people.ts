import type { TransactionFileView } from '../../contracts/inspection.js';
import { commitmentOf } from '../audit/record.js';
import { type AuditEvent, AuditPeople } from '../audit/tables.js';
import type { Entitlement } from '../fulfilment/tables.js';
import { organisationRefs } from '../identity/organisations.js';
import { Members } from '../identity/tables.js';
import { rowsById, type Tx } from '../kernel/database.js';
import { initials, maskedEmail, maskedId } from '../kernel/masking.js';
import { type AccessRequest, type Agreement, Signatures } from '../ordering/tables.js';

type Did = TransactionFileView['people'][number]['did'][number];

/** The members a file speaks of, each with the commitment that stands for them. */
export type People = {
  members: ReadonlyMap<string, { person: string; did: ReadonlySet<Did> }>;
  /** The commitment of a member of the file. */
  personOf(memberId: string): string;
};

type Rows = {
  request: AccessRequest;
  agreement: Agreement;
  entitlement: Entitlement | null;
  events: readonly AuditEvent[];
};

/** Who asked, signed, downloaded, or took another step of the transaction. Who looked at it is not of the file. */
export async function peopleIn(tx: Tx, { request, agreement, entitlement, events }: Rows): Promise<People> {
  const did = new Map<string, Set<Did>>();
  const add = (memberId: string, what: Did) => did.set(memberId, (did.get(memberId) ?? new Set()).add(what));
  add(request.submittedBy, 'requested');
  for (const { memberId } of await tx.findBy(Signatures, { agreementId: agreement.id })) {
    if (memberId !== null) add(memberId, 'signed');
  }
  const readers: { member_id: string }[] = await tx.query(
    'select distinct member_id from downloads where entitlement_id = $1 order by 1',
    [entitlement?.id ?? ''],
  );
  for (const { member_id } of readers) add(member_id, 'downloaded');
  const acted = events.filter((event) => !event.type.startsWith('audit.')).flatMap((event) => event.person ?? []);
  for (const memberId of await membersBehind(tx, acted)) if (!did.has(memberId)) add(memberId, 'acted');

  const members = new Map<string, { person: string; did: ReadonlySet<Did> }>();
  for (const [memberId, what] of did) members.set(memberId, { person: await commitmentOf(tx, memberId), did: what });
  const personOf = (memberId: string) => {
    const found = members.get(memberId);
    if (!found) throw new Error(`${memberId} is not of this file.`);
    return found.person;
  };
  return { members, personOf };
}

async function membersBehind(tx: Tx, commitments: readonly string[]): Promise<string[]> {
  const wanted = [...new Set(commitments)];
  if (wanted.length === 0) return [];
  const rows = await tx
    .createQueryBuilder(AuditPeople, 'p')
    .where('p.commitment in (:...wanted)', { wanted })
    .getMany();
  return rows.map((row) => row.memberId);
}

/** The people of a file as a regulator sees them at first. */
export async function maskedPeople(tx: Tx, people: People): Promise<TransactionFileView['people']> {
  const members = await rowsById(tx, Members, [...people.members.keys()]);
  const refs = await organisationRefs(
    tx,
    [...members.values()].map((member) => member.organisationId),
  );
  return [...people.members].flatMap(([memberId, { person, did }]) => {
    const member = members.get(memberId);
    const organisation = member && refs.get(member.organisationId);
    if (!member || !organisation) return [];
    return [
      {
        person,
        memberId: maskedId(memberId),
        name: initials(member.displayName),
        email: maskedEmail(member.email),
        organisation,
        did: [...did],
      },
    ];
  });
}
