import type { ActionOf } from '../../contracts/lifecycle.js';
import type { revisionLifecycle } from '../../contracts/lifecycles/revision.js';
import { notFound, Problem } from '../../contracts/problems.js';
import { record } from '../audit/record.js';
import type { MemberActor } from '../kernel/actor.js';
import { now } from '../kernel/clock.js';
import { insertRow, lockRow, type Tx, violatedConstraint } from '../kernel/database.js';
import { newId } from '../kernel/ids.js';
import type { Stored } from '../kernel/storage.js';
import { advance, begin } from '../lifecycle/advance.js';
import { requireDeletable, requireNotFrozen } from '../lifecycle/holds.js';
import { newestRevision } from './datasets.js';
import { noticeOf, tellOfRevision } from './followers.js';
import { datasetSubject, revisionSubject } from './subjects.js';
import { type DataFile, DataFiles, Datasets, type Revision, Revisions } from './tables.js';

/** States of a dataset in which its provider may work on a revision: not while it is under review. */
const revisable = ['draft', 'needs_changes', 'listed'];

/** The open draft of an own dataset, or a new one with the next number. */
export async function openRevision(tx: Tx, actor: MemberActor, datasetId: string, notes: string): Promise<Revision> {
  const dataset = await lockRow(tx, Datasets, datasetId);
  if (!dataset || dataset.providerId !== actor.organisationId) throw notFound(datasetSubject.lifecycle.name);
  const draft = await newestRevision(tx, datasetId, 'draft');
  if (draft) return draft;
  if (!revisable.includes(dataset.state)) {
    throw new Problem('transition-refused', {
      vi: 'Phiên bản mới chỉ mở được khi bộ dữ liệu là bản nháp, cần chỉnh sửa hoặc đang niêm yết.',
      en: 'A new revision can be opened only while the dataset is a draft, needs changes or is listed.',
    });
  }
  const last = await tx.findOne(Revisions, { where: { datasetId }, order: { number: 'DESC' } });
  return await begin(
    tx,
    revisionSubject,
    'open',
    {
      id: newId('rev'),
      datasetId,
      providerId: dataset.providerId,
      number: (last?.number ?? 0) + 1,
      notes,
      submittedBy: null,
      createdAt: now(),
      finalisedAt: null,
      publishedAt: null,
      ...{ qualityScore: null, measured: null, schemaChange: null, schemaDiff: null },
    },
    actor,
  );
}

/** The own revision, locked and still a draft; throws 404 for another's, 409 once it is finalised. */
export async function lockDraft(tx: Tx, actor: MemberActor, id: string): Promise<Revision> {
  const revision = await lockRow(tx, Revisions, id);
  if (!revision || revision.providerId !== actor.organisationId) throw notFound(revisionSubject.lifecycle.name);
  if (revision.state === 'draft') return revision;
  throw new Problem('transition-refused', {
    vi: 'Phiên bản đã chốt thì tệp không đổi được; hãy mở phiên bản mới.',
    en: 'The files of a finalised revision never change; open a new revision.',
  });
}

/** Adds a stored file to a draft; throws 409 when the draft has a file of that name. */
export async function addFile(
  tx: Tx,
  actor: MemberActor,
  revisionId: string,
  file: Stored & Pick<DataFile, 'name' | 'format' | 'container'>,
): Promise<DataFile> {
  const revision = await lockDraft(tx, actor, revisionId);
  await requireNotFrozen(tx, revisionSubject.stoppedBy(revision));
  const row: DataFile = {
    ...{ id: newId('file'), revisionId, ...file, createdAt: now() },
    ...{ profile: null, sample: null, tableSha256: null, tableBytes: null },
  };
  await insertRow(tx, DataFiles, row).catch((error: unknown) => {
    if (violatedConstraint(error) !== 'files_name') throw error;
    throw new Problem('conflict', {
      vi: `Phiên bản đã có tệp “${file.name}”; hãy bỏ tệp cũ hoặc đổi tên.`,
      en: `The revision has a file “${file.name}” already; remove it first or rename this one.`,
    });
  });
  const { name, bytes, sha256 } = file;
  await record(
    tx,
    actor,
    { type: 'file.uploaded', data: { fileId: row.id, name, bytes, sha256 } },
    { kind: 'revision', id: revisionId },
    revisionSubject.about(revision),
  );
  return row;
}

/** Adds the files of one upload together, or none; gives the first. */
export async function addFiles(
  tx: Tx,
  actor: MemberActor,
  revisionId: string,
  files: readonly Parameters<typeof addFile>[3][],
): Promise<DataFile> {
  const added: DataFile[] = [];
  for (const file of files) added.push(await addFile(tx, actor, revisionId, file));
  const [first] = added;
  if (!first) throw new Error('An upload holds at least one file.');
  return first;
}

