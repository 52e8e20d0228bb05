import { eventSentence } from '../../contracts/audit.js';
import type { OrganisationRef } from '../../contracts/common.js';
import { changesBetween, type Terms } from '../../contracts/licences/terms.js';
import type {
  AgreementView,
  AttachmentView,
  OrderCard,
  OrderView,
  RequestCard,
  RequestView,
  SignatureView,
  TimelineEntry,
} from '../../contracts/ordering.js';
import { eventsAbout, isForParties, organisationsIn } from '../audit/events.js';
import { datasetRefs } from '../catalogue/datasets.js';
import { Revisions } from '../catalogue/tables.js';
import { organisationRefs } from '../identity/organisations.js';
import { Members } from '../identity/tables.js';
import { type Actor, has } from '../kernel/actor.js';
import type { Clocks } from '../kernel/clock.js';
import { rowsById, type Tx } from '../kernel/database.js';
import { initials } from '../kernel/masking.js';
import { readProgress } from '../kernel/progress.js';
import { isCurrent, isShownTo } from '../licensing/buyers.js';
import { offerView } from '../licensing/offers.js';
import { Offers } from '../licensing/tables.js';
import { licenceSummary } from '../licensing/templates.js';
import { allowedActions } from '../lifecycle/advance.js';
import { holdsEver } from '../lifecycle/holds.js';
import { dueAt } from '../lifecycle/timers.js';
import { attachmentsOf } from './attachments.js';
import { type AgreementDocument, moneyIn, termsIn } from './document.js';
import { moneyOfOrder } from './money.js';
import { roundsOf } from './rounds.js';
import { agreementSubject, orderSubject, requestSubject } from './subjects.js';
import {
  type AccessRequest,
  AccessRequests,
  type Agreement,
  Agreements,
  type Attachment,
  type Order,
  Orders,
  Signatures,
} from './tables.js';

/** What every view of this room needs of its neighbours, read once for a whole list. */
async function neighbours(tx: Tx, rows: readonly { datasetId: string; providerId: string; buyerId: string }[]) {
  const organisations = await organisationRefs(
    tx,
    rows.flatMap((row) => [row.providerId, row.buyerId]),
  );
  const datasets = await datasetRefs(
    tx,
    rows.map((row) => row.datasetId),
  );
  return {
    organisation: (id: string) => must(organisations, id),
    dataset: (id: string) => must(datasets, id),
  };
}

function must<V>(map: ReadonlyMap<string, V>, id: string): V {
  const value = map.get(id);
  if (value === undefined) throw new Error(`${id} is referred to and does not exist.`);
  return value;
}

export async function requestCards(
  tx: Tx,
  rows: readonly AccessRequest[],
  actor: Actor,
  clocks: Clocks,
): Promise<RequestCard[]> {
  if (rows.length === 0) return [];
  const near = await neighbours(tx, rows);
  const ids = rows.map((row) => row.id);
  const offers = await rowsById(
    tx,
    Offers,
    rows.map((row) => row.offerId),
  );
  const revisions = await rowsById(
    tx,
    Revisions,
    rows.map((row) => row.revisionId),
  );
  const named = await organisationRefs(
    tx,
    [...offers.values()].flatMap((offer) => offer.visibleTo),
  );
  const holds = await holdsEver(tx, rows.flatMap(requestSubject.stoppedBy));
  const agreements = await tx.createQueryBuilder(Agreements, 'a').where('a.requestId in (:...ids)', { ids }).getMany();
  const orders = await tx.createQueryBuilder(Orders, 'o').where('o.requestId in (:...ids)', { ids }).getMany();
  return rows.map((row) => ({
    id: row.id,
    dataset: near.dataset(row.datasetId),
    revisionNumber: must(revisions, row.revisionId).number,
    provider: near.organisation(row.providerId),
    buyer: near.organisation(row.buyerId),
    offer: offerView(must(offers, row.offerId), actor, named),
    purpose: row.purpose as RequestCard['purpose'],
    statement: row.statement,
    project: row.project,
    units: row.units,
    lawfulBasis: row.lawfulBasis as RequestCard['lawfulBasis'],
    users: row.users,
    storageCountry: row.storageCountry,
    storage: row.storage,
    ending: row.ending as RequestCard['ending'],
    answers: row.answers,
    renewsId: row.renewsId,
    state: row.state as RequestCard['state'],
    stateReason: row.stateReason,
    agreementId: agreements.find((one) => one.requestId === row.id)?.id ?? null,
    orderId: orders.find((one) => one.requestId === row.id)?.id ?? null,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
    lapsesAt: dueAt(requestSubject, row, clocks, holds)?.toISOString() ?? null,
    version: row.version,
    actions: allowedActions(requestSubject, row, actor),
  }));
}

