import assert from 'node:assert/strict';
import { hour } from '../../server/kernel/clock.js';
import { frozenTime } from '../../server/lifecycle/holds.js';

const start = new Date('2026-03-01T00:00:00Z');
const at = (hours: number) => new Date(start.getTime() + hours * hour);
const freeze = (from: number, to: number | null, freezes = true) => ({
  freezes,
  placedAt: at(from),
  liftedAt: to === null ? null : at(to),
});

describe('Time under a freeze', () => {
  const cases: readonly (readonly [string, ReturnType<typeof freeze>[], number])[] = [
    ['is none without a freeze', [], 0],
    ['is what a lifted freeze stood', [freeze(2, 5)], 3],
    ['runs on while a freeze stands', [freeze(2, null)], 8],
    ['counts from the beginning of the span, and to its end', [freeze(-4, 3), freeze(9, 20)], 4],
    ['counts once under two freezes', [freeze(1, 6), freeze(4, 8)], 7],
    ['counts once when one lies within the other', [freeze(1, 9), freeze(3, 4)], 8],
    ['is not before or after the span', [freeze(-5, -1), freeze(11, 12)], 0],
    ['is none under a mere legal hold', [freeze(1, 9, false)], 0],
  ];
  for (const [says, holds, hours] of cases) {
    it(says, () => assert.equal(frozenTime(holds, start, at(10)), hours * hour));
  }
});
