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

/** Who may take a licence: anybody, academic institutions only, or businesses only. */
export const userClasses = ['any', 'academic', 'commercial'] as const;
export type UserClass = (typeof userClasses)[number];
export const userClassLabels: Record<UserClass, Bilingual> = {
  any: { vi: 'Mọi tổ chức', en: 'Any organisation' },
  academic: { vi: 'Cơ sở giáo dục, nghiên cứu', en: 'Academic institutions' },
  commercial: { vi: 'Doanh nghiệp', en: 'Businesses' },
};

/** How much may be read in a calendar month or in the whole term; a call is a download or a query. */
export const policyQuota = z
  .strictObject({
    per: z.enum(['month', 'term']),
    calls: z.number().int().min(1).max(1_000_000_000).optional(),
    bytes: z.number().int().min(1).max(Number.MAX_SAFE_INTEGER).optional(),
  })
  .refine((quota) => quota.calls !== undefined || quota.bytes !== undefined, 'a quota counts calls or bytes');
export type PolicyQuota = z.infer<typeof policyQuota>;

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
  // Policies made before these rules existed carry none of them: no seat, class or quota was agreed.
  userClass: z.enum(userClasses).default('any'),
  /** Named people who may read; null = every member of the buyer. */
  seats: z.number().int().min(1).max(100_000).nullable().default(null),
  quota: policyQuota.nullable().default(null),
});
export type LicencePolicy = z.infer<typeof licencePolicySchema>;

/** Whether the licence permits the purpose. */
export function purposeAllowed(policy: LicencePolicy, purpose: Purpose): boolean {
  return policy.permittedPurposes.includes(purpose);
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

function quotaSentence(quota: PolicyQuota, language: Language): string {
  const vi = language === 'vi';
  const number = (value: number) => value.toLocaleString(vi ? 'vi-VN' : 'en-US');
  const parts = [
    ...(quota.calls === undefined ? [] : [vi ? `${number(quota.calls)} lượt gọi` : `${number(quota.calls)} calls`]),
    ...(quota.bytes === undefined
      ? []
      : [`${(quota.bytes / bytesPerGb).toLocaleString(vi ? 'vi-VN' : 'en-US', { maximumFractionDigits: 3 })} GB`]),
  ];
  const per = quota.per === 'month' ? (vi ? 'mỗi tháng' : 'a month') : vi ? 'trong cả thời hạn' : 'in the whole term';
  return vi ? `Được đọc tối đa ${parts.join(' và ')} ${per}.` : `At most ${parts.join(' and ')} may be read ${per}.`;
}

/** A gigabyte of the exchange: 10⁹ bytes, as data is sold. */
export const bytesPerGb = 1_000_000_000;

/** One plain sentence per rule. */
export function describePolicy(given: z.input<typeof licencePolicySchema>, language: Language): string[] {
  const policy: LicencePolicy = {
    ...given,
    userClass: given.userClass ?? 'any',
    seats: given.seats ?? null,
    quota: given.quota ?? null,
  };
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
    ...(policy.userClass === 'any'
      ? []
      : [
          policy.userClass === 'academic'
            ? vi
              ? 'Chỉ dành cho cơ sở giáo dục, nghiên cứu.'
              : 'For academic institutions only.'
            : vi
              ? 'Chỉ dành cho doanh nghiệp.'
              : 'For businesses only.',
        ]),
    ...(policy.seats === null
      ? []
      : [
          vi
            ? `Tối đa ${policy.seats} người dùng được nêu tên.`
            : `For at most ${policy.seats} named ${policy.seats === 1 ? 'user' : 'users'}.`,
        ]),
    ...(policy.quota === null ? [] : [quotaSentence(policy.quota, language)]),
  ];
}
