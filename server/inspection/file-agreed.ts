import { eventSentence } from '../../contracts/audit.js';
import type { OrganisationRef } from '../../contracts/common.js';
import type { TransactionFileView } from '../../contracts/inspection.js';
import { changesBetween } from '../../contracts/licences/terms.js';
import type { AuditEvent } from '../audit/tables.js';
import { revisionFiles } from '../catalogue/revisions.js';
import { Datasets, Revisions } from '../catalogue/tables.js';
import { organisationView } from '../identity/organisations.js';
import { Organisations } from '../identity/tables.js';
import type { MemberActor } from '../kernel/actor.js';
import type { Tx } from '../kernel/database.js';
import { sha256 } from '../kernel/hash.js';
import { initials } from '../kernel/masking.js';
import { Offers } from '../licensing/tables.js';
import type { AgreementDocument, PartySnapshot } from '../ordering/document.js';
import { hashOfTerms, roundsOf } from '../ordering/rounds.js';
import { type AccessRequest, type Agreement, type Order, Signatures } from '../ordering/tables.js';
import type { FileRows } from './file.js';

/** What an agreement froze; null when its document cannot be read any more. */
export function documentOf(agreement: Agreement): AgreementDocument | null {
  try {
    return JSON.parse(agreement.document) as AgreementDocument;
  } catch {
    return null;
  }
}

type Parties = TransactionFileView['parties'];
const compared = ['nameVi', 'nameEn', 'taxCode', 'address'] as const;

/** The parties as they were verified when the agreement was made, beside what they are now. */
export async function partiesPart(
  tx: Tx,
  order: Order,
  document: AgreementDocument | null,
  actor: MemberActor,
): Promise<Parties> {
  const party = async (id: string, frozen: PartySnapshot | undefined): Promise<Parties['provider']> => {
    const row = await tx.findOneByOrFail(Organisations, { id });
    const { actions, ...today } = organisationView(row, actor);
    if (!frozen) return { agreed: null, today, changed: [] };
    const { nameVi, nameEn, taxCode, address } = frozen;
    const agreed = { nameVi, nameEn, taxCode, address };
    return { agreed, today, changed: compared.filter((field) => agreed[field] !== today[field]) };
  };
  return {
    provider: await party(order.providerId, document?.provider),
    buyer: await party(order.buyerId, document?.buyer),
  };
}

/** The dataset's page and the revision that was sold; each file is held against the agreement. */
export async function listingPart(
  tx: Tx,
  order: Order,
  document: AgreementDocument | null,
): Promise<TransactionFileView['listing']> {
  const dataset = await tx.findOneByOrFail(Datasets, { id: order.datasetId });
  const revision = await tx.findOneByOrFail(Revisions, { id: order.revisionId });
  const agreed = new Map(document?.revision.files.map((file) => [file.name, file.sha256]));
  const files = await revisionFiles(tx, revision.id);
  return {
    dataset: { id: dataset.id, titleVi: dataset.titleVi, titleEn: dataset.titleEn },
    sector: dataset.sector,
    basis: dataset.provenanceBasis,
    origin: dataset.personalOrigin,
    deidentification: dataset.deidentification,
    provenance: dataset.provenance,
    credit: dataset.credit,
    state: dataset.state,
    revision: {
      ...{ id: revision.id, number: revision.number, state: revision.state },
      publishedAt: revision.publishedAt?.toISOString() ?? null,
    },
    files: files.map(({ name, bytes, sha256 }) => ({ name, bytes, sha256, asAgreed: agreed.get(name) === sha256 })),
  };
}

/** What the parties answered each other over the request. */
export function negotiationPart(
  request: AccessRequest,
  events: readonly AuditEvent[],
  refs: ReadonlyMap<string, OrganisationRef>,
): TransactionFileView['negotiation'] {
  return events
    .filter((event) => event.subjectId === request.id && !event.type.startsWith('audit.'))
    .map((event) => ({
      eventId: event.id,
      at: event.at.toISOString(),
      type: event.type,
      sentence: eventSentence(event.type, event.data),
      organisation: (event.actorOrganisationId && refs.get(event.actorOrganisationId)) || null,
      reason: typeof event.data.reason === 'string' ? event.data.reason : null,
      subject: { kind: event.subjectKind, id: event.subjectId },
      data: event.data,
    }));
}

/** The rounds of counter-offers, each hashed again and held against the event that recorded it. Who wrote them stays masked. */
export async function roundsPart(
  tx: Tx,
  request: AccessRequest,
  events: readonly AuditEvent[],
): Promise<TransactionFileView['rounds']> {
  const offer = await tx.findOneByOrFail(Offers, { id: request.offerId });
  const rounds = await roundsOf(tx, request, offer);
  return rounds.map((one, index) => {
    const event = events.find(
      ({ type, subjectId, data }) =>
        type === 'request.round-proposed' && subjectId === request.id && data.number === one.number,
    );
    const recomputed = hashOfTerms(request.id, one.number, one.terms);
    return {
      ...{ number: one.number, party: one.party, terms: one.terms, sha256: one.sha256, note: one.note ?? null },
      writer: null,
      changes: changesBetween(rounds[index - 1]?.terms ?? one.terms, one.terms),
      createdAt: (one.createdAt ?? request.firstSubmittedAt ?? request.createdAt).toISOString(),
      eventId: event?.id ?? null,
      matches: recomputed === one.sha256 && (one.number === 0 || event?.data.sha256 === recomputed),
    };
  });
}

/**
 * The agreement with its document hashed again. It matches when the stored bytes have the stored hash and every signature
 * stands under that hash.
 */
export async function agreementPart(
  tx: Tx,
  { order, request, agreement, events, people }: FileRows,
): Promise<TransactionFileView['agreement']> {
  const offer = await tx.findOneByOrFail(Offers, { id: request.offerId });
  const signatures = await tx.find(Signatures, { where: { agreementId: agreement.id }, order: { signedAt: 'ASC' } });
  const recomputed = sha256(agreement.document);
  const signed = signatures.every((one) => one.sha256 === recomputed);
  const sealing = events.find((event) => event.subjectId === agreement.id && event.type === 'agreement.seal');
  return {
    id: agreement.id,
    state: agreement.state,
    licence: offer.licence,
    licenceVersion: offer.licenceVersion,
    priceVnd: order.priceVnd,
    months: order.months,
    sealedAt: agreement.sealedAt?.toISOString() ?? null,
    sha256: agreement.sha256,
    recomputed,
    matches: recomputed === agreement.sha256 && signed,
    signatures: signatures.map(({ party, method, memberId, signer, sha256, signedAt }) => ({
      ...{ party, method, sha256, signedAt: signedAt.toISOString() },
      person: memberId === null ? null : people.personOf(memberId),
      signer: signer === null ? null : initials(signer),
      eventId: events.find((event) => event.type === 'agreement.signed' && event.data.party === party)?.id ?? null,
    })),
    eventId: sealing?.id ?? null,
  };
}
