import { decide } from '../../contracts/licences/decide.js';
import { purposeAllowed, purposeLabels } from '../../contracts/licences/policy.js';
import { priceOfUnits, unitLabels } from '../../contracts/licences/terms.js';
import type { ActionOf } from '../../contracts/lifecycle.js';
import type { requestLifecycle } from '../../contracts/lifecycles/request.js';
import type { RequestDraft, RequestInput } from '../../contracts/ordering.js';
import { notFound, Problem } from '../../contracts/problems.js';
import { pilotScope } from '../../contracts/scheme/pilot-2026.js';
import { currentRevision, refuseForeignCurrency } from '../catalogue/datasets.js';
import { Datasets } from '../catalogue/tables.js';
import type { Reauthenticated } from '../identity/reauthentication.js';
import { type MemberActor, system } from '../kernel/actor.js';
import { now } from '../kernel/clock.js';
import { lockRow, type Tx, violatedConstraint } from '../kernel/database.js';
import { requireVersion } from '../kernel/http.js';
import { newId } from '../kernel/ids.js';
import { classOfBuyer, isCurrent, isShownTo } from '../licensing/buyers.js';
import { type Offer, Offers } from '../licensing/tables.js';
import { advance, amend, begin } from '../lifecycle/advance.js';
import { proposeAgreement } from './agreements.js';
import { lockEditable } from './attachments.js';
import { askedTerms, firstAnswer, requireSeen, requireTerritory, sideOf, standingTerms } from './rounds.js';
import { requestSubject } from './subjects.js';
import { type AccessRequest, AccessRequests, Agreements } from './tables.js';
import { requireOpenTrade } from './trade.js';

/** Files and submits a request under an open offer; the offer's own rule may approve it at once. */
export async function submitRequest(tx: Tx, actor: MemberActor, input: RequestInput): Promise<AccessRequest> {
  const draft = await draftRequest(tx, actor, input);
  return await resubmitRequest(tx, actor, draft.id, input);
}

