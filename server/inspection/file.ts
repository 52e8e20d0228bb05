import type { TransactionFileView } from '../../contracts/inspection.js';
import { auditEventView, eventsAbout, organisationsIn } from '../audit/events.js';
import { indexesOf } from '../audit/log.js';
import { readerOf } from '../audit/look-ups.js';
import { record } from '../audit/record.js';
import type { AuditEvent } from '../audit/tables.js';
import { type Entitlement, Entitlements } from '../fulfilment/tables.js';
import { entitlementViews } from '../fulfilment/views.js';
import { organisationRefs } from '../identity/organisations.js';
import type { MemberActor } from '../kernel/actor.js';
import type { Clocks } from '../kernel/clock.js';
import type { Tx } from '../kernel/database.js';
import { readAgreement, readOrder, readRequest } from '../ordering/policy.js';
import { orderSubject } from '../ordering/subjects.js';
import type { AccessRequest, Agreement, Order } from '../ordering/tables.js';
import { orderCards } from '../ordering/views.js';
import { agreementPart, documentOf, listingPart, negotiationPart, partiesPart, roundsPart } from './file-agreed.js';
import { deliveryPart, disputesPart, downloadsPart, moneyPart, receiptPart } from './file-done.js';
import { maskedPeople, type People, peopleIn } from './people.js';

/** The rows a file is made of. */
export type FileRows = {
  order: Order;
  request: AccessRequest;
  agreement: Agreement;
  entitlement: Entitlement | null;
  events: AuditEvent[];
  people: People;
};

const downloadsShown = 500;

/** Reads what the file of an order is made of; throws 404 where there is none. */
export async function readFileRows(tx: Tx, actor: MemberActor, id: string): Promise<FileRows> {
  const order = await readOrder(tx, actor, id);
  const request = await readRequest(tx, actor, order.requestId);
  const agreement = await readAgreement(tx, actor, order.agreementId);
  const entitlement = await tx.findOneBy(Entitlements, { orderId: id });
  const ids = [order.id, agreement.id, request.id, ...(entitlement ? [entitlement.id] : [])];
  const events = await eventsAbout(tx, ids, { reader: await readerOf(tx, actor), downloads: downloadsShown });
  const people = await peopleIn(tx, { request, agreement, entitlement, events });
  return { order, request, agreement, entitlement, events, people };
}

/** Everything on one transaction, people masked, read in one transaction that also records who looked. */
export async function openFile(tx: Tx, actor: MemberActor, id: string, clocks: Clocks): Promise<TransactionFileView> {
  const rows = await readFileRows(tx, actor, id);
  const { order, request, agreement, entitlement, events, people } = rows;
  await record(tx, actor, { type: 'audit.file-opened', data: {} }, { kind: 'order', id }, orderSubject.about(order));
  const document = documentOf(agreement);
  const refs = await organisationRefs(tx, organisationsIn(events));
  const places = await indexesOf(
    tx,
    events.map((event) => event.id),
  );
  return {
    order: await bareOrder(tx, order, actor, clocks),
    parties: await partiesPart(tx, order, document, actor),
    listing: await listingPart(tx, order, document),
    request: {
      id: request.id,
      purpose: request.purpose as TransactionFileView['request']['purpose'],
      statement: request.statement,
      project: request.project,
      state: request.state,
      createdAt: request.createdAt.toISOString(),
      requestedBy: people.personOf(request.submittedBy),
    },
    negotiation: negotiationPart(request, events, refs),
    rounds: await roundsPart(tx, request, events),
    agreement: await agreementPart(tx, rows),
    ...(await moneyPart(tx, id, events)),
    disputes: await disputesPart(tx, actor, id, events),
    delivery: await deliveryPart(tx, id, events),
    entitlement: await bareEntitlement(tx, entitlement, actor),
    downloads: await downloadsPart(tx, entitlement, events, people, downloadsShown),
    receipt: await receiptPart(tx, id, events),
    people: await maskedPeople(tx, people),
    events: events.map((event) => ({
      ...auditEventView(event, refs),
      eventId: event.id,
      index: places.get(event.id) ?? null,
    })),
  };
}

async function bareOrder(tx: Tx, order: Order, actor: MemberActor, clocks: Clocks) {
  const [card] = await orderCards(tx, [order], actor, clocks);
  if (!card) throw new Error(`${order.id} has no view.`);
  const { actions, payable, ...bare } = card;
  return bare;
}

async function bareEntitlement(tx: Tx, entitlement: Entitlement | null, actor: MemberActor) {
  const [view] = entitlement ? await entitlementViews(tx, [entitlement], actor) : [];
  if (!view) return null;
  const { files, ...bare } = view;
  return bare;
}
