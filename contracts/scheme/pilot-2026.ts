import type { Bilingual } from '../common.js';

/**
 * The 2026 scheme as data. `source` names the article; `confidence` how sure it is: S1 the text was read, S2 a secondary
 * source, DES a design choice. What no source could be found for is configuration here, never a constant in code.
 */
export const schemeId = 'vn-pilot-2026.1';

/** Shown on every screen unless the exchange is live with a certificate (Law on Data, Art. 42(2)). */
export const banners = {
  demo: {
    vi: 'Sàn dữ liệu trình diễn – môi trường thử nghiệm, không có giá trị pháp lý. Dữ liệu tổ chức là giả lập.',
    en: 'Demonstration exchange – a test environment without legal effect. Its organisations are simulated.',
  },
  pilot: {
    vi: 'Môi trường thử nghiệm – không có giá trị pháp lý.',
    en: 'Pilot environment – without legal effect.',
  },
  live: null,
} as const satisfies Record<string, Bilingual | null>;

const hour = 3_600_000;
const day = 24 * hour;

type Clock = { length: number; source: string; confidence: 'S1' | 'S2' | 'DES' };
const clockTable = {
  requestLapse: { length: 45 * day, source: 'practice of the field: an unanswered request ends', confidence: 'DES' },
  agreementWindow: { length: 14 * day, source: 'a proposed agreement waits for the buyer', confidence: 'DES' },
  paymentWindow: { length: 3 * day, source: 'an unpaid order ends', confidence: 'DES' },
  paymentAnswer: {
    length: 5 * day,
    source: 'a provider that is silent on a stated payment leaves it to a dispute',
    confidence: 'DES',
  },
  acceptance: { length: 14 * day, source: 'delivery counts as accepted when nobody objects', confidence: 'DES' },
  disputeWindow: {
    length: 180 * day,
    source: 'complaint about quality (Commercial Law 2005, Art. 318)',
    confidence: 'S2',
  },
  accessWarning: { length: 30 * day, source: 'both parties are told before access ends', confidence: 'DES' },
  accessGrace: {
    length: 7 * day,
    source: 'after its end access can be extended, not used, for a week',
    confidence: 'DES',
  },
  undeliveredRefund: { length: 24 * hour, source: 'paid without access is paid back', confidence: 'DES' },
  fulfilmentStall: {
    length: 1 * hour,
    source: 'a delivery that does not move is shown to the operator',
    confidence: 'DES',
  },
  takeDown: { length: 24 * hour, source: 'take-down on an authority’s request (e-commerce rules)', confidence: 'S2' },
  incidentNotice: { length: 72 * hour, source: 'notice of a breach (Law 91/2025, Art. 23)', confidence: 'S2' },
  // Counted back from the end of the 72 hours: after 24, 48 and 66 hours.
  incidentFirstAlert: { length: 48 * hour, source: 'alert after 24 of 72 hours', confidence: 'DES' },
  incidentSecondAlert: { length: 24 * hour, source: 'alert after 48 of 72 hours', confidence: 'DES' },
  incidentLastAlert: { length: 6 * hour, source: 'alert after 66 of 72 hours', confidence: 'DES' },
} as const satisfies Record<string, Clock>;

/** Lengths in milliseconds. */
export const clocks = Object.fromEntries(Object.entries(clockTable).map(([name, row]) => [name, row.length])) as Record<
  keyof typeof clockTable,
  number
>;
export const clockSources: Readonly<Record<string, Clock>> = clockTable;

/** Limits of the pilot; the operator's sandbox licence sets the real ones. */
export const pilotScope = {
  maxOrderVnd: 2_000_000_000,
  source: 'limit user risk (Decree 169/2025, sandbox)',
  confidence: 'DES',
} as const;

export const sectors = {
  agriculture: { vi: 'Nông nghiệp', en: 'Agriculture' },
  environment: { vi: 'Môi trường', en: 'Environment' },
  transport: { vi: 'Giao thông', en: 'Transport' },
  energy: { vi: 'Năng lượng', en: 'Energy' },
  health: { vi: 'Y tế', en: 'Health' },
  education: { vi: 'Giáo dục', en: 'Education' },
  finance: { vi: 'Tài chính', en: 'Finance' },
  trade: { vi: 'Thương mại', en: 'Trade' },
  tourism: { vi: 'Du lịch', en: 'Tourism' },
  science: { vi: 'Khoa học', en: 'Science' },
  society: { vi: 'Xã hội', en: 'Society' },
  urban: { vi: 'Đô thị', en: 'Urban affairs' },
  technology: { vi: 'Công nghệ', en: 'Technology' },
  culture: { vi: 'Văn hóa', en: 'Culture' },
} as const satisfies Record<string, Bilingual>;

