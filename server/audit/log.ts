import type { Bytes } from '../../contracts/proofs.js';
import type { Tx } from '../kernel/database.js';
import { prover } from './proofs.js';
import { hashesIn } from './tree.js';

/** Level under which bundles of entries are kept beside the tiles of hashes. */
export const entriesLevel = -1;

export type LogIdentity = { origin: string; vkey: string; fault: string | null };
export type SignedHead = { size: number; root: string; note: string };

/** Who this database's log is; null before the first sequencer has opened it. */
export async function readIdentity(tx: Tx): Promise<LogIdentity | null> {
  const [row]: LogIdentity[] = await tx.query('select origin, vkey, fault from log_identity');
  return row ?? null;
}

/** The newest signed checkpoint; null for a log that has none yet. */
export async function readHead(tx: Tx): Promise<SignedHead | null> {
  const [row]: { size: string; root: string; note: string }[] = await tx.query(
    'select size, root, note from log_checkpoints order by size desc limit 1',
  );
  return row ? { ...row, size: Number(row.size) } : null;
}

/** The newest signed checkpoint as it is published: with the cosignatures of witnesses under it. */
export async function readPublishedHead(tx: Tx): Promise<SignedHead | null> {
  const [row]: { size: string; root: string; note: string }[] = await tx.query(
    `select size, root, note || coalesce(
       (select string_agg(line || E'\n', '' order by vkey) from log_cosignatures s where s.size = c.size), '') as note
     from log_checkpoints c order by size desc limit 1`,
  );
  return row ? { ...row, size: Number(row.size) } : null;
}

export type WitnessStanding = {
  name: string;
  url: string;
  /** Entries under the newest checkpoint it cosigned, and when; null before the first. */
  size: number;
  cosignedAt: Date | null;
  /** Requests that have failed since, and why the last did. */
  failures: number;
  error: string | null;
};

/** How far each witness has followed the log. */
export async function witnessStanding(tx: Tx): Promise<WitnessStanding[]> {
  const rows: (Omit<WitnessStanding, 'size'> & { size: string })[] = await tx.query(
    'select name, url, size, cosigned_at as "cosignedAt", failures, error from log_witnesses order by name, vkey',
  );
  return rows.map((row) => ({ ...row, size: Number(row.size) }));
}

/** How far the log is, how many events wait, and why it refuses to sign, if it does. */
export async function logStanding(tx: Tx): Promise<{ size: number; waiting: number; fault: string | null }> {
  const [row]: { size: string; waiting: string; fault: string | null }[] = await tx.query(
    `select (select coalesce(max(size), 0) from log_checkpoints) as size,
            (select count(*) from log_pending) as waiting, (select fault from log_identity) as fault`,
  );
  return { size: Number(row?.size), waiting: Number(row?.waiting), fault: row?.fault ?? null };
}

/** The bytes of a tile or bundle and how many hashes or entries it has; null when there is none. */
export async function readTile(tx: Tx, level: number, n: number): Promise<{ width: number; data: Bytes } | null> {
  const [row]: { width: number; data: Buffer }[] = await tx.query(
    'select width, data from log_tiles where level = $1 and n = $2',
    [level, n],
  );
  return row ? { width: row.width, data: new Uint8Array(row.data) } : null;
}

/** Proofs over the log as it was at `size`. */
export function proverOf(tx: Tx, size: number) {
  return prover(size, async (level, n, width) => {
    const tile = await readTile(tx, level, n);
    if (!tile || tile.width < width) throw new Error(`The log has no tile ${level}/${n} of ${width}.`);
    return hashesIn(tile.data.subarray(0, width * 32));
  });
}

/** Where an event stands; null while it waits. */
export async function indexOf(tx: Tx, eventId: string): Promise<number | null> {
  const [row]: { index: string }[] = await tx.query('select index from log_entries where event_id = $1', [eventId]);
  return row ? Number(row.index) : null;
}

/** Where events stand, by id; those that wait are missing. */
export async function indexesOf(tx: Tx, eventIds: readonly string[]): Promise<Map<string, number>> {
  const rows: { event_id: string; index: string }[] = await tx.query(
    'select event_id, index from log_entries where event_id = any($1)',
    [eventIds],
  );
  return new Map(rows.map((row) => [row.event_id, Number(row.index)]));
}

/** The entry at an index: the leaf's bytes, from its bundle. */
export async function readEntry(tx: Tx, index: number): Promise<Bytes> {
  const bundle = await readTile(tx, entriesLevel, Math.floor(index / 256));
  const entry = bundle && entriesIn(bundle.data)[index % 256];
  if (!entry) throw new Error(`The log has no entry ${index}.`);
  return entry;
}

/** Cuts a bundle into its entries: each is two bytes of length and that many bytes. Throws on a bundle cut short. */
export function entriesIn(bundle: Bytes): Bytes[] {
  const entries: Bytes[] = [];
  for (let at = 0; at < bundle.length; ) {
    const length = ((bundle[at] ?? 0) << 8) | (bundle[at + 1] ?? 0);
    if (at + 2 + length > bundle.length) throw new Error('A bundle of entries is cut short.');
    entries.push(bundle.slice(at + 2, at + 2 + length));
    at += 2 + length;
  }
  return entries;
}

/** How many bytes the first `width` entries of a bundle take. */
export function bytesOfEntries(bundle: Bytes, width: number): number {
  let at = 0;
  for (let count = 0; count < width; count += 1) at += 2 + (((bundle[at] ?? 0) << 8) | (bundle[at + 1] ?? 0));
  return at;
}
