import { hash } from 'node:crypto';
import type { Bytes } from '../../contracts/proofs.js';

/** Hashes in a full tile, and the height of the tree inside one. */
export const tileWidth = 256;

/** SHA-256 of the parts, one after another. */
export function hashOf(...parts: readonly Uint8Array[]): Bytes {
  return new Uint8Array(hash('sha256', parts.length === 1 ? (parts[0] as Uint8Array) : Buffer.concat(parts), 'buffer'));
}

export function hashLeaf(data: Uint8Array): Bytes {
  const prefixed = new Uint8Array(data.length + 1);
  prefixed.set(data, 1);
  return hashOf(prefixed);
}

export function hashNode(left: Uint8Array, right: Uint8Array): Bytes {
  const prefixed = new Uint8Array(65);
  prefixed[0] = 1;
  prefixed.set(left, 1);
  prefixed.set(right, 33);
  return hashOf(prefixed);
}

/** Root of a perfect subtree over 2^k hashes. */
export function perfectRoot(hashes: readonly Bytes[]): Bytes {
  let row = hashes;
  while (row.length > 1) {
    const above: Bytes[] = [];
    for (let at = 0; at < row.length; at += 2) above.push(hashNode(row[at] as Bytes, row[at + 1] as Bytes));
    row = above;
  }
  return row[0] as Bytes;
}

/**
 * The right edge of a growing tree: of every level the hashes of its last, partial tile (level 0 holds leaf hashes, level
 * 1 the roots of full level-0 tiles, and so on). Enough to append to the tree and to compute its root (RFC 6962).
 */
export type Edge = Bytes[][];

/** How many hashes the partial tile of each level has in a tree of `size` leaves. */
export function edgeWidths(size: number): number[] {
  const widths: number[] = [];
  for (let rest = size; rest > 0; rest = Math.floor(rest / tileWidth)) widths.push(rest % tileWidth);
  return widths;
}

export type TileGrowth = { level: number; n: number; hashes: Bytes[] };

/** Appends leaf hashes; gives the tiles that grew, each with all its hashes, and moves the edge on. */
export function append(edge: Edge, size: number, leaves: readonly Bytes[]): TileGrowth[] {
  const grown = new Map<string, TileGrowth>();
  const add = (level: number, position: number, hash: Bytes) => {
    edge[level] ??= [];
    const hashes = edge[level];
    hashes.push(hash);
    const n = Math.floor(position / tileWidth);
    const key = `${level}/${n}`;
    if (hashes.length === tileWidth) {
      grown.set(key, { level, n, hashes });
      edge[level] = [];
      add(level + 1, n, perfectRoot(hashes));
    } else if (!grown.has(key)) grown.set(key, { level, n, hashes });
  };
  for (const [index, leaf] of leaves.entries()) add(0, size + index, leaf);
  return [...grown.values()];
}

/** Root of the tree whose right edge this is; of an empty tree the hash of nothing. */
export function rootOf(edge: Edge): Bytes {
  const peaks: Bytes[] = [];
  for (const hashes of [...edge].reverse()) {
    let start = 0;
    for (let width = tileWidth / 2; width >= 1; width /= 2) {
      if (hashes.length - start < width) continue;
      peaks.push(perfectRoot(hashes.slice(start, start + width)));
      start += width;
    }
  }
  const last = peaks.pop();
  if (!last) return hashOf();
  return peaks.reduceRight((right, left) => hashNode(left, right), last);
}

/** Cuts the bytes of a tile into its hashes. */
export function hashesIn(tile: Uint8Array): Bytes[] {
  return Array.from({ length: tile.length / 32 }, (_, at) => new Uint8Array(tile.slice(at * 32, at * 32 + 32)));
}
