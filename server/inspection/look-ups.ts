import { eventSentence } from '../../contracts/audit.js';
import type { inspectionOperations, LookUpDay, LookUpView } from '../../contracts/inspection.js';
import type { QueryOf } from '../../contracts/operation.js';
import { readerOf } from '../audit/look-ups.js';
import { type AuditEvent, AuditEvents, AuditPeople } from '../audit/tables.js';
import { Members } from '../identity/tables.js';
import type { MemberActor } from '../kernel/actor.js';
import { day, now } from '../kernel/clock.js';
import { decodeCursor } from '../kernel/cursor.js';
import { rowsById, type Tx } from '../kernel/database.js';

type Query = QueryOf<typeof inspectionOperations.listLookUps>;

/** Look-ups of the own organisation, newest first, one more than asked for: all for the supervisor, else the member's own. */
export async function findLookUps(tx: Tx, actor: MemberActor, query: Query): Promise<AuditEvent[]> {
  const { person, supervisor } = await readerOf(tx, actor);
  const rows = tx
    .createQueryBuilder(AuditEvents, 'event')
    .where(`event.type like 'audit.%' and event.actorOrganisationId = :own`, { own: actor.organisationId })
    .orderBy('event.id', 'DESC')
    .limit(query.limit + 1);
  if (!supervisor) rows.andWhere('event.person = :person', { person });
  if (query.type) rows.andWhere('event.type = :type', { type: query.type });
  if (query.from) rows.andWhere('event.at >= :from', { from: new Date(`${query.from}T00:00:00+07:00`) });
  if (query.to) rows.andWhere('event.at < :to', { to: new Date(Date.parse(`${query.to}T00:00:00+07:00`) + day) });
  const after = decodeCursor(query.cursor, 1);
  if (after) rows.andWhere('event.id < :after', { after: after[0] });
  return await rows.getMany();
}

/** Look-ups with the names of the colleagues who made them. */
export async function lookUpViews(tx: Tx, actor: MemberActor, events: readonly AuditEvent[]): Promise<LookUpView[]> {
  const persons = [...new Set(events.flatMap((event) => event.person ?? []))];
  const people =
    persons.length === 0
      ? []
      : await tx.createQueryBuilder(AuditPeople, 'p').where('p.commitment in (:...persons)', { persons }).getMany();
  const memberOf = new Map(people.map((one) => [one.commitment, one.memberId]));
  const members = await rowsById(tx, Members, [...memberOf.values()]);
  return events.map((event) => {
    const { reason, filters, query } = event.data;
    const memberId = memberOf.get(event.person ?? '');
    return {
      eventId: event.id,
      type: event.type,
      sentence: eventSentence(event.type, event.data),
      at: event.at.toISOString(),
      by: members.get(memberId ?? '')?.displayName ?? null,
      mine: memberId === actor.memberId,
      subject: { kind: event.subjectKind, id: event.subjectId },
      filters: (filters ?? query ?? {}) as Record<string, string>,
      reason: typeof reason === 'string' ? reason : null,
    };
  });
}

const columns: Record<string, Exclude<keyof LookUpDay, 'day' | 'others'>> = {
  'audit.searched': 'searches',
  'audit.transactions-searched': 'searches',
  'audit.file-opened': 'files',
  'audit.exported': 'exports',
  'audit.unmasked': 'unmaskings',
};

/** How often all regulators together looked, by day and kind, newest day first: what the operator may know of it. */
export async function countLookUps(tx: Tx): Promise<LookUpDay[]> {
  const rows: { day: string; type: string; n: number }[] = await tx.query(
    `select to_char(at at time zone 'Asia/Ho_Chi_Minh', 'YYYY-MM-DD') as day, type, count(*)::int as n
       from audit_events
      where type like 'audit.%' and at >= $1
        and actor_organisation_id = any(array(select id from organisations where 'regulator' = any(capabilities)))
      group by 1, 2 order by 1 desc`,
    [new Date(now().getTime() - 30 * day)],
  );
  const days = new Map<string, LookUpDay>();
  for (const { day, type, n } of rows) {
    const counted = days.get(day) ?? { day, searches: 0, files: 0, exports: 0, unmaskings: 0, others: 0 };
    counted[columns[type] ?? 'others'] += n;
    days.set(day, counted);
  }
  return [...days.values()];
}
