import { type Finding, finding, type ListingFacts } from '../findings.js';
import { blockingCode, type PersonalFinding, personalKinds } from '../personal-data.js';
import { anonymityLimits, leastText } from '../thresholds.js';

function percentage(share: number): string {
  return share >= 0.995 ? '100 %' : `${Math.max(0.1, Math.round(share * 1000) / 10)} %`;
}

/** One finding for everything that the scan saw: what, where, how often, masked. Pure. */
export function personalFindings(seen: readonly PersonalFinding[]): Finding[] {
  return seen.map((one) => {
    const code = blockingCode(one);
    const { name, weight } = personalKinds[one.kind];
    const shown = one.examples.join(', ');
    const scrambled = one.kind === 'scrambled';
    return finding(
      scrambled ? 'scrambled-data' : 'personal-data',
      scrambled ? 'L91_12_1' : 'D314_4_6',
      `/revision/columns/${one.column.replaceAll('~', '~0').replaceAll('/', '~1')}`,
      {
        vi: `Cột “${one.column}”: ${name.vi} trong ${one.hits} dòng (${percentage(one.share)}), ví dụ ${shown}.`,
        en: `Column “${one.column}”: ${name.en} in ${one.hits} rows (${percentage(one.share)}), e.g. ${shown}.`,
      },
      scrambled
        ? {
            vi: 'Mã hóa hoặc băm không phải là khử nhận dạng: bỏ cột hoặc khử nhận dạng rồi tải phiên bản mới.',
            en: 'Encryption or hashing is no de-identification: drop the column or de-identify it, and upload a new revision.',
          }
        : {
            vi: 'Dữ liệu cá nhân không được giao dịch: bỏ cột hoặc khử nhận dạng rồi tải phiên bản mới.',
            en: 'Personal data is not traded: drop the column or de-identify it, and upload a new revision.',
          },
      {
        ...{ code, where: `${one.kind}:${one.column}`, overridable: code !== null },
        severity: code ? 'block' : scrambled ? 'review' : weight === 'block' ? 'block' : weight,
      },
    );
  });
}

const masking = /mã hóa|mã hoá|băm|hash|sha-?\d|md5|aes|rsa|giả danh|pseudonym|encrypt|token hóa|tokeni[sz]/iu;
const removing =
  /(?<!\p{L})(?:bỏ|xóa|xoá|loại|gộp|tổng hợp|làm tròn|nhiễu|che|nhóm|hoán đổi|khái quát|triệt|lược|remov|delet|drop|suppress|aggregat|generali[sz]|round|noise|bucket|swap|band|k\s*[=≥>-])/iu;

/** A report that names only encryption, hashing or pseudonyms describes no de-identification. Pure. */
export function masksOnly(report: string): boolean {
  const text = report.normalize('NFC');
  return masking.test(text) && !removing.test(text);
}

/** Data of personal origin: a report, the head-count, a contact, and k-anonymity over what is declared. Pure. */
export function personalOrigin(facts: ListingFacts): Finding[] {
  const { page, provider, revision } = facts;
  if (page.personalOrigin === null || page.personalOrigin === 'none') return [];
  const found: Finding[] = [];
  const report = (page.deidentification ?? '').trim();
  if (report.length < leastText.deidentification) {
    found.push(
      finding(
        'deidentification',
        'D356_7_5',
        '/deidentification',
        {
          vi: 'Dữ liệu có nguồn gốc cá nhân mà chưa có báo cáo khử nhận dạng.',
          en: 'Data of personal origin without a report on its de-identification.',
        },
        {
          vi: 'Nêu kỹ thuật theo từng cột, rủi ro còn lại, ai làm và khi nào.',
          en: 'State the technique by column, the risk that is left, by whom and when.',
        },
        { code: 'CHUA_KHU_NHAN_DANG' },
      ),
    );
  } else if (masksOnly(report)) {
    found.push(
      finding(
        'deidentification-technique',
        'L91_12_1',
        '/deidentification',
        {
          vi: 'Báo cáo chỉ nêu mã hóa, băm hoặc giả danh.',
          en: 'The report names only encryption, hashing or pseudonyms.',
        },
        {
          vi: 'Những cách đó không phải là khử nhận dạng; hãy bỏ, gộp hoặc khái quát hóa các cột nhận dạng.',
          en: 'Those are no de-identification; drop, aggregate or generalise what identifies.',
        },
        { code: 'CHUA_KHU_NHAN_DANG' },
      ),
    );
  }
  if (page.subjectsBasic === null && page.subjectsSensitive === null) {
    found.push(
      finding(
        'head-count',
        'QD20',
        '/subjectsBasic',
        { vi: 'Chưa nêu số người trong dữ liệu.', en: 'The number of people in the data is not stated.' },
        { vi: 'Nêu số người, để xác định mức quan trọng.', en: 'State it: the importance class depends on it.' },
      ),
    );
  }
  if (!provider.dpoContact) {
    found.push(
      finding(
        'dpo',
        'L91_33',
        '/provider/dpoContact',
        {
          vi: 'Bên bán chưa nêu đầu mối bảo vệ dữ liệu cá nhân.',
          en: 'The provider names no contact for the protection of personal data.',
        },
        { vi: 'Điền đầu mối trong hồ sơ tổ chức.', en: 'Enter the contact on the organisation’s page.' },
      ),
    );
  }
  if (page.personalOrigin === 'deidentified' && page.quasiIdentifiers.length === 0) {
    found.push(
      finding(
        'quasi-identifiers',
        'D356_7_5',
        '/quasiIdentifiers',
        {
          vi: 'Chưa nêu cột nào gián tiếp nhận dạng, nên k-ẩn danh không tính được.',
          en: 'No quasi-identifier is declared, so k-anonymity cannot be computed.',
        },
        {
          vi: 'Nêu các cột như tuổi, giới, nơi ở; người thẩm định xem lại nếu thật sự không có.',
          en: 'Name columns such as age, sex, place; the reviewer looks where there is none.',
        },
        { severity: 'review' },
      ),
    );
  }
  return revision && page.quasiIdentifiers.length > 0 ? [...found, ...anonymity(facts)] : found;
}

