import type { Request } from 'express';
import { record } from '../audit/record.js';
import { mayAccess } from '../fulfilment/access.js';
import { entitlementSubject } from '../fulfilment/subjects.js';
import { type Entitlement, Entitlements } from '../fulfilment/tables.js';
import { countUse } from '../fulfilment/uses.js';
import { memberActor } from '../identity/members.js';
import type { MemberActor } from '../kernel/actor.js';
import { now } from '../kernel/clock.js';
import { type Database, lockRow, type Tx } from '../kernel/database.js';
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
  await refuseEnded(tx, entitlement, { memberId: token.memberId });
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
  await refuseEnded(tx, entitlement, { memberId: actor.memberId, needs: { calls: 1, bytes: 0 } });
  await count(tx, { id, memberId: actor.memberId }, data.table, { queries: 1, files: 0, bytes: 0 });
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
  { id, memberId }: { id: string; memberId: string },
  table: string,
  more: { queries: number; files: number; bytes: number },
): Promise<void> {
  await tx.query(
    `insert into sharing_uses (entitlement_id, day, table_name, queries, files, bytes, last_at)
     values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (entitlement_id, day, table_name) do update set last_at = excluded.last_at,
       queries = sharing_uses.queries + excluded.queries, files = sharing_uses.files + excluded.files,
       bytes = sharing_uses.bytes + excluded.bytes`,
    [id, now().toISOString().slice(0, 10), table, more.queries, more.files, more.bytes, now()],
  );
  await countUse(tx, id, memberId, 'sharing', { calls: more.queries, bytes: more.bytes });
}

/** The revision of the entitlement’s dataset with this number; null where there is none. */
export async function revisionOf(tx: Tx, { datasetId }: Entitlement, number: number): Promise<string | null> {
  const [row]: { id: string }[] = await tx.query('select id from revisions where dataset_id = $1 and number = $2', [
    datasetId,
    number,
  ]);
  return row?.id ?? null;
}

/** Throws 403 in the protocol’s shape unless access stands. */
export async function refuseEnded(
  tx: Tx,
  entitlement: Entitlement,
  asking: Parameters<typeof mayAccess>[2],
): Promise<void> {
  const { allowed, sentence } = await mayAccess(tx, entitlement, asking);
  if (!allowed) throw new SharingRefusal(403, 'PERMISSION_DENIED', sentence.en);
}

/** Counts bytes of a file before they go out; with a quota on the locked row, so that two at once cannot both have the last of it. */
export async function countFile(
  db: Database,
  { actor: { memberId }, entitlement }: Reader,
  table: string,
  revisionId: string,
  more: { files: number; bytes: number },
): Promise<void> {
  const counted = { queries: 0, ...more };
  const asking = { memberId, revisionId, needs: { calls: 0, bytes: more.bytes } };
  if (!entitlement.quota) {
    await count(db.read, { id: entitlement.id, memberId }, table, counted);
    return;
  }
  await db.transaction(async (tx) => {
    const locked = await lockRow(tx, Entitlements, entitlement.id);
    if (!locked) throw new Error(`${entitlement.id} is gone.`);
    await refuseEnded(tx, locked, asking);
    await count(tx, { id: locked.id, memberId }, table, counted);
  });
}
