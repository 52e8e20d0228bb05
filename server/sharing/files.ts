import type { Request, Response } from 'express';
import { watchAccess } from '../fulfilment/access.js';
import { sendPart as send } from '../fulfilment/downloads.js';
import { parseRange } from '../fulfilment/range.js';
import { hour, now } from '../kernel/clock.js';
import { ReaderGone } from '../kernel/fair-streams.js';
import type { Kernel } from '../kernel/kernel.js';
import type { FileAddress } from './lines.js';
import { countFile, type Reader, reader, refuseEnded, revisionOf } from './readers.js';
import { SharingRefusal, unknown } from './refusal.js';
import type { Signer } from './signing.js';
import type { SharingToken } from './tables.js';
import { tokenById } from './tokens.js';

/** Clients cannot renew an address, and long reads take hours; the token is asked again at every use of it. */
const lifetime = 12 * hour;

/**
 * Where one file can be read, for a while. Clients tell a signed address by a
 * parameter they know: `sp`, the signed permission (`r`, read), as Azure calls it.
 */
export function signedAddress(
  publicUrl: string,
  signer: Signer,
  token: SharingToken,
  table: string,
  version: number,
  sha256: string,
): FileAddress {
  // Whole hours, so that the same file has the same address for a while and caches of clients hold.
  const expires = Math.ceil((now().getTime() + lifetime) / hour) * hour;
  const grant = { tokenId: token.id, what: `${table}@${version}/${sha256}`, expires: expires / 1000 };
  const query = new URLSearchParams({
    ...{ table, version: String(version), token: token.id, expires: String(grant.expires), sp: 'r' },
    sig: signer.sign(grant),
  });
  return { url: `${publicUrl}/delta-sharing/files/${sha256}.parquet?${query}`, expires: new Date(expires) };
}

/**
 * GET and HEAD of a shared file by its signed address, with Range. The address is worth nothing once its token is revoked
 * or the access has ended: both are looked up at every request.
 */
export async function sendPart(kernel: Kernel, signer: Signer, req: Request, res: Response): Promise<void> {
  const { db } = kernel;
  const sha256 = /^([0-9a-f]{64})\.parquet$/.exec(String(req.params.name))?.[1];
  if (!sha256) throw unknown('The file');
  const text = (name: string) => (typeof req.query[name] === 'string' ? (req.query[name] as string) : '');
  const [table, version, tokenId, signature] = [text('table'), text('version'), text('token'), text('sig')];
  const grant = { tokenId, what: `${table}@${version}/${sha256}`, expires: Number(text('expires')) };
  if (!signer.holds(grant, signature, now())) {
    throw new SharingRefusal(
      403,
      'PERMISSION_DENIED',
      'The address has expired or is not ours; query the table again.',
    );
  }
  const found = await reader(db.read, await tokenById(db.read, tokenId));
  const { entitlement, token } = found;
  const revisionId = await revisionOf(db.read, entitlement, Number(version));
  if (!revisionId) throw unknown('The version');
  // Watched before it is decided: what happens from here on is heard of.
  const watch = watchAccess(kernel, entitlement.id, token.memberId);
  try {
    await refuseEnded(db.read, entitlement, { memberId: token.memberId, revisionId });
    await sendWatched(kernel, found, { table, revisionId, sha256 }, watch.ended, req, res);
  } finally {
    watch.stop();
  }
}

async function sendWatched(
  kernel: Kernel,
  found: Reader,
  { table, revisionId, sha256 }: { table: string; revisionId: string; sha256: string },
  ended: AbortSignal,
  req: Request,
  res: Response,
): Promise<void> {
  const { db, storage } = kernel;
  const bytes = await storage.size(sha256);
  if (bytes === null) throw new Error(`The shared file ${sha256} is not in the store.`);

  const range = parseRange(req.get('Range'), bytes);
  res.set({
    'Accept-Ranges': 'bytes',
    'Cache-Control': 'private, no-store',
    'Content-Type': 'application/vnd.apache.parquet',
    ETag: `"${sha256}"`,
  });
  if (range === 'unsatisfiable') {
    res.set('Content-Range', `bytes */${bytes}`).status(416).end();
    return;
  }
  const part = range ?? { start: 0, end: bytes - 1 };
  const length = part.end - part.start + 1;
  res.set('Content-Length', String(length));
  if (range) res.status(206).set('Content-Range', `bytes ${part.start}-${part.end}/${bytes}`);
  if (req.method === 'HEAD') {
    res.end();
    return;
  }
  await countFile(db, found, table, revisionId, { files: part.start === 0 ? 1 : 0, bytes: length });
  try {
    await send(kernel, res, sha256, { start: part.start, length }, found.entitlement.id, ended);
  } catch (error) {
    // Access ended, or the reader went away; it may come back for the rest.
    if (!ended.aborted && !(error instanceof ReaderGone)) throw error;
  }
}
