import type { identityOperations, TokenView } from '../../contracts/identity.js';
import type { BodyOf } from '../../contracts/operation.js';
import { notFound, Problem } from '../../contracts/problems.js';
import { record } from '../audit/record.js';
import type { MemberActor } from '../kernel/actor.js';
import { day, minute, now } from '../kernel/clock.js';
import { insertRow, lockRow, type Tx, updateRow } from '../kernel/database.js';
import { newSecret, sha256 } from '../kernel/hash.js';
import { newId } from '../kernel/ids.js';
import { memberActor } from './members.js';
import { type ApiToken, ApiTokens } from './tables.js';

/** Makes a token; the secret is given once and only its hash stays. */
export async function createToken(
  tx: Tx,
  actor: MemberActor,
  input: BodyOf<typeof identityOperations.createToken>,
): Promise<{ token: ApiToken; secret: string }> {
  const secret = `dst_${newSecret()}`;
  const token: ApiToken = {
    id: newId('tok'),
    memberId: actor.memberId,
    name: input.name,
    scopes: [...new Set(input.scopes)],
    secretHash: sha256(secret),
    hint: secret.slice(0, 8),
    createdAt: now(),
    expiresAt: new Date(now().getTime() + input.expiresInDays * day),
    lastUsedAt: null,
    revokedAt: null,
  };
  await insertRow(tx, ApiTokens, token);
  const data = { tokenId: token.id, scopes: token.scopes, expiresAt: token.expiresAt.toISOString() };
  await record(tx, actor, { type: 'token.created', data }, { kind: 'organisation', id: actor.organisationId });
  return { token, secret };
}

/** Revokes an own token; doing it twice is no fault. */
export async function revokeToken(tx: Tx, actor: MemberActor, id: string): Promise<void> {
  const token = await lockRow(tx, ApiTokens, id);
  if (!token || token.memberId !== actor.memberId) throw notFound({ vi: 'mã truy cập', en: 'token' });
  if (token.revokedAt) return;
  await updateRow(tx, ApiTokens, id, { revokedAt: now() });
  await record(
    tx,
    actor,
    { type: 'token.revoked', data: { tokenId: id } },
    { kind: 'organisation', id: actor.organisationId },
  );
}

/** Who a token speaks for; throws 401 when it is unknown, expired or revoked. */
export async function tokenActor(tx: Tx, secret: string): Promise<MemberActor> {
  const token = await tx.findOneBy(ApiTokens, { secretHash: sha256(secret) });
  const valid = token && token.revokedAt === null && token.expiresAt > now();
  const actor = valid ? await memberActor(tx, token.memberId) : null;
  if (!token || !actor) {
    throw new Problem('sign-in-required', {
      vi: 'Mã truy cập API không đúng, đã hết hạn hoặc đã bị thu hồi.',
      en: 'The API token is unknown, has expired or was revoked.',
    });
  }
  if (!token.lastUsedAt || now().getTime() - token.lastUsedAt.getTime() > minute) {
    await updateRow(tx, ApiTokens, token.id, { lastUsedAt: now() });
  }
  return { ...actor, scopes: token.scopes };
}

export function tokenView(token: ApiToken): TokenView {
  const { id, name, scopes, hint } = token;
  return {
    ...{ id, name, scopes, hint },
    createdAt: token.createdAt.toISOString(),
    expiresAt: token.expiresAt.toISOString(),
    lastUsedAt: token.lastUsedAt?.toISOString() ?? null,
    revokedAt: token.revokedAt?.toISOString() ?? null,
  };
}
