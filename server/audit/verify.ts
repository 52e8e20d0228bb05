import { type Bytes, openCheckpoint, ProofFault, parseVerifierKey, same, tilePath } from '../../contracts/proofs.js';
import { entriesIn } from './log.js';
import { ed25519 } from './signer.js';
import { append, type Edge, hashesIn, hashLeaf, hashOf, rootOf, tileWidth } from './tree.js';

/** Where the files of a log are read from: paths below its address, `checkpoint` among them. */
export type LogFiles = (path: string) => Promise<Bytes>;
export type Verified = { origin: string; size: number; root: Bytes; checkpoint: string };

const ahead = 16;

/**
 * Derives a log again from its entries alone and compares every hash of every tile, the root and the signature. Throws
 * `ProofFault` naming the first leaf, tile or signature that does not hold.
 */
export async function verifyLog(
  files: LogFiles,
  vkey: string,
  tell: (done: number, size: number) => void = () => {},
): Promise<Verified> {
  const verifier = await parseVerifierKey(hashOf, vkey);
  const checkpoint = new TextDecoder().decode(await files('checkpoint'));
  const { origin, size, root } = await openCheckpoint(ed25519, checkpoint, verifier);
  const edge: Edge = [];
  const bundles = Math.ceil(size / tileWidth);
  const widthOf = (n: number) => Math.min(tileWidth, size - n * tileWidth);
  const queue: Promise<[Bytes, Bytes]>[] = [];
  const fetchBundle = (n: number) => {
    const both = Promise.all([files(tilePath('entries', n, widthOf(n))), files(tilePath(0, n, widthOf(n)))]);
    // Whoever comes to this bundle hears of its failure; until then it is not unhandled.
    both.catch(() => {});
    return both;
  };
  for (let n = 0; n < bundles; n += 1) {
    while (queue.length < ahead && n + queue.length < bundles) queue.push(fetchBundle(n + queue.length));
    const [bundle, tile] = (await queue.shift()) as [Bytes, Bytes];
    const leaves = leavesIn(bundle, n, widthOf(n));
    compare(tile, leaves, 0, n);
    for (const grown of append(edge, n * tileWidth, leaves)) {
      if (grown.level > 0) await compareAbove(files, grown, size);
    }
    tell(n * tileWidth + leaves.length, size);
  }
  if (!same(rootOf(edge), root)) throw new ProofFault('The root in the checkpoint is not the root of the entries.');
  return { origin, size, root, checkpoint };
}

function leavesIn(bundle: Bytes, n: number, width: number): Bytes[] {
  const leaves = readBundle(bundle, n).map(hashLeaf);
  if (leaves.length !== width)
    throw new ProofFault(`The bundle of entries ${n} has ${leaves.length} of ${width} entries.`);
  return leaves;
}

function readBundle(bundle: Bytes, n: number): Bytes[] {
  try {
    return entriesIn(bundle);
  } catch {
    throw new ProofFault(`The bundle of entries ${n} is cut short.`);
  }
}

/** Tiles above level 0 are compared when they are full, or as wide as the size makes them. */
async function compareAbove(files: LogFiles, grown: { level: number; n: number; hashes: Bytes[] }, size: number) {
  const { level, n, hashes } = grown;
  const final = Math.min(tileWidth, Math.floor(size / tileWidth ** level) - n * tileWidth);
  if (hashes.length === final) compare(await files(tilePath(level, n, final)), hashes, level, n);
}

function compare(tile: Bytes, expected: readonly Bytes[], level: number, n: number): void {
  const found = hashesIn(tile);
  if (tile.length !== expected.length * 32) {
    throw new ProofFault(`The tile ${level}/${n} has ${tile.length} bytes instead of ${expected.length * 32}.`);
  }
  const wrong = expected.findIndex((hash, index) => !same(hash, found[index] as Bytes));
  if (wrong >= 0) {
    const what = level === 0 ? `leaf ${n * tileWidth + wrong}` : `hash ${wrong} of the tile ${level}/${n}`;
    throw new ProofFault(`The ${what} does not fit its ${level === 0 ? 'entry' : 'tiles below'}.`);
  }
}
