import { z } from 'zod';
import { datasetCard, fileFormat } from './catalogue.js';
import { type Bilingual, id, moment, page, pageQuery, text } from './common.js';
import { priceModels } from './licences/terms.js';
import { licenceId } from './licensing.js';
import { operation } from './operation.js';
import { activityCodes, productKindCodes } from './scheme/classes.js';
import { personalOriginCodes, sectorCodes, updateFrequencyCodes } from './scheme/pilot-2026.js';
import { provinceCodes } from './scheme/provinces.js';

/** Quality scores of the newest revision, by what they reach at least; 0 is “below 50”. */
export const qualityBands = ['90', '75', '50', '0'] as const;
export const qualityBandNames: Record<(typeof qualityBands)[number], Bilingual> = {
  '90': { vi: 'Từ 90 điểm', en: '90 points and more' },
  '75': { vi: 'Từ 75 đến dưới 90', en: '75 to under 90' },
  '50': { vi: 'Từ 50 đến dưới 75', en: '50 to under 75' },
  '0': { vi: 'Dưới 50 điểm', en: 'Under 50 points' },
};

/** What a search can be narrowed by; each is a facet with counts. */
export const facetFilters = {
  sector: z.enum(sectorCodes).optional(),
  kind: z.enum(productKindCodes).optional(),
  activity: z.enum(activityCodes).optional(),
  licence: licenceId.optional(),
  price: z.enum(priceModels).optional(),
  format: fileFormat.optional(),
  province: z.enum(provinceCodes).optional(),
  year: z
    .string()
    .regex(/^[12]\d{3}$/)
    .meta({ examples: ['2024'] })
    .optional(),
  frequency: z.enum(updateFrequencyCodes).optional(),
  quality: z.enum(qualityBands).optional(),
  origin: z.enum(personalOriginCodes).optional(),
};
export type FacetName = keyof typeof facetFilters;
export const facetNames = Object.keys(facetFilters) as FacetName[];

/** A search of the catalogue, as it stands in an address and as it is saved. */
export const catalogueQuery = z.strictObject({ q: z.string().max(200).optional(), ...facetFilters });
export type CatalogueQuery = z.infer<typeof catalogueQuery>;

const facetCounts = z.strictObject(
  Object.fromEntries(facetNames.map((name) => [name, z.record(z.string(), z.number().int())])) as Record<
    FacetName,
    z.ZodRecord<z.ZodString, z.ZodNumber>
  >,
);

/** How many matches are counted; beyond it the total says “more than”, and facets are shares of the first. */
export const countLimit = 1000;

const savedSearch = z.strictObject({
  id: id('cse'),
  name: z.string(),
  query: catalogueQuery,
  /** Tells of datasets that are listed later and match. */
  alert: z.boolean(),
  createdAt: moment,
});
export type CatalogueSearchView = z.infer<typeof savedSearch>;

const tag = 'catalogue';
const searchParams = z.strictObject({ id: id('cse') });
export const discoveryOperations = {
  browseDatasets: operation({
    method: 'GET',
    path: '/datasets',
    tag,
    summary: 'Browse and search listed datasets; Vietnamese with or without marks, former province names, synonyms',
    roles: 'anyone',
    query: z.strictObject({
      ...pageQuery,
      ...catalogueQuery.shape,
      sort: z.enum(['relevance', 'newest', 'title']).optional(),
    }),
    response: page(datasetCard).extend({
      total: z.number().int(),
      /** There are more than `total`. */
      more: z.boolean(),
      /** `all`: counts are of every match. `first`: of the first thousand. */
      counted: z.enum(['all', 'first']),
      facets: facetCounts,
      /** What was searched for instead, where a word of the text is not in the catalogue; null where all are. */
      corrected: z.string().nullable(),
    }),
  }),
  suggest: operation({
    method: 'GET',
    path: '/suggestions',
    tag,
    summary: 'Datasets whose titles hold what is being typed, and words that complete it',
    roles: 'anyone',
    query: z.strictObject({ q: z.string().max(200) }),
    response: z.strictObject({
      phrases: z.array(z.string()),
      datasets: z.array(z.strictObject({ id: id('ds'), titleVi: z.string(), titleEn: z.string() })),
    }),
  }),
  listCatalogueSearches: operation({
    method: 'GET',
    path: '/catalogue-searches',
    tag: 'identity',
    summary: 'The member’s own saved searches of the catalogue, newest first',
    roles: ['buyer', 'provider', 'operator'],
    response: z.strictObject({ items: z.array(savedSearch) }),
  }),
  saveCatalogueSearch: operation({
    method: 'POST',
    path: '/catalogue-searches',
    tag: 'identity',
    summary: 'Keep a search of the catalogue; with `alert`, be told of datasets that are listed later and match',
    roles: ['buyer', 'provider', 'operator'],
    status: 201,
    body: z.strictObject({ name: text(2, 100), query: catalogueQuery, alert: z.boolean() }),
    response: savedSearch,
    problems: ['conflict'],
  }),
  setCatalogueSearch: operation({
    method: 'PATCH',
    path: '/catalogue-searches/:id',
    tag: 'identity',
    summary: 'Switch the alert of a saved search on or off',
    roles: ['buyer', 'provider', 'operator'],
    params: searchParams,
    body: z.strictObject({ alert: z.boolean() }),
    response: savedSearch,
  }),
  removeCatalogueSearch: operation({
    method: 'DELETE',
    path: '/catalogue-searches/:id',
    tag: 'identity',
    summary: 'Delete a saved search',
    roles: ['buyer', 'provider', 'operator'],
    status: 204,
    params: searchParams,
  }),
};
