import { decodeCursor } from '../kernel/cursor.js';
import type { Table, Tx } from '../kernel/database.js';

type Query = { cursor?: string | undefined; limit: number; state?: string | undefined };

/** Rows of a register, newest first, one more than asked for; of one organisation, or of all with null. */
export async function listRegister<R extends { id: string; state: string }>(
  tx: Tx,
  table: Table<R>,
  query: Query,
  organisationId: string | null = null,
): Promise<R[]> {
  const rows = tx
    .createQueryBuilder(table, 'row')
    .orderBy('row.id', 'DESC')
    .limit(query.limit + 1);
  if (organisationId !== null) rows.andWhere('row.organisationId = :organisationId', { organisationId });
  if (query.state) rows.andWhere('row.state = :state', { state: query.state });
  const after = decodeCursor(query.cursor, 1);
  if (after) rows.andWhere('row.id < :after', { after: after[0] });
  return await rows.getMany();
}
