import {
  changeOf,
  compareSchemas,
  type FileSchema,
  type SchemaChange,
  type SchemaDiff,
} from '../../contracts/schema-diff.js';
import type { Tx } from '../kernel/database.js';
import { revisionFiles } from './revisions.js';
import { type DataFile, type Revision, Revisions } from './tables.js';

/** How the files of a revision compare with those of the newest one that was published before it. */
export async function schemaChangeOf(
  tx: Tx,
  revision: Pick<Revision, 'id' | 'datasetId' | 'number'>,
): Promise<{ change: SchemaChange; diff: SchemaDiff }> {
  const previous = await tx
    .createQueryBuilder(Revisions, 'revision')
    .where('revision.datasetId = :datasetId and revision.number < :number', revision)
    .andWhere(`revision.state in ('published', 'deprecated')`)
    .orderBy('revision.number', 'DESC')
    .limit(1)
    .getOne();
  if (!previous) return { change: 'first', diff: { previous: null, differences: [] } };
  const [before, after] = [await revisionFiles(tx, previous.id), await revisionFiles(tx, revision.id)];
  const differences = compareSchemas(before.map(schemaOf), after.map(schemaOf));
  return { change: changeOf(differences), diff: { previous: previous.number, differences } };
}

function schemaOf({ name, profile }: DataFile): FileSchema {
  return { name, columns: profile?.columns ?? [] };
}
