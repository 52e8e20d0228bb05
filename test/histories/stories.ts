/** What somebody does to an order: the buyer, the operator, a bank, or Stripe. */
export type Act =
  | 'pay'
  | 'cancel'
  | 'accept'
  | 'refund-part'
  | 'refund-whole'
  | 'refund-fails'
  | 'refund-again'
  | 'complain'
  | 'complain-part'
  | 'inquire'
  | 'escalate'
  | 'bank-for-exchange'
  | 'bank-for-buyer'
  | 'transfer'
  | 'send-back';

export type Story = {
  name: string;
  rail: 'card' | 'bank';
  /** The provider has an account at Stripe, so that what is released is handed on. */
  account?: true;
  /** The acts of one phase follow one another with no event in between; events of a phase come when its acts are done. */
  phases: readonly (readonly Act[])[];
  /** Only the money of it is told: nothing is delivered. */
  undelivered?: true;
  /** How often it is told: long stories take long. */
  weight: number;
  /** What the bank statements bring, in hundredths of what the order costs. */
  transfers?: readonly number[];
};

const weightOf = (phases: Act[][]) => Math.round(24 / phases.flat().length ** 2);
const card = (name: string, ...phases: Act[][]): Story => ({ name, rail: 'card', weight: weightOf(phases), phases });
const paidOut = (name: string, ...phases: Act[][]): Story => ({ ...card(name, ...phases), account: true, weight: 1 });
const bank = (name: string, transfers: number[], ...phases: Act[][]): Story => ({
  ...{ ...card(name, ['transfer'], ...phases), rail: 'bank', transfers },
});

/** Every kind of end that money for an order can come to. Whoever is asked to accept at the end does. */
export const stories: readonly Story[] = [
  { ...card('is paid', ['pay']), undelivered: true, weight: 150 },
  { ...bank('is transferred in parts', [30, 50, 20]), undelivered: true, weight: 30 },
  { ...card('is paid and delivered', ['pay']), weight: 4 },
  card('is paid and accepted', ['pay'], ['accept']),
  card('is paid after it was cancelled', ['pay', 'cancel']),
  card('is refunded in part before it is accepted', ['pay'], ['refund-part'], ['accept']),
  card('is refunded in part after it was accepted', ['pay'], ['accept'], ['refund-part']),
  card('is refunded twice', ['pay'], ['refund-part'], ['accept'], ['refund-part'], ['refund-whole']),
  card('is refunded whole', ['pay'], ['refund-whole']),
  card('is refunded whole after it was accepted', ['pay'], ['accept'], ['refund-whole']),
  card('is refunded, in vain, and again', ['pay'], ['refund-whole'], ['refund-fails'], ['refund-again']),
  card('is complained about, for the exchange', ['pay'], ['complain'], ['bank-for-exchange']),
  card('is complained about, for the buyer', ['pay'], ['complain'], ['bank-for-buyer']),
  card('is complained about at once, for the buyer', ['pay', 'complain'], ['bank-for-buyer']),
  card('is complained about and decided at once', ['pay', 'complain', 'bank-for-buyer']),
  card('is complained about and won at once', ['pay', 'complain', 'bank-for-exchange']),
  card('is complained about in part', ['pay'], ['accept'], ['complain-part'], ['bank-for-buyer']),
  card('is complained about after a refund in part', ['pay'], ['refund-part'], ['complain'], ['bank-for-buyer']),
  card('is asked about only', ['pay'], ['inquire'], ['bank-for-exchange']),
  card('is asked about, then complained about', ['pay'], ['inquire'], ['escalate'], ['bank-for-buyer']),
  card('is complained about after the release', ['pay'], ['accept'], ['complain'], ['bank-for-buyer']),
  paidOut('is handed on', ['pay'], ['accept']),
  paidOut('is handed on and refunded in part', ['pay'], ['accept'], ['refund-part']),
  paidOut('is handed on and taken back', ['pay'], ['accept'], ['complain'], ['bank-for-buyer']),
  bank('is transferred in parts and accepted', [30, 50, 20], ['accept']),
  bank('is transferred too much', [60, 60], ['accept']),
  bank('is transferred and sent back', [100], ['refund-whole'], ['send-back']),
];
