import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../server/kernel/project.js';

const go = ['go', '/usr/local/go/bin/go'].find(
  (name) => spawnSync(name, ['version'], { stdio: 'ignore' }).status === 0,
);
const folder = join(projectRoot, 'test/third-party/go');
/** Nothing is fetched while tests run: what the module cache of this machine lacks is not tested. */
const env = { ...process.env, GOPROXY: 'off', GOFLAGS: '-mod=readonly', GOTOOLCHAIN: 'local' };

/** A Go program of others, or one made of their libraries, in the module below `test/third-party/go` that pins it. */
export type GoProgram = { module: string; path: string };

export const logcheck: GoProgram = { module: '.', path: '.' };
export const fsck: GoProgram = { module: 'fsck', path: 'github.com/transparency-dev/tessera/cmd/fsck' };
export const litewitness: GoProgram = { module: 'litewitness', path: 'filippo.io/torchwood/cmd/litewitness' };

/** Whether Go is here and the program's modules are in its cache; says so where they are not. */
export function canBuild({ module, path }: GoProgram): boolean {
  const cwd = join(folder, module);
  const found = go !== undefined && spawnSync(go, ['list', '-deps', path], { cwd, env, stdio: 'ignore' }).status === 0;
  if (!found) {
    const what =
      go === undefined ? 'Go is not on this machine' : `run “go mod download” in test/third-party/go/${module}`;
    process.stdout.write(`The Go program ${path === '.' ? 'logcheck' : path} is not run: ${what}.\n`);
  }
  return found;
}

/** Builds a program; gives where it lies. */
export function build({ module, path }: GoProgram, into: string): string {
  const out = join(into, path === '.' ? 'logcheck' : (path.split('/').at(-1) ?? ''));
  const { status, stderr } = spawnSync(go ?? 'go', ['build', '-o', out, path], { cwd: join(folder, module), env });
  if (status !== 0 || !existsSync(out)) throw new Error(`${path} cannot be built: ${stderr}`);
  return out;
}

/** Whether a program of the machine can be started. */
export function isHere(program: string): boolean {
  return spawnSync(program, ['--version'], { stdio: 'ignore' }).error === undefined;
}
