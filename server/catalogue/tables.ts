import { EntitySchema } from 'typeorm';
import type { FileFormat } from '../../contracts/catalogue.js';
import type { Bilingual } from '../../contracts/common.js';
import type { PersonalFinding } from '../../contracts/scheme/personal-data.js';
import type { personalOriginCodes } from '../../contracts/scheme/pilot-2026.js';
import {
  big,
  count,
  day,
  json,
  moment,
  primaryId,
  reference,
  type Stateful,
  stateColumns,
  text,
  texts,
} from '../kernel/columns.js';
import type { PartStats } from '../kernel/duckdb.js';

/** The data dictionary: what each column means, by name. */
export type Dictionary = Record<string, { description: Bilingual; unit: string | null }>;

export type Dataset = Stateful & {
  providerId: string;
  titleVi: string;
  titleEn: string;
  descriptionVi: string;
  descriptionEn: string;
  sector: string;
  keywords: string[];
  coverageFrom: string | null;
  coverageTo: string | null;
  coverageArea: string;
  updateFrequency: string;
  provenanceBasis: string;
  provenance: string;
  sourceUrl: string | null;
  credit: string;
  limitations: string;
  personalOrigin: (typeof personalOriginCodes)[number];
  deidentification: string | null;
  dictionary: Dictionary;
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
    sector: text(),
    keywords: texts,
    coverageFrom: day({ nullable: true }),
    coverageTo: day({ nullable: true }),
    coverageArea: text(),
    updateFrequency: text(),
    provenanceBasis: text(),
    provenance: text(),
    sourceUrl: text({ nullable: true }),
    credit: text(),
    limitations: text(),
    personalOrigin: text(),
    deidentification: text({ nullable: true }),
    dictionary: json(),
    scheme: text(),
    submittedBy: text({ nullable: true }),
    listedAt: moment({ nullable: true }),
    createdAt: moment(),
    updatedAt: moment(),
    ...stateColumns,
  },
  checks: [
    { name: 'datasets_personal_origin', expression: `personal_origin in ('none', 'aggregate', 'deidentified')` },
  ],
  indices: [
    { name: 'datasets_provider', columns: ['providerId'] },
    { name: 'datasets_state', columns: ['state', 'listedAt', 'id'] },
    { name: 'datasets_search', synchronize: false, columns: ['titleVi'] },
    { name: 'datasets_title_trigram', synchronize: false, columns: ['titleVi'] },
  ],
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
    ...stateColumns,
  },
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

/** What profiling found in one file; exact counts over all rows. */
export type StoredProfile = {
  rows: number;
  columns: { name: string; type: string; nulls: number; distinct: number; min: string | null; max: string | null }[];
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
    createdAt: moment(),
  },
  uniques: [{ name: 'files_name', columns: ['revisionId', 'name'] }],
});
