import { z } from 'zod';
import { allowedAction, bilingual, id, moment, transitionBody, vnd } from './common.js';
import { licencePolicySchema, purposes } from './licences/policy.js';
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

export const priceModels = ['free', 'one_off'] as const;

export const offerView = z.strictObject({
  id: id('off'),
  datasetId: id('ds'),
  number: z.number().int(),
  licence: licenceSummary,
  priceModel: z.enum(priceModels),
  /** Whole đồng before VAT; 0 for a free offer. */
  priceVnd: vnd,
  /** The same with VAT by the rate of today: what a buyer who paid now would pay. */
  price: moneyLine,
  /** How long access lasts; null = without end. */
  months: z.number().int().nullable(),
  /** Requests with these purposes are approved by the offer itself. */
  autoApprovePurposes: z.array(purpose),
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
    response: z.strictObject({ items: z.array(offerView) }),
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
      priceVnd: vnd,
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
