import { z } from 'zod';
import { bilingual, id, moment, sha256 } from './common.js';
import { operation } from './operation.js';

/** Ways by which data leaves under an entitlement. */
export const roads = ['download', 'zip', 'sharing'] as const;
export const road = z.enum(roads);
export type Road = z.infer<typeof road>;

/** How much may be read in a calendar month (Viet Nam) or in the whole term. A call is a download or a query. */
export const quota = z.strictObject({
  per: z.enum(['month', 'term']),
  calls: z.number().int().min(1).optional(),
  bytes: z.number().int().min(1).optional(),
});
export type Quota = z.infer<typeof quota>;

/** The rules that decide access, in the order in which they are asked; the first that refuses decides. */
export const accessRules = [
  'freeze',
  'revocation',
  'suspension',
  'term',
  'trade',
  'policy',
  'purpose',
  'seat',
  'quota',
] as const;
export const accessRule = z.enum(accessRules);
export type AccessRule = z.infer<typeof accessRule>;

/** What one rule says, and why. */
export const ruling = z.strictObject({ rule: accessRule, allowed: z.boolean(), sentence: bilingual });
export type Ruling = z.infer<typeof ruling>;

export const decisionsView = z.strictObject({
  entitlementId: id('ent'),
  at: moment,
  allowed: z.boolean(),
  /** The rule that decided: the first that refuses, or `term` when all allow. */
  rule: accessRule,
  sentence: bilingual,
  /** Every rule that was asked. */
  rulings: z.array(ruling),
  /** The last refusals on record, newest first, at most 50. */
  refusals: z.array(z.strictObject({ at: moment, name: z.string(), why: z.string() })),
});
export type DecisionsView = z.infer<typeof decisionsView>;

export const extensionView = z.strictObject({
  id: id('ext'),
  askedDays: z.number().int(),
  note: z.string(),
  /** Whether the buyer asked, or the provider gave days of its own accord. */
  asked: z.boolean(),
  askedAt: moment,
  decision: z.enum(['granted', 'declined']).nullable(),
  grantedDays: z.number().int().nullable(),
  decidedAt: moment.nullable(),
});

export const confirmationView = z.strictObject({
  id: id('rcf'),
  deliveryId: id('dlv'),
  manifestSha256: sha256,
  matching: z.boolean(),
  client: z.string(),
  confirmedAt: moment,
});
export type ConfirmationView = z.infer<typeof confirmationView>;

/** What belongs to an entitlement beside its files: seats, quota, extensions, revisions, confirmations, deletion. */
export const accessView = z.strictObject({
  entitlementId: id('ent'),
  /** null = every member of the buyer may read. */
  seats: z.number().int().nullable(),
  /** Named members; to the other side only how many there are. */
  holders: z.array(z.strictObject({ memberId: id('mem').nullable(), name: z.string() })),
  quota: quota.nullable(),
  used: z.strictObject({ calls: z.number().int(), bytes: z.number().int(), resetsAt: moment.nullable() }),
  graceEndsAt: moment.nullable(),
  extensions: z.array(extensionView),
  follows: z.boolean(),
  /** Why later revisions are not part of what was bought; null when they are. */
  whyPinned: bilingual.nullable(),
  revisions: z.array(
    z.strictObject({
      number: z.number().int(),
      deliveryId: id('dlv'),
      manifestSha256: sha256,
      deliveredAt: moment,
      files: z.number().int(),
      bytes: z.number().int(),
      /** Files that can be had as typed Parquet too: `of` is the delivered file, `name` what the other form is called. */
      parquet: z.array(z.strictObject({ of: z.string(), name: z.string(), bytes: z.number().int(), sha256 })),
    }),
  ),
  confirmations: z.array(confirmationView),
  /** Whether the licence asks that the data be deleted at the end, until when, and whether that was attested. */
  deletion: z.strictObject({ asked: z.boolean(), dueAt: moment.nullable(), attestedAt: moment.nullable() }),
});
export type AccessView = z.infer<typeof accessView>;

export const usageView = z.strictObject({
  /** Newest day first; a member's name only to the own side. At most 400 rows. */
  items: z.array(
    z.strictObject({
      ...{ day: z.iso.date(), road, who: z.string(), calls: z.number().int(), bytes: z.number().int() },
      lastAt: moment,
    }),
  ),
});
export type UsageView = z.infer<typeof usageView>;

/** Days within which deletion is attested after access has ended for good. */
export const deletionWithinDays = 30;
export const longestExtensionDays = 366;

