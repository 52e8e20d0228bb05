import { z } from 'zod';
import { allowedAction, id, moment, organisationRef, page, pageQuery, text, transitionBody } from './common.js';
import { participantCertificateLifecycle } from './lifecycles/participant-certificate.js';
import { paymentAccountLifecycle } from './lifecycles/payment-account.js';
import { actionsOf, statesOf } from './lifecycles.js';
import { operation } from './operation.js';
import { certificateKindCodes, checkItemCodes } from './scheme/participants.js';

export const checkResults = ['met', 'not_met', 'not_applicable'] as const;

export const participantCertificateView = z.strictObject({
  id: id('pcr'),
  organisationId: id('org'),
  kind: z.enum(certificateKindCodes),
  number: z.string(),
  issuer: z.string(),
  issuedOn: z.iso.date(),
  expiresOn: z.iso.date(),
  state: z.enum(statesOf(participantCertificateLifecycle)),
  stateReason: z.string().nullable(),
  version: z.number().int(),
  actions: z.array(allowedAction),
});
export const paymentAccountView = z.strictObject({
  id: id('pya'),
  organisationId: id('org'),
  bankBin: z.string(),
  /** Only its last four characters are shown to anybody. */
  numberMasked: z.string(),
  holder: z.string(),
  state: z.enum(statesOf(paymentAccountLifecycle)),
  stateReason: z.string().nullable(),
  version: z.number().int(),
  actions: z.array(allowedAction),
});

/** What stands behind a participant: what was checked, what it holds, and when it is looked at again. */
export const standingView = z.strictObject({
  organisation: organisationRef,
  governingBody: z.string().nullable(),
  dpoContact: z.string().nullable(),
  /** It appraises and also sells (Decree 314/2026, Art. 7(3)). */
  alsoProvider: z.boolean(),
  reverifyAt: moment.nullable(),
  checks: z.array(
    z.strictObject({
      item: z.enum(checkItemCodes),
      result: z.enum(checkResults),
      note: z.string(),
      evidence: z.string().nullable(),
      /** Name of the checker as it is now; null once erased, and for the participant itself. */
      checker: z.string().nullable(),
      at: moment,
    }),
  ),
  certificates: z.array(participantCertificateView),
  accounts: z.array(paymentAccountView),
});
export type StandingView = z.infer<typeof standingView>;

const tag = 'participants';
/** Everybody but the regulator, which only supervises. */
const parties = ['buyer', 'provider', 'intermediary', 'operator'] as const;
const params = z.strictObject({ id: id('org') });

export const participantOperations = {
  getStanding: operation({
    method: 'GET',
    path: '/organisations/:id/standing',
    tag,
    summary:
      'Checklist, certificates and payment accounts of a participant; for itself, the operator and the regulator',
    roles: 'signed-in',
    params,
    response: standingView,
  }),
  setParticipantCheck: operation({
    method: 'PUT',
    path: '/organisations/:id/checks/:item',
    tag,
    summary: 'Enter the result of one item of a participant’s verification',
    roles: ['operator'],
    scope: 'session',
    params: z.strictObject({ id: id('org'), item: z.enum(checkItemCodes) }),
    body: z.strictObject({
      result: z.enum(checkResults),
      note: text(0, 1000).default(''),
      /** Where the evidence lies: a number of a document, an address. */
      evidence: text(1, 500).nullable().default(null),
    }),
    response: standingView,
    problems: ['rule-broken', 'four-eyes'],
  }),
  reverifyOrganisation: operation({
    method: 'POST',
    path: '/organisations/:id/reverifications',
    tag,
    summary: 'Record that a verified participant was looked at again; its next date is twelve months on',
    roles: ['operator'],
    scope: 'session',
    idempotent: true,
    params,
    body: z.strictObject({ note: text(3, 1000) }),
    response: standingView,
    problems: ['transition-refused', 'rule-broken'],
  }),
  listReverifications: operation({
    method: 'GET',
    path: '/operator/reverifications',
    tag,
    summary: 'Verified participants that are to be looked at again within thirty days, or should have been',
    roles: ['operator', 'regulator'],
    query: z.strictObject(pageQuery),
    response: page(z.strictObject({ id: id('org'), nameVi: z.string(), nameEn: z.string(), reverifyAt: moment })),
  }),
  setGoverningBody: operation({
    method: 'PUT',
    path: '/organisations/:id/governing-body',
    tag,
    summary: 'Enter the governing body of a State participant, as its documents say',
    roles: ['operator'],
    scope: 'session',
    params,
    body: z.strictObject({ governingBody: text(2, 300).nullable() }),
    response: standingView,
  }),
  setDataContact: operation({
    method: 'PUT',
    path: '/organisation/data-contact',
    tag,
    summary: 'Name whom people write to about personal data; shown on listings of personal origin',
    roles: parties,
    scope: 'session',
    admin: true,
    body: z.strictObject({ dpoContact: text(5, 300).nullable() }),
    response: standingView,
  }),
  enterCertificate: operation({
    method: 'POST',
    path: '/organisation/certificates',
    tag,
    summary: 'Enter a certificate of eligibility of the own organisation; the operator confirms it',
    roles: parties,
    scope: 'session',
    admin: true,
    idempotent: true,
    status: 201,
    body: z.strictObject({
      kind: z.enum(certificateKindCodes),
      number: text(2, 100),
      issuer: text(2, 200),
      issuedOn: z.iso.date(),
      expiresOn: z.iso.date(),
    }),
    response: participantCertificateView,
    problems: ['rule-broken'],
  }),
  transitionParticipantCertificate: operation({
    method: 'POST',
    path: '/participant-certificates/:id/transitions',
    tag,
    summary: 'Confirm, refuse or withdraw a certificate of eligibility',
    roles: 'signed-in',
    scope: 'session',
    idempotent: true,
    params: z.strictObject({ id: id('pcr') }),
    body: transitionBody(actionsOf(participantCertificateLifecycle)),
    response: participantCertificateView,
    problems: ['transition-refused', 'four-eyes', 'role-required'],
  }),
  enterPaymentAccount: operation({
    method: 'POST',
    path: '/organisation/payment-accounts',
    tag,
    summary:
      'Register the payment account of the own organisation; its holder is the organisation. An earlier one is replaced',
    roles: parties,
    scope: 'session',
    admin: true,
    idempotent: true,
    status: 201,
    body: z.strictObject({
      bankBin: z
        .string()
        .regex(/^\d{6}$/)
        .meta({ examples: ['970436'] }),
      number: z
        .string()
        .regex(/^[0-9A-Za-z]{6,19}$/)
        .meta({ examples: ['0011001932418'] }),
      holder: text(3, 200).meta({ examples: ['CONG TY CP BAN DO SO MAU'] }),
    }),
    response: paymentAccountView,
    problems: ['rule-broken'],
  }),
  transitionPaymentAccount: operation({
    method: 'POST',
    path: '/payment-accounts/:id/transitions',
    tag,
    summary: 'Verify or refuse a payment account',
    roles: ['operator'],
    scope: 'session',
    idempotent: true,
    params: z.strictObject({ id: id('pya') }),
    body: transitionBody(actionsOf(paymentAccountLifecycle)),
    response: paymentAccountView,
    problems: ['transition-refused', 'four-eyes'],
  }),
};
