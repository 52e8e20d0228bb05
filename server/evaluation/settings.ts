import type { EvaluationSettings } from '../../contracts/evaluation.js';
import { notFound } from '../../contracts/problems.js';
import { evaluationDefaults } from '../../contracts/scheme/evaluation.js';
import { record } from '../audit/record.js';
import { currentRevision } from '../catalogue/datasets.js';
import { datasetSubject } from '../catalogue/subjects.js';
import { Datasets } from '../catalogue/tables.js';
import type { MemberActor } from '../kernel/actor.js';
import { now } from '../kernel/clock.js';
import { lockRow, type Tx } from '../kernel/database.js';
import { enqueue } from '../kernel/outbox.js';
import { requireNotFrozen } from '../lifecycle/holds.js';
import { type EvaluationSetting, EvaluationSettingsTable } from './tables.js';

/** The terms of a dataset as its provider set them; not allowed where nothing was set. */
export async function settingsOf(tx: Tx, datasetId: string): Promise<EvaluationSettings> {
  const row = await tx.findOneBy(EvaluationSettingsTable, { datasetId });
  if (!row) return { allowed: false, ...evaluationDefaults };
  const { allowed, k, queries, rows, seconds, days } = row;
  return { allowed, k, queries, rows, seconds, days };
}

/** Sets the terms of an own dataset; sessions that are open keep theirs. Throws 404 for another's, 423 while frozen. */
export async function setSettings(
  tx: Tx,
  actor: MemberActor,
  datasetId: string,
  settings: EvaluationSettings,
): Promise<EvaluationSettings> {
  const dataset = await lockRow(tx, Datasets, datasetId);
  if (!dataset || dataset.providerId !== actor.organisationId) throw notFound(datasetSubject.lifecycle.name);
  await requireNotFrozen(tx, datasetSubject.stoppedBy(dataset));
  const row: EvaluationSetting = { datasetId, ...settings, updatedAt: now() };
  await tx.upsert(EvaluationSettingsTable, row as never, ['datasetId']);
  const { allowed, k, queries, rows } = settings;
  await record(
    tx,
    actor,
    { type: 'evaluation.settings', data: { allowed, k, queries, rows } },
    { kind: 'dataset', id: datasetId },
    datasetSubject.about(dataset),
  );
  const revision = allowed ? await currentRevision(tx, datasetId) : null;
  if (revision) await enqueue(tx, 'prepare-tables', { id: revision.id });
  return settings;
}
