import type { Bilingual } from '../common.js';

/** What is listed, by the decree's kinds (Decree 314/2026, Art. 7(6)–(7), 8(3)). */
export const productKinds = {
  original_data: { vi: 'Dữ liệu gốc', en: 'Original data' },
  value_added_product: { vi: 'Sản phẩm có giá trị gia tăng', en: 'Value-added product' },
  intermediary_service: { vi: 'Dịch vụ trung gian dữ liệu', en: 'Intermediary service' },
  analysis_service: { vi: 'Dịch vụ phân tích, tổng hợp', en: 'Analysis service' },
} as const satisfies Record<string, Bilingual>;

/** Said wherever a value-added product is shown (Decree 314/2026, Art. 7(6)). */
export const notOriginal: Bilingual = { vi: 'Không phải dữ liệu gốc', en: 'Not original data' };

/** The five products and services of the action plan for Decision 142/QĐ-TTg. */
export const activities = {
  collect: { vi: 'Thu thập', en: 'Collection' },
  process: { vi: 'Xử lý', en: 'Processing' },
  exchange: { vi: 'Trao đổi', en: 'Exchange' },
  enrich: { vi: 'Làm giàu', en: 'Enrichment' },
  visualise: { vi: 'Trực quan hóa', en: 'Visualisation' },
} as const satisfies Record<string, Bilingual>;

/** By nature of sharing (Law on Data, Art. 13); the first three are of data that State bodies hold. */
export const sharingClasses = {
  open: { vi: 'Dữ liệu mở', en: 'Open data' },
  shared: { vi: 'Dữ liệu dùng chung', en: 'Shared-use data' },
  private: { vi: 'Dữ liệu dùng riêng', en: 'Private-use data' },
  not_state: { vi: 'Không phải dữ liệu nhà nước', en: 'Not State data' },
} as const satisfies Record<string, Bilingual>;

/** By importance (Law on Data, Art. 13(2)); core data is also important data. */
export const importanceClasses = {
  other: { vi: 'Dữ liệu khác', en: 'Other data' },
  important: { vi: 'Dữ liệu quan trọng', en: 'Important data' },
  core: { vi: 'Dữ liệu cốt lõi', en: 'Core data' },
} as const satisfies Record<string, Bilingual>;

export type ProductKind = keyof typeof productKinds;
export type Activity = keyof typeof activities;
export type SharingClass = keyof typeof sharingClasses;
export type ImportanceClass = keyof typeof importanceClasses;

function codes<K extends string>(table: Record<K, unknown>): [K, ...K[]] {
  return Object.keys(table) as [K, ...K[]];
}
export const productKindCodes = codes(productKinds);
export const activityCodes = codes(activities);
export const sharingClassCodes = codes(sharingClasses);
export const importanceClassCodes = codes(importanceClasses);

/** Kinds that are services: no files, but a certificate (Decree 314/2026, Art. 8(3)(c)). */
export function isService(kind: ProductKind | null): boolean {
  return kind === 'intermediary_service' || kind === 'analysis_service';
}
