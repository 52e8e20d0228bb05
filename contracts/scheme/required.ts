import type { DatasetPage } from '../catalogue.js';
import type { Bilingual } from '../common.js';
import type { Article } from './articles.js';
import type { DecisionCode, Severity } from './findings.js';
import { leastText } from './thresholds.js';

/** A field of the page that the scheme asks for (scheme §9.9): where it stands, by which article, and how long it must be. */
export type RequiredField = {
  rule: string;
  pointer: string;
  name: Bilingual;
  article: Article;
  code: DecisionCode | null;
  severity: Severity;
  confidence: 'S1' | 'S2' | 'DES';
  /** What was written there: text, or a choice. */
  said: (page: DatasetPage) => string | null;
  /** Least length; 1 for a choice. */
  least: number;
};

const quality = (part: 'accuracy' | 'completeness' | 'currency' | 'method', vi: string, en: string): RequiredField => ({
  ...{ rule: `quality-${part}`, pointer: `/quality/${part}`, name: { vi, en }, article: 'D314_17' },
  ...{ code: 'THIEU_CHAT_LUONG', severity: 'block', confidence: 'S2', least: part === 'method' ? 3 : leastText.part },
  said: ({ quality }) => quality?.[part] ?? null,
});

/** In the order of the form. */
export const requiredFields: readonly RequiredField[] = [
  {
    ...{
      rule: 'description',
      pointer: '/descriptionVi',
      name: { vi: 'Mô tả', en: 'Description' },
      article: 'D314_8_2',
    },
    ...{ code: null, severity: 'block', confidence: 'S1', least: leastText.description },
    said: (page) => page.descriptionVi,
  },
  {
    ...{ rule: 'english', pointer: '/titleEn', name: { vi: 'Tên tiếng Anh', en: 'English title' }, article: 'DES' },
    ...{ code: null, severity: 'note', confidence: 'DES', least: 1 },
    said: (page) => page.titleEn,
  },
  {
    ...{ rule: 'sector', pointer: '/sector', name: { vi: 'Lĩnh vực', en: 'Sector' }, article: 'D314_8_2' },
    ...{ code: null, severity: 'block', confidence: 'S1', least: 1 },
    said: (page) => page.sector,
  },
  {
    ...{ rule: 'coverage', pointer: '/coverageArea', name: { vi: 'Phạm vi không gian', en: 'Area covered' } },
    ...{ article: 'D314_8_2', code: null, severity: 'block', confidence: 'S1', least: 2 },
    said: (page) => page.coverageArea,
  },
  {
    ...{ rule: 'granularity', pointer: '/granularity', name: { vi: 'Mỗi dòng là gì', en: 'What one row stands for' } },
    ...{ article: 'D314_8_2', code: null, severity: 'note', confidence: 'DES', least: 2 },
    said: (page) => page.granularity,
  },
  {
    ...{
      rule: 'update-frequency',
      pointer: '/updateFrequency',
      name: { vi: 'Tần suất cập nhật', en: 'Update frequency' },
    },
    ...{ article: 'D314_17', code: null, severity: 'block', confidence: 'S2', least: 1 },
    said: (page) => page.updateFrequency,
  },
  quality('accuracy', 'Độ chính xác', 'Accuracy'),
  quality('completeness', 'Tính đầy đủ', 'Completeness'),
  quality('currency', 'Tính cập nhật', 'Currency'),
  {
    ...{ rule: 'limitations', pointer: '/limitations', name: { vi: 'Hạn chế đã biết', en: 'Known limitations' } },
    ...{
      article: 'D314_17',
      code: 'THIEU_CHAT_LUONG',
      severity: 'block',
      confidence: 'S2',
      least: leastText.limitations,
    },
    said: (page) => page.limitations,
  },
  quality('method', 'Cách đo chất lượng', 'How quality was measured'),
  {
    ...{ rule: 'quality-measured', pointer: '/quality/measuredAt', name: { vi: 'Ngày đo', en: 'Day of measurement' } },
    ...{ article: 'D314_17', code: 'THIEU_CHAT_LUONG', severity: 'block', confidence: 'S2', least: 1 },
    said: ({ quality }) => quality?.measuredAt ?? null,
  },
  {
    ...{ rule: 'product-kind', pointer: '/productKind', name: { vi: 'Loại sản phẩm', en: 'Kind of product' } },
    ...{ article: 'D314_7_6', code: null, severity: 'block', confidence: 'S1', least: 1 },
    said: (page) => page.productKind,
  },
  {
    ...{
      rule: 'activity',
      pointer: '/activity',
      name: { vi: 'Hoạt động dữ liệu', en: 'Data activity' },
      article: 'DES',
    },
    ...{ code: null, severity: 'note', confidence: 'DES', least: 1 },
    said: (page) => page.activity,
  },
  {
    ...{ rule: 'sharing-class', pointer: '/sharingClass', name: { vi: 'Tính chất chia sẻ', en: 'Nature of sharing' } },
    ...{ article: 'L60_13', code: null, severity: 'block', confidence: 'S2', least: 1 },
    said: (page) => page.sharingClass,
  },
  {
    ...{ rule: 'importance-class', pointer: '/importanceClass', name: { vi: 'Mức quan trọng', en: 'Importance' } },
    ...{ article: 'L60_13', code: null, severity: 'block', confidence: 'S2', least: 1 },
    said: (page) => page.importanceClass,
  },
  {
    ...{
      rule: 'personal-origin',
      pointer: '/personalOrigin',
      name: { vi: 'Nguồn gốc cá nhân', en: 'Personal origin' },
    },
    ...{ article: 'D314_4_6', code: null, severity: 'block', confidence: 'S1', least: 1 },
    said: (page) => page.personalOrigin,
  },
  {
    ...{
      rule: 'provenance-basis',
      pointer: '/provenanceBasis',
      name: { vi: 'Căn cứ nguồn gốc', en: 'Basis of origin' },
    },
    ...{ article: 'D314_17', code: 'THIEU_NGUON_GOC', severity: 'block', confidence: 'S2', least: 1 },
    said: (page) => page.provenanceBasis,
  },
  {
    ...{ rule: 'provenance', pointer: '/provenance', name: { vi: 'Nguồn gốc và cách thu thập', en: 'Origin' } },
    ...{
      article: 'D314_17',
      code: 'THIEU_NGUON_GOC',
      severity: 'block',
      confidence: 'S2',
      least: leastText.provenance,
    },
    said: (page) => page.provenance,
  },
];
