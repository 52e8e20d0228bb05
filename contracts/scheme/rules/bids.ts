import { fold } from '../../fold.js';
import { type Finding, finding } from '../findings.js';

const people =
  /\b(so dien thoai|sdt|dien thoai (cua |ca nhan)|so (cccd|cmnd|can cuoc|ho chieu|the bhyt|bhxh)|cccd|cmnd|can cuoc cong dan|email (cua|ca nhan)|dia chi (nha|email|cu the|thuong tru)|danh sach (khach hang|nguoi|chu xe|benh nhan|hoc sinh|cu tri)|thong tin ca nhan|chu (xe|the|tai khoan|thue bao|ho)|(ten|ho ten) (nguoi|khach|benh nhan|hoc sinh|chu)|tung nguoi|tung ca nhan|bien so xe|so tai khoan|ho so benh an|phone numbers?|customer lists?|personal (data|details|information)|national id|names? and (phone|address|email)s?|licen[cs]e plates?|each person)\b/;

/** What a bid says it wants, for data that is not on the exchange yet (Decree 314/2026, Art. 8(1)). */
export type BidText = { title: string; description: string; purpose: string };

/**
 * Whether a bid asks for people that can be identified: such a bid is rejected in moderation (Decree 314/2026, Art. 4(6),
 * 7(8)(c)). Words are compared without marks. Pure.
 */
export function judgeBid(bid: BidText): Finding[] {
  return (Object.keys(bid) as (keyof BidText)[]).flatMap((name) => {
    const found = people.exec(fold(bid[name]).replaceAll(/\s+/g, ' '));
    if (!found) return [];
    return [
      finding(
        'bid-for-persons',
        'D314_4_6',
        `/${name}`,
        {
          vi: `Chào mua đòi dữ liệu nhận ra người cụ thể (“${found[0]}”).`,
          en: `The bid asks for data on persons who can be identified (“${found[0]}”).`,
        },
        {
          vi: 'Chỉ hỏi mua dữ liệu tổng hợp hoặc đã khử nhận dạng.',
          en: 'Ask for aggregated or de-identified data only.',
        },
        { code: 'DU_LIEU_CA_NHAN', where: name },
      ),
    ];
  });
}
