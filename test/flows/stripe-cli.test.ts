import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type StandIn, startStandIn, types } from '../stripe/stand-in.js';

/** The official CLI where its package has a binary for this machine; otherwise there is nothing to run. */
function officialCli(): string | null {
  const name = process.platform === 'win32' ? 'stripe.exe' : 'stripe';
  try {
    const manifest = createRequire(import.meta.url).resolve(
      `@stripe/cli-${process.platform}-${process.arch}/package.json`,
    );
    const path = join(dirname(manifest), 'bin', name);
    return existsSync(path) ? path : null;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'MODULE_NOT_FOUND') return null;
    throw error;
  }
}

const PAID = ['payment_intent.created', 'charge.succeeded', 'payment_intent.succeeded'];
const PRICED = ['product.created', 'price.created'];

/** Fixtures of Stripe's own CLI and the events they must leave, in their order. */
const FIXTURES: Record<string, string[]> = {
  'payment_intent.created': ['payment_intent.created'],
  'payment_intent.succeeded': PAID,
  'payment_intent.payment_failed': ['payment_intent.created', 'charge.failed', 'payment_intent.payment_failed'],
  'payment_intent.requires_action': ['payment_intent.created', 'payment_intent.requires_action'],
  'payment_intent.processing': ['payment_intent.created', 'charge.pending', 'payment_intent.processing'],
  'payment_intent.canceled': ['payment_intent.created', 'payment_intent.canceled'],
  'payment_intent.amount_capturable_updated': [
    'payment_intent.created',
    'charge.succeeded',
    'payment_intent.amount_capturable_updated',
  ],
  'charge.captured': [
    'payment_intent.created',
    'charge.succeeded',
    'payment_intent.amount_capturable_updated',
    'charge.captured',
    'payment_intent.succeeded',
  ],
  'charge.succeeded': PAID,
  'charge.failed': ['payment_intent.created', 'charge.failed', 'payment_intent.payment_failed'],
  'charge.refunded': [...PAID, 'refund.created', 'charge.refunded'],
  'charge.refund.updated': [...PAID, 'refund.created', 'charge.refunded', 'refund.updated', 'charge.refund.updated'],
  'checkout.session.completed': [...PRICED, ...PAID, 'checkout.session.completed'],
  'checkout.session.async_payment_succeeded': [
    ...PRICED,
    'payment_intent.created',
    'charge.pending',
    'payment_intent.processing',
    'checkout.session.completed',
    'charge.succeeded',
    'payment_intent.succeeded',
    'checkout.session.async_payment_succeeded',
  ],
  'checkout.session.expired': [...PRICED, 'checkout.session.expired'],
  'balance.available': PAID,
  'transfer.created': [...PAID, 'transfer.created'],
  'transfer.updated': [...PAID, 'transfer.created', 'transfer.updated'],
  'transfer.reversed': [...PAID, 'transfer.created', 'transfer.reversed'],
  'payout.created': [...PAID, 'payout.created', 'payout.updated', 'payout.paid'],
  'payout.updated': [...PAID, 'payout.created', 'payout.updated', 'payout.updated', 'payout.paid'],
  'topup.created': ['topup.created', 'topup.succeeded'],
  'customer.created': ['customer.created'],
  'customer.updated': ['customer.created', 'customer.updated'],
  'customer.deleted': ['customer.created', 'customer.deleted'],
  'product.updated': ['product.created', 'product.updated'],
  'account.updated': [],
  // Last, because what was disputed here ends some days later.
  'charge.dispute.created': [...PAID, 'charge.dispute.created'],
  'charge.dispute.updated': [...PAID, 'charge.dispute.created', 'charge.dispute.updated'],
  'charge.dispute.closed': [...PAID, 'charge.dispute.created', 'charge.dispute.closed'],
};

const cli = officialCli();

if (cli === null) {
  process.stdout.write('The official Stripe CLI has no program for this machine: its fixtures are not run.\n');
} else {
  describe('the official Stripe CLI’s fixtures against the local Stripe stand-in', () => {
    let standIn: StandIn;
    let home: string;

    before(async () => {
      standIn = await startStandIn();
      home = mkdtempSync(join(tmpdir(), 'stripe-cli-'));
    });

    after(async () => {
      await standIn.stop();
      rmSync(home, { recursive: true });
    });

    /** Runs the CLI; whatever it asks of the world beyond the loopback address is refused. */
    function run(program: string, args: string[]): Promise<{ code: number | null; output: string }> {
      const nowhere = 'http://127.0.0.1:9';
      const child = spawn(program, args, {
        env: {
          HOME: home,
          XDG_CONFIG_HOME: home,
          STRIPE_CLI_TELEMETRY_OPTOUT: '1',
          HTTPS_PROXY: nowhere,
          HTTP_PROXY: nowhere,
          NO_PROXY: '127.0.0.1',
        },
      });
      let output = '';
      child.stdout.on('data', (part) => {
        output += part;
      });
      child.stderr.on('data', (part) => {
        output += part;
      });
      return new Promise((resolve, reject) => {
        child.once('error', reject);
        child.once('close', (code) => resolve({ code, output }));
      });
    }

    for (const [fixture, expected] of Object.entries(FIXTURES)) {
      it(`run to the end: ${fixture}`, async () => {
        await standIn.news();
        const to = ['--api-base', standIn.origin, '--api-key', 'sk_test_of_the_tests'];
        const { code, output } = await run(cli, ['trigger', fixture, ...to]);
        assert.equal(code, 0, output);
        assert.match(output, /Trigger succeeded/);
        if (expected.includes('charge.pending') || expected.includes('payout.paid')) {
          await standIn.advance(4 * 24 * 60 * 60);
        }
        const told = types(await standIn.news()).filter((type) => type !== 'balance.available');
        const wanted = fixture === 'payment_intent.processing' ? [...expected, ...PAID.slice(1)] : expected;
        assert.deepEqual(told, wanted);
      });
    }
  });
}
