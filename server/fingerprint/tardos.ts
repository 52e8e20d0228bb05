import { createCipheriv, createHmac } from 'node:crypto';

/** Positions of a codeword, and the coalition it is made for (Tardos 2003; symmetric scores of Škorić et al. 2008). */
export const length = 2048;
export const coalition = 3;
/** At most so likely is anybody named who had no part in a leak. */
export const falseAccusation = 1e-6;

const cutoff = 1 / (300 * coalition);

/** One fraction from 0 to 1 for each position, fixed by the secret and what it is for: the key stream of AES under a derived key. */
function fractions(secret: string, purpose: string): number[] {
  const key = createHmac('sha256', secret).update(purpose).digest();
  const stream = createCipheriv('aes-256-ctr', key, Buffer.alloc(16)).update(Buffer.alloc(length * 6));
  return Array.from({ length }, (_, at) => stream.readUIntBE(at * 6, 6) / 2 ** 48);
}

/** How likely a one is at each position: the arcsine distribution, cut off at both ends. Fixed by the secret. */
export function biases(secret: string): number[] {
  const edge = Math.asin(Math.sqrt(cutoff));
  return fractions(secret, 'bias').map((part) => Math.sin(edge + part * (Math.PI / 2 - 2 * edge)) ** 2);
}

/** The codeword of a buyer, as zeros and ones. Independent of every other buyer's. */
export function codeword(secret: string, buyer: string, p: readonly number[] = biases(secret)): string {
  return fractions(secret, `word/${buyer}`)
    .map((part, at) => (part < (p[at] ?? 0) ? '1' : '0'))
    .join('');
}

/** What a suspect copy says at each position: 1, 0, or null where it says nothing clear. */
export type Heard = readonly (0 | 1 | null)[];

/** The symmetric score of a codeword: high for who took part, about zero for everybody else. */
export function score(word: string, heard: Heard, p: readonly number[]): number {
  let sum = 0;
  for (const [at, bit] of heard.entries()) {
    if (bit === null) continue;
    const bias = p[at] as number;
    const unlikely = bit === 1 ? bias : 1 - bias;
    const same = word[at] === String(bit);
    sum += same ? Math.sqrt((1 - unlikely) / unlikely) : -Math.sqrt(unlikely / (1 - unlikely));
  }
  return sum;
}

/**
 * The score that somebody who had no part reaches with probability at most `chance`, whatever the leak says: Chernoff's
 * bound over exactly the positions that were heard.
 */
export function threshold(heard: Heard, p: readonly number[], chance: number): number {
  let best = Number.POSITIVE_INFINITY;
  for (let step = 1; step <= 60; step += 1) {
    const tilt = step / 200;
    let log = 0;
    for (const [at, bit] of heard.entries()) {
      if (bit === null) continue;
      const bias = p[at] as number;
      const hit = bit === 1 ? bias : 1 - bias;
      const [up, down] = [Math.sqrt((1 - hit) / hit), -Math.sqrt(hit / (1 - hit))];
      log += Math.log(hit * Math.exp(tilt * up) + (1 - hit) * Math.exp(tilt * down));
    }
    best = Math.min(best, (log - Math.log(chance)) / tilt);
  }
  return best;
}

export type Verdict = {
  /** Buyers named, most likely first; nobody where the copy does not tell. */
  named: { buyer: string; score: number }[];
  threshold: number;
  positions: number;
};

/** Who of the buyers is in a suspect copy. The chance that any innocent is named is at most `falseAccusation`, over all buyers together. */
export function accuse(secret: string, buyers: readonly string[], heard: Heard): Verdict {
  const p = biases(secret);
  const limit = threshold(heard, p, falseAccusation / Math.max(1, buyers.length));
  const scores = buyers.map((buyer) => ({ buyer, score: score(codeword(secret, buyer, p), heard, p) }));
  const named = scores.filter((one) => one.score > limit).sort((a, b) => b.score - a.score);
  return { named, threshold: limit, positions: heard.filter((bit) => bit !== null).length };
}
