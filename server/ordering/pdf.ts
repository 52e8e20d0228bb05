import type { Bilingual, Language } from '../../contracts/common.js';
import { clausesOf } from '../../contracts/licences/terms.js';
import { placeQr } from '../kernel/paper.js';
import { makePdf, type PdfPage } from '../kernel/pdf.js';
import { type AgreementDocument, moneyIn, type PartySnapshot } from './document.js';
import type { Signature } from './tables.js';

type Sealed = { document: AgreementDocument; sha256: string; signatures: readonly Signature[]; address: string };

const methods: Record<Signature['method'], Bilingual> = {
  password: { vi: 'xác thực lại bằng mật khẩu', en: 'password asked again' },
  session: { vi: 'trong phiên đăng nhập', en: 'in a session' },
  'standing-offer': { vi: 'theo quy tắc của chào bán', en: 'by the offer’s own rule' },
};

/**
 * The agreement on paper in one language: terms, licence text with its annexes, files, signatures. Everything is taken from the
 * frozen document, so that the same agreement and signatures always give the same bytes. The QR code leads to its page.
 */
export async function agreementPdf(sealed: Sealed, language: Language, exchange: string): Promise<Buffer> {
  const { document, sha256, signatures, address } = sealed;
  const t = (vi: string, en: string) => (language === 'vi' ? vi : en);
  const title = t('Thỏa thuận cấp quyền sử dụng dữ liệu', 'Agreement on a right to use data');
  const last = signatures.at(-1)?.signedAt ?? new Date(document.createdAt);
  const options = {
    title: `${title} ${document.id}`,
    language,
    header: exchange,
    footer: `${document.id} · SHA-256 ${sha256.slice(0, 32)}…`,
    at: last,
  };
  return await makePdf(options, (page) => {
    const size = 84;
    const [x, y] = [page.document.x, page.document.y];
    placeQr(page.document, address, x + page.width - size, y, size);
    page.document.x = x;
    page.document.y = y;
    page.document.text('', x, y, { width: page.width - size - 16 });
    page.title(title, document.id);
    page.document.y = Math.max(page.document.y, y + size + 12);
    page.facts([
      [t('Bộ dữ liệu', 'Dataset'), language === 'vi' ? document.dataset.titleVi : document.dataset.titleEn],
      [t('Phiên bản', 'Revision'), String(document.revision.number)],
      [t('Bên bán', 'Provider'), partyName(document.provider, language)],
      [t('Bên mua', 'Buyer'), partyName(document.buyer, language)],
      [t('Lập lúc', 'Made at'), shown(new Date(document.createdAt))],
      ['SHA-256', sha256],
    ]);
    page.heading(t('Điều khoản đã thỏa thuận', 'Agreed terms'));
    page.facts([...termRows(document, language), ...moneyRows(document, language)]);
    markdown(page, document.licence.text[language]);
    page.heading(t('Tệp được giao', 'Files to be delivered'));
    page.table(
      [
        { title: t('Tên', 'Name'), share: 3 },
        { title: t('Byte', 'Bytes'), share: 1.4, align: 'right' },
        { title: 'SHA-256', share: 6 },
      ],
      document.revision.files.map((file) => [file.name, file.bytes.toLocaleString('vi-VN'), file.sha256]),
    );
    page.heading(t('Chữ ký', 'Signatures'));
    if (signatures.length < 2) {
      page.text(t('Chưa đủ chữ ký: bản này chưa ràng buộc.', 'A signature is missing: this paper does not bind yet.'));
    }
    for (const one of signatures) {
      page.facts([
        [
          one.party === 'provider' ? t('Bên bán', 'Provider') : t('Bên mua', 'Buyer'),
          partyName(one.party === 'provider' ? document.provider : document.buyer, language),
        ],
        [t('Người ký', 'Signed by'), one.signer ?? t('(đã ẩn)', '(withheld)')],
        [t('Cách ký', 'Method'), methods[one.method][language]],
        [t('Thời điểm', 'Time'), shown(one.signedAt)],
        [t('Mã băm đã ký', 'Hash signed'), one.sha256],
      ]);
      page.space(6);
    }
    page.text(
      t(
        `Bản in này được lập từ văn bản JSON đã ký (RFC 8785). Chữ ký điện tử trên sàn thử nghiệm là chữ ký mô phỏng, không dùng chứng thư số. Kiểm tra tại ${address}.`,
        `This paper is made from the signed JSON document (RFC 8785). Electronic signatures on the pilot are simulated: they use no certificate. Check it at ${address}.`,
      ),
    );
  });
}

function partyName(party: PartySnapshot, language: Language): string {
  const name = language === 'vi' ? party.nameVi : party.nameEn;
  const code = party.taxCode === null ? '' : `, ${language === 'vi' ? 'MST' : 'tax code'} ${party.taxCode}`;
  return `${name}${code}, ${party.address}`;
}

function termRows(document: AgreementDocument, language: Language): [string, string][] {
  if (!document.terms) return [];
  return clausesOf(document.terms).map(({ title, text }) => [title[language], text[language]]);
}

function moneyRows(document: AgreementDocument, language: Language): [string, string][] {
  const { price } = moneyIn(document);
  const vnd = (amount: number) => `${amount.toLocaleString('vi-VN')} ₫`;
  return [
    [language === 'vi' ? 'Thuế GTGT (theo ngày lập)' : 'VAT (by the day of the document)', vnd(price.vatVnd)],
    [language === 'vi' ? 'Tổng cộng' : 'Total', vnd(price.totalVnd)],
  ];
}

/** Headings, paragraphs and list items; the texts use no other Markdown. */
function markdown(page: PdfPage, text: string): void {
  for (const block of text.split(/\n{2,}/)) {
    const heading = /^#{1,3} (.+)$/.exec(block.trim());
    if (heading) page.heading(unescaped(heading[1] ?? ''));
    else for (const line of lines(block)) page.text(unescaped(line.replace(/^- /, '•  ')));
  }
}

/** A list is one line an item; a paragraph is one line. */
function lines(block: string): string[] {
  const all = block.split('\n').filter((line) => line.trim() !== '');
  return all.every((line) => line.startsWith('- ')) ? all : [all.join(' ')];
}

function unescaped(text: string): string {
  return text.replace(/\\([\\`*_#[\]<>|])/g, '$1').replace(/\*\*/g, '');
}

/** `27/11/2026 16:20`, UTC+7. */
function shown(at: Date): string {
  const [day = '', time = ''] = new Date(at.getTime() + 7 * 3_600_000).toISOString().split('T');
  return `${day.split('-').reverse().join('/')} ${time.slice(0, 8)} (UTC+7)`;
}