/** Takes a file out of a draft; throws 423 under a legal hold. */
export async function removeFile(tx: Tx, actor: MemberActor, revisionId: string, fileId: string): Promise<void> {
  const revision = await lockDraft(tx, actor, revisionId);
  const file = await tx.findOneBy(DataFiles, { id: fileId, revisionId });
  if (!file) throw notFound({ vi: 'tệp', en: 'file' });
  await requireDeletable(tx, revisionSubject.about(revision));
  await tx.delete(DataFiles, { id: fileId });
  await record(
    tx,
    actor,
    { type: 'file.removed', data: { fileId, name: file.name, sha256: file.sha256 } },
    { kind: 'revision', id: revisionId },
    revisionSubject.about(revision),
  );
}

/** Finalises, publishes or otherwise moves a revision. */
export async function moveRevision(
  tx: Tx,
  actor: MemberActor,
  id: string,
  action: ActionOf<typeof revisionLifecycle>,
  reason: string | undefined,
): Promise<Revision> {
  if (action === 'finalise') return await finalise(tx, actor, id);
  if (action === 'publish') return await publish(tx, actor, id);
  if (action === 'reopen') return await reopen(tx, actor, id);
  const moved = await advance(tx, revisionSubject, id, action, actor, { reason });
  if (action === 'deprecate') await tellOfRevision(tx, moved, 'deprecated');
  if (action === 'revoke') await tellOfRevision(tx, moved, 'revoked');
  return moved;
}

async function finalise(tx: Tx, actor: MemberActor, id: string): Promise<Revision> {
  const set = { submittedBy: actor.memberId, finalisedAt: now() };
  const revision = await advance(tx, revisionSubject, id, 'finalise', actor, { set });
  const dataset = await tx.findOneByOrFail(Datasets, { id: revision.datasetId });
  if (!revisable.includes(dataset.state)) {
    // Otherwise the operator would list what nobody had submitted.
    throw new Problem('transition-refused', {
      vi: 'Chỉ chốt được phiên bản khi bộ dữ liệu là bản nháp, cần chỉnh sửa hoặc đang niêm yết.',
      en: 'A revision can be finalised only while the dataset is a draft, needs changes or is listed.',
    });
  }
  if ((await tx.countBy(DataFiles, { revisionId: id })) > 0) return revision;
  throw new Problem('rule-broken', {
    vi: 'Phiên bản chưa có tệp nào; hãy tải lên ít nhất một tệp dữ liệu.',
    en: 'The revision has no file; upload at least one data file.',
  });
}

/** Opens a failed revision for other files; throws 409 while another draft is open. */
async function reopen(tx: Tx, actor: MemberActor, id: string): Promise<Revision> {
  return await advance(tx, revisionSubject, id, 'reopen', actor, { set: { finalisedAt: null } }).catch(
    (error: unknown) => {
      if (violatedConstraint(error) !== 'revisions_one_draft') throw error;
      throw new Problem('conflict', {
        vi: 'Bộ dữ liệu đã có một phiên bản nháp khác; hãy dùng bản nháp đó.',
        en: 'The dataset has another draft revision; use that one.',
      });
    },
  );
}

/** A further revision of a listed dataset is published by itself; the first one goes with the listing. */
async function publish(tx: Tx, actor: MemberActor, id: string): Promise<Revision> {
  const announced = await lockRow(tx, Revisions, id);
  const revision = await advance(tx, revisionSubject, id, 'publish', actor, { set: { publishedAt: now() } });
  const dataset = await tx.findOneByOrFail(Datasets, { id: revision.datasetId });
  if (announced) await refuseEarly(tx, announced);
  await tellOfRevision(tx, revision, 'published');
  if (dataset.state === 'listed') return revision;
  throw new Problem('transition-refused', {
    vi: 'Phiên bản đầu tiên được công bố cùng lúc với việc duyệt niêm yết.',
    en: 'The first revision is published together with the listing.',
  });
}

/** A breaking revision is published when the notice that its holders were promised has run. Throws 422 before that. */
async function refuseEarly(tx: Tx, announced: Revision): Promise<void> {
  const notice = await noticeOf(tx, announced);
  if (!notice || notice.ends <= now()) return;
  const on = notice.ends.toISOString().slice(0, 10);
  throw new Problem('rule-broken', {
    vi: `Hợp đồng đang có hiệu lực hứa báo trước ${notice.days} ngày khi thay đổi không tương thích; sớm nhất công bố được từ ${on}.`,
    en: `An agreement in force promises ${notice.days} days of notice of a breaking change; it can be published from ${on} on.`,
  });
}

/** The newest revision that is ready to be listed or is listed; null where there is none. */
export async function submittedRevision(tx: Tx, datasetId: string): Promise<Revision | null> {
  return await tx.findOne(Revisions, {
    where: [
      { datasetId, state: 'ready' },
      { datasetId, state: 'published' },
    ],
    order: { number: 'DESC' },
  });
}

/** Files of a revision, by name. */
export async function revisionFiles(tx: Tx, revisionId: string): Promise<DataFile[]> {
  return await tx.find(DataFiles, { where: { revisionId }, order: { name: 'ASC' } });
}
