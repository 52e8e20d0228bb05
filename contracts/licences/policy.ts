import { z } from 'zod';
import type { Bilingual, Language } from '../common.js';

/** What data may be wanted for. A request names one; a licence permits some. */
export const purposes = [
  'research',
  'education',
  'public_service',
  'journalism',
  'commercial_internal',
  'commercial_product',
  'ai_training',
] as const;
export type Purpose = (typeof purposes)[number];
export const purposeLabels: Record<Purpose, Bilingual> = {
  research: { vi: 'Nghiên cứu khoa học', en: 'Scientific research' },
  education: { vi: 'Giáo dục, đào tạo', en: 'Education and training' },
  public_service: { vi: 'Phục vụ công', en: 'Public service' },
  journalism: { vi: 'Báo chí', en: 'Journalism' },
  commercial_internal: { vi: 'Kinh doanh nội bộ', en: 'Internal commercial use' },
  commercial_product: { vi: 'Sản phẩm, dịch vụ thương mại', en: 'Commercial products and services' },
  ai_training: { vi: 'Huấn luyện mô hình AI', en: 'Training of AI models' },
};

/** The closed set of rules a licence of the exchange can have. Anything else does not parse, and so grants nothing. */
export const licencePolicySchema = z.strictObject({
  permittedPurposes: z.array(z.enum(purposes)).min(1),
  /** null = without end. */
  duration: z.strictObject({ months: z.number().int().min(1).max(120).nullable() }),
  territory: z.enum(['VN', 'worldwide']),
  redistribution: z.enum(['prohibited', 'with-attribution']),
  derivedWorks: z.enum(['internal', 'publishable-results', 'permitted']),
  aiTraining: z.enum(['prohibited', 'permitted']),
  attribution: z.boolean(),
  deletionAtEnd: z.boolean(),
  /** Always prohibited: Law on Personal Data Protection 91/2025, Art. 14(6). */
  reidentification: z.literal('prohibited'),
});
export type LicencePolicy = z.infer<typeof licencePolicySchema>;

/** Whether the licence permits the purpose. */
export function purposeAllowed(policy: LicencePolicy, purpose: Purpose): boolean {
  return policy.permittedPurposes.includes(purpose);
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

/** One plain sentence per rule. */
export function describePolicy(policy: LicencePolicy, language: Language): string[] {
  const vi = language === 'vi';
  const purposesText = policy.permittedPurposes.map((one) => lowerFirst(purposeLabels[one][language])).join(', ');
  const { months } = policy.duration;
  const derived: Record<LicencePolicy['derivedWorks'], Bilingual> = {
    internal: {
      vi: 'Sản phẩm dẫn xuất chỉ dùng trong nội bộ bên mua.',
      en: 'Derived works stay inside the buyer’s organisation.',
    },
    'publishable-results': {
      vi: 'Được công bố kết quả phân tích, không kèm dữ liệu gốc.',
      en: 'Results may be published, without the data itself.',
    },
    permitted: { vi: 'Được tạo và cung cấp sản phẩm dẫn xuất.', en: 'Derived works may be made and supplied.' },
  };
  return [
    vi ? `Được dùng cho: ${purposesText}.` : `May be used for: ${purposesText}.`,
    months === null
      ? vi
        ? 'Không giới hạn thời gian.'
        : 'Without limit of time.'
      : vi
        ? `Thời hạn ${months} tháng kể từ khi giao dữ liệu.`
        : `For ${months} ${months === 1 ? 'month' : 'months'} from delivery.`,
    policy.territory === 'VN'
      ? vi
        ? 'Chỉ sử dụng trên lãnh thổ Việt Nam.'
        : 'Use within Viet Nam only.'
      : vi
        ? 'Không giới hạn lãnh thổ.'
        : 'Use anywhere.',
    policy.redistribution === 'prohibited'
      ? vi
        ? 'Không được cung cấp lại dữ liệu cho bên thứ ba.'
        : 'The data may not be passed on to third parties.'
      : vi
        ? 'Được cung cấp lại cho bên thứ ba nếu ghi nguồn.'
        : 'The data may be passed on, with attribution.',
    derived[policy.derivedWorks][language],
    policy.aiTraining === 'permitted'
      ? vi
        ? 'Được dùng để huấn luyện mô hình AI.'
        : 'May be used to train AI models.'
      : vi
        ? 'Không được dùng để huấn luyện mô hình AI.'
        : 'May not be used to train AI models.',
    ...(policy.attribution ? [vi ? 'Phải ghi nguồn bên bán.' : 'The provider must be credited.'] : []),
    policy.deletionAtEnd
      ? vi
        ? 'Phải xóa dữ liệu và xác nhận khi hết hạn.'
        : 'The data must be deleted, and that confirmed, at the end.'
      : vi
        ? 'Không phải xóa bản đã nhận khi hết hạn.'
        : 'Copies already received need not be deleted at the end.',
    vi ? 'Cấm tái nhận dạng cá nhân.' : 'Re-identifying persons is forbidden.',
  ];
}

type Odrl = Record<string, unknown>;

/** The policy as a W3C ODRL 2.2 offer in JSON-LD: `target` is the dataset, `assigner` the provider. Pure. */
export function toOdrl(policy: LicencePolicy, target: string, assigner: string): Odrl {
  const constraint: Odrl[] = [
    {
      leftOperand: 'purpose',
      operator: 'isAnyOf',
      rightOperand: policy.permittedPurposes.map((one) => `datasan:${one}`),
    },
  ];
  if (policy.duration.months !== null) {
    constraint.push({ leftOperand: 'elapsedTime', operator: 'lteq', rightOperand: `P${policy.duration.months}M` });
  }
  if (policy.territory === 'VN')
    constraint.push({ leftOperand: 'spatial', operator: 'eq', rightOperand: 'iso3166:VN' });
  const duties: Odrl[] = [
    ...(policy.attribution ? [{ action: 'attribute' }] : []),
    ...(policy.deletionAtEnd ? [{ action: 'delete' }] : []),
  ];
  const use: Odrl = { target, action: 'use', constraint, ...(duties.length > 0 ? { duty: duties } : {}) };
  const forbid = (action: string): Odrl => ({ target, action });
  return {
    '@context': ['http://www.w3.org/ns/odrl.jsonld', { datasan: 'urn:datasan:purpose:', iso3166: 'urn:iso:3166:' }],
    '@type': 'Offer',
    uid: `urn:datasan:policy:${target}`,
    profile: 'urn:datasan:odrl-profile:1',
    assigner,
    permission: [
      use,
      ...(policy.redistribution === 'with-attribution'
        ? [{ target, action: 'distribute', duty: [{ action: 'attribute' }] }]
        : []),
      ...(policy.derivedWorks === 'internal' ? [] : [{ target, action: 'derive' }]),
    ],
    prohibition: [
      ...(policy.redistribution === 'prohibited' ? [forbid('distribute')] : []),
      ...(policy.aiTraining === 'prohibited' ? [forbid('datasan:ai_training')] : []),
      forbid('datasan:reidentify'),
    ],
  };
}
