import { createReadStream, createWriteStream } from 'node:fs';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import yauzl from 'yauzl';

/** What a packed file may become: bombs are small files that unfold to enormous ones. */
export type UnpackLimits = { bytes: number; entries: number };

/** Over this size, content that is more than `ratio` times its packed form is taken for a bomb. */
const suspicious = 256 * 1024 * 1024;
const ratio = 400;

/** Breaks off beyond the limit, or when content unfolds as only a bomb does. */
function bounded(limit: { left: number }, packed: number): Transform {
  let bytes = 0;
  return new Transform({
    transform(part: Buffer, _encoding, done) {
      bytes += part.length;
      limit.left -= part.length;
      if (limit.left < 0) done(new Error('The packed file unfolds to more than the exchange takes.'));
      else if (bytes > suspicious && bytes > packed * ratio) done(new Error('The packed file unfolds like a bomb.'));
      else done(null, part);
    },
  });
}

/** Unfolds a gzip file; throws for one that is damaged or unfolds too far. */
export async function gunzip(from: string, to: string, packed: number, { bytes }: UnpackLimits): Promise<void> {
  try {
    await pipeline(
      createReadStream(from),
      createGunzip(),
      bounded({ left: bytes }, packed),
      createWriteStream(to, { mode: 0o600 }),
    );
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException;
    throw new Error(
      code.startsWith('Z_') || code === 'ERR_BUFFER' ? `The gzip file is damaged (${message}).` : message,
    );
  }
}

/** Names in an archive that are no data: read-mes, licences, scans, what systems leave behind. */
export function isBeside(name: string): boolean {
  const base = name.split('/').at(-1) ?? '';
  return (
    name.endsWith('/') ||
    base.startsWith('.') ||
    name.startsWith('__MACOSX/') ||
    /^(readme|licen[cs]e|notice|changelog|copying|attribution)\b/i.test(base) ||
    /\.(md|pdf|html?|docx?|rtf|png|jpe?g|gif|svg|xml|xsd|sha256|md5|prj|cpg)$/i.test(base)
  );
}

export type Member = { name: string; path: string };

/**
 * Unfolds the files of a `.zip` that hold data. Throws for a damaged, locked or overlarge archive; names that lead out of it
 * are refused by the reader of the archive.
 */
export async function unzip(
  from: string,
  place: (index: number) => string,
  limits: UnpackLimits,
  wanted: (name: string) => boolean,
): Promise<{ members: Member[]; left: string[] }> {
  const zip = await yauzl.openPromise(from, { autoClose: false, lazyEntries: true });
  const members: Member[] = [];
  const left: string[] = [];
  const budget = { left: limits.bytes };
  try {
    if (zip.entryCount > limits.entries) throw new Error(`The archive has more than ${limits.entries} files.`);
    for await (const entry of zip.eachEntry()) {
      const { fileName, uncompressedSize, compressedSize } = entry;
      if (isBeside(fileName) || !wanted(fileName)) {
        if (!fileName.endsWith('/')) left.push(fileName);
        continue;
      }
      if (entry.isEncrypted()) throw new Error(`“${fileName}” in the archive is locked with a password.`);
      if (uncompressedSize > budget.left) throw new Error('The packed file unfolds to more than the exchange takes.');
      const path = place(members.length);
      await pipeline(
        await zip.openReadStreamPromise(entry),
        bounded(budget, compressedSize),
        createWriteStream(path, { mode: 0o600 }),
      );
      members.push({ name: fileName, path });
    }
  } finally {
    zip.close();
  }
  return { members, left };
}
