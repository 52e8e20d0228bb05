import type { Bilingual } from '../common.js';

/**
 * Kinds of personal data that a scan looks for in every row of every file (Law 91/2025; Decree 314/2026, Art. 4(6): no
 * personal data is traded, only what was de-identified). `weight` says what a finding does: `block` returns the listing to
 * its provider, `review` is shown to the reviewer, `note` is told to both and stops nothing.
 */
type Kind = {
  name: Bilingual;
  weight: 'block' | 'review' | 'note';
  /** Words in the folded name of a column that make a finding likely. */
  hints: RegExp;
  /** Least share of the values that are not null, with such a name and without; null = never without. */
  hinted: number;
  alone: number | null;
};

export const personalKinds = {
  citizen_id: {
    name: { vi: 'số căn cước công dân', en: 'citizen identity number' },
    weight: 'block',
    hints: /\b(cccd|can cuoc|cmnd|cmt|so dinh danh|citizen|national id|identity)/,
    ...{ hinted: 0.001, alone: 0.2 },
  },
  old_identity: {
    name: { vi: 'số chứng minh nhân dân', en: 'old identity card number' },
    weight: 'block',
    hints: /\b(cmnd|cmt|chung minh|identity card|id card)/,
    ...{ hinted: 0.5, alone: null },
  },
  phone: {
    name: { vi: 'số điện thoại', en: 'telephone number' },
    weight: 'block',
    hints: /\b(phone|tel|mobile|sdt|dien thoai|di dong|hotline|zalo|msisdn)/,
    ...{ hinted: 0.001, alone: 0.05 },
  },
  email: {
    name: { vi: 'địa chỉ thư điện tử', en: 'e-mail address' },
    weight: 'block',
    hints: /\b(e ?mail|thu dien tu)/,
    ...{ hinted: 0.001, alone: 0.001 },
  },
  personal_tax_code: {
    name: { vi: 'mã số thuế cá nhân', en: 'personal tax code' },
    weight: 'block',
    hints: /\b(mst|ma so thue|tax (code|id|number))/,
    ...{ hinted: 0.1, alone: 0.8 },
  },
  organisation_tax_code: {
    name: { vi: 'mã số thuế tổ chức', en: 'organisation’s tax code' },
    weight: 'note',
    hints: /\b(mst|ma so thue|tax (code|id|number))/,
    ...{ hinted: 0.1, alone: 0.8 },
  },
  bank_account: {
    name: { vi: 'số tài khoản ngân hàng', en: 'bank account number' },
    weight: 'block',
    hints: /\b(stk|so tai khoan|bank account|account (no|number)|tai khoan ngan hang)/,
    ...{ hinted: 0.5, alone: null },
  },
  card: {
    name: { vi: 'số thẻ thanh toán', en: 'payment card number' },
    weight: 'block',
    hints: /\b(card|the (tin dung|ghi no|thanh toan)|so the|pan)\b/,
    ...{ hinted: 0.01, alone: 0.5 },
  },
  social_insurance: {
    name: { vi: 'số bảo hiểm xã hội', en: 'social insurance number' },
    weight: 'block',
    hints: /\b(bhxh|bao hiem xa hoi|social insurance|so so bh)/,
    ...{ hinted: 0.5, alone: null },
  },
  health_card: {
    name: { vi: 'số thẻ bảo hiểm y tế', en: 'health insurance card number' },
    weight: 'block',
    hints: /\b(bhyt|bao hiem y te|health insurance)/,
    ...{ hinted: 0.01, alone: 0.3 },
  },
  passport: {
    name: { vi: 'số hộ chiếu', en: 'passport number' },
    weight: 'block',
    hints: /\b(passport|ho chieu)/,
    ...{ hinted: 0.1, alone: 0.8 },
  },
  licence_plate: {
    name: { vi: 'biển số xe', en: 'vehicle licence plate' },
    weight: 'block',
    hints: /\b(bien so|bien kiem soat|bks|plate)/,
    ...{ hinted: 0.01, alone: 0.3 },
  },
  person_name: {
    name: { vi: 'họ và tên người', en: 'name of a person' },
    weight: 'block',
    hints:
      /\b(ho ten|ho va ten|ten khach|khach hang|nguoi|chu (ho|xe|the)|full ?name|customer|patient|benh nhan|hoc sinh|sinh vien|nhan vien)/,
    ...{ hinted: 0.1, alone: 0.3 },
  },
  birth_date: {
    name: { vi: 'ngày sinh', en: 'date of birth' },
    weight: 'review',
    hints: /\b(ngay sinh|sinh ngay|nam sinh|birth|dob)/,
    ...{ hinted: 0.5, alone: null },
  },
  address: {
    name: { vi: 'địa chỉ cụ thể', en: 'street address' },
    weight: 'review',
    hints: /\b(dia chi|address|noi o|thuong tru|cho o)/,
    ...{ hinted: 0.05, alone: 0.2 },
  },
  ip_address: {
    name: { vi: 'địa chỉ IP', en: 'IP address' },
    weight: 'review',
    hints: /\b(ip|dia chi mang)\b/,
    ...{ hinted: 0.05, alone: 0.2 },
  },
  fine_coordinates: {
    name: { vi: 'tọa độ chi tiết', en: 'fine coordinates' },
    weight: 'note',
    hints: /\b(lat|lon|lng|latitude|longitude|vi do|kinh do|toa do)/,
    ...{ hinted: 0.5, alone: null },
  },
  scrambled: {
    name: { vi: 'giá trị mã hóa hoặc băm', en: 'encrypted or hashed values' },
    weight: 'review',
    hints:
      /\b(cccd|can cuoc|cmnd|cmt|phone|tel|mobile|sdt|dien thoai|e ?mail|ho ten|ho va ten|ten khach|name|mst|stk|tai khoan|passport|ho chieu|bien so|identity|national id|bhxh|bhyt)/,
    ...{ hinted: 0.5, alone: 0.9 },
  },
} as const satisfies Record<string, Kind>;

export type PersonalKind = keyof typeof personalKinds;

/** Coordinates with more digits behind the point than this show a house (about 100 m at three digits). */
export const finestCoordinateDigits = 3;

/** What a scan found in one column: how often, how sure, and masked examples. */
export type PersonalFinding = {
  column: string;
  kind: PersonalKind;
  hits: number;
  /** Of the values that are not null, 0…1. */
  share: number;
  /** `high`: name and values agree; `medium`: the values alone. */
  confidence: 'high' | 'medium';
  /** At most two values, masked. */
  examples: string[];
};

/**
 * What findings mean for a listing, with the decision code of the scheme. Encryption and hashing are no de-identification
 * (Law 91/2025, Art. 12(1)): a scrambled column that is named after an identifier blocks as such.
 */
export function blockingCode({ kind, confidence }: Pick<PersonalFinding, 'kind' | 'confidence'>) {
  if (kind === 'scrambled') return confidence === 'high' ? 'CHUA_KHU_NHAN_DANG' : null;
  return personalKinds[kind].weight === 'block' ? 'DU_LIEU_CA_NHAN' : null;
}
