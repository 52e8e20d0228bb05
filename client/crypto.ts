import type { Ed25519, Sha256 } from '../contracts/proofs';

/** This browser lacks what checking needs: it must not be taken for a verdict either way. */
export class CannotCheck extends Error {}

/** SHA-256 of the browser; throws `CannotCheck` where the page has no secure context. */
export const sha256: Sha256 = async (data) => new Uint8Array(await subtle().digest('SHA-256', data));

/** Ed25519 of the browser; throws `CannotCheck` where it has none. */
export const ed25519: Ed25519 = async (publicKey, message, signature) => {
  try {
    const key = await subtle().importKey('raw', publicKey, 'Ed25519', false, ['verify']);
    return await subtle().verify('Ed25519', key, signature, message);
  } catch (error) {
    // A key that is no point of the curve verifies nothing; any other failure is a browser that cannot check.
    if (error instanceof DOMException && error.name === 'DataError') return false;
    throw new CannotCheck('This browser has no Ed25519.');
  }
};

function subtle(): SubtleCrypto {
  // It is missing outside secure contexts, whatever the type says.
  const found = globalThis.crypto?.subtle as SubtleCrypto | undefined;
  if (!found) throw new CannotCheck('This page was not loaded over a secure connection.');
  return found;
}
