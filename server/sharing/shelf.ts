import { createHash } from 'node:crypto';
import { parquetTables } from '../catalogue/conversion.js';
import { revisionFiles } from '../catalogue/revisions.js';
import { Datasets, type ParquetTable } from '../catalogue/tables.js';
import { deliveredRevisions } from '../fulfilment/revisions.js';
import type { Entitlement } from '../fulfilment/tables.js';
import type { Tx } from '../kernel/database.js';
import { schemaName, slug, tableNames } from './names.js';

/** One version of a table: a revision of the dataset, with the files it is read from. */
export type Version = {
  number: number;
  revisionId: string;
  at: Date;
  columns: ParquetTable['columns'];
  parts: ParquetTable['parts'];
};
/** A table by its name, newest version last; never without one. */
export type SharedTable = { name: string; id: string; file: string; versions: Version[] };
/** What one token may read: a share of one schema. */
export type Shelf = { share: string; schema: string; tables: SharedTable[] };

/**
 * The tables of an entitlement that are ready. Each delivered revision is a version under its number; one that was revoked is
 * none any more. Files of one name in several revisions are one table.
 */
export async function shelfOf(tx: Tx, entitlement: Entitlement): Promise<Shelf> {
  const { datasetId } = entitlement;
  const dataset = await tx.findOneByOrFail(Datasets, { id: datasetId });
  const tables = new Map<string, SharedTable>();
  for (const revision of await deliveredRevisions(tx, entitlement)) {
    if (revision.state === 'revoked') continue;
    const files = await revisionFiles(tx, revision.revisionId);
    const names = tableNames(files.map((file) => file.name));
    const made = new Map((await parquetTables(tx, revision.revisionId)).map((table) => [table.fileId, table]));
    for (const [index, file] of files.entries()) {
      const name = names[index] ?? file.id;
      const table = made.get(file.id);
      if (!table) continue;
      const shared = tables.get(name) ?? { name, id: uuidOf(`${datasetId}/${name}`), file: file.name, versions: [] };
      const { number, revisionId, publishedAt: at } = revision;
      shared.versions.push({ number, revisionId, at, columns: table.columns, parts: table.parts });
      tables.set(name, shared);
    }
  }
  return { share: slug(dataset.titleEn, 'dataset'), schema: schemaName, tables: [...tables.values()] };
}

/** A stable UUID (version 8, RFC 9562) of a text. */
function uuidOf(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  const variant = ((Number.parseInt(hex.charAt(16), 16) & 3) | 8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
