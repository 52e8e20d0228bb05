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

/**
 * Organisations that may use the dataset now, by the entitlements of the room above, and the days of notice of a breaking
 * revision that the agreement of each promises; only read. Agreements of before terms named them have the dataset's.
 */
async function holders(tx: Tx, datasetId: string): Promise<{ id: string; noticeDays: number }[]> {
  return await tx.query(
    `select e.buyer_id as id,
            max(coalesce((a.document::jsonb #>> '{terms,breakingNoticeDays}')::int, d.notice_days))::int as "noticeDays"
       from entitlements e join agreements a on a.id = e.agreement_id join datasets d on d.id = e.dataset_id
      where e.dataset_id = $1 and e.state not in ('expired', 'revoked') group by e.buyer_id order by e.buyer_id`,
    [datasetId],
  );
}

export type Notice = {
  /** The longest that an agreement in force promises. */
  days: number;
  /** When it has run. */
  ends: Date;
};

/** How long a breaking revision stays announced; null for any other, and while nobody holds access. */
export async function noticeOf(
  tx: Tx,
  { datasetId, schemaChange, state, stateSince }: Pick<Revision, 'datasetId' | 'schemaChange' | 'state' | 'stateSince'>,
): Promise<Notice | null> {
  if (schemaChange !== 'breaking' || state !== 'ready') return null;
  const promised = await holders(tx, datasetId);
  if (promised.length === 0) return null;
  const days = Math.max(...promised.map((one) => one.noticeDays));
  return { days, ends: new Date(stateSince.getTime() + days * day) };
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
  const organisationIds = (await holders(tx, dataset.id)).map((one) => one.id);
  if (followers.length === 0 && organisationIds.length === 0) return;
  const change = schemaChangeNames[revision.schemaChange ?? 'same'];
  const from = (await noticeOf(tx, revision))?.ends.toISOString().slice(0, 10);
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
