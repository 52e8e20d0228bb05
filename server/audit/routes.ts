import { auditOperations } from '../../contracts/audit.js';
import type { OrganisationRef } from '../../contracts/common.js';
import { pageOf } from '../kernel/cursor.js';
import type { Tx } from '../kernel/database.js';
import type { Api } from '../kernel/http.js';
import type { Kernel } from '../kernel/kernel.js';
import { logView, proveConsistency, proveEvent, proveInclusion } from './event-proofs.js';
import { auditEventView, findEvents, organisationsIn } from './events.js';
import { readerOf } from './look-ups.js';
import { record } from './record.js';

/** How names of organisations are found; a higher room knows. */
export type NameOrganisations = (tx: Tx, ids: readonly string[]) => Promise<Map<string, OrganisationRef>>;

/** Mounts the operations of this room. A regulator's look-up is itself an event. */
export function mountAudit(api: Api, { db }: Kernel, nameOrganisations: NameOrganisations): void {
  api.open(auditOperations.getLog, () => logView(db.read));
  api.open(auditOperations.proveInclusion, ({ query }) => proveInclusion(db.read, query));
  api.open(auditOperations.proveConsistency, ({ query }) => proveConsistency(db.read, query));
  api.stream(auditOperations.proveEvent, async ({ actor, params }, res) => {
    const text = await proveEvent(db.read, actor, params.id);
    res.attachment(`${params.id}.tlog-proof`).type('text/plain; charset=utf-8').send(text);
  });
  api.route(auditOperations.listEvents, ({ actor, query }) =>
    db.transaction(async (tx) => {
      const events = await findEvents(tx, query, await readerOf(tx, actor));
      const { cursor, limit, ...filters } = query;
      await record(
        tx,
        actor,
        { type: 'audit.searched', data: { filters: filters as Record<string, string> } },
        { kind: 'organisation', id: actor.organisationId },
      );
      const refs = await nameOrganisations(tx, organisationsIn(events));
      return pageOf(
        events,
        limit,
        (event) => [event.id],
        (event) => auditEventView(event, refs),
      );
    }),
  );
}
