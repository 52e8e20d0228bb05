import type { Bilingual } from '../common.js';
import type { LicencePolicy } from './policy.js';

/** A licence of the exchange: what people read, and what a machine decides by, under one version. */
export type LicenceTemplate = {
  id: 'open' | 'research-only' | 'commercial-internal' | 'commercial-redistribution' | 'ai-training';
  version: number;
  title: Bilingual;
  summary: Bilingual;
  policy: LicencePolicy;
  /** Markdown files beside this one. */
  text: Bilingual;
};

function textOf(id: string): Bilingual {
  return { vi: `${id}.vi.md`, en: `${id}.en.md` };
}

/** What every template says: no re-identification, no class of buyer, no limit of seats or volume. */
const ordinary = { reidentification: 'prohibited', userClass: 'any', seats: null, quota: null } as const;

/** The templates, from the most open to the most particular. */
export const licenceTemplates: readonly LicenceTemplate[] = [
  {
    id: 'open',
    version: 1,
    title: { vi: 'Giấy phép mở', en: 'Open licence' },
    summary: {
      vi: 'Dùng tự do cho mọi mục đích, miễn phí, chỉ cần ghi nguồn.',
      en: 'Free use for any purpose, without charge; credit the source.',
    },
    policy: {
      permittedPurposes: [
        'research',
        'education',
        'public_service',
        'journalism',
        'commercial_internal',
        'commercial_product',
        'ai_training',
      ],
      duration: { months: null },
      territory: 'worldwide',
      redistribution: 'with-attribution',
      derivedWorks: 'permitted',
      aiTraining: 'permitted',
      attribution: true,
      deletionAtEnd: false,
      ...ordinary,
    },
    text: textOf('open'),
  },
  {
    id: 'research-only',
    version: 1,
    title: { vi: 'Chỉ dùng cho nghiên cứu', en: 'Research only' },
    summary: {
      vi: 'Cho nghiên cứu và giảng dạy; được công bố kết quả, không cung cấp lại dữ liệu.',
      en: 'For research and teaching; results may be published, the data may not be passed on.',
    },
    policy: {
      permittedPurposes: ['research', 'education'],
      duration: { months: 12 },
      territory: 'worldwide',
      redistribution: 'prohibited',
      derivedWorks: 'publishable-results',
      aiTraining: 'prohibited',
      attribution: true,
      deletionAtEnd: true,
      ...ordinary,
    },
    text: textOf('research-only'),
  },
  {
    id: 'commercial-internal',
    version: 1,
    title: { vi: 'Thương mại nội bộ', en: 'Commercial, internal' },
    summary: {
      vi: 'Cho hoạt động kinh doanh trong nội bộ bên mua; không cung cấp lại.',
      en: 'For business inside the buyer’s organisation; not to be passed on.',
    },
    policy: {
      permittedPurposes: ['research', 'education', 'commercial_internal'],
      duration: { months: 12 },
      territory: 'VN',
      redistribution: 'prohibited',
      derivedWorks: 'internal',
      aiTraining: 'prohibited',
      attribution: false,
      deletionAtEnd: true,
      ...ordinary,
    },
    text: textOf('commercial-internal'),
  },
  {
    id: 'commercial-redistribution',
    version: 1,
    title: { vi: 'Thương mại có phân phối lại', en: 'Commercial with redistribution' },
    summary: {
      vi: 'Được đưa vào sản phẩm, dịch vụ và cung cấp cho khách hàng, có ghi nguồn.',
      en: 'May go into products and services for customers, with attribution.',
    },
    policy: {
      permittedPurposes: ['research', 'education', 'journalism', 'commercial_internal', 'commercial_product'],
      duration: { months: 24 },
      territory: 'worldwide',
      redistribution: 'with-attribution',
      derivedWorks: 'permitted',
      aiTraining: 'prohibited',
      attribution: true,
      deletionAtEnd: false,
      ...ordinary,
    },
    text: textOf('commercial-redistribution'),
  },
  {
    id: 'ai-training',
    version: 1,
    title: { vi: 'Huấn luyện AI', en: 'AI training' },
    summary: {
      vi: 'Được dùng để huấn luyện và đánh giá mô hình; không cung cấp lại dữ liệu.',
      en: 'For training and evaluating models; the data may not be passed on.',
    },
    policy: {
      permittedPurposes: ['research', 'education', 'commercial_internal', 'ai_training'],
      duration: { months: 24 },
      territory: 'worldwide',
      redistribution: 'prohibited',
      derivedWorks: 'publishable-results',
      aiTraining: 'permitted',
      attribution: true,
      deletionAtEnd: true,
      ...ordinary,
    },
    text: textOf('ai-training'),
  },
];
