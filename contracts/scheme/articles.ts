import type { Bilingual } from '../common.js';

/** Articles that rules rest on, as they are cited on screen. */
export const articles = {
  D314_4_6: { vi: 'NĐ 314/2026, Đ.4 k.6', en: 'Decree 314/2026, Art. 4(6)' },
  D314_5: { vi: 'NĐ 314/2026, Đ.5', en: 'Decree 314/2026, Art. 5' },
  D314_6_2: { vi: 'NĐ 314/2026, Đ.6 k.2', en: 'Decree 314/2026, Art. 6(2)' },
  D314_7_3: { vi: 'NĐ 314/2026, Đ.7 k.3', en: 'Decree 314/2026, Art. 7(3)' },
  D314_7_6: { vi: 'NĐ 314/2026, Đ.7 k.6', en: 'Decree 314/2026, Art. 7(6)' },
  D314_7_8: { vi: 'NĐ 314/2026, Đ.7 k.8', en: 'Decree 314/2026, Art. 7(8)' },
  D314_8_1: { vi: 'NĐ 314/2026, Đ.8 k.1', en: 'Decree 314/2026, Art. 8(1)' },
  D314_8_2: { vi: 'NĐ 314/2026, Đ.8 k.2', en: 'Decree 314/2026, Art. 8(2)' },
  D314_8_3: { vi: 'NĐ 314/2026, Đ.8 k.3', en: 'Decree 314/2026, Art. 8(3)' },
  D314_17: { vi: 'NĐ 314/2026, Đ.17', en: 'Decree 314/2026, Art. 17' },
  D314_18: { vi: 'NĐ 314/2026, Đ.18', en: 'Decree 314/2026, Art. 18' },
  L60_13: { vi: 'Luật Dữ liệu, Đ.13', en: 'Law on Data, Art. 13' },
  L60_42_3: { vi: 'Luật Dữ liệu, Đ.42 k.3', en: 'Law on Data, Art. 42(3)' },
  L91_12_1: { vi: 'Luật 91/2025, Đ.12 k.1', en: 'Law 91/2025, Art. 12(1)' },
  L91_33: { vi: 'Luật 91/2025, Đ.33', en: 'Law 91/2025, Art. 33' },
  D356_7_5: { vi: 'NĐ 356/2025, Đ.7 k.5', en: 'Decree 356/2025, Art. 7(5)' },
  QD20: { vi: 'QĐ 20/2025/QĐ-TTg', en: 'Decision 20/2025/QĐ-TTg' },
  PLNH_22: { vi: 'Pháp lệnh Ngoại hối, Đ.22', en: 'Ordinance on Foreign Exchange, Art. 22' },
  DES: { vi: 'Quy định của sàn', en: 'Rule of the exchange' },
} as const satisfies Record<string, Bilingual>;
export type Article = keyof typeof articles;
