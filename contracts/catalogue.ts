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
import { codeEntry, columnKindCodes, dictionaryEntry } from './dictionary.js';
import { licenceId } from './licensing.js';
import { datasetLifecycle } from './lifecycles/dataset.js';
import { revisionLifecycle } from './lifecycles/revision.js';
import { actionsOf, statesOf } from './lifecycles.js';
import { bin, coverage, measured, topValue } from './measured.js';
import { operation } from './operation.js';
import { schemaChanges, schemaDiff } from './schema-diff.js';
import { activityCodes, importanceClassCodes, productKindCodes, sharingClassCodes } from './scheme/classes.js';
import { type PersonalKind, personalKinds } from './scheme/personal-data.js';
import {
  decisionCodeKeys,
  personalOriginCodes,
  provenanceBasisCodes,
  sectorCodes,
  updateFrequencyCodes,
} from './scheme/pilot-2026.js';
import { provinceCodes } from './scheme/provinces.js';
import { declarationCodes } from './scheme/thresholds.js';

export const fileFormats = ['csv', 'json', 'ndjson', 'parquet', 'xlsx', 'geojson'] as const;
export const fileFormat = z.enum(fileFormats);
export type FileFormat = z.infer<typeof fileFormat>;

/** The quality statement: what the provider says of the data, part by part (Decree 314/2026, Art. 17). */
export const qualityStatement = z.strictObject({
  accuracy: text(0, 2000),
  completeness: text(0, 2000),
  currency: text(0, 2000),
  consistency: text(0, 2000),
  /** How it was measured, and on which day; null until it is said. */
  method: text(0, 2000),
  measuredAt: z.iso.date().nullable(),
});
export type QualityStatement = z.infer<typeof qualityStatement>;

/** What a value-added product says of itself (Decree 314/2026, Art. 7(6)). */
export const valueAdded = z.strictObject({
  method: text(0, 2000),
  inputs: text(0, 2000),
  updateFrequency: text(0, 500),
});
export type ValueAdded = z.infer<typeof valueAdded>;

/** The State database that data comes from, and the body that governs it (Decree 314/2026, Art. 5). */
export const stateSource = z.strictObject({ sourceDatabase: text(2, 300), governingBody: text(2, 300) });
export type StateSource = z.infer<typeof stateSource>;

const headCount = z.number().int().min(0).max(2_000_000_000).nullable();

/** One of the provinces of today, by its code of two digits. */
export const provinceCode = z.enum(provinceCodes);

/**
 * What a provider writes about a dataset (Decree 314/2026, Art. 8(2) and 17; scheme §9.9). A draft may leave out
 * everything but its title: text that is not yet written is empty, a choice that is not yet made is null. What the scheme
 * demands is judged by its rules when the dataset is submitted.
 */
const datasetFields = z.strictObject({
  titleVi: text(5, 200),
  titleEn: text(0, 200),
  descriptionVi: text(0, 5000),
  descriptionEn: text(0, 5000),
  sector: z.enum(sectorCodes).nullable(),
  keywords: z.array(text(2, 50)).max(12),
  coverageFrom: z.iso.date().nullable(),
  coverageTo: z.iso.date().nullable(),
  coverageArea: text(0, 200),
  /** Province codes of today; empty for data that is not by province. */
  provinces: z.array(provinceCode).max(provinceCodes.length),
  /** What one row stands for. */
  granularity: text(0, 300),
  updateFrequency: z.enum(updateFrequencyCodes).nullable(),
  productKind: z.enum(productKindCodes).nullable(),
  activity: z.enum(activityCodes).nullable(),
  valueAdded: valueAdded.nullable(),
  sharingClass: z.enum(sharingClassCodes).nullable(),
  importanceClass: z.enum(importanceClassCodes).nullable(),
  stateSource: stateSource.nullable(),
  /** Whether the data are public elsewhere already; the head-counts of Decision 20 are of undisclosed data. */
  disclosed: z.boolean(),
  /** People whom basic, and people whom sensitive data in it is about; null where it is about none or nobody counted. */
  subjectsBasic: headCount,
  subjectsSensitive: headCount,
  /** Columns that together might tell a person apart; k-anonymity is computed over them. */
  quasiIdentifiers: z.array(z.string().min(1).max(200)).max(12),
  provenanceBasis: z.enum(provenanceBasisCodes).nullable(),
  provenance: text(0, 5000),
  sourceUrl: z
    .url({ protocol: /^https?$/ })
    .max(500)
    .nullable(),
  credit: text(0, 500),
  limitations: text(0, 5000),
  quality: qualityStatement.nullable(),
  personalOrigin: z.enum(personalOriginCodes).nullable(),
  /** How it was de-identified: technique by column, what risk is left, by whom and when. Demanded with a personal origin. */
  deidentification: text(0, 5000).nullable(),
  /** What the provider declares of the data (Law on Data, Art. 42(3)). */
  declarations: z.array(z.enum(declarationCodes)).max(declarationCodes.length),
});
export const datasetPatch = datasetFields.partial();
export type DatasetPatch = z.infer<typeof datasetPatch>;
export const datasetInput = datasetPatch.extend({ titleVi: text(5, 200) });
export type DatasetInput = z.infer<typeof datasetInput>;
/** Everything that can be written about a dataset, each of it said or left empty. */
export type DatasetPage = z.infer<typeof datasetFields>;

