import { Problem } from '../../contracts/problems.js';
import { record } from '../audit/record.js';
import { system } from '../kernel/actor.js';
import { day, now } from '../kernel/clock.js';
import { insertRow, type Tx } from '../kernel/database.js';
import { newId } from '../kernel/ids.js';
import { requireNotFrozen } from '../lifecycle/holds.js';
import { orderSubject } from '../ordering/subjects.js';
import { Orders } from '../ordering/tables.js';
import { payable, transit } from '../payments/accounts.js';
import { type Movement, post } from '../payments/ledger.js';
import { type Due, dueInAll, duesOf, lockProvider, takenBack } from './dues.js';
import { type PayoutAccount, PayoutAccounts, Reversals, type Transfer, Transfers } from './tables.js';

export type Plan = {
  /** Whether Stripe must be asked for something, or the ledger moved: then it is worth planning again. */
  moved: boolean;
  /** The refusal of an order that is frozen: its money waits. */
  frozen: Problem | null;
};

/**
 * Decides what is to happen with a provider's dues and writes it down: first what must come back, then what may go out.
 * Nothing outside is asked here; every decision is a row under the lock of the provider. With an order only that one is looked
 * at, and what the provider may owe: a sale costs the same however many came before it.
 */
export async function planProvider(tx: Tx, providerId: string, orderId?: string): Promise<Plan> {
  await lockProvider(tx, providerId);
  const account = await tx.findOneBy(PayoutAccounts, { providerId });
  const all = await concerned(tx, providerId, orderId);
  const { dues, frozen } = await withoutFrozen(tx, all);
  const back = await takeBack(tx, dues);
  if (back) return { moved: true, frozen };
  if (await offset(tx, providerId, dues)) return { moved: true, frozen };
  // What is owed for a frozen order is not paid out with another one's money.
  const free = await dueInAll(tx, providerId);
  return { moved: await handOn(tx, account, providerId, dues, free), frozen };
}

/** The dues to look at: those of the order, as long as nothing is owed; else all, of which debts may be set off. */
async function concerned(tx: Tx, providerId: string, orderId: string | undefined): Promise<Due[]> {
  if (orderId === undefined) return await duesOf(tx, providerId);
  const some = await duesOf(tx, providerId, [orderId, ...(await takenBack(tx, providerId))]);
  return some.some((one) => one.netVnd < 0)
    ? await duesOf(tx, providerId)
    : some.filter((one) => one.orderId === orderId);
}

async function withoutFrozen(tx: Tx, all: readonly Due[]): Promise<{ dues: Due[]; frozen: Problem | null }> {
  const dues: Due[] = [];
  let frozen: Problem | null = null;
  for (const due of all) {
    try {
      const order = await tx.findOneByOrFail(Orders, { id: due.orderId });
      await requireNotFrozen(tx, orderSubject.about(order));
      dues.push(due);
    } catch (error) {
      if (!(error instanceof Problem) || error.code !== 'frozen') throw error;
      frozen = error;
    }
  }
  return { dues, frozen };
}

/** Plans reversals of what was handed on for orders that owe now, newest transfer first. */
async function takeBack(tx: Tx, dues: readonly Due[]): Promise<boolean> {
  let planned = false;
  for (const due of dues.filter((one) => one.netVnd < 0)) {
    let owed = -due.netVnd;
    for (const { row, leftVnd } of await reversible(tx, due.orderId)) {
      const amountVnd = Math.min(owed, leftVnd);
      if (amountVnd <= 0) continue;
      const reversal = { id: newId('trv'), transferId: row.id, providerId: row.providerId, orderId: row.orderId };
      const made = row.rail === 'bank';
      await insertRow(tx, Reversals, {
        ...{ ...reversal, amountVnd, stripeReversal: null, failure: null, createdAt: now() },
        ...(made ? { status: 'made', madeAt: now() } : { status: 'pending', madeAt: null }),
      });
      if (made) await enterReversal(tx, { ...reversal, amountVnd });
      owed -= amountVnd;
      planned = true;
    }
  }
  return planned;
}

/** Enters a reversal that was made: the money is owed again and no longer on its way. */
export async function enterReversal(
  tx: Tx,
  { id, providerId, orderId, amountVnd }: { id: string; providerId: string; orderId: string; amountVnd: number },
): Promise<void> {
  await post(tx, `reversal:${id}`, orderId, [{ from: transit(providerId), to: payable(providerId), amountVnd }]);
  const data = { reversalId: id, orderId, amountVnd };
  await record(tx, system, { type: 'transfer.reversed', data }, { kind: 'transfer', id }, [orderId, providerId]);
}

