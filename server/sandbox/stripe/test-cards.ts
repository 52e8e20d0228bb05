export type DeclineCode = 'generic_decline' | 'insufficient_funds' | 'test_mode_live_card';

/** What the bank behind a card or an account does when it is asked, and later. */
export type Behaviour =
  | DeclineCode
  | 'pays'
  | 'available_at_once'
  | 'asks_3ds'
  | 'disputes'
  | 'misses_goods'
  | 'inquires'
  | 'warns_of_fraud'
  | 'refund_takes_time'
  | 'refund_fails'
  | 'pays_later'
  | 'fails_later';

/** Stripe's test cards, https://docs.stripe.com/testing. Every other valid number is refused as a live card. */
export const TEST_CARDS: Record<string, Behaviour> = {
  '4242424242424242': 'pays',
  '4000000000000077': 'available_at_once',
  '4000000000000002': 'generic_decline',
  '4000000000009995': 'insufficient_funds',
  '4000002500003155': 'asks_3ds',
  '4000000000000259': 'disputes',
  '4000000000002685': 'misses_goods',
  '4000000000001976': 'inquires',
  '4000000000005423': 'warns_of_fraud',
  '4000000000007726': 'refund_takes_time',
  '4000000000005126': 'refund_fails',
};

/** Bank accounts that pay by debit some days later, or then do not. */
export const TEST_IBANS: Record<string, Behaviour> = {
  AT321904300235473204: 'pays_later',
  AT611904300234573201: 'pays_later',
  IT60X0542811101000000123456: 'pays_later',
  AT861904300235473202: 'fails_later',
};

/** The names Stripe gives its test cards: `pm_card_…`; tokens are called `tok_…`. */
export const NAMED_CARDS: Record<string, string> = {
  visa: '4242424242424242',
  bypassPending: '4000000000000077',
  chargeDeclined: '4000000000000002',
  visa_chargeDeclined: '4000000000000002',
  chargeDeclinedInsufficientFunds: '4000000000009995',
  visa_chargeDeclinedInsufficientFunds: '4000000000009995',
  authenticationRequired: '4000002500003155',
  threeDSecure2Required: '4000002500003155',
  createDispute: '4000000000000259',
  createDisputeProductNotReceived: '4000000000002685',
  createDisputeInquiry: '4000000000001976',
  createIssuerFraudRecord: '4000000000005423',
  pendingRefund: '4000000000007726',
  refundFail: '4000000000005126',
};

export function brandOf(number: string): string {
  if (number.startsWith('4')) return 'visa';
  if (/^(5[1-5]|2[2-7])/.test(number)) return 'mastercard';
  return /^3[47]/.test(number) ? 'amex' : 'unknown';
}

/** The check digit of ISO/IEC 7812-1, annex B. */
export function luhnHolds(digits: string): boolean {
  const sum = [...digits].reverse().reduce((total, digit, index) => {
    const value = Number(digit) * (index % 2 === 1 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return sum % 10 === 0;
}
