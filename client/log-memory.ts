import { useSyncExternalStore } from 'react';
import {
  type Bytes,
  type Checkpoint,
  fromBase64,
  openCheckpoint,
  ProofFault,
  parseVerifierKey,
  type Verifier,
  verifyConsistency,
} from '../contracts/proofs';
import { ApiProblem, call, fetchText } from './api';
import { ed25519, sha256 } from './crypto';

/** What this browser saw last, and what it is shown now: both signed, and not of one history. */
export type Alarm = { reason: string; remembered: Remembered; shown: Remembered };
type Remembered = { vkey: string; checkpoint: string };

const key = 'datasan.log';
const heads = new Map<string, Promise<Checkpoint>>();
let turn: Promise<unknown> = Promise.resolve();
let served: Promise<string> | null = null;
let alarm: Alarm | null = null;
const listeners = new Set<() => void>();

/**
 * Opens a checkpoint: its signature must be the log’s, and its tree must grow from, or into, the newest one that this
 * browser has seen. Throws `ProofFault` otherwise, and raises the alarm where history differs.
 */
export function trustedHead(note: string): Promise<Checkpoint> {
  const known = heads.get(note);
  if (known) return known;
  // One after the other, so that all are compared with the newest.
  const head = turn.then(() => witness(note));
  turn = head.catch((error) => {
    // What could not be fetched may be asked for again; what does not hold does not hold.
    if (!(error instanceof ProofFault)) heads.delete(note);
  });
  heads.set(note, head);
  return head;
}

async function witness(note: string): Promise<Checkpoint> {
  served ??= fetchText('/log/vkey').then((text) => text.trim());
  const vkey = await served.catch((error) => {
    served = null;
    throw error;
  });
  const remembered = recall();
  const shown = { vkey, checkpoint: note };
  if (remembered && remembered.vkey !== vkey) {
    throw raise({ reason: 'The log is signed with another key than before.', remembered, shown });
  }
  const verifier = await parseVerifierKey(sha256, vkey);
  const head = await openCheckpoint(ed25519, note, verifier);
  if (remembered) await requireOneHistory(verifier, remembered, head, shown);
  else keep(shown);
  return head;
}

async function requireOneHistory(verifier: Verifier, remembered: Remembered, head: Checkpoint, shown: Remembered) {
  const last = await openCheckpoint(ed25519, remembered.checkpoint, verifier);
  const [older, newer] = head.size < last.size ? [head, last] : [last, head];
  try {
    const proof = await fetchConsistency(older.size, newer.size);
    const claim = { from: older.size, fromRoot: older.root, to: newer.size, toRoot: newer.root, proof };
    await verifyConsistency(sha256, claim);
  } catch (error) {
    if (error instanceof ProofFault) throw raise({ reason: error.message, remembered, shown });
    if (error instanceof ApiProblem && error.body.status === 404) {
      const reason = `The log no longer has the ${newer.size} entries that this browser has seen signed.`;
      throw raise({ reason, remembered, shown });
    }
    throw error;
  }
  if (head.size > last.size) keep(shown);
}

/** The hashes that lead from a tree to a later one; throws what `fetch` throws. */
export async function fetchConsistency(from: number, to: number): Promise<Bytes[]> {
  if (from === to || from === 0) return [];
  const answer = await call('proveConsistency', { query: { from, to } });
  return answer.proof.map(fromBase64);
}

function recall(): Remembered | null {
  const text = localStorage.getItem(key);
  const { vkey, checkpoint } = parsed(text ?? '{}');
  return typeof vkey === 'string' && typeof checkpoint === 'string' ? { vkey, checkpoint } : null;
}

function parsed(text: string): Partial<Remembered> {
  try {
    return (JSON.parse(text) ?? {}) as Partial<Remembered>;
  } catch {
    // Not written by us: as if nothing were remembered.
    return {};
  }
}

function keep(remembered: Remembered): void {
  localStorage.setItem(key, JSON.stringify(remembered));
}

/** Forgets what was seen: the next checkpoint is taken on trust, like the first. */
export function forgetLog(): void {
  localStorage.removeItem(key);
  heads.clear();
  alarm = null;
  for (const tell of listeners) tell();
}

function raise(found: Alarm): ProofFault {
  alarm = found;
  for (const tell of listeners) tell();
  return new ProofFault(found.reason);
}

/** The alarm, when the log’s history differs from what this browser remembers. */
export function useLogAlarm(): Alarm | null {
  return useSyncExternalStore(
    (tell) => {
      listeners.add(tell);
      return () => listeners.delete(tell);
    },
    () => alarm,
  );
}
