import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '../server/kernel/embedded-postgres.js';
import { openWorld, type World } from '../test/world.js';
import { browsing } from './browsing.js';
import { download } from './download.js';
import { downloading } from './downloading.js';
import { evaluation } from './evaluation.js';
import { fingerprint } from './fingerprint.js';
import { ledger } from './ledger.js';
import { logAppending, logGrowing, logVerifying } from './log.js';
import { orders } from './orders.js';
import { profile } from './profile.js';
import { searching } from './search.js';
import { sharing } from './sharing.js';

/** Each measures against a peer or a limit in the same run and gives lines to print. */
const measurements: Record<string, (world: World) => Promise<string[]>> = {
  downloading,
  'large-download': download,
  sharing,
  browsing,
  ledger,
  orders,
  profile,
  searching,
  evaluation,
  fingerprint,
  'log-appending': logAppending,
  'log-verifying': logVerifying,
  'log-growing': logGrowing,
};

/** Those whose names hold one of the words given; all without words. */
const words = process.argv.slice(2);
const chosen = Object.entries(measurements).filter(
  ([name]) => words.length === 0 || words.some((word) => name.includes(word)),
);

const folder = await mkdtemp(join(tmpdir(), 'datasan-bench-'));
const postgres = await startEmbeddedPostgres({ dataDir: join(folder, 'postgres'), log: () => {} });
process.env.TEST_DATABASE_URL = postgres.url;
try {
  for (const [, measure] of chosen) {
    const world = await openWorld();
    try {
      for (const line of await measure(world)) process.stdout.write(`${line}\n`);
    } finally {
      await world.close();
    }
  }
} finally {
  await postgres.stop();
  await rm(folder, { recursive: true, force: true });
}
