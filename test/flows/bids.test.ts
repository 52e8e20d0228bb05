import assert from 'node:assert/strict';
import { day } from '../../server/kernel/clock.js';
import { bid } from '../bids.js';
import type { Person } from '../person.js';
import { listedDataset } from '../stories.js';
import { openWorld, type World } from '../world.js';

describe('Bids', () => {
  let world: World;
  let [operator, buyer, provider, other, regulator]: Person[] = [];
  let dataset: string;
  before(async () => {
    world = await openWorld();
    operator = await world.organisation('operator');
    [buyer, other] = [await world.organisation('buyer'), await world.organisation('buyer')];
    provider = await world.organisation('provider');
    regulator = await world.organisation('regulator');
    dataset = (await listedDataset(world, provider)).dataset.id;
  });
  after(() => world?.close());
  afterEach(() => world.assertClean());

  async function opened(input = bid()): Promise<string> {
    assert.ok(operator && buyer);
    const { id } = await buyer.call('createBid', { body: input });
    await buyer.call('transitionBid', { params: { id }, body: { action: 'submit' } });
    await operator.call('transitionBid', { params: { id }, body: { action: 'approve' } });
    await world.settle();
    return id;
  }

  it('go from a draft to an answer that is chosen, and everybody concerned is told', async () => {
    assert.ok(buyer && provider && other && operator);
    const { id } = await buyer.call('createBid', { body: bid() });
    const params = { id };
    for (const stranger of [other, provider, operator, regulator as Person, await world.anonymous()]) {
      await stranger.refused('getBid', { params }, 'not-found');
    }
    await buyer.call('transitionBid', { params, body: { action: 'submit' } });
    await other.refused('getBid', { params }, 'not-found');
    assert.deepEqual(
      (await operator.call('listBidQueue', {})).items.map((one) => one.id),
      [id],
    );
    await operator.call('transitionBid', { params, body: { action: 'return', reason: 'Nêu rõ cao độ mốc nào' } });
    const returned = await buyer.call('getBid', { params });
    assert.equal(returned.stateReason, 'Nêu rõ cao độ mốc nào');
    const edit = { params, body: { quality: 'Cao độ theo mốc Hòn Dấu; thiếu không quá 2 % số giờ' } };
    await buyer.refused('editBid', edit, 'stale', { ifMatch: '"1.0"' });
    await buyer.call('editBid', edit, { ifMatch: `"${returned.version}.0"` });
    await buyer.call('transitionBid', { params, body: { action: 'submit' } });
    await operator.call('transitionBid', { params, body: { action: 'approve' } });
    await world.settle();
    const guest = await world.anonymous();
    assert.deepEqual(
      (await guest.call('listBids', {})).items.map((one) => one.id),
      [id],
    );
    assert.ok((await provider.call('listNotifications', {})).items.some((one) => one.path === `/bids/${id}`));

    const answer = { params, body: { datasetId: dataset, note: 'Có chuỗi 2012–2015' } };
    await buyer.refused('answerBid', answer, 'role-required');
    const answered = await provider.call('answerBid', answer);
    assert.deepEqual(
      answered.answered.map((one) => [one.dataset.id, one.chosen]),
      [[dataset, false]],
    );
    await provider.refused('answerBid', answer, 'conflict');
    const chosen = { params, body: { answerId: answered.answered[0]?.id ?? '' } };
    await other.refused('matchBid', chosen, 'not-found');
    const matched = await buyer.call('matchBid', chosen);
    assert.deepEqual([matched.state, matched.answered[0]?.chosen], ['matched', true]);
    await provider.refused('answerBid', answer, 'transition-refused');
    await world.settle();
    const told = await world.sql<{ n: string }>(
      `select count(*) as n from notifications n join members m on m.id = n.member_id where n.subject_id = $1 and m.organisation_id = $2`,
      [id, provider.organisationId],
    );
    assert.equal(Number(told[0]?.n), 2, 'that it is open, and that it was chosen');
  });

  it('F17: one that asks for the telephone numbers of car owners cannot be published, and is rejected', async () => {
    assert.ok(operator && buyer);
    const asking = { ...bid(), description: 'Cần số điện thoại chủ xe ô tô đăng ký tại thành phố Mẫu năm 2025.' };
    const { id, findings } = await buyer.call('createBid', { body: asking });
    assert.deepEqual(
      findings.map((one) => one.code),
      ['DU_LIEU_CA_NHAN'],
    );
    const params = { id };
    await buyer.call('transitionBid', { params, body: { action: 'submit' } });
    const problem = await operator.refused('transitionBid', { params, body: { action: 'approve' } }, 'rule-broken');
    assert.equal(problem.decisionCode, 'DU_LIEU_CA_NHAN');
    assert.equal((await operator.call('getBid', { params })).state, 'submitted');
    await operator.call('transitionBid', { params, body: { action: 'reject', reason: 'DU_LIEU_CA_NHAN' } });
    await world.settle();
    await (await world.anonymous()).refused('getBid', { params }, 'not-found');
  });

  it('end by themselves on their last day, and cannot end before they begin', async () => {
    assert.ok(buyer);
    const late = { ...bid(), closesOn: '2020-01-01' };
    const problem = await buyer.refused('createBid', { body: late }, 'rule-broken');
    assert.equal(problem.errors?.[0]?.pointer, '/closesOn');
    const id = await opened();
    await world.later(32 * day);
    assert.equal((await buyer.call('getBid', { params: { id } })).state, 'closed');
  });

  it('cannot be answered by a provider that is frozen, nor with what is not its own', async () => {
    assert.ok(regulator && provider);
    const id = await opened();
    const second = await world.organisation('provider');
    const theirs = { params: { id }, body: { datasetId: dataset } };
    await second.refused('answerBid', theirs, 'not-found');
    const hold = { subjectId: provider.organisationId, ground: 'ND314_7_8', reason: 'Kiểm tra nguồn gốc' } as const;
    const { id: holdId } = await regulator.call('placeHold', { body: hold });
    await provider.refused('answerBid', theirs, 'frozen');
    await regulator.call('liftHold', { params: { id: holdId }, body: { reason: 'Đã kiểm tra xong' } });
    assert.equal((await provider.call('answerBid', theirs)).answered.length, 1);
  });
});
