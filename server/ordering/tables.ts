import { EntitySchema } from 'typeorm';
import type { Terms } from '../../contracts/licences/terms.js';
import type { VatClass } from '../../contracts/scheme/vat.js';
import {
  big,
  count,
  json,
  moment,
  primaryId,
  reference,
  type Stateful,
  stateColumns,
  text,
} from '../kernel/columns.js';

export type AccessRequest = Stateful & {
  datasetId: string;
  revisionId: string;
  offerId: string;
  providerId: string;
  buyerId: string;
  purpose: string;
  statement: string;
  project: string;
  submittedBy: string;
  /** How many units of the offer: months, calls, gigabytes, seats; else 1. */
  units: number;
  /** Why the data may be processed, where it comes from persons. */
  lawfulBasis: string | null;
  /** Who will use it, where it is kept (country and place), and what becomes of it at the end. */
  users: string;
  storageCountry: string;
  storage: string;
  ending: string;
  /** Answers to the offer’s questions, in their order. */
  answers: string[];
  /** The agreement this would go on from. */
  renewsId: string | null;
  firstSubmittedAt: Date | null;
  firstAnsweredAt: Date | null;
  createdAt: Date;
  updatedAt: Date;
};
export const AccessRequests = new EntitySchema<AccessRequest>({
  name: 'access_requests',
  columns: {
    id: primaryId,
    datasetId: reference('datasets'),
    revisionId: reference('revisions'),
    offerId: reference('offers'),
    providerId: reference('organisations'),
    buyerId: reference('organisations'),
    purpose: text(),
    statement: text(),
    project: text(),
    submittedBy: reference('members'),
    units: count({ default: 1 }),
    lawfulBasis: text({ nullable: true }),
    users: text({ default: '' }),
    storageCountry: text({ default: 'VN' }),
    storage: text({ default: '' }),
    ending: text({ default: 'delete' }),
    answers: json({ default: '[]' }),
    renewsId: reference('agreements', { nullable: true }),
    firstSubmittedAt: moment({ nullable: true }),
    firstAnsweredAt: moment({ nullable: true }),
    createdAt: moment(),
    updatedAt: moment(),
    ...stateColumns,
  },
  indices: [
    { name: 'access_requests_provider', columns: ['providerId', 'id'] },
    { name: 'access_requests_buyer', columns: ['buyerId', 'id'] },
    {
      // One open request per buyer and offer.
      name: 'access_requests_open',
      columns: ['buyerId', 'offerId'],
      unique: true,
      where: `state in ('draft', 'submitted', 'returned', 'countered')`,
      synchronize: false,
    },
  ],
});

/** One version of the terms that a party proposed. Never changes. */
export type Round = {
  id: string;
  requestId: string;
  number: number;
  party: 'provider' | 'buyer';
  organisationId: string;
  memberId: string;
  terms: Terms;
  sha256: string;
  note: string | null;
  createdAt: Date;
};
export const Rounds = new EntitySchema<Round>({
  name: 'request_rounds',
  columns: {
    id: primaryId,
    requestId: reference('access_requests'),
    number: count(),
    party: text(),
    organisationId: reference('organisations'),
    memberId: reference('members'),
    terms: json(),
    sha256: text(),
    note: text({ nullable: true }),
    createdAt: moment(),
  },
  uniques: [{ name: 'request_rounds_number', columns: ['requestId', 'number'] }],
});

/** A file that the buyer laid beside a request; content under its hash, seen by the two parties. */
export type Attachment = {
  id: string;
  requestId: string;
  name: string;
  bytes: number;
  sha256: string;
  mediaType: string;
  memberId: string;
  createdAt: Date;
  removedAt: Date | null;
};
export const Attachments = new EntitySchema<Attachment>({
  name: 'request_attachments',
  columns: {
    id: primaryId,
    requestId: reference('access_requests'),
    name: text(),
    bytes: big(),
    sha256: text(),
    mediaType: text(),
    memberId: reference('members'),
    createdAt: moment(),
    removedAt: moment({ nullable: true }),
  },
  indices: [{ name: 'request_attachments_request', columns: ['requestId'] }],
});

