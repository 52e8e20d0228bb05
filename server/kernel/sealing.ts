import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

/** Seals secrets that have to be used again, under a key of the exchange; opens them only for the row they belong to. */
export type Sealer = { seal(plain: string, owner: string): string; open(sealed: string, owner: string): string };

/** What secrets are sealed for; each has a key of its own. */
const purposes = { webhooks: 'datasan webhook secrets', marking: 'datasan marking secrets' } as const;

/**
 * AES-256-GCM under a key derived (HKDF-SHA-256) from the exchange’s session secret for this purpose alone. Who has the
 * database without that secret has nothing of use. Opening throws when the secret of the exchange is another one.
 */
export function createSealer(sessionSecret: string, purpose: keyof typeof purposes): Sealer {
  const key = Buffer.from(hkdfSync('sha256', sessionSecret, '', purposes[purpose], 32));
  return {
    seal(plain, owner) {
      const iv = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(owner));
      const sealed = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
      return `v1.${Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64url')}`;
    },
    open(sealed, owner) {
      const bytes = Buffer.from(sealed.slice(3), 'base64url');
      const cipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12));
      cipher.setAAD(Buffer.from(owner)).setAuthTag(bytes.subarray(12, 28));
      return Buffer.concat([cipher.update(bytes.subarray(28)), cipher.final()]).toString('utf8');
    },
  };
}
