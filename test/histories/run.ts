import type { PastEvent } from '../../server/payments/stripe-connect.js';
import type { Movement } from '../transfers.js';
import type { Ground } from './ground.js';
import type { History } from './history.js';
import { type Life, lifeOf, mortal } from './mortal.js';
import type { Act } from './stories.js';

/** News on its way to the exchange, an event of Stripe or a line of the bank's statement, and when its copies come. */
export type Coming = { news: PastEvent | Movement; copies: { phase: number; rank: number }[] };

/** A history under way. */
export type Run = {
  history: History;
  orderId: string;
  providerId: string;
  /** What the buyer pays. */
  totalVnd: number;
  session: string;
  /** What Stripe calls its charge, dispute and last refund. */
  named: Partial<Record<string, string>>;
  coming: Coming[];
  /** How many processes have worked for it so far. */
  lives: number;
  done: Act[];
};

/** The life of the next process that works for this history. */
export function nextLife(run: Run | undefined): Life {
  if (!run) return lifeOf(0);
  run.lives += 1;
  return lifeOf(run.history.deaths[run.lives - 1] ?? 0);
}

/** Kernel and Stripe as this process sees them. */
export function as({ world }: Ground, life: Life) {
  return mortal(world.context.kernel, world.context.stripe, life);
}

/** Lays down when each copy of a piece of news comes; what has no copy is found by reconciliation alone. */
export function expect({ history, coming }: Run, news: PastEvent | Movement, phase: number): void {
  const nth = coming.length;
  const at = (list: readonly number[], index: number) => list[index % list.length] ?? 0;
  const copies = Array.from({ length: at(history.copies, nth) }, (_, copy) => ({
    phase: phase + at(history.late, nth + 2 * copy),
    rank: at(history.ranks, nth + 3 * copy),
  }));
  coming.push({ news, copies });
}

/** Does `work` to each, so many at once. */
export async function each<T>(items: readonly T[], work: (item: T) => Promise<void>, atOnce = 10): Promise<void> {
  const left = [...items];
  const hand = async () => {
    for (let item = left.shift(); item !== undefined; item = left.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, left.length) }, hand));
}
