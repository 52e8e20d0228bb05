import assert from 'node:assert/strict';
import { tilePath, utf8 } from '../contracts/proofs.js';
import { leafOf } from '../server/audit/leaf.js';
import { entriesIn, readHead, readIdentity } from '../server/audit/log.js';
import { tileAt } from '../server/audit/log-files.js';
import { type AuditEvent, AuditEvents } from '../server/audit/tables.js';
import { type LogFiles, verifyLog } from '../server/audit/verify.js';
import type { Tx } from '../server/kernel/database.js';

/** The files of a log as they are served, read from its database. */
export function filesOf(tx: Tx): LogFiles {
  return async (path) => {
    if (path === 'checkpoint') return utf8((await readHead(tx))?.note ?? '');
    const bytes = await tileAt(tx, path);
    assert.ok(bytes, `the log serves ${path}`);
    return new Uint8Array(bytes);
  };
}

/** Every event waits for its place or stands in the log as it was recorded, and the log verifies from its files alone. */
export async function assertLog(tx: Tx): Promise<void> {
  const identity = await readIdentity(tx);
  if (!identity) return;
  assert.equal(identity.fault, null);
  const [lost]: { n: number }[] = await tx.query(
    `select count(*)::int as n from audit_events e where not exists (select 1 from log_pending p where p.event_id = e.id)
        and not exists (select 1 from log_entries l where l.event_id = e.id)`,
  );
  assert.equal(lost?.n, 0, 'no event is lost to the log');
  if (!(await readHead(tx))) return;
  const { size } = await verifyLog(filesOf(tx), identity.vkey);
  const places: { index: string; event_id: string }[] = await tx.query('select * from log_entries order by index');
  const events = new Map<string, AuditEvent>((await tx.find(AuditEvents)).map((event) => [event.id, event]));
  for (let n = 0; n * 256 < size; n += 1) {
    const width = Math.min(256, size - n * 256);
    const entries = entriesIn(await filesOf(tx)(tilePath('entries', n, width)));
    for (const [at, entry] of entries.entries()) {
      const place = places[n * 256 + at];
      const event = events.get(place?.event_id ?? '');
      assert.ok(event && Number(place?.index) === n * 256 + at, `entry ${n * 256 + at} has its event`);
      assert.equal(new TextDecoder().decode(entry), leafOf(event));
    }
  }
}
