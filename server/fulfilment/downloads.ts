import type { Request, Response } from 'express';
import type { Bilingual } from '../../contracts/common.js';
import type { DeliveredFile } from '../../contracts/fulfilment.js';
import { notFound, Problem } from '../../contracts/problems.js';
import type { MemberActor } from '../kernel/actor.js';
import { ReaderGone } from '../kernel/fair-streams.js';
import type { Kernel } from '../kernel/kernel.js';
import { boughtBy, mayAccess, recordRefusal, refusalOf, watchAccess } from './access.js';
import type { CountDownload } from './counting.js';
import { parquetForms } from './forms.js';
import { type ByteRange, parseRange } from './range.js';
import { type DeliveredRevision, deliveredRevision } from './revisions.js';
import type { Entitlement } from './tables.js';

type Wanted = {
  id: string;
  name: string;
  revision?: number | undefined;
  format?: 'original' | 'parquet' | undefined;
};
type Permit = { entitlement: Entitlement; delivery: DeliveredRevision; file: DeliveredFile };

/**
 * Answers GET and HEAD of a delivered file, or hands it to the store’s own signed address. A download is counted and
 * recorded before its first byte, and cut short when access ends or is frozen while it runs.
 */
export async function sendFile(
  kernel: Kernel,
  count: CountDownload,
  actor: MemberActor,
  wanted: Wanted,
  req: Request,
  res: Response,
): Promise<void> {
  const { db, storage, settings } = kernel;
  const permit = await delivered(kernel, actor, wanted);
  const { entitlement, delivery, file } = permit;
  const { revisionId } = delivery;
  const counted = (from: number, bytes: number) =>
    count(actor, entitlement, { revisionId, name: file.name, sha256: file.sha256, from, bytes });
  const etag = `"${file.sha256}"`;
  res.set({
    'Accept-Ranges': 'bytes',
    'Cache-Control': 'private, no-store',
    'Content-Disposition': disposition(file.name),
    'Content-Type': file.mediaType,
    ETag: etag,
    ...digests(file.sha256),
    'X-Content-Type-Options': 'nosniff',
  });
  const fresh = matches(req.get('If-None-Match'), etag);
  const range = rangeOf(req, etag, file.bytes);
  // What gives bytes is decided when it is counted.
  if (fresh || range === 'unsatisfiable' || req.method === 'HEAD') await requireAccess(kernel, actor, permit);
  if (fresh) {
    res.status(304).end();
    return;
  }
  if (range === 'unsatisfiable') {
    res.set('Content-Range', `bytes */${file.bytes}`);
    throw new Problem('range-not-satisfiable', {
      vi: `Tệp chỉ có ${file.bytes} byte.`,
      en: `The file has only ${file.bytes} bytes.`,
    });
  }
  const part: ByteRange = range ?? { start: 0, end: file.bytes - 1 };
  const length = part.end - part.start + 1;
  if (req.method === 'GET' && settings.redirectSeconds !== null) {
    const as = { seconds: settings.redirectSeconds, mediaType: file.mediaType, disposition: disposition(file.name) };
    const address = await storage.addressOf(file.sha256, as);
    if (address !== null) {
      // Counted as asked for: what the store then sends, only the store knows.
      await counted(part.start, length);
      res.status(302).set('Location', address).end();
      return;
    }
  }
  res.set('Content-Length', String(length));
  if (range) res.status(206).set('Content-Range', `bytes ${part.start}-${part.end}/${file.bytes}`);
  // What travels is a part only: its own digest would have to be computed before the first byte.
  else res.set('Content-Digest', repr(file.sha256));
  if (req.method === 'HEAD') {
    res.end();
    return;
  }
  // Watched before it is counted: what happens from here on is heard of.
  const watch = watchAccess(kernel, entitlement.id, actor.memberId);
  try {
    await counted(part.start, length);
    await sendPart(kernel, res, file.sha256, { start: part.start, length }, entitlement.id, watch.ended);
  } catch (error) {
    if (error instanceof Problem) throw error;
    if (watch.ended.aborted) await recordRefusal(db, actor, entitlement, file.name, watch.ended.reason as Bilingual);
    else if (!(error instanceof ReaderGone)) throw error;
  } finally {
    watch.stop();
  }
}

