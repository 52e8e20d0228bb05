import type { Bilingual } from '../../contracts/common.js';
import { schemaChangeNames } from '../../contracts/schema-diff.js';
import type { MemberActor } from '../kernel/actor.js';
import { day, now } from '../kernel/clock.js';
import type { Tx } from '../kernel/database.js';
import { enqueue } from '../kernel/outbox.js';
import { readDataset } from './policy.js';
import { DatasetFollowers, Datasets, type Revision } from './tables.js';

/** The member hears of revisions of a dataset from now on, or no more. Asking twice changes nothing. */
export async function follow(tx: Tx, actor: MemberActor, datasetId: string, follows: boolean): Promise<void> {
  await readDataset(tx, actor, datasetId);
  const { memberId } = actor;
  if (follows) {
    await tx.query(
      'insert into dataset_followers (dataset_id, member_id, since) values ($1, $2, $3) on conflict do nothing',
      [datasetId, memberId, now()],
    );
  } else await tx.delete(DatasetFollowers, { datasetId, memberId });
}

export async function isFollower(tx: Tx, memberId: string, datasetId: string): Promise<boolean> {
  return await tx.existsBy(DatasetFollowers, { memberId, datasetId });
}

/** Organisations that may use the dataset now, by the entitlements of the room above; only read. */
async function holders(tx: Tx, datasetId: string): Promise<string[]> {
  const rows: { buyer_id: string }[] = await tx.query(
    `select distinct buyer_id from entitlements where dataset_id = $1 and state not in ('expired', 'revoked')`,
    [datasetId],
  );
  return rows.map((row) => row.buyer_id);
}

export type RevisionNews = 'breaking-ahead' | 'published' | 'deprecated' | 'revoked';

const sentences: Record<RevisionNews, Bilingual> = {
  'breaking-ahead': { vi: 'Sắp có thay đổi không tương thích', en: 'A breaking change is ahead' },
  published: { vi: 'Phiên bản mới', en: 'A new revision' },
  deprecated: { vi: 'Phiên bản không còn được khuyến nghị', en: 'A revision is deprecated' },
  revoked: { vi: 'Phiên bản bị thu hồi', en: 'A revision was revoked' },
};

/** Tells followers and holders of a dataset what has become of a revision, with the reason where one was given. */
export async function tellOfRevision(tx: Tx, revision: Revision, news: RevisionNews): Promise<void> {
  const dataset = await tx.findOneByOrFail(Datasets, { id: revision.datasetId });
  const followers = await tx.findBy(DatasetFollowers, { datasetId: dataset.id });
  const organisationIds = await holders(tx, dataset.id);
  if (followers.length === 0 && organisationIds.length === 0) return;
  const change = schemaChangeNames[revision.schemaChange ?? 'same'];
  const from = noticeEnds(revision, dataset.noticeDays)?.toISOString().slice(0, 10);
  const when = news === 'breaking-ahead' && from;
  const reason = revision.stateReason === null ? '' : ` ${revision.stateReason}`;
  await enqueue(tx, 'tell', {
    kind: 'follow',
    organisationIds,
    audience: 'members',
    memberIds: followers.map((one) => one.memberId),
    subject: { kind: 'revision', id: revision.id },
    note: {
      title: {
        vi: `${sentences[news].vi}: ${dataset.titleVi}`.slice(0, 180),
        en: `${sentences[news].en}: ${dataset.titleEn || dataset.titleVi}`.slice(0, 180),
      },
      text: {
        vi: `Phiên bản ${revision.number}: ${change.vi}.${when ? ` Sớm nhất công bố ngày ${when}.` : ''}${reason}`,
        en: `Revision ${revision.number}: ${change.en}.${when ? ` Published on ${when} at the earliest.` : ''}${reason}`,
      },
      path: `/datasets/${dataset.id}`,
    },
    once: `${revision.id}:${news}`,
  });
}

/** Until when a breaking revision is announced before it may be published; null for any other. Pure. */
export function noticeEnds(
  { schemaChange, stateSince, state }: Pick<Revision, 'schemaChange' | 'stateSince' | 'state'>,
  noticeDays: number,
): Date | null {
  return schemaChange === 'breaking' && state === 'ready' ? new Date(stateSince.getTime() + noticeDays * day) : null;
}

/** Whether somebody relies on the dataset, so that a breaking revision has to be announced first. */
export async function isReliedOn(tx: Tx, datasetId: string): Promise<boolean> {
  return (await holders(tx, datasetId)).length > 0;
}
