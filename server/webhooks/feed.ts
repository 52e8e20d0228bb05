import type { OrganisationRef } from '../../contracts/common.js';
import { notFound } from '../../contracts/problems.js';
import type { FeedEvent } from '../../contracts/webhooks.js';
import { wants } from '../../contracts/webhooks.js';
import { auditEventView, isForParties } from '../audit/events.js';
import { type AuditEvent, AuditEvents } from '../audit/tables.js';
import { now } from '../kernel/clock.js';
import type { Database, Tx } from '../kernel/database.js';
import { newId } from '../kernel/ids.js';
import { notice } from '../kernel/notices.js';
import { WebhookEndpoints } from './tables.js';

const lock = 83_142_029;

/** Business of the house beside what `isForParties` keeps back: nobody else’s, though it names an organisation. */
const inner = ['money-case', 'flag', 'bundle', 'relation', 'event', 'bank', 'holiday'];

/**
 * The organisations in whose feed an event stands: who did it, and whom it is about. What the regulator looks up is in no
 * feed; what the house keeps to itself only in that of whoever did it. Pure.
 */
export function readersOf(event: AuditEvent): string[] {
  if (event.type.startsWith('audit.')) return [];
  const open = isForParties(event) && !inner.includes(event.type.split('.')[0] ?? '');
  const parties = open ? event.about.filter((one) => one.startsWith('org_')) : [];
  return [...new Set([...(event.actorOrganisationId ? [event.actorOrganisationId] : []), ...parties])];
}

type Placed = { place: number; event: AuditEvent };

/**
 * Lays the next events of the log into the feeds of their organisations and asks for the messages that are due because of
 * them, in one transaction and one process at a time. The log’s places have no gap and no late comers, so neither have the
 * feeds. Gives how many events were looked at.
 */
export async function fillFeeds(db: Database, limit = 500): Promise<number> {
  return await db.transaction(async (tx) => {
    const [got]: { locked: boolean }[] = await tx.query('select pg_try_advisory_xact_lock($1) as locked', [lock]);
    if (!got?.locked) return 0;
    const placed = await nextEvents(tx, limit);
    const last = placed.at(-1);
    if (!last) return 0;
    const rows = placed.flatMap(({ place, event }) =>
      readersOf(event).map((organisationId) => ({ organisationId, place, event })),
    );
    await tx.query(
      `insert into feed_events (organisation_id, place, event_id, type, at)
       select * from unnest($1::text[], $2::bigint[], $3::text[], $4::text[], $5::timestamptz[])`,
      [
        rows.map((row) => row.organisationId),
        rows.map((row) => row.place),
        rows.map((row) => row.event.id),
        rows.map((row) => row.event.type),
        rows.map((row) => row.event.at),
      ],
    );
    await askForMessages(tx, rows);
    await tx.query('update feed_progress set next = $1', [last.place + 1]);
    for (const organisationId of new Set(rows.map((row) => row.organisationId))) {
      await notice(tx, feedOf(organisationId));
    }
    return placed.length;
  });
}

/** The subject of notices that an organisation’s feed has grown. */
export const feedOf = (organisationId: string) => `feed:${organisationId}`;

async function nextEvents(tx: Tx, limit: number): Promise<Placed[]> {
  const entries: { place: string; event_id: string }[] = await tx.query(
    `select index as place, event_id from log_entries
      where index >= (select next from feed_progress) order by index limit $1`,
    [limit],
  );
  return await eventsAt(
    tx,
    entries.map((one) => ({ place: Number(one.place), eventId: one.event_id })),
  );
}

async function eventsAt(tx: Tx, entries: readonly { place: number; eventId: string }[]): Promise<Placed[]> {
  if (entries.length === 0) return [];
  const ids = entries.map((one) => one.eventId);
  const found = await tx.createQueryBuilder(AuditEvents, 'event').where('event.id = any (:ids)', { ids }).getMany();
  const byId = new Map(found.map((event) => [event.id, event]));
  return entries.flatMap(({ place, eventId }) => {
    const event = byId.get(eventId);
    return event ? [{ place, event }] : [];
  });
}

/** A message for every endpoint that wants the event and was there when it happened. */
async function askForMessages(tx: Tx, rows: readonly (Placed & { organisationId: string })[]): Promise<void> {
  const organisations = [...new Set(rows.map((row) => row.organisationId))];
  if (organisations.length === 0) return;
  const endpoints = await tx
    .createQueryBuilder(WebhookEndpoints, 'endpoint')
    .where('endpoint.organisationId = any (:organisations) and endpoint.disabledAt is null', { organisations })
    .getMany();
  const wanted = rows.flatMap(({ organisationId, event }) =>
    endpoints
      .filter(
        (one) => one.organisationId === organisationId && event.at >= one.createdAt && wants(one.types, event.type),
      )
      .map((one) => ({ endpointId: one.id, event })),
  );
  await tx.query(
    `insert into webhook_deliveries (id, endpoint_id, event_id, message_id, type, created_at, next_at)
     select id, endpoint_id, event_id, event_id, type, $5, $5
       from unnest($1::text[], $2::text[], $3::text[], $4::text[]) as t (id, endpoint_id, event_id, type)
     on conflict (endpoint_id, message_id) do nothing`,
    [
      wanted.map(() => newId('whd')),
      wanted.map((one) => one.endpointId),
      wanted.map((one) => one.event.id),
      wanted.map((one) => one.event.type),
      now(),
    ],
  );
}

export type FeedPage = { placed: Placed[]; nextAfter: number; more: boolean };

/** Events of an organisation after a place, oldest first. `nextAfter` passes over places that are not the organisation’s. */
export async function readFeed(tx: Tx, organisationId: string, after: number, limit: number): Promise<FeedPage> {
  // What is read first cannot know of later rows: the end is asked before the rows.
  const [progress]: { next: string }[] = await tx.query('select next from feed_progress');
  const rows: { place: string; event_id: string }[] = await tx.query(
    `select place, event_id from feed_events where organisation_id = $1 and place > $2 order by place limit $3`,
    [organisationId, after, limit + 1],
  );
  const shown = rows.slice(0, limit).map((one) => ({ place: Number(one.place), eventId: one.event_id }));
  const more = rows.length > limit;
  const end = more ? after : Math.max(after, Number(progress?.next ?? 0) - 1);
  const last = shown.at(-1)?.place ?? after;
  return { placed: await eventsAt(tx, shown), nextAfter: more ? last : Math.max(last, end), more };
}

/** The place of an event in an organisation’s feed; 404 for one that is not there. */
export async function placeOf(tx: Tx, organisationId: string, eventId: string): Promise<number> {
  const [row]: { place: string }[] = await tx.query(
    'select place from feed_events where organisation_id = $1 and event_id = $2',
    [organisationId, eventId],
  );
  if (!row) throw notFound({ vi: 'sự kiện', en: 'event' });
  return Number(row.place);
}

/** An event as the organisation may see it: the people of others are left out. Pure. */
export function feedEventView(
  { place, event }: Placed,
  reader: string,
  refs: ReadonlyMap<string, OrganisationRef>,
): FeedEvent {
  const view = auditEventView(event, refs);
  const own = event.actorOrganisationId === reader;
  return { ...view, place, actor: own ? view.actor : { ...view.actor, role: null, person: null } };
}
