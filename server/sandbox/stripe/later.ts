import type { Cause } from './emit.js';
import type { TimedDeed } from './objects-own.js';

/** Has `does` happen to `target` after so many seconds. One of a kind for a target: a later call moves it. */
export function later({ tx, now }: Cause, seconds: number, does: TimedDeed, target: string): void {
  tx.put({ id: `${does} ${target}`, object: 'sandbox.timer', due: now + seconds, does, target, state: 'pending' });
}
