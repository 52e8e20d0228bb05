import { purposeLabels } from '../../contracts/licences/policy.js';
import { orderEntry } from '../../contracts/lifecycles/order.js';
import { notFound, Problem } from '../../contracts/problems.js';
import { schemeId } from '../../contracts/scheme/pilot-2026.js';
import { record } from '../audit/record.js';
import { revisionFiles } from '../catalogue/revisions.js';
import { Datasets, Revisions } from '../catalogue/tables.js';
import { markingOf } from '../fingerprint/terms.js';
import type { Reauthenticated } from '../identity/reauthentication.js';
import { Members, Organisations } from '../identity/tables.js';
import { type Actor, type MemberActor, system } from '../kernel/actor.js';
import { now } from '../kernel/clock.js';
import { insertRow, lockRow, type Tx } from '../kernel/database.js';
import { newId } from '../kernel/ids.js';
import { Offers } from '../licensing/tables.js';
import { template, templateText } from '../licensing/templates.js';
import { advance, begin } from '../lifecycle/advance.js';
import { feesInForce } from '../pricing/schedules.js';
import { attachmentsOf } from './attachments.js';
import {
  type AgreementDocument,
  agreementDocument,
  freezeMoney,
  moneyIn,
  type PartySnapshot,
  seal,
} from './document.js';
import type { Standing } from './rounds.js';
import { agreementSubject, orderSubject, requestSubject } from './subjects.js';
import { type AccessRequest, type Agreement, Agreements, Signatures } from './tables.js';
import { requireOpenTrade, requirePaymentAccounts } from './trade.js';

type Signer =
  | { method: 'password'; actor: MemberActor }
  /** The member who made the offer signs through its standing rule. */
  | { method: 'standing-offer'; memberId: string };

/**
 * Freezes the terms that stand, licence text, policy, revision hashes and parties in one document, and puts the first signature
 * under its hash. From here on nothing in it changes; the other party signs exactly these bytes or none.
 */
export async function proposeAgreement(
  tx: Tx,
  request: AccessRequest,
  standing: Standing,
  party: 'provider' | 'buyer',
  signer: Signer,
): Promise<Agreement> {
  const offer = await tx.findOneByOrFail(Offers, { id: request.offerId });
  const dataset = await tx.findOneByOrFail(Datasets, { id: request.datasetId });
  const revision = await tx.findOneByOrFail(Revisions, { id: request.revisionId });
  const files = await revisionFiles(tx, revision.id);
  const licence = template(offer.licence);
  const marking = await markingOf(tx, dataset.id);
  const { terms } = standing;
  const id = newId('agr');
  const createdAt = now();
  const sealed = seal(
    agreementDocument({
      id,
      requestId: request.id,
      scheme: schemeId,
      createdAt: createdAt.toISOString(),
      provider: await snapshot(tx, request.providerId),
      buyer: await snapshot(tx, request.buyerId),
      dataset: { id: dataset.id, titleVi: dataset.titleVi, titleEn: dataset.titleEn },
      revision: {
        id: revision.id,
        number: revision.number,
        files: files.map(({ id, name, format, bytes, sha256 }) => ({ id, name, format, bytes, sha256 })),
      },
      offer: { id: offer.id, number: offer.number, priceVnd: terms.priceVnd, months: terms.policy.duration.months },
      money: freezeMoney(createdAt, { priceVnd: terms.priceVnd, vatClass: offer.vatClass }, await feesInForce(tx)),
      licence: {
        id: licence.id,
        version: offer.licenceVersion,
        title: licence.title,
        policy: terms.policy,
        template: templateText(offer.licence),
      },
      purpose: terms.purpose,
      purposeLabel: purposeLabels[terms.purpose],
      statement: request.statement,
      project: request.project,
      ...(marking ? { marking } : {}),
      terms,
      termsRound: { number: standing.number, party: standing.party, sha256: standing.sha256 },
      use: {
        ...{ lawfulBasis: request.lawfulBasis, personalOrigin: dataset.personalOrigin, users: request.users },
        ...{ storageCountry: request.storageCountry, storage: request.storage, ending: request.ending },
        answers: offer.questions.flatMap(({ text }, index) => {
          const answer = request.answers[index] ?? '';
          return answer === '' ? [] : [{ question: text, answer }];
        }),
        attachments: (await attachmentsOf(tx, request.id)).map(({ name, bytes, sha256 }) => ({ name, bytes, sha256 })),
      },
      ...(request.renewsId === null ? {} : { renewsId: request.renewsId }),
    }),
  );
  const agreement = await begin(
    tx,
    agreementSubject,
    'propose',
    {
      id,
      requestId: request.id,
      datasetId: request.datasetId,
      providerId: request.providerId,
      buyerId: request.buyerId,
      ...sealed,
      createdAt,
      sealedAt: null,
      endsAt: null,
      endedBy: null,
    },
    signer.method === 'password' ? signer.actor : system,
  );
  const memberId = signer.method === 'password' ? signer.actor.memberId : signer.memberId;
  await sign(tx, agreement, party, memberId, signer.method, signer.method === 'password' ? signer.actor : system);
  return agreement;
}

