import type { BankAccount } from '../../contracts/bank.js';
import type { RailName } from '../../contracts/payments.js';
import type { ExchangeProfile } from '../../contracts/scheme/findings.js';
import type { Clocks } from './clock.js';
import type { Database } from './database.js';
import type { FairStreams } from './fair-streams.js';
import type { Log } from './log.js';
import type { Post } from './mail.js';
import type { Notices } from './notices.js';
import type { JobQueue } from './queue.js';
import type { Sealer } from './sealing.js';
import type { Storage } from './storage.js';

/** What every room may take from the house. Wired once, in `context.ts`. */
export type Kernel = {
  db: Database;
  notices: Notices;
  queue: JobQueue;
  storage: Storage;
  /** Everything large goes out through these. */
  streams: FairStreams;
  /** Seals the secrets of marked copies. */
  markingSealer: Sealer;
  post: Post;
  log: Log;
  clocks: Clocks;
  settings: Settings;
};

/** Facts about this installation that rooms need. */
export type Settings = {
  mode: 'demo' | 'pilot' | 'live';
  /** Public address without a trailing slash, e.g. `https://exchange.example`. */
  publicUrl: string;
  /** Which kind of exchange this is, and whose (Decree 314/2026, Art. 5). */
  exchange: ExchangeProfile;
  uploadLimitBytes: number;
  /** Where uploads that are not finished lie, on this machine. */
  uploadsFolder: string;
  /** What the process that reads an uploaded file may hold in memory, in MB; beyond it works on the disk. */
  ingestMemoryMb: number;
  /** Seconds for which a download is handed to the store’s own signed address; null = the exchange serves every byte. */
  redirectSeconds: number | null;
  /** Card payments go to the local Stripe stand-in. */
  simulatedPayments: boolean;
  /** Rails a payment may be started on; the first is offered first. */
  rails: readonly RailName[];
  /** The account that transfers go to; null where the exchange takes none. */
  bank: BankAccount | null;
  /** The operator's certificate of eligibility to run an exchange. */
  certificate: { number: string; date: string; issuer: string } | null;
};
