import { purposeLabels } from '../../contracts/licences/policy.js';
import { orderEntry } from '../../contracts/lifecycles/order.js';
import { notFound, Problem } from '../../contracts/problems.js';
import { schemeId } from '../../contracts/scheme/pilot-2026.js';
import { record } from '../audit/record.js';
import { revisionFiles } from '../catalogue/revisions.js';
import { Datasets, Revisions } from '../catalogue/tables.js';
import { Members, Organisations } from '../identity/tables.js';
import { type Actor, type MemberActor, system } from '../kernel/actor.js';
import { now } from '../kernel/clock.js';
import { insertRow, lockRow, type Tx } from '../kernel/database.js';
import { newId } from '../kernel/ids.js';
import { Offers } from '../licensing/tables.js';
import { template, templateText } from '../licensing/templates.js';
import { advance, begin } from '../lifecycle/advance.js';
import { feesInForce } from '../pricing/schedules.js';
import {
  type AgreementDocument,
  agreementDocument,
  freezeMoney,
  moneyIn,
  type PartySnapshot,
  seal,
} from './document.js';
import { agreementSubject, orderSubject, requestSubject } from './subjects.js';
import { type AccessRequest, type Agreement, Agreements, Signatures } from './tables.js';
import { requireOpenTrade } from './trade.js';

type ProviderSigner =
  | { method: 'session'; actor: MemberActor }
  /** The member who made the offer signs through its standing rule. */
  | { method: 'standing-offer'; memberId: string };

/**
 * Freezes offer, price, licence text, policy, revision hashes and parties in one document, and puts the provider's
 * signature under its hash. From here on nothing in it changes; the buyer signs exactly these bytes or none.
 */
export async function proposeAgreement(tx: Tx, request: AccessRequest, signer: ProviderSigner): Promise<Agreement> {
  const offer = await tx.findOneByOrFail(Offers, { id: request.offerId });
  const dataset = await tx.findOneByOrFail(Datasets, { id: request.datasetId });
  const revision = await tx.findOneByOrFail(Revisions, { id: request.revisionId });
  const files = await revisionFiles(tx, revision.id);
  const licence = template(offer.licence);
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
      offer: { id: offer.id, number: offer.number, priceVnd: offer.priceVnd, months: offer.months },
      money: freezeMoney(createdAt, offer, await feesInForce(tx)),
      licence: {
        id: licence.id,
        version: offer.licenceVersion,
        title: licence.title,
        policy: offer.policy,
        template: templateText(offer.licence),
      },
      purpose: request.purpose,
      purposeLabel: purposeLabels[request.purpose as keyof typeof purposeLabels],
      statement: request.statement,
      project: request.project,
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
    },
    signer.method === 'session' ? signer.actor : system,
  );
  const memberId = signer.method === 'session' ? signer.actor.memberId : signer.memberId;
  await sign(tx, agreement, 'provider', memberId, signer.method, signer.method === 'session' ? signer.actor : system);
  return agreement;
}

/**
 * Accept and sign: the buyer's signature under the hash they were shown seals the agreement and places the order.
 * Throws 409 `conflict` when the hash is not the document's.
 */
export async function signAgreement(tx: Tx, actor: MemberActor, id: string, shownHash: string): Promise<Agreement> {
  const agreement = await lockRow(tx, Agreements, id);
  if (!agreement || agreement.buyerId !== actor.organisationId) throw notFound({ vi: 'thỏa thuận', en: 'agreement' });
  if (agreement.sha256 !== shownHash) {
    throw new Problem('conflict', {
      vi: 'Mã băm bạn xác nhận không phải của thỏa thuận này; hãy mở lại và đọc kỹ.',
      en: 'The hash you confirmed is not this agreement’s; open it again and read it.',
    });
  }
  const sealed = await advance(tx, agreementSubject, id, 'seal', actor, { set: { sealedAt: now() } });
  await sign(tx, sealed, 'buyer', actor.memberId, 'session', actor);
  await placeOrder(tx, sealed, actor);
  return sealed;
}

async function placeOrder(tx: Tx, agreement: Agreement, actor: MemberActor): Promise<void> {
  const request = await lockRow(tx, requestSubject.table, agreement.requestId);
  if (!request) throw new Error(`The agreement ${agreement.id} has no request.`);
  const offer = await tx.findOneByOrFail(Offers, { id: request.offerId });
  await requireOpenTrade(tx, request);
  const money = moneyIn(JSON.parse(agreement.document) as AgreementDocument);
  await begin(
    tx,
    orderSubject,
    orderEntry[offer.priceModel],
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
      months: offer.months,
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
  method: 'session' | 'standing-offer',
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