/**
 * Accept and sign: the second party's signature under the hash they were shown seals the agreement and places the order.
 * Throws 409 `conflict` when the hash is not the document's, 403 for the party that has signed already.
 */
export async function signAgreement(
  tx: Tx,
  actor: MemberActor,
  id: string,
  shownHash: string,
  signer: Reauthenticated,
): Promise<Agreement> {
  const agreement = await lockRow(tx, Agreements, id);
  if (!agreement || ![agreement.buyerId, agreement.providerId].includes(actor.organisationId)) {
    throw notFound({ vi: 'thỏa thuận', en: 'agreement' });
  }
  const party = agreement.buyerId === actor.organisationId ? 'buyer' : 'provider';
  if (agreement.sha256 !== shownHash) {
    throw new Problem('conflict', {
      vi: 'Mã băm bạn xác nhận không phải của thỏa thuận này; hãy mở lại và đọc kỹ.',
      en: 'The hash you confirmed is not this agreement’s; open it again and read it.',
    });
  }
  if (agreement.state === 'proposed' && (await tx.existsBy(Signatures, { agreementId: id, party }))) {
    throw new Problem('role-required', {
      vi: 'Bên của bạn đã ký; chữ ký còn lại là của bên kia.',
      en: 'Your side has signed; the missing signature is the other party’s.',
    });
  }
  const sealed = await advance(tx, agreementSubject, id, 'seal', actor, { set: { sealedAt: now() } });
  await sign(tx, sealed, party, actor.memberId, signer.method, actor);
  await placeOrder(tx, sealed, actor);
  return sealed;
}

async function placeOrder(tx: Tx, agreement: Agreement, actor: MemberActor): Promise<void> {
  const request = await lockRow(tx, requestSubject.table, agreement.requestId);
  if (!request) throw new Error(`The agreement ${agreement.id} has no request.`);
  await requireOpenTrade(tx, request);
  const document = JSON.parse(agreement.document) as AgreementDocument;
  const money = moneyIn(document);
  if (money.price.netVnd > 0) await requirePaymentAccounts(tx, request);
  await begin(
    tx,
    orderSubject,
    orderEntry(money.price.netVnd),
    {
      id: newId('ord'),
      requestId: request.id,
      agreementId: agreement.id,
      datasetId: agreement.datasetId,
      revisionId: request.revisionId,
      providerId: agreement.providerId,
      buyerId: agreement.buyerId,
      priceVnd: money.price.netVnd,
      vatClass: money.price.vatClass,
      ...{ vatPercent: null, vatVnd: null },
      feeVersion: money.feeVersion,
      feeVnd: money.fee.netVnd,
      feeVatClass: money.fee.vatClass,
      ...{ feeVatPercent: null, feeVatVnd: null },
      feeSellerId: money.feeSellerId,
      refundedVnd: 0,
      disputedFrom: null,
      months: document.offer.months,
      accessDueBy: null,
      nudgedAt: null,
      createdAt: now(),
    },
    actor,
  );
}

async function sign(
  tx: Tx,
  agreement: Agreement,
  party: 'provider' | 'buyer',
  memberId: string,
  method: 'password' | 'standing-offer',
  actor: Actor,
): Promise<void> {
  const member = await tx.findOneByOrFail(Members, { id: memberId });
  await insertRow(tx, Signatures, {
    id: newId('sig'),
    agreementId: agreement.id,
    party,
    organisationId: party === 'provider' ? agreement.providerId : agreement.buyerId,
    memberId,
    signer: member.displayName,
    method,
    sha256: agreement.sha256,
    signedAt: now(),
  });
  await record(
    tx,
    actor,
    { type: 'agreement.signed', data: { party, method, sha256: agreement.sha256 } },
    { kind: 'agreement', id: agreement.id },
    agreementSubject.about(agreement),
  );
}

async function snapshot(tx: Tx, id: string): Promise<PartySnapshot> {
  const { nameVi, nameEn, taxCode, address } = await tx.findOneByOrFail(Organisations, { id });
  return { id, nameVi, nameEn, taxCode, address };
}
