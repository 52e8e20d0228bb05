import { fold } from '../../contracts/fold.js';
import type { harvestOperations, MirroredView, PortalInput, PortalView } from '../../contracts/harvest.js';
import type { QueryOf } from '../../contracts/operation.js';
import { notFound, Problem } from '../../contracts/problems.js';
import { record } from '../audit/record.js';
import type { MemberActor } from '../kernel/actor.js';
import { now } from '../kernel/clock.js';
import { decodeCursor } from '../kernel/cursor.js';
import { insertRow, lockRow, type Tx, updateRow, violatedConstraint } from '../kernel/database.js';
import { newId } from '../kernel/ids.js';
import { enqueue } from '../kernel/outbox.js';
import { faultOf, type Reach } from '../webhooks/addresses.js';
import { type Mirrored, type Portal, PortalRuns, Portals, type Reading } from './tables.js';

const what = { vi: 'cổng dữ liệu', en: 'portal' };

function refuseAddress(url: string, reach: Reach): void {
  // Portals are public reading: plain HTTP is allowed, hosts that are not public are not.
  const fault = faultOf(url.replace(/^http:/, 'https:'), reach);
  if (!fault) return;
  const [vi, en] = [`Địa chỉ ${fault.vi}.`, `The address ${fault.en}.`];
  throw new Problem('rule-broken', { vi, en }, { errors: [{ pointer: '/url', detail: en, detailVi: vi }] });
}

function refuseTwice(error: unknown): never {
  if (violatedConstraint(error) !== 'portals_url') throw error;
  throw new Problem('conflict', { vi: 'Cổng này đã có trong danh sách.', en: 'This portal is on the list already.' });
}

export async function addPortal(tx: Tx, actor: MemberActor, input: PortalInput, reach: Reach): Promise<Portal> {
  refuseAddress(input.url, reach);
  const row: Portal = { id: newId('hpt'), ...input, lastRunAt: null, lastOutcome: null, createdAt: now() };
  await insertRow(tx, Portals, row).catch(refuseTwice);
  await recordChange(tx, actor, row);
  if (input.enabled) await enqueue(tx, 'harvest-portal', { id: row.id });
  return row;
}

export async function editPortal(
  tx: Tx,
  actor: MemberActor,
  id: string,
  input: PortalInput,
  reach: Reach,
): Promise<Portal> {
  const row = await lockRow(tx, Portals, id);
  if (!row) throw notFound(what);
  refuseAddress(input.url, reach);
  await updateRow(tx, Portals, id, input).catch(refuseTwice);
  const edited = { ...row, ...input };
  await recordChange(tx, actor, edited);
  return edited;
}

async function recordChange(tx: Tx, actor: MemberActor, { id, name, kind, enabled }: Portal): Promise<void> {
  await record(tx, actor, { type: 'portal.set', data: { name, kind, enabled } }, { kind: 'portal', id });
}

export async function askReading(tx: Tx, id: string): Promise<Portal> {
  const row = await tx.findOneBy(Portals, { id });
  if (!row) throw notFound(what);
  await enqueue(tx, 'harvest-portal', { id });
  return row;
}

export async function listPortals(tx: Tx, query: QueryOf<typeof harvestOperations.listPortals>): Promise<Portal[]> {
  const rows = tx
    .createQueryBuilder(Portals, 'row')
    .orderBy('row.id', 'DESC')
    .limit(query.limit + 1);
  const after = decodeCursor(query.cursor, 1);
  if (after) rows.andWhere('row.id < :after', { after: after[0] });
  return await rows.getMany();
}

/** Readings of a portal, newest first, one more than asked for. */
export async function listRuns(
  tx: Tx,
  portalId: string,
  query: QueryOf<typeof harvestOperations.listPortalRuns>,
): Promise<Reading[]> {
  if (!(await tx.existsBy(Portals, { id: portalId }))) throw notFound(what);
  const rows = tx
    .createQueryBuilder(PortalRuns, 'row')
    .where('row.portalId = :portalId', { portalId })
    .orderBy('row.id', 'DESC')
    .limit(query.limit + 1);
  const after = decodeCursor(query.cursor, 1);
  if (after) rows.andWhere('row.id < :after', { after: after[0] });
  return await rows.getMany();
}

export async function portalViews(tx: Tx, rows: readonly Portal[]): Promise<PortalView[]> {
  const counts: { id: string; n: string }[] = await tx.query(
    `select portal_id as id, count(*) as n from mirrored where gone_at is null and portal_id = any($1) group by portal_id`,
    [rows.map((row) => row.id)],
  );
  return rows.map((row) => ({
    ...row,
    records: Number(counts.find((one) => one.id === row.id)?.n ?? 0),
    lastRunAt: row.lastRunAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
  }));
}

type Shown = Omit<Mirrored, 'harvestedAt'> & { harvestedAt: Date; portal: string; alsoAt: MirroredView['alsoAt'] };

/** Records of other portals, each identity once (as first read), newest first; one more than asked for. */
export async function listMirrored(
  tx: Tx,
  { q, cursor, limit }: QueryOf<typeof harvestOperations.listMirrored>,
): Promise<Shown[]> {
  const after = decodeCursor(cursor, 1);
  const wanted = fold(q ?? '')
    .split(/\s+/)
    .filter(Boolean)
    .map((word) => `%${word.replaceAll(/[%_\\]/g, '\\$&')}%`);
  return await tx.query(
    `select m.id, m.title, m.description, m.publisher, m.licence, m.landing_page as "landingPage", m.formats, m.keywords,
            m.modified_at as "modifiedAt", m.harvested_at as "harvestedAt", p.name as portal,
            coalesce((select jsonb_agg(jsonb_build_object('portal', op.name, 'landingPage', o.landing_page) order by o.id)
              from mirrored o join portals op on op.id = o.portal_id
              where o.identity = m.identity and o.id <> m.id and o.gone_at is null), '[]') as "alsoAt"
       from mirrored m join portals p on p.id = m.portal_id
      where m.gone_at is null and m.folded like all ($1::text[]) and ($2::text is null or m.id < $2)
        and not exists (select from mirrored e where e.identity = m.identity and e.id < m.id and e.gone_at is null)
      order by m.id desc limit $3`,
    [wanted, after?.[0] ?? null, limit + 1],
  );
}
