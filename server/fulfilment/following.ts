import type { Bilingual } from '../../contracts/common.js';
import { Problem } from '../../contracts/problems.js';
import { record } from '../audit/record.js';
import { revisionFiles } from '../catalogue/revisions.js';
import { type DataFile, type Revision, Revisions } from '../catalogue/tables.js';
import { type MemberActor, system } from '../kernel/actor.js';
import { now } from '../kernel/clock.js';
import { type Database, insertRow, lockRow, type Tx } from '../kernel/database.js';
import { newId } from '../kernel/ids.js';
import type { Kernel } from '../kernel/kernel.js';
import { notice } from '../kernel/notices.js';
import { enqueue } from '../kernel/outbox.js';
import { amend } from '../lifecycle/advance.js';
import { requireNotFrozen } from '../lifecycle/holds.js';
import { Orders } from '../ordering/tables.js';
import { mayAccess, refusalOf } from './access.js';
import { packRevision } from './packaging.js';
import { deliveredRevisions } from './revisions.js';
import { lockOwn } from './seats.js';
import { entitlementSubject } from './subjects.js';
import { type Entitlement, Entitlements, FollowedRevisions } from './tables.js';
import { tellOf } from './telling.js';

/**
 * Why later revisions are not part of what was bought, or null when they are: access for a term, and access that costs
 * nothing, has what is published in its time; a one-off purchase without end has the revision that was bought.
 */
export async function whyPinned(tx: Tx, { orderId, expiresAt }: Entitlement): Promise<Bilingual | null> {
  if (expiresAt !== null) return null;
  const order = await tx.findOneByOrFail(Orders, { id: orderId });
  if (order.priceVnd === 0) return null;
  return {
    vi: 'Đã mua đứt một phiên bản, không thời hạn; phiên bản mới cần yêu cầu truy cập mới.',
    en: 'One revision was bought for good; a later one needs a new access request.',
  };
}

/** The buyer follows later revisions or stays with those delivered so far. */
export async function chooseRevisions(tx: Tx, actor: MemberActor, id: string, follows: boolean): Promise<void> {
  const entitlement = await lockOwn(tx, actor, id, 'buyerId');
  if (entitlement.follows === follows) return;
  const decision = await mayAccess(tx, entitlement, { memberId: null });
  if (!decision.allowed) throw refusalOf(decision, entitlement);
  const why = follows ? await whyPinned(tx, entitlement) : null;
  if (why) throw new Problem('rule-broken', why);
  await amend(tx, entitlementSubject, entitlement, { follows });
  const event = { type: 'revisions.chosen', data: { follows } } as const;
  await record(tx, actor, event, { kind: 'entitlement', id }, entitlementSubject.about(entitlement));
  if (follows) await enqueue(tx, 'follow-revisions', { id });
}

/** Entitlements that follow and have not been given the newest published revision yet. */
export async function nudgeFollowers(db: Database): Promise<void> {
  const rows: { id: string }[] = await db.read.query(
    `select e.id from entitlements e join revisions mine on mine.id = e.revision_id
      where e.follows and e.state in ('active', 'expiring') and exists (
        select 1 from revisions r where r.dataset_id = e.dataset_id and r.state = 'published' and r.number > mine.number
           and r.published_at > $1
           and not exists (select 1 from entitlement_revisions x where x.entitlement_id = e.id and x.revision_id = r.id))
      order by e.id limit 500`,
    [new Date(now().getTime() - 400 * 86_400_000)],
  );
  for (const { id } of rows) {
    const [first] = await missing(db.read, id);
    if (first) await db.transaction((tx) => enqueue(tx, 'follow-revisions', { id }));
  }
}

/** Published revisions that an entitlement follows and does not have yet, oldest first; those that would break its readers are left out. */
async function missing(tx: Tx, id: string): Promise<Revision[]> {
  const entitlement = await tx.findOneByOrFail(Entitlements, { id });
  if (!entitlement.follows || !(await mayAccess(tx, entitlement, { memberId: null })).allowed) return [];
  const have = await deliveredRevisions(tx, entitlement);
  const newest = have.at(-1);
  if (!newest) return [];
  const later = await tx
    .createQueryBuilder(Revisions, 'row')
    .where(`row.datasetId = :datasetId and row.state = 'published' and row.number > :number`, {
      datasetId: entitlement.datasetId,
      number: newest.number,
    })
    .orderBy('row.number')
    .getMany();
  const found: Revision[] = [];
  let before = await revisionFiles(tx, newest.revisionId);
  for (const revision of later) {
    const files = await revisionFiles(tx, revision.id);
    if (!readsAs(before, files)) continue;
    found.push(revision);
    before = files;
  }
  return found;
}

type Shape = Pick<DataFile, 'name' | 'profile'>;

/** Whether programs written for the earlier files read the later ones: every file and column is still there, of the same type. Pure. */
export function readsAs(before: readonly Shape[], after: readonly Shape[]): boolean {
  return before.every((file) => {
    const next = after.find((one) => one.name === file.name);
    return (file.profile?.columns ?? []).every(({ name, type }) =>
      next?.profile?.columns.some((column) => column.name === name && column.type === type),
    );
  });
}

/** Delivers what a follower is missing. Packing adds content under its own hash; each revision is delivered once. */
export async function followRevisions(kernel: Kernel, id: string): Promise<void> {
  const { db } = kernel;
  for (const revision of await missing(db.read, id)) {
    const { orderId } = await db.read.findOneByOrFail(Entitlements, { id });
    const order = await db.read.findOneByOrFail(Orders, { id: orderId });
    const made = await packRevision(kernel, { ...order, revisionId: revision.id });
    await db.transaction((tx) => deliverRevision(tx, id, revision, made));
  }
}

async function deliverRevision(
  tx: Tx,
  id: string,
  { id: revisionId, number }: Revision,
  { files, manifestSha256, bytes }: Awaited<ReturnType<typeof packRevision>>,
): Promise<void> {
  const entitlement = await lockRow(tx, Entitlements, id);
  if (!entitlement?.follows || !(await mayAccess(tx, entitlement, { memberId: null })).allowed) return;
  if (await tx.existsBy(FollowedRevisions, { entitlementId: id, revisionId })) return;
  await requireNotFrozen(tx, entitlementSubject.stoppedBy(entitlement));
  const deliveryId = newId('dlv');
  await insertRow(tx, FollowedRevisions, {
    ...{ id: deliveryId, entitlementId: id, revisionId, manifestSha256, files, deliveredAt: now() },
  });
  const data = { deliveryId, revisionId, number, manifestSha256, files: files.length, bytes };
  const event = { type: 'revision.delivered', data } as const;
  await record(tx, system, event, { kind: 'entitlement', id }, entitlementSubject.about(entitlement));
  const [opened]: [{ n: number }] = await tx.query(
    'select count(*)::int as n from sharing_tokens where entitlement_id = $1 and revoked_at is null',
    [id],
  );
  if (opened.n > 0) await enqueue(tx, 'prepare-tables', { id: revisionId });
  await tellOf(tx, entitlement, {
    ...{ organisationIds: [entitlement.buyerId], once: `${deliveryId}:delivered`, path: `/library/${id}` },
    title: { vi: `Đã giao phiên bản ${number}`, en: `Revision ${number} was delivered` },
    text: {
      vi: `Phiên bản ${number} tương thích với phiên bản bạn đang dùng và đã có trong quyền truy cập.`,
      en: `Revision ${number} reads as the one you have and is now part of your access.`,
    },
  });
  await notice(tx, id);
}
