import { createHmac, randomBytes } from 'node:crypto';

/** A signing secret of 256 random bits as Standard Webhooks writes it. */
export function newWebhookSecret(): string {
  return `whsec_${randomBytes(32).toString('base64')}`;
}

/** The value of `webhook-signature`: one `v1,…` for each secret, with a space between. */
export function signatures(secrets: readonly string[], messageId: string, seconds: number, body: string): string {
  return secrets
    .map((secret) => Buffer.from(secret.slice('whsec_'.length), 'base64'))
    .map((key) => createHmac('sha256', key).update(`${messageId}.${seconds}.${body}`).digest('base64'))
    .map((signature) => `v1,${signature}`)
    .join(' ');
}
