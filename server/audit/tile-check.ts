import { hash } from 'node:crypto';
import { type Bytes, ProofFault } from '../../contracts/proofs.js';
import { tileWidth } from './tree.js';

/** Pairs of hashes as they are hashed: 0x01 ‖ left ‖ right. One row of a tile at a time lies in here. */
const row = Buffer.alloc((tileWidth / 2) * 65);
const pairs = Array.from({ length: tileWidth / 2 }, (_, at) => row.subarray(at * 65, at * 65 + 65));
for (const pair of pairs) pair[0] = 1;
const leaves = Buffer.alloc(tileWidth * 32);

/**
 * Hashes the `width` entries of a bundle again and compares them with their tile. Gives the root of a full tile, null for
 * a partial one. Throws `ProofFault` naming the first leaf that does not fit.
 *
 * This is where verifying spends its time, hence one call of SHA-256 per hash and nothing copied that need not be.
 */
export function checkTile(bundle: Bytes, tile: Bytes, n: number, width: number): Bytes | null {
  let at = 0;
  for (let index = 0; index < width; index += 1) {
    const low = bundle[at + 1] ?? 0;
    const end = at + 2 + (((bundle[at] ?? 0) << 8) | low);
    if (at + 2 > bundle.length || end > bundle.length) {
      throw new ProofFault(`The bundle of entries ${n} is cut short: it has ${index} of ${width} entries.`);
    }
    // The byte before the entry serves as the prefix of a leaf for a moment.
    bundle[at + 1] = 0;
    leaves.write(hash('sha256', bundle.subarray(at + 1, end), 'binary'), index * 32, 32, 'binary');
    bundle[at + 1] = low;
    at = end;
  }
  if (at !== bundle.length) throw new ProofFault(`The bundle of entries ${n} has more than ${width} entries.`);
  compareTile(tile, leaves.subarray(0, width * 32), 0, n);
  return width === tileWidth ? rootOfTile(tile) : null;
}

/** Throws `ProofFault` naming the first hash of the tile that is not the one derived. */
export function compareTile(tile: Bytes, derived: Uint8Array, level: number, n: number): void {
  if (tile.length !== derived.length) {
    throw new ProofFault(`The tile ${level}/${n} has ${tile.length} bytes instead of ${derived.length}.`);
  }
  if (Buffer.compare(tile, derived) === 0) return;
  const wrong = Math.floor(tile.findIndex((byte, at) => byte !== derived[at]) / 32);
  const what = level === 0 ? `leaf ${n * tileWidth + wrong}` : `hash ${wrong} of the tile ${level}/${n}`;
  throw new ProofFault(`The ${what} does not fit its ${level === 0 ? 'entry' : 'tiles below'}.`);
}

function rootOfTile(tile: Bytes): Bytes {
  for (const [at, pair] of pairs.entries()) pair.set(tile.subarray(at * 64, at * 64 + 64), 1);
  for (let count = pairs.length; count >= 1; count /= 2) {
    for (let at = 0; at < count; at += 1) {
      row.write(hash('sha256', pairs[at] as Buffer, 'binary'), (at >> 1) * 65 + 1 + (at & 1) * 32, 32, 'binary');
    }
  }
  return new Uint8Array(row.subarray(1, 33));
}
