import assert from 'node:assert/strict';
import { checkTaxCode, type TaxCodeFault, taxCodeFaults } from '../../contracts/scheme/tax-code.js';

/** Worked out on paper: the sum of digit × (31, 29, 23, 19, 17, 13, 7, 5, 3), its remainder by 11, ten less that. */
const stems: readonly (readonly [string, number, number, string | null])[] = [
  ['012345678', 366, 3, '7'],
  ['010000001', 32, 10, '0'],
  ['010000002', 35, 2, '8'],
  ['010000009', 56, 1, '9'],
  ['010000008', 53, 9, '1'],
  ['310000001', 125, 4, '6'],
  ['010000005', 44, 0, null],
  ['010000017', 55, 0, null],
];

const refused: readonly (readonly [string, TaxCodeFault])[] = [
  ['', 'format'],
  ['012345678', 'format'],
  ['01234567870', 'format'],
  ['0123456787001', 'format'],
  ['0123456787-01', 'format'],
  ['0123456787-0001', 'format'],
  ['0123456787-', 'format'],
  ['012345678A', 'format'],
  ['0123 456787', 'format'],
  ['0123456787\n0123456787', 'format'],
  ['٠١٢٣٤٥٦٧٨٧', 'format'],
  ['0100000003', 'serial'],
  ['0123456788', 'checksum'],
  ['1023456787', 'checksum'],
  ['0123456788-001', 'checksum'],
  ['0123456787-000', 'branch'],
];

describe('A tax code', () => {
  for (const [stem, sum, remainder, digit] of stems) {
    it(`that begins with ${stem} ends in ${digit ?? 'nothing: it is not issued'}`, () => {
      assert.equal(sum % 11, remainder);
      const accepted = [...'0123456789'].filter((last) => checkTaxCode(stem + last).ok);
      assert.deepEqual(accepted, digit === null ? [] : [digit]);
    });
  }

  it('of ten digits is an organisation, with a branch number it is a branch of that organisation', () => {
    assert.deepEqual(checkTaxCode('0123456787'), { ok: true, kind: 'organisation', parent: '0123456787' });
    for (const branch of ['001', '010', '999']) {
      assert.deepEqual(checkTaxCode(`0123456787-${branch}`), { ok: true, kind: 'branch', parent: '0123456787' });
    }
  });

  it('may have spaces around it', () => {
    assert.deepEqual(checkTaxCode(' 0123456787-001\n'), { ok: true, kind: 'branch', parent: '0123456787' });
  });

  for (const [code, fault] of refused) {
    it(`${JSON.stringify(code)} is refused for its ${fault}, in both languages`, () => {
      assert.deepEqual(checkTaxCode(code), { ok: false, fault });
      const { vi, en } = taxCodeFaults[fault];
      assert.ok(vi.endsWith('.') && en.endsWith('.') && vi !== en);
    });
  }
});
