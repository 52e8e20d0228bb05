import { type Finding, finding, type ListingFacts } from '../findings.js';
import { mentionsForeignCurrency } from '../pilot-2026.js';
import { requiredFields } from '../required.js';
import { declarationCodes, declarations } from '../thresholds.js';

/** Fields that the scheme asks for and nobody has filled in. Pure. */
export function missingFields({ page }: ListingFacts): Finding[] {
  return requiredFields.flatMap(({ rule, pointer, name, article, code, severity, said, least }) => {
    const text = (said(page) ?? '').trim();
    if (text.length >= least) return [];
    const short = text.length > 0;
    return [
      finding(
        rule,
        article,
        pointer,
        short
          ? {
              vi: `${name.vi}: quá ngắn (${text.length} ký tự).`,
              en: `${name.en}: too short (${text.length} characters).`,
            }
          : { vi: `Chưa có: ${name.vi}.`, en: `Missing: ${name.en}.` },
        least > 1
          ? { vi: `Viết ít nhất ${least} ký tự.`, en: `Write at least ${least} characters.` }
          : { vi: 'Điền mục này trong trang mô tả.', en: 'Fill it in on the page.' },
        { code, severity },
      ),
    ];
  });
}

/** What a value-added product must say of itself. Pure. */
export function valueAddedSaid({ page }: ListingFacts): Finding[] {
  if (page.productKind !== 'value_added_product') return [];
  const parts = [
    ['method', 'phương pháp', 'the method'],
    ['inputs', 'nguồn dữ liệu đầu vào', 'its input sources'],
    ['updateFrequency', 'chu kỳ làm lại', 'how often it is made anew'],
  ] as const;
  return parts.flatMap(([part, vi, en]) =>
    (page.valueAdded?.[part] ?? '').trim().length >= 3
      ? []
      : [
          finding(
            'value-added',
            'D314_7_6',
            `/valueAdded/${part}`,
            { vi: `Sản phẩm giá trị gia tăng chưa nêu ${vi}.`, en: `The value-added product does not state ${en}.` },
            { vi: `Nêu ${vi}.`, en: `State ${en}.` },
            { where: part },
          ),
        ],
  );
}

/** Prices in or by a foreign currency, in any text. Pure. */
export function foreignCurrency({ page }: ListingFacts): Finding[] {
  const texts = { ...page, ...page.quality, ...page.valueAdded };
  return Object.entries(texts)
    .filter(([, value]) => typeof value === 'string' && mentionsForeignCurrency(value))
    .map(([name]) =>
      finding(
        'foreign-currency',
        'PLNH_22',
        `/${name}`,
        {
          vi: 'Có giá hoặc quy đổi theo ngoại tệ.',
          en: 'A price is quoted in, or indexed to, a foreign currency.',
        },
        { vi: 'Chỉ nêu giá bằng đồng Việt Nam.', en: 'Quote prices in Vietnamese đồng only.' },
        { code: 'GIA_NGOAI_TE', where: name },
      ),
    );
}

/** The three declarations that the data may be traded. Pure. */
export function declared({ page }: ListingFacts): Finding[] {
  return declarationCodes
    .filter((code) => !page.declarations.includes(code))
    .map((code) =>
      finding(
        'declaration',
        'L60_42_3',
        '/declarations',
        { vi: `Chưa cam kết: ${declarations[code].vi}`, en: `Not declared: ${declarations[code].en}` },
        { vi: 'Đọc và xác nhận cam kết này.', en: 'Read and confirm this declaration.' },
        { code: 'BI_CAM', where: code },
      ),
    );
}

const untradable =
  /bí mật nhà nước|(?<!\p{L})(?:tuyệt mật|tối mật)(?!\p{L})|cơ yếu|bí mật quân sự|khu vực quân sự|mật mã quốc gia|state secret|top secret|classified military/iu;

/** Words that point to data which may not be traded; a reviewer looks. Pure. */
export function barredWords({ page }: ListingFacts): Finding[] {
  const fields = ['titleVi', 'titleEn', 'descriptionVi', 'descriptionEn', 'provenance'] as const;
  return fields.flatMap((name) => {
    const found = untradable.exec(page[name].normalize('NFC'));
    if (!found) return [];
    return [
      finding(
        'barred-words',
        'L60_42_3',
        `/${name}`,
        { vi: `Có cụm từ “${found[0]}”.`, en: `It says “${found[0]}”.` },
        {
          vi: 'Người thẩm định kiểm tra dữ liệu có thuộc loại cấm giao dịch không.',
          en: 'The reviewer checks whether the data is barred from trade.',
        },
        { code: 'BI_CAM', severity: 'review', where: name },
      ),
    ];
  });
}
