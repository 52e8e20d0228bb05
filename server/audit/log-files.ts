import { type RequestHandler, Router } from 'express';
import { notFound } from '../../contracts/problems.js';
import type { Database, Tx } from '../kernel/database.js';
import { bytesOfEntries, entriesLevel, readIdentity, readPublishedHead, readTile } from './log.js';
import { tileWidth } from './tree.js';

const missing = () => notFound({ vi: 'tệp của sổ minh bạch', en: 'file of the log' });

/** The log as C2SP tlog-tiles: `/checkpoint`, `/vkey`, `/tile/<level>/<N>[.p/<W>]`, `/tile/entries/…`. Reads only, for anybody. */
export function logFiles(db: Database): Router {
  const router = Router();
  router.use(onlyReading);
  router.get('/checkpoint', async (_req, res) => {
    const head = await readPublishedHead(db.read);
    if (!head) throw missing();
    res.set('Cache-Control', 'public, max-age=1').type('text/plain; charset=utf-8').send(head.note);
  });
  router.get('/vkey', async (_req, res) => {
    const identity = await readIdentity(db.read);
    if (!identity) throw missing();
    res.set('Cache-Control', 'public, max-age=3600').type('text/plain; charset=utf-8').send(`${identity.vkey}\n`);
  });
  router.get(/^\/(tile\/.+)$/, async (req, res) => {
    const bytes = await tileAt(db.read, (req.params as unknown as Record<string, string>)['0'] ?? '');
    if (!bytes) throw missing();
    res
      .set('Cache-Control', 'public, max-age=31536000, immutable')
      .type('application/octet-stream')
      .send(Buffer.from(bytes));
  });
  return router;
}

const onlyReading: RequestHandler = (req, res, next) => {
  res.set({ 'Access-Control-Allow-Origin': '*', 'Cross-Origin-Resource-Policy': 'cross-origin' });
  if (req.method === 'GET' || req.method === 'HEAD') return next();
  res.set('Allow', 'GET, HEAD').status(405).end();
};

/** The bytes at a tile's path; null for what is not, or is not signed yet. A partial tile is the beginning of the kept one. */
export async function tileAt(tx: Tx, path: string): Promise<Uint8Array | null> {
  const match = /^tile\/(\d{1,2}|entries)\/((?:x\d{3}\/)*\d{3})(?:\.p\/([1-9]\d{0,2}))?$/.exec(path);
  if (!match) return null;
  const level = match[1] === 'entries' ? entriesLevel : Number(match[1]);
  const n = Number(match[2]?.replaceAll(/[x/]/g, ''));
  const width = match[3] === undefined ? tileWidth : Number(match[3]);
  if (!Number.isSafeInteger(n) || level > 6 || (match[3] !== undefined && width >= tileWidth)) return null;
  const tile = await readTile(tx, level, n);
  if (!tile || tile.width < width) return null;
  if (tile.width === width) return tile.data;
  return tile.data.subarray(0, level === entriesLevel ? bytesOfEntries(tile.data, width) : width * 32);
}
