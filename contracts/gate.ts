import { z } from 'zod';
import {
  allowedAction,
  bilingual,
  id,
  moment,
  organisationRef,
  page,
  pageQuery,
  sha256,
  text,
  transitionBody,
} from './common.js';
import { appraisalLifecycle } from './lifecycles/appraisal.js';
import { listingReportLifecycle } from './lifecycles/listing-report.js';
import { overrideLifecycle } from './lifecycles/override.js';
import { actionsOf, statesOf } from './lifecycles.js';
import { operation } from './operation.js';
import { articles } from './scheme/articles.js';
import { importanceClassCodes } from './scheme/classes.js';
import { reviewRoles } from './scheme/judge.js';
import { decisionCodeKeys } from './scheme/pilot-2026.js';

export const decisionCode = z.enum(decisionCodeKeys);

export const findingView = z.strictObject({
  key: z.string(),
  rule: z.string(),
  code: decisionCode.nullable(),
  article: z.enum(Object.keys(articles) as [keyof typeof articles, ...(keyof typeof articles)[]]),
  severity: z.enum(['block', 'review', 'note']),
  sentence: bilingual,
  /** What would mend it. */
  mend: bilingual,
  pointer: z.string(),
  overridable: z.boolean(),
});

const verdicts = ['fit', 'fit_with_reservations', 'unfit'] as const;
export const appraisalVerdicts = {
  fit: { vi: 'Đạt', en: 'Fit' },
  fit_with_reservations: { vi: 'Đạt, có lưu ý', en: 'Fit, with reservations' },
  unfit: { vi: 'Không đạt', en: 'Unfit' },
} as const;

export const overrideView = z.strictObject({
  id: id('ovr'),
  datasetId: id('ds'),
  titleVi: z.string(),
  titleEn: z.string(),
  provider: organisationRef,
  revisionId: id('rev').nullable(),
  finding: findingView,
  argument: z.string(),
  state: z.enum(statesOf(overrideLifecycle)),
  stateReason: z.string().nullable(),
  createdAt: moment,
  version: z.number().int(),
  actions: z.array(allowedAction),
});
export type OverrideView = z.infer<typeof overrideView>;

export const appraisalView = z.strictObject({
  id: id('apr'),
  datasetId: id('ds'),
  titleVi: z.string(),
  titleEn: z.string(),
  appraiser: organisationRef,
  /** The appraiser also sells on this exchange (Decree 314/2026, Art. 7(3)). */
  alsoProvider: z.boolean(),
  interest: z.string(),
  disclosedAt: moment,
  scope: z.string().nullable(),
  content: z.string().nullable(),
  method: z.string().nullable(),
  documents: z.string().nullable(),
  conclusion: z.string().nullable(),
  verdict: z.enum(verdicts).nullable(),
  /** SHA-256 of the result in canonical JSON, signed by a member of the appraiser. */
  sha256: sha256.nullable(),
  deliveredAt: moment.nullable(),
  state: z.enum(statesOf(appraisalLifecycle)),
  version: z.number().int(),
  actions: z.array(allowedAction),
});
export type AppraisalView = z.infer<typeof appraisalView>;

/** Everything that the gate knows of one listing. */
export const reviewView = z.strictObject({
  datasetId: id('ds'),
  /** The version of the scheme that the findings are of. */
  scheme: z.string(),
  findings: z.array(findingView.extend({ overridden: z.boolean() })),
  /** Whether nothing that blocks is left. */
  clear: z.boolean(),
  proposedClass: z.enum(importanceClassCodes),
  /** Signatures that the listing needs before it is approved; none where one decision is enough. */
  needs: z.array(z.enum(reviewRoles)),
  signOffs: z.array(
    z.strictObject({
      role: z.enum(reviewRoles),
      note: z.string(),
      at: moment,
      /** By the one who looks. */ own: z.boolean(),
    }),
  ),
  /** By when the operator should decide; null while nothing waits for it. */
  dueAt: moment.nullable(),
  decisions: z.array(
    z.strictObject({
      action: z.string(),
      codes: z.array(decisionCode),
      note: z.string(),
      scheme: z.string(),
      at: moment,
    }),
  ),
  overrides: z.array(overrideView),
  appraisals: z.array(appraisalView),
  /** Smallest groups over the declared quasi-identifiers, file by file, as measured. */
  anonymity: z.array(
    z.strictObject({
      file: z.string(),
      columns: z.array(z.string()),
      rows: z.number().int(),
      k: z.number().int(),
      l: z.number().int().nullable(),
      rowsBelow: z.number().int(),
    }),
  ),
});
export type ReviewView = z.infer<typeof reviewView>;