/** Sends a part of a stored object; in a store that gives only streams, as they come. Empty parts are sent too. */
export async function sendPart(
  { storage, streams }: Kernel,
  res: Response,
  sha256: string,
  part: { start: number; length: number },
  group: string,
  ended: AbortSignal,
): Promise<void> {
  if (part.length <= 0) {
    res.end();
    return;
  }
  const source = await storage.source(sha256);
  if (!source) {
    const stream = await storage.open(sha256, { start: part.start, end: part.start + part.length - 1 });
    await streams.pass(res, stream, group, ended);
    return;
  }
  try {
    await streams.send(res, source, part, group, ended);
  } finally {
    await source.close();
  }
}

const parquetType = 'application/vnd.apache.parquet';

/** A delivered file of an own entitlement, whether it may be had now or not; throws 404 for another’s. */
async function delivered({ db }: Kernel, actor: MemberActor, { id, name, revision, format }: Wanted): Promise<Permit> {
  const entitlement = await boughtBy(db.read, actor.organisationId, id);
  const delivery = await deliveredRevision(db.read, entitlement, revision);
  const file = delivery.files.find((one) => one.name === name);
  if (!file) throw notFound({ vi: 'tệp', en: 'file' });
  if (format !== 'parquet' || file.mediaType === parquetType) return { entitlement, delivery, file };
  const form = (await parquetForms(db.read, delivery)).find((one) => one.of === name);
  if (!form) throw notFound({ vi: 'bản Parquet của tệp này', en: 'Parquet form of this file' });
  const { sha256, bytes } = form;
  return { entitlement, delivery, file: { name: form.name, role: 'data', mediaType: parquetType, bytes, sha256 } };
}

/** Throws 403 or 423 with the rule that refuses, and puts that on the record, unless the member may have the file now. */
async function requireAccess({ db }: Kernel, actor: MemberActor, { entitlement, delivery, file }: Permit) {
  const { memberId } = actor;
  const asking = { memberId, revisionId: delivery.revisionId, needs: { calls: 1, bytes: 0 } };
  const decision = await mayAccess(db.read, entitlement, asking);
  if (decision.allowed) return;
  await recordRefusal(db, actor, entitlement, file.name, decision.sentence);
  throw refusalOf(decision, entitlement);
}

/** A SHA-256 as RFC 9530 writes it. */
export function repr(sha256: string): string {
  return `sha-256=:${Buffer.from(sha256, 'hex').toString('base64')}:`;
}

/** The digest of the whole file, as RFC 9530 writes it and as RFC 3230 did. */
function digests(sha256: string): Record<string, string> {
  return { 'Repr-Digest': repr(sha256), Digest: `sha-256=${Buffer.from(sha256, 'hex').toString('base64')}` };
}

/** A range counts only while `If-Range`, if there is one, names the content we have. */
export function rangeOf(req: Request, etag: string, size: number) {
  const ifRange = req.get('If-Range');
  return ifRange !== undefined && ifRange !== etag ? null : parseRange(req.get('Range'), size);
}

export function matches(header: string | undefined, etag: string): boolean {
  return (header ?? '').split(',').some((one) => one.trim() === etag || one.trim() === '*');
}

/** The file's own name, in ASCII for old programs and in UTF-8 (RFC 6266). */
export function disposition(name: string): string {
  const base = name.split('/').at(-1) ?? name;
  const ascii = base.normalize('NFD').replace(/[^\x20-\x7e]|["\\]/g, '_');
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encodeURIComponent(base)}`;
}
