import assert from 'node:assert/strict';
import { priceBands, type TransactionRow } from '../../contracts/inspection.js';
import { csvHead, csvLines } from '../../server/inspection/csv.js';
import { initials, maskedEmail, maskedId } from '../../server/kernel/masking.js';

const row: TransactionRow = {
  id: 'ord_01k9v3m7q2x8r4t6w0y5z1a3bc',
  createdAt: '2026-11-23T03:15:00.000Z',
  state: 'settled',
  priceVnd: 2_500_000,
  paidVnd: 2_500_000,
  refundedVnd: 0,
  purpose: 'research',
  licence: 'research-only',
  basis: 'public_source',
  origin: 'none',
  dataset: { id: 'ds_01k9v3m7q2x8r4t6w0y5z1a3bc', titleVi: 'Lượng mưa', titleEn: 'Rain' },
  provider: { id: 'org_01k9v3m7q2x8r4t6w0y5z1a3bc', nameVi: 'Bên bán', nameEn: 'Provider' },
  buyer: { id: 'org_01k9v3m7q2x8r4t6w0y5z1a3bd', nameVi: 'Bên mua', nameEn: 'Buyer' },
};
const titled = (titleVi: string) => csvLines([{ ...row, dataset: { ...row.dataset, titleVi } }]);

describe('A masked person', () => {
  it('keeps initials, the first letter of the mailbox and the end of the id', () => {
    assert.equal(initials('Nguyễn Thị  Hoa'), 'N.T.H.');
    assert.equal(initials('  đặng Ái '), 'Đ.Á.');
    assert.equal(maskedEmail('nguyen.hoa@example.vn'), 'n***@…');
    assert.equal(maskedId('mem_01k9v3m7q2x8r4t6w0y5z1a3bc'), 'mem_…a3bc');
  });
});

describe('The CSV of transactions', () => {
  it('has a line for each, with as many cells as the head, after a byte-order mark', () => {
    assert.equal(csvHead.charAt(0), '\ufeff');
    assert.match(csvHead, /\r\n$/);
    assert.equal(csvLines([row]).split(',').length, csvHead.split(',').length);
    assert.equal(csvLines([row, row]).split('\r\n').length, 3);
    assert.ok(csvLines([row]).includes(',2500000,2500000,0,'));
  });

  for (const formula of ['=1+1', '+84', '-2', '@sum', ' =1', '\t=1', '＝1']) {
    it(`gives ${JSON.stringify(formula)} as text, not as a formula`, () => {
      assert.ok(titled(formula).includes(`,'${formula},`), titled(formula));
    });
  }

  it('quotes commas, quotation marks and ends of lines', () => {
    assert.ok(titled('a,"b"').includes(',"a,""b""",'));
    assert.ok(titled('a\r\n=1').includes(',"a\r\n=1",'));
  });
});

describe('Bands of price', () => {
  it('meet without a gap, so that every amount is in exactly one', () => {
    const bands = Object.values(priceBands);
    assert.equal(bands[0]?.from, 0);
    for (const [index, band] of bands.entries()) assert.equal(band.below, bands[index + 1]?.from ?? null);
  });
});
