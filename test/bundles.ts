import { createHash } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import yauzl from 'yauzl';
import { evidenceManifest } from '../contracts/evidence.js';
import {
  leafHash,
  openCheckpoint,
  ProofFault,
  parseTlogProof,
  parseVerifierKey,
  type Sha256,
  verifyInclusion,
} from '../contracts/proofs.js';
import { ed25519 } from '../server/audit/signer.js';
import type { Person } from './person.js';

export type Files = Map<string, Buffer>;
const sha256: Sha256 = (data) => new Uint8Array(createHash('sha256').update(data).digest());

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

/** Checks a bundle with nothing but the key: every hash of the manifest, every proof of an event. Throws for what does not hold. */
export async function verifyBundle(files: Files, vkey: string): Promise<{ events: number; documents: number }> {
  const text = (path: string) => {
    const content = files.get(path);
    if (!content) throw new ProofFault(`${path} is missing.`);
    return content;
  };
  const manifest = evidenceManifest.parse(JSON.parse(text('manifest.json').toString()));
  const named = new Set(['manifest.json', ...manifest.files.map((one) => one.path)]);
  for (const path of files.keys()) if (!named.has(path)) throw new ProofFault(`${path} is not in the manifest.`);
  for (const { path, bytes, sha256: hash } of manifest.files) {
    const found = createHash('sha256').update(text(path)).digest('hex');
    if (found !== hash || text(path).length !== bytes) throw new ProofFault(`${path} is not what the manifest names.`);
  }
  const verifier = await parseVerifierKey(sha256, vkey);
  if (text('vkey').toString().trim() !== vkey) throw new ProofFault('The bundle names another key.');
  const checkpoint = await openCheckpoint(ed25519, text('checkpoint').toString(), verifier);
  for (const { id, index, path } of manifest.events) {
    const proof = parseTlogProof(text(path).toString());
    const { size, root } = await openCheckpoint(ed25519, proof.checkpoint, verifier);
    if (proof.index !== index || !proof.extra || size !== checkpoint.size)
      throw new ProofFault(`${path} is of another event.`);
    const leaf = await leafHash(sha256, proof.extra);
    await verifyInclusion(sha256, { index, size, leaf, root, proof: proof.proof });
    if (JSON.parse(Buffer.from(proof.extra).toString()).id !== id) throw new ProofFault(`${path} is of another event.`);
  }
  const documents = [...files.keys()].filter((path) => path.startsWith('documents/')).length;
  return { events: manifest.events.length, documents };
}
