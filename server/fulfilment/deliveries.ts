import { record } from '../audit/record.js';
import { AuditEvents } from '../audit/tables.js';
import { system } from '../kernel/actor.js';
import { addMonths, now } from '../kernel/clock.js';
import { type Database, insertRow, lockRow, type Tx } from '../kernel/database.js';
import { newId } from '../kernel/ids.js';
import type { Kernel } from '../kernel/kernel.js';
import { clearProgress, progressOf } from '../kernel/progress.js';
import { advance, begin } from '../lifecycle/advance.js';
import { requireNotFrozen } from '../lifecycle/holds.js';
import { orderSubject } from '../ordering/subjects.js';
import { AccessRequests, Agreements, Orders } from '../ordering/tables.js';
import { requireDeliverable } from '../ordering/trade.js';
import { agreedPolicy } from './limits.js';
import { type Package, pack } from './packaging.js';
import { entitlementSubject } from './subjects.js';
import { Deliveries, Entitlements, Receipts, Seats } from './tables.js';

/**
 * Fulfils a paid order. What if it dies half-way? Packing only adds content under its own hash, and delivery, entitlement
 * and the order's state commit together: the next attempt packs the same again and commits, or finds it done.
 */
export async function fulfilOrder(kernel: Kernel, id: string): Promise<void> {
  const { db } = kernel;
  const started = await startFulfilment(db, id);
  if (!started) return;
  const order = await db.read.findOneByOrFail(Orders, { id });
  const tell = progressOf(db, id, (tx) => isFulfilling(tx, id));
  const made = await pack(kernel, order, tell).finally(() => tell.done());
  await deliver(db, id, made);
}

/** True when the order is (now) being fulfilled; false when it is past that or was stopped. */
async function startFulfilment(db: Database, id: string): Promise<boolean> {
  return await db.transaction(async (tx) => {
    const order = await lockRow(tx, Orders, id);
    if (order?.state !== 'paid' && order?.state !== 'fulfilling') return false;
    await requireNotFrozen(tx, orderSubject.stoppedBy(order));
    if (order.state === 'paid') await advance(tx, orderSubject, id, 'fulfil', system);
    return true;
  });
}

async function deliver(db: Database, id: string, made: Package): Promise<void> {
  await db.transaction(async (tx) => {
    const order = await lockRow(tx, Orders, id);
    // Delivered by another attempt, or refunded by its timer while the files were packed.
    if (order?.state !== 'fulfilling') return;
    await requireDeliverable(tx, order);
    const deliveredAt = now();
    const deliveryId = newId('dlv');
    const { files, manifestSha256, bytes } = made;
    await insertRow(tx, Deliveries, { id: deliveryId, orderId: id, manifestSha256, files, deliveredAt });
    const { agreementId, datasetId, revisionId, providerId, buyerId, months } = order;
    const { seats, quota } = await agreedPolicy(tx, agreementId);
    const entitlement = await begin(
      tx,
      entitlementSubject,
      'grant',
      {
        ...{ id: newId('ent'), orderId: id, agreementId, datasetId, revisionId, deliveryId, providerId, buyerId },
        startsAt: deliveredAt,
        expiresAt: months === null ? null : addMonths(deliveredAt, months),
        ...{ seats, quota },
        follows: false,
        warnedDays: null,
      },
      system,
    );
    // Whoever asked for the data can read it at once.
    const asked = seats === null ? null : await tx.findOneBy(AccessRequests, { id: order.requestId });
    if (asked) {
      await insertRow(tx, Seats, {
        entitlementId: entitlement.id,
        memberId: asked.submittedBy,
        assignedAt: deliveredAt,
      });
    }
    const data = { deliveryId, manifestSha256, files: files.length, bytes };
    const about = [...orderSubject.about(order), entitlement.id];
    await record(tx, system, { type: 'delivery.made', data }, { kind: 'order', id }, about);
    await clearProgress(tx, id);
    await advance(tx, orderSubject, id, 'deliver', system);
  });
}

/** Whether the order is being fulfilled; it stays so until the transaction ends. */
async function isFulfilling(tx: Tx, id: string): Promise<boolean> {
  const rows: unknown[] = await tx.query(`select 1 from orders where id = $1 and state = 'fulfilling' for share`, [id]);
  return rows.length > 0;
}

/** What both parties are told; what went wrong inside is on the record, for the operator. */
const notDelivered = 'Chưa giao được dữ liệu sau mọi lần thử. / The data could not be delivered in any attempt.';

/** After the last attempt the order is stuck: the operator sees it, with what went wrong on the record. */
export async function stickOrder(db: Database, id: string, attempts: number, error: Error): Promise<void> {
  await db.transaction(async (tx) => {
    const order = await lockRow(tx, Orders, id);
    if (order?.state !== 'fulfilling') return;
    const reason = error.message.slice(0, 500);
    const data = { attempts, reason };
    await record(tx, system, { type: 'delivery.failed', data }, { kind: 'order', id }, orderSubject.about(order));
    await clearProgress(tx, id);
    await advance(tx, orderSubject, id, 'stick', system, { reason: notDelivered });
  });
}

/** Ends the access that an order gave, when it is refunded or its agreement terminated. */
export async function endAccess(db: Database, orderId: string): Promise<void> {
  await db.transaction(async (tx) => {
    const found = await tx.findOneBy(Entitlements, { orderId });
    const entitlement = found && (await lockRow(tx, Entitlements, found.id));
    if (!entitlement || ['revoked', 'expired'].includes(entitlement.state)) return;
    const ended = await tx.existsBy(Agreements, { id: entitlement.agreementId, state: 'terminated' });
    const reason = ended
      ? 'Thỏa thuận đã chấm dứt. / The agreement was terminated.'
      : 'Đơn hàng đã được hoàn tiền. / The order was refunded.';
    await advance(tx, entitlementSubject, entitlement.id, 'revoke', system, { reason });
  });
}

/** The receipt of an accepted delivery: the manifest's hash, and whether the buyer or time accepted. One per order. */
export async function issueReceipt(db: Database, orderId: string): Promise<void> {
  await db.transaction(async (tx) => {
    const order = await lockRow(tx, Orders, orderId);
    const delivery = await tx.findOneBy(Deliveries, { orderId });
    if (!order || !delivery || (await tx.findOneBy(Receipts, { orderId }))) return;
    await requireNotFrozen(tx, orderSubject.stoppedBy(order));
    const byTime = await tx.existsBy(AuditEvents, { type: 'order.auto-accept', subjectId: orderId });
    const { manifestSha256 } = delivery;
    const id = newId('rcp');
    await insertRow(tx, Receipts, {
      ...{ id, orderId, deliveryId: delivery.id, manifestSha256 },
      acceptedBy: byTime ? 'time' : 'buyer',
      issuedAt: now(),
    });
    const event = { type: 'receipt.issued', data: { receiptId: id, manifestSha256 } } as const;
    await record(tx, system, event, { kind: 'order', id: orderId }, orderSubject.about(order));
  });
}
