import { randomBytes } from 'node:crypto';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { migrations } from '../migrations/all.js';
import { openLog } from './audit/opening.js';
import type { Signer } from './audit/signer.js';
import type { Config } from './config.js';
import { openDatabase } from './kernel/database.js';
import { startEmbeddedPostgres } from './kernel/embedded-postgres.js';
import { createFairStreams } from './kernel/fair-streams.js';
import type { Kernel } from './kernel/kernel.js';
import type { Log } from './kernel/log.js';
import { createPost } from './kernel/mail.js';
import { openNotices } from './kernel/notices.js';
import { openQueue } from './kernel/queue.js';
import { s3Storage } from './kernel/s3-storage.js';
import { createSealer } from './kernel/sealing.js';
import { diskStorage } from './kernel/storage.js';
import { openStripe, type StripeGate } from './payments/stripe.js';
import { startStripeSandbox } from './sandbox/stripe/server.js';
import { tables } from './tables.js';

/** Everything one process runs on, wired by hand. */
export type Context = {
  config: Config;
  kernel: Kernel;
  stripe: StripeGate;
  /** Address of the local Stripe stand-in, or null with real keys. */
  stripeSandbox: string | null;
  sessionSecret: string;
  /** Signs the log's checkpoints; null in a process that was not given the log's key. */
  logSigner: Signer | null;
  /** Names of migrations that were applied at this start. */
  migrated: string[];
  close(): Promise<void>;
};

/** The development webhook secret that the exchange shares with its local Stripe stand-in. */
const sandboxWebhookSecret = 'whsec_datasan_local_sandbox';

/** Opens database (embedded where no DATABASE_URL is set), queue, store and Stripe. Closes what it opened if a step fails. */
export async function openContext(config: Config, log: Log): Promise<Context> {
  const closers: (() => Promise<void>)[] = [];
  const close = async () => {
    for (const one of closers.splice(0).reverse()) await one();
  };
  try {
    await mkdir(config.dataDir, { recursive: true, mode: 0o700 });
    const url = config.databaseUrl ?? (await embedded(config, log, closers));
    const db = await openDatabase({ url, tables, migrations, log });
    closers.push(() => db.close());
    const migrated = await db.migrate();
    const notices = await openNotices(url, log);
    closers.push(() => notices.close());
    const queue = await openQueue({
      databaseUrl: url,
      queueUrl: config.queueUrl,
      lockMs: config.queueLockMs,
      backoffMs: config.queueBackoffMs,
      log,
    });
    closers.push(() => queue.close());

    const sandbox = config.stripe || !config.rails.includes('card') ? null : await openSandbox(config, log, closers);
    const sessionSecret = config.sessionSecret ?? (await ownSecret(join(config.dataDir, 'session-secret')));
    const kernel: Kernel = {
      db,
      notices,
      queue,
      storage: config.s3
        ? s3Storage(config.s3, join(config.dataDir, 'incoming'))
        : diskStorage(join(config.dataDir, 'objects')),
      streams: createFairStreams({ cap: config.downloadBytesPerSecond }),
      markingSealer: createSealer(sessionSecret, 'marking'),
      post: createPost({ smtpUrl: config.smtpUrl, from: config.mailFrom, db }),
      log,
      clocks: config.clocks,
      settings: {
        mode: config.mode,
        publicUrl: config.publicUrl,
        exchange: config.exchange,
        uploadLimitBytes: config.uploadLimitBytes,
        uploadsFolder: join(config.dataDir, 'uploads'),
        ingestMemoryMb: config.ingestMemoryMb,
        redirectSeconds: config.s3 ? config.downloadRedirectSeconds : null,
        simulatedPayments: sandbox !== null,
        rails: config.rails,
        bank: config.bank,
        certificate: config.certificate,
      },
    };
    const stripe = config.stripe
      ? openStripe(config.stripe)
      : openStripe({
          secretKey: 'sk_test_datasan_local_sandbox',
          webhookSecret: sandboxWebhookSecret,
          ...(sandbox ? { origin: sandbox } : {}),
        });
    const { dataDir, publicUrl, logSigningKey: key } = config;
    const logSigner = await openLog({ db, dataDir, publicUrl, key });
    return { config, kernel, stripe, stripeSandbox: sandbox, sessionSecret, logSigner, migrated, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function embedded(config: Config, log: Log, closers: (() => Promise<void>)[]): Promise<string> {
  const postgres = await startEmbeddedPostgres({
    dataDir: join(config.dataDir, 'postgres'),
    log: (message) => log.info(message),
  });
  closers.push(() => postgres.stop());
  return postgres.url;
}

async function openSandbox(config: Config, log: Log, closers: (() => Promise<void>)[]): Promise<string> {
  const sandbox = await startStripeSandbox({
    dataDir: join(config.dataDir, 'stripe-sandbox'),
    port: config.stripeSandboxPort,
    checkoutBaseUrl: `${config.publicUrl}/sandbox/stripe`,
    webhookUrl: `http://127.0.0.1:${config.port}/webhooks/stripe`,
    webhookSecret: sandboxWebhookSecret,
    log: (message, fields) => log.info(fields ?? {}, message),
  });
  closers.push(() => sandbox.stop());
  return sandbox.origin;
}

/** A random secret that is made on the first start and kept readable for the owner only. */
async function ownSecret(path: string): Promise<string> {
  try {
    await writeFile(path, randomBytes(32).toString('base64url'), { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  await chmod(path, 0o600);
  return await readFile(path, 'utf8');
}
