import { z } from 'zod';
import { auditEventView } from './audit.js';
import {
  type Bilingual,
  bilingual,
  id,
  moment,
  organisationRef,
  page,
  pageQuery,
  sha256,
  text,
  vnd,
} from './common.js';
import { disputeCard } from './disputes.js';
import { deliveredFile, entitlementView } from './fulfilment.js';
import { organisationView } from './identity.js';
import { purposes } from './licences/policy.js';
import { licenceId } from './licensing.js';
import { orderLifecycle } from './lifecycles/order.js';
import { statesOf } from './lifecycles.js';
import { operation } from './operation.js';
import { orderView, roundView, timelineEntry } from './ordering.js';
import { orderPaymentsView } from './payments.js';
import { personalOriginCodes, provenanceBasisCodes } from './scheme/pilot-2026.js';

/** Bands of the agreed price, before VAT: from the first amount up to, but not including, the second. */
export const priceBands = {
  free: { from: 0, below: 1, label: { vi: 'Miễn phí', en: 'Free' } },
  'under-1m': { from: 1, below: 1_000_000, label: { vi: 'Dưới 1 triệu ₫', en: 'Under 1 million ₫' } },
  '1m-10m': { from: 1_000_000, below: 10_000_000, label: { vi: '1–10 triệu ₫', en: '1 to 10 million ₫' } },
  '10m-100m': { from: 10_000_000, below: 100_000_000, label: { vi: '10–100 triệu ₫', en: '10 to 100 million ₫' } },
  'over-100m': { from: 100_000_000, below: null, label: { vi: 'Từ 100 triệu ₫', en: '100 million ₫ and more' } },
} as const satisfies Record<string, { from: number; below: number | null; label: Bilingual }>;
export type PriceBand = keyof typeof priceBands;
const bandNames = Object.keys(priceBands) as [PriceBand, ...PriceBand[]];

const amount = z.coerce.number().int().min(0).max(1_000_000_000_000);
/** What transactions can be searched by; every condition given must hold. Days and months are of UTC+7. */
export const transactionFilters = {
  /** Provider or buyer: words of the name with or without marks, tax code, or id. */
  party: z.string().max(200).optional(),
  provider: id('org').optional(),
  /** Words of the title with or without marks, or id. */
  dataset: z.string().max(200).optional(),
  /** The id of anything in the file: order, request, agreement, payment, refund, delivery, entitlement, receipt. */
  ref: z.string().max(80).optional(),
  purpose: z.enum(purposes).optional(),
  state: z.enum(statesOf(orderLifecycle)).optional(),
  licence: licenceId.optional(),
  /** Basis of the data's origin as declared at listing. */
  basis: z.enum(provenanceBasisCodes).optional(),
  /** Whether the data come from persons, as declared at listing. */
  origin: z.enum(personalOriginCodes).optional(),
  band: z.enum(bandNames).optional(),
  minVnd: amount.optional(),
  maxVnd: amount.optional(),
  month: z
    .string()
    .regex(/^\d{4}-(0[1-9]|1[0-2])$/)
    .meta({ examples: ['2026-11'] })
    .optional(),
  from: z.iso.date().optional(),
  to: z.iso.date().optional(),
};
export const transactionSorts = ['newest', 'oldest', 'dearest', 'cheapest'] as const;
const search = { ...transactionFilters, sort: z.enum(transactionSorts).default('newest') };
export const transactionSearch = z.strictObject(search);
export type TransactionSearch = z.infer<typeof transactionSearch>;

const datasetRef = z.strictObject({ id: id('ds'), titleVi: z.string(), titleEn: z.string() });

/** One transaction: an order joined with its request, offer, dataset, parties and money. */
export const transactionRow = z.strictObject({
  id: id('ord'),
  createdAt: moment,
  state: z.enum(statesOf(orderLifecycle)),
  priceVnd: vnd,
  paidVnd: z.number().int(),
  refundedVnd: z.number().int(),
  purpose: z.enum(purposes),
  licence: licenceId,
  basis: z.enum(provenanceBasisCodes),
  origin: z.enum(personalOriginCodes),
  dataset: datasetRef,
  provider: organisationRef,
  buyer: organisationRef,
});
export type TransactionRow = z.infer<typeof transactionRow>;

const counts = z.record(z.string(), z.number().int());
/** How many transactions of the whole result have each value. */
export const transactionFacets = z.strictObject({
  state: counts,
  purpose: counts,
  band: counts,
  licence: counts,
  basis: counts,
  origin: counts,
  month: counts,
  /** The twenty providers with the most. */
  provider: z.array(z.strictObject({ organisation: organisationRef, count: z.number().int() })),
});
export type TransactionFacets = z.infer<typeof transactionFacets>;

export const savedSearchView = z.strictObject({
  id: id('sav'),
  name: z.string(),
  query: transactionSearch,
  createdAt: moment,
});
export type SavedSearchView = z.infer<typeof savedSearchView>;

/** Where an event stands: its id proves it at `/events/:id/proof`; the index is null while it waits for its place. */
const onRecord = { eventId: id('evt').nullable() };

