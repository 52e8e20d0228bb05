import type { gateOperations } from '../../contracts/gate.js';
import type { BodyOf } from '../../contracts/operation.js';
import { notFound, Problem } from '../../contracts/problems.js';
import type { ExchangeProfile } from '../../contracts/scheme/findings.js';
import { weaker } from '../../contracts/scheme/thresholds.js';
import { record } from '../audit/record.js';
import { isInsider } from '../catalogue/policy.js';
import { datasetSubject } from '../catalogue/subjects.js';
import { type Dataset, Datasets } from '../catalogue/tables.js';
import type { Actor, MemberActor } from '../kernel/actor.js';
import { now } from '../kernel/clock.js';
import { insertRow, lockRow, type Tx, violatedConstraint } from '../kernel/database.js';
import { newId } from '../kernel/ids.js';
import { advance, amend, begin } from '../lifecycle/advance.js';
import { assess } from './assess.js';
import { overrideSubject } from './subjects.js';
import { type Override, Overrides, SignOffs } from './tables.js';

type Op = typeof gateOperations;

/** The dataset, for its provider, the operator and the regulator; throws 404 for everybody else. */
export async function readInside(tx: Tx, actor: Actor, id: string): Promise<Dataset> {
  const dataset = await tx.findOneBy(Datasets, { id });
  if (!dataset || !isInsider(dataset, actor)) throw notFound(datasetSubject.lifecycle.name);
  return dataset;
}

/** Signs a listing off for its law or its data. Throws 403 for who submitted it, 409 for a second signature of one hand. */
export async function signOff(tx: Tx, actor: MemberActor, id: string, { role, note }: BodyOf<Op['signOff']>) {
  const dataset = await lockRow(tx, Datasets, id);
  if (!dataset) throw notFound(datasetSubject.lifecycle.name);
  if (dataset.state !== 'in_review') {
    throw new Problem('transition-refused', {
      vi: 'Chỉ ký thẩm định khi bộ dữ liệu đang kiểm duyệt.',
      en: 'A listing is signed off only while it is in review.',
    });
  }
  if (dataset.submittedBy === actor.memberId || dataset.providerId === actor.organisationId) {
    throw new Problem('four-eyes', {
      vi: 'Bên gửi hồ sơ không thẩm định hồ sơ của mình.',
      en: 'Who submitted a listing does not review it.',
    });
  }
  const row = { id: newId('sof'), datasetId: id, round: dataset.stateSince, role, memberId: actor.memberId };
  await insertRow(tx, SignOffs, { ...row, note, at: now() }).catch((error: unknown) => {
    const taken = violatedConstraint(error);
    if (taken === 'sign_offs_member') {
      throw new Problem('four-eyes', {
        vi: 'Bạn đã ký một vai; vai kia phải do người khác ký.',
        en: 'You have signed one part; somebody else signs the other.',
      });
    }
    if (taken !== 'sign_offs_role') throw error;
    throw new Problem('conflict', { vi: 'Vai này đã có người ký.', en: 'This part is signed already.' });
  });
  await record(
    tx,
    actor,
    { type: 'dataset.signed-off', data: { signOffId: row.id, part: role } },
    { kind: 'dataset', id },
    datasetSubject.about(dataset),
  );
}

/** Raises the importance class; the same or a weaker one is refused, whoever asks. */
export async function raiseImportance(
  tx: Tx,
  actor: MemberActor,
  id: string,
  { importanceClass, reason }: BodyOf<Op['raiseImportance']>,
): Promise<void> {
  const dataset = await lockRow(tx, Datasets, id);
  if (!dataset) throw notFound(datasetSubject.lifecycle.name);
  const standing = [dataset.importanceClass ?? 'other', dataset.importanceFloor ?? 'other'] as const;
  if (!standing.every((one) => weaker(one, importanceClass))) {
    const [vi, en] = [
      'Chỉ được nâng mức quan trọng, không được giữ nguyên hay hạ.',
      'The class is only raised, never kept or lowered this way.',
    ];
    throw new Problem(
      'rule-broken',
      { vi, en },
      { errors: [{ pointer: '/importanceClass', detail: en, detailVi: vi }] },
    );
  }
  await amend(tx, datasetSubject, dataset, { importanceClass, importanceFloor: importanceClass, updatedAt: now() });
  await record(
    tx,
    actor,
    { type: 'dataset.class-raised', data: { from: dataset.importanceClass, to: importanceClass, reason } },
    { kind: 'dataset', id },
    datasetSubject.about(dataset),
  );
}

/** Contests a finding that blocks now; throws 422 for one that is not there or may not be set aside. */
export async function proposeOverride(
  tx: Tx,
  actor: MemberActor,
  id: string,
  { key, argument }: BodyOf<Op['proposeOverride']>,
  exchange: ExchangeProfile,
): Promise<Override> {
  await readInside(tx, actor, id);
  const dataset = await lockRow(tx, Datasets, id);
  if (!dataset) throw notFound(datasetSubject.lifecycle.name);
  const { findings, revision } = await assess(tx, dataset, exchange);
  const contested = findings.find((one) => one.key === key && one.severity === 'block');
  if (!contested?.overridable) {
    const [vi, en] = contested
      ? ['Quy định này không ai được bỏ qua.', 'Nobody may set this rule aside.']
      : ['Không có phát hiện chặn nào như vậy.', 'There is no such finding that blocks.'];
    throw new Problem('rule-broken', { vi, en }, { errors: [{ pointer: '/key', detail: en, detailVi: vi }] });
  }
  const { overridden, ...finding } = contested;
  const same = await tx.findBy(Overrides, { datasetId: id, key, state: 'proposed' });
  if (overridden || same.some((one) => one.revisionId === (revision?.id ?? null))) {
    throw new Problem('conflict', { vi: 'Phát hiện này đã được đề nghị.', en: 'This finding is contested already.' });
  }
  return await begin(
    tx,
    overrideSubject,
    'propose',
    {
      ...{ id: newId('ovr'), datasetId: id, providerId: dataset.providerId, key, finding, argument },
      ...{ revisionId: revision?.id ?? null, submittedBy: actor.memberId, createdAt: now() },
    },
    actor,
  );
}

export async function moveOverride(
  tx: Tx,
  actor: MemberActor,
  id: string,
  { action, reason }: BodyOf<Op['transitionOverride']>,
): Promise<Override> {
  return await advance(tx, overrideSubject, id, action, actor, { reason });
}
