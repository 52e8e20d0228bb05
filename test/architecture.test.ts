import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../server/kernel/project.js';
import { findings } from './fences.js';

const rooms = ['contracts', 'server', 'client', 'migrations', 'test', 'bench'];

function sources(): { path: string; text: string }[] {
  return rooms.flatMap((room) =>
    readdirSync(join(projectRoot, room), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.tsx?$/.test(name) && !name.endsWith('.d.ts'))
      .map((name) => ({ path: `${room}/${name}`, text: readFileSync(join(projectRoot, room, name), 'utf8') })),
  );
}

/** Lines that break the house, and where they would stand. */
const breaches: readonly (readonly [string, string])[] = [
  ['server/ordering/requests.ts', `import { post } from '../payments/ledger.js';`],
  ['server/payments/apply.ts', `import { fulfilOrder } from '../fulfilment/deliveries.js';`],
  ['server/fulfilment/jobs.ts', `import { readConfig } from '../config.js';`],
  ['server/kernel/http.ts', `import { record } from '../audit/record.js';`],
  ['server/operations/routes.ts', `import { openFile } from '../inspection/file.js';`],
  ['server/audit/routes.ts', `import type { Order } from '../ordering/tables.js';`],
  ['server/identity/jobs.ts', `import { createPost } from '../notifications/jobs.js';`],
  ['server/operations/routes.ts', `import { openReport } from '../reporting/reports.js';`],
  ['server/payments/stripe.ts', `import { openStore } from '../sandbox/stripe/store.js';`],
  ['server/catalogue/queues.ts', `import { In } from 'typeorm';`],
  ['server/catalogue/jobs.ts', `import { Queue } from 'bullmq';`],
  ['server/ordering/requests.ts', `const Stripe = await import('stripe');`],
  ['server/identity/routes.ts', `import passport from 'passport';`],
  ['server/catalogue/revisions.ts', `import { DuckDBInstance } from '@duckdb/node-api';`],
  ['contracts/common.ts', `import { readFile } from 'node:fs/promises';`],
  ['contracts/common.ts', `import { hash } from '../server/kernel/hash.js';`],
  ['client/pages/order.tsx', `import { hash } from '../../server/kernel/hash';`],
  ['client/api.ts', `export * from '../contracts/calls';`],
  ['server/kernel/log.ts', 'const level = process.env.LOG_LEVEL;'],
  ['server/ordering/requests.ts', `await updateRow(tx, Orders, id, {\n  state: 'paid' });`],
  ['server/ordering/requests.ts', 'await tx.query(`update orders set state = $1`);'],
  ['server/fulfilment/deliveries.ts', 'await insertRow(tx, Postings, row);'],
  ['server/fulfilment/deliveries.ts', 'await insertRow(tx, AuditEvents, row);'],
  ['server/kernel/utils.ts', ''],
  ['server/kernel/mail.ts', 'export class MailService {}'],
  ['server/kernel/mail.ts', 'export default function send() {}'],
  ['server/catalogue/queues.ts', `\nexport async function list(tx: Tx) {\n  await db.transaction(async () => {});\n}`],
  ['test/flows/purchase.test.ts', `it.only('works', () => {});`],
  ['server/kernel/mail.ts', '// @ts-ignore'],
];

describe('The house', () => {
  it('is kept by every file: imports go one way, and every tool has one keeper', () => {
    const files = sources();
    assert.ok(files.length > 200, `${files.length} files were found`);
    // The list of breaches below is made of what must not be written.
    const read = files.filter(({ path }) => path !== 'test/architecture.test.ts' && path !== 'test/fences.ts');
    assert.deepEqual(
      read.flatMap(({ path, text }) => findings(path, text)),
      [],
    );
  });

  for (const [path, line] of breaches) {
    it(`would notice in ${path}: ${line.trim().split('\n')[0] || 'its name'}`, () => {
      assert.notDeepEqual(findings(path, line), []);
    });
  }

  it('has only rooms and files that a newcomer was told of', () => {
    const top = readdirSync(projectRoot).filter((name) => !name.startsWith('.') && name !== 'node_modules');
    const known = ['LICENSE', 'README.md', 'bench', 'biome.json', 'client', 'contracts', 'dist', 'docs', 'migrations'];
    const rest = ['package-lock.json', 'package.json', 'server', 'test', 'tsconfig.json'];
    assert.deepEqual(
      top.filter((name) => ![...known, ...rest].includes(name)),
      [],
    );
  });
});