export const updateFrequencies = {
  once: { vi: 'Một lần', en: 'Once' },
  yearly: { vi: 'Hằng năm', en: 'Yearly' },
  quarterly: { vi: 'Hằng quý', en: 'Quarterly' },
  monthly: { vi: 'Hằng tháng', en: 'Monthly' },
  weekly: { vi: 'Hằng tuần', en: 'Weekly' },
  daily: { vi: 'Hằng ngày', en: 'Daily' },
  irregular: { vi: 'Không định kỳ', en: 'Irregular' },
} as const satisfies Record<string, Bilingual>;

/** How the provider came to the data (Decree 314/2026, Art. 17: dossier of lawful origin). */
export const provenanceBases = {
  self_created: { vi: 'Tự tạo lập', en: 'Created by the provider' },
  collected_with_consent: { vi: 'Thu thập có sự đồng ý', en: 'Collected with consent' },
  licensed_in: { vi: 'Được cấp quyền sử dụng', en: 'Licensed in' },
  state_function: { vi: 'Theo chức năng nhà nước', en: 'Under a State function' },
  public_source: { vi: 'Nguồn công khai', en: 'Public source' },
  derived: { vi: 'Dẫn xuất từ dữ liệu khác', en: 'Derived from other data' },
} as const satisfies Record<string, Bilingual>;

/**
 * Whether the data come from persons, as the provider declares it. Personal data is not traded; what comes from it only
 * after de-identification, with a report on how (Decree 314/2026, Art. 4(6); Decree 356/2025, Art. 7(5)).
 */
export const personalOrigins = {
  none: { vi: 'Không có nguồn gốc cá nhân', en: 'Not of personal origin' },
  aggregate: { vi: 'Tổng hợp từ dữ liệu cá nhân', en: 'Aggregated from personal data' },
  deidentified: { vi: 'Dữ liệu cá nhân đã khử nhận dạng', en: 'De-identified personal data' },
} as const satisfies Record<string, Bilingual>;

export const legalForms = {
  state_body: { vi: 'Cơ quan nhà nước', en: 'State body' },
  public_unit: { vi: 'Đơn vị sự nghiệp công lập', en: 'Public non-business unit' },
  state_enterprise: { vi: 'Doanh nghiệp nhà nước', en: 'State-owned enterprise' },
  company: { vi: 'Doanh nghiệp', en: 'Company' },
  cooperative: { vi: 'Hợp tác xã', en: 'Cooperative' },
  university: { vi: 'Trường đại học', en: 'University' },
  association: { vi: 'Hiệp hội', en: 'Association' },
  branch: { vi: 'Chi nhánh', en: 'Branch' },
  foreign: { vi: 'Tổ chức nước ngoài', en: 'Foreign organisation' },
  household: { vi: 'Hộ kinh doanh', en: 'Household business' },
  individual: { vi: 'Cá nhân kinh doanh', en: 'Individual in business' },
} as const satisfies Record<string, Bilingual>;
/** Sellers for whom an exchange with a payment function withholds and declares tax (Decree 252/2026, Arts. 3, 22, 43). */
export const withholdingForms: readonly (keyof typeof legalForms)[] = ['household', 'individual'];

function codes<K extends string>(table: Record<K, unknown>): [K, ...K[]] {
  return Object.keys(table) as [K, ...K[]];
}
export const sectorCodes = codes(sectors);
export const updateFrequencyCodes = codes(updateFrequencies);
export const provenanceBasisCodes = codes(provenanceBases);
export const personalOriginCodes = codes(personalOrigins);
export const legalFormCodes = codes(legalForms);

