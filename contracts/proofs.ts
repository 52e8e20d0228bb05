/**
 * Verifying a transparency log, in the browser, in the server and on the command line: RFC 6962 trees, C2SP signed notes,
 * checkpoints and tlog-proofs. Nothing here trusts whoever answered. Sizes and indexes are safe integers.
 */
export type Bytes = Uint8Array<ArrayBuffer>;
/** SHA-256 of the platform: `crypto.subtle` in a browser, `node:crypto` elsewhere. */
export type Sha256 = (data: Bytes) => Bytes | Promise<Bytes>;
/** Ed25519 of the platform: whether `signature` is `publicKey`'s over `message`. */
export type Ed25519 = (publicKey: Bytes, message: Bytes, signature: Bytes) => boolean | Promise<boolean>;

/** Why something does not verify; the message may be shown. */
export class ProofFault extends Error {}

export function fail(message: string): never {
  throw new ProofFault(message);
}

/** Hash of a leaf: H(0x00 ‖ data). */
export async function leafHash(sha256: Sha256, data: Bytes): Promise<Bytes> {
  return await sha256(joined([Uint8Array.of(0), data]));
}

/** Hash of an inner node: H(0x01 ‖ left ‖ right). */
export async function nodeHash(sha256: Sha256, left: Bytes, right: Bytes): Promise<Bytes> {
  return await sha256(joined([Uint8Array.of(1), left, right]));
}

export type Inclusion = { index: number; size: number; leaf: Bytes; root: Bytes; proof: readonly Bytes[] };

/** Throws `ProofFault` unless the leaf hash stands at `index` of the tree of `size` with this root (RFC 9162, 2.1.3.2). */
export async function verifyInclusion(sha256: Sha256, { index, size, leaf, root, proof }: Inclusion): Promise<void> {
  if (!isCount(index) || !isCount(size) || index >= size) fail(`There is no leaf ${index} in a tree of ${size}.`);
  let [position, last, hash] = [index, size - 1, leaf];
  for (const sibling of proof) {
    if (last === 0) fail('The proof is too long.');
    if (position % 2 === 1 || position === last) {
      hash = await nodeHash(sha256, sibling, hash);
      while (position % 2 === 0 && position !== 0) [position, last] = [half(position), half(last)];
    } else hash = await nodeHash(sha256, hash, sibling);
    [position, last] = [half(position), half(last)];
  }
  if (last !== 0) fail('The proof is too short.');
  if (!same(hash, root)) fail(`The leaf ${index} is not under the root of the tree of ${size}.`);
}

export type Consistency = { from: number; fromRoot: Bytes; to: number; toRoot: Bytes; proof: readonly Bytes[] };

/** Throws `ProofFault` unless the tree of `to` leaves begins with the tree of `from` leaves (RFC 9162, 2.1.4.2). */
export async function verifyConsistency(sha256: Sha256, claim: Consistency): Promise<void> {
  const { from, fromRoot, to, toRoot, proof } = claim;
  if (!isCount(from) || !isCount(to) || from > to) fail(`A tree of ${to} cannot follow one of ${from}.`);
  if (from === to) {
    if (proof.length > 0) fail('The proof is too long.');
    if (!same(fromRoot, toRoot)) fail(`There are two roots for the tree of ${from}.`);
    return;
  }
  if (from === 0) {
    if (proof.length > 0) fail('The proof is too long.');
    return;
  }
  const path = isPowerOfTwo(from) ? [fromRoot, ...proof] : [...proof];
  let [position, last] = [from - 1, to - 1];
  while (position % 2 === 1) [position, last] = [half(position), half(last)];
  const first = path.shift() ?? fail('The proof is too short.');
  let [older, newer] = [first, first];
  for (const sibling of path) {
    if (last === 0) fail('The proof is too long.');
    if (position % 2 === 1 || position === last) {
      older = await nodeHash(sha256, sibling, older);
      newer = await nodeHash(sha256, sibling, newer);
      while (position % 2 === 0 && position !== 0) [position, last] = [half(position), half(last)];
    } else newer = await nodeHash(sha256, newer, sibling);
    [position, last] = [half(position), half(last)];
  }
  if (last !== 0) fail('The proof is too short.');
  if (!same(older, fromRoot) || !same(newer, toRoot)) {
    fail(`The tree of ${to} does not begin with the tree of ${from}: history was rewritten.`);
  }
}

export type Verifier = { name: string; keyId: Bytes; publicKey: Bytes };

/** What the key of a signed note signs (its first byte): notes as they are, or cosignatures with a time (C2SP tlog-cosignature). */
export const signatureTypes = { note: 1, cosignature: 4 } as const;
export type SignatureType = keyof typeof signatureTypes;

