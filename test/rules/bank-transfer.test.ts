import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Problem } from '../../contracts/problems.js';
import { referencesIn, transferReference } from '../../contracts/transfer-reference.js';
import { crc16, vietQr } from '../../contracts/vietqr.js';
import { readStatement } from '../../server/payments/bank/statement.js';
import { dayOf, dong } from '../../server/payments/bank/statement-line.js';

const seeds = fc.bigInt({ min: 0n, max: (1n << 44n) - 1n });

describe('A transfer reference', () => {
  it('is found in whatever a bank makes of the content', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const code = transferReference(seed);
        assert.match(code, /^DSN[0-9A-HJKMNP-TV-Y]{10}$/);
        const spoilt = `${code.slice(0, 5).toLowerCase()} ${code.slice(5, 9)}-${code.slice(9)}`;
        for (const content of [code, `CT DEN:0021 ${spoilt} GD 112233`, `MBVCB.${code}.thanh toan`]) {
          assert.deepEqual(referencesIn(content), [code], content);
        }
      }),
    );
  });

  it('differs for different numbers', () => {
    fc.assert(fc.property(seeds, seeds, (a, b) => (a === b) === (transferReference(a) === transferReference(b))));
  });

  it('with one wrong character, or two swapped, is nobody’s', () => {
    const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXY';
    fc.assert(
      fc.property(seeds, fc.nat(8), fc.nat(30), (seed, at, other) => {
        const code = transferReference(seed);
        const place = 3 + at;
        const wrong = code.slice(0, place) + alphabet[other] + code.slice(place + 1);
        if (wrong !== code) assert.ok(!referencesIn(wrong).includes(wrong));
        const next = place === 11 ? place - 1 : place;
        const swapped = code.slice(0, next) + code[next + 1] + code[next] + code.slice(next + 2);
        if (swapped !== code) assert.ok(!referencesIn(swapped).includes(swapped));
      }),
    );
  });

  it('two in one content are both found, the same one once', () => {
    const [a, b] = [transferReference(7n), transferReference(8n)];
    assert.deepEqual(referencesIn(`${a} ${b} ${a}`), [a, b]);
    assert.throws(() => transferReference(1n << 44n));
  });
});

describe('A VietQR code', () => {
  /** Splits a payload into its fields: two digits of tag, two of length, the value. */
  function fieldsOf(payload: string): Record<string, string> {
    const found: Record<string, string> = {};
    for (let at = 0; at < payload.length; ) {
      const length = Number(payload.slice(at + 2, at + 4));
      found[payload.slice(at, at + 2)] = payload.slice(at + 4, at + 4 + length);
      at += 4 + length;
    }
    return found;
  }
  const order = { bankBin: '970436', accountNumber: '0011001932418', amountVnd: 1_375_000, content: 'DSN7K2M9QWXA5' };

  it('has the check value of the standard', () => assert.equal(crc16('123456789'), '29B1'));

  it('carries bank, account, đồng, amount and content as NAPAS lays them out', () => {
    const payload = vietQr(order);
    const fields = fieldsOf(payload);
    assert.deepEqual(
      [fields['00'], fields['01'], fields['53'], fields['54'], fields['58']],
      ['01', '12', '704', '1375000', 'VN'],
    );
    const account = fieldsOf(fields['38'] ?? '');
    assert.deepEqual([account['00'], account['02']], ['A000000727', 'QRIBFTTA']);
    assert.deepEqual(fieldsOf(account['01'] ?? ''), { '00': '970436', '01': '0011001932418' });
    assert.deepEqual(fieldsOf(fields['62'] ?? ''), { '08': 'DSN7K2M9QWXA5' });
    assert.equal(fields['63'], crc16(payload.slice(0, -4)));
  });

  it('refuses what it cannot carry', () => {
    for (const wrong of [
      { bankBin: '97043' },
      { accountNumber: 'a b' },
      { amountVnd: 0 },
      { amountVnd: 1.5 },
      { content: 'mã' },
    ]) {
      assert.throws(() => vietQr({ ...order, ...wrong }), JSON.stringify(wrong));
    }
  });
});

