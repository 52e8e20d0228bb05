import { setTimeout as pause } from 'node:timers/promises';
import { minute } from '../kernel/clock.js';

/** Asks until the answer is there; throws when it does not come within two minutes. */
export async function until<T>(what: string, ask: () => Promise<T | null>): Promise<T> {
  const deadline = Date.now() + 2 * minute;
  while (Date.now() < deadline) {
    const answer = await ask();
    if (answer !== null) return answer;
    await pause(50);
  }
  throw new Error(`The demo waits in vain for: ${what}.`);
}
