import { system } from '../kernel/actor.js';
import { now } from '../kernel/clock.js';
import { insertRow, lockRow, type Tx, updateRow } from '../kernel/database.js';
import { newId } from '../kernel/ids.js';
import type { Kernel } from '../kernel/kernel.js';
import { advance, amend, begin } from '../lifecycle/advance.js';
import { freezeOn } from '../lifecycle/holds.js';
import { outsideBank, outsideCard, transit } from '../payments/accounts.js';
import { post } from '../payments/ledger.js';
import type { StripeGate } from '../payments/stripe.js';
import type { PayoutState } from '../payments/stripe-connect.js';
import { openCase } from './cases.js';
import { linesOf, lockProvider, restsOf } from './dues.js';
import { payoutSubject } from './subjects.js';
import { type Payout, PayoutAccounts, PayoutLines, Payouts, type Rail } from './tables.js';

type NewPayout = { providerId: string; rail: Rail; upTo: number } & Partial<
  Pick<Payout, 'stripeAccount' | 'stripePayout'>
>;

/** Plans a payout of at most `upTo` with its lines; null when nothing is left to pay. The caller holds the provider's lock. */
async function planPayout(tx: Tx, { providerId, rail, upTo, ...at }: NewPayout): Promise<Payout | null> {
  const lines = linesOf(await restsOf(tx, providerId, rail), upTo);
  const amountVnd = lines.reduce((sum, one) => sum + one.amountVnd, 0);
  if (amountVnd <= 0) return null;
  const payout = await begin(
    tx,
    payoutSubject,
    'plan',
    {
      ...{ id: newId('pyo'), providerId, rail, amountVnd, attempt: 1, stripeAccount: null, stripePayout: null },
      ...{ reference: null, bankBin: null, bankNumber: null, bankHolder: null, arrivalOn: null, submittedBy: null },
      ...{ createdAt: now(), ...at },
    },
    system,
  );
  for (const line of lines) await insertRow(tx, PayoutLines, { payoutId: payout.id, ...line });
  return payout;
}

/** Gathers what came by bank transfer into one payout by hand: until it is sent it is all that there is to pay. */
export async function planBankPayout(tx: Tx, providerId: string): Promise<void> {
  await lockProvider(tx, providerId);
  if ((await freezeOn(tx, [providerId])) !== null) return;
  const waiting = await tx.findOneBy(Payouts, { providerId, rail: 'bank', state: 'pending' });
  if (!waiting) return void (await planPayout(tx, { providerId, rail: 'bank', upTo: Number.MAX_SAFE_INTEGER }));
  if ((await restsOf(tx, providerId, 'bank')).length === 0) return;
  const amountVnd = await layLines(tx, waiting, Number.MAX_SAFE_INTEGER);
  if (amountVnd > 0) await amend(tx, payoutSubject, waiting, { amountVnd });
  else await advance(tx, payoutSubject, waiting.id, 'cancel', system);
}

/** Pays out what has become available on a provider's account at Stripe. After a failure it waits until that is mended. */
export async function payOut({ db }: Kernel, stripe: StripeGate, providerId: string): Promise<void> {
  const account = await db.read.findOneBy(PayoutAccounts, { providerId });
  if (!account?.stripeAccount || account.payoutsStatus !== 'active') return;
  const { stripeAccount } = account;
  if ((await freezeOn(db.read, [providerId])) !== null) return;
  const { availableVnd } = await stripe.connect.balance(stripeAccount);
  await db.transaction(async (tx) => {
    await lockProvider(tx, providerId);
    // One that was not sent yet, or came back, still has its money on the account.
    const waiting = await tx.findOneBy(Payouts, [
      { providerId, rail: 'card', state: 'failed' },
      { providerId, rail: 'card', state: 'pending' },
    ]);
    if (!waiting) await planPayout(tx, { providerId, rail: 'card', upTo: availableVnd, stripeAccount });
  });
}

/** Has Stripe send a planned payout; one by hand waits for its operators. */
export async function sendPayout(kernel: Kernel, stripe: StripeGate, id: string): Promise<void> {
  const { db } = kernel;
  const row = await db.read.findOneByOrFail(Payouts, { id });
  const { attempt, amountVnd, stripeAccount: account } = row;
  if (row.rail !== 'card' || row.state !== 'pending' || row.stripePayout !== null || account === null) return;
  const given = await stripe.connect.payOut({ id, attempt, account, amountVnd });
  await db.transaction(async (tx) => {
    const locked = await lockRow(tx, Payouts, id);
    if (locked?.state !== 'pending' || locked.attempt !== attempt || locked.stripePayout !== null) return;
    if (given.refused === null) await updateRow(tx, Payouts, id, { stripePayout: given.id });
    else await advance(tx, payoutSubject, id, 'bounce', system, { reason: given.refused });
  });
  if (given.id !== null) await applyPayout(kernel, stripe, given.id, account);
}

