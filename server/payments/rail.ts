import type { RailName } from '../../contracts/payments.js';
import type { MemberActor } from '../kernel/actor.js';
import type { Payment, Refund } from './tables.js';

/** A refund as the rail knows it, and whether the money has come back since. */
export type SentRefund = { id: string; failed: boolean; failure: string | null };

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
   * Sends an asked refund of a succeeded payment; null where people have to send the money, and the refund is complete when
   * two of them say so. To be called outside transactions; calling it again changes nothing.
   */
  refund(payment: Payment, refund: Pick<Refund, 'id' | 'amountVnd'>): Promise<SentRefund | null>;
};

/** Every rail, also one that nothing new may be started on: what was paid on it still has to go back. */
export type Rails = Readonly<Record<RailName, Rail>>;
