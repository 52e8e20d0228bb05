import type { CatalogueQuery, CatalogueSearchView } from '../../contracts/discovery.js';
import { notFound, Problem } from '../../contracts/problems.js';
import type { MemberActor } from '../kernel/actor.js';
import { now } from '../kernel/clock.js';
import { insertRow, lockRow, type Tx, updateRow, violatedConstraint } from '../kernel/database.js';
import { newId } from '../kernel/ids.js';
import { type CatalogueSearch, CatalogueSearches } from './tables.js';

const most = 50;

/** Throws 409 for a name the member has used already, and for one search too many. */
export async function saveSearch(
  tx: Tx,
  actor: MemberActor,
  input: { name: string; query: CatalogueQuery; alert: boolean },
): Promise<CatalogueSearch> {
  if ((await tx.countBy(CatalogueSearches, { memberId: actor.memberId })) >= most) {
    throw new Problem('conflict', {
      vi: `Mỗi người lưu được nhiều nhất ${most} tìm kiếm; hãy xóa bớt.`,
      en: `A member keeps at most ${most} searches; delete some first.`,
    });
  }
  const row = { id: newId('cse'), memberId: actor.memberId, ...input, seenUntil: now(), createdAt: now() };
  await insertRow(tx, CatalogueSearches, row).catch((error: unknown) => {
    if (violatedConstraint(error) !== 'catalogue_searches_name') throw error;
    throw new Problem(
      'conflict',
      { vi: 'Bạn đã có một tìm kiếm mang tên này.', en: 'You have a search of this name already.' },
      { errors: [{ pointer: '/name', detail: 'already in use', detailVi: 'đã được dùng' }] },
    );
  });
  return row;
}

/** Switches the alert; it tells of what is listed from now on. Throws 404 for another member's search. */
export async function setAlert(tx: Tx, actor: MemberActor, id: string, alert: boolean): Promise<CatalogueSearch> {
  const row = await own(tx, actor, id);
  const set = { alert, seenUntil: row.alert ? row.seenUntil : now() };
  await updateRow(tx, CatalogueSearches, id, set);
  return { ...row, ...set };
}

/** Throws 404 for another member's search. */
export async function removeSearch(tx: Tx, actor: MemberActor, id: string): Promise<void> {
  await own(tx, actor, id);
  await tx.delete(CatalogueSearches, { id });
}

async function own(tx: Tx, actor: MemberActor, id: string): Promise<CatalogueSearch> {
  const row = await lockRow(tx, CatalogueSearches, id);
  if (!row || row.memberId !== actor.memberId) throw notFound({ vi: 'tìm kiếm đã lưu', en: 'saved search' });
  return row;
}

export function searchView({ id, name, query, alert, createdAt }: CatalogueSearch): CatalogueSearchView {
  return { id, name, query, alert, createdAt: createdAt.toISOString() };
}
