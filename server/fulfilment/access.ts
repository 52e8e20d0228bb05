import type { Bilingual } from '../../contracts/common.js';
import { notFound, Problem, type ProblemCode } from '../../contracts/problems.js';
import { record } from '../audit/record.js';
import type { Actor } from '../kernel/actor.js';
import { now } from '../kernel/clock.js';
import type { Database, Tx } from '../kernel/database.js';
import type { Kernel } from '../kernel/kernel.js';
import { freezeOn } from '../lifecycle/holds.js';
import { Agreements } from '../ordering/tables.js';
import { whyHalted } from '../ordering/trade.js';
import { type AccessFacts, type Decision, decideAccess } from './rulings.js';
import { entitlementSubject } from './subjects.js';
import { type Entitlement, Entitlements, Seats } from './tables.js';
import { usedIn } from './uses.js';

type Asking = {
  /** The member who reads; null = nobody in particular, and no seat is asked for. */
  memberId: string | null;
  /** What is about to be read; left out, the quota is not asked. */
  needs?: { calls: number; bytes: number };
  /** The revision that is read; left out, the newest that was delivered. */
  revisionId?: string;
};

/**
 * The one decision on access: every road asks it before it gives anything, and again whenever something has changed.
 * `allowed`, the rule that decided, and its sentence; what is unknown or malformed allows nothing.
 */
export async function mayAccess(tx: Tx, entitlement: Entitlement, asking: Asking): Promise<Decision> {
  return decideAccess(await accessFacts(tx, entitlement, asking));
}

/** What the decision hangs on, looked up now. */
export async function accessFacts(tx: Tx, entitlement: Entitlement, asking: Asking): Promise<AccessFacts> {
  const { id, agreementId, seats } = entitlement;
  const { memberId, needs = null } = asking;
  const revisionId = asking.revisionId ?? (await currentRevision(tx, entitlement));
  const agreement = await tx.findOneBy(Agreements, { id: agreementId });
  const seated = seats === null || memberId === null ? null : await tx.existsBy(Seats, { entitlementId: id, memberId });
  return {
    at: now(),
    entitlement,
    frozen: (await freezeOn(tx, entitlementSubject.stoppedBy(entitlement))) !== null,
    halted: await whyHalted(tx, { ...entitlement, revisionId }),
    agreement: agreement?.document ?? '',
    seated,
    used: await usedIn(tx, entitlement),
    needs,
  };
}

/** The newest delivered revision that was not revoked; the first one where all are. */
async function currentRevision(tx: Tx, { id, revisionId }: Entitlement): Promise<string> {
  const [row]: { id: string }[] = await tx.query(
    `select r.id from entitlement_revisions e join revisions r on r.id = e.revision_id
      where e.entitlement_id = $1 and r.state <> 'revoked' order by r.number desc limit 1`,
    [id],
  );
  return row?.id ?? revisionId;
}

/** The refusal that a decision means for the exchange’s own API. */
export function refusalOf({ rule, sentence, rulings }: Decision, entitlement: Entitlement): Problem {
  const codes: Partial<Record<Decision['rule'], ProblemCode>> = {
    freeze: 'frozen',
    seat: 'seat-required',
    quota: 'quota-exceeded',
  };
  const allowed = rulings.filter((one) => one.allowed).map((one) => one.rule);
  return new Problem(codes[rule] ?? 'access-ended', sentence, { state: entitlement.state, rule, allowed });
}

/** The own entitlement of a buyer; throws 404 for another’s. */
export async function boughtBy(tx: Tx, organisationId: string, id: string): Promise<Entitlement> {
  const entitlement = await tx.findOneBy(Entitlements, { id });
  if (entitlement?.buyerId === organisationId) return entitlement;
  throw notFound(entitlementSubject.lifecycle.name);
}

/** Puts on the record that somebody was refused, and why. */
export async function recordRefusal(
  db: Database,
  actor: Actor,
  entitlement: Entitlement,
  name: string,
  why: Bilingual,
): Promise<void> {
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

type Watched = { streams: Set<AbortController>; forget: (() => void)[] };
const watched = new WeakMap<Kernel, Map<string, Watched>>();

/**
 * Aborts, in every process and within a moment, when access of a member under the entitlement ends or is frozen. However
 * many answers run for the member, a notice is looked into once.
 */
export function watchAccess(kernel: Kernel, id: string, memberId: string): { ended: AbortSignal; stop(): void } {
  const all = watched.get(kernel) ?? new Map<string, Watched>();
  watched.set(kernel, all);
  const key = `${id} ${memberId}`;
  const found = all.get(key) ?? listen(kernel, id, memberId);
  all.set(key, found);
  const ending = new AbortController();
  found.streams.add(ending);
  const stop = () => {
    found.streams.delete(ending);
    if (found.streams.size > 0 || all.get(key) !== found) return;
    all.delete(key);
    for (const one of found.forget) one();
  };
  return { ended: ending.signal, stop };
}

function listen({ db, notices, log }: Kernel, id: string, memberId: string): Watched {
  const streams = new Set<AbortController>();
  const look = async () => {
    const entitlement = await db.read.findOneByOrFail(Entitlements, { id });
    const decision = await mayAccess(db.read, entitlement, { memberId });
    if (!decision.allowed) for (const one of streams) one.abort(decision.sentence);
  };
  const heard = () => {
    look().catch((error) =>
      log.error({ err: error, entitlementId: id }, 'A running download could not be looked at again.'),
    );
  };
  return { streams, forget: [notices.on(id, heard), notices.on('holds', heard)] };
}
