import { EntitySchema } from 'typeorm';
import type { HarvestOutcome } from '../../contracts/harvest.js';
import { count, flag, json, moment, primaryId, reference, text, texts } from '../kernel/columns.js';

/** A portal that is read by schedule. */
export type Portal = {
  id: string;
  name: string;
  kind: 'ckan' | 'dcat';
  url: string;
  everyHours: number;
  enabled: boolean;
  lastRunAt: Date | null;
  lastOutcome: HarvestOutcome | null;
  createdAt: Date;
};
export const Portals = new EntitySchema<Portal>({
  name: 'portals',
  columns: {
    id: primaryId,
    name: text(),
    kind: text(),
    url: text(),
    everyHours: count(),
    enabled: flag(true),
    lastRunAt: moment({ nullable: true }),
    lastOutcome: json({ nullable: true }),
    createdAt: moment(),
  },
  uniques: [{ name: 'portals_url', columns: ['url'] }],
});

/** One reading of a portal and what it came to. */
export type Reading = { id: string; portalId: string; at: Date; outcome: HarvestOutcome };
export const PortalRuns = new EntitySchema<Reading>({
  name: 'portal_runs',
  columns: { id: primaryId, portalId: reference('portals'), at: moment(), outcome: json() },
  indices: [{ name: 'portal_runs_portal', columns: ['portalId', 'id'] }],
});

/** One record of a portal as it was last read. Records of several portals with one `identity` are one and the same. */
export type Mirrored = {
  id: string;
  portalId: string;
  /** The portal's own id of it. */
  sourceId: string;
  identity: string;
  title: string;
  description: string;
  publisher: string | null;
  licence: string | null;
  landingPage: string;
  formats: string[];
  keywords: string[];
  modifiedAt: string | null;
  /** Title, publisher and keywords without marks: what is searched in. */
  folded: string;
  harvestedAt: Date;
  /** The portal has it no more. */
  goneAt: Date | null;
};
export const MirroredRecords = new EntitySchema<Mirrored>({
  name: 'mirrored',
  columns: {
    id: primaryId,
    portalId: reference('portals'),
    sourceId: text(),
    identity: text(),
    title: text(),
    description: text(),
    publisher: text({ nullable: true }),
    licence: text({ nullable: true }),
    landingPage: text(),
    formats: texts,
    keywords: texts,
    modifiedAt: text({ nullable: true }),
    folded: text(),
    harvestedAt: moment(),
    goneAt: moment({ nullable: true }),
  },
  uniques: [{ name: 'mirrored_source', columns: ['portalId', 'sourceId'] }],
  indices: [{ name: 'mirrored_identity', columns: ['identity', 'id'] }],
});