/** What an agreement froze of a party, beside the party's profile of today. */
const partyAgreedAndToday = z.strictObject({
  /** null when the document cannot be read any more. */
  agreed: z
    .strictObject({
      nameVi: z.string(),
      nameEn: z.string(),
      taxCode: z.string().nullable(),
      address: z.string(),
    })
    .nullable(),
  today: organisationView.omit({ actions: true }),
  /** Fields whose value is another today. */
  changed: z.array(z.enum(['nameVi', 'nameEn', 'taxCode', 'address'])),
});

/** A person in the file, masked. `person` is the commitment that stands for them in the events. */
const maskedPerson = z.strictObject({
  person: sha256,
  memberId: z.string(),
  name: z.string(),
  email: z.string(),
  organisation: organisationRef,
  /** What they did here. */
  did: z.array(z.enum(['requested', 'signed', 'downloaded', 'acted'])),
});

const account = z.strictObject({
  account: z.string(),
  inVnd: z.number().int(),
  outVnd: z.number().int(),
  balanceVnd: z.number().int(),
});

export const transactionFileView = z.strictObject({
  order: orderView.omit({ timeline: true, progress: true, actions: true, payable: true }),
  parties: z.strictObject({ provider: partyAgreedAndToday, buyer: partyAgreedAndToday }),
  listing: z.strictObject({
    dataset: datasetRef,
    sector: z.string().nullable(),
    basis: z.enum(provenanceBasisCodes).nullable(),
    origin: z.enum(personalOriginCodes).nullable(),
    deidentification: z.string().nullable(),
    provenance: z.string(),
    credit: z.string(),
    state: z.string(),
    revision: z.strictObject({
      id: id('rev'),
      number: z.number().int(),
      state: z.string(),
      publishedAt: moment.nullable(),
    }),
    files: z.array(
      z.strictObject({
        name: z.string(),
        bytes: z.number().int(),
        sha256,
        /** The agreement names this file with this hash. */
        asAgreed: z.boolean(),
      }),
    ),
  }),
  request: z.strictObject({
    id: id('req'),
    purpose: z.enum(purposes),
    statement: z.string(),
    project: z.string(),
    state: z.string(),
    createdAt: moment,
    requestedBy: sha256,
  }),
  /** What the parties answered each other over the request, oldest first. */
  negotiation: z.array(timelineEntry),
  /** Every version of the terms, what each changed, and whether its hash, computed again, is the stored one. */
  rounds: z.array(roundView.extend({ eventId: id('evt').nullable(), matches: z.boolean() })),
  agreement: z.strictObject({
    id: id('agr'),
    state: z.string(),
    licence: licenceId,
    licenceVersion: z.number().int(),
    priceVnd: vnd,
    months: z.number().int().nullable(),
    sealedAt: moment.nullable(),
    /** The hash that was stored, the document's own, hashed again for this answer, and whether they are one. */
    sha256,
    recomputed: sha256,
    matches: z.boolean(),
    signatures: z.array(
      z.strictObject({
        party: z.enum(['provider', 'buyer']),
        method: z.enum(['password', 'session', 'standing-offer']),
        person: sha256.nullable(),
        signer: z.string().nullable(),
        sha256,
        signedAt: moment,
        ...onRecord,
      }),
    ),
    ...onRecord,
  }),
  payments: z.array(orderPaymentsView.shape.payments.element.extend(onRecord)),
  refunds: z.array(orderPaymentsView.shape.refunds.element.extend(onRecord)),
  disputes: z.array(
    disputeCard
      .pick({ id: true, openedBy: true, type: true, wantedVnd: true, state: true, stateReason: true, createdAt: true })
      .extend({
        ...disputeCard.pick({ outcome: true, refundVnd: true, decidedBy: true }).shape,
        statement: z.string(),
        ...onRecord,
      }),
  ),
  ledger: z.strictObject({
    postings: orderPaymentsView.shape.postings,
    accounts: z.array(account),
    /** The sum of all balances is nought: every đồng that left an account came to another. */
    balanced: z.boolean(),
  }),
  delivery: z
    .strictObject({
      id: id('dlv'),
      manifestSha256: sha256,
      deliveredAt: moment,
      files: z.array(deliveredFile),
      ...onRecord,
    })
    .nullable(),
  entitlement: entitlementView.omit({ files: true }).nullable(),
  downloads: z.strictObject({
    total: z.number().int(),
    bytes: z.number().int(),
    /** The newest 500. */
    items: z.array(
      z.strictObject({
        at: moment,
        name: z.string(),
        fromByte: z.number().int(),
        bytes: z.number().int(),
        person: sha256,
        member: z.string(),
        ...onRecord,
      }),
    ),
  }),
  receipt: z
    .strictObject({
      id: id('rcp'),
      manifestSha256: sha256,
      acceptedBy: z.enum(['buyer', 'time']),
      issuedAt: moment,
      ...onRecord,
    })
    .nullable(),
  people: z.array(maskedPerson),
  /** Every event of the transaction, oldest first. */
  events: z.array(auditEventView.extend({ eventId: id('evt'), index: z.number().int().nullable() })),
});
export type TransactionFileView = z.infer<typeof transactionFileView>;

