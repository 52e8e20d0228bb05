import { type EvidenceManifest, evidenceManifest } from '../../contracts/evidence.js';
import {
  type Bytes,
  leafHash,
  openCheckpoint,
  ProofFault,
  parseTlogProof,
  parseVerifierKey,
  verifyInclusion,
} from '../../contracts/proofs.js';
import { ed25519 } from './signer.js';
import { hashOf } from './tree.js';

/** The files of an evidence bundle by their paths. */
export type BundleFiles = ReadonlyMap<string, Uint8Array>;
export type VerifiedBundle = { manifest: EvidenceManifest; events: number; documents: number };

const hex = (bytes: Uint8Array) => Buffer.from(hashOf(bytes)).toString('hex');

/**
 * Checks an evidence bundle with nothing but the log's key: every file is named by the manifest with its hash, every event
 * stands under the checkpoint, and the checkpoint is signed. Throws `ProofFault` that names the first thing that does not hold.
 */
export async function verifyBundle(
  files: BundleFiles,
  vkey: string,
  tell: (done: number, of: number) => void = () => {},
): Promise<VerifiedBundle> {
  const manifest = manifestOf(files);
  const named = new Set(['manifest.json', ...manifest.files.map((one) => one.path)]);
  for (const path of files.keys()) if (!named.has(path)) throw new ProofFault(`${path} is not in the manifest.`);
  for (const { path, bytes, sha256 } of manifest.files) {
    const content = contentOf(files, path);
    if (content.length !== bytes || hex(content) !== sha256) {
      throw new ProofFault(`${path} is not what the manifest names.`);
    }
  }
  const verifier = await parseVerifierKey(hashOf, vkey);
  if (textOf(files, 'vkey').trim() !== vkey.trim()) throw new ProofFault('The bundle names another key.');
  const head = await openCheckpoint(ed25519, textOf(files, 'checkpoint'), verifier);
  for (const [done, { id, index, path }] of manifest.events.entries()) {
    const claim = parseTlogProof(textOf(files, path));
    const { size, root } = await openCheckpoint(ed25519, claim.checkpoint, verifier);
    if (claim.index !== index || !claim.extra || size !== head.size || eventIn(claim.extra) !== id) {
      throw new ProofFault(`${path} is of another event.`);
    }
    const leaf = await leafHash(hashOf, claim.extra);
    await verifyInclusion(hashOf, { index, size, leaf, root, proof: claim.proof }).catch((error: Error) => {
      throw new ProofFault(`${path}: ${error.message}`);
    });
    tell(done + 1, manifest.events.length);
  }
  const documents = [...files.keys()].filter((path) => path.startsWith('documents/')).length;
  return { manifest, events: manifest.events.length, documents };
}

function manifestOf(files: BundleFiles): EvidenceManifest {
  const text = textOf(files, 'manifest.json');
  try {
    return evidenceManifest.parse(JSON.parse(text));
  } catch {
    throw new ProofFault('manifest.json is not the manifest of an evidence bundle.');
  }
}

function contentOf(files: BundleFiles, path: string): Uint8Array {
  const content = files.get(path);
  if (!content) throw new ProofFault(`${path} is missing.`);
  return content;
}

function textOf(files: BundleFiles, path: string): string {
  return new TextDecoder().decode(contentOf(files, path));
}

function eventIn(leaf: Bytes): unknown {
  try {
    return (JSON.parse(new TextDecoder().decode(leaf)) as { id?: unknown }).id;
  } catch {
    return null;
  }
}
