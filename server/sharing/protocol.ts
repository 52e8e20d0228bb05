import express, { type Request, type Response, Router } from 'express';
import { z } from 'zod';
import { now } from '../kernel/clock.js';
import type { Kernel } from '../kernel/kernel.js';
import { sendPart, signedAddress } from './files.js';
import { mayMatch, readHint, readSql } from './hints.js';
import { changeLine, fileLine, headLines, type Part, type ResponseFormat } from './lines.js';
import { oauthToken } from './oauth.js';
import { type Reader, readerOf, recordQuery } from './readers.js';
import { answerRefusals, badRequest, unknown } from './refusal.js';
import { type SharedTable, type Shelf, shelfOf } from './shelf.js';
import type { Signer } from './signing.js';
import { changesBetween, versionAt, versionFrom } from './versions.js';

type Handle = (reader: Reader, shelf: Shelf, req: Request, res: Response) => Promise<void> | void;

/**
 * The Delta Sharing protocol below its own address: shares, schemas, tables, versions, metadata, queries and changes, in
 * the response formats `parquet` and `delta`. Bearer tokens only; errors in the protocol's shape.
 */
export function sharingProtocol(kernel: Kernel, signer: Signer): Router {
  const { db } = kernel;
  const router = Router();
  const route = (method: 'get' | 'post', path: string, handle: Handle) => {
    router[method](path, express.json({ limit: '256kb', type: () => true }), async (req: Request, res: Response) => {
      res.set('Cache-Control', 'private, no-store');
      const reader = await readerOf(db.read, signer, req);
      await handle(reader, await shelfOf(db.read, reader.entitlement), req, res);
    });
  };

  const shares = ({ share }: Shelf) => ({ name: share, id: share });
  route('get', '/shares', (_reader, shelf, req, res) => void res.json(listed([shares(shelf)], req)));
  route('get', '/shares/:share', (_reader, shelf, req, res) => {
    inShare(shelf, req);
    res.json({ share: shares(shelf) });
  });
  route('get', '/shares/:share/schemas', (_reader, shelf, req, res) => {
    inShare(shelf, req);
    res.json(listed([{ name: shelf.schema, share: shelf.share }], req));
  });
  const tables = (shelf: Shelf) =>
    shelf.tables.map(({ name, id }) => ({ name, schema: shelf.schema, share: shelf.share, shareId: shelf.share, id }));
  route('get', '/shares/:share/all-tables', (_reader, shelf, req, res) => {
    inShare(shelf, req);
    res.json(listed(tables(shelf), req));
  });
  route('get', '/shares/:share/schemas/:schema/tables', (_reader, shelf, req, res) => {
    inSchema(shelf, req);
    res.json(listed(tables(shelf), req));
  });

  const table = '/shares/:share/schemas/:schema/tables/:table';
  const version: Handle = (_reader, shelf, req, res) => {
    const found = tableIn(shelf, req);
    const starting = momentIn(req.query.startingTimestamp);
    const { number } = starting ? versionFrom(found, starting) : versionAt(found, {});
    res.set('Delta-Table-Version', String(number)).status(200).end();
  };
  route('get', `${table}/version`, version);
  // Older clients ask by HEAD for the table itself; Express answers it by the same function.
  route('get', table, version);
  route('get', `${table}/metadata`, (_reader, shelf, req, res) => {
    const found = tableIn(shelf, req);
    const at = versionAt(found, { version: numberIn(req.query.version), timestamp: momentIn(req.query.timestamp) });
    const format = formatOf(req);
    sendLines(res, format, at.number, headLines(format, found, at));
  });

  const address = (reader: Reader, name: string, version: number, part: Part) =>
    signedAddress(kernel.settings.publicUrl, signer, reader.token, name, version, part.sha256);

  route('post', `${table}/query`, async (reader, shelf, req, res) => {
    const found = tableIn(shelf, req);
    const body = parsed(queryBody, req.body ?? {});
    const format = formatOf(req);
    if (body.startingVersion !== undefined) {
      await sendChanges(reader, found, body.startingVersion, body.endingVersion, format, res);
      return;
    }
    // A client that renews its addresses, or asks for the next page, stays with the version it began with.
    const pinned = versionIn(body.refreshToken) ?? versionIn(body.pageToken) ?? body.version;
    const at = versionAt(found, { version: pinned, timestamp: momentIn(body.timestamp) });
    const all = limited(hinted(at.parts, body), body.limitHint);
    const { parts, nextPageToken } = pageOfFiles(all, at.number, body);
    await db.transaction((tx) => recordQuery(tx, reader, factsOf(found, at.number, parts)));
    const files = parts.map((part) => ({ part, at: address(reader, found.name, at.number, part) }));
    const end = {
      ...(body.includeRefreshToken ? { refreshToken: `v${at.number}` } : {}),
      ...(nextPageToken ? { nextPageToken } : {}),
      ...(files[0] ? { minUrlExpirationTimestamp: files[0].at.expires.getTime() } : {}),
    };
    const ends = wantsEnd(req) || body.maxFiles !== undefined || body.includeRefreshToken === true;
    sendLines(
      res,
      format,
      at.number,
      [
        ...headLines(format, found, at),
        ...files.map((file) => fileLine(format, at, file.part, file.at)),
        ...(ends ? [{ endStreamAction: end }] : []),
      ],
      ends,
    );
  });

  const sendChanges = async (
    reader: Reader,
    found: SharedTable,
    from: number,
    to: number | undefined,
    format: ResponseFormat,
    res: Response,
  ) => {
    const changes = changesBetween(found, from, to);
    const head = versionAt(found, {});
    const parts = changes.map((change) => change.part);
    await db.transaction((tx) => recordQuery(tx, reader, factsOf(found, head.number, parts)));
    sendLines(res, format, from, [
      // A client makes a Delta log of it, whose first version must have the schema.
      ...headLines(format, found, { ...head, number: from }),
      ...changes.map(({ kind, version: of, part }) =>
        changeLine(format, kind, of, part, address(reader, found.name, of.number, part)),
      ),
    ]);
  };
  route('get', `${table}/changes`, async (reader, shelf, req, res) => {
    const found = tableIn(shelf, req);
    const starting = momentIn(req.query.startingTimestamp);
    const ending = momentIn(req.query.endingTimestamp);
    const from = numberIn(req.query.startingVersion) ?? (starting && versionFrom(found, starting).number);
    if (from === undefined) throw badRequest('Give startingVersion or startingTimestamp.');
    const to = numberIn(req.query.endingVersion) ?? (ending && versionAt(found, { timestamp: ending }).number);
    await sendChanges(reader, found, from, to, formatOf(req), res);
  });

  router.get('/files/:name', (req, res) => sendPart(kernel, signer, req, res));
  router.post('/oauth/token', express.urlencoded({ extended: false, limit: '8kb' }), (req, res) =>
    oauthToken(db.read, signer, req, res),
  );
  router.use(() => {
    throw unknown('The address');
  });
  router.use(answerRefusals(kernel.log));
  return router;
}

