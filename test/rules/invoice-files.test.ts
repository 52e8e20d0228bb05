import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type InvoiceView, invoiceNotice } from '../../contracts/invoicing.js';
import { amountInBothWords } from '../../contracts/words.js';
import { invoicePdf } from '../../server/invoicing/pdf.js';
import { escapeXml, invoiceXml } from '../../server/invoicing/xml.js';
import { readXml, textAt } from '../xml.js';

const ulid = '01k9v3m7q2x8r4t6w0y5z1a3bc';
const party = {
  ...{ organisationId: `org_${ulid}`, nameVi: 'Công ty “Á & Đ” <Mẫu>', nameEn: 'A & D <Sample>' },
  ...{ taxCode: '9900262597', address: 'Số 1 đường Mẫu' },
};
const line = {
  ...{
    description: { vi: 'Quyền sử dụng bộ dữ liệu', en: 'Right to use a dataset' },
    unit: { vi: 'giấy phép', en: 'licence' },
  },
  ...{
    quantity: 1,
    unitPriceVnd: 1_500_000,
    netVnd: 1_500_000,
    vatClass: '8' as const,
    vatPercent: 8,
    vatVnd: 120_000,
  },
};
const invoice: InvoiceView = {
  ...{ id: `inv_${ulid}`, kind: 'data', trigger: 'payment', series: 'DS26', number: 7 },
  ...{ issuedAt: '2026-11-23T03:15:00.000Z', issuedOn: '2026-11-23' },
  ...{ orderId: `ord_${ulid}`, agreementId: `agr_${ulid}`, corrects: null, reason: null },
  ...{ seller: party, buyer: { ...party, taxCode: null }, lines: [line] },
  ...{ netVnd: 1_500_000, vatVnd: 120_000, totalVnd: 1_620_000, inWords: amountInBothWords(1_620_000) },
  ...{ notice: invoiceNotice, official: null, canEnterOfficial: false },
};

describe('An invoice as a file', () => {
  it('is XML with the elements of its description, in order; what is not there is left out', () => {
    const root = readXml(invoiceXml(invoice));
    assert.deepEqual(root.attributes, { xmlns: 'urn:datasan:invoice:1', currency: 'VND' });
    const names =
      'notice id kind trigger series number issuedAt issuedOn orderId agreementId seller buyer lines totals';
    assert.deepEqual(
      root.children.map((one) => one.name),
      names.split(' '),
    );
    assert.equal(textAt(root, 'seller/nameVi'), party.nameVi);
    assert.equal(textAt(root, 'buyer/taxCode'), undefined);
    assert.equal(textAt(root, 'lines/line/vatPercent'), '8');
    assert.equal(textAt(root, 'totals/total'), '1620000');
    const official = { number: '00000001', code: 'M1', enteredAt: '2026-11-24T00:00:00.000Z' };
    const corrects = { id: `inv_${ulid}`, series: 'DS26', number: 3 };
    const more = readXml(invoiceXml({ ...invoice, official, corrects, reason: 'Hoàn tiền' }));
    assert.deepEqual([textAt(more, 'official/number'), textAt(more, 'corrects/number')], ['00000001', '3']);
  });

  it('is well-formed XML whatever names and titles hold, and says what they say', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
        const vi = `x${text}x`;
        const root = readXml(
          invoiceXml({ ...invoice, lines: [{ ...line, description: { vi, en: ']]> <!-- &amp;' } }] }),
        );
        const written = textAt(root, 'lines/line/description/vi');
        // biome-ignore lint/suspicious/noControlCharactersInRegex: what XML cannot carry is left out
        assert.equal(written, vi.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff\ud800-\udfff]/gu, ''));
        assert.equal(textAt(root, 'lines/line/description/en'), ']]> <!-- &amp;');
      }),
    );
    assert.equal(escapeXml('<a href="x">&\r'), '&lt;a href=&quot;x&quot;&gt;&amp;&#13;');
  });

  for (const broken of [
    '<a>',
    '<a></b>',
    '<a>&</a>',
    '<a>&nbsp;</a>',
    '<a x="1" x="2"/>',
    '<a/><b/>',
    '<a>\u0001</a>',
    'a',
  ]) {
    it(`would be refused by the reader of this test if it read ${JSON.stringify(broken)}`, () =>
      assert.throws(() => readXml(`<?xml version="1.0" encoding="UTF-8"?>\n${broken}`)));
  }

  it('is a PDF of the same bytes for the same invoice, in either language', async () => {
    const [first, again] = [await invoicePdf(invoice, 'vi', 'Datasan'), await invoicePdf(invoice, 'vi', 'Datasan')];
    assert.ok(first.equals(again));
    assert.ok(!first.equals(await invoicePdf(invoice, 'en', 'Datasan')));
    assert.equal(first.subarray(0, 5).toString(), '%PDF-');
  });
});
