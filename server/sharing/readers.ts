import type { Request } from 'express';
import { record } from '../audit/record.js';
import { whyNoAccess } from '../fulfilment/downloads.js';
import { entitlementSubject } from '../fulfilment/subjects.js';
import { type Entitlement, Entitlements } from '../fulfilment/tables.js';
import { memberActor } from '../identity/members.js';
import type { MemberActor } from '../kernel/actor.js';
import { now } from '../kernel/clock.js';
import { lockRow, type Tx } from '../kernel/database.js';
import { SharingRefusal } from './refusal.js';
import type { Signer } from './signing.js';
import type { SharingToken } from './tables.js';
import { tokenById, tokenOf, touch } from './tokens.js';

/** A program that reads: its token, the member it reads for, and what it may read. */
export type Reader = { token: SharingToken; actor: MemberActor; entitlement: Entitlement };

const oauth = /^dsa\.(shr_[0-9a-z]{26})\.(\d{1,12})\.([\w-]{43})$/;

/** An access token of OAuth for a sharing token; it ends with it, and after an hour. */
export function accessToken(signer: Signer, tokenId: string, expires: number): string {
  return `dsa.${tokenId}.${expires}.${signer.sign({ tokenId, what: 'access', expires })}`;
}

/** Who asks. Throws 401 for a token that is unknown, expired or revoked, 403 with the reason once access has ended. */
export async function readerOf(tx: Tx, signer: Signer, req: Request): Promise<Reader> {
  const secret = /^Bearer (\S+)$/i.exec(req.get('Authorization') ?? '')?.[1] ?? '';
  const [, tokenId = '', expires = '', signature = ''] = oauth.exec(secret) ?? [];
  const granted = signer.holds({ tokenId, what: 'access', expires: Number(expires) }, signature, now());
  return await reader(tx, granted ? await tokenById(tx, tokenId) : await tokenOf(tx, secret));
}

/** The reader a token speaks for; the same refusals. */
export async function reader(tx: Tx, token: SharingToken | null): Promise<Reader> {
  if (!token) {
    throw new SharingRefusal(401, 'UNAUTHENTICATED', 'The token is unknown, has expired or was revoked.');
  }
  const actor = await memberActor(tx, token.memberId);
  const entitlement = await tx.findOneByOrFail(Entitlements, { id: token.entitlementId });
  await refuseEnded(tx, entitlement);
  if (!actor?.verified || actor.organisationId !== entitlement.buyerId) {
    throw new SharingRefusal(403, 'PERMISSION_DENIED', 'The member or the organisation of this token may not act now.');
  }
  await touch(tx, token);
  return { token, actor, entitlement };
}

/** Records a query on the locked row: access that ended meanwhile gives nothing. */
export async function recordQuery(
  tx: Tx,
  { actor, entitlement: { id } }: Reader,
  data: { table: string; version: number; files: number; bytes: number },
): Promise<void> {
  const entitlement = await lockRow(tx, Entitlements, id);
  if (!entitlement) throw new Error(`${id} is gone.`);
  await refuseEnded(tx, entitlement);
  await count(tx, id, data.table, { queries: 1, files: 0, bytes: 0 });
  await record(
    tx,
    actor,
    { type: 'sharing.queried', data },
    { kind: 'entitlement', id },
    entitlementSubject.about(entitlement),
  );
}

/** Adds to what was read of a table today (UTC). */
export async function count(
  tx: Tx,
  entitlementId: string,
  table: string,
  more: { queries: number; files: number; bytes: number },
): Promise<void> {
  await tx.query(
    `insert into sharing_uses (entitlement_id, day, table_name, queries, files, bytes, last_at)
     values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (entitlement_id, day, table_name) do update set last_at = excluded.last_at,
       queries = sharing_uses.queries + excluded.queries, files = sharing_uses.files + excluded.files,
       bytes = sharing_uses.bytes + excluded.bytes`,
    [entitlementId, now().toISOString().slice(0, 10), table, more.queries, more.files, more.bytes, now()],
  );
}

async function refuseEnded(tx: Tx, entitlement: Entitlement): Promise<void> {
  const why = await whyNoAccess(tx, entitlement);
  if (why) throw new SharingRefusal(403, 'PERMISSION_DENIED', why.en);
}
