import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { z } from 'zod';
import type { ClockName } from '../contracts/lifecycle.js';
import type { RailName } from '../contracts/payments.js';
import { clocks as schemeClocks } from '../contracts/scheme/pilot-2026.js';
import { parseWitnesses } from './audit/witness-list.js';
import { day, hour, minute } from './kernel/clock.js';

const url = (protocols: string[]) =>
  z.url({ abort: true }).refine((value) => protocols.includes(new URL(value).protocol), {
    error: `must start with ${protocols.map((one) => `${one}//`).join(' or ')}`,
  });
const whole = (min: number, max: number) => z.coerce.number().int().min(min).max(max);

/** Names that Express knows for networks nobody reaches from outside. */
const ownNetworks = ['loopback', 'linklocal', 'uniquelocal'];

/** An address, a subnet as `address/bits`, or a name of `ownNetworks`. A subnet of everybody would be no trust at all. */
function isNetwork(one: string): boolean {
  if (ownNetworks.includes(one)) return true;
  const [address = '', bits, ...more] = one.split('/');
  const family = isIP(address);
  if (family === 0 || more.length > 0) return false;
  return (
    bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) >= 1 && Number(bits) <= (family === 4 ? 32 : 128))
  );
}

const environment = z.object({
  PORT: whole(0, 65535).default(3000),
  HOST: z.string().min(1).default('127.0.0.1'),
  PUBLIC_URL: url(['http:', 'https:']).optional(),
  TRUSTED_PROXIES: z
    .string()
    .default('loopback')
    .transform((text) => text.split(',').map((one) => one.trim()))
    .refine((all) => all.every(isNetwork), {
      error: `must be addresses or subnets (10.0.0.0/8) with commas between, or ${ownNetworks.join(', ')}`,
    }),
  DATA_DIR: z.string().min(1).default('.datasan'),
  DATABASE_URL: url(['postgres:', 'postgresql:']).optional(),
  QUEUE_URL: url(['redis:', 'rediss:', 'valkey:']).optional(),
  S3_ENDPOINT: url(['http:', 'https:']).optional(),
  S3_BUCKET: z.string().min(3).optional(),
  S3_ACCESS_KEY_ID: z.string().min(1).optional(),
  S3_SECRET_ACCESS_KEY: z.string().min(1).optional(),
  S3_REGION: z.string().min(1).default('us-east-1'),
  STRIPE_SECRET_KEY: z
    .string()
    .regex(/^(sk|rk)_/, 'must be a Stripe secret or restricted key')
    .optional(),
  STRIPE_WEBHOOK_SECRET: z
    .string()
    .regex(/^whsec_/, 'must start with whsec_')
    .optional(),
  STRIPE_SANDBOX_PORT: whole(0, 65535).optional(),
  RAILS: z
    .string()
    .transform((text) => text.split(',').map((one) => one.trim()))
    .refine((all): all is RailName[] => all.every((one) => one === 'card' || one === 'bank'), {
      error: 'must be card, bank or both with a comma between',
    })
    .optional(),
  BANK_NAME: z.string().trim().min(2).max(80).optional(),
  BANK_BIN: z
    .string()
    .regex(/^\d{6}$/, 'must be the six digits of the bank’s identification number')
    .optional(),
  BANK_ACCOUNT: z
    .string()
    .regex(/^[0-9A-Za-z]{4,19}$/, 'must be an account number of 4 to 19 letters and digits')
    .optional(),
  BANK_ACCOUNT_NAME: z.string().trim().min(2).max(80).optional(),
  SMTP_URL: url(['smtp:', 'smtps:']).optional(),
  MAIL_FROM: z.string().min(3).default('Datasan <no-reply@datasan.example>'),
  SESSION_SECRET: z.string().min(32).optional(),
  LOG_SIGNING_KEY: z
    .string()
    .regex(/^PRIVATE\+KEY\+[^+\s]+\+[0-9a-f]{8}\+[A-Za-z0-9+/=]+$/, 'must have the form PRIVATE+KEY+name+hash+key')
    .optional(),
  LOG_WITNESSES: z
    .string()
    .transform((text, context) => {
      try {
        return parseWitnesses(text);
      } catch (error) {
        context.addIssue({ code: 'custom', message: (error as Error).message });
        return z.NEVER;
      }
    })
    .default([]),
  /** `local` lets webhooks to this machine and to private networks, over plain HTTP too: for trying out. */
  WEBHOOK_REACH: z.enum(['public', 'local']).default('public'),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).optional(),
  EXCHANGE_MODE: z.enum(['demo', 'pilot', 'live']).default('demo'),
  /** The national exchange, or another, which carries State data of its own governing body only. */
  EXCHANGE_TYPE: z.enum(['national', 'other']).default('other'),
  GOVERNING_BODY: z.string().trim().min(2).max(300).optional(),
  OPERATOR_CERTIFICATE_NO: z.string().min(1).optional(),
  OPERATOR_CERTIFICATE_DATE: z.iso.date().optional(),
  OPERATOR_CERTIFICATE_ISSUER: z.string().min(1).optional(),
  /** Whether an empty demo exchange is filled with the demo participants and datasets. */
  DEMO_DATA: z.enum(['load', 'none']).default('load'),
  UPLOAD_LIMIT_MB: whole(1, 10_240).default(5120),
  INGEST_MEMORY_MB: whole(200, 65_536).default(700),
  /** With S3: downloads are sent to the store’s own signed address, which holds this long; 0 = the exchange serves every byte. */
  DOWNLOAD_REDIRECT_SECONDS: whole(0, 3600).default(0),
  /** What one entitlement is given at most, in Mbit/s; 0 = as much as there is. */
  DOWNLOAD_MBIT_PER_ENTITLEMENT: whole(0, 100_000).default(0),
  REFUND_UNDELIVERED_AFTER_HOURS: z.coerce.number().min(0.01).max(720).optional(),
  ACCESS_GRACE_DAYS: z.coerce.number().min(0).max(90).optional(),
  FULFILMENT_STALL_MINUTES: z.coerce.number().min(0.1).max(1440).optional(),
  TIMER_SECONDS: z.coerce.number().min(0.2).max(3600).default(15),
  QUEUE_LOCK_SECONDS: z.coerce.number().min(1).max(600).default(30),
  QUEUE_BACKOFF_MS: whole(10, 600_000).default(2000),
});

