import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { clocks } from '../../contracts/scheme/pilot-2026.js';
import { publicDemo, readConfig, WrongConfiguration } from '../../server/config.js';
import { projectRoot } from '../../server/kernel/project.js';

type Env = Record<string, string>;

/** The lines of the refusal, one per fault; fails when the environment is accepted. */
function faults(env: Env): string[] {
  try {
    readConfig(env);
  } catch (error) {
    assert.ok(error instanceof WrongConfiguration, String(error));
    return error.message
      .split('\n')
      .slice(1)
      .map((line) => line.trim());
  }
  throw new assert.AssertionError({ message: `${JSON.stringify(env)} was accepted` });
}

const s3 = {
  S3_ENDPOINT: 'http://127.0.0.1:9000',
  S3_BUCKET: 'datasan',
  S3_ACCESS_KEY_ID: 'key',
  S3_SECRET_ACCESS_KEY: 'secret',
};
const stripe = { STRIPE_SECRET_KEY: 'sk_test_1', STRIPE_WEBHOOK_SECRET: 'whsec_1' };
const bank = {
  BANK_NAME: 'Ngân hàng Mẫu',
  BANK_BIN: '970999',
  BANK_ACCOUNT: '0123456789',
  BANK_ACCOUNT_NAME: 'CONG TY VAN HANH SAN MAU',
};
const certificate = {
  OPERATOR_CERTIFICATE_NO: '01/GCN',
  OPERATOR_CERTIFICATE_DATE: '2026-09-01',
  OPERATOR_CERTIFICATE_ISSUER: 'Cơ quan cấp phép',
};
const live = {
  ...stripe,
  ...certificate,
  EXCHANGE_MODE: 'live',
  SMTP_URL: 'smtp://127.0.0.1:25',
  DATABASE_URL: 'postgres://127.0.0.1/datasan',
  PUBLIC_URL: 'https://san.example.vn',
};

const witness = {
  near: 'near.example/w+130db2fb+BKhbOoKJUOJ5PI3NRnTYtBvHJThTLu4OdKXCx6mhSSZI',
  far: 'far.example/w+4ab581b0+BIaHzlPqrOqIsiwehs07ZQD4Fs0iTEIpkpX8YrTBbQtD',
};
/** Without a key, over plain http, with a password, with a hash that does not fit, with a key of another type, one twice. */
const wrongWitnesses = [
  'https://near.example',
  `near.example ${witness.near}`,
  `http://near.example ${witness.near}`,
  `http://127.0.0.1.example ${witness.near}`,
  `https://a:b@near.example ${witness.near}`,
  `https://near.example ${witness.near.replace('+1', '+2')}`,
  `https://near.example ${witness.near.replace('+BK', '+AY')}`,
  `https://near.example ${witness.near}, https://far.example ${witness.near}`,
  `https://near.example ${witness.near},`,
];

const wrong: readonly (readonly [string, string])[] = [
  ['PORT', 'abc'],
  ['PORT', '65536'],
  ['PORT', '80.5'],
  ['PUBLIC_URL', 'san.example.vn'],
  ['PUBLIC_URL', 'ftp://san.example.vn'],
  ['TRUSTED_PROXIES', 'proxy.example.vn'],
  ['TRUSTED_PROXIES', '10.0.0.1,10.0.0.0/33'],
  ['TRUSTED_PROXIES', '0.0.0.0/0'],
  ['TRUSTED_PROXIES', '10.0.0.1,,10.0.0.2'],
  ['DATABASE_URL', 'abc'],
  ['DATABASE_URL', 'mysql://127.0.0.1/datasan'],
  ['QUEUE_URL', 'http://127.0.0.1'],
  ['STRIPE_SANDBOX_PORT', '-1'],
  ...wrongWitnesses.map((value) => ['LOG_WITNESSES', value] as const),
  ['WEBHOOK_REACH', 'everywhere'],
  ['RAILS', 'cash'],
  ['RAILS', 'card,,bank'],
  ['SMTP_URL', 'imap://127.0.0.1'],
  ['SESSION_SECRET', 'too short'],
  ['LOG_LEVEL', 'loud'],
  ['EXCHANGE_MODE', 'production'],
  ['DEMO_DATA', 'yes'],
  ['UPLOAD_LIMIT_MB', '0'],
  ['INGEST_MEMORY_MB', '100'],
  ['REFUND_UNDELIVERED_AFTER_HOURS', '-1'],
  ['FULFILMENT_STALL_MINUTES', 'soon'],
  ['TIMER_SECONDS', '0'],
  ['QUEUE_LOCK_SECONDS', '601'],
  ['QUEUE_BACKOFF_MS', '1'],
];

