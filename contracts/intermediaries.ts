import { z } from 'zod';
import { datasetCard } from './catalogue.js';
import { id, moment, organisationRef, page, pageQuery, text } from './common.js';
import { operation } from './operation.js';
import { certificateKindCodes } from './scheme/participants.js';

/** What an intermediary publishes before it serves anybody: scope, method and price (Decree 314/2026, Art. 7(2)). */
export const intermediaryProfile = z.strictObject({
  scope: text(20, 3000),
  method: text(20, 3000),
  /** In đồng, in words: what is asked for which work. */
  fees: text(5, 2000).meta({ examples: ['3.000.000 đ cho mỗi bộ dữ liệu'] }),
});
export type IntermediaryProfile = z.infer<typeof intermediaryProfile>;

const intermediaryCard = z.strictObject({
  organisation: organisationRef,
  /** It also sells on this exchange, which stands on all its pages (Art. 7(3)). */
  alsoProvider: z.boolean(),
  /** Null while it has published nothing; it cannot begin an appraisal then. */
  profile: intermediaryProfile.extend({ updatedAt: moment }).nullable(),
});
export type IntermediaryCard = z.infer<typeof intermediaryCard>;

export const intermediaryView = intermediaryCard.extend({
  /** Confirmed certificates of eligibility that have not ended. */
  certificates: z.array(
    z.strictObject({
      kind: z.enum(certificateKindCodes),
      number: z.string(),
      issuer: z.string(),
      issuedOn: z.iso.date(),
      expiresOn: z.iso.date(),
    }),
  ),
  /** Appraisals that it delivered, by verdict. */
  delivered: z.strictObject({
    fit: z.number().int(),
    fit_with_reservations: z.number().int(),
    unfit: z.number().int(),
  }),
  /** Services of it that are listed. */
  services: z.array(datasetCard),
});
export type IntermediaryView = z.infer<typeof intermediaryView>;

const tag = 'participants';

export const intermediaryOperations = {
  listIntermediaries: operation({
    method: 'GET',
    path: '/intermediaries',
    tag,
    summary: 'Verified intermediaries with the scope, method and price that each publishes',
    roles: 'anyone',
    query: z.strictObject(pageQuery),
    response: page(intermediaryCard),
  }),
  getIntermediary: operation({
    method: 'GET',
    path: '/intermediaries/:id',
    tag,
    summary:
      'The public page of an intermediary: what it publishes, its certificates, services and appraisals in numbers',
    roles: 'anyone',
    params: z.strictObject({ id: id('org') }),
    response: intermediaryView,
  }),
  publishIntermediary: operation({
    method: 'PUT',
    path: '/organisation/intermediary-profile',
    tag,
    summary: 'Publish scope, method and price of the own services as an intermediary',
    roles: ['intermediary'],
    scope: 'session',
    admin: true,
    body: intermediaryProfile,
    response: intermediaryView,
    problems: ['rule-broken'],
  }),
};
