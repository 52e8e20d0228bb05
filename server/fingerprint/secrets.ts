import type { Kernel } from '../kernel/kernel.js';
import type { Sealer } from '../kernel/sealing.js';
import { type Marking, Markings } from './tables.js';

const sealedForm = 'v1.%';

/** The secret of a dataset’s marks, 64 hex digits. Rows from before secrets were sealed hold it as it is until the next sweep. */
export function secretOf(sealer: Sealer, { datasetId, secret }: Pick<Marking, 'datasetId' | 'secret'>): string {
  return secret.startsWith('v1.') ? sealer.open(secret, datasetId) : secret;
}

/** Seals what still lies open in the database. */
export async function sealSecrets({ db, markingSealer }: Pick<Kernel, 'db' | 'markingSealer'>): Promise<void> {
  const open = await db.read
    .createQueryBuilder(Markings, 'row')
    .where('row.secret not like :sealedForm', { sealedForm })
    .getMany();
  for (const { datasetId, secret } of open) {
    // Only while it is still the same: another process may have been faster.
    await db.read.update(Markings, { datasetId, secret }, { secret: markingSealer.seal(secret, datasetId) });
  }
}
