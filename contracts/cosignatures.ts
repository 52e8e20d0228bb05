import { type Bytes, type Ed25519, fail, joined, openNote, same, utf8, type Verifier } from './proofs.js';

/** That a witness saw this checkpoint, and had seen no other history of the log: its line in the note, and when (seconds). */
export type Cosignature = { line: string; time: number };

/**
 * The witness's cosignature in a signed note (C2SP tlog-cosignature v1, Ed25519); null when the note carries none of it.
 * Throws `ProofFault` for one that is not valid. `witness` is a key of the type `cosignature`.
 */
export async function findCosignature(ed25519: Ed25519, note: string, witness: Verifier): Promise<Cosignature | null> {
  const { body, signatures } = openNote(note);
  const own = signatures.find(({ name, keyId }) => name === witness.name && same(keyId, witness.keyId));
  if (!own) return null;
  const time = own.signature.length === 72 ? timeIn(own.signature) : Number.NaN;
  if (!Number.isSafeInteger(time)) fail(`The cosignature of ${witness.name} is malformed.`);
  const valid = await ed25519(witness.publicKey, cosignedMessage(body, time), own.signature.slice(8));
  if (!valid) fail(`The cosignature of ${witness.name} is not valid.`);
  return { line: own.line, time };
}

/** What a witness signs: its statement that at `time` (seconds) this was the newest head of a consistent history. */
export function cosignedMessage(body: string, time: number): Bytes {
  return utf8(`cosignature/v1\ntime ${time}\n${body}`);
}

/** The bytes of a signature line: the time in front of the signature. */
export function timestamped(time: number, signature: Bytes): Bytes {
  const stamp = new Uint8Array(8);
  new DataView(stamp.buffer).setBigUint64(0, BigInt(time));
  return joined([stamp, signature]);
}

function timeIn(signature: Bytes): number {
  return Number(new DataView(signature.buffer, signature.byteOffset).getBigUint64(0));
}
