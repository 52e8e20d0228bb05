import { createPrivateKey, createPublicKey, type KeyObject, randomBytes, sign, verify } from 'node:crypto';
import { type Bytes, type Ed25519, keyIdOf, toBase64, toHex, utf8 } from '../../contracts/proofs.js';
import { hashOf } from './tree.js';

/** A key that signs checkpoints, and what others verify them with. */
export type Signer = {
  name: string;
  vkey: string;
  /** A signed note (C2SP) of a body that ends in a line break. */
  note(body: string): string;
};

const pkcs8 = Buffer.from('302e020100300506032b657004220420', 'hex');
const spki = Buffer.from('302a300506032b6570032100', 'hex');

/** A new private key in the form of Go's note package: `PRIVATE+KEY+name+hash+key`. */
export async function newSigningKey(name: string): Promise<string> {
  const seed = new Uint8Array(randomBytes(32));
  const keyId = await keyIdOf(hashOf, name, publicOf(privateOf(seed)));
  return `PRIVATE+KEY+${name}+${toHex(keyId)}+${toBase64(Uint8Array.of(1, ...seed))}`;
}

/** Opens a private key; throws when it is malformed or its hash does not fit. */
export async function openSigner(key: string): Promise<Signer> {
  const match = /^PRIVATE\+KEY\+([^+\s]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/.exec(key.trim());
  const raw = Buffer.from(match?.[3] ?? '', 'base64');
  if (!match || raw.length !== 33 || raw[0] !== 1) {
    throw new Error('LOG_SIGNING_KEY must be an Ed25519 key of the form PRIVATE+KEY+name+hash+key.');
  }
  const [, name = '', hash = ''] = match;
  const privateKey = privateOf(raw.subarray(1));
  const publicKey = publicOf(privateKey);
  const keyId = await keyIdOf(hashOf, name, publicKey);
  if (toHex(keyId) !== hash) throw new Error('The hash in LOG_SIGNING_KEY does not fit its name and key.');
  return {
    name,
    vkey: `${name}+${hash}+${toBase64(Uint8Array.of(1, ...publicKey))}`,
    note(body) {
      const signature = new Uint8Array(sign(null, utf8(body), privateKey));
      return `${body}\n— ${name} ${toBase64(Uint8Array.of(...keyId, ...signature))}\n`;
    },
  };
}

/** Ed25519 of Node. */
export const ed25519: Ed25519 = (publicKey, message, signature) => {
  const key = createPublicKey({ key: Buffer.concat([spki, publicKey]), format: 'der', type: 'spki' });
  return verify(null, message, key, signature);
};

function privateOf(seed: Uint8Array): KeyObject {
  return createPrivateKey({ key: Buffer.concat([pkcs8, seed]), format: 'der', type: 'pkcs8' });
}

function publicOf(privateKey: KeyObject): Bytes {
  const der = createPublicKey(privateKey).export({ format: 'der', type: 'spki' });
  return new Uint8Array(der.subarray(spki.length));
}
