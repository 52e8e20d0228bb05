import { Datasets } from '../catalogue/tables.js';
import type { Tx } from '../kernel/database.js';
import type { Kernel } from '../kernel/kernel.js';
import type { Handlers } from '../kernel/queue.js';
import { noteFor } from '../notifications/notes.js';
import { organisationsWith, tell } from '../notifications/telling.js';
import { suspendServices } from './certificates.js';
import { tellHoldersOf } from './holders.js';
import { measureRevision } from './measuring.js';
import { screenListing } from './moves.js';
import { appraisalSubject, listingReportSubject } from './subjects.js';
import { Appraisals, ListingReports } from './tables.js';

type Mine =
  | 'screen-dataset'
  | 'measure-anonymity'
  | 'notify-listing-report'
  | 'notify-appraisal'
  | 'notify-holders'
  | 'suspend-services';

export function gateJobs(kernel: Kernel): Pick<Handlers, Mine> {
  const { db, settings } = kernel;
  return {
    'screen-dataset': ({ id }) => screenListing(db, id, settings.exchange),
    'measure-anonymity': ({ id }) => measureRevision(kernel, id),
    'notify-listing-report': ({ id }) => db.transaction((tx) => tellOfReport(tx, id)),
    'notify-appraisal': ({ id }) => db.transaction((tx) => tellOfAppraisal(tx, id)),
    'notify-holders': ({ id }) => db.transaction((tx) => tellHoldersOf(tx, id)),
    'suspend-services': ({ id }) => db.transaction((tx) => suspendServices(tx, id)),
  };
}

async function titleOf(tx: Tx, id: string) {
  const { titleVi, titleEn } = await tx.findOneByOrFail(Datasets, { id });
  return { vi: titleVi, en: titleEn };
}

async function tellOfReport(tx: Tx, id: string): Promise<void> {
  const row = await tx.findOneByOrFail(ListingReports, { id });
  await tell(tx, {
    kind: 'operations',
    subject: { kind: 'listing-report', id },
    once: `${id}:received`,
    organisationIds: await organisationsWith(tx, 'operator'),
    note: noteFor(listingReportSubject.lifecycle, row, await titleOf(tx, row.datasetId), '/operator/listing-reports'),
  });
}

async function tellOfAppraisal(tx: Tx, id: string): Promise<void> {
  const row = await tx.findOneByOrFail(Appraisals, { id });
  const note = noteFor(appraisalSubject.lifecycle, row, await titleOf(tx, row.datasetId), `/datasets/${row.datasetId}`);
  const subject = { kind: 'appraisal', id };
  const once = `${id}:delivered`;
  await tell(tx, { kind: 'listing', subject, once, organisationIds: [row.providerId], note });
  await tell(tx, { kind: 'operations', subject, once, organisationIds: await organisationsWith(tx, 'operator'), note });
}
