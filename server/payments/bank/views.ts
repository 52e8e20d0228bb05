import QRCode from 'qrcode';
import type {
  BankAccount,
  BankDesk,
  BankLineView,
  BankStatementView,
  RepaymentView,
  TransferView,
} from '../../../contracts/bank.js';
import { vietnamDay } from '../../../contracts/vietnam-day.js';
import { vietQr } from '../../../contracts/vietqr.js';
import { organisationRefs } from '../../identity/organisations.js';
import { Members } from '../../identity/tables.js';
import type { Actor } from '../../kernel/actor.js';
import { now } from '../../kernel/clock.js';
import { rowsById, type Tx } from '../../kernel/database.js';
import type { Kernel } from '../../kernel/kernel.js';
import { allowedActions } from '../../lifecycle/advance.js';
import { holdsEver } from '../../lifecycle/holds.js';
import { dueAt } from '../../lifecycle/timers.js';
import { orderSubject } from '../../ordering/subjects.js';
import { type Order, Orders } from '../../ordering/tables.js';
import { unmatchedBank } from '../accounts.js';
import { balanceOf } from '../ledger.js';
import { bankLineSubject, repaymentSubject } from '../subjects.js';
import {
  type BankLine,
  BankLines,
  type BankStatement,
  BankStatements,
  Payments,
  type Repayment,
  Repayments,
} from '../tables.js';
import { askedOn, receivedFor, transferOf } from './transfer.js';

/** How an order is paid by transfer, or null where nobody chose that or the exchange has no account any more. */
export async function transferView(tx: Tx, { clocks, settings }: Kernel, order: Order): Promise<TransferView | null> {
  const payment = await transferOf(tx, order.id);
  const { bank } = settings;
  if (!payment || !bank) return null;
  const open = payment.state === 'open' && order.state === 'awaiting_payment';
  const receivedVnd = await receivedFor(tx, payment.id);
  const totalVnd = open ? askedOn(order, vietnamDay(now())).totalVnd : payment.amountVnd;
  const missingVnd = open ? Math.max(0, totalVnd - receivedVnd) : 0;
  const due = open ? dueAt(orderSubject, order, clocks, await holdsEver(tx, orderSubject.about(order))) : null;
  const returns = await tx.find(Repayments, { where: { orderId: order.id }, order: { id: 'ASC' } });
  return {
    ...{ paymentId: payment.id, orderId: order.id, account: bank, reference: payment.checkoutSession },
    ...{ totalVnd, receivedVnd, missingVnd },
    state: payment.state,
    dueAt: due?.toISOString() ?? null,
    qr: missingVnd > 0 ? await qrOf(bank, payment.checkoutSession, missingVnd) : null,
    returns: returns.map(({ id, amountVnd, state }) => ({ id, amountVnd, state: state as RepaymentView['state'] })),
  };
}

async function qrOf({ bin, number }: BankAccount, content: string, amountVnd: number): Promise<TransferView['qr']> {
  const payload = vietQr({ bankBin: bin, accountNumber: number, amountVnd, content });
  return { payload, svg: await QRCode.toString(payload, { type: 'svg', errorCorrectionLevel: 'M', margin: 2 }) };
}

/** Lines as the actor sees them; who proposed a match finds no button to confirm it. */
export async function lineViews(tx: Tx, rows: readonly BankLine[], actor: Actor): Promise<BankLineView[]> {
  const orders = await rowsById(tx, Orders, ids(rows.map((row) => row.orderId)));
  const buyers = await organisationRefs(tx, ids([...orders.values()].map((order) => order.buyerId)));
  const people = await rowsById(tx, Members, ids(rows.map((row) => row.submittedBy)));
  return rows.map((row) => ({
    ...{ id: row.id, statementId: row.statementId, bankReference: row.bankReference, bookedOn: row.bookedOn },
    ...{ amountVnd: row.amountVnd, content: row.content, counterparty: row.counterparty, orderId: row.orderId },
    state: row.state as BankLineView['state'],
    buyer: buyers.get(orders.get(row.orderId ?? '')?.buyerId ?? '') ?? null,
    creditedVnd: row.creditedVnd,
    proposedBy: people.get(row.submittedBy ?? '')?.displayName ?? null,
    actions: allowedActions(bankLineSubject, row, actor).filter(({ action }) =>
      bySecond(row, actor, action, 'confirm'),
    ),
  }));
}

