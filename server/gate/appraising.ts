import type { gateOperations } from '../../contracts/gate.js';
import type { BodyOf, QueryOf } from '../../contracts/operation.js';
import { notFound, Problem } from '../../contracts/problems.js';
import { decisionCodes } from '../../contracts/scheme/pilot-2026.js';
import { record } from '../audit/record.js';
import { datasetSubject } from '../catalogue/subjects.js';
import { Datasets } from '../catalogue/tables.js';
import { type MemberActor, seesEverything } from '../kernel/actor.js';
import { now } from '../kernel/clock.js';
import { decodeCursor } from '../kernel/cursor.js';
import type { Tx } from '../kernel/database.js';
import { canonicalJson, sha256 } from '../kernel/hash.js';
import { newId } from '../kernel/ids.js';
import { advance, begin } from '../lifecycle/advance.js';
import { loadRelations } from '../reporting/related-parties.js';
import { requirePublished } from './intermediaries.js';
import { appraisalSubject } from './subjects.js';
import { type Appraisal, Appraisals } from './tables.js';

type Op = typeof gateOperations;

/**
 * Begins an appraisal after interests are disclosed. Nobody appraises an own listing or a related party's (Decree 314/2026,
 * Art. 7(3)): one tax code root or a declared relation is such an interest.
 */
export async function engageAppraisal(
  tx: Tx,
  actor: MemberActor,
  datasetId: string,
  { interest }: BodyOf<Op['engageAppraisal']>,
): Promise<Appraisal> {
  const dataset = await tx.findOneBy(Datasets, { id: datasetId });
  const appraisable = ['screening', 'in_review', 'needs_changes', 'listed'];
  const own = dataset?.providerId === actor.organisationId;
  if (!dataset || (!own && !appraisable.includes(dataset.state))) throw notFound(datasetSubject.lifecycle.name);
  await refuseConflict(tx, actor.organisationId, dataset.providerId);
  await requirePublished(tx, actor.organisationId);
  const open = await tx.existsBy(Appraisals, { datasetId, appraiserId: actor.organisationId, state: 'engaged' });
  if (open) {
    throw new Problem('conflict', {
      vi: 'Bạn đang thẩm định bộ dữ liệu này.',
      en: 'You are appraising this dataset already.',
    });
  }
  return await begin(
    tx,
    appraisalSubject,
    'engage',
    {
      ...{ id: newId('apr'), datasetId, providerId: dataset.providerId, appraiserId: actor.organisationId },
      ...{ interest, disclosedAt: now(), scope: null, content: null, method: null, documents: null },
      ...{ conclusion: null, verdict: null, sha256: null, signedBy: null, deliveredAt: null },
    },
    actor,
  );
}

async function refuseConflict(tx: Tx, appraiserId: string, providerId: string): Promise<void> {
  const { relationOfTrade } = await loadRelations(tx, [appraiserId, providerId]);
  const own = appraiserId === providerId;
  if (!own && relationOfTrade({ providerId, buyerId: appraiserId, at: now() }) === null) return;
  throw new Problem(
    'rule-broken',
    {
      vi: `${own ? 'Không được thẩm định bộ dữ liệu của chính mình' : 'Bên bán là bên liên quan của bạn'} (${decisionCodes.XUNG_DOT_LOI_ICH.vi}; NĐ 314/2026, Đ.7 k.3).`,
      en: `${own ? 'Nobody appraises an own listing' : 'The provider is a related party of yours'} (${decisionCodes.XUNG_DOT_LOI_ICH.en}; Decree 314/2026, Art. 7(3)).`,
    },
    { decisionCode: 'XUNG_DOT_LOI_ICH' },
  );
}

/** Delivers the signed result; a relation that came up meanwhile stops it. */
export async function deliverAppraisal(
  tx: Tx,
  actor: MemberActor,
  id: string,
  { accept: _, ...result }: BodyOf<Op['deliverAppraisal']>,
): Promise<Appraisal> {
  const found = await tx.findOneBy(Appraisals, { id });
  if (!found || found.appraiserId !== actor.organisationId) throw notFound(appraisalSubject.lifecycle.name);
  await refuseConflict(tx, found.appraiserId, found.providerId);
  const { datasetId, appraiserId, interest } = found;
  const signed = sha256(canonicalJson({ id, datasetId, appraiserId, interest, ...result }));
  const set = { ...result, sha256: signed, signedBy: actor.memberId, deliveredAt: now() };
  const row = await advance(tx, appraisalSubject, id, 'deliver', actor, { set });
  await record(
    tx,
    actor,
    { type: 'appraisal.signed', data: { sha256: signed, verdict: result.verdict } },
    { kind: 'appraisal', id },
    appraisalSubject.about(row),
  );
  return row;
}

/** Own appraisals, or all of them for those who watch; newest first, one more than asked for. */
export async function listAppraisals(
  tx: Tx,
  actor: MemberActor,
  query: QueryOf<Op['listAppraisals']>,
): Promise<Appraisal[]> {
  const rows = tx
    .createQueryBuilder(Appraisals, 'a')
    .orderBy('a.id', 'DESC')
    .limit(query.limit + 1);
  if (!seesEverything(actor)) rows.where('a.appraiserId = :own', { own: actor.organisationId });
  const after = decodeCursor(query.cursor, 1);
  if (after) rows.andWhere('a.id < :after', { after: after[0] });
  return await rows.getMany();
}
