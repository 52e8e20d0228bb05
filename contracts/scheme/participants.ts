import type { Bilingual } from '../common.js';
import { fold } from '../fold.js';

type Item = { name: Bilingual; source: string; confidence: 'S1' | 'S2' | 'DES' };

/** What the operator checks before it verifies a participant (Decree 314/2026, Art. 7(8)(a), 18), item by item. */
export const checkItems = {
  legal_status: {
    name: { vi: 'Tư cách pháp lý: thành lập hợp pháp', en: 'Legal status: lawfully established' },
    source: 'Decree 314/2026, Art. 7(8)(a), 18',
    confidence: 'S2',
  },
  tax_code: {
    name: { vi: 'Mã số thuế đúng và của chính tổ chức', en: 'Tax code is valid and its own' },
    source: 'scheme P5',
    confidence: 'S2',
  },
  electronic_identity: {
    name: { vi: 'Tài khoản định danh tổ chức (VNeID mức 2)', en: 'Electronic identity (VNeID, level 2)' },
    source: 'Decree 314/2026, Art. 18',
    confidence: 'S2',
  },
  representative: {
    name: { vi: 'Người đại diện có thẩm quyền', en: 'Its representative has authority' },
    source: 'scheme P2',
    confidence: 'S2',
  },
  scope: {
    name: { vi: 'Phạm vi hoạt động và thông tin công bố', en: 'Scope of activity and published information' },
    source: 'Decree 314/2026, Art. 7(8)(a)',
    confidence: 'S1',
  },
  certificate: {
    name: { vi: 'Giấy chứng nhận, nếu dịch vụ có điều kiện', en: 'Certificate, where the service is conditional' },
    source: 'Decree 314/2026, Art. 8(3)(c)',
    confidence: 'S1',
  },
  governing_body: {
    name: { vi: 'Cơ quan chủ quản, nếu là cơ quan nhà nước', en: 'Governing body, of a State body' },
    source: 'Decree 314/2026, Art. 5',
    confidence: 'S1',
  },
} as const satisfies Record<string, Item>;
export type CheckItem = keyof typeof checkItems;
export const checkItemCodes = Object.keys(checkItems) as [CheckItem, ...CheckItem[]];

export const certificateKinds = {
  intermediary: { vi: 'Dịch vụ trung gian dữ liệu', en: 'Data intermediary services' },
  analysis_business: { vi: 'Kinh doanh dịch vụ phân tích, tổng hợp', en: 'Business of analysis and synthesis' },
  analysis_supply: { vi: 'Cung cấp dịch vụ phân tích, tổng hợp', en: 'Supply of analysis and synthesis' },
  personal_data_processing: { vi: 'Dịch vụ xử lý dữ liệu cá nhân', en: 'Processing of personal data' },
} as const satisfies Record<string, Bilingual>;
export const certificateKindCodes = Object.keys(certificateKinds) as [
  keyof typeof certificateKinds,
  ...(keyof typeof certificateKinds)[],
];

const forms =
  /\b(cong ty|co phan|cp|tnhh|mtv|mot thanh vien|trach nhiem huu han|doanh nghiep|tu nhan|chi nhanh|joint stock|company|limited|ltd|co|jsc|corporation|corp|inc|llc)\b/g;

/** A name as banks write it: without marks, punctuation and the words of its legal form. Pure. */
export function bareName(name: string): string {
  return fold(name)
    .replaceAll(/[^a-z0-9 ]+/g, ' ')
    .replaceAll(forms, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
}

/** Whether the holder of an account is the organisation: equal without marks, or without the words of the legal form. Pure. */
export function holderIs(holder: string, names: readonly string[]): boolean {
  const bare = bareName(holder);
  return bare.length > 0 && names.some((name) => bareName(name) === bare);
}
