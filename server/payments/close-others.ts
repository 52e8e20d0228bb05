import type { Tx } from '../kernel/database.js';
import { enqueue } from '../kernel/outbox.js';
import { Payments } from './tables.js';

/** An order that is paid on one attempt needs no other: what is open elsewhere is closed, and what came in there goes back. */
export async function closeOthers(tx: Tx, orderId: string): Promise<void> {
  if (await tx.existsBy(Payments, { orderId, state: 'open' })) await enqueue(tx, 'close-checkout', { id: orderId });
}
