import { createHash } from 'node:crypto';
import { parquetTables } from '../catalogue/conversion.js';
import { revisionFiles } from '../catalogue/revisions.js';
import { Datasets, type ParquetTable, Revisions } from '../catalogue/tables.js';
import type { Entitlement } from '../fulfilment/tables.js';
import type { Tx } from '../kernel/database.js';
import { schemaName, slug, tableNames } from './names.js';

/** One version of a table: a revision of the dataset, with the files it is read from. */
export type Version = { number: number; at: Date; columns: ParquetTable['columns']; parts: ParquetTable['parts'] };
/** A table by its name, newest version last; never without one. */
export type SharedTable = { name: string; id: string; file: string; versions: Version[] };
/** What one token may read: a share of one schema. */
export type Shelf = { share: string; schema: string; tables: SharedTable[] };

/** The tables of an entitlement that are ready. The entitlement pins one revision: its number is the only version. */
export async function shelfOf(tx: Tx, { datasetId, revisionId }: Entitlement): Promise<Shelf> {
  const dataset = await tx.findOneByOrFail(Datasets, { id: datasetId });
  const revision = await tx.findOneByOrFail(Revisions, { id: revisionId });
  const files = await revisionFiles(tx, revisionId);
  const names = tableNames(files.map((file) => file.name));
  const made = new Map((await parquetTables(tx, revisionId)).map((table) => [table.fileId, table]));
  const at = revision.publishedAt ?? revision.createdAt;
  return {
    share: slug(dataset.titleEn, 'dataset'),
    schema: schemaName,
    tables: files.flatMap((file, index) => {
      const table = made.get(file.id);
      const name = names[index] ?? file.id;
      if (!table) return [];
      const { columns, parts } = table;
      const versions = [{ number: revision.number, at, columns, parts }];
      return [{ name, id: uuidOf(`${datasetId}/${name}`), file: file.name, versions }];
    }),
  };
}

/** A stable UUID (version 8, RFC 9562) of a text. */
function uuidOf(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  const variant = ((Number.parseInt(hex.charAt(16), 16) & 3) | 8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
