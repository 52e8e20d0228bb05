import { randomBytes } from 'node:crypto';
import { type EventBody, eventDataSchema } from '../../contracts/audit.js';
import type { Actor } from '../kernel/actor.js';
import { now } from '../kernel/clock.js';
import { insertRows, type Tx } from '../kernel/database.js';
import { sha256 } from '../kernel/hash.js';
import { newId } from '../kernel/ids.js';
import { leafOf, maxLeafBytes } from './leaf.js';
import { type AuditEvent, AuditEvents, AuditPeople } from './tables.js';

export type SubjectRef = { kind: string; id: string };

/**
 * Writes one event in the caller's transaction: it commits with the change it tells of. `about` names everything the
 * event concerns, so that the file of an order finds it. The event has no place in the log yet; a sequencer gives it one.
 */
export async function record(
  tx: Tx,
  actor: Actor,
  event: EventBody,
  subject: SubjectRef,
  about: readonly string[] = [],
): Promise<void> {
  await recordEach(tx, actor, [event], subject, about);
}

/** Writes several events of one actor about one subject, each as `record` does, with one statement. */
export async function recordEach(
  tx: Tx,
  actor: Actor,
  events: readonly EventBody[],
  subject: SubjectRef,
  about: readonly string[] = [],
): Promise<void> {
  const person = actor.kind === 'member' ? await commitmentOf(tx, actor.memberId) : null;
  await insertRows(
    tx,
    AuditEvents,
    events.map((event) => eventRow(actor, person, event, subject, about)),
  );
}

function eventRow(
  actor: Actor,
  person: string | null,
  event: EventBody,
  subject: SubjectRef,
  about: readonly string[],
): AuditEvent {
  const member = actor.kind === 'member' ? actor : null;
  const row: AuditEvent = {
    id: newId('evt'),
    type: event.type,
    subjectKind: subject.kind,
    subjectId: subject.id,
    actorKind: actor.kind,
    actorRole: member?.role ?? null,
    actorOrganisationId: member?.organisationId ?? null,
    person,
    data: eventDataSchema(event.type).parse(event.data) as Record<string, unknown>,
    about: [...new Set([subject.id, ...about])],
    at: now(),
    salt: randomBytes(16).toString('hex'),
  };
  if (Buffer.byteLength(leafOf(row)) > maxLeafBytes)
    throw new Error(`The event ${event.type} is too long for the log.`);
  return row;
}

/** The salted commitment that stands for a person. Erasing its row in `audit_people` makes the person unknowable. */
export async function commitmentOf(tx: Tx, memberId: string): Promise<string> {
  const known = await tx.findOneBy(AuditPeople, { memberId });
  if (known) return known.commitment;
  const salt = randomBytes(16).toString('hex');
  await tx
    .createQueryBuilder()
    .insert()
    .into(AuditPeople)
    .values({ commitment: sha256(`${salt}:${memberId}`), salt, memberId })
    .orIgnore()
    .execute();
  const kept = await tx.findOneByOrFail(AuditPeople, { memberId });
  return kept.commitment;
}
