import type { AccessRule, Quota, Ruling } from '../../contracts/access.js';
import type { Bilingual } from '../../contracts/common.js';
import { decide } from '../../contracts/licences/decide.js';
import { readPolicy } from '../../contracts/licences/odrl.js';
import { type LicencePolicy, type Purpose, purposes } from '../../contracts/licences/policy.js';
import { vietnamDay } from '../../contracts/vietnam-day.js';
import { frozenWords } from '../lifecycle/holds.js';
import type { Entitlement } from './tables.js';

/** What was read in the present period of the quota. */
export type Used = { calls: number; bytes: number; resetsAt: Date | null };

/** Everything that access hangs on, looked up at one moment. */
export type AccessFacts = {
  at: Date;
  entitlement: Pick<Entitlement, 'state' | 'stateReason' | 'expiresAt' | 'seats' | 'quota'>;
  frozen: boolean;
  /** Why the trade stands still: a party, the dataset or the revision is stopped. */
  halted: Bilingual | null;
  /** The sealed agreement, as it is stored. */
  agreement: string;
  /** Whether the member who asks has a seat; null when nobody in particular asks. */
  seated: boolean | null;
  used: Used;
  /** What is about to be read; null = nothing more, only whether access stands. */
  needs: { calls: number; bytes: number } | null;
};

/** What was decided: by which rule, in words for people, and what every rule said. */
export type Decision = { allowed: boolean; rule: AccessRule; sentence: Bilingual; rulings: Ruling[] };

/** Asks every rule in its order. The first that refuses decides; where none does, the term. Pure. */
export function decideAccess(facts: AccessFacts): Decision {
  const rulings = [
    freeze(facts),
    revocation(facts),
    suspension(facts),
    term(facts),
    trade(facts),
    ...agreed(facts),
    seat(facts),
    quotaLeft(facts),
  ];
  const refusing = rulings.find((one) => !one.allowed);
  const deciding = refusing ?? term(facts);
  return { allowed: refusing === undefined, rule: deciding.rule, sentence: deciding.sentence, rulings };
}

const allow = (rule: AccessRule, vi: string, en: string): Ruling => ({ rule, allowed: true, sentence: { vi, en } });
const deny = (rule: AccessRule, vi: string, en: string): Ruling => ({ rule, allowed: false, sentence: { vi, en } });

function freeze({ frozen }: AccessFacts): Ruling {
  return frozen
    ? { rule: 'freeze', allowed: false, sentence: frozenWords }
    : allow('freeze', 'Không bị cơ quan quản lý tạm dừng.', 'Not frozen by the regulator.');
}

function reasonIn({ stateReason }: AccessFacts['entitlement']): Bilingual {
  return stateReason === null ? { vi: '', en: '' } : { vi: ` Lý do: ${stateReason}`, en: ` Reason: ${stateReason}` };
}

function revocation({ entitlement }: AccessFacts): Ruling {
  const reason = reasonIn(entitlement);
  return entitlement.state === 'revoked'
    ? deny('revocation', `Quyền truy cập đã bị thu hồi.${reason.vi}`, `Access was revoked.${reason.en}`)
    : allow('revocation', 'Chưa bị thu hồi.', 'Not revoked.');
}

function suspension({ entitlement }: AccessFacts): Ruling {
  const reason = reasonIn(entitlement);
  return entitlement.state === 'suspended'
    ? deny(
        'suspension',
        `Quyền truy cập đang bị tạm dừng; liên hệ đơn vị vận hành để được khôi phục.${reason.vi}`,
        `Access is suspended; ask the operator to resume it.${reason.en}`,
      )
    : allow('suspension', 'Không bị tạm dừng.', 'Not suspended.');
}

/** `25/09/2026`, by the calendar of Viet Nam. */
function dayIn(moment: Date): string {
  return vietnamDay(moment).split('-').reverse().join('/');
}

/** Time counts, also before the timer has run. */
function term({ entitlement: { state, expiresAt }, at }: AccessFacts): Ruling {
  const on = expiresAt === null ? '' : dayIn(expiresAt);
  if (state === 'expired') {
    return deny(
      'term',
      `Quyền truy cập đã hết hạn (${on}); hãy gửi yêu cầu truy cập mới.`,
      `Access expired (${on}); make a new access request.`,
    );
  }
  if (state === 'grace' || (expiresAt !== null && expiresAt <= at)) {
    return deny(
      'term',
      `Quyền truy cập đã hết hạn (${on}); trong thời gian chờ vẫn xin gia hạn được ở trang quyền truy cập.`,
      `Access ended (${on}); for a few more days an extension can be asked for on its page.`,
    );
  }
  return expiresAt === null
    ? allow('term', 'Có hiệu lực, không thời hạn.', 'In force, without end.')
    : allow('term', `Có hiệu lực đến ${on}.`, `In force until ${on}.`);
}

