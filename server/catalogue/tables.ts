import { EntitySchema } from 'typeorm';
import type { DatasetPage, FileFormat } from '../../contracts/catalogue.js';
import type { Bilingual } from '../../contracts/common.js';
import type { CodeEntry, ColumnKind } from '../../contracts/dictionary.js';
import type { Coverage, Measured } from '../../contracts/measured.js';
import type { SchemaChange, SchemaDiff } from '../../contracts/schema-diff.js';
import type { ImportanceClass } from '../../contracts/scheme/classes.js';
import type { PersonalFinding } from '../../contracts/scheme/personal-data.js';
import {
  big,
  count,
  day,
  flag,
  json,
  moment,
  primaryId,
  reference,
  type Stateful,
  stateColumns,
  text,
  texts,
} from '../kernel/columns.js';
import type { ColumnFacts, PartStats, Written } from '../kernel/duckdb.js';

/** The data dictionary: what each column means, by name. */
export type Dictionary = Record<
  string,
  { description: Bilingual; unit: string | null; kind?: ColumnKind | null; codes?: CodeEntry[] }
>;

/** Text that is not yet written is empty, a choice that is not yet made is null (drafts). */
export type Dataset = Stateful &
  DatasetPage & {
    providerId: string;
    dictionary: Dictionary;
    /** Days of notice of a breaking revision to holders whose agreement is from before its terms named them. */
    noticeDays: number;
    /** What a reviewer raised the importance class to; it is not lowered again. */
    importanceFloor: ImportanceClass | null;
    scheme: string;
    submittedBy: string | null;
    listedAt: Date | null;
    createdAt: Date;
    updatedAt: Date;
  };
export const Datasets = new EntitySchema<Dataset>({
  name: 'datasets',
  columns: {
    id: primaryId,
    providerId: reference('organisations'),
    titleVi: text(),
    titleEn: text(),
    descriptionVi: text(),
    descriptionEn: text(),
    sector: text({ nullable: true }),
    keywords: texts,
    coverageFrom: day({ nullable: true }),
    coverageTo: day({ nullable: true }),
    coverageArea: text(),
    provinces: texts,
    granularity: text(),
    updateFrequency: text({ nullable: true }),
    productKind: text({ nullable: true }),
    activity: text({ nullable: true }),
    valueAdded: json({ nullable: true }),
    sharingClass: text({ nullable: true }),
    importanceClass: text({ nullable: true }),
    stateSource: json({ nullable: true }),
    disclosed: flag(false),
    subjectsBasic: count({ nullable: true }),
    subjectsSensitive: count({ nullable: true }),
    quasiIdentifiers: texts,
    provenanceBasis: text({ nullable: true }),
    provenance: text(),
    sourceUrl: text({ nullable: true }),
    credit: text(),
    limitations: text(),
    quality: json({ nullable: true }),
    personalOrigin: text({ nullable: true }),
    deidentification: text({ nullable: true }),
    declarations: texts,
    importanceFloor: text({ nullable: true }),
    dictionary: json(),
    noticeDays: count({ default: 30 }),
    scheme: text(),
    submittedBy: text({ nullable: true }),
    listedAt: moment({ nullable: true }),
    createdAt: moment(),
    updatedAt: moment(),
    ...stateColumns,
  },
  checks: [
    { name: 'datasets_notice', expression: 'notice_days between 0 and 365' },
    { name: 'datasets_personal_origin', expression: `personal_origin in ('none', 'aggregate', 'deidentified')` },
    {
      name: 'datasets_product_kind',
      expression: `product_kind in ('original_data', 'value_added_product', 'intermediary_service', 'analysis_service')`,
    },
    {
      name: 'datasets_activity',
      expression: `activity in ('collect', 'process', 'exchange', 'enrich', 'visualise')`,
    },
    {
      name: 'datasets_sharing_class',
      expression: `sharing_class in ('open', 'shared', 'private', 'not_state')`,
    },
    { name: 'datasets_importance_floor', expression: `importance_floor in ('other', 'important', 'core')` },
    { name: 'datasets_importance_class', expression: `importance_class in ('other', 'important', 'core')` },
  ],
  indices: [
    { name: 'datasets_provider', columns: ['providerId'] },
    { name: 'datasets_state', columns: ['state', 'listedAt', 'id'] },
    { name: 'datasets_search', synchronize: false, columns: ['titleVi'] },
    { name: 'datasets_title_trigram', synchronize: false, columns: ['titleVi'] },
  ],
});

