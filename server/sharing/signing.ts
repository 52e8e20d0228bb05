import { createHmac, timingSafeEqual } from 'node:crypto';

/** What a signed text lets its bearer do, until when (seconds since 1970). */
export type Grant = { tokenId: string; what: string; expires: number };

/** Signs and opens grants: addresses of files, and access tokens of OAuth. A grant counts only while its token does. */
export type Signer = { sign(grant: Grant): string; holds(grant: Grant, signature: string, at: Date): boolean };

/** A signer with a key derived from the exchange’s secret for this purpose alone. */
export function createSigner(secret: string): Signer {
  const key = createHmac('sha256', secret).update('datasan delta sharing').digest();
  const sign = ({ tokenId, what, expires }: Grant) =>
    createHmac('sha256', key).update(`${tokenId}\n${what}\n${expires}`).digest('base64url');
  return {
    sign,
    holds(grant, signature, at) {
      const [expected, given] = [Buffer.from(sign(grant)), Buffer.from(signature)];
      const same = expected.length === given.length && timingSafeEqual(expected, given);
      return same && grant.expires * 1000 > at.getTime();
    },
  };
}
