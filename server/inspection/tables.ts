import { EntitySchema } from 'typeorm';
import type { TransactionSearch } from '../../contracts/inspection.js';
import { json, moment, primaryId, reference, text } from '../kernel/columns.js';

/** A search that a member of a regulator keeps; nobody else sees it. */
export type SavedSearch = { id: string; memberId: string; name: string; query: TransactionSearch; createdAt: Date };
export const SavedSearches = new EntitySchema<SavedSearch>({
  name: 'saved_searches',
  columns: {
    id: primaryId,
    memberId: reference('members'),
    name: text(),
    query: json(),
    createdAt: moment(),
  },
  uniques: [{ name: 'saved_searches_name', columns: ['memberId', 'name'] }],
});
