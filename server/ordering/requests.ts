import { purposeAllowed, purposeLabels } from '../../contracts/licences/policy.js';
import type { ActionOf } from '../../contracts/lifecycle.js';
import type { requestLifecycle } from '../../contracts/lifecycles/request.js';
import type { RequestInput } from '../../contracts/ordering.js';
import { notFound, Problem } from '../../contracts/problems.js';
import { currentRevision } from '../catalogue/datasets.js';
import { Datasets } from '../catalogue/tables.js';
import { type MemberActor, system } from '../kernel/actor.js';
import { now } from '../kernel/clock.js';
import { type Tx, violatedConstraint } from '../kernel/database.js';
import { newId } from '../kernel/ids.js';
import { type Offer, Offers } from '../licensing/tables.js';
import { advance, begin } from '../lifecycle/advance.js';
import { proposeAgreement } from './agreements.js';
import { requestSubject } from './subjects.js';
import type { AccessRequest } from './tables.js';
import { requireOpenTrade } from './trade.js';

/** Files and submits a request under an open offer; the offer's own rule may approve it at once. */
export async function submitRequest(tx: Tx, actor: MemberActor, input: RequestInput): Promise<AccessRequest> {
  const offer = await openOffer(tx, input.offerId);
  if (offer.providerId === actor.organisationId) {
    // A trade with oneself would only pad the figures.
    throw new Problem('rule-broken', {
      vi: 'Không thể mua dữ liệu của chính tổ chức mình.',
      en: 'An organisation cannot buy its own data.',
    });
  }
  checkPurpose(offer, input.purpose);
  const revision = await currentRevision(tx, offer.datasetId);
  if (!revision) throw notFound({ vi: 'phiên bản đã công bố', en: 'published revision' });
  const { datasetId, providerId } = offer;
  await requireOpenTrade(tx, { datasetId, revisionId: revision.id, providerId, buyerId: actor.organisationId });
  const draft = await begin(
    tx,
    requestSubject,
    'draft',
    {
      id: newId('req'),
      datasetId: offer.datasetId,
      revisionId: revision.id,
      offerId: offer.id,
      providerId: offer.providerId,
      buyerId: actor.organisationId,
      purpose: input.purpose,
      statement: input.statement,
      project: input.project,
      submittedBy: actor.memberId,
      createdAt: now(),
      updatedAt: now(),
    },
    actor,
  ).catch((error: unknown) => {
    if (violatedConstraint(error) !== 'access_requests_open') throw error;
    throw new Problem('conflict', {
      vi: 'Tổ chức của bạn đã có một yêu cầu đang chờ cho chào bán này.',
      en: 'Your organisation already has an open request under this offer.',
    });
  });
  const submitted = await advance(tx, requestSubject, draft.id, 'submit', actor);
  return await approveByOffer(tx, submitted, offer);
}

/** Sends a returned request again with a changed purpose or statement. */
export async function resubmitRequest(
  tx: Tx,
  actor: MemberActor,
  id: string,
  input: Omit<RequestInput, 'offerId'>,
): Promise<AccessRequest> {
  const submitted = await advance(tx, requestSubject, id, 'submit', actor, {
    set: { ...input, submittedBy: actor.memberId, updatedAt: now() },
  });
  const offer = await openOffer(tx, submitted.offerId);
  checkPurpose(offer, input.purpose);
  return await approveByOffer(tx, submitted, offer);
}

/** The provider's answer, or the buyer's withdrawal. Approving signs: the agreement is made in the same transaction. */
export async function answerRequest(
  tx: Tx,
  actor: MemberActor,
  id: string,
  action: ActionOf<typeof requestLifecycle>,
  reason: string | undefined,
): Promise<AccessRequest> {
  const answered = await advance(tx, requestSubject, id, action, actor, { reason, set: { updatedAt: now() } });
  if (action === 'approve') {
    await requireOpenTrade(tx, answered);
    await proposeAgreement(tx, answered, { method: 'session', actor });
  }
  return answered;
}

async function approveByOffer(tx: Tx, request: AccessRequest, offer: Offer): Promise<AccessRequest> {
  if (!offer.autoApprovePurposes.includes(request.purpose)) return request;
  await requireOpenTrade(tx, request);
  const approved = await advance(tx, requestSubject, request.id, 'auto-approve', system);
  await proposeAgreement(tx, approved, { method: 'standing-offer', memberId: offer.madeBy });
  return approved;
}

/** The offer, if it is open and its dataset listed; throws 404 otherwise. */
async function openOffer(tx: Tx, id: string): Promise<Offer> {
  const offer = await tx.findOneBy(Offers, { id, state: 'open' });
  const dataset = offer && (await tx.findOneBy(Datasets, { id: offer.datasetId, state: 'listed' }));
  if (!offer || !dataset) throw notFound({ vi: 'chào bán đang mở', en: 'open offer' });
  return offer;
}

function checkPurpose(offer: Offer, purpose: RequestInput['purpose']): void {
  if (purposeAllowed(offer.policy, purpose)) return;
  const vi = `Giấy phép này không cho phép mục đích “${purposeLabels[purpose].vi}”; hãy chọn chào bán khác.`;
  const en = `This licence does not permit the purpose “${purposeLabels[purpose].en}”; choose another offer.`;
  throw new Problem('rule-broken', { vi, en }, { errors: [{ pointer: '/purpose', detail: en, detailVi: vi }] });
}
