import { z } from 'zod';
import {
  allowedAction,
  bilingual,
  id,
  moment,
  organisationRef,
  page,
  pageQuery,
  progress,
  sha256,
  text,
  transitionBody,
  vnd,
} from './common.js';
import { licenceId, priceModels } from './licensing.js';
import { datasetLifecycle } from './lifecycles/dataset.js';
import { revisionLifecycle } from './lifecycles/revision.js';
import { actionsOf, statesOf } from './lifecycles.js';
import { operation } from './operation.js';
import { type PersonalKind, personalKinds } from './scheme/personal-data.js';
import { personalOriginCodes, provenanceBasisCodes, sectorCodes, updateFrequencyCodes } from './scheme/pilot-2026.js';

export const fileFormats = ['csv', 'json', 'parquet'] as const;
export const fileFormat = z.enum(fileFormats);
export type FileFormat = z.infer<typeof fileFormat>;

/** What a provider writes about a dataset (Decree 314/2026, Art. 8(2) and 17). */
export const datasetInput = z.strictObject({
  titleVi: text(5, 200),
  titleEn: text(5, 200),
  descriptionVi: text(50, 5000),
  descriptionEn: text(50, 5000),
  sector: z.enum(sectorCodes),
  keywords: z.array(text(2, 50)).max(12).default([]),
  coverageFrom: z.iso.date().nullable(),
  coverageTo: z.iso.date().nullable(),
  coverageArea: text(2, 200),
  updateFrequency: z.enum(updateFrequencyCodes),
  provenanceBasis: z.enum(provenanceBasisCodes),
  provenance: text(20, 5000),
  sourceUrl: z
    .url({ protocol: /^https?$/ })
    .max(500)
    .nullable(),
  credit: text(2, 500),
  limitations: text(20, 5000),
  personalOrigin: z.enum(personalOriginCodes),
  /** How it was de-identified: technique by column, what risk is left, by whom and when. Demanded with a personal origin. */
  deidentification: text(50, 5000).nullable(),
});
export type DatasetInput = z.infer<typeof datasetInput>;

export const columnProfile = z.strictObject({
  name: z.string(),
  type: z.string(),
  nulls: z.number().int(),
  distinct: z.number().int(),
  min: z.string().nullable(),
  max: z.string().nullable(),
  /** From the data dictionary. */
  description: bilingual.nullable(),
  unit: z.string().nullable(),
});
export type ColumnProfileView = z.infer<typeof columnProfile>;

export const personalFinding = z.strictObject({
  column: z.string(),
  kind: z.enum(Object.keys(personalKinds) as [PersonalKind, ...PersonalKind[]]),
  hits: z.number().int(),
  /** Of the values that are not null, 0…1. */
  share: z.number(),
  confidence: z.enum(['high', 'medium']),
  /** At most two values, masked. */
  examples: z.array(z.string()),
});

export const fileView = z.strictObject({
  id: id('file'),
  name: z.string(),
  format: fileFormat,
  bytes: z.number().int(),
  sha256,
  rows: z.number().int().nullable(),
  columns: z.array(columnProfile).nullable(),
  /** Personal data that the scan of all rows found; null for who may not see it, and before the scan. */
  personal: z.array(personalFinding).nullable(),
});
export type FileView = z.infer<typeof fileView>;

export const revisionView = z.strictObject({
  id: id('rev'),
  datasetId: id('ds'),
  number: z.number().int(),
  state: z.enum(statesOf(revisionLifecycle)),
  stateReason: z.string().nullable(),
  notes: z.string(),
  files: z.array(fileView),
  version: z.number().int(),
  createdAt: moment,
  finalisedAt: moment.nullable(),
  publishedAt: moment.nullable(),
  progress: progress.nullable(),
  actions: z.array(allowedAction),
});
export type RevisionView = z.infer<typeof revisionView>;

