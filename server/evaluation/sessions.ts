import type { Purpose } from '../../contracts/licences/policy.js';
import { notFound, Problem } from '../../contracts/problems.js';
import { record } from '../audit/record.js';
import { currentRevision } from '../catalogue/datasets.js';
import { datasetSubject } from '../catalogue/subjects.js';
import { Datasets } from '../catalogue/tables.js';
import type { Actor, MemberActor } from '../kernel/actor.js';
import { day, now } from '../kernel/clock.js';
import { lockRow, type Tx, violatedConstraint } from '../kernel/database.js';
import { newId } from '../kernel/ids.js';
import { enqueue } from '../kernel/outbox.js';
import { amend, begin } from '../lifecycle/advance.js';
import { requireNotFrozen } from '../lifecycle/holds.js';
import { isVisible } from '../ordering/policy.js';
import { AccessRequests } from '../ordering/tables.js';
import { settingsOf } from './settings.js';
import { evaluationSubject } from './subjects.js';
import { type Evaluation, Evaluations } from './tables.js';

const { name } = evaluationSubject.lifecycle;

/**
 * Opens a session on the current revision of a listed dataset and attaches the buyer's newest request, if there is one.
 * Throws 422 where the provider allows no trial, 409 while another session of the organisation is open.
 */
export async function openEvaluation(
  tx: Tx,
  actor: MemberActor,
  input: { datasetId: string; purpose: Purpose; statement: string },
): Promise<Evaluation> {
  const dataset = await lockRow(tx, Datasets, input.datasetId);
  if (dataset?.state !== 'listed') throw notFound(datasetSubject.lifecycle.name);
  const settings = await settingsOf(tx, dataset.id);
  const revision = await currentRevision(tx, dataset.id);
  if (!settings.allowed || !revision) {
    throw broken('/datasetId', 'Bên bán chưa cho thử bộ dữ liệu này.', 'The provider allows no trial of this dataset.');
  }
  if (dataset.providerId === actor.organisationId) {
    throw broken('/datasetId', 'Đây là dữ liệu của chính bạn.', 'This dataset is your own.');
  }
  const request = await tx.findOne(AccessRequests, {
    where: { datasetId: dataset.id, buyerId: actor.organisationId },
    order: { id: 'DESC' },
  });
  await enqueue(tx, 'prepare-tables', { id: revision.id });
  const { k, queries, rows, seconds, days } = settings;
  return await begin(
    tx,
    evaluationSubject,
    'open',
    {
      ...{ id: newId('evl'), ...input, revisionId: revision.id, providerId: dataset.providerId },
      ...{ buyerId: actor.organisationId, requestId: request?.id ?? null, k, queries, rows, seconds },
      ...{ openedBy: actor.memberId, openedAt: now(), expiresAt: new Date(now().getTime() + days * day) },
    },
    actor,
  ).catch((error: unknown) => {
    if (violatedConstraint(error) !== 'evaluations_open') throw error;
    throw new Problem('conflict', {
      vi: 'Tổ chức của bạn đang có một phiên mở trên bộ dữ liệu này; hãy dùng hoặc kết thúc phiên đó.',
      en: 'Your organisation has a session open on this dataset; use it, or end it first.',
    });
  });
}

/** The session when the actor may see it; throws 404 otherwise. */
export async function readEvaluation(tx: Tx, actor: Actor, id: string): Promise<Evaluation> {
  const row = await tx.findOneBy(Evaluations, { id });
  if (!row || !isVisible(row, actor)) throw notFound(name);
  return row;
}

/** The own session, locked; throws 404 for another's. */
export async function lockOwn(tx: Tx, actor: MemberActor, id: string): Promise<Evaluation> {
  const row = await lockRow(tx, Evaluations, id);
  if (!row || row.buyerId !== actor.organisationId) throw notFound(name);
  return row;
}

/** Attaches the session to an own request on the same dataset; once attached it stays there. */
export async function attachEvaluation(tx: Tx, actor: MemberActor, id: string, requestId: string): Promise<Evaluation> {
  const row = await lockOwn(tx, actor, id);
  const request = await tx.findOneBy(AccessRequests, { id: requestId, buyerId: actor.organisationId });
  if (!request || request.datasetId !== row.datasetId) {
    throw broken(
      '/requestId',
      'Không phải yêu cầu của bạn về bộ dữ liệu này.',
      'This is no request of yours on this dataset.',
    );
  }
  if (row.requestId === requestId) return row;
  if (row.requestId !== null) {
    throw new Problem('conflict', {
      vi: 'Phiên đã gắn với một yêu cầu khác.',
      en: 'The session is attached to another request already.',
    });
  }
  const attached = await amend(tx, evaluationSubject, row, { requestId });
  await record(
    tx,
    actor,
    { type: 'evaluation.attached', data: { requestId } },
    { kind: 'evaluation', id },
    evaluationSubject.about(attached),
  );
  return attached;
}

/** Records that somebody tried to take data out of a session; what is refused to everybody. */
export async function recordExport(tx: Tx, actor: MemberActor, id: string): Promise<void> {
  const row = await readEvaluation(tx, actor, id);
  await record(
    tx,
    actor,
    { type: 'evaluation.export-refused', data: {} },
    { kind: 'evaluation', id },
    evaluationSubject.about(row),
  );
}

/** The session may be asked now; throws 409 once it is over, 423 while frozen. */
export async function requireOpen(tx: Tx, row: Evaluation): Promise<void> {
  await requireNotFrozen(tx, evaluationSubject.stoppedBy(row));
  if (row.state === 'opened' && row.expiresAt > now()) return;
  throw new Problem('transition-refused', {
    vi: 'Phiên thử nghiệm đã kết thúc; hãy mở phiên mới.',
    en: 'The evaluation session is over; open a new one.',
  });
}

function broken(pointer: string, vi: string, en: string): Problem {
  return new Problem('rule-broken', { vi, en }, { errors: [{ pointer, detail: en, detailVi: vi }] });
}
