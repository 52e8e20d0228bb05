import { Problem } from '../../contracts/problems.js';
import { record } from '../audit/record.js';
import { Members, Organisations } from '../identity/tables.js';
import { type MemberActor, system } from '../kernel/actor.js';
import { now } from '../kernel/clock.js';
import { type Tx, updateRow } from '../kernel/database.js';
import { newId } from '../kernel/ids.js';
import type { Kernel } from '../kernel/kernel.js';
import { notice } from '../kernel/notices.js';
import { enqueue } from '../kernel/outbox.js';
import { requireNotFrozen } from '../lifecycle/holds.js';
import type { StripeGate } from '../payments/stripe.js';
import { type PayoutAccount, PayoutAccounts } from './tables.js';

/** Where a member goes to tell Stripe what it must know; the account at Stripe is made the first time, once. */
export async function startOnboarding(kernel: Kernel, stripe: StripeGate, actor: MemberActor): Promise<string> {
  const { db, settings } = kernel;
  const providerId = actor.organisationId;
  await requireNotFrozen(db.read, [providerId]);
  const row = await db.transaction((tx) => accountRow(tx, providerId));
  const account = row.stripeAccount ?? (await openAccount(kernel, stripe, actor, row));
  const back = `${settings.publicUrl}/provider/money`;
  return await stripe.connect.accountLink({
    ...{ account, update: row.transfersStatus === 'active' },
    ...{ returnUrl: `${back}?stripe=back`, refreshUrl: `${back}?stripe=again` },
  });
}

/** The provider's row, locked; made where there is none. */
export async function accountRow(tx: Tx, providerId: string): Promise<PayoutAccount> {
  const first: PayoutAccount = {
    ...{ id: newId('pac'), providerId, stripeAccount: null, transfersStatus: 'none', payoutsStatus: 'none' },
    ...{ requirements: [], readAt: null, bankBin: null, bankNumber: null, bankHolder: null, bankChangedAt: null },
    createdAt: now(),
  };
  await tx.createQueryBuilder().insert().into(PayoutAccounts).values(first).orIgnore().execute();
  return await tx
    .createQueryBuilder(PayoutAccounts, 'row')
    .setLock('pessimistic_write')
    .where('row.providerId = :providerId', { providerId })
    .getOneOrFail();
}

async function openAccount(
  { db }: Kernel,
  stripe: StripeGate,
  actor: MemberActor,
  { id, providerId }: PayoutAccount,
): Promise<string> {
  const organisation = await db.read.findOneByOrFail(Organisations, { id: providerId });
  const member = await db.read.findOneByOrFail(Members, { id: actor.memberId });
  const made = await stripe.connect.createAccount({ providerId, name: organisation.nameVi, email: member.email });
  return await db.transaction(async (tx) => {
    const row = await accountRow(tx, providerId);
    if (row.stripeAccount !== null) return row.stripeAccount;
    await updateRow(tx, PayoutAccounts, id, { stripeAccount: made, transfersStatus: 'restricted' });
    const event = { type: 'payout-account.opened', data: { stripeAccount: made } } as const;
    await record(tx, actor, event, { kind: 'payout-account', id }, [providerId]);
    return made;
  });
}

/** Reads the account at Stripe again and keeps what has changed. When it becomes ready, what waited is paid. */
export async function refreshAccount({ db }: Kernel, stripe: StripeGate, providerId: string): Promise<void> {
  const known = await db.read.findOneBy(PayoutAccounts, { providerId });
  if (!known?.stripeAccount) return;
  const { transfers, payouts, requirements } = await stripe.connect.readAccount(known.stripeAccount);
  await db.transaction(async (tx) => {
    const row = await accountRow(tx, providerId);
    await updateRow(tx, PayoutAccounts, row.id, {
      ...{ transfersStatus: transfers, payoutsStatus: payouts, requirements, readAt: now() },
    });
    if (row.transfersStatus === transfers && row.payoutsStatus === payouts) return;
    const event = { type: 'payout-account.changed', data: { transfers, payouts } } as const;
    await record(tx, system, event, { kind: 'payout-account', id: row.id }, [providerId]);
    if (transfers === 'active') await enqueue(tx, 'pay-provider', { id: providerId });
    await notice(tx, row.id);
  });
}

type Bank = { bin: string; number: string; holder: string };

/** The bank account for money that does not go through Stripe. */
export async function setBank(tx: Tx, actor: MemberActor, bank: Bank): Promise<void> {
  const providerId = actor.organisationId;
  await requireNotFrozen(tx, [providerId]);
  const row = await accountRow(tx, providerId);
  await updateRow(tx, PayoutAccounts, row.id, {
    ...{ bankBin: bank.bin, bankNumber: bank.number, bankHolder: bank.holder, bankChangedAt: now() },
  });
  const event = { type: 'payout-account.bank-changed', data: { last4: bank.number.slice(-4) } } as const;
  await record(tx, actor, event, { kind: 'payout-account', id: row.id }, [providerId]);
}

/** Throws 409 where there is no account to look at. */
export function noAccount(): Problem {
  return new Problem('conflict', {
    vi: 'Tổ chức chưa mở tài khoản nhận tiền.',
    en: 'The organisation has not opened an account to be paid on.',
  });
}