/** Decision codes of a review, with the label for the screen. */
export const decisionCodes = {
  THIEU_NGUON_GOC: { vi: 'Thiếu hồ sơ nguồn gốc', en: 'No dossier of origin' },
  CHUA_KHU_NHAN_DANG: { vi: 'Chưa khử nhận dạng', en: 'Not de-identified' },
  DU_LIEU_CA_NHAN: { vi: 'Có dữ liệu cá nhân', en: 'Personal data found' },
  DU_LIEU_COT_LOI: { vi: 'Dữ liệu cốt lõi', en: 'Core data' },
  NGUON_KHONG_HOP_LE: { vi: 'Nguồn không hợp lệ với sàn này', en: 'Source not allowed on this exchange' },
  KHONG_MAY_DOC: { vi: 'Không đọc được bằng máy', en: 'Not machine-readable' },
  THIEU_CHAT_LUONG: { vi: 'Thiếu công bố chất lượng', en: 'Quality statement incomplete' },
  GIA_NGOAI_TE: { vi: 'Giá bằng ngoại tệ', en: 'Price in a foreign currency' },
  XUNG_DOT_LOI_ICH: { vi: 'Xung đột lợi ích', en: 'Conflict of interest' },
  CHUNG_NHAN_HET_HAN: { vi: 'Chứng nhận hết hạn', en: 'Certificate expired' },
  BI_CAM: { vi: 'Bị pháp luật cấm', en: 'Barred by law' },
} as const satisfies Record<string, Bilingual>;

export const decisionCodeKeys = codes(decisionCodes);

/**
 * Codes after which nobody may use the data any longer: access stops when a listing is suspended or delisted under one of
 * them. Under any other it runs to its end (scheme L18: cut-off is the operator's rule, published here).
 */
export const cuttingCodes: readonly (keyof typeof decisionCodes)[] = [
  'DU_LIEU_CA_NHAN',
  'CHUA_KHU_NHAN_DANG',
  'DU_LIEU_COT_LOI',
  'BI_CAM',
];

/** Grounds on which a regulator stops a trade or asks for a take-down, each by the article it rests on. */
export const legalGrounds = {
  ND314_5: {
    vi: 'Giám sát hoạt động sàn dữ liệu (NĐ 314/2026, Đ.5)',
    en: 'Supervision of the exchange (Decree 314/2026, Art. 5)',
  },
  ND314_7_8: {
    vi: 'Tạm dừng, hủy niêm yết và lưu chứng cứ (NĐ 314/2026, Đ.7 k.8)',
    en: 'Suspension with evidence kept (Decree 314/2026, Art. 7(8))',
  },
  ND314_17: {
    vi: 'Hồ sơ nguồn gốc hợp pháp (NĐ 314/2026, Đ.17)',
    en: 'Lawful origin of data (Decree 314/2026, Art. 17)',
  },
  L60_25: { vi: 'Rủi ro và sự cố dữ liệu (Luật Dữ liệu, Đ.25)', en: 'Data risks and incidents (Law on Data, Art. 25)' },
  L91_23: { vi: 'Vi phạm dữ liệu cá nhân (Luật 91/2025, Đ.23)', en: 'Personal-data breach (Law 91/2025, Art. 23)' },
  L19_31: { vi: 'Bảo vệ người tiêu dùng (Luật 19/2023, Đ.31)', en: 'Consumer protection (Law 19/2023, Art. 31)' },
  BI_CAM: { vi: 'Nội dung bị pháp luật cấm', en: 'Content barred by law' },
  KHAC: { vi: 'Căn cứ khác, nêu trong lý do', en: 'Another ground, named in the reason' },
} as const satisfies Record<string, Bilingual>;

// Currencies stand as words of their own: “10 Gbps” and “2024 European” are not prices.
const foreign =
  /\d[\d.,]*\s*(?:(?:nghìn|triệu|tỷ)\s+)?(?:(?:usd|euros?|eur|jpy|cny|gbp|đô la)(?!\p{L})|us\$|[$€£¥])|(?:(?<!\p{L})(?:usd|eur|jpy|cny|gbp|us\$)|[$€£¥])\s*\d|quy đổi theo tỷ giá|theo tỷ giá (?:usd|đô la|ngoại tệ)|(?:bằng|theo) đô la/iu;

/** Whether a text quotes or indexes a price in foreign currency (Ordinance on Foreign Exchange, Art. 22). */
export function mentionsForeignCurrency(text: string): boolean {
  return foreign.test(text.normalize('NFC'));
}
