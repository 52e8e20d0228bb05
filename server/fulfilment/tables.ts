import { EntitySchema } from 'typeorm';
import type { DeliveredFile } from '../../contracts/fulfilment.js';
import { big, json, moment, primaryId, reference, type Stateful, stateColumns, text } from '../kernel/columns.js';

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
