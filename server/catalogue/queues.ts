import { decodeCursor } from '../kernel/cursor.js';
import type { Tx } from '../kernel/database.js';
import { Datasets } from './tables.js';

/** Datasets of one provider in every state, newest first, one more than asked for. */
export async function ownDatasets(tx: Tx, providerId: string, query: { cursor?: string | undefined; limit: number }) {
  const rows = tx
    .createQueryBuilder(Datasets, 'd')
    .where('d.providerId = :providerId', { providerId })
    .orderBy('d.id', 'DESC')
    .limit(query.limit + 1);
  const after = decodeCursor(query.cursor, 1);
  if (after) rows.andWhere('d.id < :after', { after: after[0] });
  return await rows.getMany();
}

/** What waits for the operator, oldest first: datasets in review, and listed ones with a revision to publish. */
export async function reviewQueue(tx: Tx, query: { cursor?: string | undefined; limit: number }) {
  const rows = tx
    .createQueryBuilder(Datasets, 'd')
    .where(
      `(d.state = 'in_review' or (d.state = 'listed' and exists (
         select 1 from revisions r where r.dataset_id = d.id and r.state = 'ready')))`,
    )
    .orderBy('d.id', 'ASC')
    .limit(query.limit + 1);
  const after = decodeCursor(query.cursor, 1);
  if (after) rows.andWhere('d.id > :after', { after: after[0] });
  return await rows.getMany();
}
