/**
 * The chart of accounts. Money comes in from outside through `stripe`, stands on `held:<order>` until the buyer accepts,
 * and then is owed to the provider, less the fee of the exchange and its VAT. A negative balance of `outside:card` is what buyers have paid in.
 */
export const outsideCard = 'outside:card';
/** The same for transfers to the exchange's bank account. */
export const outsideBank = 'outside:bank';
/** Came in by transfer and belongs to no order yet. */
export const unmatchedBank = 'unmatched:bank';
/** Paid for an order and not yet released. */
export const held = (orderId: string) => `held:${orderId}`;
/**
 * Decided to go back to a buyer and still here: a refund that came back, or money that people have to send through the bank,
 * for an order or for a statement line that belongs to none.
 */
export const owedBack = (orderOrLineId: string) => `owed-back:${orderOrLineId}`;
/** Released to a provider and not yet paid out. */
export const payable = (providerId: string) => `payable:${providerId}`;
/** Kept back from what was released to a provider, for a while. */
export const reserve = (providerId: string) => `reserve:${providerId}`;
/** Handed on and not yet in the provider's bank account. */
export const transit = (providerId: string) => `transit:${providerId}`;
/** Fees that an operator's organisation has earned, before VAT. */
export const fee = (operatorId: string) => `fee:${operatorId}`;
/** VAT on those fees: it stands here until the operator declares it. VAT of a price goes with the price to the provider. */
export const vat = (operatorId: string) => `vat:${operatorId}`;
