import { now } from '../kernel/clock.js';
import type { Stateful } from '../kernel/columns.js';
import { lockRow, type Tx, updateRow } from '../kernel/database.js';
import type { Kernel } from '../kernel/kernel.js';
import type { Handlers } from '../kernel/queue.js';
import { Holds } from '../lifecycle/tables.js';
import { noteFor, same } from '../notifications/notes.js';
import { organisationsWith, tell } from '../notifications/telling.js';
import { counterparties, findHeld, type Held } from './held.js';
import { affectedNote, holdNote } from './notes.js';
import { incidentSubject, questionSubject, takedownSubject } from './subjects.js';
import { IncidentNotices, Incidents, Questions, Takedowns } from './tables.js';
import { operatorsAmong } from './views.js';

type Mine = 'notify-hold' | 'notify-question' | 'notify-takedown' | 'notify-incident' | 'notify-affected';

/** Tells whom an act of supervision concerns. Nobody can switch this off. */
export function supervisionJobs({ db }: Kernel): Pick<Handlers, Mine> {
  return {
    'notify-hold': ({ id }) => db.transaction((tx) => tellOfHold(tx, id)),
    'notify-question': ({ id }) => db.transaction((tx) => tellOfQuestion(tx, id)),
    'notify-takedown': ({ id }) => db.transaction((tx) => tellOfTakedown(tx, id)),
    'notify-incident': ({ id }) => db.transaction((tx) => tellOfIncident(tx, id)),
    'notify-affected': ({ id }) => db.transaction((tx) => tellAffectedOrganisation(tx, id)),
  };
}

const kind = 'supervision';
const titleOf = ({ titleVi, titleEn }: Held) => ({ vi: titleVi, en: titleEn });

/** What a row that moved is told as: once for every time it moves. */
function about(subject: string, row: Stateful) {
  return {
    kind,
    subject: { kind: subject, id: row.id },
    once: `${row.id}:${row.state}:${row.stateSince.toISOString()}`,
  } as const;
}

/** Whose own it is learns why; those who trade with them learn that it stands still. */
async function tellOfHold(tx: Tx, id: string): Promise<void> {
  const hold = await tx.findOneByOrFail(Holds, { id });
  const held = await findHeld(tx, hold.subjectId);
  const by = (await operatorsAmong(tx, [hold])).size > 0 ? 'operator' : 'regulator';
  const subject = { kind: held.kind, id: held.id };
  const once = `${id}:${hold.liftedAt === null ? 'placed' : 'lifted'}`;
  await tell(tx, { kind, subject, once, organisationIds: held.parties, note: holdNote(hold, held, by, true) });
  const others = await counterparties(tx, held);
  await tell(tx, { kind, subject, once, organisationIds: others, note: holdNote(hold, held, by, false) });
}

async function tellOfQuestion(tx: Tx, id: string): Promise<void> {
  const row = await tx.findOneByOrFail(Questions, { id });
  const held = await findHeld(tx, row.subjectId);
  const note = noteFor(questionSubject.lifecycle, row, titleOf(held), `/questions/${id}`);
  const both = { open: [row.organisationId], answered: [row.askedBy], closed: [row.organisationId] }[row.state];
  await tell(tx, { ...about('question', row), organisationIds: both ?? [row.organisationId, row.askedBy], note });
}

async function tellOfTakedown(tx: Tx, id: string): Promise<void> {
  const row = await tx.findOneByOrFail(Takedowns, { id });
  const held = await findHeld(tx, row.datasetId);
  const note = noteFor(takedownSubject.lifecycle, row, titleOf(held), '/takedowns');
  const operators = await organisationsWith(tx, 'operator');
  const to = { requested: operators, withdrawn: operators }[row.state] ?? [row.requestedBy, ...operators];
  await tell(tx, { ...about('takedown', row), organisationIds: to, note });
}

/** The operator and the administrators of whose data it is; the regulators when the notice is sent. */
async function tellOfIncident(tx: Tx, id: string): Promise<void> {
  const row = await tx.findOneByOrFail(Incidents, { id });
  const note = noteFor(incidentSubject.lifecycle, row, same(row.report.title), `/incidents/${id}`);
  const regulators = row.state === 'sent' ? await organisationsWith(tx, 'regulator') : [];
  const operators = await organisationsWith(tx, 'operator');
  const organisationIds = [...operators, ...regulators, row.organisationId];
  await tell(tx, { ...about('incident', row), organisationIds, audience: 'admins', note });
}

/** The mark and the notes commit together: however often the job runs, the organisation is told once. */
async function tellAffectedOrganisation(tx: Tx, id: string): Promise<void> {
  const row = await lockRow(tx, IncidentNotices, id);
  if (!row || row.toldAt !== null) return;
  const incident = await tx.findOneByOrFail(Incidents, { id: row.incidentId });
  const dataset = incident.datasetId === null ? null : await findHeld(tx, incident.datasetId);
  const note = affectedNote(incident, dataset && { id: dataset.id, ...titleOf(dataset) });
  const subject = { kind: 'incident', id: incident.id };
  await tell(tx, { kind, subject, organisationIds: [row.organisationId], note });
  await updateRow(tx, IncidentNotices, id, { toldAt: now() });
}
