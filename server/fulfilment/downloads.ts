import { pipeline } from 'node:stream/promises';
import type { Request, Response } from 'express';
import type { Bilingual } from '../../contracts/common.js';
import type { DeliveredFile } from '../../contracts/fulfilment.js';
import { notFound, Problem } from '../../contracts/problems.js';
import { record } from '../audit/record.js';
import type { MemberActor } from '../kernel/actor.js';
import { now } from '../kernel/clock.js';
import { type Database, insertRow, lockRow, type Tx } from '../kernel/database.js';
import { newId } from '../kernel/ids.js';
import type { Kernel } from '../kernel/kernel.js';
import { freezeOn, frozenWords, requireNotFrozen } from '../lifecycle/holds.js';
import { whyHalted } from '../ordering/trade.js';
import { type ByteRange, parseRange } from './range.js';
import { entitlementSubject } from './subjects.js';
import { Deliveries, Downloads, type Entitlement, Entitlements } from './tables.js';

type Permit = { entitlement: Entitlement; file: DeliveredFile };

/**
 * Answers GET and HEAD of a delivered file. A download is counted and recorded before its first byte, and cut short when
 * access ends or is frozen while it runs.
 */
export async function sendFile(
  kernel: Kernel,
  actor: MemberActor,
  wanted: { id: string; name: string },
  req: Request,
  res: Response,
): Promise<void> {
  const { db, storage } = kernel;
  const { entitlement, file } = await permit(db, actor, wanted);
  const etag = `"${file.sha256}"`;
  res.set({
    'Accept-Ranges': 'bytes',
    'Cache-Control': 'private, no-store',
    'Content-Disposition': disposition(file.name),
    'Content-Type': file.mediaType,
    ETag: etag,
    'Repr-Digest': `sha-256=:${Buffer.from(file.sha256, 'hex').toString('base64')}:`,
    'X-Content-Type-Options': 'nosniff',
  });
  if (matches(req.get('If-None-Match'), etag)) {
    res.status(304).end();
    return;
  }
  const range = rangeOf(req, etag, file.bytes);
  if (range === 'unsatisfiable') {
    res.set('Content-Range', `bytes */${file.bytes}`);
    throw new Problem('range-not-satisfiable', {
      vi: `Tệp chỉ có ${file.bytes} byte.`,
      en: `The file has only ${file.bytes} bytes.`,
    });
  }
  const part: ByteRange = range ?? { start: 0, end: file.bytes - 1 };
  const length = part.end - part.start + 1;
  res.set('Content-Length', String(length));
  if (range) res.status(206).set('Content-Range', `bytes ${part.start}-${part.end}/${file.bytes}`);
  if (req.method === 'HEAD') {
    res.end();
    return;
  }
  const bytes = await storage.open(file.sha256, part);
  // Watched before it is counted: what happens from here on is heard of.
  const watch = watchAccess(kernel, entitlement.id);
  try {
    await db.transaction((tx) => count(tx, actor, entitlement.id, file, part.start, length));
    await pipeline(bytes, res, { signal: watch.ended });
  } catch (error) {
    bytes.destroy();
    const { code } = error as NodeJS.ErrnoException;
    if (error instanceof Problem) throw error;
    if (watch.ended.aborted) await refuse(db, actor, entitlement, file.name, watch.ended.reason as Bilingual);
    // The reader went away; it may come back for the rest.
    else if (code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
  } finally {
    watch.stop();
  }
}

/** Aborts, in every process and within a moment, when access under the entitlement ends or is frozen. */
export function watchAccess({ db, notices, log }: Kernel, id: string): { ended: AbortSignal; stop(): void } {
  const ending = new AbortController();
  const look = () => {
    whyRefused(db.read, id).then(
      (why) => why && ending.abort(why),
      (error) => log.error({ err: error, entitlementId: id }, 'A running download could not be looked at again.'),
    );
  };
  const forget = [notices.on(id, look), notices.on('holds', look)];
  const stop = () => {
    for (const one of forget) one();
  };
  return { ended: ending.signal, stop };
}

async function whyRefused(tx: Tx, id: string): Promise<Bilingual | null> {
  return await whyNoAccess(tx, await tx.findOneByOrFail(Entitlements, { id }));
}

/** Why nothing may be had under the entitlement now: frozen, ended, or its trade halted; null when it is in force. */
export async function whyNoAccess(tx: Tx, entitlement: Entitlement): Promise<Bilingual | null> {
  const freeze = await freezeOn(tx, entitlementSubject.stoppedBy(entitlement));
  return freeze ? frozenWords : (whyEnded(entitlement) ?? (await whyHalted(tx, entitlement)));
}

async function refuse(db: Database, actor: MemberActor, entitlement: Entitlement, name: string, why: Bilingual) {
  await db.transaction((tx) =>
    record(
      tx,
      actor,
      { type: 'access.refused', data: { name, why: why.en } },
      { kind: 'entitlement', id: entitlement.id },
      entitlementSubject.about(entitlement),
    ),
  );
}

/** The file, if the actor's organisation may have it now; throws 404 for another's, 403 with the reason once access ended or while it is halted. */
async function permit(db: Database, actor: MemberActor, { id, name }: { id: string; name: string }): Promise<Permit> {
  const entitlement = await db.read.findOneBy(Entitlements, { id });
  if (!entitlement || entitlement.buyerId !== actor.organisationId) throw notFound(entitlementSubject.lifecycle.name);
  const delivery = await db.read.findOneByOrFail(Deliveries, { id: entitlement.deliveryId });
  const file = delivery.files.find((one) => one.name === name);
  if (!file) throw notFound({ vi: 'tệp', en: 'file' });
  const frozen = await freezeOn(db.read, entitlementSubject.stoppedBy(entitlement));
  const why = frozen ? frozenWords : (whyEnded(entitlement) ?? (await whyHalted(db.read, entitlement)));
  if (why) {
    await refuse(db, actor, entitlement, name, why);
    throw new Problem(frozen ? 'frozen' : 'access-ended', why, { state: entitlement.state });
  }
  return { entitlement, file };
}

/** Why nothing may be accessed under the entitlement, or null when it is in force. Time counts, also before its timer. */
export function whyEnded(entitlement: Entitlement): { vi: string; en: string } | null {
  const { state, expiresAt, stateReason } = entitlement;
  const reason =
    stateReason === null ? { vi: '', en: '' } : { vi: ` Lý do: ${stateReason}`, en: ` Reason: ${stateReason}` };
  if (state === 'suspended') {
    return {
      vi: `Quyền truy cập đang bị tạm dừng; liên hệ đơn vị vận hành để được khôi phục.${reason.vi}`,
      en: `Access is suspended; ask the operator to resume it.${reason.en}`,
    };
  }
  if (state === 'revoked') {
    return { vi: `Quyền truy cập đã bị thu hồi.${reason.vi}`, en: `Access was revoked.${reason.en}` };
  }
  if (state === 'expired' || (expiresAt !== null && expiresAt <= now())) {
    const on = expiresAt?.toISOString().slice(0, 10) ?? '';
    return {
      vi: `Quyền truy cập đã hết hạn (${on}); hãy gửi yêu cầu truy cập mới.`,
      en: `Access expired (${on}); make a new access request.`,
    };
  }
  return null;
}

/** Counts and records a download, if access has not ended since it was looked at: decided on the locked row. */
async function count(
  tx: Tx,
  actor: MemberActor,
  id: string,
  { name, sha256 }: DeliveredFile,
  from: number,
  bytes: number,
): Promise<void> {
  const entitlement = await lockRow(tx, Entitlements, id);
  const why = entitlement && (whyEnded(entitlement) ?? (await whyHalted(tx, entitlement)));
  if (!entitlement || why) throw why ? new Problem('access-ended', why) : notFound(entitlementSubject.lifecycle.name);
  await requireNotFrozen(tx, entitlementSubject.stoppedBy(entitlement));
  await insertRow(tx, Downloads, {
    ...{ id: newId('dwn'), entitlementId: id, name, fromByte: from, bytes },
    memberId: actor.memberId,
    at: now(),
  });
  const event = { type: 'file.downloaded', data: { name, sha256, from, bytes } } as const;
  await record(tx, actor, event, { kind: 'entitlement', id }, entitlementSubject.about(entitlement));
}

/** A range counts only while `If-Range`, if there is one, names the content we have. */
function rangeOf(req: Request, etag: string, size: number) {
  const ifRange = req.get('If-Range');
  return ifRange !== undefined && ifRange !== etag ? null : parseRange(req.get('Range'), size);
}

function matches(header: string | undefined, etag: string): boolean {
  return (header ?? '').split(',').some((one) => one.trim() === etag || one.trim() === '*');
}

/** The file's own name, in ASCII for old programs and in UTF-8 (RFC 6266). */
function disposition(name: string): string {
  const base = name.split('/').at(-1) ?? name;
  const ascii = base.normalize('NFD').replace(/[^\x20-\x7e]|["\\]/g, '_');
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encodeURIComponent(base)}`;
}