describe('The configuration', () => {
  it('needs nothing: every variable has a default', () => {
    assert.deepEqual(readConfig({}), {
      port: 3000,
      host: '127.0.0.1',
      publicUrl: 'http://localhost:3000',
      publicUrlGiven: false,
      trustedProxies: ['loopback'],
      dataDir: resolve('.datasan'),
      databaseUrl: undefined,
      queueUrl: undefined,
      s3: null,
      stripe: null,
      rails: ['card', 'bank'],
      bank: {
        bank: 'Ngân hàng trình diễn',
        bin: '999999',
        number: '0000123456789',
        holder: 'SAN DU LIEU TRINH DIEN',
      },
      stripeSandboxPort: 12111,
      smtpUrl: undefined,
      mailFrom: 'Datasan <no-reply@datasan.example>',
      sessionSecret: undefined,
      logSigningKey: undefined,
      logLevel: 'warn',
      mode: 'demo',
      witnesses: [],
      webhookReach: 'public',
      demoData: true,
      uploadLimitBytes: 5120 * 1024 * 1024,
      ingestMemoryMb: 700,
      certificate: null,
      clocks: {
        'request-lapse': clocks.requestLapse,
        'agreement-window': clocks.agreementWindow,
        'payment-window': clocks.paymentWindow,
        'payment-answer': clocks.paymentAnswer,
        acceptance: clocks.acceptance,
        'access-warning': clocks.accessWarning,
        'access-grace': clocks.accessGrace,
        'dispute-window': clocks.disputeWindow,
        'undelivered-refund': clocks.undeliveredRefund,
        'fulfilment-stall': clocks.fulfilmentStall,
        'take-down': clocks.takeDown,
        'incident-notice': clocks.incidentNotice,
        'incident-first-alert': clocks.incidentFirstAlert,
        'incident-second-alert': clocks.incidentSecondAlert,
        'incident-last-alert': clocks.incidentLastAlert,
      },
      exchange: { type: 'other', governingBody: 'UBND thành phố Mẫu' },
      downloadRedirectSeconds: null,
      downloadBytesPerSecond: null,
      timerMs: 15_000,
      queueLockMs: 30_000,
      queueBackoffMs: 2000,
    });
  });

  it('takes an empty string for a variable that is not set', () => {
    const names = ['PORT', 'LOG_LEVEL', 'DATABASE_URL', 'STRIPE_SANDBOX_PORT', 'TIMER_SECONDS', ...Object.keys(live)];
    assert.deepEqual(readConfig(Object.fromEntries(names.map((name) => [name, '']))), readConfig({}));
  });

  for (const [name, value] of wrong) {
    it(`names ${name} when it is “${value}”, and nothing else`, () => {
      const lines = faults({ [name]: value });
      assert.equal(lines.length, 1);
      assert.match(lines[0] ?? '', new RegExp(`^${name}: \\S`));
    });
  }

  it('takes proxies as addresses, subnets and names, with commas between', () => {
    const { trustedProxies } = readConfig({ TRUSTED_PROXIES: 'loopback, 10.1.0.0/16,fd00::/8,192.0.2.7' });
    assert.deepEqual(trustedProxies, ['loopback', '10.1.0.0/16', 'fd00::/8', '192.0.2.7']);
  });

  it('takes witnesses as address and key, over https or on this machine', () => {
    const { near, far } = witness;
    assert.deepEqual(readConfig({}).witnesses, []);
    assert.deepEqual(
      readConfig({ LOG_WITNESSES: `https://near.example/w/ ${near},http://[::1]:7380 ${far}` }).witnesses,
      [
        { name: 'near.example/w', url: 'https://near.example/w', vkey: near },
        { name: 'far.example/w', url: 'http://[::1]:7380', vkey: far },
      ],
    );
  });

  it('warns of a demo exchange that others can reach, and of nothing else', () => {
    const warned = (env: Env) => publicDemo(readConfig(env)) !== null;
    for (const env of [
      { HOST: '0.0.0.0' },
      { HOST: '::' },
      { HOST: '192.168.1.7' },
      { PUBLIC_URL: 'https://san.example.vn' },
    ])
      assert.ok(warned(env as Env), JSON.stringify(env));
    const mine = [{}, { HOST: 'localhost' }, { HOST: '::1' }, { PUBLIC_URL: 'http://[::1]:3000' }];
    for (const env of mine) assert.equal(warned(env as Env), false, JSON.stringify(env));
    assert.equal(warned({ ...live, HOST: '0.0.0.0' }), false);
    assert.match(publicDemo(readConfig({ HOST: '0.0.0.0' })) ?? '', /passwords are public.*\n.*Mật khẩu .* công khai/);
  });

  it('names every wrong variable at once', () => {
    const lines = faults({ PORT: 'abc', LOG_LEVEL: 'loud', STRIPE_SECRET_KEY: 'secret', S3_BUCKET: 'datasan' });
    const named = lines.map((line) => line.slice(0, line.indexOf(':')));
    assert.deepEqual(named, [
      'PORT',
      'STRIPE_SECRET_KEY',
      'LOG_LEVEL',
      'S3_ENDPOINT, S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY',
      'STRIPE_WEBHOOK_SECRET',
    ]);
  });

  for (const group of [s3, stripe, certificate, bank]) {
    const names = Object.keys(group);
    it(`takes ${names.join(', ')} together or not at all`, () => {
      readConfig(group);
      for (const [name, value] of Object.entries(group)) {
        const missing = names.filter((other) => other !== name).join(', ');
        assert.deepEqual(faults({ [name]: value }), [`${missing}: required because ${name} is set`]);
        const lines = faults({ ...group, [name]: '' });
        assert.equal(lines.length, 1);
        assert.ok(lines[0]?.startsWith(`${name}: required because`), lines[0]);
      }
    });
  }

  it('shows an account that was made up to nobody who pays', () => {
    assert.deepEqual([readConfig(live).rails, readConfig(live).bank], [['card'], null]);
    for (const env of [live, { EXCHANGE_MODE: 'pilot', SMTP_URL: live.SMTP_URL }] as Env[]) {
      assert.match(faults({ ...env, RAILS: 'card,bank' }).join(), /^BANK_NAME, .*: required when RAILS has bank$/);
      assert.deepEqual(readConfig({ ...env, ...bank }).rails, ['card', 'bank']);
    }
    const { rails, bank: account } = readConfig({
      ...live,
      ...bank,
      RAILS: 'bank',
      STRIPE_SECRET_KEY: '',
      STRIPE_WEBHOOK_SECRET: '',
    });
    assert.deepEqual([rails, account?.number], [['bank'], '0123456789']);
  });

  it('names a bank that cannot be one', () => {
    const named = (env: Env) => faults({ ...bank, ...env }).map((line) => line.slice(0, line.indexOf(':')));
    assert.deepEqual(named({ BANK_BIN: '97099' }), ['BANK_BIN']);
    assert.deepEqual(named({ BANK_ACCOUNT: '12-34' }), ['BANK_ACCOUNT']);
  });

  it('hands whole groups on', () => {
    const config = readConfig({ ...s3, ...stripe, S3_REGION: 'vn-1' });
    assert.deepEqual(config.s3, {
      endpoint: 'http://127.0.0.1:9000',
      bucket: 'datasan',
      accessKeyId: 'key',
      secretAccessKey: 'secret',
      region: 'vn-1',
    });
    assert.deepEqual(config.stripe, { secretKey: 'sk_test_1', webhookSecret: 'whsec_1' });
  });

  it('of a live exchange demands a certificate, Stripe, mail, a database and an address', () => {
    assert.equal(readConfig(live).mode, 'live');
    for (const name of ['OPERATOR_CERTIFICATE_NO', 'STRIPE_SECRET_KEY', 'SMTP_URL', 'DATABASE_URL', 'PUBLIC_URL']) {
      const lines = faults({ ...live, [name]: '' });
      assert.ok(lines.includes(`${name}: required when EXCHANGE_MODE is live`), lines.join('\n'));
      readConfig({
        ...live,
        EXCHANGE_MODE: 'demo',
        ...stripe,
        ...certificate,
        [name]: live[name as keyof typeof live],
      });
    }
    assert.equal(faults({ EXCHANGE_MODE: 'live' }).length, 5);
    const mail = { SMTP_URL: 'smtp://127.0.0.1:1' };
    assert.equal(readConfig({ EXCHANGE_MODE: 'pilot', ...mail }).mode, 'pilot');
    assert.deepEqual(faults({ EXCHANGE_MODE: 'pilot' }), [
      'SMTP_URL: required when EXCHANGE_MODE is pilot: its people confirm their addresses by mail',
    ]);
  });

  it('loads demo data in demo mode only, and not when told so', () => {
    assert.equal(readConfig({ DEMO_DATA: 'none' }).demoData, false);
    assert.equal(
      readConfig({ EXCHANGE_MODE: 'pilot', SMTP_URL: 'smtp://127.0.0.1:1', DEMO_DATA: 'load' }).demoData,
      false,
    );
    assert.equal(readConfig(live).demoData, false);
  });

  const shaped: readonly (readonly [Env, Partial<ReturnType<typeof readConfig>>])[] = [
    [{ QUEUE_URL: 'valkey://127.0.0.1:6379/1' }, { queueUrl: 'redis://127.0.0.1:6379/1' }],
    [{ QUEUE_URL: 'rediss://127.0.0.1:6379' }, { queueUrl: 'rediss://127.0.0.1:6379' }],
    [{ PORT: '8080' }, { port: 8080, publicUrl: 'http://localhost:8080', stripeSandboxPort: 17191 }],
    [{ PORT: '65000' }, { stripeSandboxPort: 55889 }],
    [
      { EXCHANGE_MODE: 'pilot', SMTP_URL: 'smtp://127.0.0.1:1' },
      { logLevel: 'info', demoData: false },
    ],
    [{ LOG_LEVEL: 'debug' }, { logLevel: 'debug' }],
    [{ PORT: '0' }, { port: 0, stripeSandboxPort: 0 }],
    [{ STRIPE_SANDBOX_PORT: '4242' }, { stripeSandboxPort: 4242 }],
    [{ PUBLIC_URL: 'https://san.example.vn/' }, { publicUrl: 'https://san.example.vn', publicUrlGiven: true }],
    [{ DATA_DIR: 'elsewhere' }, { dataDir: resolve('elsewhere') }],
    [{ UPLOAD_LIMIT_MB: '1' }, { uploadLimitBytes: 1_048_576 }],
    [
      { TIMER_SECONDS: '0.5', QUEUE_LOCK_SECONDS: '2' },
      { timerMs: 500, queueLockMs: 2000 },
    ],
  ];
  for (const [env, expected] of shaped) {
    it(`makes ${JSON.stringify(expected)} of ${JSON.stringify(env)}`, () => {
      const config = readConfig(env);
      for (const [name, value] of Object.entries(expected)) assert.equal(config[name as keyof typeof config], value);
    });
  }

  it('sets the clocks that the operator may set, and no other', () => {
    const { clocks: set } = readConfig({ REFUND_UNDELIVERED_AFTER_HOURS: '0.5', FULFILMENT_STALL_MINUTES: '2' });
    assert.deepEqual(set, { ...readConfig({}).clocks, 'undelivered-refund': 1_800_000, 'fulfilment-stall': 120_000 });
  });
});

describe('The program', () => {
  it('refuses to start with a wrong variable: names it, exits with 1, and leaves nothing behind', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'datasan-config-'));
    const dataDir = join(folder, 'data');
    try {
      const child = spawn(process.execPath, ['dist/server/main.js'], {
        cwd: projectRoot,
        env: { PATH: process.env.PATH, PORT: 'abc', DATA_DIR: dataDir },
        stdio: ['ignore', 'pipe', 'pipe'],
        timeout: 45_000,
        killSignal: 'SIGKILL',
      });
      let said = '';
      child.stdout.on('data', (chunk) => {
        said += chunk;
      });
      child.stderr.on('data', (chunk) => {
        said += chunk;
      });
      const code = await new Promise((done, fail) => child.on('error', fail).on('close', done));
      assert.equal(code, 1, said);
      assert.match(said, /^The configuration is not valid:\n {2}PORT: /);
      assert.doesNotMatch(said, /\n\s+at /);
      assert.deepEqual(await readdir(folder), []);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }).timeout(60_000);
});
