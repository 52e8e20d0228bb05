import type { Bytes } from '../../contracts/proofs.js';
import { hashNode, perfectRoot, tileWidth } from './tree.js';

/** Hashes of one tile of a log, at least as many as asked for. */
export type ReadTile = (level: number, n: number, width: number) => Promise<readonly Bytes[]>;

/** Proofs over the tiles of a log of `size` leaves (RFC 9162, 2.1.3.1 and 2.1.4.1). */
export function prover(size: number, readTile: ReadTile) {
  const tiles = new Map<string, Promise<readonly Bytes[]>>();

  function tile(level: number, n: number): Promise<readonly Bytes[]> {
    const key = `${level}/${n}`;
    const known = tiles.get(key);
    if (known) return known;
    const inLevel = Math.floor(size / tileWidth ** level);
    const read = readTile(level, n, Math.min(tileWidth, inLevel - n * tileWidth));
    tiles.set(key, read);
    return read;
  }

  /** Root of the perfect subtree of 2^height leaves that is number `n` of its height. */
  async function perfect(height: number, n: number): Promise<Bytes> {
    const level = Math.floor(height / 8);
    const span = 2 ** (height % 8);
    const start = n * span;
    const hashes = await tile(level, Math.floor(start / tileWidth));
    const at = start % tileWidth;
    return perfectRoot(hashes.slice(at, at + span));
  }

  async function subtree(start: number, end: number): Promise<Bytes> {
    const count = end - start;
    const height = Math.round(Math.log2(count));
    if (2 ** height === count && start % count === 0) return await perfect(height, start / count);
    const split = start + leftCount(count);
    return hashNode(await subtree(start, split), await subtree(split, end));
  }

  async function path(index: number, start: number, end: number): Promise<Bytes[]> {
    if (end - start === 1) return [];
    const split = start + leftCount(end - start);
    return index < split
      ? [...(await path(index, start, split)), await subtree(split, end)]
      : [...(await path(index, split, end)), await subtree(start, split)];
  }

  async function subproof(from: number, start: number, end: number, whole: boolean): Promise<Bytes[]> {
    if (from === end) return whole ? [] : [await subtree(start, end)];
    const split = start + leftCount(end - start);
    return from <= split
      ? [...(await subproof(from, start, split, whole)), await subtree(split, end)]
      : [...(await subproof(from, split, end, false)), await subtree(start, split)];
  }

  return {
    root: () => subtree(0, size),
    rootAt: (earlier: number) => subtree(0, earlier),
    leaf: (index: number) => perfect(0, index),
    inclusion: (index: number) => path(index, 0, size),
    consistency: async (from: number) => (from === 0 ? [] : await subproof(from, 0, size, true)),
  };
}

/** The largest power of two below `count`. */
function leftCount(count: number): number {
  let left = 1;
  while (left * 2 < count) left *= 2;
  return left;
}
