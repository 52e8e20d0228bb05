import { fold } from '../../fold.js';
import { importanceClasses, isService } from '../classes.js';
import { type CertificateFact, type CertificateKind, type Finding, finding, type ListingFacts } from '../findings.js';
import { proposedClass, weaker } from '../thresholds.js';

/** Head-counts give a class; what is declared may be stronger, never weaker. Core data is not listed at all. Pure. */
export function importance({ page, today, importanceFloor }: ListingFacts): Finding[] {
  const found: Finding[] = [];
  const { importanceClass } = page;
  const proposed = proposedClass(page, today);
  if (importanceClass && weaker(importanceClass, proposed)) {
    found.push(
      finding(
        'class-by-count',
        'QD20',
        '/importanceClass',
        {
          vi: `Theo số người, đây là “${importanceClasses[proposed].vi}”, không phải “${importanceClasses[importanceClass].vi}”.`,
          en: `By its head-counts this is “${importanceClasses[proposed].en}”, not “${importanceClasses[importanceClass].en}”.`,
        },
        { vi: 'Chọn mức được đề xuất, hoặc sửa số người.', en: 'Choose the proposed class, or mend the head-counts.' },
        { code: proposed === 'core' ? 'DU_LIEU_COT_LOI' : null },
      ),
    );
  }
  if (importanceClass && importanceFloor && weaker(importanceClass, importanceFloor)) {
    found.push(
      finding(
        'class-raised',
        'L60_13',
        '/importanceClass',
        {
          vi: `Người thẩm định đã nâng mức lên “${importanceClasses[importanceFloor].vi}”.`,
          en: `A reviewer raised the class to “${importanceClasses[importanceFloor].en}”.`,
        },
        { vi: 'Giữ mức đã nâng.', en: 'Keep the class as raised.' },
      ),
    );
  }
  if (importanceClass === 'core' || proposed === 'core' || importanceFloor === 'core') {
    found.push(
      finding(
        'core-data',
        'L60_13',
        '/importanceClass',
        { vi: 'Dữ liệu cốt lõi không được niêm yết.', en: 'Core data is not listed.' },
        {
          vi: 'Chỉ dữ liệu công khai, hoặc tập con dưới ngưỡng, mới được niêm yết.',
          en: 'Only public data, or a subset below the thresholds, may be listed.',
        },
        { code: 'DU_LIEU_COT_LOI' },
      ),
    );
  } else if (importanceClass === 'important' || importanceFloor === 'important') {
    found.push(
      finding(
        'important-data',
        'L60_13',
        '/importanceClass',
        {
          vi: 'Dữ liệu quan trọng: cần hai người thẩm định; bên mua nước ngoài bị chặn.',
          en: 'Important data: two reviewers; buyers abroad are kept out.',
        },
        { vi: 'Không phải sửa gì.', en: 'Nothing to mend.' },
        { severity: 'review' },
      ),
    );
  }
  return found;
}

const stateClasses: readonly string[] = ['open', 'shared', 'private'];
const stateForms: readonly string[] = ['state_body', 'public_unit'];
const same = (one: string | null, other: string | null) =>
  one !== null && other !== null && fold(one).trim() === fold(other).trim();

/** Whether the listing carries data of a State database. Pure. */
export function carriesStateData({ page }: Pick<ListingFacts, 'page'>): boolean {
  return page.stateSource !== null || page.provenanceBasis === 'state_function';
}

