import type { Bilingual } from '../common.js';
import { fromOdrl } from './odrl.js';
import {
  describePolicy,
  type LicencePolicy,
  type Purpose,
  purposeLabels,
  type UserClass,
  userClassLabels,
} from './policy.js';

/** What somebody wants to do, seen at one moment. What is not known is left out and is not asked about. */
export type UseFacts = {
  /** The purpose that was agreed or is asked for. */
  purpose: Purpose;
  /** What is done: read it, pass it on, train a model, supply a derived work, publish results. */
  action: 'use' | 'distribute' | 'ai_training' | 'derive' | 'publish_results';
  at: Date;
  /** When access ends; null = without end. */
  endsAt?: Date | null;
  /** Two-letter country where the data is kept and used. */
  country?: string;
  userClass?: Exclude<UserClass, 'any'> | null;
  /** Whether the reader holds one of the named seats, where seats are counted. */
  seated?: boolean;
  /** What has been read in the quota's period, with what is asked for now. */
  used?: { calls: number; bytes: number };
};

export const policyRules = [
  ...(['profile', 'purpose', 'redistribution', 'ai-training', 'derived-works'] as const),
  ...(['duration', 'territory', 'user-class', 'seats', 'quota'] as const),
] as const;
export type PolicyRule = (typeof policyRules)[number];
export type PolicyRuling = { rule: PolicyRule; allowed: boolean; sentence: Bilingual };
/** The first rule that refuses decides; where none does, the purpose. */
export type PolicyDecision = { allowed: boolean; rule: PolicyRule; sentence: Bilingual; rulings: PolicyRuling[] };

/** Whether the policy permits this use, with what every rule that was asked said. Pure. */
export function decide(policy: LicencePolicy, facts: UseFacts): PolicyDecision {
  const label = purposeLabels[facts.purpose];
  const rulings: PolicyRuling[] = [
    say(
      'purpose',
      policy.permittedPurposes.includes(facts.purpose),
      [`Mục đích “${label.vi}” được phép.`, `The purpose “${label.en}” is permitted.`],
      [`Giấy phép không cho phép mục đích “${label.vi}”.`, `The licence does not permit the purpose “${label.en}”.`],
    ),
    ...byAction(policy, facts),
    ...byLimits(policy, facts),
  ];
  const deciding = rulings.find((one) => !one.allowed) ?? (rulings[0] as PolicyRuling);
  return { allowed: deciding.allowed, rule: deciding.rule, sentence: deciding.sentence, rulings };
}

/** The same for a stored JSON-LD policy: one that cannot be read permits nothing. Pure. */
export function decideOdrl(odrl: unknown, facts: UseFacts): PolicyDecision {
  const read = fromOdrl(odrl);
  if (read) return decide(read.policy, facts);
  const refusal = say(
    'profile',
    false,
    ['', ''],
    [
      'Điều khoản máy đọc có quy tắc lạ hoặc sai dạng nên không cho phép gì.',
      'The machine terms hold an unknown or malformed rule and so permit nothing.',
    ],
  );
  return { allowed: false, rule: 'profile', sentence: refusal.sentence, rulings: [refusal] };
}

type Words = readonly [vi: string, en: string];

function say(rule: PolicyRule, allowed: boolean, yes: Words, no: Words): PolicyRuling {
  const [vi, en] = allowed ? yes : no;
  return { rule, allowed, sentence: { vi, en } };
}

function byAction(policy: LicencePolicy, { action }: UseFacts): PolicyRuling[] {
  switch (action) {
    case 'use':
      return [];
    case 'distribute':
      return [
        say(
          'redistribution',
          policy.redistribution !== 'prohibited',
          ['Được cung cấp lại, có ghi nguồn.', 'It may be passed on, with attribution.'],
          ['Không được cung cấp lại cho bên thứ ba.', 'It may not be passed on to third parties.'],
        ),
      ];
    case 'ai_training':
      return [
        say(
          'ai-training',
          policy.aiTraining === 'permitted',
          ['Được huấn luyện mô hình AI.', 'AI models may be trained.'],
          ['Không được huấn luyện mô hình AI.', 'AI models may not be trained.'],
        ),
      ];
    default:
      return [
        say(
          'derived-works',
          policy.derivedWorks === 'permitted' ||
            (action === 'publish_results' && policy.derivedWorks === 'publishable-results'),
          ['Sản phẩm dẫn xuất loại này được phép.', 'Such derived works are permitted.'],
          ['Sản phẩm dẫn xuất loại này không được phép.', 'Such derived works are not permitted.'],
        ),
      ];
  }
}

function byLimits(policy: LicencePolicy, { at, endsAt, country, userClass, seated, used }: UseFacts): PolicyRuling[] {
  const rulings: PolicyRuling[] = [];
  if (endsAt !== undefined) {
    const day = endsAt?.toISOString().slice(0, 10) ?? '';
    rulings.push(
      say(
        'duration',
        endsAt === null ? policy.duration.months === null : at < endsAt,
        [
          endsAt === null ? 'Không thời hạn.' : `Còn hạn đến ${day}.`,
          endsAt === null ? 'Without end.' : `Until ${day}.`,
        ],
        [`Đã hết thời hạn (${day}).`, `The term has ended (${day}).`],
      ),
    );
  }
  if (country !== undefined) {
    rulings.push(
      say(
        'territory',
        policy.territory === 'worldwide' || country === 'VN',
        [`Được lưu giữ và dùng tại ${country}.`, `It may be kept and used in ${country}.`],
        [
          `Chỉ được lưu giữ và dùng tại Việt Nam, không phải ${country}.`,
          `It stays in Viet Nam; ${country} is outside.`,
        ],
      ),
    );
  }
  if (userClass !== undefined && policy.userClass !== 'any') {
    const { vi, en } = userClassLabels[policy.userClass];
    rulings.push(
      say(
        'user-class',
        userClass === policy.userClass,
        [`Bên mua thuộc nhóm: ${vi}.`, `The buyer is of the class: ${en}.`],
        [`Chỉ dành cho nhóm: ${vi}.`, `Only for the class: ${en}.`],
      ),
    );
  }
  if (seated !== undefined && policy.seats !== null) {
    rulings.push(
      say(
        'seats',
        seated,
        ['Người dùng có chỗ.', 'The reader has a seat.'],
        [`Chỉ ${policy.seats} người được nêu tên.`, `Only ${policy.seats} named people may read.`],
      ),
    );
  }
  if (used !== undefined && policy.quota) {
    const { calls = Number.POSITIVE_INFINITY, bytes = Number.POSITIVE_INFINITY } = policy.quota;
    rulings.push(
      say(
        'quota',
        used.calls <= calls && used.bytes <= bytes,
        ['Trong hạn mức.', 'Within the quota.'],
        [describePolicy(policy, 'vi').at(-1) ?? '', describePolicy(policy, 'en').at(-1) ?? ''],
      ),
    );
  }
  return rulings;
}
