import { z } from 'zod';
import { auditEventView } from './audit.js';
import {
  allowedAction,
  type Bilingual,
  bilingual,
  id,
  moment,
  organisationRef,
  page,
  pageQuery,
  progress,
  sha256,
  text,
  transitionBody,
} from './common.js';
import { bundleLifecycle } from './lifecycles/bundle.js';
import { flagLifecycle } from './lifecycles/flag.js';
import { actionsOf, statesOf } from './lifecycles.js';
import { operation } from './operation.js';
import { period } from './periods.js';

/** One number of a report: a count, whole đồng, or a median in hours; null when there was nothing to take a median of. */
export const figureUnits = ['count', 'vnd', 'hours'] as const;
export const figureView = z.strictObject({
  /** Names the number; its events are at `/reports/:period/figures/:key`. */
  key: z.string(),
  label: bilingual,
  unit: z.enum(figureUnits),
  value: z.number().nullable(),
  /** From how many events it was counted. */
  events: z.number().int(),
});
export type FigureView = z.infer<typeof figureView>;

/** A length of time in the unit that reads best: minutes, hours or days. */
export function lengthOf(hours: number): { amount: number; name: Bilingual } {
  if (hours < 1) return { amount: hours * 60, name: { vi: 'phút', en: 'minutes' } };
  if (hours < 48) return { amount: hours, name: { vi: 'giờ', en: 'hours' } };
  return { amount: hours / 24, name: { vi: 'ngày', en: 'days' } };
}

export const reportView = z.strictObject({
  period: z.string(),
  from: moment,
  to: moment,
  /** The moment it was counted; a period that has not ended is counted up to then. */
  countedAt: moment,
  groups: z.array(
    z.strictObject({ key: z.string(), title: bilingual, note: bilingual.nullable(), figures: z.array(figureView) }),
  ),
});
export type ReportView = z.infer<typeof reportView>;

/** An event and what it adds to the number: 1 to a count, its đồng to a sum, its hours to a median. */
const countedEvent = z.strictObject({ event: auditEventView, value: z.number() });

export const monthView = z.strictObject({
  period: z.string(),
  settled: z.number().int(),
  counted: z.number().int(),
  countedVnd: z.number().int(),
});
export const dashboardView = z.strictObject({
  report: reportView,
  /** The last twelve months, oldest first. */
  months: z.array(monthView),
  openFlags: z.number().int().nullable(),
});
export type DashboardView = z.infer<typeof dashboardView>;

/** Why two parties count as related (after Decree 132/2020, Art. 5, with the words of this scheme). */
export const relationGrounds = {
  capital: { vi: 'Nắm từ 25% vốn góp của chủ sở hữu', en: 'Holds 25% or more of the owner’s equity' },
  control: { vi: 'Cùng chịu sự điều hành, kiểm soát', en: 'Under common management or control' },
  finance: { vi: 'Bảo lãnh hoặc cho vay chi phối', en: 'Dominant guarantee or lending' },
  family: { vi: 'Người điều hành có quan hệ gia đình', en: 'Managers are of one family' },
  other: { vi: 'Quan hệ khác', en: 'Another relation' },
} as const;
const groundCodes = Object.keys(relationGrounds) as [keyof typeof relationGrounds, ...(keyof typeof relationGrounds)[]];
export const relatedPartiesView = z.strictObject({
  id: id('rel'),
  parties: z.array(organisationRef),
  ground: z.enum(groundCodes),
  note: z.string(),
  /** Days of UTC+7, both included; `until` is null while the relation lasts. */
  since: z.iso.date(),
  until: z.iso.date().nullable(),
  declaredBy: organisationRef,
  declaredAt: moment,
});
export type RelatedPartiesView = z.infer<typeof relatedPartiesView>;

export const flagKinds = {
  circular: { vi: 'Giao dịch vòng', en: 'Circular trades' },
  related: { vi: 'Giao dịch giữa các bên liên quan', en: 'Trades between related parties' },
  price: { vi: 'Giá bất thường', en: 'Price outlier' },
  burst: { vi: 'Giao dịch dồn dập', en: 'Burst of trades' },
} as const;
export const flagKindCodes = Object.keys(flagKinds) as [keyof typeof flagKinds, ...(keyof typeof flagKinds)[]];
export type FlagKind = keyof typeof flagKinds;
export const flagView = z.strictObject({
  id: id('flg'),
  kind: z.enum(flagKindCodes),
  state: z.enum(statesOf(flagLifecycle)),
  /** The note it was closed with; kept when it is opened again. */
  note: z.string().nullable(),
  /** What was noticed, with its numbers. */
  explanation: bilingual,
  parties: z.array(organisationRef),
  orders: z.array(id('ord')),
  /** The part of the calendar it is about, e.g. a month or a day. */
  window: z.string(),
  raisedAt: moment,
  version: z.number().int(),
  actions: z.array(allowedAction),
});
export type FlagView = z.infer<typeof flagView>;

export const bundleScopes = ['order', 'organisation', 'dataset'] as const;
export const bundleView = z.strictObject({
  id: id('bnd'),
  scope: z.strictObject({ kind: z.enum(bundleScopes), id: z.string() }),
  state: z.enum(statesOf(bundleLifecycle)),
  stateReason: z.string().nullable(),
  bytes: z.number().int().nullable(),
  sha256: sha256.nullable(),
  events: z.number().int().nullable(),
  createdAt: moment,
  expiresAt: moment.nullable(),
  progress: progress.nullable(),
});
export type BundleView = z.infer<typeof bundleView>;

const tag = 'reporting';
const office = ['operator', 'regulator'] as const;
const language = z.enum(['vi', 'en']).default('vi');
const flagParams = z.strictObject({ id: id('flg') });
const bundleParams = z.strictObject({ id: id('bnd') });

