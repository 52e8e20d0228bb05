import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium } from 'playwright-core';
import { projectRoot } from '../server/kernel/project.js';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge'];
const applications = [
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];
/** A build of Chromium that comes as an npm package, for machines where nothing may be installed. */
const packaged = { name: '@sparticuz/chromium', version: '153.0.0' };

let found: Promise<{ executablePath: string; args: string[] }> | null = null;

/** The machine's Chromium or Chrome; else the package manager's; else npm's; else throws one clear sentence. */
export async function openBrowser(): Promise<Browser> {
  found ??= findBrowser();
  const { executablePath, args } = await found;
  return await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage', ...args] });
}

async function findBrowser() {
  const program = installed() ?? (installBySystem() ? installed() : null);
  if (program) return { executablePath: program, args: [] };
  const executablePath = await fromPackage().catch(() => null);
  if (executablePath) return { executablePath, args: ['--single-process', '--no-zygote'] };
  throw new Error(
    'The browser tests need Chromium or Chrome, and none could be installed. Install one (Debian and Ubuntu: apt-get install chromium) and run npm test again.',
  );
}

function installed(): string | null {
  const folders = (process.env.PATH ?? '').split(delimiter);
  const candidates = names.flatMap((name) => folders.map((folder) => join(folder, name)));
  // Ubuntu's chromium-browser is a script that asks for a snap: only a program that tells its version counts.
  const works = (path: string) => existsSync(path) && spawnSync(path, ['--version']).status === 0;
  return [...candidates, ...applications].find(works) ?? null;
}

/** Asks the system's package manager, as root or where sudo asks for no password. */
function installBySystem(): boolean {
  const root = process.getuid?.() === 0;
  const run = (command: string, ...args: string[]) =>
    spawnSync(root ? command : 'sudo', root ? args : ['-n', command, ...args], { stdio: 'ignore' }).status === 0;
  const has = (command: string) => spawnSync('sh', ['-c', `command -v ${command}`]).status === 0;
  process.stdout.write('Installing Chromium for the browser tests …\n');
  if (has('apt-get')) return run('apt-get', 'update') && run('apt-get', 'install', '-y', 'chromium');
  if (has('apk')) return run('apk', 'add', 'chromium');
  if (has('dnf')) return run('dnf', 'install', '-y', 'chromium');
  if (has('pacman')) return run('pacman', '-Sy', '--noconfirm', 'chromium');
  return false;
}

async function fromPackage(): Promise<string> {
  const folder = join(projectRoot, 'node_modules', '.cache', 'chromium');
  const entry = join(folder, 'node_modules', packaged.name);
  if (!existsSync(entry)) {
    await mkdir(folder, { recursive: true });
    const wanted = `${packaged.name}@${packaged.version}`;
    const args = ['install', '--prefix', folder, '--no-save', '--no-audit', '--no-fund', wanted];
    if (spawnSync('npm', args, { stdio: 'ignore', cwd: folder }).status !== 0)
      throw new Error(`${wanted} is not there.`);
  }
  const main = pathToFileURL(join(entry, 'build', 'index.js')).href;
  const module = (await import(main)) as { default: { executablePath(): Promise<string> } };
  return await module.default.executablePath();
}
