import { notFound, Problem } from '../../contracts/problems.js';
import type { MemberActor } from '../kernel/actor.js';
import { day, now } from '../kernel/clock.js';
import { lockRow, type Tx } from '../kernel/database.js';
import { enqueue } from '../kernel/outbox.js';
import { advance } from '../lifecycle/advance.js';
import type { AgreementDocument } from './document.js';
import { agreementSubject } from './subjects.js';
import { type Agreement, Agreements, Orders } from './tables.js';

/** Days of notice that the parties agreed on; 30 in documents that say nothing. */
export function noticeDays(document: AgreementDocument): number {
  return document.terms?.terminationNoticeDays ?? 30;
}

/** Ends a sealed agreement when the agreed days of notice have passed. The other party is told at once. */
export async function giveNotice(tx: Tx, actor: MemberActor, id: string, reason: string): Promise<Agreement> {
  const agreement = await lockOwn(tx, actor, id);
  const endsAt = new Date(now().getTime() + noticeDays(JSON.parse(agreement.document)) * day);
  const endedBy = agreement.buyerId === actor.organisationId ? 'buyer' : 'provider';
  return await advance(tx, agreementSubject, id, 'give-notice', actor, { reason, set: { endsAt, endedBy } });
}

/** Takes the own notice back before it has run out. */
export async function withdrawNotice(tx: Tx, actor: MemberActor, id: string): Promise<Agreement> {
  const agreement = await lockOwn(tx, actor, id);
  const party = agreement.buyerId === actor.organisationId ? 'buyer' : 'provider';
  const moved = await advance(tx, agreementSubject, id, 'withdraw-notice', actor, {
    set: { endsAt: null, endedBy: null },
  });
  if (agreement.endedBy === party) return moved;
  throw new Problem('role-required', {
    vi: 'Chỉ bên đã báo chấm dứt mới được rút thông báo.',
    en: 'Only the party that gave the notice may take it back.',
  });
}

async function lockOwn(tx: Tx, actor: MemberActor, id: string): Promise<Agreement> {
  const agreement = await lockRow(tx, Agreements, id);
  if (agreement && [agreement.buyerId, agreement.providerId].includes(actor.organisationId)) return agreement;
  throw notFound(agreementSubject.lifecycle.name);
}

/** The access that a terminated agreement gave ends with it. */
export async function endAgreedAccess(tx: Tx, id: string): Promise<void> {
  const agreement = await tx.findOneBy(Agreements, { id, state: 'terminated' });
  const order = agreement && (await tx.findOneBy(Orders, { agreementId: id }));
  if (order) await enqueue(tx, 'end-access', { id: order.id });
}