export const columnProfile = z.strictObject({
  name: z.string(),
  type: z.string(),
  nulls: z.number().int(),
  distinct: z.number().int(),
  min: z.string().nullable(),
  max: z.string().nullable(),
  /** Of numbers. */
  mean: z.number().nullable(),
  /** How numbers, days and moments lie; null for other columns, and before it was measured. */
  bins: z.array(bin).nullable(),
  /** The values in most rows; who has no access is shown only those that stand in at least five. */
  top: z.array(topValue),
  /** From the data dictionary. */
  description: bilingual.nullable(),
  unit: z.string().nullable(),
  kind: z.enum(columnKindCodes).nullable(),
  codes: z.array(codeEntry),
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

/** How a file was written, as far as reading it told; of a workbook the sheet, and rows around the table that were left out. */
export const written = z.strictObject({
  encoding: z.string().nullable(),
  delimiter: z.string().nullable(),
  header: z.boolean().nullable(),
  sheet: z
    .strictObject({
      name: z.string(),
      titleRows: z.number().int(),
      noteRows: z.number().int(),
      others: z.array(z.string()),
    })
    .nullable(),
});

export const fileView = z.strictObject({
  id: id('file'),
  name: z.string(),
  format: fileFormat,
  bytes: z.number().int(),
  sha256,
  rows: z.number().int().nullable(),
  columns: z.array(columnProfile).nullable(),
  /** The same rows as typed Parquet; null before it is profiled. */
  tableSha256: sha256.nullable(),
  /** Rows that repeat another one; null where it was not counted. */
  duplicates: z.number().int().nullable(),
  coverage: coverage.nullable(),
  written: written.nullable(),
  /** The archive or workbook that it was taken out of. */
  container: z.strictObject({ name: z.string(), sha256, bytes: z.number().int() }).nullable(),
  /** The Data Package that lay in the archive beside it, for its provider to take over. */
  dataPackage: z.record(z.string(), z.unknown()).nullable(),
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
  /** 0…100 by the formula of the quality score; null before it is profiled. */
  qualityScore: z.number().int().nullable(),
  /** Until when a breaking revision stays announced before it may be published; null for any other. */
  noticeEnds: moment.nullable(),
  measured: measured.nullable(),
  schemaChange: z.enum(schemaChanges).nullable(),
  schemaDiff: schemaDiff.nullable(),
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
  sector: z.enum(sectorCodes).nullable(),
  keywords: z.array(z.string()),
  productKind: z.enum(productKindCodes).nullable(),
  sharingClass: z.enum(sharingClassCodes).nullable(),
  provider: organisationRef,
  state: z.enum(statesOf(datasetLifecycle)),
  formats: z.array(fileFormat),
  rows: z.number().int().nullable(),
  bytes: z.number().int().nullable(),
  updateFrequency: z.enum(updateFrequencyCodes).nullable(),
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
  provinces: z.array(z.string()),
  granularity: z.string(),
  activity: z.enum(activityCodes).nullable(),
  valueAdded: valueAdded.nullable(),
  importanceClass: z.enum(importanceClassCodes).nullable(),
  stateSource: stateSource.nullable(),
  disclosed: z.boolean(),
  subjectsBasic: z.number().int().nullable(),
  subjectsSensitive: z.number().int().nullable(),
  quasiIdentifiers: z.array(z.string()),
  provenanceBasis: z.enum(provenanceBasisCodes).nullable(),
  provenance: z.string(),
  sourceUrl: z.string().nullable(),
  credit: z.string(),
  limitations: z.string(),
  quality: qualityStatement.nullable(),
  personalOrigin: z.enum(personalOriginCodes).nullable(),
  deidentification: z.string().nullable(),
  declarations: z.array(z.enum(declarationCodes)),
  /** What a reviewer raised the importance class to. */
  importanceFloor: z.enum(importanceClassCodes).nullable(),
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
  /** Columns have a meaning in the dictionary. */
  described: z.boolean(),
  /** The viewer hears of its revisions. */
  follows: z.boolean(),
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
    body: datasetPatch,
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
    body: transitionBody(actionsOf(datasetLifecycle)).extend({
      /** Why the operator decides so, by the scheme’s codes. */
      codes: z.array(z.enum(decisionCodeKeys)).max(6).optional(),
    }),
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
    body: z.strictObject({ columns: z.array(dictionaryEntry).max(2000) }),
    response: datasetView,
    problems: ['transition-refused'],
  }),
  followDataset: operation({
    method: 'PUT',
    path: '/datasets/:id/following',
    tag,
    summary: 'Hear of the revisions of a dataset, or no more',
    roles: 'signed-in',
    params: datasetParams,
    body: z.strictObject({ follows: z.boolean() }),
    response: z.strictObject({ follows: z.boolean() }),
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
