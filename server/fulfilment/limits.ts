import { z } from 'zod';
import { type Quota, quota } from '../../contracts/access.js';
import type { Tx } from '../kernel/database.js';
import { Agreements } from '../ordering/tables.js';

const limitsIn = z.object({ seats: z.number().int().min(1).nullish(), quota: quota.nullish() });

/** How many may read and how much, as the sealed agreement says; null = without limit. Throws for limits that cannot be read. */
export async function agreedLimits(
  tx: Tx,
  agreementId: string,
): Promise<{ seats: number | null; quota: Quota | null }> {
  const { document } = await tx.findOneByOrFail(Agreements, { id: agreementId });
  const { licence } = JSON.parse(document) as { licence: { policy: unknown } };
  const { seats = null, quota: most = null } = limitsIn.parse(licence.policy);
  return { seats, quota: most };
}
