import type { Bilingual } from '../../../contracts/common.js';
import { type LicenceId, licenceIds } from '../../../contracts/licensing.js';
import { periodName } from '../../../contracts/periods.js';
import { relationGrounds } from '../../../contracts/reporting.js';
import { sectors } from '../../../contracts/scheme/pilot-2026.js';
import type { Relation } from '../relations.js';

/** The numbers of a finding; names of organisations are added when it is read. */
export type Explanation =
  | { kind: 'circular'; cycle: string[]; trades: number; valueVnd: number; days: number; month: string }
  | {
      kind: 'related';
      provider: string;
      buyer: string;
      relation: Relation;
      trades: number;
      valueVnd: number;
      month: string;
    }
  | {
      kind: 'price';
      provider: string;
      buyer: string;
      priceVnd: number;
      medianVnd: number;
      score: number;
      compared: number;
      sector: string;
      licence: string;
    }
  | {
      kind: 'burst';
      provider: string;
      buyer: string;
      trades: number;
      per: 'day' | 'hour';
      when: string;
      busiest: number;
    };

const vnd = (value: number) => `${value.toLocaleString('vi-VN')} ₫`;
const decimal = (value: number, language: 'vi' | 'en') =>
  value.toLocaleString(language === 'vi' ? 'vi-VN' : 'en-GB', { maximumFractionDigits: 1 });

/** The finding as sentences in both languages: what was seen, and against what it was held. Pure. */
export function explain(facts: Explanation, nameOf: (organisationId: string) => Bilingual): Bilingual {
  switch (facts.kind) {
    case 'circular': {
      const round = (language: 'vi' | 'en') =>
        [...facts.cycle, facts.cycle[0] ?? ''].map((one) => nameOf(one)[language]).join(' – ');
      const month = periodName(facts.month);
      return {
        vi: `Dữ liệu được bán thành vòng ${round('vi')}: ${facts.trades} giao dịch, tổng ${vnd(facts.valueVnd)}, khép kín trong vòng ${facts.days} ngày, vòng cuối vào ${month.vi.toLowerCase()}. Bán vòng có thể tạo doanh số giả.`,
        en: `Data was sold in a circle ${round('en')}: ${facts.trades} trades worth ${vnd(facts.valueVnd)}, closed within ${facts.days} days, last in ${lower(month.en)}. Circles can make up turnover.`,
      };
    }
    case 'related': {
      const why = relationWords(facts.relation);
      const month = periodName(facts.month);
      return {
        vi: `${nameOf(facts.provider).vi} bán cho ${nameOf(facts.buyer).vi} ${facts.trades} lần trong ${month.vi.toLowerCase()}, tổng ${vnd(facts.valueVnd)}; hai bên có quan hệ liên quan: ${lower(why.vi)}. Các giao dịch này không được tính vào số liệu chặt.`,
        en: `${nameOf(facts.provider).en} sold to ${nameOf(facts.buyer).en} ${times(facts.trades)} in ${lower(month.en)}, worth ${vnd(facts.valueVnd)}; the two are related: ${lower(why.en)}. These trades are left out of the strict count.`,
      };
    }
    case 'price': {
      const sector = sectors[facts.sector as keyof typeof sectors] ?? { vi: facts.sector, en: facts.sector };
      const licence = licenceIds.includes(facts.licence as LicenceId) ? facts.licence : '–';
      const ratio = facts.priceVnd / facts.medianVnd;
      const size = (language: 'vi' | 'en') =>
        ratio >= 1
          ? { vi: `gấp ${decimal(ratio, 'vi')} lần`, en: `${decimal(ratio, 'en')} times` }[language]
          : { vi: `bằng 1/${decimal(1 / ratio, 'vi')}`, en: `one part in ${decimal(1 / ratio, 'en')} of` }[language];
      return {
        vi: `Giá ${vnd(facts.priceVnd)} giữa ${nameOf(facts.provider).vi} và ${nameOf(facts.buyer).vi} ${size('vi')} trung vị ${vnd(facts.medianVnd)} của ${facts.compared} giao dịch lĩnh vực ${sector.vi}, giấy phép ${licence}, trong một năm trước đó (điểm lệch ${decimal(facts.score, 'vi')}; ngưỡng 3,5).`,
        en: `The price of ${vnd(facts.priceVnd)} between ${nameOf(facts.provider).en} and ${nameOf(facts.buyer).en} is ${size('en')} the median ${vnd(facts.medianVnd)} of ${facts.compared} trades in ${sector.en}, licence ${licence}, in the year before (score ${decimal(facts.score, 'en')}; threshold 3.5).`,
      };
    }
    case 'burst': {
      const [date = '', time] = facts.when.split('T');
      const day = date.split('-').reverse().join('/');
      const when = {
        vi: time === undefined ? `ngày ${day}` : `trong một giờ, từ ${time}:00 ngày ${day}`,
        en: time === undefined ? `on ${day}` : `within one hour, from ${time}:00 on ${day}`,
      };
      const unit = { vi: facts.per === 'day' ? 'ngày' : 'giờ', en: facts.per };
      return {
        vi: `${nameOf(facts.buyer).vi} đặt mua của ${nameOf(facts.provider).vi} ${facts.trades} đơn ${when.vi} (giờ Việt Nam); ${unit.vi} nhiều nhất trong 90 ngày trước đó có ${facts.busiest} đơn.`,
        en: `${nameOf(facts.buyer).en} placed ${facts.trades} orders with ${nameOf(facts.provider).en} ${when.en} (UTC+7); the busiest ${unit.en} of the 90 days before had ${facts.busiest}.`,
      };
    }
  }
}

/** Why two parties count as related, in words. */
export function relationWords(relation: Relation): Bilingual {
  if (relation.why === 'declared') return relationGrounds[relation.ground];
  if (relation.why === 'same') return { vi: 'là một tổ chức', en: 'they are one organisation' };
  return { vi: `cùng mã số thuế gốc ${relation.root}`, en: `they share the tax code root ${relation.root}` };
}

function lower(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

function times(count: number): string {
  return count === 1 ? 'once' : `${count} times`;
}
