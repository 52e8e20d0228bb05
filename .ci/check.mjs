// Types of server and client, lint and format, and the architecture: everything that can be known without running.
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
process.chdir(root);
const bin = (name) => join(root, 'node_modules', '.bin', process.platform === 'win32' ? `${name}.cmd` : name);

const steps = [
  ['packages', process.execPath, ['.ci/prepare.mjs', '--install']],
  ['types of the server', bin('tsc'), ['-p', 'tsconfig.json']],
  ['types of the client', bin('tsc'), ['-p', 'client/tsconfig.json']],
  ['lint and format', bin('biome'), ['check', '--error-on-warnings', '.']],
  ['architecture', bin('mocha'), ['dist/test/architecture.test.js']],
];
for (const [name, command, args] of steps) {
  process.stdout.write(`• ${name}\n`);
  const { status } = spawnSync(command, args, { stdio: 'inherit', shell: process.platform === 'win32' });
  if (status !== 0) {
    process.stderr.write(`check failed: ${name}\n`);
    process.exit(1);
  }
}
