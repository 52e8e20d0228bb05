import type { Kernel } from '../../kernel/kernel.js';
import { Orders } from '../../ordering/tables.js';
import { requireDirect } from '../offered.js';
import { requirePayable } from '../payable.js';
import type { Rail } from '../rail.js';
import { Payments } from '../tables.js';

/** From the buyer's bank account to the provider's: the exchange has no money of it, and people say what became of it. */
export function directRail({ db, settings }: Kernel): Rail {
  return {
    name: 'direct',
    async start(actor, orderId) {
      const order = requirePayable(await db.read.findOneBy(Orders, { id: orderId }), actor);
      await requireDirect(db.read, order);
      return `${settings.publicUrl}/orders/${orderId}`;
    },
    state: async ({ id }) => (await db.read.findOneByOrFail(Payments, { id })).state,
    async close({ id }) {
      await db.read.update(Payments, { id, state: 'open' }, { state: 'expired' });
    },
    refund: async () => null,
  };
}