const count = z.number().int().min(0);
const queryBody = z.object({
  predicateHints: z.array(z.string()).optional(),
  maxFiles: z.number().int().min(1).optional(),
  pageToken: z.string().optional(),
  includeRefreshToken: z.boolean().optional(),
  refreshToken: z.string().optional(),
  jsonPredicateHints: z.string().optional(),
  limitHint: count.optional(),
  version: count.optional(),
  timestamp: z.string().optional(),
  startingVersion: count.optional(),
  endingVersion: count.optional(),
});

function parsed<T>(schema: z.ZodType<T>, value: unknown): T {
  const found = schema.safeParse(value);
  if (found.success) return found.data;
  const [issue] = found.error.issues;
  throw badRequest(`${issue?.path.join('.') ?? 'The body'}: ${issue?.message ?? 'not valid'}`);
}

function inShare(shelf: Shelf, req: Request): void {
  if (!sameName(req.params.share, shelf.share)) throw unknown(`The share ${req.params.share}`);
}

function inSchema(shelf: Shelf, req: Request): void {
  inShare(shelf, req);
  if (!sameName(req.params.schema, shelf.schema)) throw unknown(`The schema ${req.params.schema}`);
}

function tableIn(shelf: Shelf, req: Request): SharedTable {
  inSchema(shelf, req);
  const found = shelf.tables.find(({ name }) => sameName(req.params.table, name));
  if (!found) throw unknown(`The table ${req.params.table}`);
  return found;
}

