import { EntitySchema } from 'typeorm';
import type { MarkingTerms } from '../../contracts/fingerprint.js';
import { count, json, moment, primaryId, reference, text } from '../kernel/columns.js';

/** A dataset whose buyers get marked copies. The secret stays when the terms change or end: old copies must be told apart. */
export type Marking = {
  datasetId: string;
  terms: MarkingTerms | null;
  /** Sealed under a key of the exchange: who has the database alone cannot tell or make marks. */
  secret: string;
  /** SHA-256 of the secret, which is in the log before any copy is made. */
  commitment: string;
  updatedAt: Date;
};
export const Markings = new EntitySchema<Marking>({
  name: 'markings',
  columns: {
    datasetId: { ...reference('datasets'), primary: true },
    terms: json({ nullable: true }),
    secret: text(),
    commitment: text(),
    updatedAt: moment(),
  },
});

/** A copy that was made for one order; written once. */
export type MarkedCopy = {
  id: string;
  orderId: string;
  buyerId: string;
  datasetId: string;
  fileId: string;
  terms: MarkingTerms;
  sha256: string;
  bytes: number;
  madeAt: Date;
};
export const MarkedCopies = new EntitySchema<MarkedCopy>({
  name: 'marked_copies',
  columns: {
    id: primaryId,
    orderId: reference('orders'),
    buyerId: reference('organisations'),
    datasetId: reference('datasets'),
    fileId: reference('files'),
    terms: json(),
    sha256: text(),
    bytes: { type: 'bigint', transformer: { to: (value: number) => value, from: (value: string) => Number(value) } },
    madeAt: moment(),
  },
  uniques: [{ name: 'marked_copies_one', columns: ['orderId', 'fileId'] }],
  indices: [{ name: 'marked_copies_dataset', columns: ['datasetId', 'fileId'] }],
});

/** A check of a suspect copy and what it told; written once. */
export type LeakCheck = {
  id: string;
  datasetId: string;
  organisationId: string;
  askedBy: string;
  fileName: string;
  sha256: string;
  named: { buyer: string; score: number }[];
  threshold: number | null;
  positions: number;
  buyers: number;
  at: Date;
};
export const LeakChecks = new EntitySchema<LeakCheck>({
  name: 'leak_checks',
  columns: {
    id: primaryId,
    datasetId: reference('datasets'),
    organisationId: reference('organisations'),
    askedBy: reference('members'),
    fileName: text(),
    sha256: text(),
    named: json(),
    threshold: { type: 'double precision', nullable: true },
    positions: count(),
    buyers: count(),
    at: moment(),
  },
  indices: [{ name: 'leak_checks_dataset', columns: ['datasetId', 'id'] }],
});