export const reportGrounds = {
  personal_data: { vi: 'Có dữ liệu cá nhân', en: 'It holds personal data' },
  not_theirs: { vi: 'Bên bán không có quyền với dữ liệu', en: 'The provider has no right to the data' },
  misleading: { vi: 'Mô tả sai sự thật', en: 'The page is misleading' },
  barred: { vi: 'Nội dung bị cấm', en: 'Its content is barred by law' },
  other: { vi: 'Khác', en: 'Something else' },
} as const;
const groundCodes = Object.keys(reportGrounds) as [keyof typeof reportGrounds, ...(keyof typeof reportGrounds)[]];

export const listingReportView = z.strictObject({
  id: id('rpt'),
  datasetId: id('ds'),
  titleVi: z.string(),
  titleEn: z.string(),
  provider: organisationRef,
  ground: z.enum(groundCodes),
  statement: z.string(),
  contact: z.string().nullable(),
  receivedAt: moment,
  state: z.enum(statesOf(listingReportLifecycle)),
  stateReason: z.string().nullable(),
  version: z.number().int(),
  actions: z.array(allowedAction),
});
export type ListingReportView = z.infer<typeof listingReportView>;

const tag = 'gate';
const datasetParams = z.strictObject({ id: id('ds') });

export const gateOperations = {
  getReview: operation({
    method: 'GET',
    path: '/datasets/:id/review',
    tag,
    summary:
      'What the scheme says of a listing, by article, and where its review stands; for its provider, operator, regulator',
    roles: 'signed-in',
    params: datasetParams,
    response: reviewView,
  }),
  signOff: operation({
    method: 'POST',
    path: '/datasets/:id/sign-offs',
    tag,
    summary: 'Sign off a listing under review, for its law or its data; one person signs once',
    roles: ['operator'],
    scope: 'session',
    idempotent: true,
    params: datasetParams,
    body: z.strictObject({ role: z.enum(reviewRoles), note: text(3, 2000) }),
    response: reviewView,
    problems: ['transition-refused', 'four-eyes', 'conflict'],
  }),
  raiseImportance: operation({
    method: 'POST',
    path: '/datasets/:id/importance',
    tag,
    summary: 'Raise the importance class of a listing; it is never lowered this way',
    roles: ['operator'],
    scope: 'session',
    idempotent: true,
    params: datasetParams,
    body: z.strictObject({ importanceClass: z.enum(importanceClassCodes), reason: text(3, 2000) }),
    response: reviewView,
    problems: ['rule-broken'],
  }),
  proposeOverride: operation({
    method: 'POST',
    path: '/datasets/:id/overrides',
    tag,
    summary: 'Propose that a finding be set aside; a second person decides, and the regulator sees it',
    roles: ['provider', 'operator'],
    idempotent: true,
    status: 201,
    params: datasetParams,
    body: z.strictObject({ key: z.string().min(1).max(400), argument: text(20, 2000) }),
    response: overrideView,
    problems: ['rule-broken', 'conflict'],
  }),
  transitionOverride: operation({
    method: 'POST',
    path: '/overrides/:id/transitions',
    tag,
    summary: 'Grant or refuse that a finding is set aside; not by who proposed it',
    roles: ['operator'],
    scope: 'session',
    idempotent: true,
    params: z.strictObject({ id: id('ovr') }),
    body: transitionBody(actionsOf(overrideLifecycle)),
    response: overrideView,
    problems: ['transition-refused', 'four-eyes'],
  }),
  listOverrides: operation({
    method: 'GET',
    path: '/overrides',
    tag,
    summary: 'Findings that were contested, newest first, with who argued what',
    roles: ['operator', 'regulator'],
    query: z.strictObject({ ...pageQuery, state: z.enum(statesOf(overrideLifecycle)).optional() }),
    response: page(overrideView),
  }),
  reportListing: operation({
    method: 'POST',
    path: '/datasets/:id/reports',
    tag,
    summary: 'Report a listing to the operator; no account is needed',
    roles: 'anyone',
    status: 201,
    params: datasetParams,
    body: z.strictObject({
      ground: z.enum(groundCodes),
      statement: text(10, 2000),
      /** Where the operator may answer; kept for the operator and the regulator alone. */
      contact: z.email().max(254).nullable().default(null),
    }),
    response: z.strictObject({ id: id('rpt'), receivedAt: moment }),
    problems: ['too-many-requests', 'role-required'],
  }),
  listListingReports: operation({
    method: 'GET',
    path: '/listing-reports',
    tag,
    summary: 'Reports of listings, newest first',
    roles: ['operator', 'regulator'],
    query: z.strictObject({
      ...pageQuery,
      state: z.enum(statesOf(listingReportLifecycle)).optional(),
      datasetId: id('ds').optional(),
    }),
    response: page(listingReportView),
  }),
  transitionListingReport: operation({
    method: 'POST',
    path: '/listing-reports/:id/transitions',
    tag,
    summary: 'Look into a report, uphold it (which suspends the listing) or dismiss it',
    roles: ['operator'],
    scope: 'session',
    idempotent: true,
    params: z.strictObject({ id: id('rpt') }),
    body: transitionBody(actionsOf(listingReportLifecycle)),
    response: listingReportView,
    problems: ['transition-refused'],
  }),
  engageAppraisal: operation({
    method: 'POST',
    path: '/datasets/:id/appraisals',
    tag,
    summary: 'Begin the appraisal of a listing, after every interest in it is disclosed',
    roles: ['intermediary'],
    verified: true,
    idempotent: true,
    status: 201,
    params: datasetParams,
    body: z.strictObject({
      /** Interests in the provider or its data; who has none says so. */
      interest: text(10, 2000),
    }),
    response: appraisalView,
    problems: ['rule-broken', 'conflict'],
  }),
  deliverAppraisal: operation({
    method: 'POST',
    path: '/appraisals/:id/result',
    tag,
    summary: 'Sign and deliver the result of an appraisal: scope, content, method, documents used, conclusion',
    roles: ['intermediary'],
    verified: true,
    scope: 'session',
    idempotent: true,
    params: z.strictObject({ id: id('apr') }),
    body: z.strictObject({
      scope: text(10, 5000),
      content: text(10, 5000),
      method: text(10, 5000),
      documents: text(3, 5000),
      conclusion: text(10, 5000),
      verdict: z.enum(verdicts),
      accept: z.literal(true),
    }),
    response: appraisalView,
    problems: ['transition-refused', 'rule-broken'],
  }),
  transitionAppraisal: operation({
    method: 'POST',
    path: '/appraisals/:id/transitions',
    tag,
    summary: 'Withdraw from an appraisal',
    roles: ['intermediary', 'operator'],
    idempotent: true,
    params: z.strictObject({ id: id('apr') }),
    body: transitionBody(actionsOf(appraisalLifecycle)),
    response: appraisalView,
    problems: ['transition-refused'],
  }),
  listAppraisals: operation({
    method: 'GET',
    path: '/appraisals',
    tag,
    summary: 'Appraisals of the own organisation; all of them for the operator and the regulator',
    roles: ['intermediary', 'operator', 'regulator'],
    query: z.strictObject(pageQuery),
    response: page(appraisalView),
  }),
};