/** Names are compared without regard to case, as the protocol asks. */
function sameName(given: unknown, name: string): boolean {
  return typeof given === 'string' && given.toLowerCase() === name;
}

/** A page of a list: at most `maxResults` items after the token, which is the number of those before. */
function listed<T>(items: readonly T[], req: Request): { items: T[]; nextPageToken?: string } {
  const most = numberIn(req.query.maxResults) ?? 500;
  const start = numberIn(req.query.pageToken) ?? 0;
  const next = start + most;
  return {
    items: items.slice(start, next),
    ...(most > 0 && next < items.length ? { nextPageToken: String(next) } : {}),
  };
}

function numberIn(value: unknown): number | undefined {
  if (value === undefined || value === '') return undefined;
  if (typeof value === 'string' && /^\d{1,9}$/.test(value)) return Number(value);
  throw badRequest(`“${String(value)}” is no whole number.`);
}

function momentIn(value: unknown): Date | undefined {
  if (value === undefined || value === '') return undefined;
  const moment = typeof value === 'string' ? new Date(value) : new Date(Number.NaN);
  if (Number.isNaN(moment.getTime())) throw badRequest(`“${String(value)}” is no moment of ISO 8601.`);
  if (moment > now()) throw badRequest(`${moment.toISOString()} has not come yet.`);
  return moment;
}

/** `delta` only where the client takes nothing else. */
function formatOf(req: Request): ResponseFormat {
  const wanted = /responseformat=([^;]*)/i.exec(req.get('delta-sharing-capabilities') ?? '')?.[1] ?? 'parquet';
  const formats = wanted.toLowerCase().split(',');
  return formats.includes('delta') && !formats.includes('parquet') ? 'delta' : 'parquet';
}

type Hints = { jsonPredicateHints?: string | undefined; predicateHints?: string[] | undefined };

/** Files that may hold a row for which every hint is true. */
function hinted(parts: readonly Part[], { jsonPredicateHints, predicateHints = [] }: Hints): readonly Part[] {
  const predicates = [readHint(jsonPredicateHints), ...predicateHints.map(readSql)].filter((one) => one !== null);
  return parts.filter((part) => predicates.every((predicate) => mayMatch(predicate, part.stats)));
}

/** A token of ours names the version it belongs to, and for pages the place: `v3` or `v3.500`. Throws 400 for another’s. */
function versionIn(token: string | undefined): number | undefined {
  if (token === undefined || token === '') return undefined;
  const number = /^v(\d{1,9})(\.\d{1,9})?$/.exec(token)?.[1];
  if (number === undefined) throw badRequest('The token is not one of ours, or was cut.');
  return Number(number);
}

/** At most `maxFiles` files after the token’s place. */
function pageOfFiles(
  all: readonly Part[],
  version: number,
  { maxFiles, pageToken }: { maxFiles?: number | undefined; pageToken?: string | undefined },
): { parts: readonly Part[]; nextPageToken: string | null } {
  const start = Number(/\.(\d+)$/.exec(pageToken ?? '')?.[1] ?? 0);
  const end = maxFiles === undefined ? all.length : start + maxFiles;
  return { parts: all.slice(start, end), nextPageToken: end < all.length ? `v${version}.${end}` : null };
}

/** Whether the client wants to be told that nothing was cut off. */
function wantsEnd(req: Request): boolean {
  return /includeendstreamaction=true/i.test(req.get('delta-sharing-capabilities') ?? '');
}

/** As many files as hold the rows that are asked for. */
function limited(parts: readonly Part[], limit: number | undefined): readonly Part[] {
  if (limit === undefined) return parts;
  let rows = 0;
  return parts.filter((part) => {
    const wanted = rows < limit;
    rows += part.rows;
    return wanted;
  });
}

function factsOf({ name }: SharedTable, version: number, parts: readonly Part[]) {
  return { table: name, version, files: parts.length, bytes: parts.reduce((sum, part) => sum + part.bytes, 0) };
}

function sendLines(
  res: Response,
  format: ResponseFormat,
  version: number,
  lines: readonly object[],
  ends = false,
): void {
  res
    .set({
      'Content-Type': 'application/x-ndjson; charset=utf-8',
      'Delta-Table-Version': String(version),
      'delta-sharing-capabilities': `responseformat=${format}${ends ? ';includeendstreamaction=true' : ''}`,
    })
    .send(lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
}
