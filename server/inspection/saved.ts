import type { SavedSearchView, TransactionSearch } from '../../contracts/inspection.js';
import { notFound, Problem } from '../../contracts/problems.js';
import type { MemberActor } from '../kernel/actor.js';
import { now } from '../kernel/clock.js';
import { insertRow, lockRow, type Tx, updateRow, violatedConstraint } from '../kernel/database.js';
import { newId } from '../kernel/ids.js';
import { type SavedSearch, SavedSearches } from './tables.js';

const most = 100;

/** The member's own searches, newest first. */
export async function savedSearches(tx: Tx, actor: MemberActor): Promise<SavedSearch[]> {
  return await tx.find(SavedSearches, { where: { memberId: actor.memberId }, order: { id: 'DESC' } });
}

/** Throws 409 for a name the member has used already, and for one search too many. */
export async function saveSearch(tx: Tx, actor: MemberActor, name: string, query: TransactionSearch) {
  if ((await tx.countBy(SavedSearches, { memberId: actor.memberId })) >= most) {
    throw new Problem('conflict', {
      vi: `Mỗi người lưu được nhiều nhất ${most} tìm kiếm; hãy xóa bớt.`,
      en: `A member keeps at most ${most} searches; delete some first.`,
    });
  }
  const row: SavedSearch = { id: newId('sav'), memberId: actor.memberId, name, query, createdAt: now() };
  await insertRow(tx, SavedSearches, row).catch(refuseTakenName);
  return row;
}

/** Throws 404 for another member's search. */
export async function renameSearch(tx: Tx, actor: MemberActor, id: string, name: string): Promise<SavedSearch> {
  const row = await own(tx, actor, id);
  await updateRow(tx, SavedSearches, id, { name }).catch(refuseTakenName);
  return { ...row, name };
}

/** Throws 404 for another member's search. */
export async function removeSearch(tx: Tx, actor: MemberActor, id: string): Promise<void> {
  await own(tx, actor, id);
  await tx.delete(SavedSearches, { id });
}

async function own(tx: Tx, actor: MemberActor, id: string): Promise<SavedSearch> {
  const row = await lockRow(tx, SavedSearches, id);
  if (!row || row.memberId !== actor.memberId) throw notFound({ vi: 'tìm kiếm đã lưu', en: 'saved search' });
  return row;
}

function refuseTakenName(error: unknown): never {
  if (violatedConstraint(error) !== 'saved_searches_name') throw error;
  throw new Problem(
    'conflict',
    { vi: 'Bạn đã có một tìm kiếm mang tên này.', en: 'You have a search of this name already.' },
    { errors: [{ pointer: '/name', detail: 'already in use', detailVi: 'đã được dùng' }] },
  );
}

export function savedSearchView({ id, name, query, createdAt }: SavedSearch): SavedSearchView {
  return { id, name, query, createdAt: createdAt.toISOString() };
}
