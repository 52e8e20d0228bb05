import { EntitySchema } from 'typeorm';
import type { CertificateKind, DecisionCode, Finding } from '../../contracts/scheme/findings.js';
import type { ReviewRole } from '../../contracts/scheme/judge.js';
import {
  big,
  day,
  json,
  moment,
  primaryId,
  reference,
  type Stateful,
  stateColumns,
  text,
  texts,
} from '../kernel/columns.js';

/** A finding that one person holds to be wrong, and a second one decides on. Of one revision where it is about files. */
export type Override = Stateful & {
  datasetId: string;
  providerId: string;
  revisionId: string | null;
  key: string;
  /** As it stood when it was contested. */
  finding: Finding;
  argument: string;
  submittedBy: string | null;
  createdAt: Date;
};
export const Overrides = new EntitySchema<Override>({
  name: 'overrides',
  columns: {
    id: primaryId,
    datasetId: reference('datasets'),
    providerId: reference('organisations'),
    revisionId: text({ nullable: true }),
    key: text(),
    finding: json(),
    argument: text(),
    submittedBy: text({ nullable: true }),
    createdAt: moment(),
    ...stateColumns,
  },
  indices: [{ name: 'overrides_dataset', columns: ['datasetId', 'id'] }],
});

/** One reviewer's signature under one round of review; `round` is the moment at which the review began. */
export type SignOff = {
  id: string;
  datasetId: string;
  round: Date;
  role: ReviewRole;
  memberId: string;
  note: string;
  at: Date;
};
export const SignOffs = new EntitySchema<SignOff>({
  name: 'sign_offs',
  columns: {
    id: primaryId,
    datasetId: reference('datasets'),
    round: moment(),
    role: text(),
    memberId: text(),
    note: text(),
    at: moment(),
  },
  uniques: [
    { name: 'sign_offs_role', columns: ['datasetId', 'round', 'role'] },
    { name: 'sign_offs_member', columns: ['datasetId', 'round', 'memberId'] },
  ],
});

/** What the operator decided on a listing, why, and what the rules said at that moment. */
export type Decision = {
  id: string;
  datasetId: string;
  action: string;
  codes: DecisionCode[];
  note: string;
  memberId: string;
  scheme: string;
  findings: Finding[];
  at: Date;
};
export const Decisions = new EntitySchema<Decision>({
  name: 'decisions',
  columns: {
    id: primaryId,
    datasetId: reference('datasets'),
    action: text(),
    codes: texts,
    note: text(),
    memberId: text(),
    scheme: text(),
    findings: json(),
    at: moment(),
  },
  indices: [{ name: 'decisions_dataset', columns: ['datasetId', 'id'] }],
});

/** Anybody's word that a listing is wrong. */
export type ListingReport = Stateful & {
  datasetId: string;
  ground: string;
  statement: string;
  contact: string | null;
  receivedAt: Date;
};
export const ListingReports = new EntitySchema<ListingReport>({
  name: 'listing_reports',
  columns: {
    id: primaryId,
    datasetId: reference('datasets'),
    ground: text(),
    statement: text(),
    contact: text({ nullable: true }),
    receivedAt: moment(),
    ...stateColumns,
  },
  indices: [
    { name: 'listing_reports_dataset', columns: ['datasetId', 'id'] },
    { name: 'listing_reports_state', columns: ['state', 'id'] },
  ],
});

/** An intermediary's appraisal of a listing: interests disclosed first, then the result, signed. */
export type Appraisal = Stateful & {
  datasetId: string;
  providerId: string;
  appraiserId: string;
  interest: string;
  disclosedAt: Date;
  scope: string | null;
  content: string | null;
  method: string | null;
  documents: string | null;
  conclusion: string | null;
  verdict: string | null;
  /** Of the result in canonical JSON. */
  sha256: string | null;
  signedBy: string | null;
  deliveredAt: Date | null;
};
export const Appraisals = new EntitySchema<Appraisal>({
  name: 'appraisals',
  columns: {
    id: primaryId,
    datasetId: reference('datasets'),
    providerId: reference('organisations'),
    appraiserId: reference('organisations'),
    interest: text(),
    disclosedAt: moment(),
    scope: text({ nullable: true }),
    content: text({ nullable: true }),
    method: text({ nullable: true }),
    documents: text({ nullable: true }),
    conclusion: text({ nullable: true }),
    verdict: text({ nullable: true }),
    sha256: text({ nullable: true }),
    signedBy: text({ nullable: true }),
    deliveredAt: moment({ nullable: true }),
    ...stateColumns,
  },
  indices: [
    { name: 'appraisals_dataset', columns: ['datasetId', 'id'] },
    { name: 'appraisals_appraiser', columns: ['appraiserId', 'id'] },
  ],
});

