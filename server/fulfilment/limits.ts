import { readPolicy } from '../../contracts/licences/odrl.js';
import type { LicencePolicy } from '../../contracts/licences/policy.js';
import type { Tx } from '../kernel/database.js';
import { Agreements } from '../ordering/tables.js';

/** The policy of a sealed agreement; throws for one that cannot be read: nothing is delivered under it. */
export async function agreedPolicy(tx: Tx, agreementId: string): Promise<LicencePolicy> {
  const { document } = await tx.findOneByOrFail(Agreements, { id: agreementId });
  const policy = readPolicy((JSON.parse(document) as { licence: unknown }).licence);
  if (!policy) throw new Error(`The machine terms of ${agreementId} cannot be read.`);
  return policy;
}
