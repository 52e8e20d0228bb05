import { AsyncLocalStorage } from 'node:async_hooks';
import type { Tx } from './database.js';

/** The claim of an Idempotency-Key under which the present request runs. */
export const claimed = new AsyncLocalStorage<{ scope: string; key: string }>();

/**
 * Called by every transaction before it commits: the mark that the request was carried out commits with what it did. A
 * process that dies before the answer is kept then leaves a claim that is never run a second time.
 */
export async function markCarriedOut(tx: Tx): Promise<void> {
  const claim = claimed.getStore();
  if (!claim) return;
  await tx.query('update idempotency_keys set carried_out = true where scope = $1 and key = $2', [
    claim.scope,
    claim.key,
  ]);
}