/** One item of an organisation's verification: result, who looked, when, at what. */
export type ParticipantCheck = {
  organisationId: string;
  item: string;
  result: 'met' | 'not_met' | 'not_applicable';
  note: string;
  evidence: string | null;
  memberId: string;
  at: Date;
};
export const ParticipantChecks = new EntitySchema<ParticipantCheck>({
  name: 'participant_checks',
  columns: {
    organisationId: { ...reference('organisations'), primary: true },
    item: primaryId,
    result: text(),
    note: text(),
    evidence: text({ nullable: true }),
    memberId: text(),
    at: moment(),
  },
});

/** A certificate of eligibility for a conditional service; good until the end of its last day in Viet Nam. */
export type ParticipantCertificate = Stateful & {
  organisationId: string;
  kind: CertificateKind;
  number: string;
  issuer: string;
  issuedOn: string;
  expiresOn: string;
  expiresAt: Date;
  submittedBy: string | null;
  createdAt: Date;
};
export const ParticipantCertificates = new EntitySchema<ParticipantCertificate>({
  name: 'participant_certificates',
  columns: {
    id: primaryId,
    organisationId: reference('organisations'),
    kind: text(),
    number: text(),
    issuer: text(),
    issuedOn: day(),
    expiresOn: day(),
    expiresAt: moment(),
    submittedBy: text({ nullable: true }),
    createdAt: moment(),
    ...stateColumns,
  },
  indices: [{ name: 'participant_certificates_organisation', columns: ['organisationId', 'id'] }],
});

/** The account an organisation pays from and is paid on; its number is kept masked and hashed. */
export type PaymentAccount = Stateful & {
  organisationId: string;
  bankBin: string;
  numberMasked: string;
  numberHash: string;
  holder: string;
  submittedBy: string | null;
  createdAt: Date;
};
export const PaymentAccounts = new EntitySchema<PaymentAccount>({
  name: 'payment_accounts',
  columns: {
    id: primaryId,
    organisationId: reference('organisations'),
    bankBin: text(),
    numberMasked: text(),
    numberHash: text(),
    holder: text(),
    submittedBy: text({ nullable: true }),
    createdAt: moment(),
    ...stateColumns,
  },
  indices: [{ name: 'payment_accounts_organisation', columns: ['organisationId', 'id'] }],
});

/** What an intermediary publishes of its services (Decree 314/2026, Art. 7(2)). */
export type IntermediaryPublished = {
  organisationId: string;
  scope: string;
  method: string;
  fees: string;
  updatedAt: Date;
};
export const IntermediaryProfiles = new EntitySchema<IntermediaryPublished>({
  name: 'intermediary_profiles',
  columns: {
    organisationId: { ...reference('organisations'), primary: true },
    scope: text(),
    method: text(),
    fees: text(),
    updatedAt: moment(),
  },
});

/** k-anonymity and l-diversity of one file over the quasi-identifiers that were declared when it was measured. */
export type AnonymityMeasure = {
  fileId: string;
  columns: string[];
  rows: number;
  k: number;
  l: number | null;
  rowsBelow: number;
  measuredAt: Date;
};
export const AnonymityMeasures = new EntitySchema<AnonymityMeasure>({
  name: 'anonymity_measures',
  columns: {
    fileId: { ...reference('files'), primary: true },
    columns: texts,
    rows: big(),
    k: big(),
    l: big({ nullable: true }),
    rowsBelow: big(),
    measuredAt: moment(),
  },
});
