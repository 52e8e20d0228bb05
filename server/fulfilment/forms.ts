import { revisionFiles } from '../catalogue/revisions.js';
import type { Tx } from '../kernel/database.js';
import type { DeliveredRevision } from './revisions.js';

/** A delivered file in its other form: typed Parquet, made when the file was taken in. `of` is the delivered file's name. */
export type ParquetForm = { of: string; name: string; bytes: number; sha256: string };

/**
 * The files of a delivery that can be had as Parquet too: the same table, typed. A marked copy has no other form: what is stored is
 * the exact table, and a buyer of marked copies gets no exact one.
 */
export async function parquetForms(
  tx: Tx,
  { revisionId, files }: Pick<DeliveredRevision, 'revisionId' | 'files'>,
): Promise<ParquetForm[]> {
  const stored = await revisionFiles(tx, revisionId);
  return stored.flatMap(({ name, sha256, tableSha256, tableBytes }) => {
    const delivered = files.find((one) => one.role === 'data' && one.name === `data/${name}`);
    if (delivered?.sha256 !== sha256 || tableSha256 === null || tableBytes === null) return [];
    if (tableSha256 === sha256) return [];
    return [{ of: delivered.name, name: `${delivered.name}.parquet`, bytes: tableBytes, sha256: tableSha256 }];
  });
}
