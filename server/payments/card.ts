import type { Kernel } from '../kernel/kernel.js';
import { applyPayment } from './apply.js';
import { startCheckout } from './checkouts.js';
import type { Rail } from './rail.js';
import type { CheckoutState, StripeGate } from './stripe.js';
import { type Payment, Payments } from './tables.js';

/** Cards and what else Stripe's hosted checkout offers. */
export function cardRail(kernel: Kernel, stripe: StripeGate): Rail {
  const { read } = kernel.db;
  async function enter(payment: Payment, checkout: CheckoutState): Promise<Payment['state']> {
    if (checkout.paid) {
      await applyPayment(kernel, checkout);
      return 'succeeded';
    }
    if (checkout.open) return 'open';
    await read.update(Payments, { id: payment.id, state: 'open' }, { state: 'expired' });
    return 'expired';
  }
  return {
    name: 'card',
    start: (actor, orderId) => startCheckout(kernel, stripe, actor, orderId),
    state: async (payment) => enter(payment, await stripe.readCheckout(payment.checkoutSession)),
    close: async (payment) => {
      await enter(payment, await stripe.expireCheckout(payment.checkoutSession));
    },
    refund: async (payment, { id, amountVnd }) => {
      const { paymentIntent } = payment;
      if (paymentIntent === null) throw new Error(`The payment ${payment.id} succeeded without a payment intent.`);
      return await stripe.refund(paymentIntent, amountVnd, id);
    },
  };
}
