import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import type { Capability } from '../contracts/common.js';
import type { MemberRole } from '../contracts/identity.js';
import { migrations } from '../migrations/all.js';
import { createApp, type Listening, listen } from '../server/app.js';
import { readConfig } from '../server/config.js';
import { type Context, openContext } from '../server/context.js';
import { createOrganisation } from '../server/identity/first-organisation.js';
import { addMember } from '../server/identity/members.js';
import { hashPassword } from '../server/identity/passwords.js';
import { system } from '../server/kernel/actor.js';
import { shiftClock } from '../server/kernel/clock.js';
import { type Database, openDatabase } from '../server/kernel/database.js';
import { createLog } from '../server/kernel/log.js';
import { type JobQueue, openQueue } from '../server/kernel/queue.js';
import { Outbox } from '../server/kernel/tables.js';
import { runTimers } from '../server/lifecycle/timers.js';
import { tables } from '../server/tables.js';
import { startWorker, subjects } from '../server/worker.js';
import { assertLog } from './clean-log.js';
import { type Person, signedIn } from './person.js';
import { freePort } from './ports.js';

/** The people of an exchange that runs somewhere, and a look at its database. */
export type Stage = {
  url: string;
  /** The address that links of the exchange begin with. */
  publicUrl: string;
  /** A verified organisation and its administrator, signed in. */
  organisation(...capabilities: Capability[]): Promise<Person>;
  /** The same, of an organisation that nobody has verified. */
  applicant(...capabilities: Capability[]): Promise<Person>;
  /** Another member of the same organisation. */
  colleague(of: Person, role: MemberRole): Promise<Person>;
  /** Somebody who has not signed in. */
  anonymous(): Promise<Person>;
  /** Waits until the outbox is handed over and no job waits, runs or is delayed. */
  settle(): Promise<void>;
  /** Asserts that nothing is left undone: outbox and queue empty, nothing failed, the ledger balanced. */
  assertClean(): Promise<void>;
  sql<R>(text: string, values?: unknown[]): Promise<R[]>;
  /** How many rows a table has. */
  count(table: string): Promise<number>;
};

export type World = Stage & {
  context: Context;
  /** Moves the clock and makes every transition that is due. */
  later(milliseconds: number): Promise<void>;
  /** Lays the work down: jobs and timers wait until `startWork`. */
  stopWork(): Promise<void>;
  startWork(): void;
  close(): Promise<void>;
};

type Options = {
  env?: Record<string, string>;
  worker?: boolean;
  /** The exchange listens elsewhere, so that what Stripe sends to its port arrives at whoever the test puts there. */
  aside?: boolean;
};