/** A verifier key `name+hash+base64` of a signed note; throws for one that is malformed or not Ed25519 of this type. */
export async function parseVerifierKey(sha256: Sha256, vkey: string, type: SignatureType = 'note'): Promise<Verifier> {
  const match = /^([^+\s]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/.exec(vkey.trim());
  if (!match) fail('The verifier key is not of the form name+hash+key.');
  const [, name = '', hash = '', text = ''] = match;
  const key = fromBase64(text);
  if (key.length !== 33 || key[0] !== signatureTypes[type]) fail(`The verifier key is not an Ed25519 ${type} key.`);
  const publicKey = key.slice(1);
  const keyId = await keyIdOf(sha256, name, publicKey, type);
  if (toHex(keyId) !== hash) fail('The hash in the verifier key does not fit its name and key.');
  return { name, keyId, publicKey };
}

/** The first four bytes of SHA-256(name ‖ LF ‖ type ‖ public key). */
export async function keyIdOf(
  sha256: Sha256,
  name: string,
  publicKey: Bytes,
  type: SignatureType = 'note',
): Promise<Bytes> {
  return (await sha256(joined([utf8(`${name}\n`), Uint8Array.of(signatureTypes[type]), publicKey]))).slice(0, 4);
}

export type Checkpoint = { origin: string; size: number; root: Bytes };

/** The checkpoint in a signed note, if it carries a valid signature of the key and the origin is the key's name. */
export async function openCheckpoint(ed25519: Ed25519, note: string, verifier: Verifier): Promise<Checkpoint> {
  const { body, signatures } = openNote(note);
  let signed = false;
  for (const { name, keyId, signature } of signatures) {
    if (name !== verifier.name || !same(keyId, verifier.keyId)) continue;
    if (!(await ed25519(verifier.publicKey, utf8(body), signature))) fail('The signature is not valid.');
    signed = true;
  }
  if (!signed) fail(`The checkpoint is not signed by ${verifier.name}.`);
  const checkpoint = parseCheckpoint(body);
  if (checkpoint.origin !== verifier.name) fail(`The checkpoint is of another log: ${checkpoint.origin}.`);
  return checkpoint;
}

export type NoteSignature = { line: string; name: string; keyId: Bytes; signature: Bytes };

/** The text that is signed, with its last line break, and the signatures under it; nothing of it verified yet. */
export function openNote(note: string): { body: string; signatures: NoteSignature[] } {
  const split = note.lastIndexOf('\n\n');
  if (split < 0) fail('The checkpoint is not a signed note.');
  const lines = note.slice(split + 2).split('\n');
  if (lines.pop() !== '' || lines.length === 0) fail('The checkpoint has no signatures.');
  const signatures = lines.map((line) => {
    const match = /^— (\S+) ([A-Za-z0-9+/=]+)$/.exec(line);
    if (!match) fail('A signature line of the checkpoint is malformed.');
    const bytes = fromBase64(match[2] ?? '');
    return { line, name: match[1] ?? '', keyId: bytes.slice(0, 4), signature: bytes.slice(4) };
  });
  return { body: note.slice(0, split + 1), signatures };
}

/** Origin, size and root of a checkpoint's body; extension lines are let be. */
export function parseCheckpoint(body: string): Checkpoint {
  const [origin = '', count = '', text = ''] = body.split('\n');
  if (origin === '' || !/^(0|[1-9]\d{0,15})$/.test(count)) fail('The checkpoint is malformed.');
  const root = fromBase64(text);
  if (root.length !== 32) fail('The root in the checkpoint is not a SHA-256.');
  return { origin, size: Number(count), root };
}

export type TlogProof = { extra: Bytes | null; index: number; proof: Bytes[]; checkpoint: string };
const proofHead = 'c2sp.org/tlog-proof@v1';

/** Reads a `.tlog-proof` (C2SP): what it claims, nothing of it verified yet. */
export function parseTlogProof(text: string): TlogProof {
  const split = text.indexOf('\n\n');
  const [head, ...lines] = text.slice(0, split).split('\n');
  if (split < 0 || head !== proofHead) fail('This is not a tlog-proof.');
  const extra = lines[0]?.startsWith('extra ') ? fromBase64((lines.shift() ?? '').slice(6)) : null;
  const match = /^index (0|[1-9]\d{0,15})$/.exec(lines.shift() ?? '') ?? fail('The proof names no index.');
  const proof = lines.map(fromBase64);
  if (proof.some((hash) => hash.length !== 32)) fail('The proof has a line that is not a hash.');
  return { extra, index: Number(match[1]), proof, checkpoint: text.slice(split + 2) };
}

export function formatTlogProof({ extra, index, proof, checkpoint }: TlogProof): string {
  const lines = [proofHead, ...(extra ? [`extra ${toBase64(extra)}`] : []), `index ${index}`, ...proof.map(toBase64)];
  return `${lines.join('\n')}\n\n${checkpoint}`;
}

/** The path of a tile below the log's address: `tile/<level>/<N>` in groups of three, with `.p/<width>` when partial. */
export function tilePath(level: number | 'entries', n: number, width = 256): string {
  let path = String(n % 1000).padStart(3, '0');
  for (let rest = Math.floor(n / 1000); rest > 0; rest = Math.floor(rest / 1000)) {
    path = `x${String(rest % 1000).padStart(3, '0')}/${path}`;
  }
  return `tile/${level}/${path}${width === 256 ? '' : `.p/${width}`}`;
}

function half(value: number): number {
  return Math.floor(value / 2);
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}

function isPowerOfTwo(value: number): boolean {
  let rest = value;
  while (rest > 1 && rest % 2 === 0) rest /= 2;
  return rest === 1;
}

export function joined(parts: readonly Bytes[]): Bytes {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

export function same(a: Bytes, b: Bytes): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}

export function utf8(text: string): Bytes {
  return new TextEncoder().encode(text);
}

export function toHex(bytes: Bytes): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

export function toBase64(bytes: Bytes): string {
  return btoa(String.fromCharCode(...bytes));
}

/** Throws `ProofFault` for text that is not canonical base64. */
export function fromBase64(text: string): Bytes {
  try {
    const bytes = Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
    if (toBase64(bytes) === text) return bytes;
  } catch {
    // Falls through to the refusal.
  }
  return fail('This is not base64.');
}
