/**
 * The chart of accounts. Money comes in from outside through `stripe`, stands on `held:<order>` until the buyer accepts,
 * and then is owed to the provider. A negative balance of `outside:card` is what buyers have paid in.
 */
export const outsideCard = 'outside:card';
/** Paid for an order and not yet released. */
export const held = (orderId: string) => `held:${orderId}`;
/** Released to a provider and not yet paid out. */
export const payable = (providerId: string) => `payable:${providerId}`;
