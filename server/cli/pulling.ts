import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { deliveredFile } from '../../contracts/fulfilment.js';
import type { Exchange } from './exchange.js';
import { causeOf, Mismatch, Refused } from './faults.js';

const manifestShape = z.object({ kind: z.literal('datasan.manifest/1'), files: z.array(deliveredFile) });
/** `of`: the delivered file whose Parquet form this is. */
export type WantedFile = { name: string; bytes: number; sha256: string; of?: string };
export type PulledFile = WantedFile & { found: string; state: 'pulled' | 'there' | 'mended' | 'corrupted' };

/** Tries of one file before the pull gives up; each goes on where the last one broke off. */
const tries = 6;

export const manifestName = 'manifest.json';

/** The manifest of a delivery with everything it names, itself included; throws when its own hash is not the one promised. */
export async function readManifest(
  exchange: Exchange,
  entitlementId: string,
  revision: { number: number; manifestSha256: string },
): Promise<{ text: Buffer; files: WantedFile[] }> {
  const reply = await exchange.open(addressOf(entitlementId, manifestName, revision.number));
  const text = Buffer.from(await reply.arrayBuffer());
  const found = createHash('sha256').update(text).digest('hex');
  if (found !== revision.manifestSha256) throw new Mismatch(manifestName, revision.manifestSha256, found);
  const { files } = manifestShape.parse(JSON.parse(text.toString('utf8')));
  const own = { name: manifestName, bytes: text.length, sha256: found };
  return { text, files: [...files.map(({ name, bytes, sha256 }) => ({ name, bytes, sha256 })), own] };
}

function addressOf(entitlementId: string, name: string, revision: number, of?: string): string {
  const file = `/api/v1/entitlements/${entitlementId}/files/${encodeURIComponent(of ?? name)}?revision=${revision}`;
  return of === undefined ? file : `${file}&format=parquet`;
}

/** Where a file of a delivery lies in the folder; throws for a name that would lead out of it. */
export function placeIn(folder: string, name: string): string {
  const steps = name.split('/');
  if (
    steps.some((step) => step === '' || step === '.' || step === '..' || step.includes('\\') || step.includes('\0'))
  ) {
    throw new Error(`“${name}” is no name of a file`);
  }
  return join(folder, steps.join(sep));
}

type Pull = {
  exchange: Exchange;
  entitlementId: string;
  revision: number;
  folder: string;
  told: (bytes: number) => void;
};

/**
 * Brings one file: what is there already and whole is left; what is there and wrong is fetched again; a part is gone on
 * with, by Range, under the condition that it is still the same file. The hash is computed over what lies on the disk.
 */
export async function pullFile(pull: Pull, file: WantedFile): Promise<PulledFile> {
  const path = placeIn(pull.folder, file.name);
  const part = `${path}.part`;
  const there = await hashOf(path);
  if (there === file.sha256) {
    pull.told(file.bytes);
    return { ...file, found: there, state: 'there' };
  }
  await mkdir(dirname(path), { recursive: true });
  const begun = await sizeOf(part);
  if (begun > file.bytes) await rm(part, { force: true });
  else pull.told(begun);
  for (let attempt = 1; ; attempt += 1) {
    try {
      await append(pull, file, part);
      break;
    } catch (error) {
      if (error instanceof Refused || attempt === tries)
        throw new Error(`${file.name}: ${causeOf(error as Error)}`, { cause: error });
      await pause(Math.min(8_000, 250 * 2 ** attempt));
    }
  }
  const found = (await hashOf(part)) ?? '';
  if (found !== file.sha256) {
    // A part that was spoilt spoils the whole: it must not be gone on with the next time.
    await rm(part, { force: true });
    return { ...file, found, state: 'corrupted' };
  }
  await rename(part, path);
  return { ...file, found, state: there === null ? 'pulled' : 'mended' };
}

async function append(
  { exchange, entitlementId, revision, told }: Pull,
  file: WantedFile,
  part: string,
): Promise<void> {
  const from = await sizeOf(part);
  if (from === file.bytes && (from > 0 || (await exists(part)))) return;
  const headers: Record<string, string> = from === 0 ? {} : { Range: `bytes=${from}-`, 'If-Range': `"${file.sha256}"` };
  const reply = await exchange.open(addressOf(entitlementId, file.name, revision, file.of), headers);
  const resumed = reply.status === 206;
  if (from > 0 && !resumed) told(-from);
  const counted = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      told(chunk.length);
      done(null, chunk);
    },
  });
  const body = reply.body ? Readable.fromWeb(reply.body as Parameters<typeof Readable.fromWeb>[0]) : Readable.from([]);
  await pipeline(body, counted, createWriteStream(part, { flags: resumed ? 'a' : 'w' }));
  const size = await sizeOf(part);
  if (size < file.bytes) throw new Error(`the connection ended after ${size} of ${file.bytes} bytes`);
}

async function exists(path: string): Promise<boolean> {
  return await stat(path).then(
    () => true,
    () => false,
  );
}

async function sizeOf(path: string): Promise<number> {
  return await stat(path).then(
    (found) => found.size,
    () => 0,
  );
}

/** SHA-256 of a file; null where there is none. */
export async function hashOf(path: string): Promise<string | null> {
  if (!(await exists(path))) return null;
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}

/** Runs the work for each, some at a time; the first failure is thrown after those under way have ended. */
export async function each<T, R>(all: readonly T[], atOnce: number, work: (one: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  const failures: unknown[] = [];
  let next = 0;
  const lane = async () => {
    while (next < all.length && failures.length === 0) {
      const index = next;
      next += 1;
      try {
        results[index] = await work(all[index] as T);
      } catch (error) {
        failures.push(error);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, atOnce) }, lane));
  if (failures.length > 0) throw failures[0];
  return results;
}

/** What the folder holds, written last: whose it is, and the hashes that were found. */
export async function keepRecord(folder: string, record: object): Promise<void> {
  await writeFile(join(folder, 'datasan.json'), `${JSON.stringify(record, null, 2)}\n`);
}
