import type {
  HoldNotice,
  HoldView,
  IncidentView,
  LegalGround,
  QuestionThread,
  QuestionView,
  TakedownView,
} from '../../contracts/supervision.js';
import { datasetRefs } from '../catalogue/datasets.js';
import { Revisions } from '../catalogue/tables.js';
import { organisationRefs } from '../identity/organisations.js';
import { Organisations } from '../identity/tables.js';
import type { Actor } from '../kernel/actor.js';
import { has, seesEverything } from '../kernel/actor.js';
import { rowsById, type Tx } from '../kernel/database.js';
import { allowedActions } from '../lifecycle/advance.js';
import { holdsOn } from '../lifecycle/holds.js';
import { type Hold, WaitingJobs } from '../lifecycle/tables.js';
import { findHeld, type Held } from './held.js';
import { affectedBy, mayEdit } from './incidents.js';
import { seesReason } from './policy.js';
import { incidentSubject, questionSubject, takedownSubject } from './subjects.js';
import { Answers, type Incident, IncidentNotices, type Question, type Takedown } from './tables.js';

const ofOrganisation = (actor: Actor, id: string) => actor.kind === 'member' && actor.organisationId === id;

/** What every view needs of its neighbours; throws for a reference to nothing. */
async function namesOf(tx: Tx, ids: readonly string[]) {
  const refs = await organisationRefs(tx, ids);
  return (id: string) => must(refs.get(id), id);
}

function must<V>(value: V | undefined, id: string): V {
  if (value === undefined) throw new Error(`${id} is referred to and does not exist.`);
  return value;
}

/** The things that rows are about, by id. */
async function subjectsOf(tx: Tx, rows: readonly { subjectId: string }[]): Promise<(id: string) => Held> {
  const found = new Map<string, Held>();
  for (const { subjectId } of rows) {
    if (!found.has(subjectId)) found.set(subjectId, await findHeld(tx, subjectId));
  }
  return (id) => must(found.get(id), id);
}

const refOf = ({ kind, id, titleVi, titleEn }: Held) => ({ kind, id, titleVi, titleEn });

export async function holdViews(tx: Tx, rows: readonly Hold[], actor: Actor): Promise<HoldView[]> {
  const name = await namesOf(
    tx,
    rows.map((row) => row.placedBy),
  );
  const subject = await subjectsOf(tx, rows);
  const waiting = new Map<string, number>();
  for (const { id } of rows) waiting.set(id, await tx.countBy(WaitingJobs, { holdId: id }));
  return rows.map((row) => ({
    id: row.id,
    subject: refOf(subject(row.subjectId)),
    freezes: row.freezes,
    ground: row.ground as LegalGround,
    reason: row.reason,
    placedBy: name(row.placedBy),
    placedAt: row.placedAt.toISOString(),
    liftedAt: row.liftedAt?.toISOString() ?? null,
    liftReason: row.liftReason,
    waitingJobs: waiting.get(row.id) ?? 0,
    canLift: canLift(row, actor),
  }));
}

function canLift(row: Hold, actor: Actor): boolean {
  return row.liftedAt === null && seesEverything(actor) && ofOrganisation(actor, row.placedBy) && !isViewer(actor);
}

function isViewer(actor: Actor): boolean {
  return actor.kind === 'member' && actor.role === 'viewer';
}

/** Those who placed these holds and are operators. */
export async function operatorsAmong(tx: Tx, rows: readonly Pick<Hold, 'placedBy'>[]): Promise<Set<string>> {
  const found = await rowsById(
    tx,
    Organisations,
    rows.map((row) => row.placedBy),
  );
  return new Set([...found.values()].filter((one) => one.capabilities.includes('operator')).map((one) => one.id));
}

/** Holds in force on a thing and on what it depends on, as this actor may know of them. */
export async function holdNotices(tx: Tx, held: Held, actor: Actor): Promise<HoldNotice[]> {
  const rows = await holdsOn(tx, held.stoppedBy);
  const subject = await subjectsOf(tx, rows);
  const operators = await operatorsAmong(tx, rows);
  return rows.map((row) => {
    const told = seesReason(subject(row.subjectId), actor);
    return {
      id: row.id,
      kind: row.subjectKind,
      subjectId: row.subjectId,
      freezes: row.freezes,
      ground: told ? (row.ground as LegalGround) : null,
      reason: told ? row.reason : null,
      by: operators.has(row.placedBy) ? 'operator' : 'regulator',
      placedAt: row.placedAt.toISOString(),
      canLift: canLift(row, actor),
    };
  });
}

