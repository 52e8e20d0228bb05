import { type AccessView, type DecisionsView, deletionWithinDays } from '../../contracts/access.js';
import { AuditEvents } from '../audit/tables.js';
import type { Actor } from '../kernel/actor.js';
import { type Clocks, day, now } from '../kernel/clock.js';
import type { Tx } from '../kernel/database.js';
import { mayAccess } from './access.js';
import { asksDeletion } from './confirmations.js';
import { whyPinned } from './following.js';
import { type ParquetForm, parquetForms } from './forms.js';
import { deliveredRevisions } from './revisions.js';
import { Attestations, type Confirmation, Confirmations, type Entitlement, Extensions } from './tables.js';
import { usedIn } from './uses.js';

function isBuyer(entitlement: Entitlement, actor: Actor): boolean {
  return actor.kind === 'member' && actor.organisationId === entitlement.buyerId;
}

/** What every rule says now: for a member of the buyer about that member, for others about the organisation. */
export async function decisionsView(tx: Tx, entitlement: Entitlement, actor: Actor): Promise<DecisionsView> {
  const memberId = isBuyer(entitlement, actor) && actor.kind === 'member' ? actor.memberId : null;
  const needs = { calls: 1, bytes: 1 };
  const { allowed, rule, sentence, rulings } = await mayAccess(tx, entitlement, { memberId, needs });
  const refused = await tx.find(AuditEvents, {
    where: { type: 'access.refused', subjectId: entitlement.id },
    order: { id: 'DESC' },
    take: 50,
  });
  return {
    ...{ entitlementId: entitlement.id, at: now().toISOString(), allowed, rule, sentence, rulings },
    refusals: refused.map(({ at, data }) => {
      const { name, why } = data as { name: string; why: string };
      return { at: at.toISOString(), name, why };
    }),
  };
}

export function confirmationView({ id, deliveryId, manifestSha256, matching, client, confirmedAt }: Confirmation) {
  return { id, deliveryId, manifestSha256, matching, client, confirmedAt: confirmedAt.toISOString() };
}

export async function accessView(tx: Tx, entitlement: Entitlement, actor: Actor, clocks: Clocks): Promise<AccessView> {
  const { id, seats, quota, follows, state, stateSince, expiresAt } = entitlement;
  const used = await usedIn(tx, entitlement);
  const revisions = await deliveredRevisions(tx, entitlement);
  const parquet: ParquetForm[][] = [];
  for (const one of revisions) parquet.push(await parquetForms(tx, one));
  const holders: { member_id: string; display_name: string }[] = await tx.query(
    `select s.member_id, m.display_name from entitlement_seats s join members m on m.id = s.member_id
      where s.entitlement_id = $1 order by s.assigned_at`,
    [id],
  );
  const own = isBuyer(entitlement, actor);
  const extensions = await tx.find(Extensions, { where: { entitlementId: id }, order: { id: 'DESC' }, take: 50 });
  const confirmations = await tx.find(Confirmations, { where: { entitlementId: id }, order: { id: 'DESC' }, take: 50 });
  const attestation = await tx.findOneBy(Attestations, { entitlementId: id });
  const ended = state === 'expired' || state === 'revoked';
  const later = (from: Date, milliseconds: number) => new Date(from.getTime() + milliseconds).toISOString();
  return {
    ...{ entitlementId: id, seats, quota, follows },
    holders: holders.map((one, index) =>
      own ? { memberId: one.member_id, name: one.display_name } : { memberId: null, name: `#${index + 1}` },
    ),
    used: { calls: used.calls, bytes: used.bytes, resetsAt: used.resetsAt?.toISOString() ?? null },
    graceEndsAt: state === 'grace' && expiresAt ? later(stateSince, clocks['access-grace']) : null,
    extensions: extensions.map((one) => ({
      ...{ id: one.id, askedDays: one.askedDays, note: one.note, asked: one.askedBy !== null },
      ...{ askedAt: one.askedAt.toISOString(), decision: one.decision, grantedDays: one.grantedDays },
      decidedAt: one.decidedAt?.toISOString() ?? null,
    })),
    whyPinned: await whyPinned(tx, entitlement),
    revisions: revisions.map((one, at) => ({
      ...{ number: one.number, deliveryId: one.deliveryId, manifestSha256: one.manifestSha256 },
      deliveredAt: one.deliveredAt.toISOString(),
      files: one.files.length,
      bytes: one.files.reduce((sum, file) => sum + file.bytes, 0),
      parquet: parquet[at] ?? [],
    })),
    confirmations: confirmations.map(confirmationView),
    deletion: {
      asked: await asksDeletion(tx, entitlement),
      dueAt: ended ? later(stateSince, deletionWithinDays * day) : null,
      attestedAt: attestation?.attestedAt.toISOString() ?? null,
    },
  };
}
