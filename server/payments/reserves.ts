import { system } from '../kernel/actor.js';
import { day, now } from '../kernel/clock.js';
import { type Database, lockRow, type Tx } from '../kernel/database.js';
import { newId } from '../kernel/ids.js';
import { advance, begin } from '../lifecycle/advance.js';
import type { Order } from '../ordering/tables.js';
import { termsInForce } from '../pricing/money-settings.js';
import { payable, reserve } from './accounts.js';
import { post } from './ledger.js';
import { reserveSubject } from './subjects.js';
import { Reserves } from './tables.js';

/**
 * Keeps a part of what was released to the provider back, by the setting in force, rounded down; nothing without one. In the
 * transaction of the release: no payout can be quicker.
 */
export async function keepReserve(tx: Tx, { id: orderId, providerId }: Order, payoutVnd: number): Promise<void> {
  const { reserveBp, reserveDays } = await termsInForce(tx);
  const amountVnd = Number((BigInt(payoutVnd) * BigInt(reserveBp)) / 10_000n);
  if (amountVnd <= 0 || reserveDays === 0) return;
  const dueAt = new Date(now().getTime() + reserveDays * day);
  const row = { id: newId('rsv'), orderId, providerId, amountVnd, dueAt, createdAt: now() };
  await begin(tx, reserveSubject, 'keep', row, system);
  await post(tx, `reserve:${row.id}`, orderId, [{ from: payable(providerId), to: reserve(providerId), amountVnd }]);
}

/** The time is over: the provider is owed it again, and paid. Once. */
export async function releaseReserve(db: Database, id: string): Promise<void> {
  await db.transaction(async (tx) => {
    const row = await lockRow(tx, Reserves, id);
    if (row?.state !== 'released') return;
    await giveBack(tx, `reserve-released:${id}`, row);
  });
}

/** A refund or complaint takes from a provider: what was kept back for this order is there for it. The order is locked. */
export async function drawReserve(tx: Tx, orderId: string): Promise<void> {
  const found = await tx.findOneBy(Reserves, { orderId, state: 'kept' });
  const row = found ? await lockRow(tx, Reserves, found.id) : null;
  if (row?.state !== 'kept') return;
  await advance(tx, reserveSubject, row.id, 'draw', system);
  await giveBack(tx, `reserve-drawn:${row.id}`, row);
}

async function giveBack(
  tx: Tx,
  key: string,
  { orderId, providerId, amountVnd }: { orderId: string; providerId: string; amountVnd: number },
): Promise<void> {
  await post(tx, key, orderId, [{ from: reserve(providerId), to: payable(providerId), amountVnd }]);
}
