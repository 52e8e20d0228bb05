import { record } from '../audit/record.js';
import { system } from '../kernel/actor.js';
import { second } from '../kernel/clock.js';
import { type Database, lockRow, updateRow } from '../kernel/database.js';
import { type FileProfile, profileFile, UnreadableFile } from '../kernel/duckdb.js';
import type { Kernel } from '../kernel/kernel.js';
import { clearProgress, reportProgress } from '../kernel/progress.js';
import type { Handlers } from '../kernel/queue.js';
import { advance } from '../lifecycle/advance.js';
import { revisionFiles } from './revisions.js';
import { asReason, screen } from './screening.js';
import { datasetSubject, revisionSubject } from './subjects.js';
import { type DataFile, DataFiles, Datasets, type Revision, Revisions } from './tables.js';

export function catalogueJobs(kernel: Kernel): Pick<Handlers, 'profile-revision' | 'screen-dataset'> {
  return {
    'profile-revision': ({ id }) => profileRevision(kernel, id),
    'screen-dataset': ({ id }) => screenDataset(kernel.db, id),
  };
}

/** Profiles every file of a finalised revision, outside any transaction, then writes all findings at once. */
async function profileRevision({ db, storage }: Kernel, id: string): Promise<void> {
  const revision = await db.read.findOneBy(Revisions, { id });
  if (revision?.state !== 'profiling') return;
  const files = await revisionFiles(db.read, id);
  const profiles = new Map<DataFile, FileProfile>();
  const tell = throttled(db, id);
  for (const [index, file] of files.entries()) {
    try {
      const profile = await storage.withLocalFile(file.sha256, (path) =>
        profileFile({
          path,
          format: file.format,
          onProgress: (fraction, step) => tell((index + fraction) / files.length, `${file.name}: ${step}`),
        }),
      );
      profiles.set(file, profile);
    } catch (error) {
      if (!(error instanceof UnreadableFile)) throw error;
      await failProfile(db, id, `${file.name}: ${error.message}`);
      return;
    }
  }
  await keepProfiles(db, revision, profiles);
}

async function keepProfiles(db: Database, revision: Revision, profiles: Map<DataFile, FileProfile>): Promise<void> {
  await db.transaction(async (tx) => {
    const locked = await lockRow(tx, Revisions, revision.id);
    if (locked?.state !== 'profiling') return;
    for (const [file, { rows, columns, sample }] of profiles) {
      await updateRow(tx, DataFiles, file.id, { profile: { rows, columns }, sample });
    }
    const files = [...profiles].map(([file, { rows, columns }]) => ({
      sha256: file.sha256,
      rows,
      columns: columns.length,
    }));
    await record(
      tx,
      system,
      { type: 'revision.profiled', data: { files } },
      { kind: 'revision', id: revision.id },
      revisionSubject.about(locked),
    );
    await clearProgress(tx, revision.id);
    await advance(tx, revisionSubject, revision.id, 'pass-profile', system);
  });
}

async function failProfile(db: Database, id: string, reason: string): Promise<void> {
  await db.transaction(async (tx) => {
    const locked = await lockRow(tx, Revisions, id);
    if (locked?.state !== 'profiling') return;
    await clearProgress(tx, id);
    await advance(tx, revisionSubject, id, 'fail-profile', system, { reason });
  });
}

/** Reports progress at most four times a second, one report at a time; what comes between is left out. */
function throttled(db: Database, id: string): (fraction: number, step: string) => void {
  let last = 0;
  return (fraction, step) => {
    if (Date.now() - last < second / 4) return;
    last = Date.now();
    // A lost report of progress is no reason to stop the work.
    void reportProgress(db, id, Math.min(1, fraction), step).catch(() => {});
  };
}

/** Screens a submitted dataset: to review, or back to its provider with every finding. */
async function screenDataset(db: Database, id: string): Promise<void> {
  await db.transaction(async (tx) => {
    const dataset = await lockRow(tx, Datasets, id);
    if (dataset?.state !== 'screening') return;
    // Offers belong to a higher room; this reads one fact of them, and only reads.
    const [facts]: { offers: string; revisions: string }[] = await tx.query(
      `select (select count(*) from offers where dataset_id = $1 and state = 'open') as offers,
              (select count(*) from revisions where dataset_id = $1 and state in ('ready', 'published')) as revisions`,
      [id],
    );
    const { titleVi, titleEn, descriptionVi, descriptionEn, limitations, provenance, credit } = dataset;
    const findings = screen({
      dataset: { titleVi, titleEn, descriptionVi, descriptionEn, limitations, provenance, credit },
      usableRevisions: Number(facts?.revisions),
      openOffers: Number(facts?.offers),
    });
    if (findings.length === 0) await advance(tx, datasetSubject, id, 'pass-screening', system);
    else await advance(tx, datasetSubject, id, 'fail-screening', system, { reason: asReason(findings) });
  });
}
