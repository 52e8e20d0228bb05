import { PassThrough, Readable } from 'node:stream';
import busboy from 'busboy';
import type { Request } from 'express';
import type { FileFormat } from '../../contracts/catalogue.js';
import { Problem } from '../../contracts/problems.js';
import type { Storage, Stored } from '../kernel/storage.js';
import { refuseWrongContent, uploadFormat } from './formats.js';

/** A file as it was received; an archive is unfolded before it becomes files of a revision. */
export type Upload = Stored & { name: string; format: FileFormat | 'zip' };

/**
 * Streams the one file of a multipart request into the store, hashing on the way. Throws 415 for another content type or
 * a format the exchange does not take, 400 without a file in the field `file`, 413 over the limit, 422 for content
 * that is not of its format. A reader that goes away leaves nothing behind.
 */
export async function receiveUpload(req: Request, storage: Storage, maxBytes: number): Promise<Upload> {
  const parser = openParser(req);
  return await new Promise<Upload>((resolve, reject) => {
    let whole: PassThrough | null = null;
    let kept: Promise<Upload> | null = null;
    const fail = (error: Error) => {
      req.unpipe(parser);
      req.resume();
      whole?.destroy(error);
      reject(error);
    };
    const unreadable = (error: unknown) => fail(unreadableForm(error as Error));
    parser.on('file', (field, source, info) => {
      // busboy ends a file that was cut short with an error of its own.
      source.on('error', unreadable);
      if (field !== 'file' || kept) {
        source.resume();
        fail(notOneFile('Gửi đúng một tệp, trong trường “file”.', 'Send exactly one file, in the field “file”.'));
        return;
      }
      whole = new PassThrough();
      // Whoever reads it hears of the error; nobody may be reading any more when it comes.
      whole.on('error', () => {});
      kept = keep(source.pipe(whole), info.filename ?? '', storage, maxBytes);
      kept.catch((error: Error) => {
        source.resume();
        fail(error);
      });
    });
    parser.on('error', unreadable);
    parser.on('close', () => {
      if (kept) kept.then(resolve, reject);
      else fail(notOneFile('Thiếu tệp trong trường “file”.', 'There is no file in the field “file”.'));
    });
    // A sender may go away at any moment, also before this begins: then no more of the form ever comes.
    req.once('close', () => {
      if (!req.readableEnded) fail(brokenOff());
    });
    if (req.destroyed) fail(brokenOff());
    else req.pipe(parser);
  });
}

function openParser(req: Request) {
  try {
    return busboy({ headers: req.headers, defParamCharset: 'utf8', limits: { files: 2, fields: 5 } });
  } catch {
    // busboy refuses other content types by throwing while it is made.
    throw new Problem('unsupported-media', {
      vi: 'Gửi tệp bằng multipart/form-data, trường “file”.',
      en: 'Send the file as multipart/form-data, in the field “file”.',
    });
  }
}

function notOneFile(vi: string, en: string): Problem {
  return new Problem('invalid-input', { vi, en });
}

function unreadableForm({ message }: Error): Problem {
  return new Problem('invalid-input', {
    vi: 'Nội dung multipart không đọc được.',
    en: `The multipart body cannot be read: ${message}.`,
  });
}

function brokenOff(): Problem {
  return new Problem('invalid-input', {
    vi: 'Việc tải lên bị ngắt giữa chừng; hãy tải lại tệp.',
    en: 'The upload was broken off; send the file again.',
  });
}

async function keep(source: Readable, filename: string, storage: Storage, maxBytes: number): Promise<Upload> {
  const name = cleanName(filename);
  const format = uploadFormat(name);
  const parts = source[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  const head = await firstBytes(parts);
  refuseWrongContent(head, format, name);
  const stored = await storage.keepStream(Readable.from(joined(head, parts), { objectMode: false }), maxBytes);
  return { ...stored, name, format };
}

/** The base name, NFC, without control characters or path separators. */
export function cleanName(filename: string): string {
  const base = filename.split(/[\\/]/).at(-1) ?? '';
  const name = [...base.normalize('NFC')]
    .filter((letter) => letter >= ' ' && letter !== '\u007f')
    .join('')
    .trim();
  if (name === '' || name.startsWith('.') || name.length > 200) {
    throw new Problem('invalid-input', {
      vi: 'Tên tệp phải có 1–200 ký tự và không bắt đầu bằng dấu chấm.',
      en: 'The file name must have 1 to 200 characters and not begin with a dot.',
    });
  }
  return name;
}

/** How much of a file tells whether it is what its name says. */
const inspected = 64 * 1024;

/** The first bytes of a file, however small the pieces are in which the network brings them. */
async function firstBytes(parts: AsyncIterator<Buffer>): Promise<Buffer> {
  const head: Buffer[] = [];
  for (let bytes = 0; bytes < inspected; ) {
    const next = await parts.next();
    if (next.done) break;
    head.push(next.value);
    bytes += next.value.length;
  }
  return Buffer.concat(head);
}

async function* joined(head: Buffer, rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  yield head;
  for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
}
