import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { record } from '../audit/record.js';
import { system } from '../kernel/actor.js';
import { now } from '../kernel/clock.js';
import { type Database, lockRow, type Tx, updateRow } from '../kernel/database.js';
import { type Ingested, ingestFile, UnreadableFile } from '../kernel/duckdb.js';
import type { Kernel } from '../kernel/kernel.js';
import { enqueue } from '../kernel/outbox.js';
import { clearProgress, progressOf } from '../kernel/progress.js';
import type { Handlers, LastResorts } from '../kernel/queue.js';
import type { Stored } from '../kernel/storage.js';
import { advance } from '../lifecycle/advance.js';
import { tellOfRevision } from './followers.js';
import { measureRevision, storableProfile, storableText } from './profiles.js';
import { revisionFiles } from './revisions.js';
import { schemaChangeOf } from './schema.js';
import { revisionSubject } from './subjects.js';
import { type DataFile, DataFiles, Datasets, type Revision, Revisions } from './tables.js';

export function catalogueJobs(kernel: Kernel): Pick<Handlers, 'profile-revision'> {
  return {
    'profile-revision': ({ id }) => profileRevision(kernel, id),
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
async function profileRevision({ db, storage, settings }: Kernel, id: string): Promise<void> {
  const revision = await db.read.findOneBy(Revisions, { id });
  if (revision?.state !== 'profiling') return;
  const files = await revisionFiles(db.read, id);
  const profiles: Profiles = new Map();
  const tell = progressOf(db, id, (tx) => isProfiling(tx, id));
  for (const [index, file] of files.entries()) {
    try {
      const profile = await storage.withLocalFile(file.sha256, (path) =>
        ingestFile(
          {
            path,
            format: file.format,
            memoryMb: settings.ingestMemoryMb,
            onProgress: (fraction, step) =>
              tell((index + fraction) / files.length, storableText(`${file.name}: ${step}`)),
          },
          async (ingested, folder) => ({ ...storableProfile(ingested), stored: await keepTable(ingested, folder) }),
        ),
      );
      profiles.set(file, profile);
    } catch (error) {
      if (!(error instanceof UnreadableFile)) throw error;
      await tell.done();
      await failProfile(db, id, storableText(`${file.name}: ${error.message}`));
      return;
    }
  }
  await tell.done();
  await keepProfiles(db, revision, profiles);

  /** A file that is Parquet already is its own table. */
  async function keepTable({ table }: Ingested, folder: string): Promise<Stored | null> {
    return table === null
      ? null
      : await storage.keepStream(createReadStream(join(folder, table)), Number.MAX_SAFE_INTEGER);
  }
}

type Profiles = Map<DataFile, Ingested & { stored: Stored | null }>;

async function keepProfiles(db: Database, revision: Revision, profiles: Profiles): Promise<void> {
  await db.transaction(async (tx) => {
    const locked = await lockRow(tx, Revisions, revision.id);
    if (locked?.state !== 'profiling') return;
    for (const [file, { rows, duplicates, columns, coverage, written, sample, personal, stored }] of profiles) {
      const { sha256: tableSha256, bytes: tableBytes } = stored ?? file;
      const profile = { rows, duplicates, columns, coverage, written, personal };
      await updateRow(tx, DataFiles, file.id, { profile, sample, tableSha256, tableBytes });
    }
    const files = [...profiles].map(([file, { rows, columns, stored }]) => ({
      sha256: file.sha256,
      rows,
      columns: columns.length,
      tableSha256: (stored ?? file).sha256,
    }));
    await record(
      tx,
      system,
      { type: 'revision.profiled', data: { files } },
      { kind: 'revision', id: revision.id },
      revisionSubject.about(locked),
    );
    await clearProgress(tx, revision.id);
    const { updateFrequency } = await tx.findOneByOrFail(Datasets, { id: revision.datasetId });
    const measured = measureRevision([...profiles.values()], updateFrequency, now());
    const change = await schemaChangeOf(tx, locked);
    const ready = await advance(tx, revisionSubject, revision.id, 'pass-profile', system, {
      set: { measured, qualityScore: measured.score, schemaChange: change.change, schemaDiff: change.diff },
    });
    if (ready.schemaChange === 'breaking') await tellOfRevision(tx, ready, 'breaking-ahead');
    await enqueue(tx, 'measure-anonymity', { id: revision.id });
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
