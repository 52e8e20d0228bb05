import { Problem } from '../../contracts/problems.js';
import { record } from '../audit/record.js';
import { type MemberActor, system } from '../kernel/actor.js';
import { day, now } from '../kernel/clock.js';
import { type Database, insertRow, lockRow, type Tx, updateRow, violatedConstraint } from '../kernel/database.js';
import { newId } from '../kernel/ids.js';
import { notice } from '../kernel/notices.js';
import { advance } from '../lifecycle/advance.js';
import { requireNotFrozen } from '../lifecycle/holds.js';
import { lockOwn } from './seats.js';
import { entitlementSubject } from './subjects.js';
import { type Entitlement, Entitlements, type Extension, Extensions } from './tables.js';
import { tellOf } from './telling.js';

const extendable = ['active', 'expiring', 'grace'];

/** Asks the provider for more days; throws 409 while an earlier question is open, or once nothing can be extended. */
export async function askExtension(
  tx: Tx,
  actor: MemberActor,
  id: string,
  { days, note }: { days: number; note: string },
): Promise<void> {
  const entitlement = await lockOwn(tx, actor, id, 'buyerId');
  await requireNotFrozen(tx, entitlementSubject.stoppedBy(entitlement));
  requireExtendable(entitlement);
  const extension: Extension = {
    ...{ id: newId('ext'), entitlementId: id, askedDays: days, note, askedBy: actor.memberId, askedAt: now() },
    ...{ decision: null, grantedDays: null, decidedBy: null, decidedAt: null },
  };
  await insertRow(tx, Extensions, extension).catch((error: unknown) => {
    if (violatedConstraint(error) !== 'entitlement_extensions_open') throw error;
    throw new Problem('conflict', {
      vi: 'Đã có một đề nghị gia hạn đang chờ bên bán trả lời.',
      en: 'An extension was asked for already; the provider has not answered yet.',
    });
  });
  const event = { type: 'extension.asked', data: { extensionId: extension.id, days } } as const;
  await record(tx, actor, event, { kind: 'entitlement', id }, entitlementSubject.about(entitlement));
  await tellOf(tx, entitlement, {
    ...{ organisationIds: [entitlement.providerId], once: `${extension.id}:asked`, path: `/library/${id}` },
    title: { vi: `Xin gia hạn ${days} ngày`, en: `Extension by ${days} days asked for` },
    text: {
      vi: `Bên mua xin gia hạn quyền truy cập thêm ${days} ngày. ${note}`.trim(),
      en: `The buyer asks for ${days} more days of access. ${note}`.trim(),
    },
  });
  await notice(tx, id);
}

function requireExtendable({ state, expiresAt }: Entitlement): void {
  if (expiresAt !== null && extendable.includes(state)) return;
  throw new Problem(
    'transition-refused',
    expiresAt === null
      ? { vi: 'Quyền truy cập này không có thời hạn.', en: 'This access has no end.' }
      : {
          vi: 'Chỉ gia hạn được khi quyền truy cập còn hiệu lực hoặc vừa hết hạn; hãy gửi yêu cầu mới.',
          en: 'Only access that is in force, or has just ended, can be extended; make a new request.',
        },
    { state },
  );
}

async function openExtension(tx: Tx, entitlementId: string): Promise<Extension | null> {
  return await tx
    .createQueryBuilder(Extensions, 'row')
    .where('row.entitlementId = :entitlementId and row.decision is null', { entitlementId })
    .getOne();
}

/**
 * The provider gives days, asked or unasked. They count from the end, or from now when that has passed; seats and tokens
 * are as they were.
 */
