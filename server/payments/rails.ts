import type { Kernel } from '../kernel/kernel.js';
import { bankRail } from './bank/rail.js';
import { cardRail } from './card.js';
import { directRail } from './direct/rail.js';
import type { Rails } from './rail.js';
import type { StripeGate } from './stripe.js';

/** The rails of this exchange; `railsInForce` says which of them payments may be started on. */
export function railsOf(kernel: Kernel, stripe: StripeGate): Rails {
  return { card: cardRail(kernel, stripe), bank: bankRail(kernel), direct: directRail(kernel) };
}