export async function requestView(tx: Tx, row: AccessRequest, actor: Actor, clocks: Clocks): Promise<RequestView> {
  const [card] = await requestCards(tx, [row], actor, clocks);
  return {
    ...(card as RequestCard),
    timeline: await timeline(tx, [row.id]),
    attachments: (await attachmentsOf(tx, row.id)).map(attachmentView),
    ...(await negotiationOf(tx, row, actor)),
  };
}

export function attachmentView({ id, name, bytes, sha256, mediaType, createdAt }: Attachment): AttachmentView {
  return { id, name, bytes, sha256, mediaType, createdAt: createdAt.toISOString() };
}

type Negotiation = Pick<RequestView, 'rounds' | 'renewalChanges' | 'canEdit' | 'canCounter' | 'canAccept'>;

/** Every round with what it changes, and whose word it is now. */
async function negotiationOf(tx: Tx, row: AccessRequest, actor: Actor): Promise<Negotiation> {
  const offer = await tx.findOneByOrFail(Offers, { id: row.offerId });
  const rounds = await roundsOf(tx, row, offer);
  const names = await rowsById(
    tx,
    Members,
    rounds.flatMap((one) => one.memberId ?? []),
  );
  const own = actor.kind === 'member' ? actor.organisationId : null;
  const party = own === row.buyerId ? 'buyer' : own === row.providerId ? 'provider' : null;
  const acting = party !== null && actor.kind === 'member' && actor.role !== 'viewer' && actor.verified;
  const open = ['submitted', 'countered'].includes(row.state);
  const standing = rounds.at(-1);
  return {
    rounds: rounds.map((one, index) => ({
      ...{ number: one.number, party: one.party, terms: one.terms, sha256: one.sha256, note: one.note ?? null },
      writer: own === one.organisationId ? (names.get(one.memberId ?? '')?.displayName ?? null) : null,
      changes: changesBetween(rounds[index - 1]?.terms ?? one.terms, one.terms),
      createdAt: (one.createdAt ?? row.firstSubmittedAt ?? row.createdAt).toISOString(),
    })),
    renewalChanges: await renewalChanges(tx, row, standing?.terms),
    canEdit: acting && party === 'buyer' && ['draft', 'returned'].includes(row.state),
    canCounter: acting && open && offer.licence !== 'open',
    canAccept: acting && open && standing?.party !== party,
  };
}

async function renewalChanges(
  tx: Tx,
  row: AccessRequest,
  terms: Terms | undefined,
): Promise<RequestView['renewalChanges']> {
  const before = row.renewsId === null ? null : await tx.findOneBy(Agreements, { id: row.renewsId });
  if (!before || !terms) return [];
  const document = JSON.parse(before.document) as AgreementDocument;
  return changesBetween(termsIn(document), terms);
}

export async function orderCards(tx: Tx, rows: readonly Order[], actor: Actor, clocks: Clocks): Promise<OrderCard[]> {
  if (rows.length === 0) return [];
  const near = await neighbours(tx, rows);
  const revisions = await rowsById(
    tx,
    Revisions,
    rows.map((row) => row.revisionId),
  );
  const holds = await holdsEver(tx, rows.flatMap(orderSubject.stoppedBy));
  return rows.map((row) => ({
    id: row.id,
    requestId: row.requestId,
    agreementId: row.agreementId,
    dataset: near.dataset(row.datasetId),
    revisionId: row.revisionId,
    revisionNumber: must(revisions, row.revisionId).number,
    provider: near.organisation(row.providerId),
    buyer: near.organisation(row.buyerId),
    priceVnd: row.priceVnd,
    money: moneyOfOrder(row),
    state: row.state as OrderCard['state'],
    stateReason: row.stateReason,
    payable: row.state === 'awaiting_payment' && actor.kind === 'member' && actor.organisationId === row.buyerId,
    createdAt: row.createdAt.toISOString(),
    stateSince: row.stateSince.toISOString(),
    dueAt: dueAt(orderSubject, row, clocks, holds)?.toISOString() ?? null,
    version: row.version,
    actions: allowedActions(orderSubject, row, actor),
  }));
}