function trade({ halted }: AccessFacts): Ruling {
  return halted
    ? { rule: 'trade', allowed: false, sentence: halted }
    : allow(
        'trade',
        'Hai bên, bộ dữ liệu và phiên bản đều không bị đình chỉ.',
        'Neither party, dataset nor revision is suspended.',
      );
}

/**
 * What the agreement’s policy says. What cannot be read, or is not of the closed set of rules, permits nothing. Term, seats and
 * quota are asked of the entitlement, which may have been given more.
 */
function agreed({ agreement, at }: AccessFacts): Ruling[] {
  const parsed = termsIn(agreement);
  if (!parsed) {
    return [
      deny(
        'policy',
        'Điều khoản máy đọc của thỏa thuận có quy tắc lạ hoặc sai dạng nên không cho phép gì; liên hệ đơn vị vận hành.',
        'The agreement’s machine terms hold an unknown or malformed rule and so permit nothing; ask the operator.',
      ),
    ];
  }
  const { policy, purpose } = parsed;
  const { allowed, sentence } = decide(policy, { purpose, action: 'use', at });
  return [
    allow('policy', 'Điều khoản máy đọc hợp lệ.', 'The machine terms are well-formed.'),
    { rule: 'purpose', allowed, sentence },
  ];
}

function termsIn(agreement: string): { policy: LicencePolicy; purpose: Purpose } | null {
  try {
    const { licence, purpose } = JSON.parse(agreement) as { licence: unknown; purpose: unknown };
    const policy = readPolicy(licence);
    const named = purposes.find((one) => one === purpose);
    return policy && named ? { policy, purpose: named } : null;
  } catch {
    return null;
  }
}

function seat({ entitlement: { seats }, seated }: AccessFacts): Ruling {
  if (seats === null)
    return allow('seat', 'Mọi thành viên của bên mua được dùng.', 'Every member of the buyer may read.');
  if (seated === false) {
    return deny(
      'seat',
      `Chỉ ${seats} người được nêu tên được dùng và bạn chưa có chỗ; nhờ quản trị viên của tổ chức cấp.`,
      `Only ${seats} named people may read and you have no seat; ask your organisation’s administrator for one.`,
    );
  }
  return allow(
    'seat',
    seated ? 'Bạn có chỗ sử dụng.' : `Chỉ ${seats} người được nêu tên được dùng.`,
    seated ? 'You have a seat.' : `Only ${seats} named people may read.`,
  );
}

function quotaLeft({ entitlement: { quota }, used, needs }: AccessFacts): Ruling {
  if (!quota) return allow('quota', 'Không có hạn mức.', 'No quota.');
  const { calls, bytes } = { calls: 0, bytes: 0, ...needs };
  const over = exceeded(quota, { calls: used.calls + calls, bytes: used.bytes + bytes });
  const said = { vi: saying(quota, used, 'vi'), en: saying(quota, used, 'en') };
  if (needs === null || !over) return allow('quota', `Còn hạn mức: ${said.vi}.`, `Within the quota: ${said.en}.`);
  const day = used.resetsAt && dayIn(used.resetsAt);
  return deny(
    'quota',
    `Vượt hạn mức (${said.vi}); ${day ? `hạn mức mới từ ${day}` : 'bên bán có thể nới hạn mức'}.`,
    `Over the quota (${said.en}); ${day ? `a new one begins on ${day}` : 'the provider can raise it'}.`,
  );
}

function exceeded(quota: Quota, sum: { calls: number; bytes: number }): boolean {
  return (
    (quota.calls !== undefined && sum.calls > quota.calls) || (quota.bytes !== undefined && sum.bytes > quota.bytes)
  );
}

function saying(quota: Quota, used: Used, language: 'vi' | 'en'): string {
  const vi = language === 'vi';
  const parts = [
    ...(quota.calls === undefined ? [] : [`${used.calls}/${quota.calls} ${vi ? 'lượt' : 'calls'}`]),
    ...(quota.bytes === undefined ? [] : [`${used.bytes}/${quota.bytes} byte${vi ? '' : 's'}`]),
  ];
  const per = { month: { vi: 'tháng này', en: 'this month' }, term: { vi: 'cả thời hạn', en: 'the whole term' } };
  return `${parts.join(', ')} ${vi ? 'trong' : 'in'} ${per[quota.per][language]}`;
}
