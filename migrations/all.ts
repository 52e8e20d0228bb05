import { Foundation1764000000001 } from './0001-foundation.js';
import { Guards1764000000002 } from './0002-guards.js';
import { Search1764000000003 } from './0003-search.js';
import { Log1764000000004 } from './0004-log.js';
import { Mends1764000000005 } from './0005-mends.js';
import { Witnesses1764000000007 } from './0007-witnesses.js';
import { Certificates1764000000008 } from './0008-certificates.js';
import { Supervision1764000000009 } from './0009-supervision.js';
import { Inspection1764000000010 } from './0010-inspection.js';
import { Reporting1764000000011 } from './0011-reporting.js';
import { Invoices1764000000012 } from './0012-invoices.js';
import { Sharing1764000000014 } from './0014-sharing.js';
import { Rails1764000000016 } from './0016-rails.js';
import { Disputes1764000000017 } from './0017-disputes.js';
import { Payouts1764000000018 } from './0018-payouts.js';
import { PersonalOrigin1764000000019 } from './0019-personal-origin.js';
import { Dues1764000000020 } from './0020-dues.js';
import { Classification1764000000021 } from './0021-classification.js';
import { Ingest1764000000022 } from './0022-ingest.js';
import { Discovery1764000000023 } from './0023-discovery.js';
import { Terms1764000000024 } from './0024-terms.js';
import { Evaluation1764000000025 } from './0025-evaluation.js';
import { Access1764000000026 } from './0026-access.js';
import { Notifications1764000000027 } from './0027-notifications.js';
import { Gate1764000000031 } from './0031-gate.js';
import { Bids1764000000033 } from './0033-bids.js';
import { Fingerprint1764000000035 } from './0035-fingerprint.js';
import { Webhooks1764000000037 } from './0037-webhooks.js';
import { Harvest1764000000038 } from './0038-harvest.js';
import { MoneySettings1764000000040 } from './0040-money-settings.js';
import { DirectPayments1764000000041 } from './0041-direct-payments.js';
import { Intermediaries1764000000044 } from './0044-intermediaries.js';
import { PortalRuns1764000000045 } from './0045-portal-runs.js';

/** Every migration, oldest first. */
export const migrations = [
  Foundation1764000000001,
  Guards1764000000002,
  Search1764000000003,
  Log1764000000004,
  Mends1764000000005,
  Invoices1764000000012,
  Sharing1764000000014,
  Reporting1764000000011,
  Inspection1764000000010,
  Certificates1764000000008,
  Supervision1764000000009,
  PersonalOrigin1764000000019,
  Witnesses1764000000007,
  Rails1764000000016,
  Disputes1764000000017,
  Payouts1764000000018,
  Dues1764000000020,
  Access1764000000026,
  Classification1764000000021,
  Ingest1764000000022,
  Discovery1764000000023,
  Terms1764000000024,
  Notifications1764000000027,
  Gate1764000000031,
  Bids1764000000033,
  Webhooks1764000000037,
  Evaluation1764000000025,
  Fingerprint1764000000035,
  Harvest1764000000038,
  MoneySettings1764000000040,
  DirectPayments1764000000041,
  Intermediaries1764000000044,
  PortalRuns1764000000045,
];
