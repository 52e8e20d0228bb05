import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '../server/kernel/embedded-postgres.js';
import { openWorld, type World } from '../test/world.js';
import { browsing } from './browsing.js';
import { downloading } from './downloading.js';
import { ledger } from './ledger.js';
import { orders } from './orders.js';

/** Each measures against a peer or a limit in the same run and gives lines to print. */
const measurements: readonly ((world: World) => Promise<string[]>)[] = [downloading, browsing, ledger, orders];

const folder = await mkdtemp(join(tmpdir(), 'datasan-bench-'));
const postgres = await startEmbeddedPostgres({ dataDir: join(folder, 'postgres'), log: () => {} });
process.env.TEST_DATABASE_URL = postgres.url;
try {
  for (const measure of measurements) {
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
