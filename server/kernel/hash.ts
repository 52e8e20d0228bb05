import { createHash, randomBytes } from 'node:crypto';
import canonicalize from 'canonicalize';

/** SHA-256 in lower-case hex. */
export function sha256(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}

/** JSON in the canonical form of RFC 8785: the same value always gives the same bytes. */
export function canonicalJson(value: unknown): string {
  const text = canonicalize(value);
  if (text === undefined) throw new Error('The value has no JSON form.');
  return text;
}

/** A secret of 256 random bits, URL-safe. Only `sha256(secret)` is ever stored. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url');
}
