import { z } from 'zod';
import { id, moment, progress } from './common.js';
import { operation } from './operation.js';

export const sharingTokenView = z.strictObject({
  id: id('shr'),
  hint: z.string(),
  createdAt: moment,
  expiresAt: moment,
  lastUsedAt: moment.nullable(),
});

/** What a program is given once to read the tables: a Delta Sharing profile file of version 1 or 2. */
export const sharingProfile = z.union([
  z.strictObject({
    shareCredentialsVersion: z.literal(1),
    endpoint: z.url(),
    bearerToken: z.string(),
    expirationTime: moment,
  }),
  z.strictObject({
    shareCredentialsVersion: z.literal(2),
    type: z.literal('oauth_client_credentials'),
    endpoint: z.url(),
    tokenEndpoint: z.url(),
    clientId: z.string(),
    clientSecret: z.string(),
  }),
]);
export type SharingProfile = z.infer<typeof sharingProfile>;

export const sharedTableView = z.strictObject({
  name: z.string(),
  file: z.string(),
  rows: z.number().int(),
  bytes: z.number().int(),
  /** In how many Parquet files it is shared. */
  parts: z.number().int(),
});
export const sharingUse = z.strictObject({
  day: z.iso.date(),
  table: z.string(),
  queries: z.number().int(),
  files: z.number().int(),
  bytes: z.number().int(),
});
export const sharingView = z.strictObject({
  endpoint: z.url(),
  share: z.string(),
  schema: z.string(),
  /** The newest version of every table: the number of the revision that is entitled. */
  version: z.number().int(),
  /** Ready to be read; empty while they are prepared. */
  tables: z.array(sharedTableView),
  preparing: progress.nullable(),
  token: sharingTokenView.nullable(),
  /** What was read, newest day first, at most 90 rows. */
  uses: z.array(sharingUse),
});
export type SharingView = z.infer<typeof sharingView>;

/** No token of a recipient lives longer. */
export const longestTokenDays = 365;

const tag = 'sharing';
const params = z.strictObject({ id: id('ent') });
export const sharingOperations = {
  getSharing: operation({
    method: 'GET',
    path: '/entitlements/:id/sharing',
    tag,
    summary: 'How programs read the tables of an entitlement (Delta Sharing), and what they have read',
    roles: ['buyer', 'provider', 'operator', 'regulator'],
    params,
    response: sharingView,
  }),
  openSharing: operation({
    method: 'POST',
    path: '/entitlements/:id/sharing/token',
    tag,
    summary: 'Make the token of an entitlement, in place of an earlier one; the profile is shown this once',
    roles: ['buyer'],
    scope: 'session',
    verified: true,
    status: 201,
    params,
    body: z.strictObject({
      expiresInDays: z.number().int().min(1).max(longestTokenDays),
      profile: z.enum(['bearer', 'oauth']),
    }),
    response: z.strictObject({ profile: sharingProfile, sharing: sharingView }),
    problems: ['access-ended', 'rule-broken'],
  }),
  closeSharing: operation({
    method: 'DELETE',
    path: '/entitlements/:id/sharing/token',
    tag,
    summary: 'Revoke the token of an entitlement; every program that uses it is refused at once',
    roles: ['buyer'],
    scope: 'session',
    params,
    response: sharingView,
  }),
};
