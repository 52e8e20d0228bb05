import { chmod, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { environment } from './environment.js';

/** Where to speak, and as whom. */
export type Account = { url: string; token: string | null };

const kept = z.object({ url: z.url(), token: z.string() });
const file = () => join(environment.folder, 'account.json');

/** The exchange and token to use: what is given, else the environment, else what `sign-in` kept. */
export async function accountOf(given: { url?: string | undefined }): Promise<Account | null> {
  const own = await readKept();
  const url = given.url ?? environment.url ?? own?.url;
  if (!url) return null;
  // A token goes to the exchange it was made by and to no other.
  const sameHouse = own !== null && new URL(own.url).origin === new URL(url).origin;
  return { url: url.replace(/\/+$/, ''), token: environment.token ?? (sameHouse ? own.token : null) };
}

async function readKept(): Promise<z.infer<typeof kept> | null> {
  try {
    return kept.parse(JSON.parse(await readFile(file(), 'utf8')));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw new Error(`${file()}: ${(error as Error).message}`);
  }
}

/** Keeps the token readable for its owner only. */
export async function keepAccount(account: { url: string; token: string }): Promise<string> {
  await mkdir(environment.folder, { recursive: true, mode: 0o700 });
  await writeFile(file(), `${JSON.stringify(account, null, 2)}\n`, { mode: 0o600 });
  await chmod(file(), 0o600);
  return file();
}

export async function forgetAccount(): Promise<void> {
  await rm(file(), { force: true });
}