/** Variables that make sense only together. */
const groups: readonly (readonly string[])[] = [
  ['S3_ENDPOINT', 'S3_BUCKET', 'S3_ACCESS_KEY_ID', 'S3_SECRET_ACCESS_KEY'],
  ['STRIPE_SECRET_KEY', 'STRIPE_WEBHOOK_SECRET'],
  ['BANK_NAME', 'BANK_BIN', 'BANK_ACCOUNT', 'BANK_ACCOUNT_NAME'],
  ['OPERATOR_CERTIFICATE_NO', 'OPERATOR_CERTIFICATE_DATE', 'OPERATOR_CERTIFICATE_ISSUER'],
];

export class WrongConfiguration extends Error {}

export type Config = ReturnType<typeof readConfig>;

/** The configuration from environment variables; throws `WrongConfiguration` naming every variable that is wrong. */
export function readConfig(env: NodeJS.ProcessEnv = process.env) {
  const given = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value.trim() !== ''),
  );
  const result = environment.safeParse(given);
  const wrong = result.success ? [] : result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  for (const group of groups) {
    const set = group.filter((name) => given[name] !== undefined);
    const missing = group.filter((name) => given[name] === undefined);
    if (set.length > 0 && missing.length > 0) wrong.push(`${missing.join(', ')}: required because ${set[0]} is set`);
  }
  if (given.EXCHANGE_MODE === 'pilot' && given.SMTP_URL === undefined) {
    wrong.push('SMTP_URL: required when EXCHANGE_MODE is pilot: its people confirm their addresses by mail');
  }
  if (given.WEBHOOK_REACH === 'local' && (given.EXCHANGE_MODE ?? 'demo') !== 'demo') {
    wrong.push('WEBHOOK_REACH: local is for demo mode alone: it lets every organisation reach this network');
  }
  if (given.EXCHANGE_MODE === 'live') {
    // A live exchange presents a certificate and takes real money (Law on Data, Art. 42(2)).
    const card = result.data?.RAILS?.includes('card') === false ? [] : ['STRIPE_SECRET_KEY'];
    for (const name of ['OPERATOR_CERTIFICATE_NO', ...card, 'SMTP_URL', 'DATABASE_URL', 'PUBLIC_URL']) {
      if (given[name] === undefined) wrong.push(`${name}: required when EXCHANGE_MODE is live`);
    }
  }
  if (given.EXCHANGE_MODE === 'pilot' || given.EXCHANGE_MODE === 'live') {
    // A made-up account of the demo must never be shown to people who pay.
    if (result.data?.RAILS?.includes('bank') && given.BANK_ACCOUNT === undefined) {
      wrong.push('BANK_NAME, BANK_BIN, BANK_ACCOUNT, BANK_ACCOUNT_NAME: required when RAILS has bank');
    }
  }
  if (!result.success || wrong.length > 0) {
    throw new WrongConfiguration(`The configuration is not valid:\n${wrong.map((line) => `  ${line}`).join('\n')}`);
  }
  return shape(result.data);
}

