import { pipeline } from 'node:stream/promises';
import type { Request, Response } from 'express';
import { watchAccess } from '../fulfilment/downloads.js';
import { parseRange } from '../fulfilment/range.js';
import { hour, now } from '../kernel/clock.js';
import type { Kernel } from '../kernel/kernel.js';
import type { FileAddress } from './lines.js';
import { count, reader } from './readers.js';
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
  sha256: string,
): FileAddress {
  // Whole hours, so that the same file has the same address for a while and caches of clients hold.
  const expires = Math.ceil((now().getTime() + lifetime) / hour) * hour;
  const grant = { tokenId: token.id, what: `${table}/${sha256}`, expires: expires / 1000 };
  const query = new URLSearchParams({
    ...{ table, token: token.id, expires: String(grant.expires), sp: 'r' },
    sig: signer.sign(grant),
  });
  return { url: `${publicUrl}/delta-sharing/files/${sha256}.parquet?${query}`, expires: new Date(expires) };
}

/**
 * GET and HEAD of a shared file by its signed address, with Range. The address is worth nothing once its token is revoked
 * or the access has ended: both are looked up at every request.
 */
export async function sendPart(kernel: Kernel, signer: Signer, req: Request, res: Response): Promise<void> {
  const { db, storage } = kernel;
  const sha256 = /^([0-9a-f]{64})\.parquet$/.exec(String(req.params.name))?.[1];
  if (!sha256) throw unknown('The file');
  const text = (name: string) => (typeof req.query[name] === 'string' ? (req.query[name] as string) : '');
  const [table, tokenId, signature] = [text('table'), text('token'), text('sig')];
  const grant = { tokenId, what: `${table}/${sha256}`, expires: Number(text('expires')) };
  if (!signer.holds(grant, signature, now())) {
    throw new SharingRefusal(
      403,
      'PERMISSION_DENIED',
      'The address has expired or is not ours; query the table again.',
    );
  }
  const { entitlement } = await reader(db.read, await tokenById(db.read, tokenId));
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
  await count(db.read, entitlement.id, table, { queries: 0, files: part.start === 0 ? 1 : 0, bytes: length });
  const watch = watchAccess(kernel, entitlement.id);
  try {
    await pipeline(await storage.open(sha256, part), res, { signal: watch.ended });
  } catch (error) {
    // Access ended, or the reader went away; it may come back for the rest.
    if (!watch.ended.aborted && (error as NodeJS.ErrnoException).code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
  } finally {
    watch.stop();
  }
}
