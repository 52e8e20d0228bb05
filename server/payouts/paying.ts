import { now } from '../kernel/clock.js';
import { type Database, lockRow } from '../kernel/database.js';
import type { Kernel } from '../kernel/kernel.js';
import { freezeOn } from '../lifecycle/holds.js';
import { orderSubject } from '../ordering/subjects.js';
import { Orders } from '../ordering/tables.js';
import type { StripeGate } from '../payments/stripe.js';
import { Payments } from '../payments/tables.js';
import { refreshAccount } from './accounts.js';
import { closeCase, openCase } from './cases.js';
import { lockProvider } from './dues.js';
import { planBankPayout } from './payouts.js';
import { enterReversal, enterTransfer, notReady, planProvider } from './plan.js';
import { type Reversal, Reversals, type Transfer, Transfers } from './tables.js';

/**
 * Brings a provider's money to where the ledger says it belongs: takes back what refunds and chargebacks took, sets off
 * debts, hands on what is due. It may be run twice, and may die anywhere: what was decided is a row, and Stripe is asked
 * under that row's id. What is frozen waits: the refusal is thrown at the end, so that the job lies with its hold. With an order
 * only what that one has changed is looked at.
 */
export async function payProvider(
  kernel: Kernel,
  stripe: StripeGate,
  providerId: string,
  orderId?: string,
): Promise<void> {
  const { db } = kernel;
  for (;;) {
    await carryOut(kernel, stripe, providerId);
    const { moved, frozen } = await db.transaction((tx) => planProvider(tx, providerId, orderId));
    if (moved) continue;
    await db.transaction((tx) => planBankPayout(tx, providerId));
    if (frozen) throw frozen;
    return;
  }
}

/** Asks Stripe for every step that is decided and not made. */
async function carryOut(kernel: Kernel, stripe: StripeGate, providerId: string): Promise<void> {
  const { db } = kernel;
  const pending = { where: { providerId, status: 'pending' as const }, order: { id: 'ASC' as const } };
  for (const row of await db.read.find(Reversals, pending)) {
    if (!(await isFrozen(db, row.orderId))) await makeReversal(db, stripe, row);
  }
  for (const row of await db.read.find(Transfers, pending)) {
    if (!(await isFrozen(db, row.orderId))) await makeTransfer(kernel, stripe, row);
  }
}

async function isFrozen(db: Database, orderId: string): Promise<boolean> {
  const order = await db.read.findOneByOrFail(Orders, { id: orderId });
  return (await freezeOn(db.read, orderSubject.about(order))) !== null;
}

async function makeTransfer(kernel: Kernel, stripe: StripeGate, row: Transfer): Promise<void> {
  const { db } = kernel;
  const { id, providerId, orderId, amountVnd, stripeAccount: account } = row;
  if (account === null) throw new Error(`The transfer ${id} has nowhere to go.`);
  const paymentIntent = await paymentOf(db, orderId);
  const given = await stripe.connect.transfer({ id, orderId, account, amountVnd, paymentIntent });
  await db.transaction(async (tx) => {
    await lockProvider(tx, providerId);
    const locked = await lockRow(tx, Transfers, id);
    if (locked?.status !== 'pending') return;
    if (given.refused === null) {
      await enterTransfer(tx, locked, given.id);
      return await closeCase(tx, 'transfer-refused', orderId);
    }
    await tx.update(Transfers, { id }, { status: 'refused', failure: given.refused });
    if (given.refused === notReady) return;
    await openCase(tx, { kind: 'transfer-refused', object: orderId, expectedVnd: amountVnd, foundVnd: 0, orderId });
  });
  if (given.refused === notReady) await refreshAccount(kernel, stripe, providerId);
}

/** The payment that the order was carried out for: later ones went back. */
async function paymentOf(db: Database, orderId: string): Promise<string> {
  const payments = await db.read.find(Payments, { where: { orderId, state: 'succeeded' }, order: { paidAt: 'ASC' } });
  const intent = payments.find((one) => one.paymentIntent !== null)?.paymentIntent;
  if (!intent) throw new Error(`The order ${orderId} has no payment by card.`);
  return intent;
}

async function makeReversal(db: Database, stripe: StripeGate, row: Reversal): Promise<void> {
  const { stripeTransfer } = await db.read.findOneByOrFail(Transfers, { id: row.transferId });
  if (stripeTransfer === null) throw new Error(`The transfer ${row.transferId} was never made at Stripe.`);
  const given = await stripe.connect.reverse({ id: row.id, transfer: stripeTransfer, amountVnd: row.amountVnd });
  await db.transaction(async (tx) => {
    await lockProvider(tx, row.providerId);
    const locked = await lockRow(tx, Reversals, row.id);
    if (locked?.status !== 'pending') return;
    if (given.refused !== null) {
      // The account has spent it: the debt stands on `payable:` and is set off against what comes next.
      await tx.update(Reversals, { id: row.id }, { status: 'refused', failure: given.refused });
      return;
    }
    await tx.update(Reversals, { id: row.id }, { status: 'made', stripeReversal: given.id, madeAt: now() });
    await enterReversal(tx, locked);
  });
}
