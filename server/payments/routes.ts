import { paymentOperations } from '../../contracts/payments.js';
import { seesEverything } from '../kernel/actor.js';
import type { Api } from '../kernel/http.js';
import type { Kernel } from '../kernel/kernel.js';
import { readOrder } from '../ordering/policy.js';
import { mountBank } from './bank/routes.js';
import { requireOffered } from './offered.js';
import { railsOf } from './rails.js';
import type { StripeGate } from './stripe.js';
import { orderMoney } from './views.js';

/** Mounts the operations of this room. */
export function mountPayments(api: Api, kernel: Kernel, stripe: StripeGate): void {
  const { db } = kernel;
  const op = paymentOperations;
  const rails = railsOf(kernel, stripe);
  mountBank(api, kernel, rails.bank);
  api.route(op.startCheckout, async ({ actor, params }) => {
    requireOffered(kernel, 'card');
    return { url: await rails.card.start(actor, params.id) };
  });
  api.route(op.getOrderPayments, async ({ actor, params }) => {
    await readOrder(db.read, actor, params.id);
    return await orderMoney(db.read, params.id, seesEverything(actor));
  });
}
