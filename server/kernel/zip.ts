import { PassThrough, Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import yazl from 'yazl';

export type ZipEntry = { path: string; content: Buffer };

/**
 * A `.zip` of entries as they come, in their order, all dated `at`; one entry is held in memory at a time. What goes wrong
 * with an entry goes wrong with the stream.
 */
export function zipOf(entries: AsyncIterable<ZipEntry>, at: Date): Readable {
  const zip = new yazl.ZipFile();
  const output = new PassThrough();
  const fail = (error: unknown) => output.destroy(error as Error);
  zip.on('error', fail);
  zip.outputStream.on('error', fail);
  zip.outputStream.pipe(output);
  fill(zip, entries, at, output).catch(fail);
  return output;
}

async function fill(zip: yazl.ZipFile, entries: AsyncIterable<ZipEntry>, at: Date, output: Readable): Promise<void> {
  for await (const { path, content } of entries) {
    if (output.destroyed) return;
    const source = Readable.from(content.length === 0 ? [] : [content], { objectMode: false });
    zip.addReadStreamLazy(path, { mtime: at, mode: 0o100644, size: content.length }, (give) => give(null, source));
    // The next entry is made when this one has been read; a reader that went away ends both.
    const gone = () => source.destroy();
    output.once('close', gone);
    await finished(source, { writable: false });
    output.off('close', gone);
  }
  zip.end();
}

/** An entry of a stored archive, opened when its turn comes. */
export type StoredEntry = { path: string; bytes: number; open: () => Promise<Readable> };

/** An archive of entries as they are, not compressed: its length is known before its first byte. */
export async function storedZip(
  entries: readonly StoredEntry[],
  at: Date,
): Promise<{ stream: Readable; bytes: number }> {
  const zip = new yazl.ZipFile();
  const output = new PassThrough({ highWaterMark: 1024 * 1024 });
  const fail = (error: unknown) => output.destroy(error as Error);
  zip.on('error', fail);
  zip.outputStream.on('error', fail);
  for (const { path, bytes, open } of entries) {
    zip.addReadStreamLazy(path, { mtime: at, mode: 0o100644, size: bytes, compress: false }, (give) => {
      open().then((source) => {
        output.once('close', () => source.destroy());
        give(null, source);
      }, fail);
    });
  }
  const bytes = await new Promise<number>((resolve) =>
    // The declared type does not say so: it is called with the size of the archive.
    zip.end({ forceZip64Format: false, comment: '' }, (size?: number) => resolve(size ?? -1)),
  );
  zip.outputStream.pipe(output);
  return { stream: output, bytes };
}