/** Follows a payout at Stripe: read again, whatever an event said. Steps that were missed are made up for. */
export async function applyPayout(kernel: Kernel, stripe: StripeGate, stripePayout: string, account: string) {
  const state = await stripe.connect.readPayout(stripePayout, account);
  if (state.currency === 'vnd') await kernel.db.transaction((tx) => enterPayout(tx, state, account));
}

/** The same for a payout that has just been read. */
export async function enterPayout(tx: Tx, state: PayoutState, account: string): Promise<void> {
  const owner = await tx.findOneBy(PayoutAccounts, { stripeAccount: account });
  if (!owner) return;
  await lockProvider(tx, owner.providerId);
  const row = await ours(tx, owner.providerId, account, state);
  if (!row) return;
  const set = { arrivalOn: state.arrivalOn };
  const { id } = row;
  if (state.status === 'in_transit' && row.state === 'pending') {
    await advance(tx, payoutSubject, id, 'depart', system, { set });
  } else if (state.status === 'paid' && (row.state === 'pending' || row.state === 'in_transit')) {
    await advance(tx, payoutSubject, id, 'arrive', system, { set });
    await enterPaid(tx, row);
  } else if (state.status === 'failed' && ['pending', 'in_transit', 'paid'].includes(row.state)) {
    await advance(tx, payoutSubject, id, 'bounce', system, state.failure ? { reason: state.failure } : {});
    if (row.state === 'paid') await enterReturned(tx, row);
  } else if (state.status === 'cancelled' && ['pending', 'in_transit'].includes(row.state)) {
    await advance(tx, payoutSubject, id, 'cancel', system);
    await tx.delete(PayoutLines, { payoutId: id });
  }
}

/** The row of a payout at Stripe. One that Stripe made of its own accord, or its holder asked for there, gets one. */
async function ours(tx: Tx, providerId: string, stripeAccount: string, state: PayoutState): Promise<Payout | null> {
  const known = await tx.findOneBy(Payouts, { stripePayout: state.id });
  if (known) return await lockRow(tx, Payouts, known.id);
  if (state.payoutId !== null) {
    const planned = await lockRow(tx, Payouts, state.payoutId);
    if (planned?.stripeAccount !== stripeAccount || planned.attempt !== state.attempt) return null;
    if (planned.stripePayout === null) await updateRow(tx, Payouts, planned.id, { stripePayout: state.id });
    return planned.stripePayout === null ? { ...planned, stripePayout: state.id } : null;
  }
  if (state.status === 'failed' || state.status === 'cancelled') return null;
  const { amountVnd: foundVnd, id: stripePayout } = state;
  const adopted = await planPayout(tx, { providerId, rail: 'card', upTo: foundVnd, stripeAccount, stripePayout });
  const expectedVnd = adopted?.amountVnd ?? 0;
  if (expectedVnd !== foundVnd) {
    await openCase(tx, { kind: 'payout-amount', object: stripePayout, expectedVnd, foundVnd, orderId: null });
  }
  return adopted;
}

/** Every attempt that arrives, or comes back after that, is a fact of its own. */
const fact = (name: string, { id, attempt }: Payout) => (attempt === 1 ? `${name}:${id}` : `${name}:${id}:${attempt}`);
const beyond = ({ rail }: Payout) => (rail === 'card' ? outsideCard : outsideBank);

/** The money has left: posted once. */
export async function enterPaid(tx: Tx, row: Payout): Promise<void> {
  const movement = { from: transit(row.providerId), to: beyond(row), amountVnd: row.amountVnd };
  await post(tx, fact('payout', row), null, [movement]);
}

/** The money has come back after it had left. */
export async function enterReturned(tx: Tx, row: Payout): Promise<void> {
  const movement = { from: beyond(row), to: transit(row.providerId), amountVnd: row.amountVnd };
  await post(tx, fact('payout-failed', row), null, [movement]);
}

/** Lays the lines of a payout that has not left anew: what was taken back meanwhile is not paid. Gives their sum. */
export async function layLines(tx: Tx, row: Payout, upTo: number): Promise<number> {
  await tx.delete(PayoutLines, { payoutId: row.id });
  const lines = linesOf(await restsOf(tx, row.providerId, row.rail), upTo);
  for (const line of lines) await insertRow(tx, PayoutLines, { payoutId: row.id, ...line });
  return lines.reduce((sum, one) => sum + one.amountVnd, 0);
}
