import type { RailName } from '../../contracts/payments.js';
import type { MemberActor } from '../kernel/actor.js';
import type { Payment } from './tables.js';

/** A way for money to come in and to go back. Nothing else in the exchange knows where the money is. */
export type Rail = {
  readonly name: RailName;
  /**
   * Starts, or comes back to, an attempt to pay the order; gives the address where the buyer goes on. Throws 404 for another's
   * order, 409 for one that cannot be paid now, 423 while it is frozen.
   */
  start(actor: MemberActor, orderId: string): Promise<string>;
  /** Asks the rail what has become of an open attempt and enters it: what was paid counts from then on. */
  state(payment: Payment): Promise<Payment['state']>;
  /** Ends an open attempt; what came in for it meanwhile is entered, or owed back. */
  close(payment: Payment): Promise<void>;
  /**
   * Pays a succeeded payment back: gives the rail's own name of the refund, or null where people have to send the money and
   * the refund is complete when two of them say so. To be called outside transactions; calling it again changes nothing.
   */
  refund(payment: Payment): Promise<string | null>;
};

/** Every rail, also one that nothing new may be started on: what was paid on it still has to go back. */
export type Rails = Readonly<Record<RailName, Rail>>;
