import { record } from '../audit/record.js';
import { system } from '../kernel/actor.js';
import { type Database, lockRow, type Tx, updateRow } from '../kernel/database.js';
import { type FileProfile, profileFile, UnreadableFile } from '../kernel/duckdb.js';
import type { Kernel } from '../kernel/kernel.js';
import { clearProgress, progressOf } from '../kernel/progress.js';
import type { Handlers, LastResorts } from '../kernel/queue.js';
import { advance } from '../lifecycle/advance.js';
import { personalFindings } from './personal.js';
import { storableProfile, storableText } from './profiles.js';
import { revisionFiles, submittedRevision } from './revisions.js';
import { asReason, screen } from './screening.js';
import { datasetSubject, revisionSubject } from './subjects.js';
import { type DataFile, DataFiles, Datasets, type Revision, Revisions } from './tables.js';

export function catalogueJobs(kernel: Kernel): Pick<Handlers, 'profile-revision' | 'screen-dataset'> {
  return {
    'profile-revision': ({ id }) => profileRevision(kernel, id),
    'screen-dataset': ({ id }) => screenDataset(kernel.db, id),
  };
}

/** A profile that could not be made in any attempt fails the revision, so that its provider can mend it. */
export function catalogueLastResorts({ db }: Kernel): LastResorts {
  return {
    'profile-revision': ({ id }) =>
      failProfile(
        db,
        id,
        'Không phân tích được tệp; hãy mở lại phiên bản, tải tệp lên lần nữa hoặc chia nhỏ. / ' +
          'The files could not be profiled; reopen the revision and upload them again, or split them.',
      ),
  };
}

/** Profiles every file of a finalised revision, outside any transaction, then writes all findings at once. */
async function profileRevision({ db, storage }: Kernel, id: string): Promise<void> {
  const revision = await db.read.findOneBy(Revisions, { id });
  if (revision?.state !== 'profiling') return;
  const files = await revisionFiles(db.read, id);
  const profiles = new Map<DataFile, FileProfile>();
  const tell = progressOf(db, id, (tx) => isProfiling(tx, id));
  for (const [index, file] of files.entries()) {
    try {
      const profile = await storage.withLocalFile(file.sha256, (path) =>
        profileFile({
          path,
          format: file.format,
          onProgress: (fraction, step) =>
            tell((index + fraction) / files.length, storableText(`${file.name}: ${step}`)),
        }),
      );
      profiles.set(file, storableProfile(profile));
    } catch (error) {
      if (!(error instanceof UnreadableFile)) throw error;
      await tell.done();
      await failProfile(db, id, storableText(`${file.name}: ${error.message}`));
      return;
    }
  }
  await tell.done();
  await keepProfiles(db, revision, profiles);
}

async function keepProfiles(db: Database, revision: Revision, profiles: Map<DataFile, FileProfile>): Promise<void> {
  await db.transaction(async (tx) => {
    const locked = await lockRow(tx, Revisions, revision.id);
    if (locked?.state !== 'profiling') return;
    for (const [file, { rows, columns, sample, personal }] of profiles) {
      await updateRow(tx, DataFiles, file.id, { profile: { rows, columns, personal }, sample });
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

/** Whether the revision is being profiled; it stays so until the transaction ends. */
async function isProfiling(tx: Tx, id: string): Promise<boolean> {
  const rows: unknown[] = await tx.query(`select 1 from revisions where id = $1 and state = 'profiling' for share`, [
    id,
  ]);
  return rows.length > 0;
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
      personal: await personalFindings(tx, await submittedRevision(tx, id)),
    });
    if (findings.length === 0) await advance(tx, datasetSubject, id, 'pass-screening', system);
    else await advance(tx, datasetSubject, id, 'fail-screening', system, { reason: asReason(findings) });
  });
}
