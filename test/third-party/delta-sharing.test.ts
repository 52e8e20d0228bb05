import assert from 'node:assert/strict';
import { execFile, spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { nudgeFollowers } from '../../server/fulfilment/following.js';
import { projectRoot } from '../../server/kernel/project.js';
import { listedDataset, negotiatedOrder, publishedRevision, weather } from '../stories.js';
import { openWorld } from '../world.js';

const run = promisify(execFile);
const python = ['python3', 'python'].find(
  (name) => spawnSync(name, ['-c', 'import delta_sharing'], { stdio: 'ignore' }).status === 0,
);

if (python === undefined) {
  process.stdout.write('The official Delta Sharing client (Python, delta-sharing) is not on this machine: not run.\n');
} else {
  describe('The official Delta Sharing client', () => {
    for (const profile of ['bearer', 'oauth'] as const) {
      it(`reads a table that was negotiated for and paid, whole, in part, in both formats and its changes, by a profile of the kind ${profile}`, async function () {
        // Three programs of Python, which take their time to start.
        this.timeout(300_000);
        const world = await openWorld();
        const folder = await mkdtemp(join(tmpdir(), 'datasan-client-'));
        try {
          const [provider, buyer] = [await world.organisation('provider'), await world.organisation('buyer')];
          const operator = await world.organisation('operator');
          const { offer, dataset } = await listedDataset(world, provider, { priceVnd: 900_000 });
          const { entitlementId } = await negotiatedOrder(world, provider, buyer, offer);
          const params = { id: entitlementId };
          const made = await buyer.call('openSharing', { params, body: { expiresInDays: 1, profile } });
          await buyer.call('chooseRevisions', { params, body: { follows: true } });
          const later = join(folder, 'seattle-weather.csv');
          await writeFile(later, (await readFile(weather, 'utf8')).split('\n').slice(0, 1001).join('\n'));
          await publishedRevision(world, provider, operator, dataset.id, later);
          await nudgeFollowers(world.context.kernel.db);
          await world.settle();
          const file = join(folder, 'profile.share');
          await writeFile(file, JSON.stringify(made.profile));
          const program = join(projectRoot, 'test/third-party/delta_sharing_client.py');
          const said = async (...more: string[]) => {
            const { stdout } = await run(python, [program, file, ...more]);
            return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as unknown;
          };
          assert.deepEqual(await said(), {
            ...{ table: 'seattle_weather', version: 2, rows: 1000, before: 1461, same: true, sum: 2869.6 },
            ...{ first: 10, firstOfDelta: 10, sameFirst: true },
            changes: { insert: 2461, delete: 1461 },
            changesOfDelta: { insert: 2461, delete: 1461 },
          });
          const body = { action: 'revoke' as const, reason: 'Vi phạm mục đích sử dụng' };
          await operator.call('transitionEntitlement', { params, body });
          assert.deepEqual(await said('refused'), { status: 403, code: 'PERMISSION_DENIED', quick: true });
          await world.settle();
          await world.assertClean();
        } finally {
          await world.close();
          await rm(folder, { recursive: true });
        }
      });
    }
  });
}
