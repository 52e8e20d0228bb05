import { EntitySchema } from 'typeorm';
import type { CatalogueQuery } from '../../contracts/discovery.js';
import { json, moment, primaryId, reference, text } from '../kernel/columns.js';

/** A search of the catalogue that a member keeps; with an alert they are told of what is listed after `seenUntil`. */
export type CatalogueSearch = {
  id: string;
  memberId: string;
  name: string;
  query: CatalogueQuery;
  alert: boolean;
  seenUntil: Date;
  createdAt: Date;
};
export const CatalogueSearches = new EntitySchema<CatalogueSearch>({
  name: 'catalogue_searches',
  columns: {
    id: primaryId,
    memberId: reference('members'),
    name: text(),
    query: json(),
    alert: { type: 'boolean' },
    seenUntil: moment(),
    createdAt: moment(),
  },
  uniques: [{ name: 'catalogue_searches_name', columns: ['memberId', 'name'] }],
  indices: [{ name: 'catalogue_searches_alert', columns: ['id'], where: 'alert', synchronize: false }],
});
