import { notFound, Problem } from '../../contracts/problems.js';
import { longestTokenDays } from '../../contracts/sharing.js';
import { record } from '../audit/record.js';
import { isMarked } from '../fingerprint/delivering.js';
import { mayAccess, refusalOf } from '../fulfilment/access.js';
import { deliveredRevisions } from '../fulfilment/revisions.js';
import { entitlementSubject } from '../fulfilment/subjects.js';
import { type Entitlement, Entitlements } from '../fulfilment/tables.js';
import type { MemberActor } from '../kernel/actor.js';
import { day, minute, now } from '../kernel/clock.js';
import { insertRow, lockRow, type Tx, updateRow } from '../kernel/database.js';
import { newSecret, sha256 } from '../kernel/hash.js';
import { newId } from '../kernel/ids.js';
import { notice } from '../kernel/notices.js';
import { enqueue } from '../kernel/outbox.js';
import { type SharingToken, SharingTokens } from './tables.js';

export type Issued = { token: SharingToken; secret: string };

/**
 * Makes the token of an entitlement; an earlier one ends. It lives no longer than the access itself, and never longer than
 * a year. Throws 404 for another’s entitlement, 403 with the reason once access has ended.
 */
export async function issueToken(tx: Tx, actor: MemberActor, id: string, days: number): Promise<Issued> {
  const entitlement = await ownEntitlement(tx, actor, id);
  const decision = await mayAccess(tx, entitlement, { memberId: actor.memberId });
  if (!decision.allowed) throw refusalOf(decision, entitlement);
  if (await isMarked(tx, entitlement.orderId)) {
    throw new Problem('rule-broken', {
      vi: 'Bản giao của đơn này có dấu riêng và chỉ tải xuống dưới dạng tệp.',
      en: 'The copies of this order are marked, and are downloaded as files only.',
    });
  }
  await endToken(tx, id);
  const secret = `dss_${newSecret()}`;
  const longest = new Date(now().getTime() + Math.min(days, longestTokenDays) * day);
  const { expiresAt } = entitlement;
  const token: SharingToken = {
    id: newId('shr'),
    entitlementId: id,
    memberId: actor.memberId,
    secretHash: sha256(secret),
    hint: secret.slice(0, 8),
    createdAt: now(),
    expiresAt: expiresAt !== null && expiresAt < longest ? expiresAt : longest,
    lastUsedAt: null,
    revokedAt: null,
  };
  await insertRow(tx, SharingTokens, token);
  for (const { revisionId } of await deliveredRevisions(tx, entitlement)) {
    await enqueue(tx, 'prepare-tables', { id: revisionId });
  }
  const event = {
    type: 'sharing.opened',
    data: { tokenId: token.id, expiresAt: token.expiresAt.toISOString() },
  } as const;
  await record(tx, actor, event, { kind: 'entitlement', id }, entitlementSubject.about(entitlement));
  await notice(tx, id);
  return { token, secret };
}

/** Ends the token of an entitlement; where there is none, nothing happens. Throws 404 for another’s entitlement. */
export async function revokeToken(tx: Tx, actor: MemberActor, id: string): Promise<void> {
  const entitlement = await ownEntitlement(tx, actor, id);
  const ended = await endToken(tx, id);
  if (!ended) return;
  const event = { type: 'sharing.closed', data: { tokenId: ended } } as const;
  await record(tx, actor, event, { kind: 'entitlement', id }, entitlementSubject.about(entitlement));
  await notice(tx, id);
}

/** The token in force with this secret; null for one that is unknown, expired or revoked. */
export async function tokenOf(tx: Tx, secret: string): Promise<SharingToken | null> {
  return inForce(await tx.findOneBy(SharingTokens, { secretHash: sha256(secret) }));
}

/** The same by its id, for what was signed for it. */
export async function tokenById(tx: Tx, id: string): Promise<SharingToken | null> {
  return inForce(await tx.findOneBy(SharingTokens, { id }));
}

/** Remembers that a token was used, to the minute. */
export async function touch(tx: Tx, token: SharingToken): Promise<void> {
  if (token.lastUsedAt && now().getTime() - token.lastUsedAt.getTime() < minute) return;
  await updateRow(tx, SharingTokens, token.id, { lastUsedAt: now() });
}

function inForce(token: SharingToken | null): SharingToken | null {
  return token && token.revokedAt === null && token.expiresAt > now() ? token : null;
}

async function ownEntitlement(tx: Tx, actor: MemberActor, id: string): Promise<Entitlement> {
  const entitlement = await lockRow(tx, Entitlements, id);
  if (entitlement?.buyerId === actor.organisationId) return entitlement;
  throw notFound(entitlementSubject.lifecycle.name);
}

async function endToken(tx: Tx, entitlementId: string): Promise<string | null> {
  const ended: [{ id: string }[], number] = await tx.query(
    'update sharing_tokens set revoked_at = $2 where entitlement_id = $1 and revoked_at is null returning id',
    [entitlementId, now()],
  );
  return ended[0][0]?.id ?? null;
}
