import { AuditEvents, AuditPeople } from './audit/tables.js';
import { BidAnswers, Bids } from './bids/tables.js';
import { DataFiles, DatasetFollowers, Datasets, ParquetTables, Revisions } from './catalogue/tables.js';
import { Certificates } from './certificates/tables.js';
import { CatalogueSearches } from './discovery/tables.js';
import { DisputeMessages, DisputeProposals, Disputes, Holidays } from './disputes/tables.js';
import { EvaluationQueries, EvaluationSettingsTable, Evaluations } from './evaluation/tables.js';
import { LeakChecks, MarkedCopies, Markings } from './fingerprint/tables.js';
import {
  AccessUses,
  Attestations,
  Confirmations,
  Deliveries,
  Downloads,
  Entitlements,
  Extensions,
  FollowedRevisions,
  Receipts,
  Seats,
} from './fulfilment/tables.js';
import {
  AnonymityMeasures,
  Appraisals,
  Decisions,
  ListingReports,
  Overrides,
  ParticipantCertificates,
  ParticipantChecks,
  PaymentAccounts,
  SignOffs,
} from './gate/tables.js';
import { MirroredRecords, Portals } from './harvest/tables.js';
import { ApiTokens, MailSecrets, Members, Organisations, SignInTries } from './identity/tables.js';
import { SavedSearches } from './inspection/tables.js';
import { InvoiceSeriesTable, Invoices } from './invoicing/tables.js';
import { IdempotencyKeys, KeptMails, Outbox, ProgressRows } from './kernel/tables.js';
import { Offers } from './licensing/tables.js';
import { Holds, WaitingJobs } from './lifecycle/tables.js';
import { MailLanguages, NotificationPreferences, Notifications } from './notifications/tables.js';
import { AccessRequests, Agreements, Attachments, Orders, Rounds, Signatures } from './ordering/tables.js';
import {
  AccountBalances,
  BankLines,
  BankStatements,
  Chargebacks,
  DirectReturns,
  DirectStatements,
  PaymentEvidences,
  Payments,
  Postings,
  Refunds,
  Repayments,
  Reserves,
  WebhookEvents,
} from './payments/tables.js';
import {
  BalanceEntries,
  MoneyCases,
  MoneyCursors,
  PayoutAccounts,
  PayoutLines,
  Payouts,
  Reversals,
  Transfers,
} from './payouts/tables.js';
import { FeeSchedules, MoneySettings } from './pricing/tables.js';
import { OpenDownloads } from './publishing/tables.js';
import { Bundles, Flags, RelatedPartiesTable } from './reporting/tables.js';
import { SharingTokens, SharingUses } from './sharing/tables.js';
import { Answers, IncidentNotices, Incidents, Questions, Takedowns } from './supervision/tables.js';
import { FeedRows, WebhookDeliveries, WebhookEndpoints } from './webhooks/tables.js';

/** Every table that TypeORM knows; sessions, rate limits and the queue keep their own. */
export const tables = [
  Portals,
  MirroredRecords,
  Bids,
  BidAnswers,
  Outbox,
  IdempotencyKeys,
  ProgressRows,
  KeptMails,
  AuditEvents,
  AuditPeople,
  Organisations,
  Members,
  ApiTokens,
  MailSecrets,
  SignInTries,
  Datasets,
  DatasetFollowers,
  Revisions,
  DataFiles,
  ParquetTables,
  CatalogueSearches,
  OpenDownloads,
  Offers,
  AccessRequests,
  Agreements,
  Signatures,
  Rounds,
  Attachments,
  Orders,
  Payments,
  Refunds,
  Chargebacks,
  Disputes,
  DisputeMessages,
  DisputeProposals,
  Holidays,
  WebhookEvents,
  Postings,
  AccountBalances,
  FeeSchedules,
  MoneySettings,
  Reserves,
  PaymentEvidences,
  DirectStatements,
  DirectReturns,
  Invoices,
  InvoiceSeriesTable,
  Deliveries,
  Entitlements,
  Downloads,
  Receipts,
  Seats,
  Extensions,
  FollowedRevisions,
  AccessUses,
  Confirmations,
  Attestations,
  SharingTokens,
  SharingUses,
  RelatedPartiesTable,
  Bundles,
  Flags,
  SavedSearches,
  Certificates,
  Holds,
  WaitingJobs,
  Questions,
  Answers,
  Takedowns,
  Incidents,
  IncidentNotices,
  BankStatements,
  BankLines,
  Repayments,
  PayoutAccounts,
  Transfers,
  Reversals,
  Payouts,
  PayoutLines,
  MoneyCursors,
  BalanceEntries,
  MoneyCases,
  Notifications,
  NotificationPreferences,
  MailLanguages,
  Overrides,
  SignOffs,
  Decisions,
  ListingReports,
  Appraisals,
  ParticipantChecks,
  ParticipantCertificates,
  PaymentAccounts,
  AnonymityMeasures,
  FeedRows,
  WebhookEndpoints,
  WebhookDeliveries,
  EvaluationSettingsTable,
  Evaluations,
  EvaluationQueries,
  Markings,
  MarkedCopies,
  LeakChecks,
];