/** Groups over the declared quasi-identifiers, file by file, as measured. Pure. */
export function anonymity({ page, revision }: ListingFacts): Finding[] {
  const files = revision?.files ?? [];
  const known = new Set(files.flatMap((file) => file.columns));
  const unknown = page.quasiIdentifiers.filter((name) => !known.has(name));
  const found: Finding[] = unknown.map((name) =>
    finding(
      'quasi-identifier-unknown',
      'D356_7_5',
      '/quasiIdentifiers',
      { vi: `Không tệp nào có cột “${name}”.`, en: `No file has a column “${name}”.` },
      { vi: 'Viết đúng tên cột.', en: 'Write the column’s name as it is.' },
      { where: name },
    ),
  );
  for (const file of files) {
    if (!page.quasiIdentifiers.some((name) => file.columns.includes(name))) continue;
    const pointer = `/revision/files/${file.name}`;
    const measured = file.anonymity;
    if (!measured) {
      found.push(
        finding(
          'anonymity-unmeasured',
          'D356_7_5',
          pointer,
          { vi: `${file.name}: k-ẩn danh đang được tính.`, en: `${file.name}: k-anonymity is being computed.` },
          { vi: 'Chờ ít phút rồi thử lại.', en: 'Wait some minutes and try again.' },
          { where: file.name },
        ),
      );
      continue;
    }
    const { k, l, rowsBelow, columns } = measured;
    if (k < anonymityLimits.leastK) {
      found.push(
        finding(
          'k-anonymity',
          'D356_7_5',
          pointer,
          {
            vi: `${file.name}: k = ${k} trên ${columns.join(', ')}; ${rowsBelow} dòng nằm trong nhóm nhỏ hơn ${anonymityLimits.leastK}.`,
            en: `${file.name}: k = ${k} over ${columns.join(', ')}; ${rowsBelow} rows stand in groups smaller than ${anonymityLimits.leastK}.`,
          },
          {
            vi: `Gộp nhóm, khái quát hóa hoặc bỏ dòng để k ≥ ${anonymityLimits.leastK}.`,
            en: `Merge groups, generalise or drop rows until k ≥ ${anonymityLimits.leastK}.`,
          },
          { code: 'CHUA_KHU_NHAN_DANG', where: file.name, overridable: true },
        ),
      );
    }
    if (l !== null && l < anonymityLimits.leastL) {
      found.push(
        finding(
          'l-diversity',
          'D356_7_5',
          pointer,
          {
            vi: `${file.name}: l = ${l}: có nhóm mà một cột khác chỉ nhận một giá trị.`,
            en: `${file.name}: l = ${l}: in some group another column takes one value only.`,
          },
          {
            vi: 'Người thẩm định xem giá trị đó có nhạy cảm không.',
            en: 'The reviewer looks whether that value is sensitive.',
          },
          { severity: 'review', where: file.name },
        ),
      );
    }
  }
  return found;
}
