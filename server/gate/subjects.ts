import { appraisalLifecycle } from '../../contracts/lifecycles/appraisal.js';
import { listingReportLifecycle } from '../../contracts/lifecycles/listing-report.js';
import { overrideLifecycle } from '../../contracts/lifecycles/override.js';
import { participantCertificateLifecycle } from '../../contracts/lifecycles/participant-certificate.js';
import { paymentAccountLifecycle } from '../../contracts/lifecycles/payment-account.js';
import { subject } from '../lifecycle/advance.js';
import { Appraisals, ListingReports, Overrides, ParticipantCertificates, PaymentAccounts } from './tables.js';

const stoppedByNone = () => [];

export const overrideSubject = subject(overrideLifecycle, Overrides, (row) => [row.id, row.datasetId, row.providerId]);
export const listingReportSubject = subject(
  listingReportLifecycle,
  ListingReports,
  (row) => [row.id, row.datasetId],
  stoppedByNone,
);
export const appraisalSubject = subject(appraisalLifecycle, Appraisals, (row) => [
  ...[row.id, row.datasetId, row.providerId, row.appraiserId],
]);
export const participantCertificateSubject = subject(
  participantCertificateLifecycle,
  ParticipantCertificates,
  (row) => [row.id, row.organisationId],
  stoppedByNone,
);
export const paymentAccountSubject = subject(
  paymentAccountLifecycle,
  PaymentAccounts,
  (row) => [row.id, row.organisationId],
  stoppedByNone,
);