const tag = 'fulfilment';
const params = z.strictObject({ id: id('ent') });
const everyParty = ['buyer', 'provider', 'operator', 'regulator'] as const;
const days = z.number().int().min(1).max(longestExtensionDays);

export const accessOperations = {
  getDecisions: operation({
    method: 'GET',
    path: '/entitlements/:id/decisions',
    tag,
    summary: 'Whether data may be read now, with what every rule says and which one decided; and the last refusals',
    roles: everyParty,
    params,
    response: decisionsView,
  }),
  getAccess: operation({
    method: 'GET',
    path: '/entitlements/:id/access',
    tag,
    summary: 'Seats, quota, extensions, revisions, confirmations and deletion of an entitlement',
    roles: everyParty,
    params,
    response: accessView,
  }),
  getUsage: operation({
    method: 'GET',
    path: '/entitlements/:id/usage',
    tag,
    summary:
      'What was read under an entitlement: calls and bytes by day, road and member (the other side’s members masked)',
    roles: everyParty,
    params,
    response: usageView,
  }),
  assignSeat: operation({
    method: 'PUT',
    path: '/entitlements/:id/seats/:memberId',
    tag,
    summary: 'Name a member who may read, where seats are counted',
    roles: ['buyer'],
    admin: true,
    verified: true,
    params: z.strictObject({ id: id('ent'), memberId: id('mem') }),
    response: accessView,
    problems: ['conflict'],
  }),
  releaseSeat: operation({
    method: 'DELETE',
    path: '/entitlements/:id/seats/:memberId',
    tag,
    summary: 'Take a member’s seat; what runs in their name is cut at once',
    roles: ['buyer'],
    admin: true,
    params: z.strictObject({ id: id('ent'), memberId: id('mem') }),
    response: accessView,
  }),
  raiseLimits: operation({
    method: 'PUT',
    path: '/entitlements/:id/limits',
    tag,
    summary: 'Give more seats or a larger quota than was agreed (null = no limit); never less',
    roles: ['provider'],
    verified: true,
    params,
    body: z.strictObject({ seats: z.number().int().min(1).max(100_000).nullable(), quota: quota.nullable() }),
    response: accessView,
    problems: ['rule-broken', 'frozen'],
  }),
  askExtension: operation({
    method: 'POST',
    path: '/entitlements/:id/extensions',
    tag,
    summary: 'Ask the provider for more days',
    roles: ['buyer'],
    verified: true,
    idempotent: true,
    status: 201,
    params,
    body: z.strictObject({ days: days.default(30), note: z.string().trim().max(500).default('') }),
    response: accessView,
    problems: ['conflict', 'transition-refused', 'frozen'],
  }),
  giveExtension: operation({
    method: 'POST',
    path: '/entitlements/:id/extra-days',
    tag,
    summary: 'Grant what the buyer asked for, decline it, or give days unasked',
    roles: ['provider'],
    verified: true,
    idempotent: true,
    params,
    body: z.discriminatedUnion('decision', [
      z.strictObject({ decision: z.literal('grant'), days }),
      z.strictObject({ decision: z.literal('decline') }),
    ]),
    response: accessView,
    problems: ['conflict', 'transition-refused', 'frozen'],
  }),
  chooseRevisions: operation({
    method: 'PUT',
    path: '/entitlements/:id/follows',
    tag,
    summary: 'Follow later compatible revisions, or stay with the ones delivered so far',
    roles: ['buyer'],
    verified: true,
    params,
    body: z.strictObject({ follows: z.boolean() }),
    response: accessView,
    problems: ['rule-broken', 'access-ended', 'frozen'],
  }),
  confirmReceipt: operation({
    method: 'POST',
    path: '/entitlements/:id/confirmations',
    tag,
    summary: 'Countersign a delivery with own SHA-256s of the files that arrived; what differs is recorded too',
    roles: ['buyer'],
    scope: 'download',
    verified: true,
    status: 201,
    params,
    body: z.strictObject({
      manifestSha256: sha256,
      files: z
        .array(z.strictObject({ name: z.string().min(1).max(300), sha256 }))
        .min(1)
        .max(1000),
      client: z.string().trim().min(1).max(80).default('unknown'),
    }),
    response: confirmationView,
    problems: ['rule-broken'],
  }),
  attestDeletion: operation({
    method: 'POST',
    path: '/entitlements/:id/deletion',
    tag,
    summary: 'Attest, after the end, that every copy was deleted',
    roles: ['buyer'],
    admin: true,
    scope: 'session',
    status: 201,
    params,
    body: z.strictObject({ statement: z.string().trim().min(10).max(1000) }),
    response: accessView,
    problems: ['transition-refused', 'conflict'],
  }),
};
