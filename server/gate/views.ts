import type { AppraisalView, ListingReportView, OverrideView, ReviewView } from '../../contracts/gate.js';
import type { ExchangeProfile, Finding } from '../../contracts/scheme/findings.js';
import { rolesNeeded } from '../../contracts/scheme/judge.js';
import { schemeId } from '../../contracts/scheme/pilot-2026.js';
import { gateClocks, proposedClass } from '../../contracts/scheme/thresholds.js';
import { vietnamDay } from '../../contracts/vietnam-day.js';
import { datasetRefs } from '../catalogue/datasets.js';
import { type Dataset, Datasets } from '../catalogue/tables.js';
import { workingDaysAfter } from '../disputes/calendar.js';
import { organisationRefs } from '../identity/organisations.js';
import { Organisations } from '../identity/tables.js';
import { type Actor, seesEverything } from '../kernel/actor.js';
import { now } from '../kernel/clock.js';
import { rowsById, type Tx } from '../kernel/database.js';
import { allowedActions } from '../lifecycle/advance.js';
import { assess } from './assess.js';
import { factsOf } from './facts.js';
import { appraisalSubject, listingReportSubject, overrideSubject } from './subjects.js';
import {
  type Appraisal,
  Appraisals,
  Decisions,
  type ListingReport,
  type Override,
  Overrides,
  SignOffs,
} from './tables.js';

function must<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('A row points to nothing.');
  return value;
}

const shown = ({ key, rule, code, article, severity, sentence, mend, pointer, overridable }: Finding) => ({
  ...{ key, rule, code, article, severity, sentence, mend, pointer, overridable },
});

/** When the operator should have decided; null while the listing does not wait for it. */
export async function decideBy(tx: Tx, dataset: Dataset): Promise<Date | null> {
  if (dataset.state !== 'in_review') return null;
  return await workingDaysAfter(tx, dataset.stateSince, gateClocks.reviewDays.length);
}

/** Everything that the gate knows of a listing; who reviewed is for the reviewers. */
export async function reviewView(
  tx: Tx,
  dataset: Dataset,
  actor: Actor,
  exchange: ExchangeProfile,
): Promise<ReviewView> {
  const id = dataset.id;
  const { findings, blocking } = await assess(tx, dataset, exchange);
  const { facts } = await factsOf(tx, dataset, exchange);
  const signed = await tx.find(SignOffs, { where: { datasetId: id, round: dataset.stateSince }, order: { id: 'ASC' } });
  const decisions = await tx.find(Decisions, { where: { datasetId: id }, order: { id: 'DESC' }, take: 50 });
  const overrides = await tx.find(Overrides, { where: { datasetId: id }, order: { id: 'DESC' }, take: 50 });
  const appraisals = await tx.find(Appraisals, { where: { datasetId: id }, order: { id: 'DESC' }, take: 20 });
  return {
    datasetId: id,
    scheme: schemeId,
    findings: findings.map((one) => ({ ...shown(one), overridden: one.overridden })),
    clear: blocking.length === 0,
    proposedClass: proposedClass(dataset, vietnamDay(now())),
    needs: [...rolesNeeded(dataset)],
    signOffs: signed.map(({ role, note, at, memberId }) => ({
      ...{ role, note: seesEverything(actor) ? note : '', at: at.toISOString() },
      own: actor.kind === 'member' && actor.memberId === memberId,
    })),
    dueAt: (await decideBy(tx, dataset))?.toISOString() ?? null,
    decisions: decisions.map(({ action, codes, note, scheme, at }) => ({
      ...{ action, codes, note, scheme, at: at.toISOString() },
    })),
    overrides: await overrideViews(tx, overrides, actor),
    appraisals: await appraisalViews(tx, appraisals, actor),
    anonymity: (facts.revision?.files ?? []).flatMap(({ name: file, anonymity }) => {
      if (!anonymity) return [];
      const { columns, rows, k, l, rowsBelow } = anonymity;
      return [{ file, columns, rows, k, l, rowsBelow }];
    }),
  };
}

export async function overrideViews(tx: Tx, rows: readonly Override[], actor: Actor): Promise<OverrideView[]> {
  const datasets = await datasetRefs(
    tx,
    rows.map((row) => row.datasetId),
  );
  const providers = await organisationRefs(
    tx,
    rows.map((row) => row.providerId),
  );
  return rows.map((row) => {
    const { titleVi, titleEn } = must(datasets.get(row.datasetId));
    const own = actor.kind === 'member' && actor.memberId === row.submittedBy;
    const actions = allowedActions(overrideSubject, row, actor);
    return {
      ...{ id: row.id, datasetId: row.datasetId, titleVi, titleEn, provider: must(providers.get(row.providerId)) },
      ...{ revisionId: row.revisionId, finding: shown(row.finding), argument: row.argument },
      ...{ state: row.state as OverrideView['state'], stateReason: row.stateReason, version: row.version },
      createdAt: row.createdAt.toISOString(),
      actions: own ? actions.filter((one) => one.action !== 'grant') : actions,
    };
  });
}

export async function appraisalViews(tx: Tx, rows: readonly Appraisal[], actor: Actor): Promise<AppraisalView[]> {
  const datasets = await datasetRefs(
    tx,
    rows.map((row) => row.datasetId),
  );
  const appraisers = await rowsById(
    tx,
    Organisations,
    rows.map((row) => row.appraiserId),
  );
  return rows.map((row) => {
    const { titleVi, titleEn } = must(datasets.get(row.datasetId));
    const { id, nameVi, nameEn, capabilities } = must(appraisers.get(row.appraiserId));
    const { scope, content, method, documents, conclusion, interest, sha256 } = row;
    return {
      ...{ id: row.id, datasetId: row.datasetId, titleVi, titleEn, appraiser: { id, nameVi, nameEn } },
      alsoProvider: capabilities.includes('provider'),
      ...{ scope, content, method, documents, conclusion, interest, sha256 },
      disclosedAt: row.disclosedAt.toISOString(),
      verdict: row.verdict as AppraisalView['verdict'],
      deliveredAt: row.deliveredAt?.toISOString() ?? null,
      ...{ state: row.state as AppraisalView['state'], version: row.version },
      actions: allowedActions(appraisalSubject, row, actor),
    };
  });
}

export async function listingReportViews(
  tx: Tx,
  rows: readonly ListingReport[],
  actor: Actor,
): Promise<ListingReportView[]> {
  const datasets = await rowsById(
    tx,
    Datasets,
    rows.map((row) => row.datasetId),
  );
  const providers = await organisationRefs(
    tx,
    [...datasets.values()].map((one) => one.providerId),
  );
  return rows.map((row) => {
    const { titleVi, titleEn, providerId } = must(datasets.get(row.datasetId));
    return {
      ...{ id: row.id, datasetId: row.datasetId, titleVi, titleEn, provider: must(providers.get(providerId)) },
      ...{ ground: row.ground as ListingReportView['ground'], statement: row.statement, contact: row.contact },
      receivedAt: row.receivedAt.toISOString(),
      ...{ state: row.state as ListingReportView['state'], stateReason: row.stateReason, version: row.version },
      actions: allowedActions(listingReportSubject, row, actor),
    };
  });
}