export const datasetCard = z.strictObject({
  id: id('ds'),
  titleVi: z.string(),
  titleEn: z.string(),
  descriptionVi: z.string(),
  descriptionEn: z.string(),
  sector: z.string(),
  keywords: z.array(z.string()),
  provider: organisationRef,
  state: z.enum(statesOf(datasetLifecycle)),
  formats: z.array(fileFormat),
  rows: z.number().int().nullable(),
  bytes: z.number().int().nullable(),
  updateFrequency: z.string(),
  coverageFrom: z.string().nullable(),
  coverageTo: z.string().nullable(),
  listedAt: moment.nullable(),
  /** Cheapest open offer, and every licence on offer. */
  fromVnd: vnd.nullable(),
  licences: z.array(licenceId),
});
export type DatasetCard = z.infer<typeof datasetCard>;

export const datasetView = datasetCard.extend({
  coverageArea: z.string(),
  provenanceBasis: z.string(),
  provenance: z.string(),
  sourceUrl: z.string().nullable(),
  credit: z.string(),
  limitations: z.string(),
  personalOrigin: z.enum(personalOriginCodes),
  deidentification: z.string().nullable(),
  stateReason: z.string().nullable(),
  /** Which version of the scheme it was reviewed under. */
  scheme: z.string(),
  version: z.number().int(),
  createdAt: moment,
  updatedAt: moment,
  /** The newest published revision; null before the first listing. */
  currentRevision: revisionView.nullable(),
  /** Every revision, newest first; drafts only for the provider and the operator. */
  revisions: z.array(
    z.strictObject({
      id: id('rev'),
      number: z.number().int(),
      state: z.enum(statesOf(revisionLifecycle)),
      notes: z.string(),
      createdAt: moment,
      publishedAt: moment.nullable(),
    }),
  ),
  /** The viewer is a member of the provider. */
  own: z.boolean(),
  actions: z.array(allowedAction),
});
export type DatasetView = z.infer<typeof datasetView>;

export const sampleView = z.strictObject({
  fileId: id('file'),
  columns: z.array(z.string()),
  rows: z.array(z.array(z.unknown())),
});
export type SampleView = z.infer<typeof sampleView>;

const tag = 'catalogue';
const datasetParams = z.strictObject({ id: id('ds') });
const revisionParams = z.strictObject({ id: id('rev') });

