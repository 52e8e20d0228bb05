import { accuse, type Heard, length, type Verdict } from './tardos.js';

/** Votes for a one and for a zero at a position. */
export type Votes = { at: number; ones: number; zeros: number };

/** The bit that the cells of each position agree on; null where nothing was heard or they are divided. Pure. */
export function heardOf(votes: readonly Votes[]): Heard {
  const heard: (0 | 1 | null)[] = Array.from({ length }, () => null);
  for (const { at, ones, zeros } of votes) if (ones !== zeros) heard[at] = ones > zeros ? 1 : 0;
  return heard;
}

export function verdictOf(secret: string, buyers: readonly string[], votes: readonly Votes[]): Verdict {
  return accuse(secret, buyers, heardOf(votes));
}
