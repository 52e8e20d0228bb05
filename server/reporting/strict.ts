/** What is known of a trade that was settled. */
export type SettledTrade = { delivered: boolean; refunded: boolean; related: boolean };

/**
 * Whether a settled trade counts in the strict number: delivered, not paid back, and between parties that are not related
 * (see `relations.ts`). The raw number stands beside it. Pure.
 */
export function isCounted({ delivered, refunded, related }: SettledTrade): boolean {
  return delivered && !refunded && !related;
}
