import { notFound } from '../../contracts/problems.js';
import { recordEach } from '../audit/record.js';
import type { MemberActor } from '../kernel/actor.js';
import { now } from '../kernel/clock.js';
import { type Database, insertRows, lockRow, type Tx } from '../kernel/database.js';
import { newId } from '../kernel/ids.js';
import { inRounds } from '../kernel/rounds.js';
import { requireNotFrozen } from '../lifecycle/holds.js';
import { accessFacts, recordRefusal, refusalOf } from './access.js';
import { type Decision, decideAccess } from './rulings.js';
import { entitlementSubject } from './subjects.js';
import { Downloads, type Entitlement, Entitlements } from './tables.js';
import { countUse } from './uses.js';

/** A part of a file that is about to be sent: `from` and `bytes` in bytes. */
export type Part = { revisionId: string; name: string; sha256: string; from: number; bytes: number };

/** Counts and records a download before its first byte; throws 403, 423 or the like, on the record, where access has ended. */
export type CountDownload = (actor: MemberActor, entitlement: Entitlement, part: Part) => Promise<void>;

type Asked = { actor: MemberActor; id: string; part: Part };

/**
 * Counts downloads of a member under an entitlement in rounds: two hundred that begin at once are one or two transactions, not
 * two hundred that wait for one row. Each is decided on the locked row and is an event of its own.
 */
export function createCounting(db: Database): CountDownload {
  const count = inRounds((asked: Asked[]) => db.transaction((tx) => countRound(tx, asked)));
  return async (actor, entitlement, part) => {
    const { id } = entitlement;
    const decision = await count([id, actor.memberId, part.revisionId].join(), { actor, id, part });
    if (decision.allowed) return;
    await recordRefusal(db, actor, entitlement, part.name, decision.sentence);
    throw refusalOf(decision, entitlement);
  };
}

/** All of one member, entitlement and revision. What is refused is not counted; the others are. */
async function countRound(tx: Tx, asked: readonly Asked[]): Promise<Decision[]> {
  const [first] = asked;
  if (!first) return [];
  const { actor, id, part } = first;
  const entitlement = await lockRow(tx, Entitlements, id);
  if (!entitlement) throw notFound(entitlementSubject.lifecycle.name);
  const { memberId } = actor;
  const facts = await accessFacts(tx, entitlement, { memberId, revisionId: part.revisionId });
  const sum = { calls: 0, bytes: 0 };
  const allowed: Part[] = [];
  const decide = (bytes: number) => {
    const used = { ...facts.used, calls: facts.used.calls + sum.calls, bytes: facts.used.bytes + sum.bytes };
    return decideAccess({ ...facts, used, needs: { calls: 1, bytes } });
  };
  // Without a quota nothing hangs on how much it is.
  const same = entitlement.quota ? null : decide(0);
  const decisions = asked.map((one) => {
    const decision = same ?? decide(one.part.bytes);
    if (!decision.allowed) return decision;
    allowed.push(one.part);
    sum.calls += 1;
    sum.bytes += one.part.bytes;
    return decision;
  });
  if (allowed.length === 0) return decisions;
  await requireNotFrozen(tx, entitlementSubject.stoppedBy(entitlement));
  await insertRows(
    tx,
    Downloads,
    allowed.map(({ name, from, bytes }) => ({
      ...{ id: newId('dwn'), entitlementId: id, name, fromByte: from, bytes, memberId, at: now() },
    })),
  );
  await countUse(tx, id, memberId, 'download', sum);
  await recordEach(
    tx,
    actor,
    allowed.map(({ name, sha256, from, bytes }) => ({ type: 'file.downloaded', data: { name, sha256, from, bytes } })),
    { kind: 'entitlement', id },
    entitlementSubject.about(entitlement),
  );
  return decisions;
}
