import assert from 'node:assert/strict';
import { vietnamDay } from '../../contracts/vietnam-day.js';
import { crc16 } from '../../contracts/vietqr.js';
import { day, now } from '../../server/kernel/clock.js';
import { held, outsideBank, owedBack, unmatchedBank } from '../../server/payments/accounts.js';
import { balanceOf } from '../../server/payments/ledger.js';
import type { Person } from '../person.js';
import { listedDataset, pay, purchase, withVat } from '../stories.js';
import { awaitingTransfer, bankNumber, csvOf, importCsv } from '../transfers.js';
import { openWorld, type World } from '../world.js';

const total = withVat(640_000);

describe('A bank transfer', () => {
  let world: World;
  let provider: Person;
  let buyer: Person;
  let operator: Person;
  let offerId: string;
  before(async () => {
    world = await openWorld();
    [provider, buyer] = [await world.organisation('provider'), await world.organisation('buyer')];
    operator = await world.organisation('operator');
    offerId = (await listedDataset(world, provider, { priceVnd: 640_000 })).offer.id;
  });
  after(() => world?.close());
  afterEach(() => world.assertClean());

  const balance = (account: string) => balanceOf(world.context.kernel.db.read, account);
  const stateOf = async (id: string) => (await buyer.call('getOrder', { params: { id } })).state;
  const transferOf = async (id: string) => {
    const { transfer } = await buyer.call('getTransfer', { params: { id } });
    assert.ok(transfer);
    return transfer;
  };
  const today = () => vietnamDay(now());

  it('shows account, reference, QR code and the time that is left; asking again changes nothing', async () => {
    const { orderId } = await purchase(provider, buyer, offerId);
    const clicks = await Promise.all([1, 2, 3].map(() => buyer.send('startTransfer', { params: { id: orderId } })));
    const transfer = await transferOf(orderId);
    const { reference } = transfer;
    assert.deepEqual(
      clicks.map(({ body }) => body.reference),
      [reference, reference, reference],
    );
    assert.deepEqual([transfer.totalVnd, transfer.receivedVnd, transfer.missingVnd], [total, 0, total]);
    const payload = transfer.qr?.payload ?? '';
    assert.ok(payload.includes(transfer.reference) && payload.includes(`540${String(total).length}${total}`));
    assert.equal(payload.slice(-4), crc16(payload.slice(0, -4)));
    assert.match(transfer.qr?.svg ?? '', /^<svg /);
    assert.equal(transfer.dueAt, (await buyer.call('getOrder', { params: { id: orderId } })).dueAt);
    await (await world.organisation('buyer')).refused('startTransfer', { params: { id: orderId } }, 'not-found');
    await provider.refused('getTransfer', { params: { id: orderId } }, 'role-required');
  });

  it('pays its order when the statement brings reference and amount, however the bank writes them', async () => {
    const { orderId, transfer } = await awaitingTransfer(provider, buyer, offerId);
    const content = `MBVCB.881234.${transfer.reference.toLowerCase().replace(/(.{5})/, '$1 ')}.CT tu 0001`;
    await importCsv(world, operator, [{ vnd: total, content }]);
    assert.equal(await stateOf(orderId), 'delivered');
    assert.deepEqual([await balance(held(orderId)), await balance(unmatchedBank)], [total, 0]);
    const { payments } = await buyer.call('getOrderPayments', { params: { id: orderId } });
    assert.deepEqual(
      payments.map((one) => [one.rail, one.state, one.amountVnd]),
      [['bank', 'succeeded', total]],
    );
    const invoices = await buyer.call('listInvoices', { query: { order: orderId } });
    assert.deepEqual(
      invoices.items.map((one) => one.totalVnd),
      [total],
    );
    await buyer.call('transitionOrder', { params: { id: orderId }, body: { action: 'accept' } });
    await world.settle();
    assert.deepEqual([await stateOf(orderId), await balance(held(orderId))], ['settled', 0]);
  });

  it('counts once, however often and in whatever form its statement is imported', async () => {
    const { orderId, transfer } = await awaitingTransfer(provider, buyer, offerId);
    const line = { number: bankNumber(), day: '2026-11-24', vnd: 300_000, content: transfer.reference };
    const first = await importCsv(world, operator, [line]);
    const before = [await world.count('bank_lines'), await world.count('postings')];
    const again = await importCsv(world, operator, [{ ...line, content: `${line.content} GD 7`, from: 'Khac' }]);
    const mt940 = [
      ...[':20:SAOKE', ':25:0000123456789', ':28C:1/1', ':60F:C261123VND0,'],
      ...[`:61:2611241124C300000,NTRFNONREF//${line.number}`, `:86:${line.content}`, ':62F:C261124VND300000,', '-'],
    ].join('\n');
    const third = await operator.call('importStatement', { body: { name: 'saoke.sta', content: mt940 } });
    await world.settle();
    assert.deepEqual(
      [first, again, third].map((one) => [one.fresh, one.known]),
      [
        [1, 0],
        [0, 1],
        [0, 1],
      ],
    );
    assert.deepEqual([await world.count('bank_lines'), await world.count('postings')], before);
    assert.equal(await balance(held(orderId)), 300_000);
  });

  it('counts once when two people import its statement at the same moment', async () => {
    const { orderId, transfer } = await awaitingTransfer(provider, buyer, offerId);
    const colleague = await world.colleague(operator, 'member');
    const content = csvOf([
      { vnd: 300_000, content: transfer.reference },
      ...Array.from({ length: 40 }, (_, index) => ({ vnd: -1_000 - index, content: 'phi' })),
    ]);
    const body = { name: 'sao-ke.csv', content };
    const replies = await Promise.all(
      [operator, colleague, operator, colleague].map((one) => one.send('importStatement', { body })),
    );
    await world.settle();
    assert.deepEqual(
      replies.map((reply) => reply.status),
      [201, 201, 201, 201],
    );
    assert.deepEqual(
      replies.map((reply) => reply.body.fresh).sort((a, b) => a - b),
      [0, 0, 0, 41],
    );
    assert.equal(await balance(held(orderId)), 300_000);
  });

  it('in parts: the buyer sees what is missing, and the order is paid when the sum is reached', async () => {
    const { orderId, transfer } = await awaitingTransfer(provider, buyer, offerId);
    await importCsv(world, operator, [{ vnd: 300_000, content: transfer.reference }]);
    const half = await transferOf(orderId);
    assert.deepEqual([half.receivedVnd, half.missingVnd], [300_000, total - 300_000]);
    assert.ok(half.qr?.payload.includes(`5406${total - 300_000}`));
    assert.equal(await stateOf(orderId), 'awaiting_payment');
    await importCsv(world, operator, [
      { vnd: 200_000, content: transfer.reference },
      { vnd: total - 500_000, content: transfer.reference },
    ]);
    assert.equal(await stateOf(orderId), 'delivered');
    const whole = await transferOf(orderId);
    assert.deepEqual([whole.receivedVnd, whole.missingVnd, whole.qr, whole.returns], [total, 0, null, []]);
    assert.equal(await balance(held(orderId)), total);
  });

  it('of too much: the order is paid, and the surplus is owed back', async () => {
    const { orderId, transfer } = await awaitingTransfer(provider, buyer, offerId);
    await importCsv(world, operator, [{ vnd: total + 55_000, content: transfer.reference }]);
    assert.equal(await stateOf(orderId), 'delivered');
    assert.deepEqual([await balance(held(orderId)), await balance(owedBack(orderId))], [total, 55_000]);
    const [owed] = (await operator.call('listRepayments', { query: { open: 'yes' } })).items;
    assert.deepEqual([owed?.orderId, owed?.amountVnd, owed?.cause], [orderId, 55_000, 'surplus']);
    assert.deepEqual(
      (await transferOf(orderId)).returns.map((one) => one.amountVnd),
      [55_000],
    );
  });

  it('a second time, for an order that is paid: all of it is owed back', async () => {
    const { orderId, transfer } = await awaitingTransfer(provider, buyer, offerId);
    const line = { vnd: total, content: transfer.reference };
    await importCsv(world, operator, [line, line]);
    assert.deepEqual([await balance(held(orderId)), await balance(owedBack(orderId))], [total, total]);
  });

  it('that comes when the order has ended, or for an order that ended half paid: owed back', async () => {
    const late = await awaitingTransfer(provider, buyer, offerId);
    const half = await awaitingTransfer(provider, buyer, offerId);
    await importCsv(world, operator, [{ vnd: 100_000, content: half.transfer.reference }]);
    await buyer.call('transitionOrder', { params: { id: late.orderId }, body: { action: 'cancel' } });
    await buyer.call('transitionOrder', { params: { id: half.orderId }, body: { action: 'cancel' } });
    await world.settle();
    await importCsv(world, operator, [{ vnd: total, content: late.transfer.reference }]);
    assert.deepEqual([await balance(held(late.orderId)), await balance(owedBack(late.orderId))], [0, total]);
    assert.deepEqual([await balance(held(half.orderId)), await balance(owedBack(half.orderId))], [0, 100_000]);
    const { items } = await operator.call('listRepayments', { query: { open: 'yes' } });
    const causes = items.slice(0, 2).map((one) => [one.orderId, one.cause]);
    assert.deepEqual(causes, [
      [late.orderId, 'late'],
      [half.orderId, 'ended'],
    ]);
    assert.equal((await transferOf(half.orderId)).state, 'expired');
  });

  it('of an order that is then paid by card: the card pays, and what had come by transfer is owed back', async () => {
    const { orderId, transfer } = await awaitingTransfer(provider, buyer, offerId);
    await importCsv(world, operator, [{ vnd: 100_000, content: transfer.reference }]);
    assert.equal(await pay(world, buyer, orderId), 303);
    await world.settle();
    assert.equal(await stateOf(orderId), 'delivered');
    assert.deepEqual([await balance(held(orderId)), await balance(owedBack(orderId))], [total, 100_000]);
  });

  it('closes the checkout that is open beside it', async () => {
    const { orderId, transfer } = await awaitingTransfer(provider, buyer, offerId);
    await buyer.call('startCheckout', { params: { id: orderId } });
    await importCsv(world, operator, [{ vnd: total, content: transfer.reference }]);
    const { payments } = await buyer.call('getOrderPayments', { params: { id: orderId } });
    assert.deepEqual(
      payments.map((one) => [one.rail, one.state]),
      [
        ['bank', 'succeeded'],
        ['card', 'expired'],
      ],
    );
  });

  it('with the references of two orders, or with none that is known, stays unmatched', async () => {
    const one = await awaitingTransfer(provider, buyer, offerId);
    const two = await awaitingTransfer(provider, buyer, offerId);
    const before = await balance(unmatchedBank);
    await importCsv(world, operator, [
      { vnd: 2 * total, content: `${one.transfer.reference} ${two.transfer.reference}` },
      { vnd: 40_000, content: 'ung ho' },
    ]);
    assert.equal((await balance(unmatchedBank)) - before, 2 * total + 40_000);
    assert.deepEqual(
      [await stateOf(one.orderId), await stateOf(two.orderId)],
      ['awaiting_payment', 'awaiting_payment'],
    );
  });

  it('in another currency is refused with the scheme’s code, and nothing of its statement is kept', async () => {
    const before = [await world.count('bank_lines'), await world.count('bank_statements')];
    const head = 'Ngày giao dịch,Số giao dịch,Số tiền,Loại tiền,Nội dung';
    for (const content of [
      `${head}\n2026-11-24,A1,10000,VND,x\n2026-11-24,A2,1000,USD,y\n`,
      `${head}\n2026-11-24,A1,USD 1000,,x\n`,
      ':20:X\n:25:1\n:28C:1\n:60F:C261123USD0,\n:61:2611241124C10,NTRFNONREF//A1\n:62F:C261124USD10,\n',
    ]) {
      const problem = await operator.refused('importStatement', { body: { name: 'usd', content } }, 'rule-broken');
      assert.equal(problem.decisionCode, 'GIA_NGOAI_TE');
      assert.match(problem.detailVi, /^Dòng \d: .*USD/);
    }
    assert.deepEqual([await world.count('bank_lines'), await world.count('bank_statements')], before);
  });

  it('whose number stands twice in one file is refused, as nobody can tell whether it came twice', async () => {
    const number = bankNumber();
    const content = csvOf([1, 2].map(() => ({ number, vnd: 10_000, content: 'x' })));
    const problem = await operator.refused('importStatement', { body: { name: 'x', content } }, 'rule-broken');
    assert.deepEqual(
      problem.errors?.map((one) => one.pointer),
      ['/content'],
    );
    const nameless = [1, 2].map(() => ({ number: 'NONREF', vnd: 10_000, content: 'x' }));
    assert.equal((await importCsv(world, operator, nameless)).fresh, 2);
    assert.equal((await importCsv(world, operator, nameless)).fresh, 0);
  });

  it('of a frozen order waits, and counts when the freeze is lifted', async () => {
    const { orderId, transfer } = await awaitingTransfer(provider, buyer, offerId);
    const regulator = await world.organisation('regulator');
    const reason = 'Kiểm tra nguồn tiền theo phản ánh';
    const hold = await regulator.call('placeHold', { body: { subjectId: orderId, ground: 'ND314_7_8', reason } });
    const before = await balance(unmatchedBank);
    await importCsv(world, operator, [
      { vnd: 4_000, content: transfer.reference },
      { vnd: total - 4_000, content: transfer.reference },
    ]);
    assert.deepEqual([await balance(held(orderId)), (await balance(unmatchedBank)) - before], [0, total]);
    await regulator.call('liftHold', { params: { id: hold.id }, body: { reason: 'Đã xác minh, không có vi phạm' } });
    await world.settle();
    assert.deepEqual([await stateOf(orderId), await balance(unmatchedBank)], ['delivered', before]);
  });

  it('goes by the VAT rate of the day it was booked, not of the day its statement was read', async () => {
    const offer = (await listedDataset(world, provider, { priceVnd: 1_000_000, vatClass: '8' })).offer;
    const lastDay = Date.parse('2026-12-31T10:00:00+07:00') - Date.now();
    await world.later(lastDay);
    const { orderId, transfer } = await awaitingTransfer(provider, buyer, offer.id);
    assert.equal(transfer.totalVnd, 1_080_000);
    await world.later(lastDay + day);
    assert.equal((await transferOf(orderId)).missingVnd, 1_100_000);
    await importCsv(world, operator, [{ vnd: 1_080_000, day: '2026-12-31', content: transfer.reference }]);
    assert.deepEqual([today(), await stateOf(orderId)], ['2027-01-01', 'delivered']);
    assert.equal((await buyer.call('getOrder', { params: { id: orderId } })).money.price.vatPercent, 8);
  });

  it('leaves the account of the exchange and what is outside with one sum', async () => {
    const [sums] = await world.sql<{ sum: string }>(`select sum(amount_vnd) from bank_lines where amount_vnd > 0`);
    assert.equal(await balance(outsideBank), -Number(sums?.sum));
    const free = (await listedDataset(world, provider)).offer;
    const made = await purchase(provider, buyer, free.id);
    await buyer.refused('startTransfer', { params: { id: made.orderId } }, 'transition-refused');
  });
});
