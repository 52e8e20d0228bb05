import type { BankAccount } from '../../contracts/bank.js';
import type { RailName } from '../../contracts/payments.js';
import type { Clocks } from './clock.js';
import type { Database } from './database.js';
import type { Log } from './log.js';
import type { Post } from './mail.js';
import type { Notices } from './notices.js';
import type { JobQueue } from './queue.js';
import type { Storage } from './storage.js';

/** What every room may take from the house. Wired once, in `context.ts`. */
export type Kernel = {
  db: Database;
  notices: Notices;
  queue: JobQueue;
  storage: Storage;
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
  uploadLimitBytes: number;
  /** Card payments go to the local Stripe stand-in. */
  simulatedPayments: boolean;
  /** Rails a payment may be started on; the first is offered first. */
  rails: readonly RailName[];
  /** The account that transfers go to; null where the exchange takes none. */
  bank: BankAccount | null;
  /** The operator's certificate of eligibility to run an exchange. */
  certificate: { number: string; date: string; issuer: string } | null;
};