describe('A bank statement', () => {
  const amounts: readonly [string, number | null][] = [
    ['1.234.567', 1_234_567],
    ['1,234,567', 1_234_567],
    ['1.234.567,00', 1_234_567],
    ['1,234,567.00', 1_234_567],
    ['500000', 500_000],
    ['500000.00', 500_000],
    ['500.000 đ', 500_000],
    ['500.000 VND', 500_000],
    ['-1.000', -1000],
    ['(1,000)', -1000],
    ['+2.000', 2000],
    ['1.234,50', null],
    ['1.23.456', null],
    ['12,34', null],
    ['1.234,567', null],
    ['một triệu', null],
    ['', null],
    ['99999999999999999999', null],
  ];
  for (const [text, value] of amounts) {
    it(`reads ${JSON.stringify(text)} as ${value}`, () => assert.equal(dong(text), value));
  }

  it('reads the days banks write, and no day that is none', () => {
    assert.deepEqual(
      [
        '23/11/2026',
        '2026-11-23',
        '3-1-2026 10:15:00',
        '2026-11-23T08:00:00Z',
        '31/02/2026',
        '11/23/2026',
        'hôm qua',
      ].map(dayOf),
      ['2026-11-23', '2026-11-23', '2026-01-03', '2026-11-23', null, null, null],
    );
  });

  it('in CSV is read below the bank’s letterhead, with credit and debit columns', () => {
    const text = [
      '\uFEFFNGÂN HÀNG MẪU;;;;;',
      'Số tài khoản: 0011001932418;;;;;',
      'Ngày giao dịch;Số giao dịch;Ghi nợ (VND);Ghi có (VND);Nội dung;Tên đối ứng',
      '23/11/2026;FT26327001;;1.375.000;"CT DEN DSN7K2M9QWXA5; tt";CTY MAU',
      '23/11/2026;FT26327002;22.000;;Phi chuyen tien;',
      'Tổng cộng;;22.000;1.375.000;;',
    ].join('\r\n');
    assert.deepEqual(readStatement(text), [
      {
        ...{ bankReference: 'FT26327001', bookedOn: '2026-11-23', amountVnd: 1_375_000 },
        ...{ content: 'CT DEN DSN7K2M9QWXA5; tt', counterparty: 'CTY MAU' },
      },
      {
        ...{ bankReference: 'FT26327002', bookedOn: '2026-11-23', amountVnd: -22_000 },
        ...{ content: 'Phi chuyen tien', counterparty: null },
      },
    ]);
  });

  it('in CSV with one signed amount and English headings is read too', () => {
    const text = 'Date,Reference,Description,Amount\n2026-11-23,A1,DSN,"1,000,000.00"\n2026-11-24,A2,fee,-5000\n';
    assert.deepEqual(
      readStatement(text).map((line) => [line.bankReference, line.amountVnd]),
      [
        ['A1', 1_000_000],
        ['A2', -5000],
      ],
    );
  });

  const mt940 = [
    ':20:SAOKE1',
    ':25:970436/0011001932418',
    ':28C:1/1',
    ':60F:C261122VND1000000,',
    ':61:2611231123C1375000,NTRFNONREF//FT26327001',
    ':86:?20CT DEN DSN7K2M9?21QWXA5 THANH TOAN?32CTY MAU',
    ':61:261123D22000,00NCHGPHI01',
    ':86:PHI CHUYEN TIEN',
    'DONG HAI',
    ':62F:C261123VND2353000,',
    '-',
  ];

  it('in MT940 is read: sign, amount, reference, subfields and lines that go on', () => {
    assert.deepEqual(readStatement(mt940.join('\r\n')), [
      {
        ...{ bankReference: 'FT26327001', bookedOn: '2026-11-23', amountVnd: 1_375_000 },
        ...{ content: 'CT DEN DSN7K2M9QWXA5 THANH TOAN', counterparty: 'CTY MAU' },
      },
      {
        ...{ bankReference: 'PHI01', bookedOn: '2026-11-23', amountVnd: -22_000 },
        ...{ content: 'PHI CHUYEN TIEN DONG HAI', counterparty: null },
      },
    ]);
  });

  const broken: readonly [string, string, RegExp][] = [
    ['without a heading', 'a,b,c\n1,2,3\n', /Line 1: there is no heading/],
    ['with a half đồng', 'Date,Reference,Description,Amount\n2026-11-23,A1,x,10.50\n', /Line 2: the amount/],
    ['with a day that is none', 'Date,Reference,Description,Amount\n31/02/2026,A1,x,10\n', /Line 2: .* is no day/],
    [
      'with a movement without a reference',
      'Date,Reference,Description,Amount\n2026-11-23,,x,10\n',
      /Line 2: the bank’s/,
    ],
    ['with a quote left open', 'Date,Reference,Description,Amount\n2026-11-23,A1,"x,10\n', /the CSV is broken/],
    ['in dollars', mt940.join('\n').replaceAll('VND', 'USD'), /Line 4: the amount is in USD, not VND \(GIA_NGOAI_TE\)/],
    ['with a :61: of no sense', mt940.join('\n').replace('C1375000,', 'X1375000,'), /Line 5: the :61:/],
    ['with cents', mt940.join('\n').replace('C1375000,', 'C1375000,50'), /Line 5: the :61:/],
  ];
  for (const [what, text, message] of broken) {
    it(`${what} is refused whole, and the line is named`, () => {
      assert.throws(
        () => readStatement(text),
        (error) => error instanceof Problem && error.status === 422 && message.test(error.detail.en),
      );
    });
  }
});
