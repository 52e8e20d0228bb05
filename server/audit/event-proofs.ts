import type { auditOperations } from '../../contracts/audit.js';
import type { QueryOf, ResponseOf } from '../../contracts/operation.js';
import { notFound, Problem } from '../../contracts/problems.js';
import { type Bytes, formatTlogProof, toBase64 } from '../../contracts/proofs.js';
import { type MemberActor, seesEverything } from '../kernel/actor.js';
import type { Tx } from '../kernel/database.js';
import { isForParties } from './events.js';
import { indexOf, logStanding, proverOf, readEntry, readHead, readIdentity, readPublishedHead } from './log.js';
import { AuditEvents } from './tables.js';

type Op = typeof auditOperations;

/** The log as everybody may see it. */
export async function logView(tx: Tx): Promise<ResponseOf<Op['getLog']>> {
  const identity = await readIdentity(tx);
  const head = await readPublishedHead(tx);
  const checkpoint = head?.note ?? null;
  return { origin: identity?.origin ?? null, vkey: identity?.vkey ?? null, checkpoint, ...(await logStanding(tx)) };
}

/** Throws 404 for an index or a size that the log has not signed yet. */
export async function proveInclusion(tx: Tx, query: QueryOf<Op['proveInclusion']>) {
  const size = await signedSize(tx, query.size);
  if (query.index >= size) throw notSigned(query.index);
  const prover = proverOf(tx, size);
  return {
    index: query.index,
    size,
    leafHash: toBase64(await prover.leaf(query.index)),
    root: toBase64(await prover.root()),
    proof: (await prover.inclusion(query.index)).map(toBase64),
  };
}

/** Throws 404 for a size that the log has not signed yet. */
export async function proveConsistency(tx: Tx, query: QueryOf<Op['proveConsistency']>) {
  const to = await signedSize(tx, query.to);
  const { from } = query;
  if (from > to || from === 0) throw notSigned(from);
  const prover = proverOf(tx, to);
  return {
    from,
    fromRoot: toBase64(await prover.rootAt(from)),
    to,
    toRoot: toBase64(await prover.root()),
    proof: (await prover.consistency(from)).map(toBase64),
  };
}

async function signedSize(tx: Tx, wanted: number | undefined): Promise<number> {
  const head = await readHead(tx);
  const size = wanted ?? head?.size ?? 0;
  if (!head || size > head.size || size === 0) throw notSigned(size);
  return size;
}

function notSigned(position: number): Problem {
  return notFound({ vi: `vị trí ${position} trong sổ minh bạch`, en: `place ${position} in the log` });
}

/**
 * The `.tlog-proof` of an event for a party to it, the operator or the regulator; throws 404 for anybody else, 409 while the
 * event waits for its place.
 */
export async function proveEvent(tx: Tx, actor: MemberActor, id: string): Promise<string> {
  const event = await tx.findOneBy(AuditEvents, { id });
  const party = event && isForParties(event) && event.about.includes(actor.organisationId);
  if (!event || !(party || seesEverything(actor))) throw notFound({ vi: 'sự kiện', en: 'event' });
  const text = await proofOf(tx, id);
  if (text === null) {
    throw new Problem('conflict', {
      vi: 'Sự kiện đang chờ vào sổ minh bạch; hãy thử lại sau vài giây.',
      en: 'The event waits for its place in the log; try again in some seconds.',
    });
  }
  return text;
}

/** The `.tlog-proof` of an event, for whoever may see it; null while the event waits for its place. */
export async function proofOf(tx: Tx, id: string): Promise<string | null> {
  const index = await indexOf(tx, id);
  const head = await readPublishedHead(tx);
  if (index === null || !head || index >= head.size) return null;
  const proof = await proverOf(tx, head.size).inclusion(index);
  const extra: Bytes = await readEntry(tx, index);
  return formatTlogProof({ extra, index, proof, checkpoint: head.note });
}
