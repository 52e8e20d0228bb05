import { auditOperations } from '../../contracts/audit.js';
import { inspectionOperations } from '../../contracts/inspection.js';
import type { AnyOperation } from '../../contracts/operation.js';
import { record } from '../audit/record.js';
import { type Actor, has } from '../kernel/actor.js';
import type { Database } from '../kernel/database.js';

/** Operations that record their look-ups themselves, with more than this room knows of them, or that show only one's own. */
const recordThemselves = new Set<AnyOperation>([...Object.values(inspectionOperations), auditOperations.listEvents]);

/** What was asked for, as the record keeps it. */
export function asText(given: object): Record<string, string> {
  return Object.fromEntries(
    Object.entries(given).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])),
  );
}

/**
 * Records that a member of a regulator reads what not everybody may read, before the answer goes out: whichever way they
 * take, a look leaves its event.
 */
export function recordReads(db: Database) {
  return async (op: AnyOperation, actor: Actor, asked: { params: object; query: object }): Promise<void> => {
    const open = !Array.isArray(op.roles) || op.method !== 'GET' || recordThemselves.has(op);
    if (open || actor.kind !== 'member' || !has(actor, 'regulator')) return;
    const { cursor, limit, ...query } = asText({ ...asked.query, ...asked.params });
    const event = { type: 'audit.read', data: { operation: `${op.method} ${op.path}`, query } } as const;
    const about = Object.values(asText(asked.params));
    await db.transaction((tx) => record(tx, actor, event, { kind: 'organisation', id: actor.organisationId }, about));
  };
}
