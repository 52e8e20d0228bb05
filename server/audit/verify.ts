import { type Bytes, openCheckpoint, ProofFault, parseVerifierKey, same, tilePath } from '../../contracts/proofs.js';
import { ed25519 } from './signer.js';
import { checkTile, compareTile } from './tile-check.js';
import { append, type Edge, hashesIn, hashOf, rootOf, type TileGrowth, tileWidth } from './tree.js';

/** Where the files of a log are read from: paths below its address, `checkpoint` among them. */
export type LogFiles = (path: string) => Promise<Bytes>;
export type Verified = { origin: string; size: number; root: Bytes; checkpoint: string };

/** How many bundles are fetched ahead of the one whose turn it is. */
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
  const bundles = Math.ceil(size / tileWidth);
  const widthOf = (n: number) => Math.min(tileWidth, size - n * tileWidth);
  const queue: Promise<[Bytes, Bytes]>[] = [];
  const fetchBundle = (n: number) => {
    const both = Promise.all([files(tilePath('entries', n, widthOf(n))), files(tilePath(0, n, widthOf(n)))]);
    // Whoever comes to this bundle hears of its failure; until then it is not unhandled.
    both.catch(() => {});
    return both;
  };
  /** The tree above the tiles of leaves: their roots are its leaves. */
  const above: Edge = [];
  let last: Bytes[] = [];
  for (let n = 0; n < bundles; n += 1) {
    while (queue.length < ahead && n + queue.length < bundles) queue.push(fetchBundle(n + queue.length));
    const [bundle, tile] = (await queue.shift()) as [Bytes, Bytes];
    const top = checkTile(bundle, tile, n, widthOf(n));
    if (top === null) last = hashesIn(tile);
    else for (const grown of append(above, n, [top])) await compareAbove(files, grown, size);
    tell(n * tileWidth + widthOf(n), size);
  }
  if (!same(rootOf([last, ...above]), root)) {
    throw new ProofFault('The root in the checkpoint is not the root of the entries.');
  }
  return { origin, size, root, checkpoint };
}

/** Tiles above the leaves are compared when they are full, or as wide as the size makes them. */
async function compareAbove(files: LogFiles, grown: TileGrowth, size: number): Promise<void> {
  const [level, { n, hashes }] = [grown.level + 1, grown];
  const final = Math.min(tileWidth, Math.floor(size / tileWidth ** level) - n * tileWidth);
  if (hashes.length !== final) return;
  compareTile(await files(tilePath(level, n, final)), Buffer.concat(hashes), level, n);
}