export const reportingOperations = {
  getDashboard: operation({
    method: 'GET',
    path: '/dashboard',
    tag,
    summary: 'The present quarter in numbers, the last twelve months, and the flags that are open',
    roles: office,
    response: dashboardView,
  }),
  getReport: operation({
    method: 'GET',
    path: '/reports/:period',
    tag,
    summary: 'The periodic report of a month, quarter or year of UTC+7; every number names its events',
    roles: office,
    params: z.strictObject({ period }),
    response: reportView,
  }),
  listFigureEvents: operation({
    method: 'GET',
    path: '/reports/:period/figures/:key',
    tag,
    summary: 'Exactly the events a number of the report was counted from, oldest first, and what each adds',
    roles: office,
    params: z.strictObject({ period, key: z.string().max(80) }),
    query: z.strictObject(pageQuery),
    response: page(countedEvent).extend({ figure: figureView }),
  }),
  exportReportCsv: operation({
    method: 'GET',
    path: '/reports/:period/csv',
    tag,
    summary: 'The report as CSV (UTF-8), safe to open in a spreadsheet',
    roles: office,
    kind: 'download',
    params: z.strictObject({ period }),
    query: z.strictObject({ language }),
  }),
  exportReportPdf: operation({
    method: 'GET',
    path: '/reports/:period/pdf',
    tag,
    summary: 'The report as PDF',
    roles: office,
    kind: 'download',
    params: z.strictObject({ period }),
    query: z.strictObject({ language }),
  }),
  listRelatedParties: operation({
    method: 'GET',
    path: '/related-parties',
    tag,
    summary: 'Declared relations, newest first: the own ones, or all for the operator and the regulator',
    roles: 'signed-in',
    query: z.strictObject({ ...pageQuery, organisation: id('org').optional() }),
    response: page(relatedPartiesView),
  }),
  declareRelatedParties: operation({
    method: 'POST',
    path: '/related-parties',
    tag,
    summary: 'Declare that two organisations are related: a party for itself, the operator for any',
    roles: ['provider', 'buyer', 'operator'],
    scope: 'session',
    verified: true,
    idempotent: true,
    status: 201,
    body: z.strictObject({
      organisationId: id('org'),
      otherId: id('org'),
      ground: z.enum(groundCodes),
      note: text(0, 500).default(''),
      since: z.iso.date(),
    }),
    response: relatedPartiesView,
    problems: ['conflict', 'not-found', 'rule-broken'],
  }),
  endRelatedParties: operation({
    method: 'POST',
    path: '/related-parties/:id/end',
    tag,
    summary: 'Say on which day a relation ended; what was traded until then stays between related parties',
    roles: ['operator'],
    scope: 'session',
    idempotent: true,
    params: z.strictObject({ id: id('rel') }),
    body: z.strictObject({ until: z.iso.date() }),
    response: relatedPartiesView,
    problems: ['conflict', 'rule-broken'],
  }),
  listFlags: operation({
    method: 'GET',
    path: '/flags',
    tag,
    summary: 'What the integrity monitor noticed, newest first',
    roles: ['regulator'],
    verified: true,
    query: z.strictObject({
      ...pageQuery,
      state: z.enum(statesOf(flagLifecycle)).optional(),
      kind: z.enum(flagKindCodes).optional(),
    }),
    response: page(flagView),
  }),
  getFlag: operation({
    method: 'GET',
    path: '/flags/:id',
    tag,
    summary: 'One flag with its explanation and the orders it is about',
    roles: ['regulator'],
    verified: true,
    params: flagParams,
    response: flagView,
  }),
  transitionFlag: operation({
    method: 'POST',
    path: '/flags/:id/transitions',
    tag,
    summary: 'Close a flag with a note',
    roles: ['regulator'],
    scope: 'session',
    verified: true,
    idempotent: true,
    params: flagParams,
    body: transitionBody(actionsOf(flagLifecycle)),
    response: flagView,
    problems: ['transition-refused'],
  }),
  requestBundle: operation({
    method: 'POST',
    path: '/bundles',
    tag,
    summary:
      'Ask for the evidence bundle of an order, an organisation or a dataset; one that is being built is given again',
    roles: office,
    scope: 'session',
    verified: true,
    idempotent: true,
    status: 201,
    body: z.strictObject({
      kind: z.enum(bundleScopes),
      id: z
        .string()
        .max(80)
        .meta({ examples: ['ord_01k9v3m7q2x8r4t6w0y5z1a3bc'] }),
    }),
    response: bundleView,
    problems: ['not-found'],
  }),
  listBundles: operation({
    method: 'GET',
    path: '/bundles',
    tag,
    summary: 'Evidence bundles the own organisation asked for, newest first',
    roles: office,
    query: z.strictObject({ ...pageQuery, scope: z.string().max(80).optional() }),
    response: page(bundleView),
  }),
  getBundle: operation({
    method: 'GET',
    path: '/bundles/:id',
    tag,
    summary: 'How far a bundle is',
    roles: office,
    params: bundleParams,
    response: bundleView,
  }),
  watchBundle: operation({
    method: 'GET',
    path: '/bundles/:id/progress',
    tag,
    summary: 'Live progress of building a bundle, as server-sent events',
    roles: office,
    kind: 'events',
    params: bundleParams,
  }),
  downloadBundle: operation({
    method: 'GET',
    path: '/bundles/:id/file',
    tag,
    summary: 'The bundle as a .zip; each download is recorded',
    roles: office,
    scope: 'session',
    kind: 'download',
    params: bundleParams,
    problems: ['conflict', 'link-expired'],
  }),
};
