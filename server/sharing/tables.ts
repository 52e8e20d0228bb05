import { EntitySchema } from 'typeorm';
import { big, count, day, moment, primaryId, reference, text } from '../kernel/columns.js';

/** The bearer token of one entitlement: by it programs read the data through Delta Sharing. Only its hash is kept. */
export type SharingToken = {
  id: string;
  entitlementId: string;
  /** Who made it, and for whom its reads count. */
  memberId: string;
  secretHash: string;
  /** The first characters, to tell tokens apart. */
  hint: string;
  createdAt: Date;
  expiresAt: Date;
  lastUsedAt: Date | null;
  revokedAt: Date | null;
};
export const SharingTokens = new EntitySchema<SharingToken>({
  name: 'sharing_tokens',
  columns: {
    id: primaryId,
    entitlementId: reference('entitlements'),
    memberId: reference('members'),
    secretHash: text({ unique: true }),
    hint: text(),
    createdAt: moment(),
    expiresAt: moment(),
    lastUsedAt: moment({ nullable: true }),
    revokedAt: moment({ nullable: true }),
  },
  indices: [
    {
      ...{ name: 'sharing_tokens_one', columns: ['entitlementId'], unique: true },
      ...{ where: 'revoked_at is null', synchronize: false },
    },
  ],
});

/** What was read of a table on one day, counted. */
export type SharingUse = {
  entitlementId: string;
  day: string;
  tableName: string;
  queries: number;
  files: number;
  bytes: number;
  lastAt: Date;
};
export const SharingUses = new EntitySchema<SharingUse>({
  name: 'sharing_uses',
  columns: {
    entitlementId: { ...reference('entitlements'), primary: true },
    day: { ...day(), primary: true },
    tableName: { ...text(), primary: true },
    queries: count(),
    files: count(),
    bytes: big(),
    lastAt: moment(),
  },
});
