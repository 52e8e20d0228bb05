import type { Bilingual, Language } from '../../contracts/common.js';
import { describePolicy, type LicencePolicy } from '../../contracts/licences/policy.js';
import { clausesOf, type Terms } from '../../contracts/licences/terms.js';
import { endingLabels, lawfulBasisLabels } from '../../contracts/ordering.js';
import type { UseSnapshot } from './document.js';

type Facts = { terms?: Terms; use?: UseSnapshot; licence: { policy: LicencePolicy } };

/**
 * The annex of an agreement in one language, in Markdown: what the parties agreed in particular, made from the frozen terms alone.
 * It prevails over the clauses of the template, so that negotiated rules and text never say different things. Pure.
 */
export function annex({ terms, use, licence }: Facts, language: Language): string {
  const t = (vi: string, en: string) => (language === 'vi' ? vi : en);
  const lines = [
    `## ${t('Phụ lục A. Điều khoản riêng', 'Annex A. Particular terms')}`,
    '',
    t(
      'Các điều khoản dưới đây được lập từ điều khoản máy đọc mà hai bên đã ký. Chỗ nào khác với các điều trên thì phụ lục này được áp dụng.',
      'These terms are made from the machine terms that both parties sign. Where they differ from the clauses above, this annex prevails.',
    ),
    '',
    ...describePolicy(licence.policy, language).map((rule) => `- ${rule}`),
    ...(terms ? agreed(terms, language) : []),
    ...(use ? stated(use, language) : []),
  ];
  return lines.join('\n');
}

/** What the policy alone does not say. */
function agreed(terms: Terms, language: Language): string[] {
  const wanted = ['price', 'units', 'breaking-notice', 'termination-notice'];
  return clausesOf(terms)
    .filter(({ clause }) => wanted.includes(clause))
    .map(({ title, text }) => `- ${title[language]}: ${text[language]}.`);
}

function stated(use: UseSnapshot, language: Language): string[] {
  const t = (vi: string, en: string) => (language === 'vi' ? vi : en);
  const label = (labels: Record<string, Bilingual>, code: string) => labels[code]?.[language] ?? code;
  const place = [use.storageCountry, use.storage].filter((one) => one !== '').join(', ');
  return [
    '',
    `## ${t('Phụ lục B. Cách dùng bên mua đã nêu', 'Annex B. Use as stated by the buyer')}`,
    '',
    ...(use.lawfulBasis === null
      ? []
      : [`- ${t('Căn cứ xử lý', 'Lawful basis')}: ${label(lawfulBasisLabels, use.lawfulBasis)}.`]),
    ...(use.users === '' ? [] : [`- ${t('Người sử dụng', 'Users')}: ${plain(use.users)}`]),
    `- ${t('Nơi lưu giữ', 'Kept in')}: ${plain(place)}.`,
    `- ${t('Khi kết thúc', 'At the end')}: ${label(endingLabels, use.ending)}.`,
    ...use.answers.map(({ question, answer }) => `- ${plain(question[language])} — ${plain(answer)}`),
    ...use.attachments.map(
      (one) => `- ${t('Tài liệu kèm theo', 'Attached')}: ${plain(one.name)}, SHA-256 ${one.sha256}.`,
    ),
    ...(use.personalOrigin === null || use.personalOrigin === 'none' ? [] : ['', ...personal(language)]),
  ];
}

/** The seven items of Decree 356/2025, Art. 7(1), for data that comes from persons even though it is de-identified. */
function personal(language: Language): string[] {
  const t = (vi: string, en: string) => (language === 'vi' ? vi : en);
  return [
    `## ${t('Phụ lục C. Dữ liệu có nguồn gốc cá nhân', 'Annex C. Data of personal origin')}`,
    '',
    t(
      '1. Mục đích xử lý: mục đích đã thỏa thuận. 2. Loại dữ liệu: các cột nêu trong từ điển dữ liệu, đã khử nhận dạng. 3. Thời hạn xử lý và xóa: thời hạn của thỏa thuận; xóa theo Phụ lục B. 4. Căn cứ xử lý: nêu ở Phụ lục B. 5. Bên mua áp dụng kiểm soát truy cập, mã hóa và nhật ký; không tái nhận dạng. 6. Yêu cầu của chủ thể dữ liệu do bên bán tiếp nhận, bên mua phối hợp trong 72 giờ. 7. Sự cố được báo cho bên kia và đơn vị vận hành trong 72 giờ.',
      '1. Purpose: the agreed purpose. 2. Kinds of data: the columns of the data dictionary, de-identified. 3. Term and erasure: the term of this agreement; erasure by Annex B. 4. Legal basis: as stated in Annex B. 5. The buyer applies access control, encryption and logs, and re-identifies nobody. 6. The provider serves requests of data subjects; the buyer helps within 72 hours. 7. Incidents are told to the other party and the operator within 72 hours.',
    ),
  ];
}

/** People’s own words on one line, without what Markdown would read as a mark. */
function plain(text: string): string {
  return text.replace(/[\r\n]+/g, ' ').replace(/[\\`*_#[\]<>|]/g, (mark) => `\\${mark}`);
}
