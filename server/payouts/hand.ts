import type { ActionOf } from '../../contracts/lifecycle.js';
import type { payoutLifecycle } from '../../contracts/lifecycles/payout.js';
import { notFound, Problem } from '../../contracts/problems.js';
import type { MemberActor } from '../kernel/actor.js';
import type { Tx } from '../kernel/database.js';
import { advance, rolesOn } from '../lifecycle/advance.js';
import { accountRow } from './accounts.js';
import { lockProvider } from './dues.js';
import { enterPaid, enterReturned, layLines } from './payouts.js';
import { payoutSubject } from './subjects.js';
import { type Payout, Payouts } from './tables.js';

type Sent = { reference: string; amountVnd: number; number: string };

/** Enters that the bank was told to pay: with the amount and the account that were really given to it. */
export async function sendBankPayout(tx: Tx, actor: MemberActor, id: string, sent: Sent): Promise<Payout> {
  const row = await lockedPayout(tx, actor, id);
  requireByHand(row);
  const account = await accountRow(tx, row.providerId);
  const { bankBin, bankNumber, bankHolder } = account;
  if (bankNumber === null || bankNumber !== sent.number) {
    throw broken('/number', {
      vi: 'Tài khoản nhận tiền của bên bán không phải tài khoản này; hãy tải lại trang.',
      en: 'This is not the provider’s bank account; load the page again.',
    });
  }
  if (row.amountVnd !== sent.amountVnd) {
    throw broken('/amountVnd', {
      vi: 'Số tiền đã thay đổi; hãy tải lại trang.',
      en: 'The amount has changed; load the page again.',
    });
  }
  const set = { reference: sent.reference, bankBin, bankNumber, bankHolder, submittedBy: actor.memberId };
  return await advance(tx, payoutSubject, id, 'send', actor, { set });
}

/** Confirms a payout by hand, enters that it came back, or tries a failed one again; of Stripe's only the last. */
export async function movePayout(
  tx: Tx,
  actor: MemberActor,
  id: string,
  action: ActionOf<typeof payoutLifecycle>,
  reason: string | undefined,
): Promise<Payout> {
  const row = await lockedPayout(tx, actor, id);
  if (action === 'retry') return await retry(tx, actor, row);
  const moved = await advance(tx, payoutSubject, id, action, actor, { reason });
  requireByHand(row);
  if (action === 'confirm') await enterPaid(tx, row);
  else if (action === 'return' && row.state === 'paid') await enterReturned(tx, row);
  return moved;
}

async function retry(tx: Tx, actor: MemberActor, row: Payout): Promise<Payout> {
  const amountVnd = row.state === 'failed' ? await layLines(tx, row, row.amountVnd) : row.amountVnd;
  if (amountVnd <= 0) {
    throw broken('/action', {
      vi: 'Không còn khoản nào để chi trả lại: tiền đã được thu hồi.',
      en: 'Nothing is left to be paid: the money was taken back.',
    });
  }
  const anew = { stripePayout: null, reference: null, submittedBy: null, arrivalOn: null };
  return await advance(tx, payoutSubject, row.id, 'retry', actor, {
    set: { amountVnd, attempt: row.attempt + 1, ...anew },
  });
}

/** The payout under its provider's lock; 404 where there is none, or it is another's. */
async function lockedPayout(tx: Tx, actor: MemberActor, id: string): Promise<Payout> {
  const known = await tx.findOneBy(Payouts, { id });
  if (!known || rolesOn(payoutSubject.lifecycle, known, actor).length === 0)
    throw notFound(payoutSubject.lifecycle.name);
  await lockProvider(tx, known.providerId);
  return await tx.findOneByOrFail(Payouts, { id });
}

function requireByHand(row: Payout): void {
  if (row.rail === 'bank') return;
  throw new Problem('transition-refused', {
    vi: 'Khoản này do Stripe chi trả; trạng thái theo đúng Stripe.',
    en: 'Stripe makes this payout; its state follows Stripe.',
  });
}

function broken(pointer: string, { vi, en }: { vi: string; en: string }): Problem {
  return new Problem('rule-broken', { vi, en }, { errors: [{ pointer, detail: en, detailVi: vi }] });
}
