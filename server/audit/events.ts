import { type AuditEventView, type auditOperations, eventSentence } from '../../contracts/audit.js';
import type { OrganisationRef } from '../../contracts/common.js';
import type { QueryOf } from '../../contracts/operation.js';
import { decodeCursor } from '../kernel/cursor.js';
import type { Tx } from '../kernel/database.js';
import { type Reader, seen } from './look-ups.js';
import { type AuditEvent, AuditEvents } from './tables.js';

export type EventFilter = QueryOf<typeof auditOperations.listEvents>;

/** Events that match the filter and may be seen, newest first, one more than asked for. Dates are days of UTC+7. */
export async function findEvents(tx: Tx, filter: EventFilter, reader: Reader): Promise<AuditEvent[]> {
  const query = tx
    .createQueryBuilder(AuditEvents, 'event')
    .orderBy('event.id', 'DESC')
    .where(...seen(reader))
    .limit(filter.limit + 1);
  const after = decodeCursor(filter.cursor, 1);
  if (after) query.andWhere('event.id < :after', { after: after[0] });
  if (filter.type) query.andWhere('event.type = :type', { type: filter.type });
  if (filter.subject) query.andWhere('event.subjectId = :subject', { subject: filter.subject });
  if (filter.about) query.andWhere('event.about @> array[:about]::text[]', { about: filter.about });
  if (filter.organisation) {
    query.andWhere('(event.actorOrganisationId = :org or event.about @> array[:org]::text[])', {
      org: filter.organisation,
    });
  }
  if (filter.from) query.andWhere('event.at >= :from', { from: new Date(`${filter.from}T00:00:00+07:00`) });
  if (filter.to) {
    query.andWhere(`event.at < :to`, { to: new Date(Date.parse(`${filter.to}T00:00:00+07:00`) + 24 * 3_600_000) });
  }
  return await query.getMany();
}

/** Every event about one of the ids that the reader may see, oldest first; of downloads only the newest `downloads`. */
export async function eventsAbout(
  tx: Tx,
  ids: readonly string[],
  { reader, downloads }: { reader?: Reader; downloads?: number } = {},
): Promise<AuditEvent[]> {
  const about = () => {
    const query = tx.createQueryBuilder(AuditEvents, 'event').where('event.about && array[:...ids]::text[]', { ids });
    return reader ? query.andWhere(...seen(reader)) : query;
  };
  const type = 'file.downloaded';
  if (downloads === undefined) return await about().orderBy('event.id').getMany();
  const steps = await about().andWhere('event.type <> :type', { type }).getMany();
  const newest = about().andWhere('event.type = :type', { type }).orderBy('event.id', 'DESC').limit(downloads);
  return [...steps, ...(await newest.getMany())].sort((a, b) => (a.id < b.id ? -1 : 1));
}

/**
 * What the parties may see of their own business: all but what the regulator looks up and asks, the operator's
 * work at its bank desk, refused attempts and faults inside.
 */
export function isForParties(event: AuditEvent): boolean {
  const inner = ['access.refused', 'delivery.failed'];
  const kinds = ['audit', 'session', 'question', 'takedown', 'incident', 'bank-line', 'repayment'];
  return !kinds.includes(event.type.split('.')[0] ?? '') && !inner.includes(event.type);
}

export function auditEventView(event: AuditEvent, refs: ReadonlyMap<string, OrganisationRef>): AuditEventView {
  return {
    id: event.id,
    type: event.type,
    sentence: eventSentence(event.type, event.data),
    at: event.at.toISOString(),
    subject: { kind: event.subjectKind, id: event.subjectId },
    actor: {
      kind: event.actorKind,
      role: event.actorRole,
      organisation: (event.actorOrganisationId && refs.get(event.actorOrganisationId)) || null,
      person: event.person,
    },
    data: event.data,
    about: event.about,
  };
}

/** Organisations named by events, to be resolved to their names. */
export function organisationsIn(events: readonly AuditEvent[]): string[] {
  return [...new Set(events.flatMap((event) => (event.actorOrganisationId ? [event.actorOrganisationId] : [])))];
}