/** Where State data may come from: on an exchange that is not the national one, from its own governing body only. Pure. */
export function stateSource(facts: ListingFacts): Finding[] {
  const { page, exchange, provider } = facts;
  const found: Finding[] = [];
  if (carriesStateData(facts)) {
    if (page.stateSource === null) {
      found.push(
        finding(
          'state-source',
          'D314_5',
          '/stateSource',
          {
            vi: 'Dữ liệu theo chức năng nhà nước mà chưa nêu cơ sở dữ liệu và cơ quan chủ quản.',
            en: 'Data under a State function, without its database and governing body.',
          },
          { vi: 'Nêu cơ sở dữ liệu và cơ quan chủ quản.', en: 'Name the database and its governing body.' },
          { code: 'NGUON_KHONG_HOP_LE' },
        ),
      );
    } else if (exchange.type === 'other' && !same(page.stateSource.governingBody, exchange.governingBody)) {
      found.push(
        finding(
          'state-source',
          'D314_5',
          '/stateSource/governingBody',
          {
            vi: `Sàn này chỉ nhận cơ sở dữ liệu nhà nước do ${exchange.governingBody ?? 'cơ quan chủ quản của sàn'} quản lý, không nhận của ${page.stateSource.governingBody}.`,
            en: `This exchange carries State databases of ${exchange.governingBody ?? 'its own governing body'} only, not of ${page.stateSource.governingBody}.`,
          },
          {
            vi: 'Niêm yết ở sàn quốc gia hoặc sàn của cơ quan chủ quản đó.',
            en: 'List it on the national exchange, or on that body’s own.',
          },
          { code: 'NGUON_KHONG_HOP_LE' },
        ),
      );
    }
  }
  const stateProvider = stateForms.includes(provider.legalForm);
  if (
    exchange.type === 'other' &&
    stateProvider &&
    (carriesStateData(facts) || stateClasses.includes(page.sharingClass ?? '')) &&
    !same(provider.governingBody, exchange.governingBody)
  ) {
    found.push(
      finding(
        'state-provider',
        'D314_5',
        '/provider/governingBody',
        {
          vi: 'Cơ quan nhà nước này không thuộc cơ quan chủ quản của sàn.',
          en: 'This State body does not belong to the governing body of the exchange.',
        },
        {
          vi: 'Niêm yết ở sàn quốc gia, hoặc nhờ đơn vị vận hành sửa hồ sơ nếu cơ quan chủ quản ghi sai.',
          en: 'List it on the national exchange; if the governing body on file is wrong, ask the operator to mend it.',
        },
        { code: 'NGUON_KHONG_HOP_LE' },
      ),
    );
  }
  if (!stateProvider && stateClasses.includes(page.sharingClass ?? '') && page.stateSource === null) {
    found.push(
      finding(
        'state-class',
        'L60_13',
        '/sharingClass',
        {
          vi: 'Mở, dùng chung, dùng riêng là phân loại của dữ liệu nhà nước; tổ chức này không phải cơ quan nhà nước.',
          en: 'Open, shared and private are classes of State data; this organisation is no State body.',
        },
        {
          vi: 'Chọn “không phải dữ liệu nhà nước”, hoặc nêu nguồn.',
          en: 'Choose “not State data”, or name the source.',
        },
        { severity: 'review' },
      ),
    );
  }
  return found;
}

/** Certificates that a service of the kind needs: one of them. */
export const certificatesFor: Readonly<Record<string, readonly CertificateKind[]>> = {
  intermediary_service: ['intermediary'],
  analysis_service: ['analysis_business', 'analysis_supply'],
};

/** Whether a confirmed certificate for the kind of service is in force on a day. Pure. */
export function certified(kind: string | null, certificates: readonly CertificateFact[], today: string): boolean {
  const needed = certificatesFor[kind ?? ''];
  if (!needed) return true;
  return certificates.some((one) => one.confirmed && needed.includes(one.kind) && one.expiresOn >= today);
}

/** A service is offered under a certificate that is in force. Pure. */
export function certificate({ page, certificates, today }: ListingFacts): Finding[] {
  if (!isService(page.productKind) || certified(page.productKind, certificates, today)) return [];
  return [
    finding(
      'certificate',
      'D314_8_3',
      '/provider/certificates',
      {
        vi: 'Bên bán không có giấy chứng nhận còn hạn cho dịch vụ này.',
        en: 'The provider has no certificate in force for this service.',
      },
      {
        vi: 'Nộp giấy chứng nhận còn hạn trong hồ sơ tổ chức, chờ đơn vị vận hành xác nhận.',
        en: 'Enter a certificate in force on the organisation’s page, and wait for the operator to confirm it.',
      },
      { code: 'CHUNG_NHAN_HET_HAN' },
    ),
  ];
}
