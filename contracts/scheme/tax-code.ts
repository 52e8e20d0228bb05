/** Why a tax code (MST) is refused. */
export type TaxCodeFault = 'format' | 'serial' | 'checksum' | 'branch';
export type TaxCodeCheck =
  | { ok: true; kind: 'organisation' | 'branch'; parent: string }
  | { ok: false; fault: TaxCodeFault };

const weights = [31, 29, 23, 19, 17, 13, 7, 5, 3];

/**
 * Checks a Vietnamese tax code: ten digits, or `NNNNNNNNNN-NNN` for a branch (001–999). The last of the ten is
 * `10 − (Σ digit × weight mod 11)`; a stem that would give 10 is not issued, serial 0000000 is invalid.
 */
export function checkTaxCode(value: string): TaxCodeCheck {
  const match = /^(\d{2})(\d{7})(\d)(?:-(\d{3}))?$/.exec(value.trim());
  if (!match) return { ok: false, fault: 'format' };
  const [, , serial, check, branch] = match;
  const parent = value.trim().slice(0, 10);
  if (serial === '0000000') return { ok: false, fault: 'serial' };
  const sum = weights.reduce((total, weight, index) => total + weight * Number(parent[index]), 0);
  const expected = 10 - (sum % 11);
  if (expected === 10 || expected !== Number(check)) return { ok: false, fault: 'checksum' };
  if (branch === undefined) return { ok: true, kind: 'organisation', parent };
  return branch === '000' ? { ok: false, fault: 'branch' } : { ok: true, kind: 'branch', parent };
}

/** The fault as a sentence for the person who typed the code. */
export const taxCodeFaults: Record<TaxCodeFault, { vi: string; en: string }> = {
  format: {
    vi: 'Mã số thuế gồm 10 chữ số, hoặc 10 chữ số và 3 chữ số chi nhánh (0123456789-001).',
    en: 'A tax code has 10 digits, or 10 digits and a 3-digit branch (0123456789-001).',
  },
  serial: { vi: 'Số thứ tự 0000000 không tồn tại.', en: 'The serial 0000000 is not issued.' },
  checksum: {
    vi: 'Chữ số kiểm tra không khớp; hãy xem lại mã số thuế.',
    en: 'The check digit does not match; look at the tax code again.',
  },
  branch: { vi: 'Số chi nhánh từ 001 đến 999.', en: 'The branch number runs from 001 to 999.' },
};
