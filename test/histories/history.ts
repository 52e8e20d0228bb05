import fc from 'fast-check';
import { type Story, stories } from './stories.js';

/** One order's life: its story, and all that goes wrong on the way. */
export type History = {
  story: Story;
  priceVnd: number;
  /** The buyer's click at “Pay” is a process's work too, and dies with it. */
  clicked: boolean;
  /** How often the n-th event comes: never, once, or again up to three times. */
  copies: readonly number[];
  /** How many phases late each copy comes. */
  late: readonly number[];
  /** The order of copies that come in the same phase. */
  ranks: readonly number[];
  /** At which step each process that works for this order is killed; 0: not. After the last one they live. */
  deaths: readonly number[];
};

/** Few, so that the end of every story at every price is found once and compared often. */
export const prices = [19_999, 1_250_000];

export const history: fc.Arbitrary<History> = fc.record({
  story: fc.oneof(...stories.map((story) => ({ arbitrary: fc.constant(story), weight: story.weight }))),
  priceVnd: fc.constantFrom(...prices),
  clicked: fc.nat(3).map((one) => one === 0),
  copies: fc.array(fc.constantFrom(0, 1, 1, 2, 3, 4), { minLength: 5, maxLength: 9 }),
  late: fc.array(fc.nat(3), { minLength: 5, maxLength: 13 }),
  ranks: fc.array(fc.nat(99), { minLength: 5, maxLength: 13 }),
  deaths: fc.array(fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 60 })), { maxLength: 10 }),
});

/** Every order in which `count` events can come, all of them after everything has happened. */
export function permutations(story: Story, count: number): History[] {
  return orders(count).map((ranks) => ({
    ...{ story, priceVnd: prices[0] ?? 0, clicked: false, ranks, deaths: [] },
    copies: Array.from({ length: count }, () => 1),
    late: [99],
  }));
}

function orders(count: number): number[][] {
  if (count === 0) return [[]];
  return orders(count - 1).flatMap((order) =>
    Array.from({ length: count }, (_, place) => [...order.slice(0, place), count, ...order.slice(place)]),
  );
}

/** The same story with nothing wrong: what every other history of it has to end in. */
export function undisturbed({ story, priceVnd }: Pick<History, 'story' | 'priceVnd'>): History {
  return { ...{ story, priceVnd, clicked: false }, copies: [1], late: [0], ranks: [0], deaths: [] };
}

export const sameEnd = ({ story, priceVnd }: History) => `${story.name}, ${priceVnd} ₫`;
