import type { EvidenceManifest } from '../../contracts/evidence.js';
import { type Bytes, formatTlogProof } from '../../contracts/proofs.js';
import { entriesIn, entriesLevel, proverOf, readIdentity, readPublishedHead, readTile } from '../audit/log.js';
import { tileWidth } from '../audit/tree.js';
import type { Tx } from '../kernel/database.js';
import { canonicalJson, sha256 } from '../kernel/hash.js';
import type { ZipEntry } from '../kernel/zip.js';
import { documentsOf, ordersOf } from './documents.js';
import { type Leaf, summaryPdf } from './summary.js';
import type { Bundle } from './tables.js';

export type Tell = (fraction: number, step: 'documents' | 'proofs' | 'summary') => Promise<void>;
type Placed = { id: string; index: number };
type Head = { origin: string; vkey: string; note: string; size: number };

/** More rows than anybody reads on paper; every event is in the bundle all the same. */
const summarised = 2_000;

/**
 * Ids and places of the events of a scope, in the order of the log; null while some that were there at a moment still wait
 * for their place. Look-ups by the regulator belong only to a regulator's bundle.
 */
export async function placedEvents(tx: Tx, bundle: Bundle, moment: Date): Promise<Placed[] | null> {
  const ids = [bundle.scopeId];
  if (bundle.scopeKind === 'order') {
    const [row]: { agreement: string; request: string }[] = await tx.query(
      'select agreement_id as agreement, request_id as request from orders where id = $1',
      [bundle.scopeId],
    );
    if (row) ids.push(row.agreement, row.request);
  }
  const rows: { id: string; index: string | null; at: Date }[] = await tx.query(
    `select e.id, e.at, l.index from audit_events e left join log_entries l on l.event_id = e.id
      where (e.about && $1::text[] or ($2 and e.actor_organisation_id = $3))
        and ($4 or e.type not like 'audit.%') order by l.index`,
    [ids, bundle.scopeKind === 'organisation', bundle.scopeId, bundle.withLookUps],
  );
  if (rows.some((row) => row.index === null && row.at <= moment)) return null;
  return rows.flatMap(({ id, index }) => (index === null ? [] : [{ id, index: Number(index) }]));
}

/** The log's newest checkpoint and the key that verifies it; throws while there is none. */
export async function headOf(tx: Tx): Promise<Head> {
  const [head, identity] = [await readPublishedHead(tx), await readIdentity(tx)];
  if (!head || !identity) throw new Error('The log has no checkpoint yet.');
  return { origin: identity.origin, vkey: identity.vkey, note: head.note, size: head.size };
}

/**
 * The files of a bundle, one after another: documents, a proof of every event, checkpoint and key, a summary for people, and
 * last the manifest with the SHA-256 of all of them. People appear as in the log.
 */
export async function* bundleFiles(
  tx: Tx,
  bundle: Bundle,
  head: Head,
  placed: readonly Placed[],
  tell: Tell,
): AsyncGenerator<ZipEntry> {
  const files: EvidenceManifest['files'] = [];
  const file = (path: string, text: string | Buffer): ZipEntry => {
    const content = Buffer.from(text);
    files.push({ path, bytes: content.length, sha256: sha256(content) });
    return { path, content };
  };
  const orderIds = await ordersOf(tx, bundle);
  let written = 0;
  for await (const { path, text } of documentsOf(tx, bundle, orderIds)) {
    yield file(path, text);
    written += 1;
    await tell(0.4 * Math.min(1, written / (9 * orderIds.length + 6)), 'documents');
  }
  const events = placed.filter((one) => one.index < head.size);
  const prover = proverOf(tx, head.size);
  const leaves: Leaf[] = [];
  const manifestEvents: EvidenceManifest['events'] = [];
  const readLeaf = leafReader(tx);
  for (const [at, { id, index }] of events.entries()) {
    const extra = await readLeaf(index);
    const path = `events/${String(index).padStart(12, '0')}-${id}.tlog-proof`;
    const proof = await prover.inclusion(index);
    yield file(path, formatTlogProof({ extra, index, proof, checkpoint: head.note }));
    manifestEvents.push({ id, index, path });
    if (leaves.length < summarised) leaves.push({ index, ...JSON.parse(Buffer.from(extra).toString()) });
    await tell(0.4 + (0.5 * (at + 1)) / events.length, 'proofs');
  }
  yield file('checkpoint', head.note);
  yield file('vkey', `${head.vkey}\n`);
  await tell(0.92, 'summary');
  yield file('summary.pdf', await summaryPdf(tx, bundle, head, orderIds, leaves, events.length));
  const manifest: EvidenceManifest = {
    ...{ kind: 'datasan.evidence/1', id: bundle.id, scope: { kind: bundle.scopeKind, id: bundle.scopeId } },
    ...{ createdAt: bundle.createdAt.toISOString(), origin: head.origin, size: head.size },
    ...{ events: manifestEvents, files },
  };
  yield { path: 'manifest.json', content: Buffer.from(canonicalJson(manifest)) };
}

/** Reads leaves in the order of the log; of each bundle of entries only once. */
function leafReader(tx: Tx): (index: number) => Promise<Bytes> {
  let [held, entries]: [number, Bytes[]] = [-1, []];
  return async (index) => {
    const n = Math.floor(index / tileWidth);
    if (n !== held || entries.length <= index % tileWidth) {
      const tile = await readTile(tx, entriesLevel, n);
      [held, entries] = [n, tile ? entriesIn(tile.data) : []];
    }
    const entry = entries[index % tileWidth];
    if (!entry) throw new Error(`The log has no entry ${index}.`);
    return entry;
  };
}
