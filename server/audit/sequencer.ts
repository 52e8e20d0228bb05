import { type Bytes, openCheckpoint, parseVerifierKey, same, toBase64, utf8 } from '../../contracts/proofs.js';
import { now } from '../kernel/clock.js';
import type { Database, Tx } from '../kernel/database.js';
import { leafOf, maxLeafBytes } from './leaf.js';
import { entriesLevel, readHead, readTile, type SignedHead } from './log.js';
import { ed25519, type Signer } from './signer.js';
import { type AuditEvent, AuditEvents } from './tables.js';
import {
  append,
  type Edge,
  edgeWidths,
  hashesIn,
  hashLeaf,
  hashOf,
  rootOf,
  type TileGrowth,
  tileWidth,
} from './tree.js';

/** The log disagrees with itself: nothing may be signed until a person has looked. */
export class LogFault extends Error {}

const lock = 83_142_028;

/**
 * Gives waiting events their places, extends the tree and signs its head, in one transaction and one at a time in any
 * number of processes. The commit is the only point that counts: a crash before it leaves nothing, a crash after it
 * leaves everything. Throws `LogFault` when the last checkpoint is not ours, or not of the tree that is kept. Gives how
 * many events were placed; 0 also while another process is at it.
 */
export async function sequence(db: Database, signer: Signer, limit = 4_000): Promise<number> {
  return await db.transaction(async (tx) => {
    const [got]: { locked: boolean }[] = await tx.query('select pg_try_advisory_xact_lock($1) as locked', [lock]);
    if (!got?.locked) return 0;
    const head = await readHead(tx);
    const size = head?.size ?? 0;
    const edge = await readEdge(tx, size);
    if (head) await agree(head, rootOf(edge), signer);
    const waiting: { position: string; id: string }[] = await tx.query(
      'select position, event_id as id from log_pending order by position limit $1',
      [limit],
    );
    if (waiting.length === 0) return 0;
    const leaves = await leavesOf(
      tx,
      waiting.map((one) => one.id),
    );
    const grown = append(edge, size, leaves.map(hashLeaf));
    await writeTiles(tx, grown);
    await writeEntries(tx, size, leaves);
    await tx.query(
      `insert into log_entries (index, event_id) select $1::bigint + n - 1, id from unnest($2::text[]) with ordinality as t (id, n)`,
      [size, waiting.map((one) => one.id)],
    );
    await tx.query('delete from log_pending where position = any ($1::bigint[])', [waiting.map((one) => one.position)]);
    await signHead(tx, signer, size + waiting.length, rootOf(edge));
    return waiting.length;
  });
}

/** The hashes at the right edge of the tree, from the tiles. */
async function readEdge(tx: Tx, size: number): Promise<Edge> {
  const edge: Edge = [];
  for (const [level, width] of edgeWidths(size).entries()) {
    const n = Math.floor(size / tileWidth ** (level + 1));
    const tile = width === 0 ? null : await readTile(tx, level, n);
    if (width > 0 && tile?.width !== width) {
      throw new LogFault(`The tile ${level}/${n} should have ${width} hashes and has ${tile?.width ?? 'none'}.`);
    }
    edge[level] = tile ? hashesIn(tile.data) : [];
  }
  return edge;
}

/** The last head is signed by this key and is the head of these tiles. */
async function agree(head: SignedHead, root: Bytes, signer: Signer): Promise<void> {
  const verifier = await parseVerifierKey(hashOf, signer.vkey);
  try {
    const signed = await openCheckpoint(ed25519, head.note, verifier);
    if (signed.size !== head.size) throw new Error(`it says ${signed.size} for ${head.size}`);
    if (!same(signed.root, root)) throw new Error('the tiles give another root');
  } catch (error) {
    throw new LogFault(`The checkpoint of size ${head.size} does not hold: ${(error as Error).message}`);
  }
}

async function leavesOf(tx: Tx, ids: readonly string[]): Promise<Bytes[]> {
  const rows = await tx.createQueryBuilder(AuditEvents, 'event').where('event.id = any (:ids)', { ids }).getMany();
  const byId = new Map<string, AuditEvent>(rows.map((row) => [row.id, row]));
  return ids.map((id) => {
    const event = byId.get(id);
    if (!event) throw new LogFault(`The event ${id} waits for its place and is gone.`);
    const leaf = utf8(leafOf(event));
    if (leaf.length > maxLeafBytes) throw new LogFault(`The event ${id} is too long for an entry.`);
    return leaf;
  });
}

async function writeTiles(tx: Tx, grown: readonly TileGrowth[]): Promise<void> {
  await upsert(
    tx,
    grown.map(({ level, n, hashes }) => ({ level, n, width: hashes.length, data: Buffer.concat(hashes) })),
  );
}

async function writeEntries(tx: Tx, size: number, leaves: readonly Bytes[]): Promise<void> {
  const bundles = new Map<number, { width: number; parts: Uint8Array[] }>();
  const first = Math.floor(size / tileWidth);
  if (size % tileWidth > 0) {
    const begun = await readTile(tx, entriesLevel, first);
    if (begun?.width !== size % tileWidth) throw new LogFault(`The bundle ${first} does not end where the tree does.`);
    bundles.set(first, { width: begun.width, parts: [begun.data] });
  }
  for (const [offset, leaf] of leaves.entries()) {
    const n = Math.floor((size + offset) / tileWidth);
    const bundle = bundles.get(n) ?? { width: 0, parts: [] };
    bundle.parts.push(Uint8Array.of(leaf.length >> 8, leaf.length & 255), leaf);
    bundle.width += 1;
    bundles.set(n, bundle);
  }
  await upsert(
    tx,
    [...bundles].map(([n, { width, parts }]) => ({ level: entriesLevel, n, width, data: Buffer.concat(parts) })),
  );
}

type TileRow = { level: number; n: number; width: number; data: Buffer };

async function upsert(tx: Tx, rows: readonly TileRow[]): Promise<void> {
  await tx.query(
    `insert into log_tiles (level, n, width, data)
     select * from unnest($1::smallint[], $2::bigint[], $3::integer[], $4::bytea[])
     on conflict (level, n) do update set width = excluded.width, data = excluded.data`,
    [rows.map((one) => one.level), rows.map((one) => one.n), rows.map((one) => one.width), rows.map((one) => one.data)],
  );
}

async function signHead(tx: Tx, signer: Signer, size: number, root: Bytes): Promise<void> {
  const text = toBase64(root);
  const note = signer.note(`${signer.name}\n${size}\n${text}\n`);
  await tx.query('insert into log_checkpoints (size, root, note, at) values ($1, $2, $3, $4)', [
    size,
    text,
    note,
    now(),
  ]);
}
