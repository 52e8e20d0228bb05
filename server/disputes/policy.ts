import type { disputeOperations } from '../../contracts/disputes.js';
import type { QueryOf } from '../../contracts/operation.js';
import { notFound, Problem } from '../../contracts/problems.js';
import type { Actor } from '../kernel/actor.js';
import { lockRow, type Tx } from '../kernel/database.js';
import { listTraded } from '../ordering/lists.js';
import { isVisible } from '../ordering/policy.js';
import { refundable } from '../payments/refunds.js';
import { disputeSubject } from './subjects.js';
import { type Dispute, Disputes } from './tables.js';

type Op = typeof disputeOperations;
const { name } = disputeSubject.lifecycle;
export const endStates = ['resolved', 'withdrawn'];

/** The dispute when the actor may see it: its parties, the operator, the regulator. Throws 404 otherwise. */
export async function readDispute(tx: Tx, actor: Actor, id: string): Promise<Dispute> {
  const row = await tx.findOneBy(Disputes, { id });
  if (!row || !isVisible(row, actor)) throw notFound(name);
  return row;
}

/** Disputes the actor may see, newest first, one more than asked for; of one order when it is named. */
export async function listDisputes(tx: Tx, actor: Actor, query: QueryOf<Op['listDisputes']>): Promise<Dispute[]> {
  if (query.order === undefined) return await listTraded(tx, Disputes, actor, query);
  const rows = await tx.find(Disputes, { where: { orderId: query.order }, order: { id: 'DESC' } });
  return rows.filter((row) => isVisible(row, actor) && (query.state === undefined || row.state === query.state));
}

/** The same, locked. */
export async function lockDispute(tx: Tx, actor: Actor, id: string): Promise<Dispute> {
  const row = await lockRow(tx, Disputes, id);
  if (!row || !isVisible(row, actor)) throw notFound(name);
  return row;
}

/** What of the buyer's money can still go back. */
export async function leftOf(tx: Tx, orderId: string): Promise<number> {
  return (await refundable(tx, orderId)).reduce((sum, one) => sum + one.leftVnd, 0);
}

/** Throws 422 for more than can still go back. */
export async function requireWithin(tx: Tx, orderId: string, vnd: number, pointer: string): Promise<void> {
  const leftVnd = await leftOf(tx, orderId);
  if (vnd <= leftVnd) return;
  const en = `At most ${leftVnd} ₫ can still go back to the buyer.`;
  const vi = `Chỉ còn tối đa ${leftVnd} ₫ có thể hoàn cho bên mua.`;
  throw new Problem('rule-broken', { vi, en }, { errors: [{ pointer, detail: en, detailVi: vi }], leftVnd });
}