/** Begins a draft under an open offer. One open request per buyer and offer: another is 409. */
export async function draftRequest(
  tx: Tx,
  actor: MemberActor,
  input: RequestDraft & { offerId: string },
): Promise<AccessRequest> {
  const offer = await openOffer(tx, input.offerId, actor.organisationId);
  if (offer.providerId === actor.organisationId) {
    // A trade with oneself would only pad the figures.
    throw new Problem('rule-broken', {
      vi: 'Không thể mua dữ liệu của chính tổ chức mình.',
      en: 'An organisation cannot buy its own data.',
    });
  }
  const revision = await currentRevision(tx, offer.datasetId);
  if (!revision) throw notFound({ vi: 'phiên bản đã công bố', en: 'published revision' });
  const { datasetId, providerId } = offer;
  if (input.purpose) checkPurpose(offer, input.purpose);
  await requireOpenTrade(tx, { datasetId, revisionId: revision.id, providerId, buyerId: actor.organisationId });
  await requireOwnAgreement(tx, actor, offer, input.renewsId ?? null);
  return await begin(
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
      ...columnsOf(offer, input),
      submittedBy: actor.memberId,
      renewsId: input.renewsId ?? null,
      firstSubmittedAt: null,
      firstAnsweredAt: null,
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
}

/** What is written on the form; what is left out gets what a new form has. */
function columnsOf(offer: Offer, input: RequestDraft) {
  return {
    purpose: input.purpose ?? offer.policy.permittedPurposes[0] ?? '',
    statement: input.statement ?? '',
    project: input.project ?? '',
    units: input.units ?? offer.minUnits,
    lawfulBasis: input.lawfulBasis ?? null,
    users: input.users ?? '',
    storageCountry: input.storageCountry ?? 'VN',
    storage: input.storage ?? '',
    ending: input.ending ?? 'delete',
    answers: input.answers ?? [],
  };
}

/** Saves a draft or a returned request without sending it. Throws 412 when somebody else saved it meanwhile. */
export async function editDraft(
  tx: Tx,
  actor: MemberActor,
  id: string,
  ifMatch: number,
  { renewsId, ...input }: RequestDraft,
): Promise<AccessRequest> {
  const request = await lockEditable(tx, actor, id);
  requireVersion(request, ifMatch);
  const changed = Object.fromEntries(Object.entries(input).filter(([name]) => name !== 'offerId'));
  return await amend(tx, requestSubject, request, { ...changed, updatedAt: now() });
}

/** Sends a draft, or a returned request again with what was changed in it. Everything it needs is asked now. */
export async function resubmitRequest(
  tx: Tx,
  actor: MemberActor,
  id: string,
  { renewsId, ...input }: Omit<RequestInput, 'offerId'>,
): Promise<AccessRequest> {
  refuseForeignCurrency(input);
  const before = await lockRow(tx, AccessRequests, id);
  if (!before || before.buyerId !== actor.organisationId) throw notFound(requestSubject.lifecycle.name);
  const offer = await tx.findOneByOrFail(Offers, { id: before.offerId });
  const { offerId, ...columns } = { offerId: null, ...columnsOf(offer, input) };
  const submitted = await advance(tx, requestSubject, id, 'submit', actor, {
    set: {
      ...columns,
      submittedBy: actor.memberId,
      updatedAt: now(),
      firstSubmittedAt: before.firstSubmittedAt ?? now(),
    },
  });
  await openOffer(tx, submitted.offerId, actor.organisationId);
  checkPurpose(offer, input.purpose);
  await checkForm(tx, offer, submitted, input);
  await requireOpenTrade(tx, submitted);
  return await approveByOffer(tx, submitted, offer);
}

/** The provider's answer without a signature, or the buyer's withdrawal. */
export async function answerRequest(
  tx: Tx,
  actor: MemberActor,
  id: string,
  action: ActionOf<typeof requestLifecycle>,
  reason: string | undefined,
): Promise<AccessRequest> {
  const request = await lockRow(tx, AccessRequests, id);
  const answer = request?.providerId === actor.organisationId ? firstAnswer(request) : {};
  return await advance(tx, requestSubject, id, action, actor, { reason, set: { ...answer, updatedAt: now() } });
}

/**
 * Accept and sign the terms that stand, under the hash that was seen: makes the agreement with the first signature in it. Only the
 * side whose turn it is may: the provider what the buyer asked for, and each side the other’s last counter-offer.
 */
export async function acceptTerms(
  tx: Tx,
  actor: MemberActor,
  id: string,
  seen: string,
  signer: Reauthenticated,
): Promise<AccessRequest> {
  const request = await lockRow(tx, AccessRequests, id);
  if (!request) throw notFound(requestSubject.lifecycle.name);
  const party = sideOf(request, actor);
  const standing = await standingTerms(tx, request);
  const answer = party === 'provider' ? firstAnswer(request) : {};
  const action = request.state === 'countered' ? 'accept' : 'approve';
  const accepted = await advance(tx, requestSubject, id, action, actor, { set: { ...answer, updatedAt: now() } });
  if (standing.party === party) {
    throw new Problem('transition-refused', {
      vi: 'Đây là đề nghị của chính bạn; bên kia phải đồng ý và ký trước.',
      en: 'This is your own proposal; the other side has to accept and sign it first.',
    });
  }
  requireSeen(standing, seen);
  await requireOpenTrade(tx, accepted);
  await proposeAgreement(tx, accepted, standing, party, { method: signer.method, actor });
  return accepted;
}

async function approveByOffer(tx: Tx, request: AccessRequest, offer: Offer): Promise<AccessRequest> {
  if (!offer.autoApprovePurposes.includes(request.purpose)) return request;
  const wanted = offer.autoApproveClass;
  if (wanted !== 'any' && (await classOfBuyer(tx, request.buyerId)) !== wanted) return request;
  const approved = await advance(tx, requestSubject, request.id, 'auto-approve', system);
  const standing = await standingTerms(tx, approved);
  await proposeAgreement(tx, approved, standing, 'provider', { method: 'standing-offer', memberId: offer.madeBy });
  return approved;
}

/** The offer, if it may be taken up now by this buyer and its dataset is listed; throws 404 otherwise. */
async function openOffer(tx: Tx, id: string, buyerId: string): Promise<Offer> {
  const offer = await tx.findOneBy(Offers, { id, state: 'open' });
  const dataset = offer && (await tx.findOneBy(Datasets, { id: offer.datasetId, state: 'listed' }));
  if (!offer || !dataset || !isCurrent(offer) || !isShownTo(offer, buyerId)) {
    throw notFound({ vi: 'chào bán đang mở', en: 'open offer' });
  }
  return offer;
}

function refuse(pointer: string, vi: string, en: string): never {
  throw new Problem('rule-broken', { vi, en }, { errors: [{ pointer, detail: en, detailVi: vi }] });
}

function checkPurpose(offer: Offer, purpose: RequestInput['purpose']): void {
  if (purposeAllowed(offer.policy, purpose)) return;
  refuse(
    '/purpose',
    `Giấy phép này không cho phép mục đích “${purposeLabels[purpose].vi}”; hãy chọn chào bán khác.`,
    `This licence does not permit the purpose “${purposeLabels[purpose].en}”; choose another offer.`,
  );
}

type Form = Omit<RequestInput, 'offerId' | 'renewsId'>;

/** Everything that a request needs once it is sent. */
async function checkForm(tx: Tx, offer: Offer, request: AccessRequest, input: Form): Promise<void> {
  const total = priceOfUnits(offer, request.units);
  if (total === null) {
    const { minUnits, maxUnits } = offer;
    const unit = unitLabels[offer.priceModel];
    refuse(
      '/units',
      `Chào bán này bán từ ${minUnits} đến ${maxUnits} (${unit.vi}).`,
      `This offer sells from ${minUnits} to ${maxUnits} (${unit.en}).`,
    );
  }
  if (total > pilotScope.maxOrderVnd) {
    const limit = pilotScope.maxOrderVnd.toLocaleString('vi-VN');
    refuse('/units', `Vượt giới hạn thử nghiệm ${limit} ₫ mỗi đơn.`, `Over the pilot’s limit of ${limit} ₫ an order.`);
  }
  requireTerritory(askedTerms(offer, request.units, input.purpose), input.storageCountry, '/storageCountry');
  await checkClass(tx, offer, request.buyerId);
  await checkOrigin(tx, offer.datasetId, input);
  const missing = offer.questions.findIndex((one, index) => one.required && !input.answers[index]);
  if (missing >= 0) {
    refuse(
      `/answers/${missing}`,
      `Bên bán cần câu trả lời: ${offer.questions[missing]?.text.vi}`,
      `The provider needs an answer: ${offer.questions[missing]?.text.en}`,
    );
  }
  if (input.ending !== 'delete' && offer.policy.deletionAtEnd && input.ending === 'keep') {
    refuse('/ending', 'Giấy phép buộc xóa dữ liệu khi kết thúc.', 'The licence demands deletion at the end.');
  }
  if (offer.trial) await checkFirstTrial(tx, request);
}

/** A licence for a class of buyers is for those whose verified legal form is of that class. */
async function checkClass(tx: Tx, { policy }: Offer, buyerId: string): Promise<void> {
  const [purpose] = policy.permittedPurposes;
  if (policy.userClass === 'any' || !purpose) return;
  const userClass = await classOfBuyer(tx, buyerId);
  const { allowed, sentence } = decide(policy, { purpose, action: 'use', at: now(), userClass });
  if (!allowed) refuse('/offerId', sentence.vi, sentence.en);
}

/** Data that comes from persons needs a stated lawful basis (Law 91/2025; Decree 356/2025, Art. 7(1)). */
async function checkOrigin(tx: Tx, datasetId: string, { lawfulBasis }: Form): Promise<void> {
  const { personalOrigin } = await tx.findOneByOrFail(Datasets, { id: datasetId });
  if (personalOrigin === null || personalOrigin === 'none' || lawfulBasis !== null) return;
  refuse(
    '/lawfulBasis',
    'Dữ liệu có nguồn gốc cá nhân: hãy nêu căn cứ xử lý.',
    'The data is of personal origin: state the basis on which it is processed.',
  );
}

/** A buyer tries a dataset once. */
async function checkFirstTrial(tx: Tx, { id, buyerId, datasetId }: AccessRequest): Promise<void> {
  const [earlier]: { id: string }[] = await tx.query(
    `select r.id from access_requests r join offers o on o.id = r.offer_id
      where r.buyer_id = $1 and r.dataset_id = $2 and r.id <> $3 and o.trial and r.state = 'approved' limit 1`,
    [buyerId, datasetId, id],
  );
  if (!earlier) return;
  refuse(
    '/offerId',
    'Tổ chức của bạn đã dùng thử bộ dữ liệu này.',
    'Your organisation has tried this dataset already.',
  );
}

/** What is renewed is an own sealed agreement on the same dataset. */
async function requireOwnAgreement(tx: Tx, actor: MemberActor, offer: Offer, id: string | null): Promise<void> {
  if (id === null) return;
  const agreement = await tx.findOneBy(Agreements, { id, buyerId: actor.organisationId, datasetId: offer.datasetId });
  if (!agreement || agreement.sealedAt === null) throw notFound({ vi: 'thỏa thuận', en: 'agreement' });
}
