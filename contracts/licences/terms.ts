import { z } from 'zod';
import { type Bilingual, bilingual, vnd } from '../common.js';
import {
  bytesPerGb,
  describePolicy,
  type LicencePolicy,
  licencePolicySchema,
  purposeLabels,
  purposes,
  userClassLabels,
} from './policy.js';

/** How a price is made. Everything is paid before access begins; nothing is charged later (orders stay one sum, paid once). */
export const priceModels = ['free', 'one_off', 'subscription', 'per_call', 'per_gb', 'tiered'] as const;
export type PriceModel = (typeof priceModels)[number];
export const priceModelLabels: Record<PriceModel, Bilingual> = {
  free: { vi: 'Miễn phí', en: 'Free' },
  one_off: { vi: 'Mua một lần', en: 'One-off' },
  subscription: { vi: 'Thuê theo tháng', en: 'Subscription' },
  per_call: { vi: 'Theo lượt gọi', en: 'Per call' },
  per_gb: { vi: 'Theo GB', en: 'Per GB' },
  tiered: { vi: 'Theo bậc', en: 'Tiered' },
};
/** What one unit of a price is. */
export const unitLabels: Record<PriceModel, Bilingual> = {
  free: { vi: 'lần', en: 'once' },
  one_off: { vi: 'lần', en: 'once' },
  subscription: { vi: 'tháng', en: 'month' },
  per_call: { vi: 'lượt gọi', en: 'call' },
  per_gb: { vi: 'GB', en: 'GB' },
  tiered: { vi: 'bậc', en: 'tier' },
};

export const tierKinds = ['seats', 'calls', 'gb'] as const;
export type TierKind = (typeof tierKinds)[number];
export const tierKindLabels: Record<TierKind, Bilingual> = {
  seats: { vi: 'người dùng', en: 'users' },
  calls: { vi: 'lượt gọi', en: 'calls' },
  gb: { vi: 'GB', en: 'GB' },
};

/** The whole price up to so many units. */
export const tier = z.strictObject({ upTo: z.number().int().min(1).max(1_000_000_000), priceVnd: vnd });
export type Tier = z.infer<typeof tier>;

/** The part of an offer that says what so many units cost. */
export type Pricing = {
  priceModel: PriceModel;
  /** For one unit; of tiers: the cheapest. */
  priceVnd: number;
  minUnits: number;
  maxUnits: number;
  tierBy: TierKind | null;
  tiers: readonly Tier[];
};

/** What so many units cost before VAT, or null where the offer does not sell so many. Pure. */
export function priceOfUnits(pricing: Pricing, units: number): number | null {
  if (!Number.isSafeInteger(units) || units < pricing.minUnits || units > pricing.maxUnits) return null;
  if (pricing.priceModel === 'tiered') {
    return [...pricing.tiers].sort((a, b) => a.upTo - b.upTo).find((one) => units <= one.upTo)?.priceVnd ?? null;
  }
  const total = pricing.priceVnd * units;
  return Number.isSafeInteger(total) ? total : null;
}

/** The policy with what so many units allow: months, seats, or a quota for the whole term. Pure. */
export function policyForUnits(policy: LicencePolicy, pricing: Pricing, units: number): LicencePolicy {
  const calls = { per: 'term', calls: units } as const;
  const bytes = { per: 'term', bytes: units * bytesPerGb } as const;
  switch (pricing.priceModel) {
    case 'subscription':
      return { ...policy, duration: { months: units } };
    case 'per_call':
      return { ...policy, quota: calls };
    case 'per_gb':
      return { ...policy, quota: bytes };
    case 'tiered':
      if (pricing.tierBy === 'seats') return { ...policy, seats: units };
      return { ...policy, quota: pricing.tierBy === 'calls' ? calls : bytes };
    default:
      return policy;
  }
}

/** Everything that the parties may negotiate over; what an agreement is made of beside dataset, parties and licence text. */
export const terms = z.strictObject({
  /** The whole sum before VAT, for all units. */
  priceVnd: vnd,
  units: z.number().int().min(1).max(1_000_000_000),
  purpose: z.enum(purposes),
  policy: licencePolicySchema,
  /** Days of notice before a revision that breaks its readers, and before the agreement is ended early. */
  breakingNoticeDays: z.number().int().min(0).max(365),
  terminationNoticeDays: z.number().int().min(0).max(365),
});
export type Terms = z.infer<typeof terms>;

/** One clause that two versions of the terms say differently. */
export const clauseChange = z.strictObject({ clause: z.string(), title: bilingual, from: bilingual, to: bilingual });
export type ClauseChange = z.infer<typeof clauseChange>;

