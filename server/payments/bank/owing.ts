import type { RepaymentCause } from '../../../contracts/bank.js';
import { record } from '../../audit/record.js';
import { system } from '../../kernel/actor.js';
import { now } from '../../kernel/clock.js';
import type { Tx } from '../../kernel/database.js';
import { newId } from '../../kernel/ids.js';
import { begin } from '../../lifecycle/advance.js';
import { orderSubject } from '../../ordering/subjects.js';
import type { Order } from '../../ordering/tables.js';
import { repaymentSubject } from '../subjects.js';
import type { Repayment } from '../tables.js';

type Owing = {
  order: Order | null;
  amountVnd: number;
  cause: RepaymentCause;
  lineId?: string;
  refundId?: string;
};

/** Puts an amount on the operator's list of money to be sent back. The posting to `owed-back:` is the caller's. */
export async function oweBack(tx: Tx, { order, amountVnd, cause, lineId, refundId }: Owing): Promise<Repayment> {
  const repayment = await begin(
    tx,
    repaymentSubject,
    'owe',
    {
      ...{ id: newId('rpm'), orderId: order?.id ?? null, lineId: lineId ?? null, refundId: refundId ?? null },
      ...{ buyerId: order?.buyerId ?? null, cause, amountVnd, sentReference: null, submittedBy: null },
      createdAt: now(),
    },
    system,
  );
  if (order) {
    const data = { repaymentId: repayment.id, cause, amountVnd };
    const subject = { kind: 'order', id: order.id };
    await record(tx, system, { type: 'bank-transfer.owed-back', data }, subject, orderSubject.about(order));
  }
  return repayment;
}
