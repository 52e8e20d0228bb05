import { EntitySchema } from 'typeorm';
import type { Quota, Road } from '../../contracts/access.js';
import type { DeliveredFile } from '../../contracts/fulfilment.js';
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
} from '../kernel/columns.js';

/** What was packaged for one order: every file with its SHA-256, and the manifest's own. */
export type Delivery = {
  id: string;
  orderId: string;
  manifestSha256: string;
  files: DeliveredFile[];
  deliveredAt: Date;
};
export const Deliveries = new EntitySchema<Delivery>({
  name: 'deliveries',
  columns: {
    id: primaryId,
    orderId: reference('orders', { unique: true }),
    manifestSha256: text(),
    files: json(),
    deliveredAt: moment(),
  },
});

export type Entitlement = Stateful & {
  orderId: string;
  agreementId: string;
  datasetId: string;
  revisionId: string;
  deliveryId: string;
  providerId: string;
  buyerId: string;
  startsAt: Date;
  expiresAt: Date | null;
  /** How many named members may read; null = every member of the buyer. */
  seats: number | null;
  quota: Quota | null;
  /** Whether newly published compatible revisions are delivered too. */
  follows: boolean;
  /** The last warning before the end that was given, in days; null = none since it was last extended. */
  warnedDays: number | null;
};
export const Entitlements = new EntitySchema<Entitlement>({
  name: 'entitlements',
  columns: {
    id: primaryId,
    orderId: reference('orders', { unique: true }),
    agreementId: reference('agreements'),
    datasetId: reference('datasets'),
    revisionId: reference('revisions'),
    deliveryId: reference('deliveries'),
    providerId: reference('organisations'),
    buyerId: reference('organisations'),
    startsAt: moment(),
    expiresAt: moment({ nullable: true }),
    seats: count({ nullable: true }),
    quota: json({ nullable: true }),
    follows: flag(false),
    warnedDays: count({ nullable: true }),
    ...stateColumns,
  },
  indices: [
    { name: 'entitlements_buyer', columns: ['buyerId', 'id'] },
    { name: 'entitlements_expiry', columns: ['expiresAt'] },
  ],
});

/** One download, counted when it begins. */
export type Download = {
  id: string;
  entitlementId: string;
  name: string;
  fromByte: number;
  bytes: number;
  memberId: string;
  at: Date;
};
export const Downloads = new EntitySchema<Download>({
  name: 'downloads',
  columns: {
    id: primaryId,
    entitlementId: reference('entitlements'),
    name: text(),
    fromByte: big(),
    bytes: big(),
    memberId: text(),
    at: moment(),
  },
  indices: [{ name: 'downloads_entitlement', columns: ['entitlementId', 'at'] }],
});

export type Receipt = {
  id: string;
  orderId: string;
  deliveryId: string;
  manifestSha256: string;
  acceptedBy: 'buyer' | 'time';
  issuedAt: Date;
};
export const Receipts = new EntitySchema<Receipt>({
  name: 'receipts',
  columns: {
    id: primaryId,
    orderId: reference('orders', { unique: true }),
    deliveryId: reference('deliveries'),
    manifestSha256: text(),
    acceptedBy: text(),
    issuedAt: moment(),
  },
});

/** A member who may read where seats are counted. */
export type Seat = { entitlementId: string; memberId: string; assignedAt: Date };
export const Seats = new EntitySchema<Seat>({
  name: 'entitlement_seats',
  columns: {
    entitlementId: { ...reference('entitlements'), primary: true },
    memberId: { ...reference('members'), primary: true },
    assignedAt: moment(),
  },
});

