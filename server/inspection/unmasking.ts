import type { inspectionOperations } from '../../contracts/inspection.js';
import type { ResponseOf } from '../../contracts/operation.js';
import { notFound } from '../../contracts/problems.js';
import { record } from '../audit/record.js';
import { Members } from '../identity/tables.js';
import type { MemberActor } from '../kernel/actor.js';
import type { Tx } from '../kernel/database.js';
import { orderSubject } from '../ordering/subjects.js';
import { readFileRows } from './file.js';

/** The clear details of one person of one file, with the reason on the record; throws 404 for anybody not of the file. */
export async function unmaskPerson(
  tx: Tx,
  actor: MemberActor,
  { id, person }: { id: string; person: string },
  reason: string,
): Promise<ResponseOf<typeof inspectionOperations.unmaskPerson>> {
  const { order, people } = await readFileRows(tx, actor, id);
  const [memberId] = [...people.members].find(([, one]) => one.person === person) ?? [];
  if (memberId === undefined) throw notFound({ vi: 'người trong hồ sơ', en: 'person in this file' });
  const member = await tx.findOneByOrFail(Members, { id: memberId });
  const event = { type: 'audit.unmasked', data: { person, reason } } as const;
  await record(tx, actor, event, { kind: 'order', id }, orderSubject.about(order));
  return { person, memberId, name: member.displayName, email: member.email };
}