/** One look-up by a member of a regulator. */
export const lookUpView = z.strictObject({
  eventId: id('evt'),
  type: z.string(),
  sentence: bilingual,
  at: moment,
  /** The colleague's name; null once the person has been erased. */
  by: z.string().nullable(),
  mine: z.boolean(),
  subject: z.strictObject({ kind: z.string(), id: z.string() }),
  /** What was asked for. */
  filters: z.record(z.string(), z.string()),
  reason: z.string().nullable(),
});
export type LookUpView = z.infer<typeof lookUpView>;

export const lookUpDay = z.strictObject({
  day: z.iso.date(),
  searches: z.number().int(),
  files: z.number().int(),
  exports: z.number().int(),
  unmaskings: z.number().int(),
  others: z.number().int(),
});
export type LookUpDay = z.infer<typeof lookUpDay>;

const tag = 'inspection';
const orderParams = z.strictObject({ id: id('ord') });
const savedParams = z.strictObject({ id: id('sav') });
const savedName = text(2, 100);
export const inspectionOperations = {
  searchTransactions: operation({
    method: 'GET',
    path: '/inspection/transactions',
    tag,
    summary: 'Search every transaction; the first page has totals and facets. The look-up itself is recorded',
    roles: ['regulator'],
    verified: true,
    query: z.strictObject({ ...pageQuery, ...search }),
    response: page(transactionRow).extend({
      /** On the first page. */
      totals: z
        .strictObject({ transactions: z.number().int(), amountVnd: z.number().int(), facets: transactionFacets })
        .nullable(),
    }),
  }),
  exportTransactions: operation({
    method: 'GET',
    path: '/inspection/transactions/export',
    tag,
    summary: 'The whole result of a search as CSV (RFC 4180, UTF-8); recorded, at most 30 an hour',
    roles: ['regulator'],
    verified: true,
    kind: 'download',
    query: transactionSearch,
  }),
  listSavedSearches: operation({
    method: 'GET',
    path: '/inspection/searches',
    tag,
    summary: 'The member’s own saved searches, newest first',
    roles: ['regulator'],
    verified: true,
    response: z.strictObject({ items: z.array(savedSearchView) }),
  }),
  saveSearch: operation({
    method: 'POST',
    path: '/inspection/searches',
    tag,
    summary: 'Save a search under a name; at most 100 a member',
    roles: ['regulator'],
    verified: true,
    status: 201,
    body: z.strictObject({ name: savedName, query: transactionSearch }),
    response: savedSearchView,
    problems: ['conflict'],
  }),
  renameSearch: operation({
    method: 'PATCH',
    path: '/inspection/searches/:id',
    tag,
    summary: 'Give a saved search another name',
    roles: ['regulator'],
    verified: true,
    params: savedParams,
    body: z.strictObject({ name: savedName }),
    response: savedSearchView,
    problems: ['conflict'],
  }),
  removeSearch: operation({
    method: 'DELETE',
    path: '/inspection/searches/:id',
    tag,
    summary: 'Delete a saved search',
    roles: ['regulator'],
    verified: true,
    status: 204,
    params: savedParams,
  }),
  openTransactionFile: operation({
    method: 'GET',
    path: '/inspection/orders/:id',
    tag,
    summary: 'The whole file of a transaction, people masked; the look-up itself is recorded',
    roles: ['regulator'],
    verified: true,
    params: orderParams,
    response: transactionFileView,
  }),
  unmaskPerson: operation({
    method: 'POST',
    path: '/inspection/orders/:id/people/:person/unmaskings',
    tag,
    summary: 'The clear name and e-mail of one person of one file, for a reason that is recorded; at most 20 an hour',
    roles: ['regulator'],
    scope: 'session',
    verified: true,
    params: z.strictObject({ id: id('ord'), person: sha256 }),
    body: z.strictObject({ reason: text(10, 1000) }),
    response: z.strictObject({ person: sha256, memberId: id('mem'), name: z.string(), email: z.string() }),
  }),
  listLookUps: operation({
    method: 'GET',
    path: '/inspection/look-ups',
    tag,
    summary: 'Look-ups, newest first: a member’s own; an administrator, as supervisor, sees those of all colleagues',
    roles: ['regulator'],
    verified: true,
    query: z.strictObject({
      ...pageQuery,
      type: z.string().max(80).optional(),
      from: z.iso.date().optional(),
      to: z.iso.date().optional(),
    }),
    response: page(lookUpView),
  }),
  countLookUps: operation({
    method: 'GET',
    path: '/operator/look-ups',
    tag,
    summary: 'How often regulators looked, by day (UTC+7) of the last thirty, without what they looked at',
    roles: ['operator'],
    verified: true,
    response: z.strictObject({ days: z.array(lookUpDay) }),
  }),
};