/** More days that the buyer asked for or the provider gave of its own accord; at most one undecided per entitlement. */
export type Extension = {
  id: string;
  entitlementId: string;
  askedDays: number;
  note: string;
  /** The buyer's member; null when the provider gave days unasked. */
  askedBy: string | null;
  askedAt: Date;
  decision: 'granted' | 'declined' | null;
  grantedDays: number | null;
  decidedBy: string | null;
  decidedAt: Date | null;
};
export const Extensions = new EntitySchema<Extension>({
  name: 'entitlement_extensions',
  columns: {
    id: primaryId,
    entitlementId: reference('entitlements'),
    askedDays: count(),
    note: text(),
    askedBy: text({ nullable: true }),
    askedAt: moment(),
    decision: text({ nullable: true }),
    grantedDays: count({ nullable: true }),
    decidedBy: text({ nullable: true }),
    decidedAt: moment({ nullable: true }),
  },
  indices: [
    { name: 'entitlement_extensions_entitlement', columns: ['entitlementId', 'id'] },
    {
      ...{ name: 'entitlement_extensions_open', columns: ['entitlementId'], unique: true },
      ...{ where: 'decision is null', synchronize: false },
    },
  ],
  checks: [
    { name: 'entitlement_extensions_decision_check', expression: `decision in ('granted', 'declined')` },
    { name: 'entitlement_extensions_check', expression: `(decision is null) = (decided_at is null)` },
  ],
});

/** A later revision that was delivered under an entitlement that follows; the first one is the order's delivery. */
export type FollowedRevision = {
  id: string;
  entitlementId: string;
  revisionId: string;
  manifestSha256: string;
  files: DeliveredFile[];
  deliveredAt: Date;
};
export const FollowedRevisions = new EntitySchema<FollowedRevision>({
  name: 'entitlement_revisions',
  columns: {
    id: primaryId,
    entitlementId: reference('entitlements'),
    revisionId: reference('revisions'),
    manifestSha256: text(),
    files: json(),
    deliveredAt: moment(),
  },
  uniques: [{ name: 'entitlement_revisions_once', columns: ['entitlementId', 'revisionId'] }],
});

/** What one member read on one day (UTC) by one road: a download or query is a call. */
export type AccessUse = {
  entitlementId: string;
  day: string;
  road: Road;
  memberId: string;
  calls: number;
  bytes: number;
  lastAt: Date;
};
export const AccessUses = new EntitySchema<AccessUse>({
  name: 'access_uses',
  columns: {
    entitlementId: { ...reference('entitlements'), primary: true },
    day: { ...day(), primary: true },
    road: { ...text(), primary: true },
    memberId: { ...reference('members'), primary: true },
    calls: count(),
    bytes: big(),
    lastAt: moment(),
  },
  checks: [{ name: 'access_uses_road_check', expression: `road in ('download', 'zip', 'sharing')` }],
});

/** The buyer's own hashes of what arrived, signed by the act of a member. */
export type Confirmation = {
  id: string;
  entitlementId: string;
  deliveryId: string;
  manifestSha256: string;
  files: { name: string; sha256: string }[];
  /** Whether every hash is the manifest's. */
  matching: boolean;
  /** The program that hashed: `browser`, or what a client calls itself. */
  client: string;
  memberId: string;
  confirmedAt: Date;
};
export const Confirmations = new EntitySchema<Confirmation>({
  name: 'receipt_confirmations',
  columns: {
    id: primaryId,
    entitlementId: reference('entitlements'),
    deliveryId: text(),
    manifestSha256: text(),
    files: json(),
    matching: { type: 'boolean' },
    client: text(),
    memberId: reference('members'),
    confirmedAt: moment(),
  },
  indices: [{ name: 'receipt_confirmations_entitlement', columns: ['entitlementId', 'id'] }],
});

/** The buyer's word that the data was deleted after the end, where the licence asks for it. */
export type Attestation = { entitlementId: string; statement: string; memberId: string; attestedAt: Date };
export const Attestations = new EntitySchema<Attestation>({
  name: 'deletion_attestations',
  columns: {
    entitlementId: { ...reference('entitlements'), primary: true },
    statement: text(),
    memberId: reference('members'),
    attestedAt: moment(),
  },
});
