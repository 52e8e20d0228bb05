import { fold } from '../../contracts/fold.js';
import type { HarvestOutcome } from '../../contracts/harvest.js';
import { record } from '../audit/record.js';
import { system } from '../kernel/actor.js';
import { hour, now } from '../kernel/clock.js';
import { type Database, insertRow, lockRow, type Tx, updateRow } from '../kernel/database.js';
import { newId } from '../kernel/ids.js';
import { enqueue } from '../kernel/outbox.js';
import type { Reach } from '../webhooks/addresses.js';
import { fetchJson } from './fetching.js';
import { type Read, readCkan, readDcat } from './reading.js';
import { type Mirrored, MirroredRecords, type Portal, PortalRuns, Portals } from './tables.js';

/** A portal is read to its end, but for one that never ends. */
const mostRecords = 50_000;
const pageSize = 500;

/** Reads every record of a portal. Outside any transaction; throws a sentence that may be shown. */
export async function readPortal({ kind, url }: Pick<Portal, 'kind' | 'url'>, reach: Reach): Promise<Read[]> {
  const records = new Map<string, Read>();
  const keep = (read: readonly Read[]) => {
    for (const one of read) records.set(one.sourceId, one);
  };
  if (kind === 'ckan') {
    for (let start = 0; start < mostRecords; start += pageSize) {
      const address = new URL('api/3/action/package_search', url.endsWith('/') ? url : `${url}/`);
      address.search = `rows=${pageSize}&start=${start}`;
      const page = readCkan(await fetchJson(address.href, reach), url);
      keep(page.records);
      if (start + pageSize >= page.total || page.records.length === 0) break;
    }
  } else {
    const seen = new Set<string>();
    for (let next: string | null = url; next !== null && !seen.has(next) && records.size < mostRecords; ) {
      seen.add(next);
      const page = readDcat(await fetchJson(next, reach), url);
      keep(page.records);
      // A page of the catalogue is where the catalogue is.
      next = page.next !== null && new URL(page.next).origin === new URL(url).origin ? page.next : null;
    }
  }
  return [...records.values()];
}

/** Reads a portal and takes over what changed, in one transaction. A reading that fails changes no record and is told. */
export async function harvestPortal(db: Database, reach: Reach, id: string): Promise<void> {
  const portal = await db.read.findOneBy(Portals, { id });
  if (!portal) return;
  const read = await readPortal(portal, reach).catch(faultIn);
  await db.transaction(async (tx) => {
    const locked = await lockRow(tx, Portals, id);
    if (!locked) return;
    const outcome =
      typeof read === 'string'
        ? { found: 0, added: 0, changed: 0, gone: 0, fault: read }
        : await takeOver(tx, id, read);
    await updateRow(tx, Portals, id, { lastRunAt: now(), lastOutcome: outcome });
    await insertRow(tx, PortalRuns, { id: newId('hru'), portalId: id, at: now(), outcome });
    await record(tx, system, { type: 'portal.read', data: outcome }, { kind: 'portal', id });
  });
}

/** Why a reading was given up, in both languages; what the network says is said in its own words. */
function faultIn({ message }: Error): string {
  const both = message.includes(' / ')
    ? message
    : `Không đọc được cổng: ${message} / The portal could not be read: ${message}`;
  return both.slice(0, 300);
}

async function takeOver(tx: Tx, portalId: string, read: readonly Read[]): Promise<HarvestOutcome> {
  const known = new Map((await tx.findBy(MirroredRecords, { portalId })).map((row) => [row.sourceId, row]));
  const outcome = { found: read.length, added: 0, changed: 0, gone: 0, fault: null };
  for (const one of read) {
    const row = known.get(one.sourceId);
    known.delete(one.sourceId);
    const set = { ...one, folded: fold([one.title, one.publisher ?? '', ...one.keywords].join(' ')), goneAt: null };
    if (!row) {
      outcome.added += 1;
      await insertRow(tx, MirroredRecords, { id: newId('hrv'), portalId, ...set, harvestedAt: now() });
    } else if (isOther(row, set)) {
      outcome.changed += 1;
      await updateRow(tx, MirroredRecords, row.id, { ...set, harvestedAt: now() });
    }
  }
  for (const row of known.values()) {
    if (row.goneAt !== null) continue;
    outcome.gone += 1;
    await updateRow(tx, MirroredRecords, row.id, { goneAt: now() });
  }
  return outcome;
}

function isOther(row: Mirrored, set: Partial<Mirrored>): boolean {
  return Object.entries(set).some(
    ([name, value]) => JSON.stringify(row[name as keyof Mirrored]) !== JSON.stringify(value),
  );
}

/** Asks for a reading of every portal whose time has come. */
export async function harvestDue(db: Database): Promise<void> {
  await db.transaction(async (tx) => {
    for (const { id, lastRunAt, everyHours } of await tx.findBy(Portals, { enabled: true })) {
      if (lastRunAt === null || now().getTime() - lastRunAt.getTime() >= everyHours * hour) {
        await enqueue(tx, 'harvest-portal', { id });
      }
    }
  });
}
