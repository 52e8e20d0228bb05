import assert from 'node:assert/strict';
import { execFile, spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { projectRoot } from '../../server/kernel/project.js';
import { deliveredOrder, listedDataset } from '../stories.js';
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
      it(`reads a table whole, in part, in both formats and its changes, by a profile of the kind ${profile}`, async () => {
        const world = await openWorld();
        const folder = await mkdtemp(join(tmpdir(), 'datasan-client-'));
        try {
          const [provider, buyer] = [await world.organisation('provider'), await world.organisation('buyer')];
          const { offer } = await listedDataset(world, provider);
          const { entitlementId } = await deliveredOrder(world, provider, buyer, offer);
          const params = { id: entitlementId };
          const made = await buyer.call('openSharing', { params, body: { expiresInDays: 1, profile } });
          await world.settle();
          const file = join(folder, 'profile.share');
          await writeFile(file, JSON.stringify(made.profile));
          const program = join(projectRoot, 'test/third-party/delta_sharing_client.py');
          const { stdout } = await run(python, [program, file]);
          assert.deepEqual(JSON.parse(stdout.trim().split('\n').at(-1) ?? ''), {
            ...{ table: 'seattle_weather', version: 1, rows: 1461, first: 10, same: true, changes: 1461, sum: 4426 },
          });
          await world.assertClean();
        } finally {
          await world.close();
          await rm(folder, { recursive: true });
        }
      });
    }
  });
}
