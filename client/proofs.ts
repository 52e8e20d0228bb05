import { type Leaf, readLeaf, requireSame, type ShownEvent } from '../contracts/leaf';
import { leafHash, ProofFault, parseTlogProof, toBase64, verifyInclusion } from '../contracts/proofs';
import { ApiProblem, fetchText } from './api';
import { CannotCheck, sha256 } from './crypto';
import { trustedHead } from './log-memory';

/** An entry that this browser has found in the log, under a head whose signature and history it has checked. */
export type Proven = {
  leaf: Leaf;
  text: string;
  index: number;
  size: number;
  root: string;
  hash: string;
  signer: string;
};

/** Checks a `.tlog-proof` from the entry to the signature; throws `ProofFault` for whatever does not hold. */
export async function checkProof(proofText: string): Promise<Proven> {
  const { extra, index, proof, checkpoint } = parseTlogProof(proofText);
  if (!extra) throw new ProofFault('The proof carries no entry.');
  const { origin, size, root } = await trustedHead(checkpoint);
  const hash = await leafHash(sha256, extra);
  await verifyInclusion(sha256, { index, size, leaf: hash, root, proof });
  const text = new TextDecoder().decode(extra);
  return { leaf: readLeaf(extra), text, index, size, root: toBase64(root), hash: toBase64(hash), signer: origin };
}

/** What came of a check. `lost`: the proof could not be fetched; `unable`: this browser cannot check. */
export type Verdict<P> =
  | { kind: 'waiting' }
  | { kind: 'unable'; reason: string }
  | { kind: 'lost' }
  | { kind: 'broken'; reason: string }
  | { kind: 'verified'; proven: P };

/** Runs a check and tells faults from refusals: only what was really checked is verified, or broken. */
export async function verdictOf<P>(check: () => Promise<P>): Promise<Verdict<P>> {
  try {
    return { kind: 'verified', proven: await check() };
  } catch (error) {
    if (error instanceof ProofFault) return { kind: 'broken', reason: error.message };
    if (error instanceof CannotCheck) return { kind: 'unable', reason: error.message };
    if (error instanceof ApiProblem && error.body.code === 'conflict') {
      return { kind: 'waiting' };
    }
    if (error instanceof ApiProblem || error instanceof TypeError) return { kind: 'lost' };
    throw error;
  }
}

const found = new Map<string, Proven>();

/** Checks that an event is in the log as the screen shows it. What was found once is not fetched again. */
export async function checkEvent(shown: ShownEvent): Promise<Verdict<Proven>> {
  return await verdictOf(async () => {
    const proven =
      found.get(shown.id) ?? (await paced(async () => checkProof(await fetchText(proofAddress(shown.id)))));
    requireSame(proven.leaf, shown);
    found.set(shown.id, proven);
    return proven;
  });
}

export function proofAddress(eventId: string): string {
  return `/api/v1/events/${eventId}/proof`;
}

const atOnce = 4;
let running = 0;
const turns: (() => void)[] = [];

/** Lets at most four pieces of work run at a time: a long list asks the exchange bit by bit. */
export async function paced<T>(work: () => Promise<T>): Promise<T> {
  if (running >= atOnce) await new Promise<void>((resolve) => turns.push(resolve));
  else running += 1;
  try {
    return await work();
  } finally {
    const next = turns.shift();
    if (next) next();
    else running -= 1;
  }
}
