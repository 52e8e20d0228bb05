import { z } from 'zod';
import { allowedAction, id, moment, organisationRef, page, pageQuery, sha256, transitionBody } from './common.js';
import { entitlementLifecycle } from './lifecycles/entitlement.js';
import { actionsOf, statesOf } from './lifecycles.js';
import { operation } from './operation.js';

export const deliveredFile = z.strictObject({
  /** Name inside the delivery; also its address: `/entitlements/:id/files/:name`. */
  name: z.string(),
  /** `data` as the provider uploaded it, or a document that travels with it. */
  role: z.enum(['data', 'licence', 'agreement', 'dictionary', 'manifest']),
  mediaType: z.string(),
  bytes: z.number().int(),
  sha256,
});
export type DeliveredFile = z.infer<typeof deliveredFile>;

export const entitlementView = z.strictObject({
  id: id('ent'),
  orderId: id('ord'),
  agreementId: id('agr'),
  dataset: z.strictObject({ id: id('ds'), titleVi: z.string(), titleEn: z.string() }),
  revisionNumber: z.number().int(),
  provider: organisationRef,
  buyer: organisationRef,
  state: z.enum(statesOf(entitlementLifecycle)),
  stateReason: z.string().nullable(),
  startsAt: moment,
  /** null = without end. */
  expiresAt: moment.nullable(),
  files: z.array(deliveredFile),
  downloads: z.number().int(),
  bytesDownloaded: z.number().int(),
  lastDownloadAt: moment.nullable(),
  version: z.number().int(),
  actions: z.array(allowedAction),
});
export type EntitlementView = z.infer<typeof entitlementView>;

export const deliveryView = z.strictObject({
  delivery: z
    .strictObject({
      id: id('dlv'),
      manifestSha256: sha256,
      files: z.array(deliveredFile),
      deliveredAt: moment,
    })
    .nullable(),
  entitlementId: id('ent').nullable(),
  receipt: z
    .strictObject({
      id: id('rcp'),
      manifestSha256: sha256,
      /** How the delivery was accepted: by the buyer, or by time. */
      acceptedBy: z.enum(['buyer', 'time']),
      issuedAt: moment,
    })
    .nullable(),
});
export type DeliveryView = z.infer<typeof deliveryView>;

const tag = 'fulfilment';
const entitlementParams = z.strictObject({ id: id('ent') });
const fileParams = z.strictObject({ id: id('ent'), name: z.string().min(1).max(300) });
const everyParty = ['buyer', 'provider', 'operator', 'regulator'] as const;

export const fulfilmentOperations = {
  listEntitlements: operation({
    method: 'GET',
    path: '/entitlements',
    tag,
    summary: 'What the own organisation may access, until when and why (operator and regulator: all)',
    roles: everyParty,
    query: z.strictObject({
      ...pageQuery,
      role: z.enum(['buyer', 'provider']).optional(),
      state: z.enum(statesOf(entitlementLifecycle)).optional(),
    }),
    response: page(entitlementView),
  }),
  getEntitlement: operation({
    method: 'GET',
    path: '/entitlements/:id',
    tag,
    summary: 'One entitlement with its files and their SHA-256',
    roles: everyParty,
    params: entitlementParams,
    response: entitlementView,
  }),
  transitionEntitlement: operation({
    method: 'POST',
    path: '/entitlements/:id/transitions',
    tag,
    summary: 'Suspend, resume or revoke access',
    roles: ['operator', 'regulator'],
    scope: 'session',
    idempotent: true,
    params: entitlementParams,
    body: transitionBody(actionsOf(entitlementLifecycle)),
    response: entitlementView,
    problems: ['transition-refused'],
  }),
  downloadFile: operation({
    method: 'GET',
    path: '/entitlements/:id/files/:name',
    tag,
    summary:
      'Download one delivered file, as it was uploaded or (`format=parquet`) as typed Parquet; supports HEAD, Range, If-Range and If-None-Match',
    roles: ['buyer'],
    verified: true,
    scope: 'download',
    kind: 'download',
    params: fileParams,
    query: z.strictObject({
      revision: z.coerce.number().int().min(1).optional(),
      format: z.enum(['original', 'parquet']).optional(),
    }),
    problems: ['access-ended', 'seat-required', 'quota-exceeded', 'frozen', 'range-not-satisfiable'],
  }),
  downloadAll: operation({
    method: 'GET',
    path: '/entitlements/:id/zip',
    tag,
    summary: 'Download everything that was delivered as one .zip (stored, streamed); `revision` names an earlier one',
    roles: ['buyer'],
    verified: true,
    scope: 'download',
    kind: 'download',
    params: entitlementParams,
    query: z.strictObject({ revision: z.coerce.number().int().min(1).optional() }),
    problems: ['access-ended', 'seat-required', 'quota-exceeded', 'frozen'],
  }),
  getDelivery: operation({
    method: 'GET',
    path: '/orders/:id/delivery',
    tag,
    summary: 'Delivery, entitlement and receipt of an order',
    roles: everyParty,
    params: z.strictObject({ id: id('ord') }),
    response: deliveryView,
  }),
};
