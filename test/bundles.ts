import { buffer } from 'node:stream/consumers';
import yauzl from 'yauzl';
import type { Person } from './person.js';

export type Files = Map<string, Buffer>;

/** Fetches a bundle as a browser does. */
export async function fetchBundle(person: Person, id: string): Promise<Buffer> {
  const reply = await person.agent
    .get(`/api/v1/bundles/${id}/file`)
    .buffer(true)
    .parse((res, done) => {
      const parts: Buffer[] = [];
      res.on('data', (part: Buffer) => parts.push(part));
      res.on('end', () => done(null, Buffer.concat(parts)));
    });
  if (reply.status !== 200) throw new Error(`${reply.status} ${reply.body}`);
  return reply.body as Buffer;
}

/** The files of a `.zip` by their paths, in their order. */
export async function unzip(bytes: Buffer): Promise<Files> {
  const zip = await new Promise<yauzl.ZipFile>((resolve, reject) =>
    yauzl.fromBuffer(bytes, { lazyEntries: true }, (error, opened) => (error ? reject(error) : resolve(opened))),
  );
  const files: Files = new Map();
  return await new Promise((resolve, reject) => {
    zip.on('error', reject);
    zip.on('end', () => resolve(files));
    zip.on('entry', (entry: yauzl.Entry) => {
      zip.openReadStream(entry, (error, stream) => {
        if (error) return reject(error);
        buffer(stream).then((content) => {
          files.set(entry.fileName, content);
          zip.readEntry();
        }, reject);
      });
    });
    zip.readEntry();
  });
}
