import { type Actor, seesEverything } from '../kernel/actor.js';
import { decodeCursor } from '../kernel/cursor.js';
import type { Table, Tx } from '../kernel/database.js';

type Traded = { id: string; state: string; providerId: string; buyerId: string };
type Query = {
  cursor?: string | undefined;
  limit: number;
  state?: string | undefined;
  side?: 'buyer' | 'provider' | undefined;
};

/**
 * Rows of a table between two parties, newest first, one more than asked for: those of the actor's own organisation,
 * on one side or both; the operator and the regulator see all unless they name a side.
 */
export async function listTraded<R extends Traded>(tx: Tx, table: Table<R>, actor: Actor, query: Query): Promise<R[]> {
  const rows = tx
    .createQueryBuilder(table, 'row')
    .orderBy('row.id', 'DESC')
    .limit(query.limit + 1);
  const own = { own: actor.kind === 'member' ? actor.organisationId : '' };
  if (query.side === 'buyer') rows.andWhere('row.buyerId = :own', own);
  else if (query.side === 'provider') rows.andWhere('row.providerId = :own', own);
  else if (!seesEverything(actor)) rows.andWhere('(row.buyerId = :own or row.providerId = :own)', own);
  // What has not been sent is the buyer’s alone.
  rows.andWhere(`(row.state <> 'draft' or row.buyerId = :own)`, own);
  if (query.state) rows.andWhere('row.state = :state', { state: query.state });
  const after = decodeCursor(query.cursor, 1);
  if (after) rows.andWhere('row.id < :after', { after: after[0] });
  return await rows.getMany();
}
