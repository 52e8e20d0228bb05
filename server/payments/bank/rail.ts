import { record } from '../../audit/record.js';
import { type MemberActor, system } from '../../kernel/actor.js';
import { lockRow, type Tx, updateRow } from '../../kernel/database.js';
import type { Kernel } from '../../kernel/kernel.js';
import { requireNotFrozen } from '../../lifecycle/holds.js';
import { orderSubject } from '../../ordering/subjects.js';
import { Orders } from '../../ordering/tables.js';
import { requireOpenTrade } from '../../ordering/trade.js';
import { held, owedBack } from '../accounts.js';
import { post } from '../ledger.js';
import { requireOffered } from '../offered.js';
import { requirePayable } from '../payable.js';
import type { Rail } from '../rail.js';
import { type Payment, Payments } from '../tables.js';
import { oweBack } from './owing.js';
import { openTransfer, receivedFor } from './transfer.js';

/** Transfers to the exchange's bank account, found in its statements. The bank answers nothing: people bring what it says. */
export function bankRail({ db, settings }: Kernel): Rail {
  return {
    name: 'bank',
    async start(actor, orderId) {
      await requireOffered(db.read, { settings }, 'bank');
      await db.transaction((tx) => startTransfer(tx, actor, orderId));
      return `${settings.publicUrl}/orders/${orderId}`;
    },
    state: async ({ id }) => (await db.read.findOneByOrFail(Payments, { id })).state,
    close: (payment) => db.transaction((tx) => closeTransfer(tx, payment)),
    refund: async () => null,
  };
}

async function startTransfer(tx: Tx, actor: MemberActor, orderId: string): Promise<void> {
  const order = requirePayable(await lockRow(tx, Orders, orderId), actor);
  await requireNotFrozen(tx, orderSubject.about(order));
  await requireOpenTrade(tx, order);
  await openTransfer(tx, order, actor);
}

/** The order ended, or was paid otherwise: what came in for this transfer by then is owed back. */
async function closeTransfer(tx: Tx, { id, orderId }: Payment): Promise<void> {
  const order = await lockRow(tx, Orders, orderId);
  const payment = await lockRow(tx, Payments, id);
  if (!order || payment?.state !== 'open' || order.state === 'awaiting_payment') return;
  await requireNotFrozen(tx, orderSubject.about(order));
  const receivedVnd = await receivedFor(tx, id);
  await updateRow(tx, Payments, id, { state: 'expired' });
  const event = { type: 'bank-transfer.closed', data: { paymentId: id, receivedVnd } } as const;
  await record(tx, system, event, { kind: 'order', id: orderId }, orderSubject.about(order));
  if (receivedVnd === 0) return;
  await post(tx, `transfer-closed:${id}`, orderId, [
    { from: held(orderId), to: owedBack(orderId), amountVnd: receivedVnd },
  ]);
  await oweBack(tx, { order, amountVnd: receivedVnd, cause: 'ended' });
}
