import { notFound, Problem } from '../../../contracts/problems.js';
import { referencesIn } from '../../../contracts/transfer-reference.js';
import { type MemberActor, system } from '../../kernel/actor.js';
import type { Clocks } from '../../kernel/clock.js';
import { lockRow, type Tx } from '../../kernel/database.js';
import type { Kernel } from '../../kernel/kernel.js';
import { advance } from '../../lifecycle/advance.js';
import { requireNotFrozen } from '../../lifecycle/holds.js';
import { orderSubject } from '../../ordering/subjects.js';
import { Orders } from '../../ordering/tables.js';
import { owedBack, unmatchedBank } from '../accounts.js';
import { post } from '../ledger.js';
import { bankLineSubject } from '../subjects.js';
import { type BankLine, BankLines, Payments } from '../tables.js';
import { credit } from './credit.js';
import { oweBack } from './owing.js';

/**
 * Matches a line by the reference in its content, if that is the reference of exactly one transfer; all else is left to
 * people. Once, however often it is asked.
 */
export async function recogniseLine({ db, clocks }: Kernel, lineId: string): Promise<void> {
  const seen = await db.read.findOneBy(BankLines, { id: lineId, state: 'unmatched' });
  const orderId = seen && (await orderNamedIn(db.read, seen.content));
  if (!orderId) return;
  await db.transaction(async (tx) => {
    const order = await lockRow(tx, Orders, orderId);
    const line = await lockRow(tx, BankLines, lineId);
    if (!order || line?.state !== 'unmatched') return;
    await credit(tx, order, line, { action: 'recognise', actor: system, clocks });
  });
}

/** The order of the one transfer whose reference stands in the text; null for none or for several. */
async function orderNamedIn(tx: Tx, content: string): Promise<string | null> {
  const references = referencesIn(content);
  if (references.length === 0) return null;
  const named = await tx
    .createQueryBuilder(Payments, 'payment')
    .where(`payment.rail = 'bank' and payment.checkoutSession in (:...references)`, { references })
    .getMany();
  const [first] = named;
  return first && named.every((one) => one.orderId === first.orderId) ? first.orderId : null;
}

/** Proposes the order, by its id or its reference, that an unmatched line pays. Throws 422 for an order that is not there. */
export async function proposeMatch(tx: Tx, actor: MemberActor, lineId: string, named: string): Promise<BankLine> {
  const orderId = named.startsWith('ord_') ? named : await orderNamedIn(tx, named);
  const order = orderId === null ? null : await tx.findOneBy(Orders, { id: orderId });
  if (!order || order.priceVnd === 0) {
    const vi = 'Không có đơn hàng phải trả tiền nào mang mã này.';
    const en = 'There is no order with a price under this id or reference.';
    throw new Problem('rule-broken', { vi, en }, { errors: [{ pointer: '/order', detail: en, detailVi: vi }] });
  }
  await requireNotFrozen(tx, orderSubject.about(order));
  return await advance(tx, bankLineSubject, lineId, 'propose', actor, {
    set: { orderId: order.id, submittedBy: actor.memberId },
  });
}

type Step = { action: 'confirm' | 'withdraw' | 'return'; reason: string | undefined; clocks: Clocks };

/** A second person's confirmation, the end of a proposal, or the way back of money that belongs to no order. */
export async function moveLine(tx: Tx, actor: MemberActor, lineId: string, step: Step): Promise<BankLine> {
  const { action, reason, clocks } = step;
  if (action === 'withdraw') {
    return await advance(tx, bankLineSubject, lineId, action, actor, {
      ...{ reason, set: { orderId: null, submittedBy: null } },
    });
  }
  if (action === 'return') {
    const line = await advance(tx, bankLineSubject, lineId, action, actor, { reason });
    const { amountVnd } = line;
    await post(tx, `match:${lineId}`, null, [{ from: unmatchedBank, to: owedBack(lineId), amountVnd }]);
    await oweBack(tx, { order: null, amountVnd, cause: 'unknown', lineId });
    return line;
  }
  const seen = await tx.findOneBy(BankLines, { id: lineId });
  if (!seen) throw notFound(bankLineSubject.lifecycle.name);
  // The order before the line, as everywhere; without an order `advance` says what is wrong.
  const order = seen.orderId === null ? null : await lockRow(tx, Orders, seen.orderId);
  const line = await lockRow(tx, BankLines, lineId);
  if (!order || line?.orderId !== order.id) return await advance(tx, bankLineSubject, lineId, action, actor);
  return await credit(tx, order, line, { action, actor, clocks });
}
