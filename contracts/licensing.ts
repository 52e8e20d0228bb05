import { z } from 'zod';
import { allowedAction, bilingual, id, moment, organisationRef, text, transitionBody, vnd } from './common.js';
import { licencePolicySchema, purposes, userClasses } from './licences/policy.js';
import { priceModels, tier, tierKinds } from './licences/terms.js';
import { offerLifecycle } from './lifecycles/offer.js';
import { actionsOf, statesOf } from './lifecycles.js';
import { moneyLine } from './money.js';
import { operation } from './operation.js';
import { vatClass } from './scheme/vat.js';

export const licenceIds = [
  'open',
  'research-only',
  'commercial-internal',
  'commercial-redistribution',
  'ai-training',
] as const;
export const licenceId = z.enum(licenceIds);
export type LicenceId = z.infer<typeof licenceId>;
export const purpose = z.enum(purposes);

export const licenceSummary = z.strictObject({
  id: licenceId,
  version: z.number().int(),
  title: bilingual,
  summary: bilingual,
  policy: licencePolicySchema,
  /** One sentence per rule of the policy. */
  rules: z.strictObject({ vi: z.array(z.string()), en: z.array(z.string()) }),
});
export type LicenceSummary = z.infer<typeof licenceSummary>;
export const licenceView = licenceSummary.extend({
  /** The whole text in Markdown, with its placeholders. */
  text: bilingual,
});
export type LicenceView = z.infer<typeof licenceView>;

const days = z.number().int().min(0).max(365);

/** What a provider asks of whoever requests access; both languages are the provider’s own words. */
export const offerQuestion = z.strictObject({
  text: z.strictObject({ vi: text(3, 500), en: text(3, 500) }),
  required: z.boolean(),
});

/** The rules of a licence that an offer may set differently from its template. Re-identification stays prohibited. */
export const policyChanges = licencePolicySchema.omit({ duration: true, reidentification: true }).partial();

export const offerView = z.strictObject({
  id: id('off'),
  datasetId: id('ds'),
  number: z.number().int(),
  licence: licenceSummary,
  priceModel: z.enum(priceModels),
  /** Whole đồng before VAT for one unit (subscription: a month; tiers: the cheapest); 0 for a free offer. */
  priceVnd: vnd,
  minUnits: z.number().int(),
  maxUnits: z.number().int(),
  tierBy: z.enum(tierKinds).nullable(),
  tiers: z.array(tier),
  /** The same with VAT by the rate of today: what a buyer who paid now would pay. */
  price: moneyLine,
  /** How long access lasts; null = without end. */
  months: z.number().int().nullable(),
  /** Requests with these purposes are approved by the offer itself. */
  autoApprovePurposes: z.array(purpose),
  /** … of buyers of this class, by their verified legal form. */
  autoApproveClass: z.enum(userClasses),
  trial: z.boolean(),
  /** The organisations a private offer is for; empty = public. Only they and the provider see it. */
  visibleTo: z.array(organisationRef),
  validFrom: moment.nullable(),
  validUntil: moment.nullable(),
  questions: z.array(offerQuestion),
  breakingNoticeDays: days,
  terminationNoticeDays: days,
  state: z.enum(statesOf(offerLifecycle)),
  createdAt: moment,
  actions: z.array(allowedAction),
});
export type OfferView = z.infer<typeof offerView>;

const tag = 'licensing';
export const licensingOperations = {
  listLicences: operation({
    method: 'GET',
    path: '/licences',
    tag,
    summary: 'Licence templates of the exchange',
    roles: 'anyone',
    response: z.strictObject({ items: z.array(licenceSummary) }),
  }),
  getLicence: operation({
    method: 'GET',
    path: '/licences/:id',
    tag,
    summary: 'One licence template with its text in both languages',
    roles: 'anyone',
    params: z.strictObject({ id: licenceId }),
    response: licenceView,
  }),
  listOffers: operation({
    method: 'GET',
    path: '/datasets/:id/offers',
    tag,
    summary: 'Open offers of a dataset; its provider and the operator also see closed ones',
    roles: 'anyone',
    params: z.strictObject({ id: id('ds') }),
    response: z.strictObject({
      items: z.array(offerView),
      /** How the provider has answered requests in the last 180 days; null before there are three. */
      answers: z.strictObject({ medianHours: z.number(), count: z.number().int() }).nullable(),
    }),
  }),
  listPrices: operation({
    method: 'GET',
    path: '/datasets/:id/prices',
    tag,
    summary: 'Price history of a dataset: every public offer, open or closed, newest first',
    roles: 'anyone',
    params: z.strictObject({ id: id('ds') }),
    response: z.strictObject({
      items: z.array(
        z.strictObject({
          ...{ offerId: id('off'), number: z.number().int(), licence: licenceId, title: bilingual },
          ...{
            priceModel: z.enum(priceModels),
            priceVnd: vnd,
            tiers: z.array(tier),
            tierBy: z.enum(tierKinds).nullable(),
          },
          from: moment,
          /** When it was closed; null while it is open. */
          until: moment.nullable(),
        }),
      ),
    }),
  }),
  makeOffer: operation({
    method: 'POST',
    path: '/datasets/:id/offers',
    tag,
    summary: 'Make an offer: licence, price in whole đồng before VAT, VAT class, duration',
    roles: ['provider'],
    verified: true,
    idempotent: true,
    status: 201,
    params: z.strictObject({ id: id('ds') }),
    body: z.strictObject({
      licence: licenceId,
      /** Left out: `free` for a price of 0, else `one_off`. */
      priceModel: z.enum(priceModels).optional(),
      /** For one unit. Of tiers it follows from them. */
      priceVnd: vnd,
      minUnits: z.number().int().min(1).max(1_000_000_000).default(1),
      /** Left out: 36 months of a subscription, the last tier, else as many as the least. */
      maxUnits: z.number().int().min(1).max(1_000_000_000).optional(),
      tierBy: z.enum(tierKinds).nullable().default(null),
      tiers: z.array(tier).max(20).default([]),
      /** Rules that differ from the template’s. */
      policy: policyChanges.default({}),
      visibleTo: z.array(id('org')).max(100).default([]),
      trial: z.boolean().default(false),
      validFrom: moment.nullable().default(null),
      validUntil: moment.nullable().default(null),
      autoApproveClass: z.enum(userClasses).default('any'),
      questions: z.array(offerQuestion).max(20).default([]),
      breakingNoticeDays: days.default(30),
      terminationNoticeDays: days.default(30),
      /** Left out: what is usual for such an offer. */
      vatClass: vatClass.optional(),
      months: z.number().int().min(1).max(120).nullable(),
      autoApprovePurposes: z.array(purpose).max(purposes.length).default([]),
    }),
    response: offerView,
    problems: ['rule-broken', 'transition-refused'],
  }),
  transitionOffer: operation({
    method: 'POST',
    path: '/offers/:id/transitions',
    tag,
    summary: 'Close an offer; agreements made under it are untouched',
    roles: ['provider', 'operator'],
    idempotent: true,
    params: z.strictObject({ id: id('off') }),
    body: transitionBody(actionsOf(offerLifecycle)),
    response: offerView,
    problems: ['transition-refused'],
  }),
};
