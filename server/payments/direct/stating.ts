import { createHash } from 'node:crypto';
import type { directOperations } from '../../../contracts/direct.js';
import type { BodyOf } from '../../../contracts/operation.js';
import { notFound, Problem } from '../../../contracts/problems.js';
import { transferReference } from '../../../contracts/transfer-reference.js';
import { vietnamDay } from '../../../contracts/vietnam-day.js';
import { record } from '../../audit/record.js';
import type { MemberActor } from '../../kernel/actor.js';
import { now } from '../../kernel/clock.js';
import { insertRow, lockRow, type Tx } from '../../kernel/database.js';
import { newId } from '../../kernel/ids.js';
import { advance } from '../../lifecycle/advance.js';
import { requireNotFrozen } from '../../lifecycle/holds.js';
import { orderSubject } from '../../ordering/subjects.js';
import { type Order, Orders } from '../../ordering/tables.js';
import { requireOpenTrade } from '../../ordering/trade.js';
import { askedOn } from '../bank/transfer.js';
import { requireDirect } from '../offered.js';
import { requirePayable } from '../payable.js';
import { DirectStatements, type Payment, type PaymentEvidence, PaymentEvidences, Payments } from '../tables.js';

/** The content of the transfer: the same for an order however often it is looked at. */
export function directReference(orderId: string): string {
  const hash = createHash('sha256').update(`direct:${orderId}`).digest();
  return transferReference(hash.readBigUInt64BE(0) & ((1n << 44n) - 1n));
}

/** The own order that can be paid directly now, locked. Throws 404, 409 or 423 otherwise. */
export async function lockPayableDirectly(tx: Tx, actor: MemberActor, orderId: string): Promise<Order> {
  const order = requirePayable(await lockRow(tx, Orders, orderId), actor);
  await requireNotFrozen(tx, orderSubject.about(order));
  await requireOpenTrade(tx, order);
  await requireDirect(tx, order);
  return order;
}

type Kept = Pick<PaymentEvidence, 'name' | 'bytes' | 'sha256' | 'mediaType'>;

/** Keeps the paper of a payment; it counts with the statement that names it. */
export async function addEvidence(
  tx: Tx,
  actor: MemberActor,
  orderId: string,
  { name, bytes, sha256, mediaType }: Kept,
): Promise<PaymentEvidence> {
  await lockPayableDirectly(tx, actor, orderId);
  const row: PaymentEvidence = {
    ...{ id: newId('dev'), orderId, name, bytes, sha256, mediaType },
    ...{ createdBy: actor.memberId, createdAt: now() },
  };
  await insertRow(tx, PaymentEvidences, row);
  return row;
}

/**
 * The buyer states that the provider was paid: reference, day, amount and paper. The order then waits for the provider, and no
 * longer expires. Throws 422 for another amount than the order's of that day, or a day that cannot be.
 */
export async function stateDirect(
  tx: Tx,
  actor: MemberActor,
  orderId: string,
  { bankReference, paidOn, amountVnd, evidenceId }: BodyOf<(typeof directOperations)['stateDirectPayment']>,
): Promise<Order> {
  const order = await lockPayableDirectly(tx, actor, orderId);
  if (paidOn < vietnamDay(order.createdAt) || paidOn > vietnamDay(now())) {
    throw wrong('/paidOn', {
      vi: 'Ngày chuyển tiền phải từ ngày đặt đơn đến hôm nay.',
      en: 'The day of the payment lies between the day of the order and today.',
    });
  }
  const { totalVnd, vatPercent, vatVnd } = askedOn(order, paidOn);
  if (amountVnd !== totalVnd) {
    throw wrong('/amountVnd', {
      vi: `Đơn hàng này phải trả đúng ${totalVnd} ₫ (đã gồm thuế); chuyển thiếu hay thừa thì thỏa thuận với bên bán trước.`,
      en: `This order costs exactly ${totalVnd} ₫ with VAT; settle a difference with the provider first.`,
    });
  }
  const evidence = await tx.findOneBy(PaymentEvidences, { id: evidenceId, orderId, createdBy: actor.memberId });
  if (!evidence) throw notFound({ vi: 'chứng từ thanh toán', en: 'payment evidence' });
  if (await tx.existsBy(DirectStatements, { evidenceId })) {
    throw wrong('/evidenceId', {
      vi: 'Chứng từ này đã dùng cho một lần khai trước; hãy tải lên chứng từ mới.',
      en: 'This paper belongs to an earlier statement; upload another.',
    });
  }
  const payment = await paymentFor(tx, order, { amountVnd, vatPercent, vatVnd });
  const statement = {
    ...{ id: newId('dst'), orderId, paymentId: payment.id, bankReference, paidOn, amountVnd, evidenceId },
    ...{ statedBy: actor.memberId, statedAt: now(), answer: null, answeredBy: null, answeredAt: null, reason: null },
  };
  await insertRow(tx, DirectStatements, statement);
  const data = { statementId: statement.id, bankReference, paidOn, amountVnd, evidenceSha256: evidence.sha256 };
  const event = { type: 'direct-payment.stated', data } as const;
  await record(tx, actor, event, { kind: 'order', id: orderId }, orderSubject.about(order));
  return await advance(tx, orderSubject, orderId, 'state-payment', actor);
}

/** The order's direct payment; made with the first statement, by the VAT rate of the day the buyer paid. */
async function paymentFor(
  tx: Tx,
  order: Order,
  price: Pick<Payment, 'amountVnd' | 'vatPercent' | 'vatVnd'>,
): Promise<Payment> {
  const known = await tx.findOneBy(Payments, { orderId: order.id, rail: 'direct' });
  if (known) {
    await tx.update(Payments, { id: known.id }, { ...price, state: 'open' });
    return { ...known, ...price, state: 'open' };
  }
  const payment: Payment = {
    ...{ id: newId('pay'), orderId: order.id, ...price, rail: 'direct' },
    ...{ checkoutSession: directReference(order.id), checkoutUrl: '', paymentIntent: null, state: 'open' },
    ...{ createdAt: now(), paidAt: null },
  };
  await insertRow(tx, Payments, payment);
  return payment;
}

function wrong(pointer: string, told: { vi: string; en: string }): Problem {
  return new Problem('rule-broken', told, { errors: [{ pointer, detail: told.en, detailVi: told.vi }] });
}
