import assert from 'node:assert/strict';
import { type Ground, openGround } from '../histories/ground.js';
import { prices, undisturbed } from '../histories/history.js';
import { overdue } from '../histories/overdue.js';
import { stories } from '../histories/stories.js';

describe('A paid order', () => {
  // Of its own: orders that others leave undelivered are due as well, and time makes only so many transitions in a round.
  let ground: Ground;
  before(async () => {
    ground = await openGround();
  });
  after(() => ground?.close());
  afterEach(() => ground.assertWhole());

  it('has access or its money back by the configured time, wherever each process dies', async () => {
    const story = stories.find(({ name }) => name === 'is paid and delivered');
    assert.ok(story);
    const paid = Array.from({ length: 60 }, () => undisturbed({ story, priceVnd: prices[0] ?? 0 }));
    const ends = await overdue(ground, paid);
    const delivered = ends.filter((one) => one.state === 'delivered' && one.access);
    const refunded = ends.filter((one) => one.state === 'refunded' && !one.access && one.accounts.held === undefined);
    assert.ok(delivered.length > 0 && refunded.length > 0, 'some died early, some after they had delivered');
    assert.equal(delivered.length + refunded.length, paid.length, JSON.stringify(ends));
  }).timeout(600_000);
});