/** The stand-in's port follows the web server's (3000 → 12111), so that two installations do not meet; 0 stays 0. */
function besides(port: number): number {
  if (port === 0) return 0;
  return port + 9111 <= 65_535 ? port + 9111 : port - 9111;
}

/** An account of no bank, for trying the exchange out. */
const demoAccount = {
  bank: 'Ngân hàng trình diễn',
  bin: '999999',
  number: '0000123456789',
  holder: 'SAN DU LIEU TRINH DIEN',
};

/** The rails that are on, and the account that transfers go to. */
function railsOf(env: z.output<typeof environment>) {
  const demo = env.EXCHANGE_MODE === 'demo';
  const rails: readonly RailName[] = env.RAILS ?? (demo || env.BANK_ACCOUNT ? ['card', 'bank'] : ['card']);
  const { BANK_NAME: bank, BANK_BIN: bin, BANK_ACCOUNT: number, BANK_ACCOUNT_NAME: holder } = env;
  if (bank && bin && number && holder) return { rails, bank: { bank, bin, number, holder } };
  return { rails, bank: demo ? demoAccount : null };
}

function shape(env: z.output<typeof environment>) {
  const publicUrl = new URL(env.PUBLIC_URL ?? `http://localhost:${env.PORT}`);
  const hours = (value: number | undefined, otherwise: number) => (value === undefined ? otherwise : value * hour);
  const days = (value: number | undefined, otherwise: number) => (value === undefined ? otherwise : value * day);
  const minutes = (value: number | undefined, otherwise: number) => (value === undefined ? otherwise : value * minute);
  const clocks: Record<ClockName, number> = {
    'request-lapse': schemeClocks.requestLapse,
    'agreement-window': schemeClocks.agreementWindow,
    'payment-window': schemeClocks.paymentWindow,
    'payment-answer': schemeClocks.paymentAnswer,
    acceptance: schemeClocks.acceptance,
    'dispute-window': schemeClocks.disputeWindow,
    'access-warning': schemeClocks.accessWarning,
    'access-grace': days(env.ACCESS_GRACE_DAYS, schemeClocks.accessGrace),
    'take-down': schemeClocks.takeDown,
    'incident-notice': schemeClocks.incidentNotice,
    'incident-first-alert': schemeClocks.incidentFirstAlert,
    'incident-second-alert': schemeClocks.incidentSecondAlert,
    'incident-last-alert': schemeClocks.incidentLastAlert,
    'undelivered-refund': hours(env.REFUND_UNDELIVERED_AFTER_HOURS, schemeClocks.undeliveredRefund),
    'fulfilment-stall': minutes(env.FULFILMENT_STALL_MINUTES, schemeClocks.fulfilmentStall),
  };
  return {
    port: env.PORT,
    host: env.HOST,
    publicUrl: publicUrl.href.replace(/\/$/, ''),
    /** Whether the port decides the public address (it is then known only once the server listens). */
    publicUrlGiven: env.PUBLIC_URL !== undefined,
    /** Whose `X-Forwarded-*` headers are believed. */
    trustedProxies: env.TRUSTED_PROXIES,
    dataDir: resolve(env.DATA_DIR),
    databaseUrl: env.DATABASE_URL,
    queueUrl: env.QUEUE_URL?.replace(/^valkey:/, 'redis:'),
    s3:
      env.S3_ENDPOINT && env.S3_BUCKET && env.S3_ACCESS_KEY_ID && env.S3_SECRET_ACCESS_KEY
        ? {
            endpoint: env.S3_ENDPOINT,
            bucket: env.S3_BUCKET,
            accessKeyId: env.S3_ACCESS_KEY_ID,
            secretAccessKey: env.S3_SECRET_ACCESS_KEY,
            region: env.S3_REGION,
          }
        : null,
    stripe:
      env.STRIPE_SECRET_KEY && env.STRIPE_WEBHOOK_SECRET
        ? { secretKey: env.STRIPE_SECRET_KEY, webhookSecret: env.STRIPE_WEBHOOK_SECRET }
        : null,
    ...railsOf(env),
    stripeSandboxPort: env.STRIPE_SANDBOX_PORT ?? besides(env.PORT),
    smtpUrl: env.SMTP_URL,
    mailFrom: env.MAIL_FROM,
    sessionSecret: env.SESSION_SECRET,
    logSigningKey: env.LOG_SIGNING_KEY,
    witnesses: env.LOG_WITNESSES,
    webhookReach: env.WEBHOOK_REACH,
    /** Who tries the exchange out reads the summary, not the log. */
    logLevel: env.LOG_LEVEL ?? (env.EXCHANGE_MODE === 'demo' ? ('warn' as const) : ('info' as const)),
    mode: env.EXCHANGE_MODE,
    certificate:
      env.OPERATOR_CERTIFICATE_NO && env.OPERATOR_CERTIFICATE_DATE && env.OPERATOR_CERTIFICATE_ISSUER
        ? {
            number: env.OPERATOR_CERTIFICATE_NO,
            date: env.OPERATOR_CERTIFICATE_DATE,
            issuer: env.OPERATOR_CERTIFICATE_ISSUER,
          }
        : null,
    exchange: {
      type: env.EXCHANGE_TYPE,
      governingBody: env.GOVERNING_BODY ?? (env.EXCHANGE_MODE === 'demo' ? 'UBND thành phố Mẫu' : null),
    },
    demoData: env.EXCHANGE_MODE === 'demo' && env.DEMO_DATA === 'load',
    uploadLimitBytes: env.UPLOAD_LIMIT_MB * 1024 * 1024,
    ingestMemoryMb: env.INGEST_MEMORY_MB,
    downloadRedirectSeconds: env.DOWNLOAD_REDIRECT_SECONDS === 0 ? null : env.DOWNLOAD_REDIRECT_SECONDS,
    downloadBytesPerSecond:
      env.DOWNLOAD_MBIT_PER_ENTITLEMENT === 0 ? null : (env.DOWNLOAD_MBIT_PER_ENTITLEMENT * 1_000_000) / 8,
    clocks,
    timerMs: env.TIMER_SECONDS * 1000,
    queueLockMs: env.QUEUE_LOCK_SECONDS * 1000,
    queueBackoffMs: env.QUEUE_BACKOFF_MS,
  };
}

const isLoopback = (host: string) => host === 'localhost' || host === '[::1]' || host === '::1' || /^127\./.test(host);

/** What to say when a demo exchange can be reached by others, or null: its passwords are printed in the documentation. */
export function publicDemo({ mode, host, publicUrl }: Pick<Config, 'mode' | 'host' | 'publicUrl'>): string | null {
  if (mode !== 'demo' || (isLoopback(host) && isLoopback(new URL(publicUrl).hostname))) return null;
  return (
    `WARNING: a demo exchange is open to others (HOST ${host}, ${publicUrl}). Its passwords are public and everybody can read ` +
    'its mails: keep nothing real in it, or set EXCHANGE_MODE to pilot.\n' +
    'CẢNH BÁO: sàn trình diễn đang mở cho người khác. Mật khẩu của nó là công khai và ai cũng đọc được thư: ' +
    'không để dữ liệu thật ở đây, hoặc đặt EXCHANGE_MODE=pilot.'
  );
}