export async function grantExtension(tx: Tx, actor: MemberActor, id: string, days: number): Promise<void> {
  const entitlement = await lockOwn(tx, actor, id, 'providerId');
  requireExtendable(entitlement);
  const open = await openExtension(tx, id);
  const from = Math.max(now().getTime(), entitlement.expiresAt?.getTime() ?? 0);
  const expiresAt = new Date(from + days * day);
  await advance(tx, entitlementSubject, id, 'extend', actor, { set: { expiresAt, warnedDays: null } });
  const decided = { decision: 'granted', grantedDays: days, decidedBy: actor.memberId, decidedAt: now() } as const;
  const extension: Extension = open
    ? { ...open, ...decided }
    : {
        ...{ id: newId('ext'), entitlementId: id, askedDays: days, note: '', askedBy: null, askedAt: now() },
        ...decided,
      };
  if (open) await updateRow(tx, Extensions, open.id, decided);
  else await insertRow(tx, Extensions, extension);
  const data = { extensionId: extension.id, days, until: expiresAt.toISOString() };
  await record(
    tx,
    actor,
    { type: 'extension.granted', data },
    { kind: 'entitlement', id },
    entitlementSubject.about(entitlement),
  );
}

/** The provider declines what was asked; throws 409 when nothing is. */
export async function declineExtension(tx: Tx, actor: MemberActor, id: string): Promise<void> {
  const entitlement = await lockOwn(tx, actor, id, 'providerId');
  await requireNotFrozen(tx, entitlementSubject.stoppedBy(entitlement));
  const open = await openExtension(tx, id);
  if (!open) {
    throw new Problem('conflict', { vi: 'Không có đề nghị gia hạn nào đang chờ.', en: 'No extension was asked for.' });
  }
  await updateRow(tx, Extensions, open.id, { decision: 'declined', decidedBy: actor.memberId, decidedAt: now() });
  const event = { type: 'extension.declined', data: { extensionId: open.id } } as const;
  await record(tx, actor, event, { kind: 'entitlement', id }, entitlementSubject.about(entitlement));
  await tellOf(tx, entitlement, {
    ...{ organisationIds: [entitlement.buyerId], once: `${open.id}:declined`, path: `/library/${id}` },
    title: { vi: 'Không được gia hạn', en: 'Extension declined' },
    text: { vi: 'Bên bán đã từ chối đề nghị gia hạn.', en: 'The provider declined the extension.' },
  });
  await notice(tx, id);
}

/** Days before the end at which both sides are told once more; the first time is a step of the lifecycle. */
const laterWarnings = [7, 1] as const;

/** Tells both sides seven days and one day before access ends; each is told once per end. Gives how many were. */
export async function warnOfEnds(db: Database): Promise<number> {
  let told = 0;
  for (const days of laterWarnings) {
    const rows: { id: string }[] = await db.read.query(
      `select id from entitlements where state in ('active', 'expiring') and expires_at > $1 and expires_at <= $2
          and coalesce(warned_days, 99) > $3 order by id limit 500`,
      [now(), new Date(now().getTime() + days * day), days],
    );
    for (const { id } of rows) told += await db.transaction((tx) => warn(tx, id, days));
  }
  return told;
}

async function warn(tx: Tx, id: string, days: number): Promise<number> {
  const entitlement = await lockRow(tx, Entitlements, id);
  const due = entitlement?.expiresAt && entitlement.expiresAt.getTime() <= now().getTime() + days * day;
  if (!entitlement || !due || (entitlement.warnedDays ?? 99) <= days) return 0;
  await updateRow(tx, Entitlements, id, { warnedDays: days });
  const event = { type: 'access.ending', data: { days } } as const;
  await record(tx, system, event, { kind: 'entitlement', id }, entitlementSubject.about(entitlement));
  const on = entitlement.expiresAt?.toISOString().slice(0, 10);
  await tellOf(tx, entitlement, {
    ...{ organisationIds: [entitlement.buyerId, entitlement.providerId], path: `/library/${id}` },
    once: `${id}:ending:${days}:${on}`,
    title: {
      vi: `Quyền truy cập còn ${days} ngày`,
      en: days === 1 ? 'Access ends in one day' : `Access ends in ${days} days`,
    },
    text: {
      vi: `Quyền truy cập hết hạn ngày ${on}. Bên mua có thể xin gia hạn bằng một lần bấm.`,
      en: `Access ends on ${on}. The buyer can ask for an extension in one click.`,
    },
  });
  return 1;
}
