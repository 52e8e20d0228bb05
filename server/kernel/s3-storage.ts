import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream, mkdirSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { sha256 as hash } from './hash.js';
import { measure, removeOlder, type Storage, type Stored } from './storage.js';

export type S3Options = {
  endpoint: string;
  bucket: string;
  accessKeyId: string;
  secretAccessKey: string;
  region: string;
};

/** How long a connection, or the whole of a check, may take. */
const patienceMs = 5_000;
const unbounded = { maxSockets: Number.POSITIVE_INFINITY };

/**
 * The store in an S3-compatible bucket: `objects/ab/cd/abcd…`. A stream is kept on the disk while it is hashed, so that
 * what breaks off or is too large never reaches the bucket, and a repeat of what is there is not sent again.
 */
export function s3Storage(options: S3Options, temporaryFolder: string): Storage {
  const { endpoint, bucket: Bucket, accessKeyId, secretAccessKey, region } = options;
  const client = new S3Client({
    endpoint,
    region,
    credentials: { accessKeyId, secretAccessKey },
    forcePathStyle: true,
    // Not every compatible server knows the newer checksum trailers; the key is the checksum here.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    // A download holds its connection as long as its reader takes: with a bound, slow readers would stop everything else.
    requestHandler: { connectionTimeout: patienceMs, httpAgent: unbounded, httpsAgent: unbounded },
  });
  const place = (sha256: string) => `objects/${sha256.slice(0, 2)}/${sha256.slice(2, 4)}/${sha256}`;

  /** Runs `work` with the path of a file that is gone afterwards. */
  async function withTemporary<T>(work: (path: string) => Promise<T>): Promise<T> {
    // At once: nobody would hear a source that breaks off while a folder is waited for.
    mkdirSync(temporaryFolder, { recursive: true, mode: 0o700 });
    const path = join(temporaryFolder, randomUUID());
    try {
      return await work(path);
    } finally {
      await rm(path, { force: true });
    }
  }

  async function size(sha256: string): Promise<number | null> {
    try {
      const found = await client.send(new HeadObjectCommand({ Bucket, Key: place(sha256) }));
      return found.ContentLength ?? 0;
    } catch (error) {
      if (error instanceof S3ServiceException && error.$metadata.httpStatusCode === 404) return null;
      throw error;
    }
  }

  async function send(path: string, stored: Stored): Promise<Stored> {
    if ((await size(stored.sha256)) !== stored.bytes) {
      const Body = createReadStream(path);
      await new Upload({ client, params: { Bucket, Key: place(stored.sha256), Body } }).done();
    }
    return stored;
  }

  async function open(sha256: string, range?: { start: number; end: number }): Promise<Readable> {
    const Range = range && `bytes=${range.start}-${range.end}`;
    const got = await client.send(new GetObjectCommand({ Bucket, Key: place(sha256), ...(Range ? { Range } : {}) }));
    if (!(got.Body instanceof Readable)) throw new Error(`The store gave no stream for ${sha256}.`);
    return got.Body;
  }

  return {
    size,
    open,
    keepStream: (source, maxBytes) =>
      withTemporary(async (path) => {
        const meter = measure(maxBytes);
        await pipeline(source, meter, createWriteStream(path, { mode: 0o600 }));
        return await send(path, meter.result());
      }),
    keep: (content) =>
      withTemporary(async (path) => {
        const bytes = typeof content === 'string' ? Buffer.from(content) : content;
        await writeFile(path, bytes, { mode: 0o600 });
        return await send(path, { sha256: hash(bytes), bytes: bytes.length });
      }),
    source: async () => null,
    addressOf: (sha256, { seconds, mediaType, disposition }) =>
      getSignedUrl(
        client,
        new GetObjectCommand({
          ...{ Bucket, Key: place(sha256) },
          ...{ ResponseContentType: mediaType, ResponseContentDisposition: disposition },
        }),
        { expiresIn: seconds },
      ),
    withLocalFile: (sha256, work) =>
      withTemporary(async (path) => {
        const digest = createHash('sha256');
        const source = await open(sha256);
        source.on('data', (part: Buffer) => digest.update(part));
        await pipeline(source, createWriteStream(path, { mode: 0o600 }));
        const found = digest.digest('hex');
        if (found !== sha256) throw new Error(`The object ${sha256} is damaged in the store: its content is ${found}.`);
        return await work(path);
      }),
    forgetBroken: (moment) => removeOlder(temporaryFolder, moment),
    async remove(sha256) {
      await client.send(new DeleteObjectCommand({ Bucket, Key: place(sha256) }));
    },
    async check() {
      const Key = `probe/${randomUUID()}`;
      const abortSignal = AbortSignal.timeout(patienceMs);
      await client.send(new PutObjectCommand({ Bucket, Key, Body: 'ready' }), { abortSignal });
      await client.send(new DeleteObjectCommand({ Bucket, Key }), { abortSignal });
    },
  };
}
