import { z } from 'zod';
import { id, moment, page, pageQuery, text } from './common.js';
import { operation } from './operation.js';

/** Open-data portals that can be read: CKAN by its action API, others by a DCAT catalogue in JSON-LD. */
export const portalKinds = ['ckan', 'dcat'] as const;

export const portalInput = z.strictObject({
  name: text(2, 120),
  kind: z.enum(portalKinds),
  /** CKAN: the address of the site; DCAT: of the catalogue's JSON-LD. */
  url: z.url({ protocol: /^https?$/ }).max(500),
  everyHours: z.number().int().min(1).max(720),
  enabled: z.boolean(),
});
export type PortalInput = z.infer<typeof portalInput>;

/** What the last reading came to; `fault` is why it was given up, null when it was not. */
export const harvestOutcome = z.strictObject({
  found: z.number().int(),
  added: z.number().int(),
  changed: z.number().int(),
  gone: z.number().int(),
  fault: z.string().nullable(),
});
export type HarvestOutcome = z.infer<typeof harvestOutcome>;

/** One reading of a portal. */
const portalRun = harvestOutcome.extend({ id: id('hru'), at: moment });
export type PortalRun = z.infer<typeof portalRun>;

export const portalView = portalInput.extend({
  id: id('hpt'),
  records: z.number().int(),
  lastRunAt: moment.nullable(),
  lastOutcome: harvestOutcome.nullable(),
  createdAt: moment,
});
export type PortalView = z.infer<typeof portalView>;

/** A record of another portal, shown with where it is from; it is not sold here. */
export const mirroredView = z.strictObject({
  id: id('hrv'),
  title: z.string(),
  description: z.string(),
  publisher: z.string().nullable(),
  licence: z.string().nullable(),
  landingPage: z.url(),
  formats: z.array(z.string()),
  keywords: z.array(z.string()),
  modifiedAt: z.string().nullable(),
  portal: z.string(),
  harvestedAt: moment,
  /** Other portals that have the same record. */
  alsoAt: z.array(z.strictObject({ portal: z.string(), landingPage: z.url() })),
});
export type MirroredView = z.infer<typeof mirroredView>;

const tag = 'harvest';
const params = z.strictObject({ id: id('hpt') });
export const harvestOperations = {
  listMirrored: operation({
    method: 'GET',
    path: '/mirrored',
    tag,
    summary: 'Records of other portals, each once, newest first; words with or without marks',
    roles: 'anyone',
    query: z.strictObject({ ...pageQuery, q: z.string().max(200).optional() }),
    response: page(mirroredView),
  }),
  listPortals: operation({
    method: 'GET',
    path: '/operator/portals',
    tag,
    summary: 'Portals that are read by schedule, newest first',
    roles: ['operator'],
    query: z.strictObject(pageQuery),
    response: page(portalView),
  }),
  listPortalRuns: operation({
    method: 'GET',
    path: '/operator/portals/:id/readings',
    tag,
    summary: 'Readings of a portal, newest first, with what each came to or why it was given up',
    roles: ['operator'],
    params,
    query: z.strictObject(pageQuery),
    response: page(portalRun),
  }),
  addPortal: operation({
    method: 'POST',
    path: '/operator/portals',
    tag,
    summary: 'Have a portal read by schedule',
    roles: ['operator'],
    scope: 'session',
    status: 201,
    body: portalInput,
    response: portalView,
    problems: ['rule-broken', 'conflict'],
  }),
  editPortal: operation({
    method: 'PUT',
    path: '/operator/portals/:id',
    tag,
    summary: 'Change or pause the reading of a portal',
    roles: ['operator'],
    scope: 'session',
    params,
    body: portalInput,
    response: portalView,
    problems: ['rule-broken', 'conflict'],
  }),
  readPortal: operation({
    method: 'POST',
    path: '/operator/portals/:id/readings',
    tag,
    summary: 'Read a portal now',
    roles: ['operator'],
    status: 202,
    params,
    response: portalView,
  }),
};