export async function questionViews(tx: Tx, rows: readonly Question[], actor: Actor): Promise<QuestionView[]> {
  const name = await namesOf(
    tx,
    rows.flatMap((row) => [row.organisationId, row.askedBy]),
  );
  const subject = await subjectsOf(tx, rows);
  return rows.map((row) => ({
    id: row.id,
    subject: refOf(subject(row.subjectId)),
    organisation: name(row.organisationId),
    askedBy: name(row.askedBy),
    state: row.state as QuestionView['state'],
    stateReason: row.stateReason,
    stateSince: row.stateSince.toISOString(),
    createdAt: row.createdAt.toISOString(),
    dueAt: row.dueAt.toISOString(),
    canAnswer: ofOrganisation(actor, row.organisationId) && ['open', 'overdue'].includes(row.state) && !isViewer(actor),
    canAskAgain: has(actor, 'regulator') && row.state === 'answered' && !isViewer(actor),
    version: row.version,
    actions: allowedActions(questionSubject, row, actor),
  }));
}

export async function questionThread(tx: Tx, row: Question, actor: Actor): Promise<QuestionThread> {
  const [view] = await questionViews(tx, [row], actor);
  const entries = await tx.find(Answers, { where: { questionId: row.id }, order: { id: 'ASC' } });
  const name = await namesOf(
    tx,
    entries.map((entry) => entry.organisationId),
  );
  return {
    ...(view as QuestionView),
    entries: entries.map(({ id, organisationId, memberName, text, at }) => ({
      ...{ id, organisation: name(organisationId), memberName, text, at: at.toISOString() },
    })),
  };
}

export async function takedownViews(tx: Tx, rows: readonly Takedown[], actor: Actor): Promise<TakedownView[]> {
  const name = await namesOf(
    tx,
    rows.map((row) => row.requestedBy),
  );
  const datasets = await datasetRefs(
    tx,
    rows.map((row) => row.datasetId),
  );
  const revisions = await rowsById(
    tx,
    Revisions,
    rows.flatMap((row) => (row.revisionId === null ? [] : [row.revisionId])),
  );
  return rows.map((row) => ({
    id: row.id,
    dataset: must(datasets.get(row.datasetId), row.datasetId),
    revisionNumber: row.revisionId === null ? null : must(revisions.get(row.revisionId), row.revisionId).number,
    requestedBy: name(row.requestedBy),
    ground: row.ground as LegalGround,
    statement: row.statement,
    receivedAt: row.receivedAt.toISOString(),
    dueAt: row.dueAt.toISOString(),
    holdId: row.holdId,
    state: row.state as TakedownView['state'],
    stateReason: row.stateReason,
    stateSince: row.stateSince.toISOString(),
    version: row.version,
    actions: allowedActions(takedownSubject, row, actor),
  }));
}

export async function incidentViews(tx: Tx, rows: readonly Incident[], actor: Actor): Promise<IncidentView[]> {
  const name = await namesOf(
    tx,
    rows.flatMap((row) => [row.organisationId, row.openedBy]),
  );
  const datasets = await datasetRefs(
    tx,
    rows.flatMap((row) => (row.datasetId === null ? [] : [row.datasetId])),
  );
  return await Promise.all(
    rows.map(async (row) => ({
      id: row.id,
      organisation: name(row.organisationId),
      openedBy: name(row.openedBy),
      dataset: row.datasetId === null ? null : must(datasets.get(row.datasetId), row.datasetId),
      report: row.report,
      detectedAt: row.detectedAt.toISOString(),
      dueAt: row.dueAt.toISOString(),
      sentAt: row.sentAt?.toISOString() ?? null,
      createdAt: row.createdAt.toISOString(),
      state: row.state as IncidentView['state'],
      stateReason: row.stateReason,
      canEdit: row.sentAt === null && mayEdit(row, actor),
      affected: await affectedViews(tx, row),
      version: row.version,
      actions: allowedActions(incidentSubject, row, actor),
    })),
  );
}

async function affectedViews(tx: Tx, incident: Incident): Promise<IncidentView['affected']> {
  const notices = await tx.findBy(IncidentNotices, { incidentId: incident.id });
  const ids = [...new Set([...(await affectedBy(tx, incident)), ...notices.map((one) => one.organisationId)])];
  const name = await namesOf(tx, ids);
  return ids.map((id) => ({
    organisation: name(id),
    toldAt: notices.find((one) => one.organisationId === id)?.toldAt?.toISOString() ?? null,
  }));
}