/** Members who want to hear of a dataset's revisions. */
export type DatasetFollower = { datasetId: string; memberId: string; since: Date };
export const DatasetFollowers = new EntitySchema<DatasetFollower>({
  name: 'dataset_followers',
  columns: {
    datasetId: { ...reference('datasets'), primary: true },
    memberId: { ...reference('members'), primary: true },
    since: moment(),
  },
  indices: [{ name: 'dataset_followers_member', columns: ['memberId'] }],
});

export type Revision = Stateful & {
  datasetId: string;
  providerId: string;
  number: number;
  notes: string;
  submittedBy: string | null;
  createdAt: Date;
  finalisedAt: Date | null;
  publishedAt: Date | null;
  /** 0…100 by the formula of `contracts/measured.ts`; null before it is profiled. */
  qualityScore: number | null;
  measured: Measured | null;
  /** How its columns differ from the revision published before it. */
  schemaChange: SchemaChange | null;
  schemaDiff: SchemaDiff | null;
};
export const Revisions = new EntitySchema<Revision>({
  name: 'revisions',
  columns: {
    id: primaryId,
    datasetId: reference('datasets'),
    providerId: reference('organisations'),
    number: count(),
    notes: text(),
    submittedBy: text({ nullable: true }),
    createdAt: moment(),
    finalisedAt: moment({ nullable: true }),
    publishedAt: moment({ nullable: true }),
    qualityScore: count({ nullable: true }),
    measured: json({ nullable: true }),
    schemaChange: text({ nullable: true }),
    schemaDiff: json({ nullable: true }),
    ...stateColumns,
  },
  checks: [
    { name: 'revisions_schema_change', expression: `schema_change in ('first', 'same', 'compatible', 'breaking')` },
  ],
  uniques: [{ name: 'revisions_number', columns: ['datasetId', 'number'] }],
  indices: [
    {
      name: 'revisions_one_draft',
      columns: ['datasetId'],
      unique: true,
      where: `state = 'draft'`,
      synchronize: false,
    },
  ],
});

/** A data file as typed Parquet, for programs that read tables; made once and never changed. */
export type ParquetTable = {
  fileId: string;
  revisionId: string;
  columns: { name: string; type: string }[];
  parts: { sha256: string; bytes: number; rows: number; stats: PartStats }[];
  madeAt: Date;
};
export const ParquetTables = new EntitySchema<ParquetTable>({
  name: 'parquet_tables',
  columns: {
    fileId: { ...reference('files'), primary: true },
    revisionId: reference('revisions'),
    columns: json(),
    parts: json(),
    madeAt: moment(),
  },
  indices: [{ name: 'parquet_tables_revision', columns: ['revisionId'] }],
});

/** What profiling found in one file; exact counts over all rows. What older profiles do not tell is missing. */
export type StoredProfile = {
  rows: number;
  duplicates?: number;
  columns: (Pick<ColumnFacts, 'name' | 'type' | 'nulls' | 'distinct' | 'min' | 'max'> & Partial<ColumnFacts>)[];
  coverage?: Coverage;
  written?: Written;
  /** Personal data that was found; missing in profiles made before there was a scan. */
  personal?: PersonalFinding[];
};
export type DataFile = {
  id: string;
  revisionId: string;
  name: string;
  format: FileFormat;
  bytes: number;
  sha256: string;
  profile: StoredProfile | null;
  sample: Record<string, unknown>[] | null;
  /** The same rows as typed Parquet, kept in the store under its hash; null until it is profiled. */
  tableSha256: string | null;
  tableBytes: number | null;
  /** The archive or workbook, as uploaded, that the file was taken out of. */
  container: {
    name: string;
    sha256: string;
    bytes: number;
    dataPackage?: Record<string, unknown> | null;
  } | null;
  createdAt: Date;
};
export const DataFiles = new EntitySchema<DataFile>({
  name: 'files',
  columns: {
    id: primaryId,
    revisionId: reference('revisions'),
    name: text(),
    format: text(),
    bytes: big(),
    sha256: text(),
    profile: json({ nullable: true }),
    sample: json({ nullable: true }),
    tableSha256: text({ nullable: true }),
    tableBytes: big({ nullable: true }),
    container: json({ nullable: true }),
    createdAt: moment(),
  },
  uniques: [{ name: 'files_name', columns: ['revisionId', 'name'] }],
});