/** The whole exchange in this process, on a database of its own: real PostgreSQL, queue, worker, Stripe stand-in. */
export async function openWorld(options: Options = {}): Promise<World> {
  const folder = await mkdtemp(join(tmpdir(), 'datasan-world-'));
  const database = await migratedDatabase();
  const port = await freePort();
  const config = readConfig({
    PORT: String(port),
    DATA_DIR: folder,
    DATABASE_URL: database.url,
    STRIPE_SANDBOX_PORT: '0',
    DEMO_DATA: 'none',
    LOG_LEVEL: process.env.TEST_LOG ?? 'silent',
    QUEUE_BACKOFF_MS: '20',
    TIMER_SECONDS: '3600',
    ...options.env,
  });
  const context = await openContext(config, createLog(config.logLevel));
  let worker = options.worker === false ? null : startWorker(context);
  const server: Listening = await listen(createApp(context), options.aside ? 0 : config.port, config.host);
  const { kernel } = context;
  const stage = stageOn({
    url: `http://127.0.0.1:${server.port}`,
    publicUrl: kernel.settings.publicUrl,
    db: kernel.db,
    queue: kernel.queue,
  });

  return {
    ...stage,
    context,
    async later(milliseconds) {
      shiftClock(milliseconds);
      await runTimers(kernel.db, subjects, kernel.clocks);
      await stage.settle();
    },
    async stopWork() {
      await worker?.stop();
      worker = null;
    },
    startWork() {
      worker ??= startWorker(context);
    },
    async close() {
      shiftClock(0);
      await server.close();
      await worker?.stop();
      await context.close();
      await database.drop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

type Running = { url: string; publicUrl: string; db: Database; queue: Pick<JobQueue, 'counts'> };

/** A stage on an exchange whose database and queue can be reached from here. */
export function stageOn({ url, publicUrl, db, queue }: Running): Stage {
  let number = 0;

  async function founded(capabilities: readonly Capability[], state: 'draft' | 'verified'): Promise<Person> {
    number += 1;
    const email = `${capabilities.join('-')}-${number}@example.vn`;
    const input = organisationInput(number, capabilities, email);
    const { id } = await db.transaction((tx) => createOrganisation(tx, input, state));
    if (state === 'verified') await db.read.query(accountOf, [id]);
    return await signedIn(url, email, password, id);
  }

  const stage: Stage = {
    url,
    publicUrl,
    organisation: (...capabilities) => founded(capabilities, 'verified'),
    applicant: (...capabilities) => founded(capabilities, 'draft'),
    async colleague({ organisationId }, role) {
      number += 1;
      const email = `${role}-${number}@example.vn`;
      const passwordHash = await hashPassword(password);
      const displayName = `Cán bộ ${number}`;
      const member = { organisationId, displayName, email, passwordHash, role, emailVerified: true };
      await db.transaction((tx) => addMember(tx, system, member, ''));
      return await signedIn(url, email, password, organisationId);
    },
    anonymous: () => signedIn(url, null, null, ''),
    async settle() {
      const deadline = Date.now() + 30_000;
      for (let calm = 0; calm < 2; ) {
        const waiting = await db.read.count(Outbox);
        const { waiting: queued, active, delayed } = await queue.counts();
        calm = waiting + queued + active + delayed === 0 ? calm + 1 : 0;
        if (Date.now() > deadline) throw new Error(`Jobs do not end: ${JSON.stringify(await queue.counts())}`);
        await pause(15);
      }
    },
    async assertClean() {
      await stage.settle();
      assert.deepEqual((await queue.counts()).failed, [], 'no job has failed');
      const [sum] = await stage.sql<{ sum: string | null }>(balanced);
      assert.equal(Number(sum?.sum ?? 0), 0, 'the ledger is balanced');
      await db.transaction(async (tx) => {
        await tx.query('set transaction isolation level repeatable read');
        await assertLog(tx);
      });
    },
    async sql(text, values) {
      return await db.read.query(text, values);
    },
    async count(table) {
      const [row] = await stage.sql<{ rows: string }>(`select count(*) as rows from ${table}`);
      return Number(row?.rows);
    },
  };
  return stage;
}

/** A verified payment account, without which no paid deal is signed. */
const accountOf = `insert into payment_accounts (id, organisation_id, bank_bin, number_masked, number_hash, holder, created_at, state, state_since)
  select replace(id, 'org_', 'pya_'), id, '970436', '••1234', md5(id), name_vi, now(), 'verified', now()
    from organisations where id = $1 and capabilities && array['provider', 'buyer']`;

export const password = 'một mật khẩu đủ dài';

const balanced = `
  select sum(balance) from (
    select to_account as account, amount_vnd as balance from postings
    union all select from_account, -amount_vnd from postings) as movements`;

/** Tax codes with a valid checksum and a prefix that is not in use. */
export function taxCode(serial: number): string {
  const weights = [31, 29, 23, 19, 17, 13, 7, 5, 3];
  for (let stem = 990_100_000 + serial * 17; ; stem += 1) {
    const digits = String(stem);
    const check = 10 - (weights.reduce((sum, weight, index) => sum + weight * Number(digits[index]), 0) % 11);
    if (check < 10) return `${digits}${check}`;
  }
}

function organisationInput(number: number, capabilities: readonly Capability[], email: string) {
  return {
    nameVi: `Tổ chức thử ${number}`,
    nameEn: `Trial organisation ${number}`,
    legalForm: 'company' as const,
    taxCode: capabilities.includes('regulator') ? null : taxCode(number),
    provinceCode: '48' as const,
    address: 'Số 1 đường Mẫu, thành phố Đà Nẵng',
    capabilities: [...capabilities],
    member: { displayName: `Cán bộ ${number}`, email, password },
  };
}

type OwnDatabase = { url: string; drop(): Promise<void> };

/** A new, empty database beside the suite's own. */
export async function newDatabase(template?: string): Promise<OwnDatabase> {
  const name = `t_${randomUUID().replaceAll('-', '')}`;
  await administer(`create database ${name} ${template === undefined ? '' : `template ${template}`}`);
  const url = new URL(suiteUrl());
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => administer(`drop database ${name} with (force)`) };
}

let migrated: Promise<string> | null = null;

/** The same with its schema, copied from one that was migrated once: a world opens in half the time. */
async function migratedDatabase(): Promise<OwnDatabase> {
  migrated ??= migrateTemplate();
  return await newDatabase(await migrated);
}

async function migrateTemplate(): Promise<string> {
  const { url } = await newDatabase();
  const log = createLog('silent');
  const db = await openDatabase({ url, tables, migrations, log });
  await db.migrate();
  await db.close();
  const queue = await openQueue({ databaseUrl: url, queueUrl: undefined, lockMs: 1000, backoffMs: 20, log });
  await queue.close();
  return new URL(url).pathname.slice(1);
}

function suiteUrl(): string {
  const url = process.env.TEST_DATABASE_URL;
  if (!url) throw new Error('Run the tests with npm test: they need TEST_DATABASE_URL.');
  return url;
}

async function administer(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: suiteUrl() });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
