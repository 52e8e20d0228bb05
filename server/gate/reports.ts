import type { gateOperations } from '../../contracts/gate.js';
import type { BodyOf, QueryOf } from '../../contracts/operation.js';
import { notFound } from '../../contracts/problems.js';
import type { DecisionCode, ExchangeProfile } from '../../contracts/scheme/findings.js';
import { datasetSubject } from '../catalogue/subjects.js';
import { Datasets } from '../catalogue/tables.js';
import { type MemberActor, system } from '../kernel/actor.js';
import { now } from '../kernel/clock.js';
import { decodeCursor } from '../kernel/cursor.js';
import type { Tx } from '../kernel/database.js';
import { newId } from '../kernel/ids.js';
import { advance, begin } from '../lifecycle/advance.js';
import { moveListing } from './moves.js';
import { listingReportSubject } from './subjects.js';
import { type ListingReport, ListingReports } from './tables.js';

type Op = typeof gateOperations;

/** Takes a report of what is listed or was; throws 404 for what nobody ever saw. */
export async function reportListing(
  tx: Tx,
  datasetId: string,
  { ground, statement, contact }: BodyOf<Op['reportListing']>,
): Promise<ListingReport> {
  const dataset = await tx.findOneBy(Datasets, { id: datasetId });
  if (!dataset?.listedAt) throw notFound(datasetSubject.lifecycle.name);
  const row = { id: newId('rpt'), datasetId, ground, statement, contact, receivedAt: now() };
  return await begin(tx, listingReportSubject, 'receive', row, system);
}

/** The code under which a listing is suspended when a report is upheld. */
const codeOf: Readonly<Record<string, DecisionCode>> = {
  personal_data: 'DU_LIEU_CA_NHAN',
  not_theirs: 'THIEU_NGUON_GOC',
  misleading: 'THIEU_CHAT_LUONG',
  barred: 'BI_CAM',
};

/** Triage. Upholding suspends the listing in the same transaction, with the code of what was reported. */
export async function moveListingReport(
  tx: Tx,
  actor: MemberActor,
  id: string,
  { action, reason }: BodyOf<Op['transitionListingReport']>,
  exchange: ExchangeProfile,
): Promise<ListingReport> {
  const moved = await advance(tx, listingReportSubject, id, action, actor, { reason });
  if (action !== 'uphold') return moved;
  const { state } = await tx.findOneByOrFail(Datasets, { id: moved.datasetId });
  if (state === 'listed') {
    const code = codeOf[moved.ground];
    await moveListing(tx, actor, moved.datasetId, { action: 'suspend', reason, codes: code ? [code] : [] }, exchange);
  }
  return moved;
}

/** Reports, newest first, one more than asked for. */
export async function listListingReports(tx: Tx, query: QueryOf<Op['listListingReports']>): Promise<ListingReport[]> {
  const rows = tx
    .createQueryBuilder(ListingReports, 'r')
    .orderBy('r.id', 'DESC')
    .limit(query.limit + 1);
  if (query.state) rows.andWhere('r.state = :state', { state: query.state });
  if (query.datasetId) rows.andWhere('r.datasetId = :datasetId', { datasetId: query.datasetId });
  const after = decodeCursor(query.cursor, 1);
  if (after) rows.andWhere('r.id < :after', { after: after[0] });
  return await rows.getMany();
}
