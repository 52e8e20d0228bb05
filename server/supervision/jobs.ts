import { now } from '../kernel/clock.js';
import { lockRow, type Tx, updateRow } from '../kernel/database.js';
import type { Kernel } from '../kernel/kernel.js';
import type { Handlers } from '../kernel/queue.js';
import { Holds } from '../lifecycle/tables.js';
import { noteFor } from '../notifications/notes.js';
import { organisationsWith, tellOrganisations } from '../notifications/telling.js';
import { counterparties, findHeld } from './held.js';
import { affectedNote, holdNote } from './notes.js';
import { incidentSubject, questionSubject, takedownSubject } from './subjects.js';
import { IncidentNotices, Incidents, Questions, Takedowns } from './tables.js';

type Mine = 'notify-hold' | 'notify-question' | 'notify-takedown' | 'notify-incident' | 'notify-affected';

/** Tells by mail whom an act of supervision concerns. */
export function supervisionJobs({ db, settings }: Kernel): Pick<Handlers, Mine> {
  const url = (path: string) => `${settings.publicUrl}${path}`;
  return {
    'notify-hold': ({ id }) => db.transaction((tx) => tellOfHold(tx, id, url)),
    'notify-question': ({ id }) => db.transaction((tx) => tellOfQuestion(tx, id, url)),
    'notify-takedown': ({ id }) => db.transaction((tx) => tellOfTakedown(tx, id, url)),
    'notify-incident': ({ id }) => db.transaction((tx) => tellOfIncident(tx, id, url)),
    'notify-affected': ({ id }) => db.transaction((tx) => tellAffectedOrganisation(tx, id)),
  };
}

type Url = (path: string) => string;

/** Whose own it is learns why; those who trade with them learn that it stands still. */
async function tellOfHold(tx: Tx, id: string, url: Url): Promise<void> {
  const hold = await tx.findOneByOrFail(Holds, { id });
  const held = await findHeld(tx, hold.subjectId);
  await tellOrganisations(tx, held.parties, holdNote(hold, held, true, url('/')));
  await tellOrganisations(tx, await counterparties(tx, held), holdNote(hold, held, false, url('/')));
}

async function tellOfQuestion(tx: Tx, id: string, url: Url): Promise<void> {
  const row = await tx.findOneByOrFail(Questions, { id });
  const { titleVi } = await findHeld(tx, row.subjectId);
  const note = noteFor(questionSubject.lifecycle, row, titleVi, url(`/questions/${id}`));
  const both = { open: [row.organisationId], answered: [row.askedBy], closed: [row.organisationId] }[row.state];
  await tellOrganisations(tx, both ?? [row.organisationId, row.askedBy], note);
}

async function tellOfTakedown(tx: Tx, id: string, url: Url): Promise<void> {
  const row = await tx.findOneByOrFail(Takedowns, { id });
  const { titleVi } = await findHeld(tx, row.datasetId);
  const note = noteFor(takedownSubject.lifecycle, row, titleVi, url('/takedowns'));
  const operators = await organisationsWith(tx, 'operator');
  const to = { requested: operators, withdrawn: operators }[row.state] ?? [row.requestedBy, ...operators];
  await tellOrganisations(tx, to, note);
}

/** The operator and the administrators of whose data it is; the regulators when the notice is sent. */
async function tellOfIncident(tx: Tx, id: string, url: Url): Promise<void> {
  const row = await tx.findOneByOrFail(Incidents, { id });
  const note = noteFor(incidentSubject.lifecycle, row, row.report.title, url(`/incidents/${id}`));
  const regulators = row.state === 'sent' ? await organisationsWith(tx, 'regulator') : [];
  const operators = await organisationsWith(tx, 'operator');
  await tellOrganisations(tx, [...operators, ...regulators, row.organisationId], note, 'admins');
}

/** The mark and the mails commit together: however often the job runs, the organisation is told once. */
async function tellAffectedOrganisation(tx: Tx, id: string): Promise<void> {
  const row = await lockRow(tx, IncidentNotices, id);
  if (!row || row.toldAt !== null) return;
  const incident = await tx.findOneByOrFail(Incidents, { id: row.incidentId });
  const dataset = incident.datasetId === null ? null : await findHeld(tx, incident.datasetId);
  await tellOrganisations(tx, [row.organisationId], affectedNote(incident, dataset?.titleVi ?? ''));
  await updateRow(tx, IncidentNotices, id, { toldAt: now() });
}