export async function repaymentViews(tx: Tx, rows: readonly Repayment[], actor: Actor): Promise<RepaymentView[]> {
  const buyers = await organisationRefs(tx, ids(rows.map((row) => row.buyerId)));
  const people = await rowsById(tx, Members, ids(rows.map((row) => row.submittedBy)));
  const lines = await linesOf(tx, rows);
  return rows.map((row) => ({
    ...{ id: row.id, amountVnd: row.amountVnd, cause: row.cause, orderId: row.orderId },
    ...{ stateReason: row.stateReason, sentReference: row.sentReference },
    state: row.state as RepaymentView['state'],
    buyer: buyers.get(row.buyerId ?? '') ?? null,
    from: lines
      .filter((line) => (row.lineId === null ? line.orderId === row.orderId : line.id === row.lineId))
      .map(({ id, bankReference, counterparty }) => ({ lineId: id, bankReference, counterparty })),
    reportedBy: people.get(row.submittedBy ?? '')?.displayName ?? null,
    createdAt: row.createdAt.toISOString(),
    actions: allowedActions(repaymentSubject, row, actor).filter(({ action }) =>
      bySecond(row, actor, action, 'confirm-sent'),
    ),
    canReport: row.state === 'owed' && actor.kind === 'member' && actor.capabilities.includes('operator'),
  }));
}

async function linesOf(tx: Tx, rows: readonly Repayment[]): Promise<BankLine[]> {
  const [orders, lines] = [ids(rows.map((row) => row.orderId)), ids(rows.map((row) => row.lineId))];
  return await tx
    .createQueryBuilder(BankLines, 'line')
    .where('line.orderId = any(:orders) or line.id = any(:lines)', { orders, lines })
    .orderBy('line.id')
    .getMany();
}

function bySecond(row: { submittedBy: string | null }, actor: Actor, action: string, decision: string): boolean {
  return action !== decision || (actor.kind === 'member' && actor.memberId !== row.submittedBy);
}

function ids(all: readonly (string | null)[]): string[] {
  return [...new Set(all.filter((one) => one !== null))];
}

export async function statementViews(tx: Tx, rows: readonly BankStatement[]): Promise<BankStatementView[]> {
  const people = await rowsById(tx, Members, ids(rows.map((row) => row.importedBy)));
  return rows.map(({ id, name, importedBy, importedAt, fresh, known }) => ({
    ...{ id, name, importedBy: people.get(importedBy)?.displayName ?? '', fresh, known },
    importedAt: importedAt.toISOString(),
  }));
}

/** What the operator's bank desk shows above its lists. */
export async function deskView(tx: Tx, account: BankAccount | null): Promise<BankDesk> {
  const statements = await tx.find(BankStatements, { order: { id: 'DESC' }, take: 10 });
  const open = await tx.sum(Repayments, 'amountVnd', [{ state: 'owed' }, { state: 'reported' }]);
  const awaited = await tx.find(Payments, { where: { rail: 'bank', state: 'open' }, order: { id: 'DESC' }, take: 50 });
  return {
    account,
    unmatchedVnd: await balanceOf(tx, unmatchedBank),
    owedVnd: open ?? 0,
    statements: await statementViews(tx, statements),
    awaited: await Promise.all(
      awaited.map(async ({ id, orderId, checkoutSession, amountVnd }) => ({
        ...{ orderId, reference: checkoutSession, totalVnd: amountVnd },
        receivedVnd: await receivedFor(tx, id),
      })),
    ),
  };
}
