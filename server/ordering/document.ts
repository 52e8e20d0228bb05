import type { Bilingual } from '../../contracts/common.js';
import { type MarkingTerms, markingClause } from '../../contracts/fingerprint.js';
import { toOdrl } from '../../contracts/licences/odrl.js';
import type { LicencePolicy } from '../../contracts/licences/policy.js';
import type { Terms } from '../../contracts/licences/terms.js';
import { type FeeTerms, noFee, type OrderMoney, quote } from '../../contracts/money.js';
import type { VatClass } from '../../contracts/scheme/vat.js';
import { vietnamDay } from '../../contracts/vietnam-day.js';
import { canonicalJson, sha256 } from '../kernel/hash.js';
import { annex } from './annex.js';

/** A party as it stood when the document was made. */
export type PartySnapshot = { id: string; nameVi: string; nameEn: string; taxCode: string | null; address: string };
export type FileSnapshot = { id: string; name: string; format: string; bytes: number; sha256: string };

/** Everything an agreement freezes. Its canonical JSON is what both parties sign. */
export type AgreementDocument = {
  /** Documents of the first kind carry no `money`: they knew neither VAT nor fee. Those before the third: no `terms`, no `use`. */
  kind: 'datasan.agreement/1' | 'datasan.agreement/2' | 'datasan.agreement/3';
  id: string;
  requestId: string;
  scheme: string;
  createdAt: string;
  provider: PartySnapshot;
  buyer: PartySnapshot;
  dataset: { id: string; titleVi: string; titleEn: string };
  revision: { id: string; number: number; files: FileSnapshot[] };
  offer: { id: string; number: number; priceVnd: number; months: number | null };
  /**
   * What the price comes to. VAT class, fee terms and fee are binding; the rates are those of the day of the document, and what
   * is paid goes by the rate of the day of payment (fee: of settlement).
   */
  money?: FrozenMoney;
  licence: { id: string; version: number; title: Bilingual; policy: LicencePolicy; odrl: unknown; text: Bilingual };
  purpose: string;
  statement: string;
  project: string;
  /** The buyer gets a marked copy that differs by no more than this. Without it copies are exact: their hashes are promised. */
  marking?: MarkingTerms;
  /** The terms as they stood after the last round, and the hash under which they were accepted. */
  terms?: Terms;
  termsRound?: { number: number; party: 'provider' | 'buyer'; sha256: string };
  /** What the buyer stated: basis, users, storage, ending, answers, papers. */
  use?: UseSnapshot;
  /** The agreement that this one renews. */
  renewsId?: string;
};

export type UseSnapshot = {
  lawfulBasis: string | null;
  personalOrigin: string | null;
  users: string;
  storageCountry: string;
  storage: string;
  ending: string;
  answers: { question: Bilingual; answer: string }[];
  attachments: { name: string; bytes: number; sha256: string }[];
};

/** A fee's terms and who takes it. */
export type FrozenMoney = OrderMoney & { on: string; feeTerms: FeeTerms; feeSellerId: string | null };

/** What the parties agree on about money, by the rates of the present day. */
export function freezeMoney(
  at: Date,
  offer: { priceVnd: number; vatClass: VatClass },
  fees: { terms: FeeTerms; operatorId: string } | null,
): FrozenMoney {
  const on = vietnamDay(at);
  const terms = fees?.terms ?? noFee;
  const money = quote(on, offer.priceVnd, offer.vatClass, terms);
  return { ...money, on, feeTerms: terms, feeSellerId: money.fee.netVnd > 0 ? (fees?.operatorId ?? null) : null };
}

/** The money of a document; one of the first kind had a price and nothing else. */
export function moneyIn(document: AgreementDocument): FrozenMoney {
  const { offer, createdAt } = document;
  return document.money ?? freezeMoney(new Date(createdAt), { priceVnd: offer.priceVnd, vatClass: 'KKKNT' }, null);
}

/** The terms of a document, also of one that was made before they were kept together. */
export function termsIn(document: AgreementDocument): Terms {
  if (document.terms) return document.terms;
  const { offer, licence, purpose } = document;
  return {
    priceVnd: offer.priceVnd,
    units: 1,
    purpose: purpose as Terms['purpose'],
    policy: { ...licence.policy, userClass: 'any', seats: null, quota: null },
    breakingNoticeDays: 30,
    terminationNoticeDays: 30,
  };
}

type Facts = Omit<AgreementDocument, 'kind' | 'licence'> & {
  licence: { id: string; version: number; title: Bilingual; policy: LicencePolicy; template: Bilingual };
  purposeLabel: Bilingual;
};

/** Makes the document: the licence text with every placeholder filled, the policy as ODRL beside it. Pure. */
export function agreementDocument({ purposeLabel, ...facts }: Facts): AgreementDocument {
  const { template, ...licence } = facts.licence;
  const marked = facts.marking ? markingClause(facts.marking) : { vi: '', en: '' };
  return {
    kind: 'datasan.agreement/3',
    ...facts,
    licence: {
      ...licence,
      odrl: toOdrl(licence.policy, {
        target: facts.dataset.id,
        assigner: facts.provider.id,
        assignee: facts.buyer.id,
        priceVnd: facts.offer.priceVnd,
      }),
      text: {
        vi: `${(fill(template.vi, facts, purposeLabel, 'vi') + marked.vi).trimEnd()}\n\n${annex(facts, 'vi')}\n`,
        en: `${(fill(template.en, facts, purposeLabel, 'en') + marked.en).trimEnd()}\n\n${annex(facts, 'en')}\n`,
      },
    },
  };
}

/** The bytes that are hashed and signed (RFC 8785), and their SHA-256. */
export function seal(document: AgreementDocument): { document: string; sha256: string } {
  const text = canonicalJson(document);
  return { document: text, sha256: sha256(text) };
}

function fill(template: string, facts: Omit<Facts, 'purposeLabel'>, purpose: Bilingual, language: 'vi' | 'en'): string {
  const vi = language === 'vi';
  const { months, priceVnd } = facts.offer;
  const party = (one: PartySnapshot) => {
    const name = vi ? one.nameVi : one.nameEn;
    return one.taxCode === null ? name : `${name} (${vi ? 'MST' : 'tax code'} ${one.taxCode})`;
  };
  const values: Record<string, string> = {
    provider: party(facts.provider),
    buyer: party(facts.buyer),
    dataset: vi ? facts.dataset.titleVi : facts.dataset.titleEn,
    revision: String(facts.revision.number),
    price: `${priceVnd.toLocaleString('vi-VN')} ₫`,
    duration: months === null ? (vi ? 'không thời hạn' : 'without end') : vi ? `${months} tháng` : `${months} months`,
    purpose: purpose[language],
    territory:
      facts.licence.policy.territory === 'VN' ? (vi ? 'Việt Nam' : 'Viet Nam') : vi ? 'toàn thế giới' : 'worldwide',
    agreementId: facts.id,
    date: dayInVietnam(facts.createdAt),
  };
  return template.replace(/\{\{(\w+)\}\}/g, (whole, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`The licence text has a placeholder nobody fills: ${whole}.`);
    return value;
  });
}

/** `25/09/2026`, by the calendar of UTC+7. */
function dayInVietnam(moment: string): string {
  return vietnamDay(new Date(moment)).split('-').reverse().join('/');
}
