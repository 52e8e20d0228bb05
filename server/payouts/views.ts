import type { MoneyCaseView, PayoutView } from '../../contracts/payouts.js';
import { organisationRefs } from '../identity/organisations.js';
import { Members } from '../identity/tables.js';
import { type Actor, has } from '../kernel/actor.js';
import { day, now } from '../kernel/clock.js';
import { rowsById, type Tx } from '../kernel/database.js';
import { allowedActions } from '../lifecycle/advance.js';
import { Orders } from '../ordering/tables.js';
import { titlesOf } from './statement.js';
import { moneyCaseSubject, payoutSubject } from './subjects.js';
import { type MoneyCase, type Payout, type PayoutAccount, PayoutAccounts } from './tables.js';

type Line = { payout_id: string; order_id: string; amount: string };

export async function payoutViews(tx: Tx, rows: readonly Payout[], actor: Actor): Promise<PayoutView[]> {
  if (rows.length === 0) return [];
  const lines: Line[] = await tx.query(
    `select l.payout_id, t.order_id, sum(l.amount_vnd) as amount
       from payout_lines l join transfers t on t.id = l.transfer_id
      where l.payout_id = any($1) group by l.payout_id, t.order_id order by min(t.id)`,
    [rows.map((row) => row.id)],
  );
  const orders = await rowsById(
    tx,
    Orders,
    lines.map((one) => one.order_id),
  );
  const titles = await titlesOf(tx, [...orders.values()]);
  const refs = await organisationRefs(
    tx,
    rows.map((row) => row.providerId),
  );
  const accounts = await tx.find(PayoutAccounts, { where: rows.map(({ providerId }) => ({ providerId })) });
  return rows.map((row) => {
    const provider = refs.get(row.providerId);
    if (!provider) throw new Error(`${row.providerId} is referred to and does not exist.`);
    const { id, amountVnd, rail, attempt, stateReason, reference, arrivalOn } = row;
    return {
      ...{ id, provider, rail, amountVnd, attempt, stateReason, reference, arrivalOn },
      state: row.state as PayoutView['state'],
      stateSince: row.stateSince.toISOString(),
      bank: bankOf(
        row,
        accounts.find((one) => one.providerId === row.providerId),
        actor,
      ),
      createdAt: row.createdAt.toISOString(),
      lines: lines
        .filter((one) => one.payout_id === id)
        .map((one) => ({
          orderId: one.order_id,
          title: titles.get(one.order_id) ?? { vi: one.order_id, en: one.order_id },
          amountVnd: Number(one.amount),
        })),
      actions: allowedActions(payoutSubject, row, actor).filter(
        ({ action }) =>
          (rail === 'bank' || action === 'retry') &&
          (action !== 'confirm' || (actor.kind === 'member' && actor.memberId !== row.submittedBy)),
      ),
    };
  });
}

/** Where a payout by hand goes: before it is sent the account as it is now, after that the one it was sent to. */
function bankOf(row: Payout, account: PayoutAccount | undefined, actor: Actor): PayoutView['bank'] {
  if (row.rail !== 'bank') return null;
  const { bankBin: bin, bankNumber: number, bankHolder: holder } = row.state === 'pending' && account ? account : row;
  if (!bin || !number || !holder) return null;
  const changedAt = account?.bankChangedAt?.toISOString() ?? null;
  return { bin, number: has(actor, 'operator') ? number : `…${number.slice(-4)}`, holder, changedAt };
}

export async function moneyCaseViews(tx: Tx, rows: readonly MoneyCase[], actor: Actor): Promise<MoneyCaseView[]> {
  const members = await rowsById(
    tx,
    Members,
    rows.flatMap((row) => row.submittedBy ?? []),
  );
  return rows.map((row) => ({
    ...{ id: row.id, kind: row.kind, object: row.object, expectedVnd: row.expectedVnd, foundVnd: row.foundVnd },
    ...{ orderId: row.orderId, stateReason: row.stateReason },
    state: row.state as MoneyCaseView['state'],
    stateSince: row.stateSince.toISOString(),
    createdAt: row.createdAt.toISOString(),
    ageDays: Math.floor((now().getTime() - row.createdAt.getTime()) / day),
    // A person is named to colleagues only.
    explainedBy:
      row.submittedBy === null || !has(actor, 'operator') ? null : (members.get(row.submittedBy)?.displayName ?? null),
    actions: allowedActions(moneyCaseSubject, row, actor).filter(
      ({ action }) => action !== 'close' || (actor.kind === 'member' && actor.memberId !== row.submittedBy),
    ),
  }));
}
