// Makes a clone ready, with nothing but Node: installs packages if they are missing or the lock has changed, compiles
// the server, builds the client. Each step is skipped when what it would make is already there.
//   node .ci/prepare.mjs            packages, server, client
//   node .ci/prepare.mjs --install  packages only
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
process.chdir(root);

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (!((major === 20 && minor >= 19) || (major === 22 && minor >= 13) || major > 23)) {
  fail(`Datasan needs Node 20.19, 22.13 or 24 and later; this is ${process.versions.node}.`);
}

function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}

/** Runs a program and stops with its output when it fails. */
function run(what, command, args) {
  process.stderr.write(`${what} …\n`);
  const done = spawnSync(command, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
  if (done.status !== 0) fail(`${what} failed.\n${done.stdout ?? ''}${done.stderr ?? ''}${done.error ?? ''}`);
}

/** A hash of the content of files and folders, to tell whether a step has to run again. */
function fingerprint(paths) {
  const hash = createHash('sha256');
  const visit = (path) => {
    if (!existsSync(path)) return;
    if (statSync(path).isDirectory()) {
      for (const name of readdirSync(path).sort()) visit(join(path, name));
    } else {
      hash.update(relative(root, path)).update('\0').update(readFileSync(path)).update('\0');
    }
  };
  for (const path of paths) visit(join(root, path));
  return hash.digest('hex');
}

/** Runs `step` unless the stamp of the last run names the same inputs and its product is still there. */
function unlessMade(name, inputs, product, step) {
  const stamp = join(root, 'node_modules', `.datasan-${name}`);
  const wanted = fingerprint(inputs);
  if (existsSync(join(root, product)) && existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  step();
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, wanted);
}

const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
unlessMade('packages', ['package-lock.json'], 'node_modules/typescript', () =>
  run('Installing packages', npm, ['ci', '--no-audit', '--no-fund', '--include=dev']),
);
if (!process.argv.includes('--install')) {
  const bin = (name) => join(root, 'node_modules', '.bin', process.platform === 'win32' ? `${name}.cmd` : name);
  unlessMade(
    'server',
    ['package-lock.json', 'tsconfig.json', 'server', 'contracts', 'migrations', 'test', 'bench'],
    'dist/server/main.js',
    () => {
      // What was compiled from a test that is gone would still be run.
      rmSync(join(root, 'dist', 'test'), { recursive: true, force: true });
      run('Compiling the server', bin('tsc'), ['-p', 'tsconfig.json']);
    },
  );
  unlessMade('client', ['package-lock.json', 'client', 'contracts'], 'dist/site/index.html', () =>
    run('Building the client', bin('vite'), ['build', 'client', '--logLevel', 'warn']),
  );
}