export async function orderView(tx: Tx, row: Order, actor: Actor, clocks: Clocks): Promise<OrderView> {
  const [card] = await orderCards(tx, [row], actor, clocks);
  return {
    ...(card as OrderCard),
    progress: await readProgress(tx, row.id),
    timeline: await timeline(tx, [row.id, row.agreementId, row.requestId]),
  };
}

export async function agreementView(tx: Tx, row: Agreement, actor: Actor): Promise<AgreementView> {
  const near = await neighbours(tx, [row]);
  const document = JSON.parse(row.document) as AgreementDocument;
  const { price, fee, feeVersion, payoutVnd, feeTerms } = moneyIn(document);
  const signatures = await tx.find(Signatures, { where: { agreementId: row.id }, order: { signedAt: 'ASC' } });
  const order = await tx.findOneBy(Orders, { agreementId: row.id });
  const own = actor.kind === 'member' ? actor.organisationId : null;
  const party = own === row.buyerId ? 'buyer' : own === row.providerId ? 'provider' : null;
  const acting = party !== null && actor.kind === 'member' && actor.role !== 'viewer' && actor.verified;
  return {
    id: row.id,
    requestId: row.requestId,
    orderId: order?.id ?? null,
    dataset: near.dataset(row.datasetId),
    provider: near.organisation(row.providerId),
    buyer: near.organisation(row.buyerId),
    licence: {
      ...licenceSummary(document.licence.id as AgreementView['licence']['id'], document.licence.policy),
      version: document.licence.version,
      title: document.licence.title,
    },
    text: document.licence.text,
    purpose: document.purpose as AgreementView['purpose'],
    priceVnd: document.offer.priceVnd,
    money: { price, fee, feeVersion, payoutVnd },
    feeTerms,
    months: document.offer.months,
    revisionNumber: document.revision.number,
    files: document.revision.files.map(({ name, bytes, sha256 }) => ({ name, bytes, sha256 })),
    sha256: row.sha256,
    state: row.state as AgreementView['state'],
    signatures: signatures.map((one): SignatureView => {
      const { party, method, sha256 } = one;
      const signer = one.signer !== null && has(actor, 'regulator') ? initials(one.signer) : one.signer;
      const organisation = near.organisation(one.organisationId);
      return { party, organisation, signer, method, sha256, signedAt: one.signedAt.toISOString() };
    }),
    createdAt: row.createdAt.toISOString(),
    sealedAt: row.sealedAt?.toISOString() ?? null,
    terms: document.terms ?? null,
    endsAt: row.endsAt?.toISOString() ?? null,
    endedBy: row.endedBy as AgreementView['endedBy'],
    canGiveNotice: acting && row.state === 'sealed',
    canWithdrawNotice: acting && row.state === 'ending' && row.endedBy === party,
    renewableUnder: party === 'buyer' && row.sealedAt !== null ? await renewableUnder(tx, row) : null,
    canSign: acting && row.state === 'proposed' && !signatures.some((one) => one.party === party),
    timeline: (await timeline(tx, [row.id])).filter((entry) => entry.subject.id === row.id),
    actions: allowedActions(agreementSubject, row, actor),
  };
}

/** The open offer to renew under: the one it was made under, else the newest that the buyer may take. */
async function renewableUnder(tx: Tx, { requestId, datasetId, buyerId }: Agreement): Promise<string | null> {
  const request = await tx.findOneByOrFail(AccessRequests, { id: requestId });
  const offers = await tx.find(Offers, { where: { datasetId, state: 'open' }, order: { number: 'DESC' } });
  const usable = offers.filter((offer) => isCurrent(offer) && isShownTo(offer, buyerId) && !offer.trial);
  return (usable.find((offer) => offer.id === request.offerId) ?? usable[0])?.id ?? null;
}

/** What happened to the subjects so far, for their parties: oldest first. */
export async function timeline(tx: Tx, ids: readonly string[]): Promise<TimelineEntry[]> {
  const events = (await eventsAbout(tx, ids)).filter(
    (event) =>
      isForParties(event) &&
      // Downloads are counted beside; a thousand of them are no story.
      event.type !== 'file.downloaded' &&
      (ids.includes(event.subjectId) || event.about.includes(ids[0] ?? '')),
  );
  const refs: ReadonlyMap<string, OrganisationRef> = await organisationRefs(tx, organisationsIn(events));
  return events.map((event) => ({
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
