import type { Bilingual } from '../../contracts/common.js';
import { notFound } from '../../contracts/problems.js';
import { type Actor, seesEverything } from '../kernel/actor.js';
import type { Table, Tx } from '../kernel/database.js';
import { type AccessRequest, AccessRequests, type Agreement, Agreements, type Order, Orders } from './tables.js';

/** The two parties see their own; the operator and the regulator see all. */
export function isVisible(row: { providerId: string; buyerId: string }, actor: Actor): boolean {
  if (seesEverything(actor)) return true;
  return actor.kind === 'member' && [row.providerId, row.buyerId].includes(actor.organisationId);
}

async function read<R extends { id: string; providerId: string; buyerId: string }>(
  tx: Tx,
  table: Table<R>,
  id: string,
  actor: Actor,
  name: Bilingual,
): Promise<R> {
  const row = await tx.createQueryBuilder(table, 'row').where('row.id = :id', { id }).getOne();
  if (!row || !isVisible(row, actor)) throw notFound(name);
  return row;
}

/** The row when the actor may see it; throws 404 otherwise. */
export async function readRequest(tx: Tx, actor: Actor, id: string): Promise<AccessRequest> {
  const name = { vi: 'yêu cầu truy cập', en: 'access request' };
  const row = await read(tx, AccessRequests, id, actor, name);
  // What has not been sent is nobody else’s business.
  const own = actor.kind === 'member' && actor.organisationId === row.buyerId;
  if (row.firstSubmittedAt === null && row.state === 'draft' && !own) throw notFound(name);
  return row;
}
export function readAgreement(tx: Tx, actor: Actor, id: string): Promise<Agreement> {
  return read(tx, Agreements, id, actor, { vi: 'thỏa thuận', en: 'agreement' });
}
export function readOrder(tx: Tx, actor: Actor, id: string): Promise<Order> {
  return read(tx, Orders, id, actor, { vi: 'đơn hàng', en: 'order' });
}
