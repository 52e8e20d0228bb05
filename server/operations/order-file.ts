import type { OrderFileView } from '../../contracts/operations.js';
import { auditEventView, eventsAbout, organisationsIn } from '../audit/events.js';
import { readerOf } from '../audit/look-ups.js';
import { record } from '../audit/record.js';
import { Entitlements } from '../fulfilment/tables.js';
import { deliveryOfOrder, entitlementViews } from '../fulfilment/views.js';
import { organisationRefs, organisationView } from '../identity/organisations.js';
import { Organisations } from '../identity/tables.js';
import type { MemberActor } from '../kernel/actor.js';
import type { Clocks } from '../kernel/clock.js';
import type { Tx } from '../kernel/database.js';
import { readAgreement, readOrder, readRequest } from '../ordering/policy.js';
import { orderSubject } from '../ordering/subjects.js';
import { agreementView, orderView, requestView } from '../ordering/views.js';
import { orderMoney } from '../payments/views.js';

/** Everything on one order for the operator, read in one transaction that also records who looked. */
export async function openOrderFile(tx: Tx, actor: MemberActor, id: string, clocks: Clocks): Promise<OrderFileView> {
  const order = await readOrder(tx, actor, id);
  const request = await readRequest(tx, actor, order.requestId);
  const agreement = await readAgreement(tx, actor, order.agreementId);
  const provider = await tx.findOneByOrFail(Organisations, { id: order.providerId });
  const buyer = await tx.findOneByOrFail(Organisations, { id: order.buyerId });
  const entitlement = await tx.findOneBy(Entitlements, { orderId: id });
  const events = await eventsAbout(tx, [order.id, agreement.id, request.id], { reader: await readerOf(tx, actor) });
  const refs = await organisationRefs(tx, organisationsIn(events));
  await record(tx, actor, { type: 'audit.file-opened', data: {} }, { kind: 'order', id }, orderSubject.about(order));
  return {
    order: await orderView(tx, order, actor, clocks),
    request: await requestView(tx, request, actor, clocks),
    agreement: await agreementView(tx, agreement, actor),
    provider: organisationView(provider, actor),
    buyer: organisationView(buyer, actor),
    money: await orderMoney(tx, id, true),
    delivery: await deliveryOfOrder(tx, id),
    entitlement: entitlement ? ((await entitlementViews(tx, [entitlement], actor))[0] ?? null) : null,
    events: events.map((event) => auditEventView(event, refs)),
  };
}
