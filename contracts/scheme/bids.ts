import type { Bilingual } from '../common.js';
import { fold } from '../fold.js';
import { mentionsForeignCurrency } from './pilot-2026.js';

/** What keeps a bid from being published: decision code (scheme §9.10), the words found, and what would mend it. */
export type BidFinding = { code: 'DU_LIEU_CA_NHAN' | 'GIA_NGOAI_TE'; found: string; sentence: Bilingual };

/**
 * Words that ask for identifiable persons, folded. A thing that identifies (telephone, identity card, plate …) asks for
 * persons by itself; a list of people does when names or contacts are wanted with it.
 */
const identifiers = [
  'so dien thoai',
  'sdt',
  'dien thoai (cua )?(khach|chu|nguoi|ca nhan)',
  'so zalo',
  'cccd',
  'can cuoc',
  'cmnd',
  'chung minh nhan dan',
  'so dinh danh',
  'ho chieu',
  'ho (va )?ten (khach|chu|nguoi|benh nhan|hoc sinh|nhan vien|ca nhan)',
  'ten chu (xe|ho|the|dat|nha)',
  'danh sach (khach hang|benh nhan|chu xe|hoc sinh|nhan vien|thue bao|chu the|ca nhan)',
  'bien so xe',
  'email (ca nhan|khach|cua (khach|nguoi))',
  'dia chi (nha|thuong tru|nha rieng|khach hang)',
  'so tai khoan',
  'so the (tin dung|ngan hang)',
  'ma so bhxh',
  'so bao hiem xa hoi',
  'phone numbers?',
  'mobile numbers?',
  'identity card',
  'national id',
  'passport numbers?',
  'licen[cs]e plates?',
  '(e-?mail|home) addresses',
  'names? (and|of) (customers?|owners?|patients?|people|persons|individuals)',
  '(customer|patient|owner|subscriber) lists?',
];
const asks = new RegExp(`(?<![a-z0-9])(${identifiers.join('|')})(?![a-z0-9])`);
/** Counting or averaging them, or saying that they are not wanted, is no wish for them. */
const harmless =
  /\b(so luong|ty le|thong ke|tong hop|khu nhan dang|an danh|khong (co|gom|can|kem|bao gom)|anonymi[sz]ed|aggregated?|number of|share of|without|no)\b/;

/** What the texts of a bid ask for that may not be traded (Decree 314/2026, Art. 4(6), 8(5); Ordinance on Foreign Exchange). Pure. */
export function bidFindings(texts: readonly string[]): BidFinding[] {
  const findings: BidFinding[] = [];
  for (const text of texts) {
    for (const clause of fold(text).split(/[.;,\n]/)) {
      const found = asks.exec(clause)?.[1];
      if (found === undefined || harmless.test(clause)) continue;
      findings.push({
        code: 'DU_LIEU_CA_NHAN',
        found,
        sentence: {
          vi: `Chào mua hỏi dữ liệu nhận dạng cá nhân (“${found}”). Sàn không giao dịch dữ liệu cá nhân: hãy hỏi số liệu tổng hợp hoặc đã khử nhận dạng.`,
          en: `The bid asks for data that identifies persons (“${found}”). Personal data is not traded here: ask for aggregated or de-identified data.`,
        },
      });
    }
    if (mentionsForeignCurrency(text)) {
      findings.push({
        code: 'GIA_NGOAI_TE',
        found: text.slice(0, 60),
        sentence: {
          vi: 'Có giá bằng ngoại tệ: chỉ dùng đồng Việt Nam.',
          en: 'A price in foreign currency: use Vietnamese đồng only.',
        },
      });
    }
  }
  return findings.filter((one, at) => findings.findIndex((other) => other.found === one.found) === at);
}