/** Transfers of an order with what can be taken back of them. One that was refused lately is not asked again at once. */
async function reversible(tx: Tx, orderId: string): Promise<{ row: Transfer; leftVnd: number }[]> {
  const made = await tx.find(Transfers, { where: { orderId, status: 'made' }, order: { id: 'DESC' } });
  const found: { row: Transfer; leftVnd: number }[] = [];
  for (const row of made) {
    const reversals = await tx.findBy(Reversals, { transferId: row.id });
    const lately = now().getTime() - day;
    if (reversals.some((one) => one.status === 'refused' && one.createdAt.getTime() > lately)) continue;
    const gone = reversals.filter((one) => one.status !== 'refused').reduce((sum, one) => sum + one.amountVnd, 0);
    const sent = row.rail === 'bank' ? await sentOf(tx, row.id) : 0;
    found.push({ row, leftVnd: row.amountVnd - gone - sent });
  }
  return found;
}

/** What of a transfer has been sent: of money that left by bank transfer nothing can be taken back. */
async function sentOf(tx: Tx, transferId: string): Promise<number> {
  const [row]: { sum: string }[] = await tx.query(
    `select coalesce(sum(l.amount_vnd), 0) as sum from payout_lines l join payouts p on p.id = l.payout_id
      where l.transfer_id = $1 and p.state <> 'pending'`,
    [transferId],
  );
  return Number(row?.sum ?? 0);
}

/** Sets debts off against what is due for other orders: on the ledger, order by order. */
async function offset(tx: Tx, providerId: string, dues: readonly Due[]): Promise<boolean> {
  const account = payable(providerId);
  const between = `offset:${providerId}`;
  const dued = dues.filter((one) => one.netVnd > 0).map((one) => ({ ...one }));
  let moved = false;
  for (const debt of dues.filter((one) => one.netVnd < 0)) {
    let owed = -debt.netVnd;
    for (const due of dued) {
      const amountVnd = Math.min(owed, due.netVnd);
      if (amountVnd <= 0) continue;
      const id = newId('ofs');
      const leg = (from: string, to: string): Movement[] => [{ from, to, amountVnd }];
      await post(tx, `offset:${id}:from`, due.orderId, leg(account, between));
      await post(tx, `offset:${id}:to`, debt.orderId, leg(between, account));
      const data = { orderId: due.orderId, debtOrderId: debt.orderId, amountVnd };
      const about = [providerId, due.orderId, debt.orderId];
      await record(tx, system, { type: 'debt.offset', data }, { kind: 'order', id: debt.orderId }, about);
      due.netVnd -= amountVnd;
      owed -= amountVnd;
      moved = true;
    }
  }
  return moved;
}

/** Plans transfers of what is due; of money that came by bank the transfer is a posting, and a payout by hand follows. */
async function handOn(
  tx: Tx,
  account: PayoutAccount | null,
  providerId: string,
  dues: readonly Due[],
  freeVnd: number,
): Promise<boolean> {
  let left = freeVnd;
  let planned = false;
  for (const due of dues.filter((one) => one.netVnd > 0)) {
    const amountVnd = Math.min(due.netVnd, left);
    const open = due.rail === 'bank' || account?.transfersStatus === 'active';
    if (amountVnd <= 0 || !open || (await refusedLately(tx, due.orderId))) continue;
    const row: Transfer = {
      ...{ id: newId('trf'), providerId, orderId: due.orderId, rail: due.rail, amountVnd },
      stripeAccount: due.rail === 'card' ? (account?.stripeAccount ?? null) : null,
      ...{ stripeTransfer: null, status: 'pending', failure: null, createdAt: now(), madeAt: null },
    };
    await insertRow(tx, Transfers, row);
    if (due.rail === 'bank') await enterTransfer(tx, row, null);
    left -= amountVnd;
    planned = true;
  }
  return planned;
}

/** The refusal of an account that is not ready; every other one is looked into by people, and tried again a day later. */
export const notReady = 'insufficient_capabilities_for_transfer';

async function refusedLately(tx: Tx, orderId: string): Promise<boolean> {
  const refused = await tx.findBy(Transfers, { orderId, status: 'refused' });
  const lately = now().getTime() - day;
  return refused.some((one) => one.failure !== notReady && one.createdAt.getTime() > lately);
}

/** Enters a transfer that was made: the money is on its way. */
export async function enterTransfer(tx: Tx, row: Transfer, stripeTransfer: string | null): Promise<void> {
  const { id, providerId, orderId, amountVnd, rail } = row;
  await tx.update(Transfers, { id }, { status: 'made', stripeTransfer, madeAt: now() });
  await post(tx, `transfer:${id}`, orderId, [{ from: payable(providerId), to: transit(providerId), amountVnd }]);
  const data = { transferId: id, orderId, amountVnd, rail };
  await record(tx, system, { type: 'transfer.made', data }, { kind: 'transfer', id }, [orderId, providerId]);
}