/** The frozen document. `document` is canonical JSON (RFC 8785); the database refuses to change it. */
export type Agreement = Stateful & {
  requestId: string;
  datasetId: string;
  providerId: string;
  buyerId: string;
  document: string;
  sha256: string;
  createdAt: Date;
  sealedAt: Date | null;
  /** When it ends early, and which party gave notice. */
  endsAt: Date | null;
  endedBy: string | null;
};
export const Agreements = new EntitySchema<Agreement>({
  name: 'agreements',
  columns: {
    id: primaryId,
    requestId: reference('access_requests', { unique: true }),
    datasetId: reference('datasets'),
    providerId: reference('organisations'),
    buyerId: reference('organisations'),
    document: text(),
    sha256: text(),
    createdAt: moment(),
    sealedAt: moment({ nullable: true }),
    endsAt: moment({ nullable: true }),
    endedBy: text({ nullable: true }),
    ...stateColumns,
  },
});

/** A party's act of signing: who, when, under which hash. */
export type Signature = {
  id: string;
  agreementId: string;
  party: 'provider' | 'buyer';
  organisationId: string;
  memberId: string | null;
  signer: string | null;
  /** `password`: the account’s password was asked again. Before that was so: `session`. */
  method: 'password' | 'session' | 'standing-offer';
  sha256: string;
  signedAt: Date;
};
export const Signatures = new EntitySchema<Signature>({
  name: 'signatures',
  columns: {
    id: primaryId,
    agreementId: reference('agreements'),
    party: text(),
    organisationId: reference('organisations'),
    memberId: text({ nullable: true }),
    signer: text({ nullable: true }),
    method: text(),
    sha256: text(),
    signedAt: moment(),
  },
  uniques: [{ name: 'signatures_party', columns: ['agreementId', 'party'] }],
});

export type Order = Stateful & {
  requestId: string;
  agreementId: string;
  datasetId: string;
  revisionId: string;
  providerId: string;
  buyerId: string;
  priceVnd: number;
  vatClass: VatClass;
  /** Rate and amount as they were when it was paid; null until then (the rate alone: also where no tax is stated). */
  vatPercent: number | null;
  vatVnd: number | null;
  feeVersion: number;
  feeVnd: number;
  feeVatClass: VatClass;
  /** The same for the fee, when it was settled. */
  feeVatPercent: number | null;
  feeVatVnd: number | null;
  /** The operator's organisation that takes the fee; null where there is none. */
  feeSellerId: string | null;
  /** What of the buyer's total has gone back, by refund or by the buyer's bank. */
  refundedVnd: number;
  /** The state a dispute interrupted; null where there was none. */
  disputedFrom: string | null;
  months: number | null;
  /** When access must be there, else the order is refunded; set when it is paid. */
  accessDueBy: Date | null;
  /** When its next job was last asked for again, because it had stood still. */
  nudgedAt: Date | null;
  createdAt: Date;
};
export const Orders = new EntitySchema<Order>({
  name: 'orders',
  columns: {
    id: primaryId,
    requestId: reference('access_requests'),
    agreementId: reference('agreements', { unique: true }),
    datasetId: reference('datasets'),
    revisionId: reference('revisions'),
    providerId: reference('organisations'),
    buyerId: reference('organisations'),
    priceVnd: big(),
    vatClass: text({ default: 'KKKNT' }),
    vatPercent: count({ nullable: true }),
    vatVnd: big({ nullable: true }),
    feeVersion: count({ default: 0 }),
    feeVnd: big({ default: 0 }),
    feeVatClass: text({ default: 'KKKNT' }),
    feeVatPercent: count({ nullable: true }),
    feeVatVnd: big({ nullable: true }),
    feeSellerId: reference('organisations', { nullable: true }),
    refundedVnd: big({ default: 0 }),
    disputedFrom: text({ nullable: true }),
    months: count({ nullable: true }),
    accessDueBy: moment({ nullable: true }),
    nudgedAt: moment({ nullable: true }),
    createdAt: moment(),
    ...stateColumns,
  },
  indices: [
    { name: 'orders_buyer', columns: ['buyerId', 'id'] },
    { name: 'orders_provider', columns: ['providerId', 'id'] },
    { name: 'orders_state', columns: ['state', 'stateSince'] },
    { name: 'orders_time', columns: ['createdAt', 'id'] },
    { name: 'orders_price', columns: ['priceVnd', 'id'] },
    { name: 'orders_dataset', columns: ['datasetId'] },
    { name: 'orders_request', columns: ['requestId'] },
  ],
});