export const catalogueOperations = {
  browseDatasets: operation({
    method: 'GET',
    path: '/datasets',
    tag,
    summary: 'Browse and search listed datasets; Vietnamese with or without marks',
    roles: 'anyone',
    query: z.strictObject({
      ...pageQuery,
      q: z.string().max(200).optional(),
      sector: z.enum(sectorCodes).optional(),
      format: fileFormat.optional(),
      licence: licenceId.optional(),
      price: z.enum(priceModels).optional(),
      sort: z.enum(['relevance', 'newest', 'title']).optional(),
    }),
    response: page(datasetCard).extend({
      total: z.number().int(),
      facets: z.strictObject({
        sector: z.record(z.string(), z.number().int()),
        format: z.record(z.string(), z.number().int()),
        licence: z.record(z.string(), z.number().int()),
        price: z.record(z.string(), z.number().int()),
      }),
    }),
  }),
  listOwnDatasets: operation({
    method: 'GET',
    path: '/provider/datasets',
    tag,
    summary: 'Datasets of the own organisation in every state, last changed first',
    roles: ['provider'],
    query: z.strictObject(pageQuery),
    response: page(datasetCard),
  }),
  listReviewQueue: operation({
    method: 'GET',
    path: '/operator/reviews',
    tag,
    summary: 'Datasets waiting for the operator, oldest first; also listed ones with a new ready revision',
    roles: ['operator'],
    query: z.strictObject(pageQuery),
    response: page(datasetCard),
  }),
  createDataset: operation({
    method: 'POST',
    path: '/datasets',
    tag,
    summary: 'Create a dataset as a draft',
    roles: ['provider'],
    verified: true,
    status: 201,
    body: datasetInput,
    response: datasetView,
    problems: ['rule-broken'],
  }),
  getDataset: operation({
    method: 'GET',
    path: '/datasets/:id',
    tag,
    summary: 'A dataset’s page: metadata, current revision with dictionary and profile',
    roles: 'anyone',
    params: datasetParams,
    response: datasetView,
  }),
  editDataset: operation({
    method: 'PATCH',
    path: '/datasets/:id',
    tag,
    summary: 'Edit a draft or a dataset that needs changes',
    roles: ['provider'],
    ifMatch: true,
    params: datasetParams,
    body: datasetInput.partial(),
    response: datasetView,
    problems: ['transition-refused', 'rule-broken'],
  }),
  transitionDataset: operation({
    method: 'POST',
    path: '/datasets/:id/transitions',
    tag,
    summary: 'Submit, review, list, return, suspend, delist or withdraw a dataset',
    roles: ['provider', 'operator', 'regulator'],
    idempotent: true,
    params: datasetParams,
    body: transitionBody(actionsOf(datasetLifecycle)),
    response: datasetView,
    problems: ['transition-refused', 'four-eyes', 'rule-broken'],
  }),
  openRevision: operation({
    method: 'POST',
    path: '/datasets/:id/revisions',
    tag,
    summary: 'Open the next revision as a draft, or the draft that is already open',
    roles: ['provider'],
    status: 201,
    params: datasetParams,
    body: z.strictObject({ notes: text(0, 2000).default('') }),
    response: revisionView,
    problems: ['transition-refused'],
  }),
  getRevision: operation({
    method: 'GET',
    path: '/revisions/:id',
    tag,
    summary: 'One revision with its files and profiles',
    roles: 'anyone',
    params: revisionParams,
    response: revisionView,
  }),
  watchRevision: operation({
    method: 'GET',
    path: '/revisions/:id/progress',
    tag,
    summary: 'Live progress of profiling, as server-sent events',
    roles: 'anyone',
    kind: 'events',
    params: revisionParams,
  }),
  transitionRevision: operation({
    method: 'POST',
    path: '/revisions/:id/transitions',
    tag,
    summary: 'Finalise, reopen, publish, deprecate or revoke a revision',
    roles: ['provider', 'operator'],
    idempotent: true,
    params: revisionParams,
    body: transitionBody(actionsOf(revisionLifecycle)),
    response: revisionView,
    problems: ['transition-refused', 'rule-broken', 'four-eyes'],
  }),
  uploadFile: operation({
    method: 'POST',
    path: '/revisions/:id/files',
    tag,
    summary: 'Upload one file (multipart/form-data, field “file”) into a draft revision; streamed, hashed on the way',
    roles: ['provider'],
    kind: 'upload',
    status: 201,
    params: revisionParams,
    response: fileView,
    problems: ['too-large', 'unsupported-media', 'unreadable-file', 'transition-refused', 'conflict'],
  }),
  removeFile: operation({
    method: 'DELETE',
    path: '/revisions/:id/files/:fileId',
    tag,
    summary: 'Take a file out of a draft revision',
    roles: ['provider'],
    status: 204,
    params: z.strictObject({ id: id('rev'), fileId: id('file') }),
    problems: ['transition-refused'],
  }),
  describeColumns: operation({
    method: 'PUT',
    path: '/datasets/:id/dictionary',
    tag,
    summary: 'Describe columns by name: the dataset’s data dictionary',
    roles: ['provider'],
    params: datasetParams,
    body: z.strictObject({
      columns: z
        .array(
          z.strictObject({
            name: z.string().min(1).max(200),
            description: z.strictObject({ vi: text(0, 500), en: text(0, 500) }),
            unit: text(0, 50).nullable().default(null),
          }),
        )
        .max(2000),
    }),
    response: datasetView,
    problems: ['transition-refused'],
  }),
  getSample: operation({
    method: 'GET',
    path: '/revisions/:id/sample',
    tag,
    summary: 'At most 20 rows of each file, as found at the start of the file',
    roles: 'anyone',
    params: revisionParams,
    response: z.strictObject({ items: z.array(sampleView) }),
  }),
};