type Clause = { clause: string; title: Bilingual; text: Bilingual };

const both = (text: string): Bilingual => ({ vi: text, en: text });
const days = (count: number): Bilingual => ({ vi: `${count} ngày`, en: `${count} ${count === 1 ? 'day' : 'days'}` });
const sayYes = (yes: boolean): Bilingual => (yes ? { vi: 'Có', en: 'Yes' } : { vi: 'Không', en: 'No' });

/** The terms clause by clause, each as a sentence or a value in both languages, always in the same order. Pure. */
export function clausesOf({
  priceVnd,
  units,
  purpose,
  policy,
  breakingNoticeDays,
  terminationNoticeDays,
}: Terms): Clause[] {
  const { months } = policy.duration;
  const names = (language: 'vi' | 'en') =>
    policy.permittedPurposes.map((one) => purposeLabels[one][language]).join(', ');
  const quota = policy.quota && { ...policy, seats: null, userClass: 'any' as const };
  const clause = (name: string, vi: string, en: string, text: Bilingual): Clause => ({
    clause: name,
    title: { vi, en },
    text,
  });
  return [
    clause('price', 'Giá (chưa VAT)', 'Price (before VAT)', both(`${priceVnd.toLocaleString('vi-VN')} ₫`)),
    clause('units', 'Số lượng', 'Quantity', { vi: units.toLocaleString('vi-VN'), en: units.toLocaleString('en-US') }),
    clause('purpose', 'Mục đích đã nêu', 'Stated purpose', purposeLabels[purpose]),
    clause('purposes', 'Mục đích được phép', 'Permitted purposes', { vi: names('vi'), en: names('en') }),
    clause(
      'duration',
      'Thời hạn',
      'Term',
      months === null
        ? { vi: 'Không thời hạn', en: 'Without end' }
        : { vi: `${months} tháng`, en: `${months} ${months === 1 ? 'month' : 'months'}` },
    ),
    clause(
      'seats',
      'Số người dùng',
      'Named users',
      policy.seats === null ? { vi: 'Không giới hạn', en: 'Unlimited' } : both(String(policy.seats)),
    ),
    clause(
      'quota',
      'Hạn mức đọc',
      'Quota',
      quota
        ? { vi: describePolicy(quota, 'vi').at(-1) ?? '', en: describePolicy(quota, 'en').at(-1) ?? '' }
        : { vi: 'Không có', en: 'None' },
    ),
    clause(
      'territory',
      'Lãnh thổ',
      'Territory',
      policy.territory === 'VN' ? { vi: 'Việt Nam', en: 'Viet Nam' } : { vi: 'Toàn thế giới', en: 'Worldwide' },
    ),
    clause(
      'redistribution',
      'Cung cấp lại',
      'Passing on',
      policy.redistribution === 'prohibited'
        ? { vi: 'Cấm', en: 'Prohibited' }
        : { vi: 'Được, nếu ghi nguồn', en: 'With attribution' },
    ),
    clause('derived-works', 'Sản phẩm dẫn xuất', 'Derived works', derivedLabels[policy.derivedWorks]),
    clause('ai-training', 'Huấn luyện AI', 'AI training', sayYes(policy.aiTraining === 'permitted')),
    clause('attribution', 'Phải ghi nguồn', 'Attribution required', sayYes(policy.attribution)),
    clause('deletion', 'Xóa khi kết thúc', 'Deletion at the end', sayYes(policy.deletionAtEnd)),
    clause('user-class', 'Dành cho', 'For', userClassLabels[policy.userClass]),
    clause('breaking-notice', 'Báo trước thay đổi cấu trúc', 'Notice of breaking revisions', days(breakingNoticeDays)),
    clause(
      'termination-notice',
      'Báo trước khi chấm dứt sớm',
      'Notice of early termination',
      days(terminationNoticeDays),
    ),
  ];
}

export const derivedLabels: Record<LicencePolicy['derivedWorks'], Bilingual> = {
  internal: { vi: 'Chỉ nội bộ', en: 'Internal only' },
  'publishable-results': { vi: 'Được công bố kết quả', en: 'Results may be published' },
  permitted: { vi: 'Được phép', en: 'Permitted' },
};

/** Every clause that reads differently in the two, old to new, in the order of the clauses. Pure. */
export function changesBetween(from: Terms, to: Terms): ClauseChange[] {
  const after = clausesOf(to);
  return clausesOf(from).flatMap(({ clause, title, text }, index) => {
    const next = after[index]?.text ?? text;
    return next.vi === text.vi && next.en === text.en ? [] : [{ clause, title, from: text, to: next }];
  });
}
