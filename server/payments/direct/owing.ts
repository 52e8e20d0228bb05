import { insertRow, type Tx } from '../../kernel/database.js';
import { DirectReturns } from '../tables.js';

/** Puts a refund on the provider's list of what to send back. The order is locked. */
export async function oweDirectly(tx: Tx, orderId: string, refundId: string, amountVnd: number): Promise<void> {
  const open = { bankReference: null, sentBy: null, sentAt: null, receivedBy: null, receivedAt: null };
  await insertRow(tx, DirectReturns, { refundId, orderId, amountVnd, ...open });
}
