import type { Kernel } from '../../server/kernel/kernel.js';
import { advance } from '../../server/lifecycle/advance.js';
import { orderSubject } from '../../server/ordering/subjects.js';
import { Orders } from '../../server/ordering/tables.js';
import { confirmSent, reportSent } from '../../server/payments/bank/repaying.js';
import { giveRefund, retryRefund } from '../../server/payments/refunds.js';
import { Refunds, Repayments } from '../../server/payments/tables.js';
import type { Beyond } from '../payouts.js';
import { payAt } from '../stories.js';
import type { Ground } from './ground.js';
import { as, nextLife, type Run } from './run.js';
import type { Act } from './stories.js';

/** True when the act is done, also by an earlier try; false while it cannot be done yet. */
type Doing = (ground: Ground, run: Run, stripe: Beyond) => Promise<boolean>;

/** What banks do at Stripe: nothing of ours can die there. */
function deed(
  of: 'charge' | 'dispute' | 'refund',
  verb: string,
  params: (run: Run) => Record<string, string> = () => ({}),
): Doing {
  return async (_ground, run, stripe) => {
    const id = run.named[of];
    if (id === undefined) return false;
    await stripe.deed(`${of}s/${id}/${verb}`, params(run));
    return true;
  };
}

/** What a person asks of the exchange: whoever hears nothing looks whether it was done, and tries again. */
function asked(
  can: readonly string[],
  done: (ground: Ground, run: Run) => Promise<boolean>,
  ask: (kernel: Kernel, ground: Ground, run: Run) => Promise<unknown>,
): Doing {
  return async (ground, run) => {
    if (await done(ground, run)) return true;
    if (!can.includes(await stateOf(ground, run.orderId))) return false;
    await ask(as(ground, nextLife(run)).kernel, ground, run);
    return true;
  };
}

const reached =
  (...states: string[]) =>
  async (ground: Ground, run: Run) =>
    states.includes(await stateOf(ground, run.orderId));

export const acts: Record<Act, Doing> = {
  pay: async ({ world }, { session }) => {
    const status = await payAt(`${world.context.stripeSandbox}/c/pay/${session}`, '4242424242424242');
    if (status !== 303) throw new Error(`The checkout answered ${status}.`);
    return true;
  },
  cancel: asked(['awaiting_payment'], reached('cancelled'), ({ db }, { buyer }, { orderId }) =>
    db.transaction((tx) => advance(tx, orderSubject, orderId, 'cancel', buyer)),
  ),
  accept: asked(['delivered'], reached('accepted', 'settled'), ({ db }, { buyer }, { orderId }) =>
    db.transaction((tx) => advance(tx, orderSubject, orderId, 'accept', buyer)),
  ),
  'refund-part': asked(['delivered', 'settled'], partGiven, ({ db }, { operator }, run) => {
    // Each part is another, so that none passes for a repetition.
    const amountVnd = Math.floor(run.totalVnd / (3 + run.done.length));
    return db.transaction((tx) => giveRefund(tx, operator, run.orderId, { amountVnd, reason: 'Thiếu một trạm đo' }));
  }),
  'refund-whole': asked(
    ['delivered', 'settled'],
    reached('refunding', 'refunded'),
    ({ db }, { operator }, { orderId }) =>
      db.transaction((tx) => advance(tx, orderSubject, orderId, 'refund', operator, { reason: 'Sai dữ liệu' })),
  ),
  'refund-fails': deed('refund', 'fail'),
  'refund-again': async (ground, run) => {
    const { read } = ground.world.context.kernel.db;
    const [first, ...more] = await read.find(Refunds, { where: { orderId: run.orderId }, order: { id: 'ASC' } });
    if (more.length > 0) return true;
    if (first?.state !== 'failed') return false;
    await as(ground, nextLife(run)).kernel.db.transaction((tx) => retryRefund(tx, ground.operator, first.id));
    return true;
  },
  complain: deed('charge', 'dispute', () => ({ reason: 'fraudulent' })),
  'complain-part': deed('charge', 'dispute', ({ totalVnd }) => ({
    ...{ reason: 'general', amount: String(Math.floor(totalVnd / 3)) },
  })),
  inquire: deed('charge', 'dispute', () => ({ reason: 'general', inquiry: 'true' })),
  escalate: deed('dispute', 'escalate'),
  'bank-for-exchange': deed('dispute', 'win'),
  'bank-for-buyer': deed('dispute', 'lose'),
  // The bank's statements come as its events do.
  transfer: async () => true,
  'send-back': async (ground, run) => {
    const { read } = ground.world.context.kernel.db;
    const rows = await read.findBy(Repayments, { orderId: run.orderId });
    for (const { id, state } of rows) {
      const { db } = as(ground, nextLife(run)).kernel;
      const reference = `UNC-${id.slice(-6)}`;
      if (state === 'owed') await db.transaction((tx) => reportSent(tx, ground.operator, id, reference));
      if (state !== 'sent') await db.transaction((tx) => confirmSent(tx, ground.second, id));
    }
    return rows.length > 0;
  },
};

async function partGiven({ world }: Ground, { orderId, done }: Run): Promise<boolean> {
  const given = await world.context.kernel.db.read.countBy(Refunds, { orderId, kind: 'part' });
  return given > done.filter((one) => one === 'refund-part').length;
}

export async function stateOf({ world }: Ground, id: string): Promise<string> {
  return (await world.context.kernel.db.read.findOneByOrFail(Orders, { id })).state;
}
