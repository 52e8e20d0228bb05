import assert from 'node:assert/strict';
import type { InvoiceView } from '../../contracts/invoicing.js';
import type { OfferView } from '../../contracts/licensing.js';
import { vietnamDay } from '../../contracts/vietnam-day.js';
import { invoiceFee } from '../../server/invoicing/issuing.js';
import { invoicePdf } from '../../server/invoicing/pdf.js';
import { day, now } from '../../server/kernel/clock.js';
import { Orders } from '../../server/ordering/tables.js';
import { fee, held, payable, vat } from '../../server/payments/accounts.js';
import { balanceOf } from '../../server/payments/ledger.js';
import type { Person } from '../person.js';
import { deliveredOrder, listedDataset } from '../stories.js';
import { openWorld, type World } from '../world.js';
import { readXml, textAt } from '../xml.js';

const priceVnd = 1_234_567;
const terms = { percentBp: 500, fixedVnd: 10_000, minVnd: 0, maxVnd: null, vatClass: '10' as const };

describe('Fees and invoices', () => {
  let world: World;
  let operator: Person;
  let second: Person;
  let provider: Person;
  let buyer: Person;
  let offer: OfferView;
  let orderId: string;
  before(async () => {
    world = await openWorld();
    operator = await world.organisation('operator');
    second = await world.colleague(operator, 'member');
    provider = await world.organisation('provider');
    buyer = await world.organisation('buyer');
  });
  after(() => world?.close());
  afterEach(() => world.assertClean());

  const on = (days: number) => vietnamDay(new Date(now().getTime() + days * day));
  const pointers = (problem: { errors?: { pointer: string }[] }) => problem.errors?.map((one) => one.pointer);
  const invoicesOf = async (who: Person, order = orderId) =>
    (await who.call('listInvoices', { query: { order } })).items.sort((a, b) => (a.id < b.id ? -1 : 1));
  const read = () => world.context.kernel.db.read;

  it('a schedule is proposed by one member of the operator and approved by another; the first may begin today', async () => {
    const guest = await world.anonymous();
    assert.deepEqual((await guest.call('getFees', {})).items, []);
    const body = { ...terms, validFrom: on(0) };
    await guest.refused('proposeFees', { body }, 'sign-in-required');
    await provider.refused('proposeFees', { body }, 'role-required');
    const late = await operator.refused('proposeFees', { body: { ...body, validFrom: on(-1) } }, 'rule-broken');
    assert.deepEqual(pointers(late), ['/validFrom']);
    const upsideDown = { ...body, minVnd: 10, maxVnd: 9 };
    assert.deepEqual(pointers(await operator.refused('proposeFees', { body: upsideDown }, 'rule-broken')), ['/maxVnd']);

    const { id, actions } = await operator.call('proposeFees', { body });
    assert.deepEqual(
      actions.map((one) => one.action),
      ['drop'],
    );
    assert.deepEqual((await guest.call('getFees', {})).items, [], 'what is proposed is the operator’s own');
    const approve = { params: { id }, body: { action: 'approve' as const } };
    await operator.refused('transitionFees', approve, 'four-eyes');
    await provider.refused('transitionFees', approve, 'role-required');
    assert.equal((await second.call('transitionFees', approve)).inForce, true);
    const { terms: shown, items } = await guest.call('getFees', {});
    assert.deepEqual(shown, { version: 1, ...terms });
    assert.deepEqual(
      items.map((one) => [one.state, one.inForce]),
      [['approved', true]],
    );
    await assert.rejects(world.sql('update fee_schedules set percent_bp = 1'), /never change/);
    await assert.rejects(world.sql('delete from fee_schedules'), /never change/);
  });

  it('a later version begins on a day to come, and is not approved once that day is there', async () => {
    const early = await operator.refused('proposeFees', { body: { ...terms, validFrom: on(0) } }, 'rule-broken');
    assert.deepEqual(pointers(early), ['/validFrom']);
    const next = await operator.call('proposeFees', { body: { ...terms, percentBp: 900, validFrom: on(1) } });
    await world.later(2 * day);
    const approve = { params: { id: next.id }, body: { action: 'approve' as const } };
    await second.refused('transitionFees', approve, 'rule-broken');
    await second.call('transitionFees', { params: { id: next.id }, body: { action: 'drop', reason: 'Quá hạn' } });
    await world.later(0);
    assert.equal((await buyer.call('getFees', {})).terms.version, 1);
  });

  it('price, VAT, fee and payout are shown before the signature, frozen in the agreement, and posted as shown', async () => {
    ({ offer } = await listedDataset(world, provider, { priceVnd }));
    assert.deepEqual(
      [offer.price.vatClass, offer.price.vatPercent, offer.price.vatVnd, offer.price.totalVnd],
      ['10', 10, 123_457, 1_358_024],
    );
    const made = await deliveredOrder(world, provider, buyer, offer);
    orderId = made.orderId;
    const agreement = await buyer.call('getAgreement', { params: { id: made.agreementId } });
    assert.deepEqual(agreement.feeTerms, { version: 1, ...terms });
    // 5 % of the price and 10,000 đồng, with 10 % VAT.
    assert.deepEqual([agreement.money.fee.netVnd, agreement.money.fee.vatVnd], [71_728, 7_173]);
    assert.equal(agreement.money.payoutVnd, 1_358_024 - 71_728 - 7_173);

    const next = await operator.call('proposeFees', { body: { ...terms, percentBp: 3_000, validFrom: on(1) } });
    await second.call('transitionFees', { params: { id: next.id }, body: { action: 'approve' } });
    await world.later(2 * day);
    assert.equal((await buyer.call('getFees', {})).terms.percentBp, 3_000);
    assert.equal(await balanceOf(read(), held(orderId)), 1_358_024);
    await buyer.call('transitionOrder', { params: { id: orderId }, body: { action: 'accept' } });
    await world.settle();
    await world.later(0);
    const { money, state } = await provider.call('getOrder', { params: { id: orderId } });
    assert.equal(state, 'settled');
    assert.deepEqual(
      { ...money.fee, firm: false },
      { ...agreement.money.fee, firm: false },
      'the fee agreed on, not the new one',
    );
    assert.ok(money.price.firm && money.fee.firm);
    assert.equal(await balanceOf(read(), held(orderId)), 0);
    assert.equal(await balanceOf(read(), payable(provider.organisationId)), money.payoutVnd);
    assert.equal(await balanceOf(read(), fee(operator.organisationId)), money.fee.netVnd);
    assert.equal(await balanceOf(read(), vat(operator.organisationId)), money.fee.vatVnd);
  });

  it('two invoices come of it: provider to buyer with the payment, exchange to provider with the release', async () => {
    const [data, feeInvoice, ...more] = await invoicesOf(operator);
    assert.ok(data && feeInvoice);
    assert.deepEqual(more, []);
    assert.deepEqual(
      [data.kind, data.trigger, data.seller.organisationId, data.buyer.organisationId, data.number],
      ['data', 'payment', provider.organisationId, buyer.organisationId, 1],
    );
    assert.deepEqual([data.netVnd, data.vatVnd, data.totalVnd], [priceVnd, 123_457, 1_358_024]);
    assert.equal(data.inWords.vi, 'Một triệu ba trăm năm mươi tám nghìn không trăm hai mươi tư đồng');
    assert.equal(data.inWords.en, 'One million three hundred fifty-eight thousand twenty-four đồng');
    assert.match(data.notice.vi, /không phải hóa đơn điện tử/);
    assert.ok(
      data.seller.taxCode && data.seller.address && data.lines[0]?.description.vi.includes('Thời tiết Seattle'),
    );
    assert.deepEqual(
      [feeInvoice.kind, feeInvoice.trigger, feeInvoice.seller.organisationId, feeInvoice.buyer.organisationId],
      ['fee', 'completion', operator.organisationId, provider.organisationId],
    );
    assert.deepEqual([feeInvoice.netVnd, feeInvoice.vatVnd], [71_728, 7_173]);
  });

  it('each party sees its own, the operator and the regulator all; a stranger none', async () => {
    const [data, feeInvoice] = await invoicesOf(operator);
    assert.ok(data && feeInvoice);
    const regulator = await world.organisation('regulator');
    const ids = async (who: Person) => (await invoicesOf(who)).map((one) => one.id);
    assert.deepEqual(await ids(buyer), [data.id]);
    assert.deepEqual(await ids(provider), [data.id, feeInvoice.id]);
    assert.deepEqual(await ids(regulator), [data.id, feeInvoice.id]);
    const issued = await provider.call('listInvoices', { query: { side: 'issued' } });
    assert.deepEqual(
      issued.items.map((one) => one.id),
      [data.id],
    );
    const received = await provider.call('listInvoices', { query: { side: 'received' } });
    assert.deepEqual(
      received.items.map((one) => one.id),
      [feeInvoice.id],
    );
    await buyer.refused('getInvoice', { params: { id: feeInvoice.id } }, 'not-found');
    await buyer.refused('getInvoiceDocument', { params: { id: feeInvoice.id } }, 'not-found');
    const stranger = await world.organisation('buyer', 'provider');
    assert.deepEqual(await ids(stranger), []);
    await stranger.refused('getInvoice', { params: { id: data.id } }, 'not-found');
    await (await world.anonymous()).refused('listInvoices', {}, 'sign-in-required');
  });

  it('the official number is entered once, by the seller; nothing else of an invoice ever changes', async () => {
    const [data] = await invoicesOf(provider);
    assert.ok(data);
    const params = { id: data.id };
    const body = { number: '00000123', code: 'M1-26-ABCDE-00000000123' };
    assert.deepEqual(
      [data.canEnterOfficial, (await buyer.call('getInvoice', { params })).canEnterOfficial],
      [true, false],
    );
    await buyer.refused('enterOfficialNumber', { params, body }, 'role-required');
    await operator.refused('enterOfficialNumber', { params, body }, 'not-found');
    const tries = Array.from({ length: 10 }, (_, at) =>
      provider.send('enterOfficialNumber', { params, body: { ...body, number: `0000012${at}` } }),
    );
    const replies = await Promise.all(tries);
    assert.deepEqual(replies.map((one) => one.status).sort(), [200, ...Array(9).fill(409)]);
    const won: InvoiceView = replies.find((one) => one.status === 200)?.body;
    assert.deepEqual((await buyer.call('getInvoice', { params })).official, won.official);
    const [count] = await world.sql<{ count: string }>(
      `select count(*) from audit_events where type = 'invoice.officially-numbered' and subject_id = $1`,
      [data.id],
    );
    assert.equal(Number(count?.count), 1);
    for (const change of ['total_vnd = 0, vat_vnd = -net_vnd', `official_code = 'X'`, `content = '{}'`]) {
      await assert.rejects(world.sql(`update invoices set ${change} where id = $1`, [data.id]), /never changes/);
    }
    await assert.rejects(world.sql('delete from invoices'), /never changes/);
    await assert.rejects(world.sql('update invoice_series set last = last + 2'), /no gap/);
  });

  it('as JSON, as XML that a parser reads, and as PDF, the same each time', async () => {
    const [invoice] = await invoicesOf(buyer);
    assert.ok(invoice);
    const fetched = async (query: string) => {
      const path = `/api/v1/invoices/${invoice.id}/document?${query}`;
      const reply = await buyer.agent
        .get(path)
        .buffer(true)
        .parse((res, done) => {
          const parts: Buffer[] = [];
          res.on('data', (part: Buffer) => parts.push(part));
          res.on('end', () => done(null, Buffer.concat(parts)));
        });
      assert.equal(reply.status, 200);
      assert.match(reply.get('Content-Disposition') ?? '', /attachment; filename="DS\d\d-1-inv_\w+\.(json|xml|pdf)"/);
      return reply.body as Buffer;
    };
    const { canEnterOfficial: _, ...whole } = invoice;
    assert.deepEqual(JSON.parse((await fetched('format=json')).toString()), whole);
    const xml = readXml((await fetched('format=xml')).toString());
    assert.deepEqual(
      ['id', 'totals/total', 'totals/inWords/vi', 'seller/taxCode', 'lines/line/vat'].map((path) => textAt(xml, path)),
      [invoice.id, String(invoice.totalVnd), invoice.inWords.vi, invoice.seller.taxCode, '123457'],
    );
    const pdf = await fetched('format=pdf&language=vi');
    assert.equal(pdf.subarray(0, 5).toString(), '%PDF-');
    assert.ok(pdf.equals(await fetched('format=pdf&language=vi')));
    assert.ok(!pdf.equals(await invoicePdf(invoice, 'en', 'Datasan')));
  });

  it('a refund is a credit note over the same amounts below zero, once', async () => {
    const made = await deliveredOrder(world, provider, buyer, offer);
    const params = { id: made.orderId };
    await operator.call('transitionOrder', { params, body: { action: 'refund', reason: 'Tệp lỗi' } });
    await world.settle();
    const [original, note, ...more] = await invoicesOf(buyer, made.orderId);
    assert.ok(original && note);
    assert.deepEqual(more, []);
    assert.deepEqual([note.trigger, note.corrects?.id, note.reason], ['refund', original.id, 'Tệp lỗi']);
    assert.deepEqual([note.netVnd, note.vatVnd, note.totalVnd], [-priceVnd, -123_457, -1_358_024]);
    assert.equal(note.inWords.vi, 'Âm một triệu ba trăm năm mươi tám nghìn không trăm hai mươi tư đồng');
    assert.deepEqual([original.number, note.number], [2, 3]);
    const [sum] = await world.sql<{ sum: string }>('select sum(total_vnd) from invoices where order_id = $1', [
      params.id,
    ]);
    assert.equal(Number(sum?.sum), 0);
  });

  it('numbers have no gap, whoever asks at once and whatever is rolled back', async () => {
    const order = await read().findOneByOrFail(Orders, { id: orderId });
    const { money } = await provider.call('getOrder', { params: { id: orderId } });
    const tries = Array.from({ length: 12 }, (_, at) =>
      world.context.kernel.db.transaction(async (tx) => {
        await invoiceFee(tx, order, money.fee, `test:${at}`);
        if (at % 3 === 0) throw new Error('rolled back');
      }),
    );
    const done = (await Promise.allSettled(tries)).filter((one) => one.status === 'fulfilled');
    assert.equal(done.length, 8);
    const numbers = await world.sql<{ number: number }>(
      'select number from invoices where seller_id = $1 order by number',
      [operator.organisationId],
    );
    assert.deepEqual(
      numbers.map((one) => one.number),
      Array.from({ length: 9 }, (_, at) => at + 1),
    );
    await world.context.kernel.db.transaction((tx) => invoiceFee(tx, order, money.fee, 'test:1'));
    assert.equal(await world.count(`invoices where fact = 'test:1'`), 1, 'a fact is invoiced once');
  });

  it('without a class, what is sold is an 8 % item and what is given away is not declared', async () => {
    const { dataset } = await listedDataset(world, provider);
    const make = (price: number) =>
      provider.call('makeOffer', {
        params: { id: dataset.id },
        body: { licence: 'research-only', priceVnd: price, months: null },
      });
    assert.equal((await make(50_000)).price.vatClass, '8');
    const free = (await make(0)).price;
    assert.deepEqual([free.vatClass, free.vatPercent, free.totalVnd], ['KKKNT', null, 0]);
  });
});
