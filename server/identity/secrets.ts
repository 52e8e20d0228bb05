import { Problem } from '../../contracts/problems.js';
import { day, hour, now } from '../kernel/clock.js';
import { insertRow, type Tx } from '../kernel/database.js';
import { newSecret, sha256 } from '../kernel/hash.js';
import { type MailSecretKind, MailSecrets } from './tables.js';

const lifetimes: Record<MailSecretKind, number> = { 'verify-email': day, 'reset-password': hour, invitation: 7 * day };

/** Makes a one-time secret for a mail. Only its hash is stored. Earlier ones work until they expire or one is used. */
export async function makeMailSecret(tx: Tx, memberId: string, kind: MailSecretKind): Promise<string> {
  const secret = newSecret();
  await insertRow(tx, MailSecrets, {
    secretHash: sha256(secret),
    memberId,
    kind,
    expiresAt: new Date(now().getTime() + lifetimes[kind]),
    usedAt: null,
  });
  return secret;
}

/** Uses a secret up and gives its member; throws 410 when it is unknown, used, too old or of another kind. */
export async function spendMailSecret(tx: Tx, secret: string, kinds: readonly MailSecretKind[]): Promise<string> {
  const used: [{ member_id: string }[], number] = await tx.query(
    `update mail_secrets set used_at = $1
      where secret_hash = $2 and kind = any ($3) and used_at is null and expires_at > $1 returning member_id`,
    [now(), sha256(secret), kinds],
  );
  const memberId = used[0][0]?.member_id;
  if (memberId !== undefined) return memberId;
  throw new Problem('link-expired', {
    vi: 'Liên kết đã dùng hoặc hết hạn; hãy yêu cầu gửi lại.',
    en: 'The link was used or has expired; ask for a new one.',
  });
}
