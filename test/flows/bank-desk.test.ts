import assert from 'node:assert/strict';
import { day } from '../../server/kernel/clock.js';
import { held, owedBack, unmatchedBank } from '../../server/payments/accounts.js';
import { balanceOf } from '../../server/payments/ledger.js';
import { makeRefund } from '../../server/payments/paying-back.js';
import { railsOf } from '../../server/payments/rails.js';
import type { Person } from '../person.js';
import { listedDataset, purchase, withVat } from '../stories.js';
import { awaitingTransfer, importCsv } from '../transfers.js';
import { openWorld, type World } from '../world.js';

const total = withVat(640_000);

describe('The bank desk', () => {
  let world: World;
  let provider: Person;
  let buyer: Person;
  let first: Person;
  let second: Person;
  let offerId: string;
  let datasetId: string;
  before(async () => {
    world = await openWorld();
    [provider, buyer] = [await world.organisation('provider'), await world.organisation('buyer')];
    first = await world.organisation('operator');
    second = await world.colleague(first, 'member');
    const { offer, dataset } = await listedDataset(world, provider, { priceVnd: 640_000 });
    [offerId, datasetId] = [offer.id, dataset.id];
  });
  after(() => world?.close());
  afterEach(() => world.assertClean());

  const balance = (account: string) => balanceOf(world.context.kernel.db.read, account);
  const stateOf = async (id: string) => (await buyer.call('getOrder', { params: { id } })).state;
  /** A line that nobody can match but people. */
  async function unmatched(vnd: number): Promise<string> {
    await importCsv(world, first, [{ vnd, content: 'thanh toan du lieu' }]);
    const [line] = (await first.call('listBankLines', { query: { open: 'yes', limit: 1 } })).items;
    assert.ok(line);
    return line.id;
  }
  const step = (person: Person, id: string, action: 'confirm' | 'withdraw' | 'return', reason?: string) =>
    person.send('transitionBankLine', { params: { id }, body: { action, ...(reason ? { reason } : {}) } });
  const codeOf = async (reply: ReturnType<typeof step>) => (await reply).body.code;
  const owedFor = async (orderId: string | null) => {
    const { items } = await first.call('listRepayments', { query: { open: 'yes' } });
    const found = items.find((one) => one.orderId === orderId);
    assert.ok(found);
    return found;
  };
  async function sendBack(id: string): Promise<void> {
    await first.call('reportRepayment', { params: { id }, body: { sentReference: 'FT-TRA-1' } });
    await second.call('transitionRepayment', { params: { id }, body: { action: 'confirm-sent' } });
    await world.settle();
  }

  it('matches by hand only what two members agree on', async () => {
    const { orderId, transfer } = await awaitingTransfer(provider, buyer, offerId);
    const id = await unmatched(total);
    assert.equal(await codeOf(step(second, id, 'confirm')), 'transition-refused');
    const proposed = await first.call('proposeMatch', { params: { id }, body: { order: transfer.reference } });
    assert.deepEqual([proposed.state, proposed.orderId], ['proposed', orderId]);
    assert.deepEqual(
      proposed.actions.map((one) => one.action),
      ['withdraw'],
      'who proposed finds no button to confirm',
    );
    assert.equal(await codeOf(step(first, id, 'confirm')), 'four-eyes');
    assert.deepEqual([await stateOf(orderId), await balance(unmatchedBank)], ['awaiting_payment', total]);
    assert.equal((await step(second, id, 'confirm')).status, 200);
    await world.settle();
    assert.deepEqual([await stateOf(orderId), await balance(unmatchedBank)], ['delivered', 0]);
    assert.equal(await codeOf(step(second, id, 'confirm')), 'transition-refused');
  });

  it('lets a proposal be dropped, and another be made: also for an order whose buyer never chose to transfer', async () => {
    const { orderId } = await purchase(provider, buyer, offerId);
    const id = await unmatched(total);
    await first.call('proposeMatch', { params: { id }, body: { order: orderId } });
    assert.equal((await step(first, id, 'withdraw')).status, 200);
    assert.equal(await codeOf(step(second, id, 'confirm')), 'transition-refused');
    await second.refused('proposeMatch', { params: { id }, body: { order: 'DSN000' } }, 'rule-broken');
    await second.call('proposeMatch', { params: { id }, body: { order: orderId } });
    const confirmed = await Promise.all([step(first, id, 'confirm'), step(first, id, 'confirm')]);
    await world.settle();
    assert.deepEqual(confirmed.map((reply) => reply.status).sort(), [200, 409]);
    assert.deepEqual([await stateOf(orderId), await balance(held(orderId))], ['delivered', total]);
  });

  it('sends a surplus back when one has reported it and another confirmed', async () => {
    const { orderId, transfer } = await awaitingTransfer(provider, buyer, offerId);
    await importCsv(world, first, [{ vnd: total + 12_000, content: transfer.reference, from: 'LE VAN THU' }]);
    const { id, from } = await owedFor(orderId);
    assert.deepEqual(
      from.map((one) => one.counterparty),
      ['LE VAN THU'],
    );
    const params = { id };
    const confirm = { params, body: { action: 'confirm-sent' as const } };
    await second.refused('transitionRepayment', confirm, 'transition-refused');
    await first.call('reportRepayment', { params, body: { sentReference: 'FT-TRA-9' } });
    await first.refused('transitionRepayment', confirm, 'four-eyes');
    await second.call('transitionRepayment', { params, body: { action: 'deny-sent', reason: 'Chưa thấy lệnh' } });
    assert.equal((await owedFor(orderId)).sentReference, null);
    assert.equal(await balance(owedBack(orderId)), 12_000);
    await second.call('reportRepayment', { params, body: { sentReference: 'FT-TRA-10' } });
    await second.refused('transitionRepayment', confirm, 'four-eyes');
    const clicks = await Promise.all([
      first.send('transitionRepayment', confirm),
      first.send('transitionRepayment', confirm),
    ]);
    assert.deepEqual(clicks.map((reply) => reply.status).sort(), [200, 409]);
    assert.deepEqual([await balance(owedBack(orderId)), await balance(held(orderId))], [0, total]);
    const { transfer: shown } = await buyer.call('getTransfer', { params: { id: orderId } });
    assert.deepEqual(
      shown?.returns.map((one) => one.state),
      ['sent'],
    );
  });

  it('refunds an order that was paid by transfer: the refund is complete when the money was sent', async () => {
    const { orderId, transfer } = await awaitingTransfer(provider, buyer, offerId);
    await importCsv(world, first, [{ vnd: total, content: transfer.reference }]);
    const params = { id: orderId };
    await first.call('transitionOrder', { params, body: { action: 'refund', reason: 'Dữ liệu sai' } });
    await world.settle();
    const refunds = async () => (await buyer.call('getOrderPayments', { params })).refunds.map((one) => one.state);
    const notes = async () =>
      (await buyer.call('listInvoices', { query: { order: orderId } })).items.filter((one) => one.corrects).length;
    assert.deepEqual([await stateOf(orderId), await refunds(), await notes()], ['refunding', ['pending'], 1]);
    assert.deepEqual([await balance(held(orderId)), await balance(owedBack(orderId))], [0, total]);
    // The job, asked for once more, finds its task made.
    const [asked] = (await buyer.call('getOrderPayments', { params })).refunds;
    await makeRefund(world.context.kernel, railsOf(world.context.kernel, world.context.stripe), asked?.id ?? '');
    await sendBack((await owedFor(orderId)).id);
    assert.deepEqual([await stateOf(orderId), await refunds(), await notes()], ['refunded', ['succeeded'], 1]);
    assert.equal(await balance(owedBack(orderId)), 0);
  });

  it('refunds a part after the release: from the provider and the fee, and complete when it was sent', async () => {
    const { orderId, transfer } = await awaitingTransfer(provider, buyer, offerId);
    await importCsv(world, first, [{ vnd: total, content: transfer.reference }]);
    const params = { id: orderId };
    await buyer.call('transitionOrder', { params, body: { action: 'accept' } });
    await world.settle();
    // The provider's money, be it payable or handed on to its next payout.
    const owed = async () =>
      (await balance(`payable:${provider.organisationId}`)) + (await balance(`transit:${provider.organisationId}`));
    const before = await owed();
    await provider.call('giveRefund', { params, body: { amountVnd: 70_400, reason: 'Thiếu một phần dữ liệu' } });
    await world.settle();
    const refunds = async () => (await buyer.call('getOrderPayments', { params })).refunds.map((one) => one.state);
    assert.deepEqual([await refunds(), await balance(owedBack(orderId))], [['pending'], 70_400]);
    assert.equal(await owed(), before - 70_400);
    await sendBack((await owedFor(orderId)).id);
    assert.deepEqual([await refunds(), await balance(owedBack(orderId))], [['succeeded'], 0]);
    assert.equal(await stateOf(orderId), 'settled');
    const { timeline } = await buyer.call('getOrder', { params });
    const made = timeline.find((one) => one.type === 'refund.made');
    assert.deepEqual([made?.data.amountVnd, made?.data.takenBackVnd], [70_400, 70_400]);
  });

  it('ends an order whose time to pay is over; what came by then, and what comes later, goes back', async () => {
    const { orderId, transfer } = await awaitingTransfer(provider, buyer, offerId);
    await importCsv(world, first, [{ vnd: 4_000, content: transfer.reference }]);
    await world.later(3 * day + 60_000);
    assert.equal(await stateOf(orderId), 'expired');
    await importCsv(world, first, [{ vnd: total - 4_000, content: transfer.reference }]);
    assert.deepEqual([await balance(held(orderId)), await balance(owedBack(orderId))], [0, total]);
  });

  it('sends money that belongs to no order back to its sender', async () => {
    const id = await unmatched(77_000);
    assert.equal(await codeOf(step(first, id, 'return')), 'invalid-input', 'a reason is asked for');
    assert.equal((await step(first, id, 'return', 'Chuyển nhầm')).status, 200);
    assert.deepEqual([await balance(unmatchedBank), await balance(owedBack(id))], [0, 77_000]);
    await sendBack((await owedFor(null)).id);
    assert.equal(await balance(owedBack(id)), 0);
  });

  it('stands still for orders of a frozen dataset', async () => {
    const { orderId, transfer } = await awaitingTransfer(provider, buyer, offerId);
    await importCsv(world, first, [{ vnd: total + 5_000, content: transfer.reference }]);
    const line = await unmatched(1_000);
    await first.call('proposeMatch', { params: { id: line }, body: { order: orderId } });
    const regulator = await world.organisation('regulator');
    const about = { ground: 'ND314_7_8', reason: 'Kiểm tra nguồn tiền theo phản ánh' } as const;
    const hold = await regulator.call('placeHold', { body: { subjectId: datasetId, ...about } });
    const { id } = await owedFor(orderId);
    await first.refused('reportRepayment', { params: { id }, body: { sentReference: 'FT-TRA-2' } }, 'frozen');
    assert.equal(await codeOf(step(second, line, 'confirm')), 'frozen');
    await regulator.call('liftHold', { params: { id: hold.id }, body: { reason: 'Đã xác minh, không có vi phạm' } });
    await sendBack(id);
    assert.equal((await step(second, line, 'confirm')).status, 200);
    assert.equal(await balance(owedBack(orderId)), 1_000);
  });

  it('is the operator’s: others see nothing of it, the regulator may look', async () => {
    await buyer.refused('listBankLines', {}, 'role-required');
    await provider.refused('getBankDesk', {}, 'role-required');
    const body = { name: 'x', content: 'x' };
    const regulator = await world.organisation('regulator');
    await regulator.refused('importStatement', { body }, 'role-required');
    const { items } = await regulator.call('listBankLines', {});
    assert.ok(items.length > 0 && items.every((one) => one.actions.length === 0));
    const desk = await regulator.call('getBankDesk', {});
    assert.deepEqual([desk.unmatchedVnd, desk.account?.bin], [await balance(unmatchedBank), '999999']);
    await assert.rejects(world.sql(`update bank_lines set amount_vnd = 1`), /never changes/);
    await assert.rejects(world.sql(`delete from repayments`), /never changes/);
  });
});

describe('An exchange that takes transfers only', () => {
  let world: World;
  before(async () => {
    world = await openWorld({ env: { RAILS: 'bank' } });
  });
  after(() => world?.close());

  it('offers no card, starts no stand-in of the card provider, and sells by transfer', async () => {
    const [provider, buyer] = [await world.organisation('provider'), await world.organisation('buyer')];
    const { offer } = await listedDataset(world, provider, { priceVnd: 640_000 });
    const { orderId, transfer } = await awaitingTransfer(provider, buyer, offer.id);
    const { exchange } = await buyer.call('getSession', {});
    assert.deepEqual([exchange.rails, exchange.simulatedPayments], [['bank'], false]);
    assert.equal(world.context.stripeSandbox, null);
    await buyer.refused('startCheckout', { params: { id: orderId } }, 'conflict');
    await importCsv(world, await world.organisation('operator'), [{ vnd: total, content: transfer.reference }]);
    assert.equal((await buyer.call('getOrder', { params: { id: orderId } })).state, 'delivered');
    await world.assertClean();
  });
});
