import assert from 'node:assert/strict';
import { execFile, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { listedDataset } from '../stories.js';
import { openWorld, type World } from '../world.js';

const run = promisify(execFile);
const pythonWith = (module: string) =>
  [process.env.TEST_PYTHON ?? '', 'python3', 'python'].find(
    (name) => name !== '' && spawnSync(name, ['-c', `import ${module}`], { stdio: 'ignore' }).status === 0,
  );
const [croissant, shacl] = [pythonWith('mlcroissant'), pythonWith('pyshacl')];
/** The official shapes, `releases/3.0.1/shacl/dcat-ap-SHACL.ttl` of SEMICeu/DCAT-AP, where the machine has them. */
const shapes = process.env.DCAT_AP_SHAPES ?? '';

if (!croissant) process.stdout.write('mlcroissant (Python) is not on this machine: not run.\n');
if (!shacl || !existsSync(shapes)) {
  process.stdout.write('pyshacl, or the official DCAT-AP shapes (DCAT_AP_SHAPES), are not on this machine: not run.\n');
}

if (croissant || (shacl && existsSync(shapes))) {
  describe('What the exchange publishes, judged by others', () => {
    let world: World;
    let folder: string;
    let id: string;
    before(async () => {
      world = await openWorld();
      folder = await mkdtemp(join(tmpdir(), 'datasan-published-'));
      const provider = await world.organisation('provider');
      id = (await listedDataset(world, provider, { licence: 'open', months: null })).dataset.id;
    });
    after(async () => {
      await world.close();
      await rm(folder, { recursive: true });
    });

    /** The document in a file, with addresses where this world really listens. */
    async function kept(path: string): Promise<string> {
      const text = await (await fetch(`${world.url}${path}`)).text();
      const file = join(folder, path.replaceAll('/', '_'));
      await writeFile(file, text.replaceAll(world.publicUrl, world.url));
      return file;
    }

    if (croissant) {
      it('mlcroissant finds no fault in the Croissant document, and reads the records of open data through it', async () => {
        const file = await kept(`/datasets/${id}/croissant.json`);
        const program = `
import sys, mlcroissant as mlc
dataset = mlc.Dataset(jsonld=sys.argv[1])
assert not dataset.metadata.ctx.issues.errors and not dataset.metadata.ctx.issues.warnings, dataset.metadata.ctx.issues.report()
records = dataset.metadata.record_sets[0].id
rows = list(dataset.records(record_set=records))
print(len(rows), len(rows[0]))`;
        const { stdout } = await run(croissant, ['-c', program, file], { env: { ...process.env, HOME: folder } });
        assert.equal(stdout.trim().split('\n').at(-1), '1461 6');
      });
    }

    if (shacl && existsSync(shapes)) {
      it('pyshacl finds that catalogue and dataset conform to the official shapes of DCAT-AP', async () => {
        for (const path of ['/catalog.ttl', `/datasets/${id}.ttl`]) {
          const given = ['-m', 'pyshacl', '-s', shapes, '-i', 'rdfs', '-f', 'human', await kept(path)];
          // What does not conform ends with 1, and says on its output what and why.
          const { stdout } = await run(shacl, given).catch((error: Error & { stdout: string }) => error);
          assert.match(stdout, /Conforms: True/);
        }
      });
    }
  });
}
