import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream, mkdirSync, type Stats } from 'node:fs';
import { access, mkdir, open as openFile, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Problem } from '../../contracts/problems.js';
import type { Source } from './fair-streams.js';
import { sha256 as hash } from './hash.js';

/** How the store serves an object by itself. */
export type ServedAs = { seconds: number; mediaType: string; disposition: string };
export type Stored = { sha256: string; bytes: number };

/** A content-addressed store: what is kept under a hash has that hash, for ever. */
export type Storage = {
  /** Keeps a stream of at most `maxBytes`, hashing on the way; throws 413 over that and leaves nothing behind. */
  keepStream(source: Readable, maxBytes: number): Promise<Stored>;
  keep(content: string | Uint8Array): Promise<Stored>;
  /** Size in bytes; null when nothing is kept under the hash. */
  size(sha256: string): Promise<number | null>;
  /** The bytes from `start` to `end`, both included; all of them without a range. */
  open(sha256: string, range?: { start: number; end: number }): Promise<Readable>;
  /** The same for reading at any place; null in a store that only gives streams. The caller closes it. */
  source(sha256: string): Promise<Source | null>;
  /** An address at which the store itself serves the object for a while; null where it has none. */
  addressOf(sha256: string, as: ServedAs): Promise<string | null>;
  /** Runs `work` with the path of a local copy. */
  withLocalFile<T>(sha256: string, work: (path: string) => Promise<T>): Promise<T>;
  /** Deletes what uploads that broke off before `moment` have left on this machine's disk; gives how many files. */
  forgetBroken(moment: Date): Promise<number>;
  /** Forgets what is kept under the hash, if anything is. Only for what nothing else can refer to. */
  remove(sha256: string): Promise<void>;
  /** Throws when the store cannot be written. */
  check(): Promise<void>;
};

/** Large chunks: a download is bound by the disk, not by the number of calls. */
const chunk = 1024 * 1024;

/** Counts and hashes what passes; breaks off with 413 beyond `maxBytes`. */
export function measure(maxBytes: number): Transform & { result(): Stored } {
  const digest = createHash('sha256');
  let bytes = 0;
  const transform = new Transform({
    transform(part: Buffer, _encoding, done) {
      bytes += part.length;
      if (bytes > maxBytes) {
        const limit = `${Math.floor(maxBytes / 1024 / 1024)} MB`;
        done(
          new Problem('too-large', {
            vi: `Tệp vượt quá giới hạn ${limit}; hãy nén hoặc chia nhỏ.`,
            en: `The file is over the limit of ${limit}; split it, or use Parquet.`,
          }),
        );
        return;
      }
      digest.update(part);
      done(null, part);
    },
  });
  return Object.assign(transform, { result: () => ({ sha256: digest.digest('hex'), bytes }) });
}

/** What is at `path`; null when nothing is. */
async function statOrNull(path: string): Promise<Stats | null> {
  try {
    return await stat(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return null;
  }
}

/** Deletes the files of a folder that were last written before `moment`. */
export async function removeOlder(folder: string, moment: Date): Promise<number> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  let removed = 0;
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    const found = await statOrNull(path);
    // One that has just been settled under its hash is no longer here.
    if (!found?.isFile() || found.mtime >= moment) continue;
    await rm(path, { force: true });
    removed += 1;
  }
  return removed;
}

/** The store on a disk: `<folder>/ab/cd/abcd…`. A file appears under its name only when it is whole. */
export function diskStorage(folder: string): Storage {
  const place = (sha256: string) => join(folder, sha256.slice(0, 2), sha256.slice(2, 4), sha256);
  const incoming = join(folder, 'incoming');

  async function settle(temporary: string, stored: Stored): Promise<Stored> {
    const target = place(stored.sha256);
    await mkdir(dirname(target), { recursive: true });
    await rename(temporary, target);
    return stored;
  }

  return {
    async keepStream(source, maxBytes) {
      // At once: nobody would hear a source that breaks off while a folder is waited for.
      mkdirSync(incoming, { recursive: true });
      const temporary = join(incoming, randomUUID());
      const meter = measure(maxBytes);
      try {
        await pipeline(source, meter, createWriteStream(temporary, { mode: 0o600, flush: true }));
        return await settle(temporary, meter.result());
      } finally {
        await rm(temporary, { force: true });
      }
    },
    async keep(content) {
      await mkdir(incoming, { recursive: true });
      const temporary = join(incoming, randomUUID());
      const bytes = typeof content === 'string' ? Buffer.from(content) : content;
      await writeFile(temporary, bytes, { mode: 0o600, flush: true });
      return await settle(temporary, { sha256: hash(bytes), bytes: bytes.length });
    },
    async size(sha256) {
      return (await statOrNull(place(sha256)))?.size ?? null;
    },
    async open(sha256, range) {
      const path = place(sha256);
      await access(path);
      return createReadStream(path, { highWaterMark: chunk, ...range });
    },
    async source(sha256) {
      const file = await openFile(place(sha256));
      return {
        read: async (buffer, position) => (await file.read(buffer, 0, buffer.length, position)).bytesRead,
        close: () => file.close(),
      };
    },
    addressOf: async () => null,
    withLocalFile: (sha256, work) => work(place(sha256)),
    forgetBroken: (moment) => removeOlder(incoming, moment),
    remove: (sha256) => rm(place(sha256), { force: true }),
    async check() {
      await mkdir(incoming, { recursive: true });
      const probe = join(incoming, randomUUID());
      await writeFile(probe, 'ready');
      await rm(probe);
    },
  };
}
