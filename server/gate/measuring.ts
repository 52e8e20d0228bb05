import { revisionFiles } from '../catalogue/revisions.js';
import { Datasets, Revisions } from '../catalogue/tables.js';
import { now } from '../kernel/clock.js';
import { measureAnonymity } from '../kernel/duckdb.js';
import type { Kernel } from '../kernel/kernel.js';
import { AnonymityMeasures } from './tables.js';

/** Measures every file of a revision over the quasi-identifiers that its dataset declares now. Done twice, it changes nothing. */
export async function measureRevision({ db, storage }: Kernel, id: string): Promise<void> {
  const revision = await db.read.findOneBy(Revisions, { id });
  if (!revision || !['ready', 'published'].includes(revision.state)) return;
  const { quasiIdentifiers } = await db.read.findOneByOrFail(Datasets, { id: revision.datasetId });
  if (quasiIdentifiers.length === 0) return;
  for (const file of await revisionFiles(db.read, id)) {
    const has = new Set(file.profile?.columns.map((column) => column.name));
    const columns = quasiIdentifiers.filter((name) => has.has(name)).toSorted();
    if (columns.length === 0) continue;
    const known = await db.read.findOneBy(AnonymityMeasures, { fileId: file.id });
    if (known && `${known.columns}` === `${columns}`) continue;
    const measured = await storage.withLocalFile(file.sha256, (path) =>
      measureAnonymity({ path, format: file.format, columns }),
    );
    await db.read.upsert(AnonymityMeasures, { ...measured, fileId: file.id, measuredAt: now() }, ['fileId']);
  }
}
