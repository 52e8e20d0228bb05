import { paymentOperations } from '../../contracts/payments.js';
import { pageOf } from '../kernel/cursor.js';
import type { Api } from '../kernel/http.js';
import type { Kernel } from '../kernel/kernel.js';
import { readOrder } from '../ordering/policy.js';
import { mountBank } from './bank/routes.js';
import { mountDirect } from './direct/routes.js';
import { requireOffered } from './offered.js';
import { railsOf } from './rails.js';
import { giveRefund, listRefunds, retryRefund } from './refunds.js';
import type { StripeGate } from './stripe.js';
import { orderPayments, refundItems } from './views.js';

/** Mounts the operations of this room. */
export function mountPayments(api: Api, kernel: Kernel, stripe: StripeGate): void {
  const { db } = kernel;
  const op = paymentOperations;
  const rails = railsOf(kernel, stripe);
  mountBank(api, kernel, rails.bank);
  mountDirect(api, kernel);
  api.route(op.startCheckout, async ({ actor, params }) => {
    await requireOffered(db.read, kernel, 'card');
    return { url: await rails.card.start(actor, params.id) };
  });
  api.route(op.getOrderPayments, async ({ actor, params }) => {
    return await orderPayments(db.read, actor, await readOrder(db.read, actor, params.id));
  });
  api.route(op.giveRefund, ({ actor, params, body }) =>
    db.transaction(async (tx) => {
      await readOrder(tx, actor, params.id);
      await giveRefund(tx, actor, params.id, body);
      return await orderPayments(tx, actor, await readOrder(tx, actor, params.id));
    }),
  );
  api.route(op.listRefunds, async ({ query }) => {
    const rows = await listRefunds(db.read, query);
    const page = pageOf(
      rows,
      query.limit,
      (row) => [row.id],
      (row) => row,
    );
    return { ...page, items: await refundItems(db.read, page.items) };
  });
  api.route(op.retryRefund, ({ actor, params }) =>
    db.transaction(async (tx) => {
      const [item] = await refundItems(tx, [await retryRefund(tx, actor, params.id)]);
      if (!item) throw new Error('The refund that was asked for is missing.');
      return item;
    }),
  );
}
